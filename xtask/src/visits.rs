//! The conversations and notes of the data folder.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use praxis_domain::scribe::model::{PatientFacts, PatientKind, Sex, Transcript};
use praxis_interop::transcripts::{TranscriptFormat, parse_as};

/// One visit with the note that a clinician wrote.
pub struct Visit {
    /// Its name in the data set.
    pub id: String,
    /// What was said.
    pub transcript: Transcript,
    /// What was written.
    pub note: String,
    /// From the metadata.
    pub facts: PatientFacts,
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Reads one part of ACI-Bench: `train`, `valid` or `test1`.
pub fn aci(part: &str) -> Result<Vec<Visit>> {
    let folder = root().join("data/aci-bench");
    let sexes: HashMap<String, Sex> = rows(&folder.join(format!("{part}_metadata.csv")))?
        .into_iter()
        .map(|row| (row["encounter_id"].clone(), sex(&row["patient_gender"])))
        .collect();
    rows(&folder.join(format!("{part}.csv")))?
        .into_iter()
        .map(|row| {
            let id = row["encounter_id"].clone();
            Ok(Visit {
                transcript: parse_as(TranscriptFormat::Plain, &row["dialogue"])
                    .with_context(|| id.clone())?,
                note: row["note"].clone(),
                facts: PatientFacts {
                    kind: PatientKind::Human,
                    sex: sexes.get(&id).copied().unwrap_or(Sex::Unknown),
                },
                id,
            })
        })
        .collect()
}

fn sex(word: &str) -> Sex {
    match word {
        "male" => Sex::Male,
        "female" => Sex::Female,
        _ => Sex::Unknown,
    }
}

/// The short conversations of MTS-Dialog's training part.
pub fn mts() -> Result<Vec<Transcript>> {
    let rows = rows(&root().join("data/mts-dialog/train.csv"))?;
    Ok(rows
        .iter()
        .filter_map(|row| parse_as(TranscriptFormat::Plain, &row["dialogue"]).ok())
        .collect())
}

/// Reads a CSV file with a header.
fn rows(path: &Path) -> Result<Vec<HashMap<String, String>>> {
    let mut reader = csv::Reader::from_path(path).with_context(|| path.display().to_string())?;
    reader.deserialize().map(|row| Ok(row?)).collect()
}
