//! Which words make a sentence that can be read alone.

use crate::{candidates::Zone, person::is_base};

/// A clause that needs another one, or words without a verb that are no finding.
pub fn is_fragment(words: &[String], clinician: bool, zone: Zone) -> bool {
    const VERBS: [&str; 28] = [
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "should",
        "am",
        "been",
        "feel",
        "feels",
        "hurts",
        "looks",
        "shows",
        "reveals",
        "demonstrates",
        "takes",
        "take",
        "cannot",
        "went",
    ];
    const HANGING: [&str; 25] = [
        "looking",
        "listening",
        "reviewing",
        "to",
        "in",
        "on",
        "at",
        "of",
        "for",
        "with",
        "from",
        "just",
        "like",
        "because",
        "or",
        "than",
        "as",
        "about",
        "lateral",
        "that",
        "which",
        "who",
        "not",
        "even",
        "until",
    ];
    let first = words.first().map_or("", String::as_str);
    let last = words.last().map_or("", String::as_str);
    let verbs = words
        .iter()
        .filter(|word| VERBS.contains(&word.as_str()))
        .count();
    let third = |word: &String| word.strip_suffix('s').is_some_and(is_base);
    let verbal = verbs > 0 || words.iter().any(|word| word.ends_with("ed") || third(word));
    let subjects = words
        .iter()
        .filter(|word| ["i", "you", "he", "she", "they", "it", "we"].contains(&word.as_str()))
        .count();
    let hanging = HANGING.contains(&first) && !(verbal && words.iter().any(|word| word == ","));
    let waits = matches!(
        first,
        "if" | "when" | "because" | "since" | "although" | "while" | "maybe"
    ) && subjects < 2
        && !words.iter().any(|word| word == ",");
    let cut = [
        "and", "or", "but", "the", "a", "to", "of", "with", "is", "was", "i", "my", "your", "that",
        "because", "if", "totally", "like", "very", "some", "be", "so", "it", "then", "about",
        "if", "when", "again", "sudden", "has", "have", "are", "we", "you", "he", "she", "they",
        "for", "from", "in", "does", "do", "did", "just", "only", "by", "an", "which", "who",
        "what", "where", "until", "whether", "as", "than", "into", "becoming",
    ]
    .contains(&last);
    let telegraphic = clinician && (matches!(zone, Zone::Exam | Zone::Results) || first == "no");
    // `As it has been` compares and is whole.
    let compares = words
        .iter()
        .any(|word| matches!(word.as_str(), "as" | "than" | "how"));
    let cut = cut || last == "been" && !compares;
    let answers = !clinician && (first == "not" || answers_alone(words));
    hanging || waits || cut || answers || (!telegraphic && !verbal && subjects == 0)
}

/// `I have not at this point`, `they were last time`: without its question nobody knows what.
fn answers_alone(words: &[String]) -> bool {
    const AUXILIARY: [&str; 12] = [
        "have", "has", "had", "do", "does", "did", "am", "is", "are", "was", "were", "will",
    ];
    const EMPTY: [&str; 17] = [
        "not", "at", "this", "point", "time", "last", "yet", "really", "now", "too", "either",
        "all", "actually", "right", "ever", "that", "yes",
    ];
    matches!(words, [subject, verb, rest @ ..]
        if ["i", "they", "we", "he", "she", "it"].contains(&subject.as_str())
            && AUXILIARY.contains(&verb.as_str())
            && rest.iter().all(|word| EMPTY.contains(&word.as_str())))
}

/// A reply that has a subject of its own can be read without its question.
pub fn stands_alone(words: &[String]) -> bool {
    const SUBJECTS: [&str; 22] = [
        "i",
        "my",
        "we",
        "he",
        "she",
        "they",
        "it",
        "there",
        "the",
        "this",
        "that",
        "no",
        "a",
        "sometimes",
        "when",
        "every",
        "our",
        "these",
        "if",
        "nothing",
        "both",
        "one",
    ];
    let first = words.first().map_or("", String::as_str);
    SUBJECTS.contains(&first)
        || words
            .iter()
            .take(8)
            .any(|word| matches!(word.as_str(), "i" | "my" | "we" | "it" | "he" | "she"))
}
