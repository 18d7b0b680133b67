//! Measures the drafter: ROUGE and support by `bench/rouge.py`, time, and drafts for reading.

mod orders;
mod provider;
mod voices;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context, Result, ensure};
use praxis_domain::scribe::{model::Transcript, words::slice};
use praxis_drafter::{Draft, draft, render_narrative, render_soap};
use serde_json::{Value, json};

use crate::{
    labels,
    visits::{Visit, aci, root},
};

/// Drafts written out for reading.
const READ: usize = 10;

/// `cargo run -p xtask -- bench-drafts [PART] [FOLDER] [OPTIONS]`, with the options by which
/// `praxis draft` knows a provider of models.
pub fn run(words: &[String]) -> Result<()> {
    let options = words.iter().position(|word| word.starts_with("--"));
    let (places, options) = words.split_at(options.unwrap_or(words.len()));
    let part = places.first().map_or("test1", String::as_str);
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let folder = places
        .get(1)
        .map_or_else(|| target.join("drafts").join(part), PathBuf::from);
    fs::create_dir_all(&folder)?;
    let visits = aci(part)?;
    let before = resident();
    let (mut rows, mut times) = (Vec::new(), Vec::new());
    let (mut spoken, mut lost) = (0, Vec::new());
    // The first draft reads the weights; it is measured apart, as a program start.
    let first = Instant::now();
    if let Some(visit) = visits.first() {
        draft(&visit.transcript, &visit.facts);
    }
    let first = first.elapsed().as_secs_f64() * 1000.0;
    for (at, visit) in visits.iter().enumerate() {
        let start = Instant::now();
        let made = draft(&visit.transcript, &visit.facts);
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        rows.push(row(visit, &made, &render_narrative(&made)));
        let orders = orders::spoken(&visit.transcript);
        spoken += orders.len();
        let missing = orders.iter().filter(|order| !orders::stands(order, &made));
        lost.extend(missing.map(|order| format!("{} {order}", visit.id)));
        if at < READ {
            fs::write(folder.join(format!("{}.txt", visit.id)), page(visit, &made))?;
        }
    }
    let memory = resident().saturating_sub(before);
    times.sort_by(f64::total_cmp);
    let at = |share| percentile(&times, share);
    let file = folder.join("drafts.json");
    fs::write(
        &file,
        serde_json::to_vec_pretty(&json!({
            "part": part, "first_ms": first, "p50_ms": at(0.5), "p95_ms": at(0.95), "memory_kib": memory, "visits": rows,
        }))?,
    )?;
    let mut files = vec![file];
    if !options.is_empty() {
        let drafted = provider::drafts(options, part, &visits)?;
        let file = folder.join("model.json");
        fs::write(&file, serde_json::to_vec_pretty(&drafted)?)?;
        files.push(file);
    }
    score(&target, &files)?;
    if options.is_empty() {
        println!("No provider of models was named (PRAXIS_BENCH_PROVIDER), so none drafted.");
    }
    println!(
        "Orders of a drug with its dose that a clinician speaks: {spoken}, of which {} stand in the plan.",
        spoken - lost.len()
    );
    for line in &lost {
        println!("ORDER LEFT OUT {line}");
    }
    let report = labels::compare()?;
    println!(
        "Polarity on {} labelled answers ({} findings): {} as labelled, {} left out, {} reversed, {} overstated.",
        report.pairs,
        report.findings,
        report.right,
        report.silent,
        report.reversed.len(),
        report.overstated.len()
    );
    for line in report.reversed.iter().chain(&report.overstated) {
        println!("POLARITY {line}");
    }
    voices::accuracy()?;
    voices::drafts(&target, &folder, part, &visits)?;
    println!("Drafts for reading: {}", folder.display());
    Ok(())
}

/// Of so many sorted times, the one that this share of them does not exceed.
fn percentile(times: &[f64], share: f64) -> f64 {
    let at = (times.len() as f64 - 1.0) * share;
    times.get(at.round() as usize).copied().unwrap_or_default()
}

/// A draft for the scorer, with the text that it makes.
fn row(visit: &Visit, made: &Draft, text: &str) -> Value {
    let sentences: Vec<Value> = made
        .sentences
        .iter()
        .map(|sentence| {
            let evidence: Vec<Value> = sentence
                .evidence
                .iter()
                .map(|span| json!({"segment": span.segment, "start": span.start, "end": span.end}))
                .collect();
            json!({"text": sentence.text, "section": sentence.section, "flags": sentence.flags, "evidence": evidence})
        })
        .collect();
    let segments: Vec<&str> = visit
        .transcript
        .segments
        .iter()
        .map(|segment| segment.text.as_str())
        .collect();
    json!({"id": visit.id, "note": visit.note, "draft": text, "sentences": sentences, "segments": segments})
}

/// The draft in both forms, and every sentence over its evidence.
fn page(visit: &Visit, made: &Draft) -> String {
    let mut text = format!(
        "{}\n======\n{}\n======\n",
        render_narrative(made),
        render_soap(made)
    );
    for sentence in &made.sentences {
        text.push_str(&format!("{:?} | {}\n", sentence.section, sentence.text));
        for span in &sentence.evidence {
            text.push_str(&format!(
                "    [{}] {}\n",
                span.segment,
                said(&visit.transcript, span.segment, span.start, span.end)
            ));
        }
    }
    text
}

fn said(transcript: &Transcript, segment: u32, start: u32, end: u32) -> &str {
    transcript
        .segments
        .get(segment as usize)
        .and_then(|segment| slice(&segment.text, start, end))
        .unwrap_or("—")
}

/// Resident memory of this process in KiB; 0 where the system does not tell.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

/// Runs the script in a virtual environment with the pinned scorer: on the built-in drafter's file, and on
/// a model's if there is one.
fn score(target: &Path, files: &[PathBuf]) -> Result<()> {
    let environment = target.join("rouge-venv");
    let python = environment.join("bin/python");
    if !python.exists() {
        done(
            Command::new("python3")
                .arg("-m")
                .arg("venv")
                .arg(&environment),
        )?;
        done(Command::new(&python).args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "rouge-score==0.1.2",
        ]))?;
    }
    done(
        Command::new(&python)
            .arg(root().join("bench/rouge.py"))
            .args(files),
    )
}

fn done(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{command:?}"))?;
    ensure!(status.success(), "{command:?} failed");
    Ok(())
}
