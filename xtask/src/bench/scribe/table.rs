//! The table of this part, and what the README shows of it.

use crate::bench::report::{percentile_ms, spread};
use std::{fmt::Write, time::Duration};

/// Where this part of `bench/RESULTS.md` begins; it ends where the next title stands.
const TITLE: &str = "# Recordings, drafts and models\n";

/// The engine of what no database takes part in.
pub const NO_ENGINE: &str = "none";

/// What the README shows.
const SHOWN: &[&str] = &[
    super::relay::OVERHEAD,
    super::relay::OVERHEAD_OF_MANY,
    super::relay::END_OF_MANY,
    super::draft::STOP_TO_DRAFT,
    super::queue::BARE,
    super::queue::BEYOND_ENGINE,
    super::recorder::CPU,
    super::recorder::MEMORY,
    super::recorder::SEEK,
    super::upload::FILES,
    super::upload::SECONDS,
];

/// The lines of one engine.
pub struct Rows {
    engine: &'static str,
    lines: Vec<String>,
}

impl Rows {
    /// None yet.
    pub const fn of(engine: &'static str) -> Self {
        Self {
            engine,
            lines: vec![],
        }
    }

    /// A figure without a goal.
    pub fn number(&mut self, what: &str, value: f64, unit: &str) {
        self.add(what, &number(value, unit), "");
    }

    /// A figure that should not be larger than this.
    pub fn at_most(&mut self, what: &str, value: f64, unit: &str, most: f64) {
        let missed = if value > most { ", missed" } else { "" };
        let goal = format!("≤ {most} {unit}{missed}");
        self.add(what, &number(value, unit), &goal);
    }

    /// Times without a goal.
    pub fn times(&mut self, what: &str, times: &mut [Duration]) {
        self.add(what, &spread(times), "");
    }

    /// The middle one and the longest of a few times, of which none should be longer than this.
    pub fn few_at_most(&mut self, what: &str, times: &mut [Duration], most_ms: f64) {
        let (middle, longest) = (percentile_ms(times, 50), percentile_ms(times, 100));
        let missed = if longest > most_ms { ", missed" } else { "" };
        let figure = format!("p50 {middle:.2} ms, longest {longest:.2} ms");
        self.add(what, &figure, &format!("≤ {most_ms} ms{missed}"));
    }

    fn add(&mut self, what: &str, figure: &str, goal: &str) {
        eprintln!("  {what}: {figure} {goal}");
        let line = format!("| {} | {what} | {figure} | {goal} |", self.engine);
        self.lines.push(line);
    }
}

/// With as many digits as say something.
fn number(value: f64, unit: &str) -> String {
    let digits = match value.abs() {
        100.0.. => 0,
        10.0.. => 1,
        1.0.. => 2,
        _ => 3,
    };
    format!("{value:.digits$} {unit}")
}

/// `bench/RESULTS.md` with this part measured anew.
pub fn replace(results: &str, machine: &str, how: &str, rows: &[Rows]) -> String {
    let mut part = format!(
        "{TITLE}\n{machine}\n\n{how}\n| engine | what | figure | goal |\n| --- | --- | --- | --- |\n"
    );
    for line in rows.iter().flat_map(|rows| &rows.lines) {
        part.push_str(line);
        part.push('\n');
    }
    match results.split_once(TITLE) {
        None => format!("{}\n\n{part}", results.trim_end()),
        Some((before, old)) => {
            let after = old.find("\n#").map_or("", |end| &old[end..]);
            format!("{before}{part}{after}")
        }
    }
}

/// What the README shows of `bench/RESULTS.md`; nothing before it was measured.
pub fn readme(results: &str) -> String {
    let Some((_, part)) = results.split_once(TITLE) else {
        return String::new();
    };
    let part = part.split("\n#").next().unwrap_or(part);
    let rows: Vec<[&str; 4]> = part
        .lines()
        .filter_map(|line| {
            let cells = line.strip_prefix("| ")?.strip_suffix('|')?.split('|');
            let cells: Vec<&str> = cells.map(str::trim).collect();
            cells.try_into().ok()
        })
        .collect();
    let find =
        |engine: &str, what: &str| rows.iter().find(|row| row[0] == engine && row[1] == what);
    let mut table = "| recordings, drafts and models | goal | SQLite | PostgreSQL |\n\
                     | --- | --- | --- | --- |\n"
        .to_owned();
    for what in SHOWN {
        let (sqlite, postgres) = (find("SQLite", what), find("PostgreSQL", what));
        let figure = |row: Option<&[&str; 4]>| row.map_or("not measured", |row| row[2]).to_owned();
        let goal = sqlite.or(postgres).map_or("", |row| row[3]);
        let (sqlite, postgres) = (figure(sqlite), figure(postgres));
        // Writing to a string does not fail.
        let _written = writeln!(table, "| {what} | {goal} | {sqlite} | {postgres} |");
    }
    for [_, what, figure, _] in rows.iter().filter(|row| row[0] == NO_ENGINE) {
        let _written = writeln!(table, "\n{what}: {figure}");
    }
    table + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dev_8_a_part_of_the_results_is_replaced_and_shown() {
        let mut rows = Rows::of("SQLite");
        rows.at_most(super::super::relay::OVERHEAD, 0.25, "ms", 1.0);
        let mut missed = Rows::of("PostgreSQL");
        missed.at_most(super::super::relay::OVERHEAD, 1.5, "ms", 1.0);
        let text = "# Measured\n\nToday.\n";
        let first = replace(text, "Then.", "How.\n", &[rows]);
        let more = format!("{first}\n# Desktop\n");
        let again = replace(&more, "Now.", "How.\n", &[missed]);
        assert!(
            again.starts_with(text) && again.ends_with("|\n\n# Desktop\n"),
            "{again}"
        );
        assert!(again.contains("Now.") && !again.contains("Then."));
        let what = super::super::relay::OVERHEAD;
        let shown = format!("| {what} | ≤ 1 ms, missed | not measured | 1.50 ms |\n");
        assert!(readme(&again).contains(&shown), "{}", readme(&again));
        assert_eq!(readme(text), "");
    }
}
