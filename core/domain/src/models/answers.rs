//! Reading what a model answered: its form is checked here, whatever the provider promised.

use super::masking::Mask;
use crate::scribe::{
    checks::check_in,
    model::{Check, DraftPart, DraftSentence, EvidenceSpan, Flag, Section, Transcript},
};
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, de::DeserializeOwned};

/// Longest sentence, in characters.
const MAX_TEXT: usize = 600;
/// Most sentences of an answer.
const MAX_SENTENCES: usize = 200;

/// A draft as a model writes it. The JSON Schema that it is given comes from here.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteAnswer {
    subjective: Vec<SentenceAnswer>,
    objective: Vec<SentenceAnswer>,
    assessment: Vec<SentenceAnswer>,
    plan: Vec<SentenceAnswer>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SentenceAnswer {
    /// One sentence of the note.
    text: String,
    /// Numbers of the turns it rests on.
    turns: Vec<u32>,
    /// The words of one of these turns that carry it.
    quote: String,
}

/// Suggestions as a model writes them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SuggestionsAnswer {
    suggestions: Vec<SuggestionAnswer>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SuggestionAnswer {
    kind: SuggestionKind,
    text: String,
    reason: String,
    turns: Vec<u32>,
}

pub use crate::scribe::suggestions::{Suggested, SuggestionKind};

/// JSON Schema of a draft.
pub fn note_schema() -> serde_json::Value {
    schema_for!(NoteAnswer).to_value()
}

/// JSON Schema of suggestions.
pub fn suggestions_schema() -> serde_json::Value {
    schema_for!(SuggestionsAnswer).to_value()
}

/// What is wrong with an answer, in words that a model can mend it by. They quote nothing of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongForm(pub String);

fn wrong<T>(words: impl Into<String>) -> Result<T, WrongForm> {
    Err(WrongForm(words.into()))
}

/// The sentences of a draft, each with the words it rests on and checked against them like those of
/// the built-in drafter. `plan_expected` says that a plan was spoken of, so that one must be there.
pub fn read_note(
    answer: &str,
    transcript: &Transcript,
    mask: &Mask,
    plan_expected: bool,
) -> Result<Vec<DraftSentence>, WrongForm> {
    let note: NoteAnswer = object(answer)?;
    let parts = [note.subjective, note.objective, note.assessment, note.plan];
    if plan_expected && parts[3].is_empty() {
        return wrong("a plan was spoken of, and the list \"plan\" is empty");
    }
    let mut sentences = vec![];
    for (section, part) in Section::ALL.into_iter().zip(parts) {
        for sentence in part {
            sentences.push(drafted(section, sentence, transcript, mask)?);
        }
    }
    match sentences.len() {
        0 => wrong("it has no sentence"),
        1..=MAX_SENTENCES => Ok(sentences),
        _ => wrong("it has too many sentences"),
    }
}

/// One part of a draft whose rest is still coming: its name and its list as they stand in the
/// answer. Nothing where they are not of the right form, which the whole answer will tell.
pub fn read_part(
    name: &str,
    list: &str,
    transcript: &Transcript,
    mask: &Mask,
) -> Option<DraftPart> {
    let section = serde_json::from_value(name.into()).ok()?;
    let answers: Vec<SentenceAnswer> = serde_json::from_str(list).ok()?;
    let read = |answer| drafted(section, answer, transcript, mask).ok();
    let sentences = answers.into_iter().map(read).collect::<Option<_>>()?;
    Some(DraftPart { section, sentences })
}

fn drafted(
    section: Section,
    answer: SentenceAnswer,
    transcript: &Transcript,
    mask: &Mask,
) -> Result<DraftSentence, WrongForm> {
    let text = plain(&mask.show(&answer.text));
    check_length("text", &text)?;
    let with = |quote: &str| -> Result<DraftSentence, WrongForm> {
        let mut sentence = DraftSentence {
            section,
            text: text.clone(),
            evidence: evidence(&answer.turns, quote, transcript)?,
            flags: vec![],
        };
        sentence.flags = flags(transcript, &sentence);
        Ok(sentence)
    };
    let quoted = with(&mask.show(&answer.quote))?;
    if quoted.flags.is_empty() {
        return Ok(quoted);
    }
    // A short quote may leave out what the rest of the turn says.
    let whole = with("")?;
    Ok(if whole.flags.len() < quoted.flags.len() {
        whole
    } else {
        quoted
    })
}

fn flags(transcript: &Transcript, sentence: &DraftSentence) -> Vec<Flag> {
    if sentence.evidence.is_empty() {
        return vec![Flag {
            check: Check::Evidence,
            found: sentence.text.clone(),
            expected: String::new(),
        }];
    }
    check_in(transcript, sentence)
}

/// Suggestions, in the order of the answer.
pub fn read_suggestions(
    answer: &str,
    transcript: &Transcript,
    mask: &Mask,
) -> Result<Vec<Suggested>, WrongForm> {
    let answer: SuggestionsAnswer = object(answer)?;
    if answer.suggestions.len() > 20 {
        return wrong("it has too many suggestions");
    }
    let mut read = vec![];
    for suggestion in answer.suggestions {
        let (text, reason) = (
            plain(&mask.show(&suggestion.text)),
            plain(&mask.show(&suggestion.reason)),
        );
        check_length("text", &text)?;
        check_length("reason", &reason)?;
        read.push(Suggested {
            kind: suggestion.kind,
            text,
            reason,
            evidence: evidence(&suggestion.turns, "", transcript)?,
        });
    }
    Ok(read)
}

fn check_length(field: &str, text: &str) -> Result<(), WrongForm> {
    match text.chars().count() {
        0 => wrong(format!("a \"{field}\" is empty")),
        1..=MAX_TEXT => Ok(()),
        _ => wrong(format!(
            "a \"{field}\" is longer than {MAX_TEXT} characters"
        )),
    }
}

/// One line without control characters: an answer is shown as text and never as anything else.
fn plain(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The object of an answer, also with words or a fence of code round it.
fn object<T: DeserializeOwned>(answer: &str) -> Result<T, WrongForm> {
    let (Some(start), Some(end)) = (answer.find('{'), answer.rfind('}')) else {
        return wrong("it is not a JSON object");
    };
    let Some(text) = answer.get(start..=end).filter(|_| start < end) else {
        return wrong("it is not a JSON object");
    };
    serde_json::from_str(text).map_err(|error| {
        WrongForm(match error.classify() {
            // The parser names fields and lines here, and may quote values: only the place is told.
            serde_json::error::Category::Data => format!(
                "a field is missing, unknown or of the wrong type (line {}, column {})",
                error.line(),
                error.column()
            ),
            _ => "it is not valid JSON".to_owned(),
        })
    })
}

/// The quoted words where they stand in one of the turns, and the other turns whole.
fn evidence(
    turns: &[u32],
    quote: &str,
    transcript: &Transcript,
) -> Result<Vec<EvidenceSpan>, WrongForm> {
    let mut turns = turns.to_vec();
    turns.sort_unstable();
    turns.dedup();
    let mut spans = vec![];
    let mut quoted = false;
    for turn in turns {
        let Some(segment) = usize::try_from(turn)
            .ok()
            .and_then(|index| transcript.segments.get(index))
        else {
            return wrong(format!("there is no turn {turn}"));
        };
        let found = (!quoted).then(|| find(&segment.text, quote)).flatten();
        quoted |= found.is_some();
        let whole = (0, segment.text.chars().count());
        let (start, end) = found.unwrap_or(whole);
        if let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end))
            && start < end
        {
            spans.push(EvidenceSpan {
                segment: turn,
                start,
                end,
            });
        }
    }
    Ok(spans)
}

/// Where the quoted words stand, in characters; case and the width of spaces do not matter.
fn find(text: &str, quote: &str) -> Option<(usize, usize)> {
    let folded = |text: &str| -> Vec<(usize, char)> {
        let mut letters = vec![];
        for (at, letter) in text.chars().enumerate() {
            let space = letter.is_whitespace();
            if space && letters.last().is_none_or(|(_, last)| *last == ' ') {
                continue;
            }
            let lower = letter.to_lowercase().next().unwrap_or(letter);
            letters.push((at, if space { ' ' } else { lower }));
        }
        letters
    };
    let trimmed = quote.trim_matches(|c: char| !c.is_alphanumeric());
    let (text, quote) = (folded(text), folded(trimmed));
    let (_, last) = quote.last()?;
    text.windows(quote.len())
        .find(|window| window.iter().zip(&quote).all(|((_, a), (_, b))| a == b))
        .filter(|_| *last != ' ')
        .and_then(|window| Some((window.first()?.0, window.last()?.0 + 1)))
}

#[cfg(test)]
#[path = "answers_tests.rs"]
mod tests;
