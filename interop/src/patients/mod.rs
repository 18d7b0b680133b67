//! Lists of patients from files: CSV, FHIR R4 bundles and NDJSON.
//!
//! Every reader streams: it holds one row or one resource at a time, whatever the size of the file.
//! What cannot be read is named by its line or entry and never quoted.

mod bundle;
mod columns;
mod fhir;
mod lines;
mod ndjson;
mod resource;
mod rows;
mod table;
#[cfg(test)]
mod tests;

use praxis_domain::patients::model::NewPatient;
use praxis_domain::workflows::model::ImportIssue;
use praxis_kernel::{Rule, wire};
use serde::de::IgnoredAny;
use sha2::{Digest, Sha256};
use std::io::{self, BufRead, Cursor, Read};
use std::ops::ControlFlow;

/// A file format that holds patients.
#[wire]
pub enum Format {
    /// A table with a header row; comma, semicolon or tab.
    Csv,
    /// One JSON document: a FHIR R4 bundle, or a single resource.
    FhirBundle,
    /// One FHIR resource a line.
    Ndjson,
}

impl Format {
    /// The format of a file by its name and its first bytes; `None` when it is none of them.
    pub fn guess(name: &str, start: &[u8]) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let text = start.strip_prefix(BOM).unwrap_or(start).trim_ascii_start();
        match (extension, text.first()) {
            ("ndjson" | "jsonl", _) => Some(Self::Ndjson),
            (_, Some(b'{')) => Some(json_kind(text)),
            ("json", None) => Some(Self::FhirBundle),
            ("csv" | "tsv", _) => Some(Self::Csv),
            ("json", _) | (_, None) => None,
            _ => {
                let header = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
                let table =
                    !header.contains(&0) && header.iter().any(|byte| b",;\t".contains(byte));
                table.then_some(Self::Csv)
            }
        }
    }
}

/// One document, or one object a line.
fn json_kind(text: &[u8]) -> Format {
    let end = text
        .iter()
        .position(|byte| *byte == b'\n')
        .unwrap_or(text.len());
    let (first, rest) = text.split_at(end);
    let whole = serde_json::from_slice::<IgnoredAny>(first).is_ok();
    if whole && rest.trim_ascii_start().starts_with(b"{") {
        Format::Ndjson
    } else {
        Format::FhirBundle
    }
}

/// One thing of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A patient.
    Patient(Box<Record>),
    /// A resource that is not imported, by its type, such as `Observation`.
    Other(String),
    /// A row or resource that cannot be read.
    Bad(ImportIssue),
}

/// A patient as a file has it. Its values still have to pass the rules of the domain.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Line of the file where it begins, or the entry's number in a bundle; from 1.
    pub line: u32,
    /// Says in every import that this is the same record. Names and birth dates are in it only as a hash.
    pub source: String,
    /// What it says.
    pub patient: NewPatient,
}

/// Why a file cannot be read any further. Items before this place were delivered.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The bytes did not arrive.
    #[error("the file could not be read")]
    Io(#[from] io::Error),
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// The header row is no UTF-8 text.
    #[error("line {line}: the header is not UTF-8 text")]
    Encoding {
        /// Where.
        line: u32,
    },
    /// The header row is damaged.
    #[error("line {line}: the header has a quotation mark that is not closed, or is too long")]
    Header {
        /// Where.
        line: u32,
    },
    /// The header row lacks a column that every list needs.
    #[error("line {line}: the column {column} is missing")]
    MissingColumn {
        /// Where the header stands.
        line: u32,
        /// Its name.
        column: &'static str,
    },
    /// The document breaks off, or something in it is not JSON.
    #[error("line {line}, column {column}: this is not valid JSON")]
    Json {
        /// Where.
        line: usize,
        /// Where in the line.
        column: usize,
    },
    /// JSON, but no FHIR resource.
    #[error("line {line}, column {column}: this is not a FHIR resource")]
    NotFhir {
        /// Where.
        line: usize,
        /// Where in the line.
        column: usize,
    },
}

impl ReadError {
    /// The line at which reading ended, from 1; 1 when the file as a whole is to blame.
    pub fn line(&self) -> u32 {
        match self {
            Self::Io(_) | Self::Empty => 1,
            Self::Encoding { line } | Self::Header { line } | Self::MissingColumn { line, .. } => {
                *line
            }
            Self::Json { line, .. } | Self::NotFhir { line, .. } => {
                u32::try_from(*line).unwrap_or(u32::MAX)
            }
        }
    }
}

impl From<serde_json::Error> for ReadError {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        match error.classify() {
            serde_json::error::Category::Io => Self::Io(error.into()),
            // The library's own words would quote the value.
            serde_json::error::Category::Data => Self::NotFhir { line, column },
            _ => Self::Json { line, column },
        }
    }
}

/// Reads a file from start to end, giving each thing in it to `each`, which ends the reading by breaking.
pub fn read(
    format: Format,
    input: impl BufRead,
    each: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Result<(), ReadError> {
    let input = without_bom(input)?;
    match format {
        Format::Csv => table::read(input, each),
        Format::FhirBundle => bundle::read(input, each),
        Format::Ndjson => ndjson::read(input, each),
    }
}

const BOM: &[u8] = b"\xef\xbb\xbf";

/// The same bytes without a byte order mark.
fn without_bom(mut input: impl BufRead) -> io::Result<impl BufRead> {
    let mut head = Vec::with_capacity(BOM.len());
    input.by_ref().take(3).read_to_end(&mut head)?;
    if head == BOM {
        head.clear();
    }
    Ok(Cursor::new(head).chain(input))
}

/// What is wrong in a record, before its line is known.
#[derive(Debug)]
struct Flaw {
    field: Option<&'static str>,
    rule: Rule,
    problem: &'static str,
}

impl Flaw {
    const fn new(field: &'static str, rule: Rule, problem: &'static str) -> Self {
        Self {
            field: Some(field),
            rule,
            problem,
        }
    }

    const fn whole(rule: Rule, problem: &'static str) -> Self {
        Self {
            field: None,
            rule,
            problem,
        }
    }

    fn at(self, line: u32) -> Item {
        Item::Bad(ImportIssue {
            line,
            field: self.field.map(str::to_owned),
            rule: Some(self.rule),
            problem: self.problem.to_owned(),
        })
    }
}

/// Text on one line: line breaks become `between`, blanks around them go; blank counts as absent.
fn one_line(text: &str, between: &str) -> Option<String> {
    let parts: Vec<String> = text
        .split(['\n', '\r'])
        .map(|part| part.trim().replace('\t', " "))
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(between))
}

/// A hash that tells records without a number apart: names, birth date and, for animals, the owner and the chip.
fn fingerprint(patient: &NewPatient) -> String {
    let mut parts = vec![
        patient.family_name.clone(),
        patient.given_name.clone(),
        patient
            .birth_date
            .map(|day| day.to_string())
            .unwrap_or_default(),
    ];
    if let Some(animal) = &patient.animal {
        parts.push(animal.species.clone());
        parts.push(animal.chip_number.clone().unwrap_or_default());
        if let Some(owner) = &animal.owner {
            parts.push(owner.family_name.clone());
            parts.push(owner.given_name.clone());
        }
    }
    let folded = praxis_domain::text::fold(&parts.join("\u{1f}"));
    hashed(&folded)
}

fn hashed(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}
