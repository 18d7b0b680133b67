//! From segments to sentences that know their place.

use praxis_domain::scribe::{
    answers::is_question,
    drugs::is_drug,
    model::{EvidenceSpan, Speaker, Transcript},
    numbers,
    words::{Kind, Word, split},
};

use crate::model::Boundaries;

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

const ABBREVIATIONS: [&str; 9] = ["q", "dr", "mr", "mrs", "ms", "st", "vs", "approx", "prof"];

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

/// Longest sentence that is read at once: from here on the next clause begins a sentence of its own.
const RUN_ON: usize = 36;

/// Shortest sentence that the model may cut.
const SHORT: usize = 3;

fn by_model(words: &[Word], boundaries: &Boundaries, limit: f32) -> Vec<(usize, usize)> {
    let spoken: Vec<usize> = (0..words.len())
        .filter(|at| words[*at].is_spoken())
        .collect();
    let texts: Vec<&str> = spoken.iter().map(|at| words[*at].text.as_str()).collect();
    let mut parts = Vec::new();
    let mut first = 0;
    for gap in 1..texts.len() {
        let length = gap - first;
        if length < SHORT || texts.len() - gap < 2 || ABBREVIATIONS.contains(&texts[gap - 1]) {
            continue;
        }
        if binds_dose(&texts, gap) {
            continue;
        }
        let likely = boundaries.between(&texts, gap);
        // A sentence that grows long is cut at a weaker seam.
        let grown = limit - 0.012 * (length.saturating_sub(12)) as f32;
        let needed = if is_conditional(&texts[first..=gap]) {
            0.85
        } else if opens_order(&texts, gap) {
            0.02
        } else if length >= RUN_ON && opens_clause(&texts, gap, length) {
            0.0
        } else if opens_clause(&texts, gap, length) {
            0.08
        } else {
            grown.max(0.25)
        };
        let pause = matches!(texts[gap], "okay" | "alright")
            && likely > 0.1
            && !matches!(
                texts[gap - 1],
                "is" | "are"
                    | "be"
                    | "doing"
                    | "feel"
                    | "it's"
                    | "that's"
                    | "an"
                    | "looks"
                    | "was"
                    | "feeling"
                    | "pretty"
            );
        if pause || likely > needed || announces(&texts, gap) {
            parts.push((spoken[first], spoken[gap]));
            first = gap;
        }
    }
    parts.push((spoken.get(first).copied().unwrap_or(0), words.len()));
    parts
}

/// What depends on a condition must not be cut from it: `if you get a fever you call me`.
///
/// The last of the words is the first behind the gap; `once daily` is no condition.
fn is_conditional(texts: &[&str]) -> bool {
    let conditions = [
        "if",
        "unless",
        "whether",
        "in case",
        "when",
        "once",
        "until",
        "should",
        "looking",
        "reviewing",
    ];
    let begin = texts.len().saturating_sub(15);
    texts[begin..].windows(2).any(|pair| {
        conditions.contains(&pair[0]) && !(pair[0] == "once" && OFTEN.contains(&pair[1]))
    })
}

/// What makes `once` a number of times.
const OFTEN: [&str; 8] = [
    "daily", "a", "per", "every", "each", "weekly", "in", "monthly",
];

/// A drug stays with its dose: `protonix it's forty milligrams`.
fn binds_dose(texts: &[&str], gap: usize) -> bool {
    let drug = texts[gap.saturating_sub(3)..gap]
        .iter()
        .any(|word| is_drug(word));
    let behind = &texts[gap..texts.len().min(gap + 7)];
    let unit = behind.iter().position(|word| DOSES.contains(word));
    drug && unit.is_some_and(|unit| {
        !behind[..unit].iter().any(|word| is_drug(word))
            && behind[..unit].iter().any(|word| {
                numbers::is_number_word(word) || word.starts_with(|c: char| c.is_ascii_digit())
            })
    })
}

/// Units in which the dose of a drug is spoken.
const DOSES: [&str; 14] = [
    "mg",
    "milligram",
    "milligrams",
    "mcg",
    "microgram",
    "micrograms",
    "gram",
    "grams",
    "unit",
    "units",
    "puff",
    "puffs",
    "tablet",
    "tablets",
];

/// `I'm gonna`, `we'll`, `I want you to`: what is going to be done begins a sentence of its own.
fn opens_order(texts: &[&str], gap: usize) -> bool {
    let word = |at: usize| texts.get(at).copied().unwrap_or("");
    let going = match word(gap) {
        "i'm" | "we're" => matches!(word(gap + 1), "gonna" | "going"),
        "i" | "we" => matches!(word(gap + 1), "wanna" | "want" | "will"),
        "i'll" | "we'll" | "let's" => true,
        _ => false,
    };
    going && !BOUND.contains(&word(gap - 1))
}

const SUBJECTS: [&str; 21] = [
    "i", "he", "she", "they", "we", "it", "it's", "there's", "i'm", "i've", "you're", "we're",
    "he's", "she's", "that's", "i'd", "i'll", "we'll", "you", "let's", "there",
];

/// Words that hold what follows them in the same sentence.
const BOUND: [&str; 73] = [
    "that",
    "and",
    "but",
    "so",
    "or",
    "what",
    "how",
    "where",
    "which",
    "who",
    "because",
    "think",
    "know",
    "if",
    "when",
    "as",
    "than",
    "while",
    "like",
    "to",
    "of",
    "for",
    "with",
    "since",
    "then",
    "say",
    "said",
    "see",
    "hope",
    "do",
    "does",
    "did",
    "are",
    "have",
    "is",
    "was",
    "were",
    "guess",
    "believe",
    "feel",
    "mean",
    "until",
    "before",
    "after",
    "about",
    "at",
    "in",
    "on",
    "the",
    "a",
    "can",
    "will",
    "should",
    "would",
    "where",
    "why",
    "not",
    "where's",
    "thing",
    "time",
    "sure",
    "where",
    "all",
    "whatever",
    "every",
    "everything",
    "anything",
    "something",
    "any",
    "cause",
    "though",
    "whenever",
    "way",
];

/// A new subject behind a whole clause, perhaps with a conjunction before it.
fn opens_clause(texts: &[&str], gap: usize, length: usize) -> bool {
    let word = |at: usize| texts.get(at).copied().unwrap_or("");
    // `What foods you can eat` is one clause.
    let asked = gap >= 2 && matches!(word(gap - 2), "what" | "which" | "whatever");
    let direct =
        SUBJECTS.contains(&word(gap)) && !asked && !BOUND.contains(&word(gap - 1)) && length >= 5;
    let joined = matches!(word(gap), "and" | "so" | "but")
        && (SUBJECTS.contains(&word(gap + 1))
            || word(gap + 1) == "then" && SUBJECTS.contains(&word(gap + 2)));
    direct || joined && length >= 7
}

/// An examiner goes on to the next part of the body.
fn announces(texts: &[&str], gap: usize) -> bool {
    let word = |at: usize| texts.get(at).copied().unwrap_or("");
    let looks = matches!(word(gap), "looking" | "listening")
        && matches!(word(gap + 1), "at" | "to")
        && matches!(word(gap + 2), "your" | "the");
    let part = word(gap) == "your"
        && PARTS.contains(&word(gap + 1))
        && matches!(
            word(gap + 2),
            "is" | "are" | "has" | "looks" | "look" | "you" | "was" | "extremities" | "legs"
        );
    let bound = [
        "of", "in", "on", "to", "at", "with", "and", "for", "from", "or", "that", "is", "are",
        "when", "but", "if", "so", "because", "my", "over", "by", "see", "take", "got", "have",
    ];
    looks
        && !matches!(
            word(gap - 1),
            "and" | "so" | "are" | "am" | "i'm" | "just" | "you're" | "then" | "on" | "from"
        )
        || part && !bound.contains(&word(gap - 1))
}

/// What is examined.
const PARTS: [&str; 22] = [
    "lungs",
    "heart",
    "abdomen",
    "lower",
    "upper",
    "neck",
    "skin",
    "belly",
    "ears",
    "throat",
    "eyes",
    "pupils",
    "legs",
    "blood",
    "pulse",
    "oxygen",
    "temperature",
    "reflexes",
    "strength",
    "sensation",
    "vitals",
    "respiratory",
];

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
        open: words[to - 1].kind == Kind::Cut || to == words.len(),
        spans: vec![EvidenceSpan {
            segment,
            start: words[from].start,
            end,
        }],
        words: words[from..to].to_vec(),
    })
}

/// What counts as listening.
const LISTENING: [&str; 19] = [
    "mm-hmm", "okay", "ok", "yeah", "right", "sure", "uh-huh", "hmm", "alright", "mhm", "great",
    "good", "all", "yes", "perfect", "mm", "gotcha", "got", "it",
];

/// True when the sentence only shows that somebody listens.
pub fn is_listening(sentence: &Sentence) -> bool {
    sentence
        .words
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
