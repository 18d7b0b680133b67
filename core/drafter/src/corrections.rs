//! What a speaker takes back in the next sentence: `My left knee hurts.` — `Sorry, the right one.`

use praxis_domain::scribe::{
    model::EvidenceSpan,
    numbers,
    words::{Kind, Word},
};

use crate::{candidates::has, text::Sentence};

const SIDES: [&str; 2] = ["left", "right"];

/// Sentences after the one that is corrected in which its correction is looked for.
const NEAR: usize = 3;

/// Words of a correction besides the value itself.
const CORRECTING: [&str; 31] = [
    "no",
    "nope",
    "sorry",
    "wait",
    "actually",
    "correction",
    "rather",
    "scratch",
    "i",
    "i'm",
    "mean",
    "meant",
    "make",
    "it's",
    "it",
    "is",
    "was",
    "that",
    "that's",
    "the",
    "my",
    "your",
    "his",
    "her",
    "one",
    "side",
    "um",
    "uh",
    "on",
    "for",
    "about",
];

/// What is counted by a number that may be corrected with it.
const UNITS: [&str; 16] = [
    "minute",
    "hour",
    "day",
    "night",
    "week",
    "month",
    "year",
    "milligram",
    "mg",
    "microgram",
    "mcg",
    "milliliter",
    "ml",
    "gram",
    "time",
    "tablet",
];

/// Sentences with short corrections taken into what they correct. The corrected value is the last one that was said,
/// and its words are evidence beside those of the sentence.
pub fn corrected(mut all: Vec<Sentence>) -> Vec<Sentence> {
    let mut at = 0;
    while at < all.len() {
        let next =
            correction(&all, at).and_then(|next| Some((next, merged(&all[at], &all[next])?)));
        match next {
            Some((next, sentence)) => {
                all[at] = sentence;
                let last = all.remove(next);
                // The turn now ends with the sentence before the correction.
                if last.last && all[next - 1].segment == last.segment {
                    all[next - 1].last = true;
                }
            }
            None => at += 1,
        }
    }
    all
}

/// A sentence that is corrected and could not be mended stays out.
pub fn is_taken_back(all: &[Sentence], at: usize) -> bool {
    correction(all, at).is_some()
}

/// `Your left knee …` — `No, the right one.`, and `Five days.` — `Sorry, I mean six.`
fn correction(all: &[Sentence], at: usize) -> Option<usize> {
    let own = &all[at];
    let sided = has(&own.words, &SIDES);
    let counted = !numbers::find(&own.words).is_empty();
    let near = (at + 1..all.len())
        .take(NEAR)
        .take_while(|next| all[*next].segment <= own.segment + 2);
    near.into_iter().find(|next| {
        let next = &all[*next];
        let same = next.speaker == own.speaker;
        let word = |at: usize| next.words.get(at).map_or("", |word| word.text.as_str());
        let denies = match word(0) {
            "no" => !same || has(&next.words, &["sorry", "wait", "mean"]),
            "actually" | "sorry" | "correction" | "rather" => true,
            "i" => matches!(word(1), "mean" | "meant"),
            _ => false,
        };
        let other_side = sided && has(&next.words, &SIDES);
        let other_count = same && counted && !numbers::find(&next.words).is_empty();
        denies && (other_side || other_count)
    })
}

/// The sentence with the corrected value; `None` where the correction says more than a value, or which value it
/// corrects is open.
fn merged(own: &Sentence, next: &Sentence) -> Option<Sentence> {
    let only_value = next.words.iter().all(|word| {
        word.kind != Kind::Word
            || CORRECTING.contains(&word.text.as_str())
            || SIDES.contains(&word.text.as_str())
            || numbers::is_number_word(&word.text)
            || is_unit(word)
            || own.words.iter().any(|said| said.text == word.text)
    });
    if own.question || !only_value {
        return None;
    }
    let (words, said) = other_side(own, next).or_else(|| other_number(own, next))?;
    let mut sentence = own.clone();
    sentence.words = words;
    sentence.spans.push(EvidenceSpan {
        segment: next.segment,
        start: said.start,
        end: next.words.last()?.end,
    });
    Some(sentence)
}

/// Its words with the other side, and the word that names it.
fn other_side(own: &Sentence, next: &Sentence) -> Option<(Vec<Word>, Word)> {
    let old = only_side(own)?;
    let new = only_side(next).filter(|new| new.text != old.text)?;
    let words = own.words.iter().map(|word| {
        let text = if word.text == old.text {
            &new.text
        } else {
            &word.text
        };
        Word {
            text: text.clone(),
            ..word.clone()
        }
    });
    Some((words.collect(), new.clone()))
}

/// The side that a sentence names, if it names one alone.
fn only_side(sentence: &Sentence) -> Option<&Word> {
    let mut sides = sentence
        .words
        .iter()
        .filter(|word| SIDES.contains(&word.text.as_str()));
    let first = sides.next()?;
    sides.all(|other| other.text == first.text).then_some(first)
}

/// Its words with the other number, and the first word of that number.
fn other_number(own: &Sentence, next: &Sentence) -> Option<(Vec<Word>, Word)> {
    let unit = |words: &[Word], at: usize| words.get(at).filter(|word| is_unit(word)).cloned();
    let (old, new) = (numbers::find(&own.words), numbers::find(&next.words));
    let [new] = new.as_slice() else { return None };
    let counted = unit(&next.words, new.last);
    let alike = |word: &Word| {
        counted
            .as_ref()
            .is_some_and(|counted| singular(word) == singular(counted))
    };
    let same: Vec<_> = old
        .iter()
        .filter(|hit| unit(&own.words, hit.last).is_some_and(|word| alike(&word)))
        .collect();
    let hit = match (same.as_slice(), old.as_slice()) {
        ([one], _) => *one,
        ([], [one]) => one,
        _ => return None,
    };
    let mut words = own.words[..hit.first].to_vec();
    words.extend_from_slice(&next.words[new.first..new.last]);
    let mut rest = hit.last;
    // `Five days.` — `Sorry, two weeks.`
    if let (Some(counted), Some(_)) = (counted, unit(&own.words, hit.last)) {
        words.push(counted);
        rest += 1;
    }
    words.extend_from_slice(&own.words[rest..]);
    Some((words, next.words[new.first].clone()))
}

fn is_unit(word: &Word) -> bool {
    UNITS.contains(&singular(word))
}

fn singular(word: &Word) -> &str {
    word.text.strip_suffix('s').unwrap_or(&word.text)
}
