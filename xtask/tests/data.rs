//! Every patient file and every conversation of a data folder is read, and every conversation is
//! drafted, without an error: the repository's own `data`, or the folder that `PRAXIS_DATA` names.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what it missed by failing"
)]

use praxis_domain::{
    patients::{
        model::PatientKind,
        rules::{Registration, patient},
    },
    scribe::{
        checks::check_in,
        model::{PatientFacts, Sex, Transcript},
    },
};
use praxis_interop::{patients, transcripts};
use std::{
    fs,
    io::Cursor,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

fn folder() -> PathBuf {
    std::env::var_os("PRAXIS_DATA")
        .map_or_else(|| xtask::repository::root().join("data"), Into::into)
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder)
        .expect("the folder is readable")
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn all() -> Vec<PathBuf> {
    let mut found = vec![];
    walk(&folder(), &mut found);
    found.sort();
    found
}

/// Drafts a conversation and checks what every draft must hold.
fn draft(name: &str, transcript: &Transcript) {
    for sex in [Sex::Female, Sex::Unknown] {
        let facts = PatientFacts {
            kind: PatientKind::Human,
            sex,
        };
        let draft = praxis_drafter::draft(transcript, &facts);
        for sentence in &draft.sentences {
            let evidence = !sentence.evidence.is_empty() || !sentence.flags.is_empty();
            assert!(evidence, "{name}: a sentence without evidence");
            assert_eq!(
                check_in(transcript, sentence),
                sentence.flags,
                "{name}: the flags are not what the checks say"
            );
        }
    }
}

#[test]
fn aic_1_every_conversation_is_read_and_drafted() {
    let mut conversations = 0;
    for path in all() {
        let name = path.display().to_string();
        match path.extension().and_then(|e| e.to_str()) {
            Some("csv") => conversations += table(&name, &path),
            Some("txt") if name.contains("conversations") => {
                let text = fs::read_to_string(&path).expect("text");
                draft(&name, &transcripts::parse(&text).expect("a conversation"));
                conversations += 1;
            }
            Some("TextGrid") if name.contains("_doctor") => {
                let read =
                    |path: &str| transcripts::decode(&fs::read(path).expect("file")).expect("text");
                let pair = (read(&name), read(&name.replace("_doctor", "_patient")));
                let transcript =
                    transcripts::parse_textgrid_pair(&pair.0, &pair.1).expect("a pair");
                draft(&name, &transcript);
                conversations += 1;
            }
            _ => {}
        }
    }
    eprintln!("{conversations} conversations");
    assert!(conversations > 100, "{conversations} conversations");
}

/// The conversations of a table with a column `dialogue`.
fn table(name: &str, path: &Path) -> usize {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let column = reader
        .headers()
        .expect("a header")
        .iter()
        .position(|header| header == "dialogue");
    let Some(column) = column else { return 0 };
    let mut read = 0;
    for (index, row) in reader.records().enumerate() {
        let row = row.expect("a row");
        let transcript = transcripts::parse(&row[column])
            .unwrap_or_else(|error| panic!("{name}, row {index}: {error}"));
        draft(&format!("{name}, row {index}"), &transcript);
        read += 1;
    }
    read
}

#[test]
fn pat_13_every_patient_bundle_is_read() {
    let mut people = 0;
    for path in all()
        .iter()
        .filter(|path| path.to_string_lossy().contains("synthea"))
    {
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let bytes = fs::read(path).expect("the file is readable");
        let format =
            patients::Format::guess(&path.to_string_lossy(), &bytes).expect("a known form");
        let mut bad = vec![];
        let outcome = patients::read(format, Cursor::new(bytes), &mut |item| {
            match item {
                patients::Item::Patient(record) => {
                    let registration = Registration {
                        patient_id: "01890000-0000-7000-8000-000000000000"
                            .parse()
                            .expect("an id"),
                        mrn: "P-0000-0000".to_owned(),
                        owner: None,
                        now: serde_json::from_str("\"2026-11-21T00:00:00Z\"").expect("a time"),
                    };
                    match patient(&record.patient, registration) {
                        Ok(_) => people += 1,
                        Err(failure) => bad.push(format!("{:?}", failure.wire(""))),
                    }
                }
                patients::Item::Bad(issue) => bad.push(format!("{issue:?}")),
                patients::Item::Other(_) => {}
            }
            ControlFlow::Continue(())
        });
        outcome.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(bad.is_empty(), "{}: {bad:?}", path.display());
    }
    eprintln!("{people} patients");
    assert!(people >= 10, "{people} patients");
}
