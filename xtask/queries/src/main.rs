//! `cargo run -p xtask-queries` writes what an offline build knows of each statement.

fn main() -> anyhow::Result<()> {
    xtask_queries::run(false)
}
