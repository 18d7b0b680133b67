//! Tasks of the repository: `cargo run -p xtask -- <task>`.

mod bench_drafts;
mod labels;
mod train;

use xtask::visits;

fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.first().map(String::as_str) {
        Some("train") => train::run(),
        Some("generate") => xtask::generate::documents(),
        Some("bench") => xtask::bench::run(),
        Some("bench-scribe") => xtask::bench::scribe::run(),
        Some("bench-drafts") => bench_drafts::run(&words[1..]),
        _ => anyhow::bail!(
            "tasks: train, generate, bench, bench-scribe, bench-drafts [PART] [FOLDER] [OPTIONS]"
        ),
    }
}
