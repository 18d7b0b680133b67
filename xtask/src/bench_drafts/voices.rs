//! Conversations without speakers: how many utterances get the right one, and what their drafts are worth.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Result;
use praxis_domain::scribe::{
    findings,
    model::{Speaker, Transcript},
    polarity::scopes,
    words::split,
};
use praxis_drafter::{Draft, draft, model::MODELS, render_narrative, voices::voices};
use praxis_interop::transcripts::{decode, parse_textgrid_pair};
use serde_json::{Value, json};

use super::{row, score};
use crate::{
    train::forms::{cut, unlabelled, without_marks},
    visits::{Visit, aci, root},
};

/// How a conversation is changed before its speakers are taken away.
type Form = fn(&Transcript) -> Transcript;

const FORMS: [(&str, Form); 4] = [
    ("whole turns", Transcript::clone),
    ("whole turns, no marks", without_marks),
    ("sentences", sentences),
    ("sentences, no marks", |whole| {
        without_marks(&sentences(whole))
    }),
];

fn sentences(whole: &Transcript) -> Transcript {
    cut(whole, &MODELS.boundaries)
}

/// Prints how many utterances of the validation and test parts, and of PriMock57, get the right speaker.
pub fn accuracy() -> Result<()> {
    println!("\n## Speakers from words\n");
    println!(
        "| | utterances | right | words in the right mouth | conversations the other way round | right in the others |"
    );
    println!("| --- | --- | --- | --- | --- | --- |");
    for part in ["valid", "test1"] {
        let all: Vec<Transcript> = aci(part)?
            .into_iter()
            .map(|visit| visit.transcript)
            .collect();
        compare(&format!("ACI-Bench {part}"), &all);
    }
    compare("PriMock57", &primock()?);
    Ok(())
}

fn compare(name: &str, all: &[Transcript]) {
    for (form, change) in FORMS {
        let tallies: Vec<Tally> = all.iter().map(|whole| tally(&change(whole))).collect();
        let total = Tally::sum(&tallies);
        // Some conversations of the data have their labels exchanged from beginning to end.
        let (turned, others): (Vec<_>, Vec<_>) = tallies
            .into_iter()
            .partition(|tally| tally.right * 2 < tally.utterances);
        println!(
            "| {name}, {form} | {} | {:.1} % | {:.1} % | {} | {:.1} % |",
            total.utterances,
            share(total.right, total.utterances),
            share(total.right_words, total.words),
            turned.len(),
            Tally::sum(&others).percent(),
        );
    }
}

/// Utterances and words, and how many of them got the right speaker.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    utterances: usize,
    right: usize,
    words: usize,
    right_words: usize,
}

impl Tally {
    fn sum(all: &[Self]) -> Self {
        all.iter().fold(Self::default(), |sum, one| Self {
            utterances: sum.utterances + one.utterances,
            right: sum.right + one.right,
            words: sum.words + one.words,
            right_words: sum.right_words + one.right_words,
        })
    }

    fn percent(self) -> f64 {
        share(self.right, self.utterances)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

fn tally(said: &Transcript) -> Tally {
    let guesses = voices(&unlabelled(said).segments, &MODELS.voices);
    let known =
        said.segments.iter().zip(guesses).filter(|(segment, _)| {
            matches!(segment.speaker, Speaker::Clinician | Speaker::Patient)
        });
    known.fold(Tally::default(), |tally, (segment, guess)| {
        let words = segment.text.split_whitespace().count();
        let right = segment.speaker == guess.speaker;
        Tally {
            utterances: tally.utterances + 1,
            right: tally.right + usize::from(right),
            words: tally.words + words,
            right_words: tally.right_words + if right { words } else { 0 },
        }
    })
}

/// The consultations of PriMock57 in the repository, or in the folder that `PRAXIS_DATA` names.
fn primock() -> Result<Vec<Transcript>> {
    let data = std::env::var_os("PRAXIS_DATA").map_or_else(|| root().join("data"), PathBuf::from);
    let whole = data.join("primock57/transcripts");
    let folder = if whole.is_dir() {
        whole
    } else {
        data.join("primock57")
    };
    let mut doctors: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    doctors.retain(|path| path.to_string_lossy().ends_with("_doctor.TextGrid"));
    doctors.sort();
    doctors
        .iter()
        .map(|path| {
            let patient = path.to_string_lossy().replace("_doctor", "_patient");
            let (doctor, patient) = (decode(&fs::read(path)?)?, decode(&fs::read(patient)?)?);
            Ok(parse_textgrid_pair(&doctor, &patient)?)
        })
        .collect()
}

/// Scores the drafts of conversations whose speakers were taken away, in every form.
pub fn drafts(target: &Path, folder: &Path, part: &str, visits: &[Visit]) -> Result<()> {
    let labelled: Vec<Draft> = visits
        .iter()
        .map(|visit| draft(&visit.transcript, &visit.facts))
        .collect();
    for (form, change) in FORMS {
        let (mut rows, mut times, mut opposed): (Vec<Value>, Vec<f64>, Vec<String>) =
            (Vec::new(), Vec::new(), Vec::new());
        for (visit, with_speakers) in visits.iter().zip(&labelled) {
            let alone = Visit {
                id: visit.id.clone(),
                transcript: unlabelled(&change(&visit.transcript)),
                note: visit.note.clone(),
                facts: visit.facts.clone(),
            };
            let start = Instant::now();
            let made = draft(&alone.transcript, &alone.facts);
            times.push(start.elapsed().as_secs_f64() * 1000.0);
            rows.push(row(&alone, &made, &render_narrative(&made)));
            let findings = turned(with_speakers, &made);
            opposed.extend(findings.map(|finding| format!("{} {finding}", visit.id)));
        }
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times.get((times.len() as f64 * share) as usize);
        let file = folder.join("without-speakers.json");
        fs::write(
            &file,
            serde_json::to_vec(&json!({
                "part": format!("{part} without speakers, {form}"), "first_ms": times.first(),
                "p50_ms": at(0.5), "p95_ms": at(0.95), "memory_kib": 0, "visits": rows,
            }))?,
        )?;
        score(target, &[file])?;
        println!(
            "Findings said the other way round than in the draft with speakers: {}.",
            opposed.len()
        );
        for line in &opposed {
            println!("OPPOSED {line}");
        }
    }
    Ok(())
}

/// The findings that one draft only affirms and the other only denies.
fn turned(one: &Draft, other: &Draft) -> impl Iterator<Item = String> {
    let (one, other) = (polarities(one), polarities(other));
    one.into_iter().filter_map(move |(finding, said)| {
        let against = other.get(&finding)?;
        (said[0] != said[1] && against[0] != against[1] && said != *against).then_some(finding)
    })
}

/// Every finding of a draft, with whether it is affirmed and whether it is denied somewhere.
fn polarities(draft: &Draft) -> BTreeMap<String, [bool; 2]> {
    let mut all: BTreeMap<String, [bool; 2]> = BTreeMap::new();
    for sentence in draft.sentences.iter().filter(|one| one.flags.is_empty()) {
        let words = split(&sentence.text);
        let denied = scopes(&words);
        for hit in findings::find(&words) {
            let name: Vec<&str> = words[hit.first..hit.last]
                .iter()
                .map(|word| word.text.as_str())
                .collect();
            let said = all.entry(name.join(" ")).or_default();
            said[usize::from(denied[hit.first])] = true;
        }
    }
    all
}
