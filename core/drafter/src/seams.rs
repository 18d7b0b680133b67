//! Where a run of words without marks is cut into sentences.

use praxis_domain::scribe::{drugs::is_drug, numbers, words::Word};

use crate::{
    model::Boundaries,
    text::{ABBREVIATIONS, PAUSE},
};

/// Longest sentence that is read at once: from here on the next clause begins a sentence of its own.
const RUN_ON: usize = 32;

/// How likely a seam must be where the speaker paused: people also pause in the middle of a sentence.
const PAUSED: f32 = 0.05;

/// Shortest sentence that the model may cut.
const SHORT: usize = 3;

/// The sentences of a run of words, each from its first word to that of the next; `limit` is how likely a seam must be.
pub fn by_model(words: &[Word], boundaries: &Boundaries, limit: f32) -> Vec<(usize, usize)> {
    let spoken: Vec<usize> = (0..words.len())
        .filter(|at| words[*at].is_spoken())
        .collect();
    let texts: Vec<&str> = spoken.iter().map(|at| words[*at].text.as_str()).collect();
    let mut parts = Vec::new();
    let mut first = 0;
    for gap in 1..texts.len() {
        let length = gap - first;
        let between = &words[spoken[gap - 1] + 1..spoken[gap]];
        if between.iter().any(|mark| mark.text == PAUSE)
            && !binds_dose(&texts, gap)
            && boundaries.between(&texts, gap) > PAUSED
        {
            parts.push((spoken[first], spoken[gap]));
            first = gap;
            continue;
        }
        if length < SHORT || texts.len() - gap < 2 || ABBREVIATIONS.contains(&texts[gap - 1]) {
            continue;
        }
        if binds_dose(&texts, gap) {
            continue;
        }
        let likely = boundaries.between(&texts, gap);
        // A sentence that grows long is cut at a weaker seam.
        let grown = limit - 0.012 * (length.saturating_sub(12)) as f32;
        let goes_on = joined_order(&texts, gap) && length >= 8;
        let needed = if is_conditional(&texts[first..=gap], if goes_on { 7 } else { 15 }) {
            0.85
        } else if goes_on {
            0.0
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
    let mut whole = Vec::with_capacity(parts.len());
    for part in parts {
        halve(words, part, &mut whole);
    }
    whole
}

/// Most words of a sentence that has a joint at which it can be halved.
const LONGEST: usize = 38;

/// Words of each half at least.
const HALF: usize = 8;

/// Cuts a run-on at the joint nearest to its middle, again and again; one without a safe joint stays whole.
fn halve(words: &[Word], part: (usize, usize), whole: &mut Vec<(usize, usize)>) {
    let spoken: Vec<usize> = (part.0..part.1)
        .filter(|at| words[*at].is_spoken())
        .collect();
    let texts: Vec<&str> = spoken.iter().map(|at| words[*at].text.as_str()).collect();
    let joint = (HALF..texts.len().saturating_sub(HALF))
        .filter(|gap| texts.len() > LONGEST && is_joint(&texts, *gap))
        .min_by_key(|gap| gap.abs_diff(texts.len() / 2));
    match joint {
        Some(gap) => {
            halve(words, (part.0, spoken[gap]), whole);
            halve(words, (spoken[gap], part.1), whole);
        }
        None => whole.push(part),
    }
}

/// A new subject behind `and`, `but`, `so` or `now`, with no condition before it that may reach over the joint.
fn is_joint(texts: &[&str], gap: usize) -> bool {
    let word = |at: usize| texts.get(at).copied().unwrap_or("");
    let then = usize::from(word(gap + 1) == "then");
    let next = gap + 1 + then;
    let joins = matches!(word(gap), "and" | "but" | "so" | "now" | "otherwise");
    let asks = usize::from(matches!(word(next), "if" | "when"));
    let subject =
        SUBJECTS.contains(&word(next + asks)) || word(next) == "that" && word(next + 1) == "means";
    let strict = ["if", "unless", "whether", "until", "should"];
    let bound = texts[..gap].iter().any(|word| strict.contains(word));
    // `When I press on it and there is …`: what is true at a time reaches less far than what is true on a condition.
    let free = !bound && !is_conditional(&texts[..=gap], 7) || is_going(texts, next);
    // What belongs to a question must not become a statement.
    let asks = texts[..gap].windows(2).any(|pair| {
        matches!(
            pair[0],
            "do" | "did" | "does" | "have" | "are" | "is" | "was"
        ) && matches!(pair[1], "you" | "it" | "that" | "there" | "this" | "they")
    });
    joins && subject && free && !asks
}

/// What depends on a condition must not be cut from it: `if you get a fever you call me`.
///
/// The last of the words is the first behind the gap; `once daily` is no condition.
fn is_conditional(texts: &[&str], reach: usize) -> bool {
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
    let begin = texts.len().saturating_sub(reach);
    texts[begin..].windows(2).any(|pair| {
        conditions.contains(&pair[0]) && !(pair[0] == "once" && OFTEN.contains(&pair[1]))
    })
}

/// `… and then I want to`: a second order behind the first.
fn joined_order(texts: &[&str], gap: usize) -> bool {
    let word = |at: usize| texts.get(at).copied().unwrap_or("");
    let then = usize::from(word(gap + 1) == "then");
    matches!(word(gap), "and" | "so" | "but" | "now") && is_going(texts, gap + 1 + then)
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
pub const DOSES: [&str; 14] = [
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
    is_going(texts, gap) && !BOUND.contains(&texts[gap - 1])
}

fn is_going(texts: &[&str], gap: usize) -> bool {
    let word = |at: usize| texts.get(at).copied().unwrap_or("");
    let adverb = matches!(word(gap + 1), "also" | "just" | "really" | "do" | "then");
    let verb = word(gap + 1 + usize::from(adverb));
    match word(gap) {
        "i'm" | "we're" => matches!(verb, "gonna" | "going"),
        "i" | "we" => matches!(verb, "wanna" | "want" | "will"),
        "i'd" | "we'd" => matches!(verb, "like" | "recommend" | "suggest"),
        "i'll" | "we'll" | "let's" => true,
        _ => false,
    }
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
    // `Now your symptoms`, `otherwise your exam` go on to another thing.
    let turns = matches!(word(gap), "now" | "otherwise")
        && (SUBJECTS.contains(&word(gap + 1)) || matches!(word(gap + 1), "your" | "the" | "on"))
        && !BOUND.contains(&word(gap - 1));
    direct || joined && length >= 7 || turns && length >= 7
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
