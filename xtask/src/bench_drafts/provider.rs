//! The same visits drafted by a model, through `praxis draft` and with the options that it has.

use std::{fs, path::Path, process::Command, time::Instant};

use anyhow::{Context, Result, ensure};
use praxis_domain::scribe::model::{DraftSentence, Sex};
use praxis_drafter::{Draft, render_soap};
use serde_json::{Value, json};

use super::{percentile, root, row};
use crate::visits::Visit;

/// Drafts each visit with these options of `praxis draft`, such as `--provider ollama --model llama3.1`.
/// A visit that the model did not draft has an empty draft, and its reason is printed.
pub fn drafts(options: &[String], part: &str, visits: &[Visit]) -> Result<Value> {
    let name = value(options, "--model").context("--provider and --model name the model")?;
    let provider = value(options, "--provider").context("--provider names the kind of server")?;
    let (mut rows, mut times, mut missing) = (vec![], vec![], 0);
    for visit in visits {
        let begun = Instant::now();
        let sentences = match ask(options, visit) {
            Ok(sentences) => {
                times.push(begun.elapsed().as_secs_f64() * 1000.0);
                sentences
            }
            Err(why) => {
                eprintln!("{}: {why:#}", visit.id);
                missing += 1;
                vec![]
            }
        };
        let places = vec![];
        let made = Draft { sentences, places };
        rows.push(row(visit, &made, &render_soap(&made)));
    }
    times.sort_by(f64::total_cmp);
    Ok(json!({
        "part": part, "name": format!("{name} ({provider})"), "missing": missing,
        "p50_ms": percentile(&times, 0.5), "p95_ms": percentile(&times, 0.95), "visits": rows,
    }))
}

/// The value of an option, as `--name value` or `--name=value`.
fn value<'a>(options: &'a [String], name: &str) -> Option<&'a str> {
    let at = options.iter().position(|one| one == name);
    let apart = at.and_then(|at| options.get(at + 1)).map(String::as_str);
    let joined = || {
        let rest = options.iter().find_map(|one| one.strip_prefix(name))?;
        rest.strip_prefix('=')
    };
    apart.or_else(joined)
}

/// The sentences of a model's draft, checked by the program as always.
fn ask(options: &[String], visit: &Visit) -> Result<Vec<DraftSentence>> {
    let file =
        std::env::temp_dir().join(format!("praxis-{}-{}.json", std::process::id(), visit.id));
    fs::write(&file, serde_json::to_vec(&visit.transcript)?)?;
    let sex = match visit.facts.sex {
        Sex::Female => "female",
        Sex::Male => "male",
        Sex::Other => "other",
        Sex::Unknown => "unknown",
    };
    let ended = command(options, &file, sex).output();
    fs::remove_file(&file)?;
    let ended = ended.context("build it first: make build-backend")?;
    let said = String::from_utf8_lossy(&ended.stderr);
    ensure!(ended.status.success(), "{}", said.trim());
    let mut answer: Value = serde_json::from_slice(&ended.stdout)?;
    Ok(serde_json::from_value(answer["sentences"].take())?)
}

fn command(options: &[String], file: &Path, sex: &str) -> Command {
    let mut command = Command::new(root().join("target/release/praxis"));
    command
        .arg("draft")
        .arg(file)
        .args(["--json", "--sex", sex]);
    command.args(options);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_in_both_forms() {
        let options = ["--provider=ollama", "--model", "llama3.1"].map(str::to_owned);
        assert_eq!(value(&options, "--provider"), Some("ollama"));
        assert_eq!(value(&options, "--model"), Some("llama3.1"));
        assert_eq!(value(&options, "--base-url"), None);
    }
}
