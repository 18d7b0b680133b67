//! What a sentence says that its evidence does not, and what is done about it.
//!
//! A reader must see what stands on nothing, yet not be asked about every slip of the rewriting. So a sentence that
//! fails is first written in another way; what still fails is handed on with its flags, as long as it can be read.

use praxis_domain::scribe::{
    checks::check_in,
    model::{Check, DraftSentence, Flag, Transcript},
};

use crate::person::SUBJECT;

/// Most flagged sentences of one draft. More would be confirmed without being read.
pub const MOST: usize = 3;

/// Longest flagged sentence in words: nobody decides about a run-on.
const LONGEST: usize = 30;

/// Words that open a clause to which a negation before them does not reach.
const OPENERS: [&str; 12] = [
    "when", "as", "if", "which", "while", "where", "and", "or", "there", "than", "after", "before",
];

/// Checks the sentence, mends what a comma mends, and notes the flags that remain.
///
/// The check reads `The patient` for a subject not yet written out: a pronoun changes no number, side or negation.
pub fn check(transcript: &Transcript, sentence: &mut DraftSentence) {
    sentence.flags = flags(transcript, sentence, &sentence.text);
    let negation = |flag: &Flag| flag.check == Check::Negation;
    if sentence.flags.is_empty() || !sentence.flags.iter().all(negation) {
        return;
    }
    let mended = paused(&sentence.text).find(|text| flags(transcript, sentence, text).is_empty());
    if let Some(text) = mended {
        sentence.text = text;
        sentence.flags.clear();
    }
}

fn flags(transcript: &Transcript, sentence: &DraftSentence, text: &str) -> Vec<Flag> {
    check_in(
        transcript,
        &DraftSentence {
            text: text.replace(SUBJECT, "The patient"),
            ..sentence.clone()
        },
    )
}

/// The sentence with one more comma. A speaker pauses where a negation ends, and tidying takes pauses away.
fn paused(text: &str) -> impl Iterator<Item = String> + '_ {
    text.match_indices(' ').filter_map(move |(at, _)| {
        let (head, tail) = text.split_at(at);
        let next = tail.trim_start().split(' ').next()?;
        (OPENERS.contains(&next) && !head.ends_with([',', ':'])).then(|| format!("{head},{tail}"))
    })
}

/// True when a flagged sentence is short enough to be decided about.
pub fn is_readable(sentence: &DraftSentence) -> bool {
    sentence.text.split(' ').count() <= LONGEST
}
