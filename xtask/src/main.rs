//! Tasks of the repository: `cargo run -p xtask -- <task>`.

mod bench_drafts;
mod labels;
mod train;
mod visits;

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let word = |at: usize| words.get(at).map(String::as_str);
    match word(0) {
        Some("train") => train::run(),
        Some("generate") => xtask::generate::documents(),
        Some("bench") => xtask::bench::run(),
        Some("bench-drafts") => bench_drafts::run(word(1), word(2)),
        _ => anyhow::bail!("tasks: train, generate, bench, bench-drafts [PART] [FOLDER]"),
    }
}
