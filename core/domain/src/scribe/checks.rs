//! The literal checks that every drafted sentence passes through, whoever drafted it.
//!
//! A number, dose, drug, side, name or negation in a sentence must stand in its evidence. The checks read words only;
//! they know nothing of medicine and never repair a sentence.

mod quantities;
mod sides;

use std::{collections::HashMap, sync::LazyLock};

use regex::Regex;

use super::answers::{classify, is_question};
use super::drugs::is_drug;
use super::findings::singular;
use super::model::{Check, DraftSentence, Flag, Transcript};
use super::polarity::{Polarity, has_cue, is_cue, scopes};
use super::words::{Kind, Word, slice, split};
use quantities::check_numbers;
use sides::check_sides;

/// Checks a sentence against the texts it came from, in order of the conversation.
///
/// A question is expected to stand directly before its answer; its words then carry what the answer says.
pub fn check_sentence(text: &str, evidence: &[&str]) -> Vec<Flag> {
    let sentence = split(text);
    let pieces: Vec<Vec<Word>> = evidence.iter().map(|piece| split(piece)).collect();
    let mut flags = Vec::new();
    if pieces.iter().all(Vec::is_empty) {
        flags.push(flag(Check::Evidence, text, ""));
    }
    check_numbers(&sentence, &pieces, &mut flags);
    check_drugs(&sentence, &pieces, &mut flags);
    check_sides(&sentence, &pieces, &mut flags);
    check_names(text, &pieces, &mut flags);
    check_negations(&sentence, &pieces, &mut flags);
    flags
}

/// Checks a sentence with its spans against the conversation.
///
/// A span that lies in the answer to a question is read together with that question.
pub fn check_in(transcript: &Transcript, sentence: &DraftSentence) -> Vec<Flag> {
    let mut pieces: Vec<&str> = Vec::new();
    let mut broken = sentence.evidence.is_empty();
    let mut last_segment = None;
    for span in &sentence.evidence {
        let segment = transcript.segments.get(span.segment as usize);
        let Some(part) = segment.and_then(|segment| slice(&segment.text, span.start, span.end))
        else {
            broken = true;
            continue;
        };
        let before = span.segment.checked_sub(1);
        let question = before.filter(|before| last_segment != Some(*before));
        let question = question.and_then(|before| transcript.segments.get(before as usize));
        if let Some(question) = question.filter(|_| part.split_whitespace().count() <= 3) {
            pieces.push(&question.text);
        }
        pieces.push(part);
        last_segment = Some(span.segment);
    }
    let mut flags = check_sentence(&sentence.text, &pieces);
    if broken && !flags.iter().any(|flag| flag.check == Check::Evidence) {
        flags.push(flag(Check::Evidence, &sentence.text, ""));
    }
    flags
}

fn flag(check: Check, found: &str, expected: &str) -> Flag {
    Flag {
        check,
        found: found.to_owned(),
        expected: expected.to_owned(),
    }
}

fn check_drugs(sentence: &[Word], pieces: &[Vec<Word>], flags: &mut Vec<Flag>) {
    for word in sentence
        .iter()
        .filter(|word| is_drug(singular_drug(&word.text)))
    {
        let said = |other: &Word| singular_drug(&other.text) == singular_drug(&word.text);
        if !pieces.iter().flatten().any(said) {
            let others: Vec<&str> = pieces
                .iter()
                .flatten()
                .map(|other| other.text.as_str())
                .filter(|w| is_drug(w))
                .collect();
            flags.push(flag(Check::Drug, &word.text, &others.join(", ")));
        }
    }
}

fn singular_drug(word: &str) -> &str {
    let word = word.strip_suffix("'s").unwrap_or(word);
    match word.strip_suffix('s') {
        Some(head) if is_drug(head) => head,
        _ => word,
    }
}

/// A title with a name, or a capitalised word inside a sentence.
static NAMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:\b(?:Dr|Mr|Mrs|Ms|Miss|Prof)\.?\s+(\p{Lu}[\p{L}'’-]+))|(?:[\p{Ll},]\s+(\p{Lu}\p{Ll}[\p{L}'’-]+))").ok()
});

/// Capitalised words that name no person.
const COMMON_CAPITALS: [&str; 34] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "christmas",
    "thanksgiving",
    "easter",
    "halloween",
    "english",
    "covid",
    "doppler",
    "holter",
    "medicare",
    "i'm",
    "i've",
    "i'll",
    "i'd",
    "patient",
    "ace",
];

fn check_names(text: &str, pieces: &[Vec<Word>], flags: &mut Vec<Flag>) {
    let Some(names) = NAMES.as_ref() else { return };
    for capture in names.captures_iter(text) {
        let Some(name) = capture.get(1).or(capture.get(2)) else {
            continue;
        };
        // The number of `Covid-19` is checked as a number.
        let lower = name.as_str().to_lowercase().replace('’', "'");
        let lower = lower.trim_end_matches('-');
        let bare = lower.strip_suffix("'s").unwrap_or(lower);
        let said = |word: &Word| word.text.strip_suffix("'s").unwrap_or(&word.text) == bare;
        let known =
            COMMON_CAPITALS.contains(&bare) || is_drug(bare) || pieces.iter().flatten().any(said);
        if !known {
            flags.push(flag(Check::Name, name.as_str(), ""));
        }
    }
}

/// Words that carry no finding of their own, so a negation of them says nothing.
const EMPTY: [&str; 56] = [
    "patient",
    "denies",
    "reports",
    "states",
    "notes",
    "that",
    "this",
    "with",
    "have",
    "been",
    "does",
    "doesn't",
    "don't",
    "haven't",
    "hasn't",
    "they",
    "their",
    "there",
    "them",
    "from",
    "will",
    "would",
    "when",
    "what",
    "then",
    "than",
    "were",
    "also",
    "some",
    "just",
    "very",
    "into",
    "other",
    "about",
    "your",
    "since",
    "without",
    "none",
    "think",
    "because",
    "which",
    "these",
    "those",
    "having",
    "asked",
    "currently",
    "like",
    "where",
    "while",
    "didn't",
    "isn't",
    "wasn't",
    "either",
    "appreciate",
    "hear",
    "appear",
];

fn stem(word: &str) -> &str {
    let word = singular(word);
    let cut = |ending: &str| word.strip_suffix(ending).filter(|head| head.len() >= 4);
    cut("ing")
        .or_else(|| cut("ed"))
        .or_else(|| cut("e"))
        .unwrap_or(word)
}

fn content(word: &Word) -> bool {
    word.kind == Kind::Word
        && word.text.chars().count() > 3
        && !EMPTY.contains(&word.text.as_str())
        && !word.text.ends_with("n't")
}

/// What the evidence says of every word: affirmed, negated, both, or unclear.
fn said_polarities(pieces: &[Vec<Word>]) -> HashMap<&str, Vec<Polarity>> {
    let mut said: HashMap<&str, Vec<Polarity>> = HashMap::new();
    for (at, piece) in pieces.iter().enumerate() {
        let covered = scopes(piece);
        let answer = pieces.get(at + 1).filter(|_| is_question(piece));
        let answered = answer.map(|answer| classify(piece, answer));
        for (word, covered) in piece.iter().zip(covered).filter(|(word, _)| content(word)) {
            let own = if covered {
                Polarity::Negated
            } else {
                Polarity::Affirmed
            };
            let polarity = answered.unwrap_or(own);
            said.entry(stem(&word.text)).or_default().push(polarity);
        }
    }
    said
}

fn check_negations(sentence: &[Word], pieces: &[Vec<Word>], flags: &mut Vec<Flag>) {
    // A label names what was asked; what follows it is the answer in its own words.
    let label = sentence.iter().take(4).position(|word| word.text == ":");
    let said = said_polarities(pieces);
    let covered = scopes(sentence);
    for (at, word) in sentence.iter().enumerate() {
        let polarities = said.get(stem(&word.text)).filter(|_| content(word));
        let Some(polarities) = polarities else {
            continue;
        };
        let open = polarities.iter().all(|p| *p == Polarity::Unclear);
        if open && label.is_some_and(|label| at < label) {
            continue;
        }
        let covered = &covered[at];
        let own = if *covered {
            Polarity::Negated
        } else {
            Polarity::Affirmed
        };
        if !polarities.contains(&own) {
            let expected = if polarities.contains(&Polarity::Unclear) {
                "unclear"
            } else {
                negation_word(!*covered)
            };
            flags.push(flag(
                Check::Negation,
                &format!("{}: {}", word.text, negation_word(*covered)),
                expected,
            ));
            return;
        }
    }
    let negated = pieces.iter().any(|piece| has_cue(piece))
        || said.values().flatten().any(|p| *p == Polarity::Negated);
    if !negated && let Some(at) = (0..sentence.len()).find(|at| is_cue(sentence, *at)) {
        flags.push(flag(Check::Negation, &sentence[at].text, ""));
    }
}

fn negation_word(negated: bool) -> &'static str {
    if negated { "no" } else { "yes" }
}

#[cfg(test)]
mod tests;
