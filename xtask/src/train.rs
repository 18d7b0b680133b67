//! Trains the weights of the drafter from the training parts of the data, the same bytes each time.

pub mod forms;
mod linear;
mod trees;
mod voices;

use std::{collections::HashSet, fs};

use anyhow::Result;
use praxis_domain::scribe::words::{Word, split};
use praxis_drafter::{
    candidates::{Candidate, Origin, candidates, tokens},
    model::{Boundaries, CLASSES, Linear},
};

use crate::visits::{Visit, aci, mts, root};

/// Least agreement with a sentence of the note for a candidate to belong to its division.
const BELONGS: f32 = 0.2;

/// Folds for the features that one model takes from the other.
const FOLDS: usize = 5;

/// `cargo run -p xtask -- train`
pub fn run() -> Result<()> {
    let folder = root().join("core/drafter/model");
    let visits = aci("train")?;
    let boundaries = linear::train(
        &boundary_rows(&visits)?,
        2,
        &linear::Plan {
            epochs: 6,
            least: 4,
            rate: 0.5,
            decay: 1e-6,
        },
    );
    fs::write(folder.join("boundaries.bin"), boundaries.bytes())?;
    let boundaries = Boundaries::new(read(&boundaries.bytes())?);
    let rows: Vec<Vec<Row>> = visits
        .iter()
        .map(|visit| rows(visit, &boundaries))
        .collect();
    let plan = linear::Plan {
        epochs: 30,
        least: 2,
        rate: 0.4,
        decay: 1e-4,
    };
    let sections = linear::train(&labelled(rows.iter().flatten()), CLASSES, &plan);
    fs::write(folder.join("sections.bin"), sections.bytes())?;
    let mut table = Vec::new();
    for fold in 0..FOLDS {
        let inside = rows
            .iter()
            .enumerate()
            .filter(|(at, _)| at % FOLDS != fold)
            .flat_map(|(_, rows)| rows);
        let model = read(&linear::train(&labelled(inside), CLASSES, &plan).bytes())?;
        for (_, rows) in rows.iter().enumerate().filter(|(at, _)| at % FOLDS == fold) {
            for row in rows
                .iter()
                .filter(|row| !matches!(row.candidate.origin, Origin::Answer(_)))
            {
                table.push((
                    row.candidate
                        .dense(&model.probabilities(&row.features))
                        .to_vec(),
                    row.worth,
                ));
            }
        }
    }
    let ranker = trees::train(
        &table,
        &trees::Plan {
            trees: 120,
            leaves: 12,
            rate: 0.07,
            least: 12,
            ridge: 2.0,
        },
    );
    fs::write(folder.join("ranker.bin"), trees::bytes(&ranker))?;
    let (who, turn) = voices::train(&visits, &boundaries)?;
    fs::write(folder.join("who.bin"), who.bytes())?;
    fs::write(folder.join("turn.bin"), turn.bytes())?;
    for name in [
        "boundaries.bin",
        "sections.bin",
        "ranker.bin",
        "who.bin",
        "turn.bin",
    ] {
        println!("{name} {} bytes", fs::metadata(folder.join(name))?.len());
    }
    Ok(())
}

fn read(bytes: &[u8]) -> Result<Linear> {
    Linear::read(bytes).ok_or_else(|| anyhow::anyhow!("the weights cannot be read back"))
}

/// A candidate with what the note says of it.
struct Row {
    candidate: Candidate,
    features: Vec<u32>,
    class: usize,
    worth: f32,
}

fn labelled<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<(Vec<u32>, usize)> {
    rows.map(|row| (row.features.clone(), row.class)).collect()
}

fn rows(visit: &Visit, boundaries: &Boundaries) -> Vec<Row> {
    let note = note_sentences(&visit.note);
    let all: HashSet<String> = tokens(&visit.note).into_iter().collect();
    candidates(&visit.transcript, &visit.facts, boundaries)
        .into_iter()
        .map(|candidate| {
            let (agreement, division) = best(&candidate.words, &note);
            let inside = candidate
                .words
                .iter()
                .filter(|word| all.contains(*word))
                .count() as f32;
            let precision = inside / candidate.words.len().max(1) as f32;
            let features = candidate.features();
            let class = if agreement > BELONGS { division } else { 0 };
            Row {
                candidate,
                features,
                class,
                worth: 0.5 * agreement + 0.5 * precision,
            }
        })
        .collect()
}

/// Sentences of a note with their division, from 1 to 4.
fn note_sentences(note: &str) -> Vec<(Vec<String>, usize)> {
    let mut division = 1;
    let mut all = Vec::new();
    for line in note.lines().map(str::trim) {
        let name = line.trim_end_matches(':');
        let heading = name.len() > 1
            && name.len() < 60
            && !name.chars().any(char::is_lowercase)
            && name.chars().any(char::is_alphabetic);
        if heading {
            division = heading_division(name, division);
            continue;
        }
        all.extend(
            line.split_inclusive(". ")
                .map(|part| (tokens(part), division))
                .filter(|(words, _)| !words.is_empty()),
        );
    }
    all
}

fn heading_division(name: &str, before: usize) -> usize {
    let has = |any: &[&str]| any.iter().any(|word| name.contains(word));
    if has(&["ASSESSMENT", "PLAN", "IMPRESSION", "INSTRUCTION"]) {
        4
    } else if has(&["RESULT", "LAB", "IMAGING"]) {
        3
    } else if has(&["EXAM", "VITAL", "PROCEDURE"]) {
        2
    } else if has(&[
        "COMPLAINT",
        "HISTORY",
        "HPI",
        "CC",
        "REVIEW",
        "MEDICATION",
        "ALLERG",
        "SUBJECTIVE",
    ]) {
        1
    } else {
        before
    }
}

/// Agreement with the best sentence: the mean of the F-measures of words and of pairs.
fn best(words: &[String], note: &[(Vec<String>, usize)]) -> (f32, usize) {
    let mut best = (0.0, 1);
    for (other, division) in note {
        let value = 0.5 * overlap(words, other, 1) + 0.5 * overlap(words, other, 2);
        if value > best.0 {
            best = (value, *division);
        }
    }
    best
}

fn overlap(a: &[String], b: &[String], size: usize) -> f32 {
    let a: HashSet<&[String]> = a.windows(size).collect();
    let b: HashSet<&[String]> = b.windows(size).collect();
    2.0 * a.intersection(&b).count() as f32 / (a.len() + b.len()).max(1) as f32
}

/// Every gap between words of transcripts that have marks, with whether a sentence ends there.
fn boundary_rows(visits: &[Visit]) -> Result<Vec<(Vec<u32>, usize)>> {
    let short = mts()?;
    let mut rows = Vec::new();
    let marked = visits
        .iter()
        .map(|visit| &visit.transcript)
        .filter(|transcript| {
            let marks: usize = transcript
                .segments
                .iter()
                .map(|segment| segment.text.matches(" . ").count())
                .sum();
            marks > 20
        });
    // The longer conversations are nearer to what is read later, so they count twice.
    let marked: Vec<_> = marked.collect();
    for transcript in marked
        .iter()
        .copied()
        .chain(marked.iter().copied())
        .chain(&short)
    {
        for segment in &transcript.segments {
            gaps(&split(&segment.text), &mut rows);
        }
    }
    Ok(rows)
}

fn gaps(words: &[Word], rows: &mut Vec<(Vec<u32>, usize)>) {
    let spoken: Vec<usize> = (0..words.len())
        .filter(|at| words[*at].is_spoken())
        .collect();
    let texts: Vec<&str> = spoken.iter().map(|at| words[*at].text.as_str()).collect();
    for gap in 1..texts.len() {
        let between = &words[spoken[gap - 1] + 1..spoken[gap]];
        let ends = between
            .iter()
            .any(|word| matches!(word.text.as_str(), "." | "?" | "!"));
        rows.push((Boundaries::features(&texts, gap), usize::from(ends)));
    }
}
