//! Measures the drafter: ROUGE and support by `bench/rouge.py`, time, and drafts for reading.

mod orders;
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

/// `cargo run -p xtask -- bench-drafts [PART] [FOLDER]`
pub fn run(part: Option<&str>, folder: Option<&str>) -> Result<()> {
    let part = part.unwrap_or("test1");
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let folder = folder.map_or_else(|| target.join("drafts").join(part), PathBuf::from);
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
        rows.push(row(visit, &made));
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
    let at = |share: f64| {
        times
            .get(((times.len() as f64 - 1.0) * share).round() as usize)
            .copied()
            .unwrap_or_default()
    };
    let file = folder.join("drafts.json");
    fs::write(
        &file,
        serde_json::to_vec_pretty(&json!({
            "part": part, "first_ms": first, "p50_ms": at(0.5), "p95_ms": at(0.95), "memory_kib": memory, "visits": rows,
        }))?,
    )?;
    score(&target, &file)?;
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

fn row(visit: &Visit, made: &Draft) -> Value {
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
    json!({"id": visit.id, "note": visit.note, "draft": render_narrative(made), "sentences": sentences, "segments": segments})
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

/// Runs the script in a virtual environment with the pinned scorer.
fn score(target: &Path, file: &Path) -> Result<()> {
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
            .arg(file),
    )
}

fn done(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{command:?}"))?;
    ensure!(status.success(), "{command:?} failed");
    Ok(())
}
