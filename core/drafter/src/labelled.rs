//! Short replies to open questions, which stand behind a label.

use praxis_domain::scribe::{
    drugs::is_drug,
    model::{EvidenceSpan, Speaker},
    numbers,
    polarity::has_cue,
    words::Kind,
};

use crate::{
    candidates::{Origin, has},
    clean::clean,
    polish::{finish, join, with_digits},
    text::{Sentence, is_listening},
};

/// Questions that a label stands for, by a word or two in them.
const LABELS: [(&[&[&str]], &str); 7] = [
    (
        &[&["how", "long"], &["when", "did"], &["when", "start"]],
        "Onset",
    ),
    (
        &[
            &["scale", "10"],
            &["scale", "ten"],
            &["rate", "pain"],
            &["pain", "score"],
            &["out", "ten", "pain"],
        ],
        "Pain severity",
    ),
    (
        &[
            &["where", "hurt"],
            &["where", "pain"],
            &["where", "located"],
            &["which", "knee"],
            &["which", "shoulder"],
            &["which", "side"],
            &["left", "or", "right"],
        ],
        "Location",
    ),
    (&[&["any", "allergies"], &["allergic", "to"]], "Allergies"),
    (
        &[&["any", "surgeries"], &["had", "surgery"]],
        "Surgical history",
    ),
    (
        &[&["what", "medications"], &["which", "medications"]],
        "Medications",
    ),
    (
        &[
            &["what", "do", "for", "work"],
            &["for", "living"],
            &["kind", "of", "work"],
        ],
        "Occupation",
    ),
];

/// A short reply to an open question stands behind a label: `Onset: since Monday.`
pub fn label(
    sentence: &Sentence,
    asked: Option<&Sentence>,
) -> Option<(String, Origin, Vec<EvidenceSpan>)> {
    let question = asked.filter(|asked| asked.speaker == Speaker::Clinician && asked.last)?;
    let words = clean(&sentence.words);
    let first = words.first()?;
    let short = words.iter().filter(|word| word.is_spoken()).count() <= 9;
    let persons = [
        "i", "i'm", "i've", "my", "we", "you", "he", "she", "no", "not", "it's", "it", "yes",
        "yeah", "that", "that's", "there", "the",
    ];
    if !short
        || sentence.question
        || persons.contains(&first.text.as_str())
        || has_cue(&words)
        || is_listening(sentence)
        || sentence.open && words.len() < 2
    {
        return None;
    }
    let (_, name) = LABELS.iter().find(|(patterns, _)| {
        patterns
            .iter()
            .any(|pattern| pattern.iter().all(|part| has(&question.words, &[part])))
    })?;
    let measured =
        words.iter().any(|word| word.kind == Kind::Number) || !numbers::find(&words).is_empty();
    let timed = has(
        &words,
        &[
            "ago",
            "yesterday",
            "today",
            "since",
            "last",
            "week",
            "weeks",
            "days",
            "months",
            "years",
            "month",
            "year",
            "morning",
            "night",
            "days",
        ],
    );
    let fits = match *name {
        "Onset" => timed,
        "Pain severity" => measured,
        "Location" => {
            has(
                &words,
                &[
                    "left", "right", "inside", "outside", "side", "back", "front", "lower",
                    "upper", "both", "here",
                ],
            ) && !has(&words, &["here"])
        }
        "Allergies" | "Medications" => words.iter().any(|word| is_drug(&word.text)),
        _ => words.len() >= 2,
    };
    if !fits || has(&words, &["you", "your", "i", "i'm", "my", "me"]) {
        return None;
    }
    let mut spans = question.spans.clone();
    spans.extend(sentence.spans.iter().cloned());
    Some((
        finish(&format!("{name}: {}", join(&with_digits(&words)))),
        Origin::Labelled,
        spans,
    ))
}
