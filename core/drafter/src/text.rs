//! From segments to sentences that know their place.

use praxis_domain::scribe::{
    answers::is_question,
    drugs::is_drug,
    model::{EvidenceSpan, Speaker, Transcript},
    numbers,
    words::{Kind, Word, split},
};

use crate::{
    model::Boundaries,
    seams::{DOSES, by_model},
};

/// One sentence of the conversation, before anything is rewritten.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Who says it.
    pub speaker: Speaker,
    /// The segment that it begins in.
    pub segment: u32,
    /// Its words and marks, without the mark that ends it.
    pub words: Vec<Word>,
    /// Where it stands; two spans when somebody interrupts.
    pub spans: Vec<EvidenceSpan>,
    /// It asks something.
    pub question: bool,
    /// A mark says that it asks.
    pub marked: bool,
    /// It is the last of its segment.
    pub last: bool,
    /// It breaks off.
    pub open: bool,
}

/// Stands where a speaker paused; it is no part of what is said.
pub const PAUSE: &str = "\u{2}";

/// Words of a transcript with fewer marks than one in this many have none that could be used.
const WORDS_PER_MARK: usize = 60;

/// Longest sentence that marks may make before it is searched for seams.
const LONG: usize = 22;

/// Splits a conversation into sentences.
pub fn sentences(transcript: &Transcript, boundaries: &Boundaries) -> Vec<Sentence> {
    let words: Vec<Vec<Word>> = transcript
        .segments
        .iter()
        .map(|segment| split(&segment.text))
        .collect();
    let marks = words.iter().flatten().filter(|word| ends(word)).count();
    let spoken = words
        .iter()
        .flatten()
        .filter(|word| word.is_spoken())
        .count();
    let marked = marks * WORDS_PER_MARK >= spoken;
    let mut all: Vec<Sentence> = Vec::new();
    for (segment, words) in transcript.segments.iter().zip(&words) {
        let continues = words
            .first()
            .is_some_and(|word| word.text == "." || word.text == ",");
        let mut parts = if marked {
            by_marks(words, boundaries)
        } else {
            by_model(words, boundaries, 0.5)
        };
        let mut made: Vec<Sentence> = parts
            .drain(..)
            .filter(|range| range.0 < range.1)
            .filter_map(|range| sentence(segment.speaker, segment.index, &words[range.0..range.1]))
            .collect();
        if let Some(last) = made.last_mut() {
            last.last = true;
        }
        if continues && !made.is_empty() && resume(&mut all, &made[0]) {
            made.remove(0);
        }
        with_doses(&mut made);
        all.extend(made);
    }
    all
}

/// A mark that ends a sentence.
pub fn ends(word: &Word) -> bool {
    word.kind == Kind::Mark && matches!(word.text.as_str(), "." | "?" | "!")
}

/// Words whose stop ends no sentence.
pub const ABBREVIATIONS: [&str; 9] = ["q", "dr", "mr", "mrs", "ms", "st", "vs", "approx", "prof"];

fn by_marks(words: &[Word], boundaries: &Boundaries) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |at| words[at].text.as_str());
        if ends(word) && !(word.text == "." && ABBREVIATIONS.contains(&before)) {
            add_part(words, (from, at + 1), boundaries, &mut parts);
            from = at + 1;
        }
    }
    add_part(words, (from, words.len()), boundaries, &mut parts);
    parts
}

fn add_part(
    words: &[Word],
    part: (usize, usize),
    boundaries: &Boundaries,
    parts: &mut Vec<(usize, usize)>,
) {
    if part.1 - part.0 <= LONG {
        parts.push(part);
        return;
    }
    let inner = by_model(&words[part.0..part.1], boundaries, 0.75);
    parts.extend(
        inner
            .into_iter()
            .map(|(from, to)| (from + part.0, to + part.0)),
    );
}

fn sentence(speaker: Speaker, segment: u32, words: &[Word]) -> Option<Sentence> {
    let from = words.iter().position(Word::is_spoken)?;
    let to = words.iter().rposition(Word::is_spoken)? + 1;
    let marked = words[to..].iter().any(|word| word.text == "?");
    let end = words[words.len() - 1].end;
    Some(Sentence {
        speaker,
        segment,
        question: marked || is_question(&words[from..to]),
        marked,
        last: false,
        open: words[to - 1].kind == Kind::Cut || words[to..].iter().all(|word| word.text == PAUSE),
        spans: vec![EvidenceSpan {
            segment,
            start: words[from].start,
            end,
        }],
        words: words[from..to]
            .iter()
            .filter(|word| word.text != PAUSE)
            .cloned()
            .collect(),
    })
}

/// What counts as listening.
const LISTENING: [&str; 19] = [
    "mm-hmm", "okay", "ok", "yeah", "right", "sure", "uh-huh", "hmm", "alright", "mhm", "great",
    "good", "all", "yes", "perfect", "mm", "gotcha", "got", "it",
];

/// True when the sentence only shows that somebody listens.
pub fn is_listening(sentence: &Sentence) -> bool {
    listens(&sentence.words)
}

/// True when none of the words says more than that somebody listens.
pub fn listens(words: &[Word]) -> bool {
    words
        .iter()
        .all(|word| !word.is_spoken() || LISTENING.contains(&word.text.as_str()))
}

/// `Start metformin. 500 mg twice a day.`: a dose alone belongs to the drug that was named right before.
fn with_doses(made: &mut Vec<Sentence>) {
    let mut at = 1;
    while at < made.len() {
        let is = |word: &Word| is_drug(&word.text);
        let words = &made[at].words;
        let head = words.iter().take(6).map(|word| word.text.as_str());
        let unit = head.clone().position(|text| DOSES.contains(&text));
        let counted = words[..unit.unwrap_or(0)]
            .iter()
            .all(|word| word.kind == Kind::Number || numbers::is_number_word(&word.text));
        let dose = unit.is_some_and(|unit| unit > 0) && counted && !words.iter().any(is);
        let before = &made[at - 1];
        let named = before.words.last().is_some_and(is) && !before.marked && !made[at].marked;
        if dose && named {
            let rest = made.remove(at);
            made[at - 1].words.push(Word {
                text: ",".to_owned(),
                kind: Kind::Mark,
                ..rest.words[0].clone()
            });
            made[at - 1].words.extend(rest.words);
            made[at - 1].spans.extend(rest.spans);
            made[at - 1].last = rest.last;
            made[at - 1].open = rest.open;
        } else {
            at += 1;
        }
    }
}

/// Joins a sentence that goes on after the other one has said `mm-hmm`.
fn resume(all: &mut [Sentence], rest: &Sentence) -> bool {
    let Some(heard) = all.last() else {
        return false;
    };
    let interrupted =
        heard.speaker != rest.speaker && is_listening(heard) && heard.segment + 1 == rest.segment;
    let before = all.len().checked_sub(2).filter(|_| interrupted);
    let Some(open) = before.and_then(|at| all.get_mut(at)) else {
        return false;
    };
    if open.speaker != rest.speaker || !open.open || open.segment + 2 != rest.segment {
        return false;
    }
    open.words.extend(rest.words.iter().cloned());
    open.spans.extend(rest.spans.iter().cloned());
    open.open = rest.open;
    open.question |= rest.question;
    open.marked |= rest.marked;
    true
}
