//! What a note must be, what stands in the way of signing, and what a signature covers.

use super::model::{Amendment, NoteSection, Origin, Sentence, Visit};
use crate::scribe::{
    checks::check_in,
    model::{DraftSentence, Flag, Section, Transcript},
};
use praxis_kernel::{Failure, Rule};
use sha2::{Digest, Sha256};

/// Longest text of one part of a note, in characters.
pub const SECTION_MAX: usize = 100_000;
/// Sentences of one part of a note.
pub const SENTENCES_MAX: usize = 2_000;

/// Derives what is never stored: whether a sentence was edited, and what differs from its evidence.
pub fn derive(sections: &mut [NoteSection], transcript: Option<&Transcript>) {
    for section in sections {
        let part = section.section;
        for sentence in section.sentences.iter_mut().chain(&mut section.suggestions) {
            sentence.edited = sentence
                .draft_text
                .as_ref()
                .is_some_and(|draft| *draft != sentence.text);
            if sentence.origin == Origin::Talk
                && let Some(transcript) = transcript
            {
                sentence.flags = flags(part, sentence, transcript);
            }
        }
    }
}

/// The same literal checks that a draft passes through, on the sentence as it stands now.
fn flags(section: Section, sentence: &Sentence, transcript: &Transcript) -> Vec<Flag> {
    let drafted = DraftSentence {
        section,
        text: sentence.text.clone(),
        evidence: sentence.evidence.clone(),
        flags: vec![],
    };
    check_in(transcript, &drafted)
}

/// A part of the note once a part of a draft was taken into it. Sentences and suggestions of an
/// earlier draft that nobody changed, confirmed or decided give way; what a person wrote, changed
/// or confirmed stays, and what already stands there word for word is not written twice.
pub fn taken(stored: &NoteSection, drafted: impl IntoIterator<Item = Sentence>) -> NoteSection {
    let mut part = stored.clone();
    part.sentences.retain(|sentence| !gives_way(sentence));
    part.suggestions.clear();
    for sentence in drafted {
        let same = |one: &Sentence| one.text.trim() == sentence.text.trim();
        if part.sentences.iter().chain(&part.suggestions).any(same) {
            continue;
        }
        if sentence.origin == Origin::Suggested {
            part.suggestions.push(sentence);
        } else {
            part.sentences.push(sentence);
        }
    }
    part
}

/// Whether a sentence came from a draft and nobody has said anything about it.
fn gives_way(sentence: &Sentence) -> bool {
    let drafted = sentence.draft_text.as_ref() == Some(&sentence.text);
    drafted && sentence.origin == Origin::Talk && !sentence.confirmed
}

/// Sentences that a person must decide before anybody signs: suggestions, and flags nobody confirmed.
pub fn undecided(sections: &[NoteSection]) -> usize {
    sections
        .iter()
        .map(|section| {
            let flagged = section
                .sentences
                .iter()
                .filter(|sentence| !sentence.flags.is_empty() && !sentence.confirmed);
            section.suggestions.len() + flagged.count()
        })
        .sum()
}

/// Whether the note says anything at all.
pub fn is_empty(sections: &[NoteSection]) -> bool {
    sections
        .iter()
        .flat_map(|section| &section.sentences)
        .all(|sentence| sentence.text.trim().is_empty())
}

/// Refuses to sign what is empty or undecided.
pub fn check_signable(sections: &[NoteSection]) -> Result<(), Failure> {
    if is_empty(sections) {
        return Err(Failure::validation(
            "sentences",
            Rule::Required,
            "The note is empty.",
        ));
    }
    match undecided(sections) {
        0 => Ok(()),
        count => Err(Failure::validation(
            "sentences",
            Rule::Undecided,
            format!("{count} sentences wait for a decision."),
        )),
    }
}

/// Checks the size of one part of a note; the text itself is kept exactly.
pub fn check_section(sentences: &[Sentence]) -> Result<(), Failure> {
    let letters: usize = sentences.iter().map(|s| s.text.chars().count()).sum();
    if letters > SECTION_MAX || sentences.len() > SENTENCES_MAX {
        return Err(Failure::validation(
            "sentences",
            Rule::TooLong,
            "This part of the note is too long.",
        ));
    }
    if sentences.iter().any(|s| s.text.contains('\0')) {
        return Err(Failure::validation(
            "sentences",
            Rule::Malformed,
            "The text has a character that cannot be stored.",
        ));
    }
    Ok(())
}

/// SHA-256 of the note, in hexadecimal: whose visit, when, and every sentence with its origin and
/// evidence. Every field is preceded by its length, so that text cannot move between fields.
pub fn content_hash(visit: &Visit, sections: &[NoteSection]) -> String {
    let mut digest = Sha256::new();
    let mut field = |text: &str| {
        digest.update((text.len() as u64).to_be_bytes());
        digest.update(text.as_bytes());
    };
    field("praxis note 1");
    field(&visit.visit_id.to_string());
    field(&visit.patient_id.to_string());
    field(&visit.clinician_id.to_string());
    field(&visit.reason);
    field(&visit.started_at.micros().to_string());
    for section in Section::ALL {
        let sentences = sections
            .iter()
            .filter(|part| part.section == section)
            .flat_map(|part| &part.sentences);
        for sentence in sentences {
            field(&format!("{section:?} {:?}", sentence.origin));
            field(&sentence.sentence_id.to_string());
            field(&sentence.text);
            field(sentence.draft_text.as_deref().unwrap_or(""));
            for span in &sentence.evidence {
                field(&format!("{} {} {}", span.segment, span.start, span.end));
            }
        }
    }
    hex::encode(digest.finalize())
}

/// Checks what an amendment must have.
pub fn check_amendment(amendment: &Amendment) -> Result<(), Failure> {
    crate::patients::rules::required("reason", &amendment.reason, 500)?;
    if amendment.text.trim().is_empty() {
        return Err(Failure::validation(
            "text",
            Rule::Required,
            "An amendment needs a text.",
        ));
    }
    if amendment.text.chars().count() > SECTION_MAX || amendment.text.contains('\0') {
        return Err(Failure::validation(
            "text",
            Rule::TooLong,
            "The amendment is too long.",
        ));
    }
    Ok(())
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
