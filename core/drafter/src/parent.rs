//! Whether a parent speaks for the patient, as far as the words of the conversation show it.

use std::sync::LazyLock;

use praxis_domain::scribe::model::{Segment, Speaker, Transcript};
use regex::Regex;

/// The child in the words of a parent, and of a clinician who speaks to one.
static CHILD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:my|our|your) (?:little )?(?:son|daughter|child|baby|boy|girl|kid|toddler|infant)\b",
    )
    .ok()
});

/// Sentences about the child, of each side, from which on the visit is the child's.
const LEAST: usize = 2;

/// True when the talk is of a child and hardly of the one who speaks.
///
/// The child must be named, and both sides must speak more of `he` or `she` than of whoever answers: a daughter who
/// drove her mother is named as well.
pub fn speaks(transcript: &Transcript) -> bool {
    let Some(child) = CHILD.as_ref() else {
        return false;
    };
    let named = |segment: &Segment| child.is_match(&segment.text);
    transcript.segments.iter().any(named)
        && is_of_child(transcript, Speaker::Patient, &["i", "i'm", "i've", "my"])
        && is_of_child(
            transcript,
            Speaker::Clinician,
            &["you", "you're", "you've", "your"],
        )
}

/// One side says `he`, `she` or `my son` at least as often as it names an adult.
fn is_of_child(transcript: &Transcript, speaker: Speaker, adult: &[&str]) -> bool {
    let Some(named) = CHILD.as_ref() else {
        return false;
    };
    let (mut child, mut other) = (0, 0);
    for segment in transcript
        .segments
        .iter()
        .filter(|segment| segment.speaker == speaker)
    {
        let text = named.replace_all(&segment.text, " she ");
        let text = text.to_lowercase().replace('’', "'").replace(" '", "'");
        for word in text.split(|c: char| !c.is_alphanumeric() && c != '\'') {
            let about_child = matches!(
                word,
                "he" | "he's" | "his" | "him" | "she" | "she's" | "her"
            );
            child += usize::from(about_child);
            other += usize::from(adult.contains(&word));
        }
    }
    child >= LEAST && child >= other
}

/// The sentence, in lower case, with the child as the patient.
pub fn child_is_patient(text: &str) -> String {
    CHILD.as_ref().map_or_else(
        || text.to_owned(),
        |child| child.replace_all(text, "the patient").into_owned(),
    )
}
