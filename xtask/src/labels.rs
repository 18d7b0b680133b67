//! Compares drafts with answers that people labelled by reading: `data/labels/polarity.jsonl`.

use std::{collections::HashMap, fs};

use anyhow::{Context, Result};
use praxis_domain::scribe::model::{Segment, Transcript};
use praxis_drafter::{Draft, draft};
use regex::Regex;
use serde::Deserialize;

use crate::visits::{Visit, aci, root};

/// What a person read in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Label {
    Present,
    Absent,
    Unclear,
}

#[derive(Debug, Deserialize)]
struct Row {
    encounter: String,
    question: u32,
    answer: u32,
    finding: String,
    label: Label,
}

/// How the drafts agree with the labels.
#[derive(Debug, Default)]
pub struct Report {
    /// Labelled findings.
    pub findings: usize,
    /// Labelled pairs of question and answer.
    pub pairs: usize,
    /// Said as labelled.
    pub right: usize,
    /// Not said at all.
    pub silent: usize,
    /// Said the other way round, with the sentences.
    pub reversed: Vec<String>,
    /// Unclear to a reader, yet said as a clear yes or no from the question alone.
    pub overstated: Vec<String>,
}

/// Drafts every labelled conversation and every labelled pair alone.
pub fn compare() -> Result<Report> {
    let text = fs::read_to_string(root().join("data/labels/polarity.jsonl"))?;
    let rows: Vec<Row> = text
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let visits: HashMap<String, Visit> = aci("train")?
        .into_iter()
        .map(|visit| (visit.id.clone(), visit))
        .collect();
    let drafts: HashMap<&str, Draft> = visits
        .iter()
        .map(|(id, visit)| (id.as_str(), draft(&visit.transcript, &visit.facts)))
        .collect();
    let mut report = Report {
        findings: rows.len(),
        ..Report::default()
    };
    let mut pairs: Vec<(&str, u32)> = rows
        .iter()
        .map(|row| (row.encounter.as_str(), row.question))
        .collect();
    pairs.dedup();
    report.pairs = pairs.len();
    for row in &rows {
        let visit = visits
            .get(&row.encounter)
            .context("a label of an unknown conversation")?;
        let alone = draft(&pair(&visit.transcript, row)?, &visit.facts);
        let mut said = claims(&alone, &row.finding, &[0, 1])?;
        said.extend(claims(
            &drafts[row.encounter.as_str()],
            &row.finding,
            &[row.question, row.answer],
        )?);
        judge(row, &said, &mut report);
    }
    Ok(report)
}

fn judge(row: &Row, said: &[(bool, String)], report: &mut Report) {
    let wrong = |present: bool| said.iter().filter(move |(claim, _)| *claim != present);
    let line = |(_, text): &(bool, String)| {
        format!(
            "{} {} {} {:?}: {text}",
            row.encounter, row.question, row.finding, row.label
        )
    };
    match row.label {
        Label::Unclear => report.overstated.extend(
            said.iter()
                .filter(|(_, text)| text.contains("enies ") || text.starts_with("Reports"))
                .map(line),
        ),
        _ if said.is_empty() => report.silent += 1,
        label => {
            let reversed: Vec<String> = wrong(label == Label::Present).map(line).collect();
            report.right += usize::from(reversed.is_empty());
            report.reversed.extend(reversed);
        }
    }
}

/// The question and its answer as a conversation of their own.
fn pair(transcript: &Transcript, row: &Row) -> Result<Transcript> {
    let segments = [row.question, row.answer]
        .into_iter()
        .zip(0..)
        .map(|(at, index)| {
            let segment = transcript
                .segments
                .get(at as usize)
                .context("a label of an unknown segment")?;
            Ok(Segment {
                index,
                ..segment.clone()
            })
        });
    Ok(Transcript {
        segments: segments.collect::<Result<_>>()?,
    })
}

/// What sentences that rest on these segments say of a finding: a plain reading, apart from the drafter's own.
fn claims(draft: &Draft, finding: &str, segments: &[u32]) -> Result<Vec<(bool, String)>> {
    let no = Regex::new(
        r"(?i)\b(no|not|never|none|nothing|without|denies|denied|negative|nor|cannot|\w+n't)\b",
    )?;
    let term: Vec<String> = finding
        .split(' ')
        .filter(|word| (word.len() > 3 || finding.len() < 6) && *word != "your")
        .map(|word| {
            Ok(format!(
                r"\b{}\w*",
                regex::escape(&word[..word.len().min(5)])
            ))
        })
        .collect::<Result<_>>()?;
    let term = Regex::new(&format!("(?i){}", term.join(r"\W+(?:\w+\W+){0,3}?")))?;
    let clauses = Regex::new(r"[;.]|\bbut\b|\bsome\b|\band (?:he|she|they|it|the patient)\b")?;
    let mut said = Vec::new();
    for sentence in &draft.sentences {
        if !sentence
            .evidence
            .iter()
            .any(|span| segments.contains(&span.segment))
            || !sentence.flags.is_empty()
        {
            continue;
        }
        // A wish says neither.
        if sentence.text.contains(" wish") {
            continue;
        }
        for clause in clauses.split(&sentence.text) {
            if let Some(hit) = term.find(clause) {
                said.push((!no.is_match(&clause[..hit.end()]), sentence.text.clone()));
            }
        }
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    #[test]
    fn aic_5_no_reversed_negations_on_labelled_answers() {
        let report = super::compare().unwrap();
        println!("{report:#?}");
        assert!(report.pairs >= 200);
        assert_eq!(report.reversed, Vec::<String>::new());
        assert_eq!(report.overstated, Vec::<String>::new());
        assert!(
            report.right * 4 >= report.findings,
            "most answers are left out"
        );
    }
}
