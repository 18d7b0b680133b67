//! Left, right and both.

use super::flag;
use crate::scribe::{
    findings::singular,
    model::{Check, Flag},
    words::Word,
};

/// A side of the body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    Both,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Both => "bilateral",
        }
    }
}

/// Reads the word as a side; `right now` and `all right` are none.
fn side(words: &[Word], at: usize) -> Option<Side> {
    const ADVERB: [&str; 22] = [
        "now", "here", "there", "away", "after", "before", "on", "out", "at", "around", "next",
        "?", "okay", "back", "when", "behind", "above", "below", "where", "along", "then", "up",
    ];
    const IDIOM: [&str; 10] = [
        "all", "that's", "alright", "you're", "yeah", "doing", "feel", "just", "quite", "okay",
    ];
    let next = words.get(at + 1).map_or("", |word| word.text.as_str());
    let before = at.checked_sub(1).map_or("", |at| words[at].text.as_str());
    match words[at].text.as_str() {
        "right" if ADVERB.contains(&next) || IDIOM.contains(&before) => None,
        "right" | "right-sided" | "rightward" | "rt" | "rlq" | "ruq" | "rle" | "rue" => {
            Some(Side::Right)
        }
        // `left the hospital` is a verb.
        "left"
            if matches!(next, "the" | "work" | "me" | "him" | "her" | "us" | "for")
                || matches!(before, "i" | "he" | "she" | "they" | "we" | "have") =>
        {
            None
        }
        "left" | "left-sided" | "leftward" | "lt" | "llq" | "luq" | "lle" | "lue" => {
            Some(Side::Left)
        }
        "bilateral" | "bilaterally" | "b/l" => Some(Side::Both),
        "both" if BODY.contains(&singular(next)) => Some(Side::Both),
        _ => None,
    }
}

/// Parts of the body that come in pairs.
const BODY: [&str; 34] = [
    "side",
    "knee",
    "hip",
    "shoulder",
    "leg",
    "arm",
    "eye",
    "ear",
    "hand",
    "foot",
    "feet",
    "ankle",
    "wrist",
    "elbow",
    "breast",
    "lung",
    "kidney",
    "thigh",
    "calf",
    "heel",
    "thumb",
    "finger",
    "toe",
    "flank",
    "extremity",
    "paw",
    "wing",
    "cheek",
    "nostril",
    "tonsil",
    "groin",
    "forearm",
    "hind",
    "testicle",
];

/// Every side with the part of the body it is said of, if it is said of one.
fn sides(words: &[Word]) -> Vec<(Side, Option<String>)> {
    (0..words.len())
        .filter_map(|at| {
            let side = side(words, at)?;
            let part = words[at + 1..]
                .iter()
                .take(3)
                .map(|word| singular(&word.text))
                .find(|word| BODY.contains(word));
            Some((side, part.map(str::to_owned)))
        })
        .collect()
}

/// Every side of the sentence must have been said, and of the same part of the body.
pub fn check_sides(sentence: &[Word], pieces: &[Vec<Word>], flags: &mut Vec<Flag>) {
    let found = sides(sentence);
    if found.is_empty() {
        return;
    }
    let said: Vec<(Side, Option<String>)> = pieces.iter().flat_map(|piece| sides(piece)).collect();
    let has = |side: Side| said.iter().any(|(other, _)| *other == side);
    for (side, part) in found {
        let both = side == Side::Both && has(Side::Left) && has(Side::Right);
        let same_part: Vec<Side> = said
            .iter()
            .filter(|(_, other)| part.is_some() && *other == part)
            .map(|(side, _)| *side)
            .collect();
        let swapped = !same_part.is_empty() && !same_part.contains(&side);
        if !both && (swapped || !has(side)) {
            let expected: Vec<&str> = said.iter().map(|(side, _)| side.name()).collect();
            flags.push(flag(Check::Side, side.name(), &expected.join(", ")));
        }
    }
}
