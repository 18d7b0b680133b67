//! The table.

use super::{scribe::table, seed::Engine};
use anyhow::Context;
use std::{fmt::Write, time::Duration};

/// One line of the table.
pub struct Figure {
    engine: &'static str,
    patients: u32,
    what: String,
    value: String,
}

impl Figure {
    pub fn single(engine: &Engine, patients: u32, what: &str, value: f64, unit: &str) -> Self {
        Self::new(engine, patients, what, format!("{value:.0} {unit}"))
    }
    pub fn precise(engine: &Engine, patients: u32, what: &str, value: f64, unit: &str) -> Self {
        Self::new(engine, patients, what, format!("{value:.2} {unit}"))
    }
    pub fn times(engine: &Engine, patients: u32, what: &str, mut times: Vec<Duration>) -> Self {
        Self::new(engine, patients, what, spread(&mut times))
    }
    fn new(engine: &Engine, patients: u32, what: &str, value: String) -> Self {
        let figure = Self {
            engine: engine.name(),
            patients,
            what: what.to_owned(),
            value,
        };
        eprintln!("  {}: {}", figure.what, figure.value);
        figure
    }
}

/// The middle one, in milliseconds.
pub fn p50_ms(times: &mut [Duration]) -> f64 {
    percentile_ms(times, 50)
}

/// The one that so many of a hundred do not exceed, in milliseconds.
pub fn percentile_ms(times: &mut [Duration], share: usize) -> f64 {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    let found = times.get(last * share / 100).copied();
    found.unwrap_or_default().as_secs_f64() * 1e3
}

/// The middle one, and the one that one of a hundred exceeds.
pub fn spread(times: &mut [Duration]) -> String {
    let (middle, late) = (percentile_ms(times, 50), percentile_ms(times, 99));
    format!("p50 {middle:.2} ms, p99 {late:.2} ms")
}

/// What the README shows, of the large clinic.
const SHOWN: &[&str] = &[
    "search, over HTTP, audited",
    "record number, over HTTP, audited",
    "page of 50, over HTTP, audited",
    "durable audited creates through the catalogue, 16 at a time",
    "durable audited creates over HTTP, 16 clients",
    "raw synced commits of a patient and its audit row, 16 clients",
    "raw synced commits of a patient, 16 clients",
    "cold start to first answer",
    "idle memory",
];

/// Where the README's figures stand.
const MARKS: [&str; 2] = [
    "<!-- figures: `make bench` -->\n",
    "<!-- end of figures -->\n",
];

/// The README with the figures of `bench/RESULTS.md`.
pub fn readme(readme: &str, results: &str) -> anyhow::Result<String> {
    let (head, rest) = readme.split_once(MARKS[0]).context("no figures begin")?;
    let (_, tail) = rest.split_once(MARKS[1]).context("no figures end")?;
    let machine = results.lines().nth(4).context("no machine")?;
    let rows: Vec<Vec<&str>> = results
        .lines()
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let large = rows
        .iter()
        .filter_map(|row| row.get(1)?.parse::<u32>().ok())
        .max()
        .context("no figures")?;
    let figure = |engine: &str, what: &str| {
        let row = rows.iter().find(|row| {
            matches!(row.as_slice(), [e, n, w, _] if *e == engine && *n == large.to_string() && *w == what)
        });
        row.and_then(|row| row.last())
            .map_or("not measured", |figure| figure)
    };
    let mut table = format!("| {large} patients | SQLite | PostgreSQL |\n| --- | --- | --- |\n");
    for what in SHOWN {
        let (sqlite, postgres) = (figure("SQLite", what), figure("PostgreSQL", what));
        writeln!(table, "| {what} | {sqlite} | {postgres} |")?;
    }
    let others = |begin: &str| {
        let line = results.lines().find(|line| line.starts_with(begin));
        line.map_or_else(|| format!("{begin} not measured."), str::to_owned)
    };
    let drafts = results
        .lines()
        .find_map(|line| line.strip_prefix("| **Praxis** | "))
        .map_or("not measured".to_owned(), |line| {
            line.replace(" | ", ", ").replace(" |", "")
        });
    Ok(format!(
        "{head}{}{machine}\n\n{table}\n{}{}\n{}\n\nDrafts on ACI-Bench test1 (ROUGE-1, -2, -Lsum, sentences with \
         evidence, unsupported numbers / drugs / sides): {drafts}.\n{}{tail}",
        MARKS[0],
        table::readme(results),
        others("first contentful paint:"),
        others("memory (PSS):"),
        MARKS[1],
    ))
}

/// Today, on what, and beside what else.
pub fn machine() -> anyhow::Result<String> {
    let cpu = std::fs::read_to_string("/proc/cpuinfo")?;
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("unknown processor", |text| {
            text.trim_start_matches([':', '\t', ' '])
        });
    let cores = std::thread::available_parallelism()?;
    let date = std::process::Command::new("date")
        .arg("+%Y-%m-%d")
        .output()?;
    let date = String::from_utf8(date.stdout).context("a date is text")?;
    let load = std::fs::read_to_string("/proc/loadavg")?;
    Ok(format!(
        "{}, {model}, {cores} cores; client and server share them. Load when the run began: {}.",
        date.trim(),
        load.split(' ').next().unwrap_or("unknown"),
    ))
}

/// Writes `bench/RESULTS.md`; the drafts' part is written beside it by `bench-drafts`.
pub fn write(machine: &str, figures: &[Figure]) -> anyhow::Result<()> {
    let mut text = format!(
        "<!-- Generated by `make bench`. Do not edit. -->\n\n# Measured\n\n{machine}\n\n\
         | engine | patients | what | figure |\n| --- | --- | --- | --- |\n",
    );
    for figure in figures {
        writeln!(
            text,
            "| {} | {} | {} | {} |",
            figure.engine, figure.patients, figure.what, figure.value
        )?;
    }
    std::fs::write(crate::repository::root().join("bench/RESULTS.md"), text)?;
    Ok(())
}
