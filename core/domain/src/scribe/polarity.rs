//! Yes and no: what a negation covers, and whether an answer says yes.

use super::numbers::is_number_word;
use super::words::{Kind, Word};

/// Whether something is said to be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    /// It is so.
    Affirmed,
    /// It is not so.
    Negated,
    /// A reader cannot tell.
    Unclear,
}

const CUES: [&str; 26] = [
    "no", "not", "never", "none", "without", "denies", "denied", "deny", "denying", "negative",
    "absent", "nor", "neither", "cannot", "nope", "nah", "isn't", "unable", "nobody", "nothing",
    "nil", "lacks", "aint", "hardly", "free", "rarely",
];

/// Words after which a negation has ended.
const ENDS: [&str; 28] = [
    "some",
    "but",
    "however",
    "except",
    "though",
    "although",
    "because",
    "reports",
    "endorses",
    "admits",
    "states",
    "notes",
    "complains",
    "just",
    "only",
    "then",
    "so",
    "since",
    "reported",
    "denies",
    "okay",
    "yeah",
    "yes",
    "positive",
    "otherwise",
    "whereas",
    "until",
    "unless",
];

/// Subjects: one that follows a negated phrase opens a clause of its own.
const SUBJECTS: [&str; 17] = [
    "i", "he", "she", "they", "we", "you", "i'm", "he's", "she's", "i've", "it's", "there's",
    "patient", "you're", "they're", "we're", "it",
];

/// True when the word itself negates.
pub fn is_cue(words: &[Word], at: usize) -> bool {
    let text = words[at].text.as_str();
    let next = words.get(at + 1).map_or("", |word| word.text.as_str());
    let before = at.checked_sub(1).map_or("", |at| words[at].text.as_str());
    match text {
        // `no doubt`, `not only` and `no longer hurts any less` say nothing about what follows.
        "no" if matches!(next, "doubt" | "problem" | "wonder" | "worries") => false,
        "no" if corrects(words, at) => false,
        "not" if matches!(next, "only" | "sure" | "certain") => false,
        "free" => next == "of",
        "negative" => next != "pressure",
        "unable" | "hardly" | "rarely" => false,
        "denies" | "denied" => before != "not",
        _ => text.ends_with("n't") || CUES.contains(&text),
    }
}

/// `twenty , no , sorry , forty`: the number is taken back, and nothing is negated.
fn corrects(words: &[Word], at: usize) -> bool {
    let number = |word: &&Word| word.kind == Kind::Number || is_number_word(&word.text);
    let spoken = |word: &&Word| word.is_spoken();
    let mut behind = words[at + 1..].iter().filter(spoken);
    let excuse = behind
        .next()
        .is_some_and(|word| matches!(word.text.as_str(), "sorry" | "wait"));
    let before = words[..at].iter().rev().find(spoken);
    excuse && before.as_ref().is_some_and(number) && behind.next().as_ref().is_some_and(number)
}

fn ends_sentence(word: &Word) -> bool {
    word.kind == Kind::Mark && matches!(word.text.as_str(), "." | "?" | "!" | ";" | "...")
}

/// For every word, whether a negation covers it.
pub fn scopes(words: &[Word]) -> Vec<bool> {
    let mut covered = vec![false; words.len()];
    let mut open: Option<usize> = None;
    for at in 0..words.len() {
        let word = &words[at];
        if let Some(cue) = open {
            // `no i have a cough` answers and goes on; `have n't i` is one clause.
            let answers = matches!(words[cue].text.as_str(), "no" | "nope" | "nah");
            let subject = SUBJECTS.contains(&word.text.as_str())
                && (at > cue + 1 || answers)
                && !is_filler(words, at)
                && !follows_link(words, at);
            let comma =
                word.text == "," && !list_goes_on(&words[at + 1..]) && !hesitates(words, cue, at);
            if ends_sentence(word) || subject || comma || ENDS.contains(&word.text.as_str()) {
                open = None;
            }
        }
        if is_cue(words, at) {
            open = Some(at);
            cover_back(words, at, &mut covered);
        }
        covered[at] = open.is_some();
    }
    covered
}

/// `you know` holds a place and opens no clause.
fn is_filler(words: &[Word], at: usize) -> bool {
    let next = words.get(at + 1).map_or("", |word| word.text.as_str());
    words[at].text == "you" && next == "know"
}

/// `not that I know of`, `do not think it is`: the subject belongs to the negated clause.
fn follows_link(words: &[Word], at: usize) -> bool {
    // A subject said twice, `as i i press`, is one subject.
    let said = words[..at]
        .iter()
        .rposition(|word| word.text != words[at].text);
    let Some(before) = said.map(|before| words[before].text.as_str()) else {
        return false;
    };
    [
        "that", "think", "if", "when", "believe", "see", "feel", "know", "like", "as", "where",
        "what", "want",
    ]
    .contains(&before)
        || before.ends_with("n't")
}

/// `there is no , um , fracture`: the speaker looks for the word that the negation waits for.
fn hesitates(words: &[Word], cue: usize, comma: usize) -> bool {
    let before = cue.checked_sub(1).map_or("", |at| words[at].text.as_str());
    let next = words.get(comma + 1).map_or("", |word| word.text.as_str());
    matches!(before, "there's" | "is" | "are" | "was" | "were")
        && !SUBJECTS.contains(&next)
        && next != "there"
        && words[cue + 1..comma]
            .iter()
            .all(|word| word.kind == Kind::Mark || matches!(word.text.as_str(), "um" | "uh"))
}

/// After a comma a negated list goes on with bare nouns: `no fever, chills or cough`.
fn list_goes_on(rest: &[Word]) -> bool {
    let until = rest.iter().take_while(|word| word.kind != Kind::Mark);
    let clause: Vec<&str> = until.map(|word| word.text.as_str()).collect();
    const VERBS: [&str; 24] = [
        "is", "are", "was", "were", "has", "have", "had", "does", "did", "do", "there", "reports",
        "will", "would", "can", "takes", "feels", "gets", "hurts", "started", "which", "got",
        "felt", "and's",
    ];
    clause.len() <= 7
        && !clause
            .iter()
            .any(|word| VERBS.contains(word) || SUBJECTS.contains(word))
}

/// `fever: none`, `murmur was absent`, `strep is negative`: the negation stands behind what it covers.
fn cover_back(words: &[Word], cue: usize, covered: &mut [bool]) {
    let Some(before) = cue.checked_sub(1) else {
        return;
    };
    let link = words[before].text.as_str();
    let behind = matches!(
        words[cue].text.as_str(),
        "negative" | "absent" | "none" | "no" | "denied" | "nil"
    );
    let linked =
        link == ":" || (matches!(link, "is" | "are" | "was" | "were") && words[cue].text != "no");
    if !behind || !linked {
        return;
    }
    for at in (0..before).rev() {
        if words[at].kind == Kind::Mark && words[at].text != "," {
            return;
        }
        covered[at] = true;
    }
}

/// True when any word of the text negates.
pub fn has_cue(words: &[Word]) -> bool {
    (0..words.len()).any(|at| is_cue(words, at))
}

#[cfg(test)]
mod tests {
    use super::super::words::split;
    use super::*;

    fn negated(text: &str, word: &str) -> bool {
        let words = split(text);
        let at = words.iter().position(|w| w.text == word).unwrap();
        scopes(&words)[at]
    }

    #[test]
    fn knows_what_a_negation_covers() {
        for (text, word, expected) in [
            ("Denies fever, chills, or cough.", "cough", true),
            ("No fever but has a cough.", "cough", false),
            ("i have n't had a fever i have a cough", "cough", false),
            ("i have n't had a fever i have a cough", "fever", true),
            ("Lungs are clear without wheezes.", "wheezes", true),
            ("Lungs are clear without wheezes.", "clear", false),
            ("Strep test is negative.", "strep", true),
            ("Fever: none.", "fever", true),
            ("no doubt it is a fever", "fever", false),
            ("He denies chest pain. He reports nausea.", "nausea", false),
            ("No chest pain, he reports nausea.", "nausea", false),
            ("I do not think it is broken", "broken", true),
            ("i do n't want you to be alarmed", "alarmed", true),
            ("no i have a stuffy nose", "nose", false),
            (
                "there's no , um , fracture or there's an effusion",
                "fracture",
                true,
            ),
            ("no , i think there's a fracture", "fracture", false),
            ("there is no , uh , there's a little pain", "little", false),
            ("no fever i have a cough", "fever", true),
            ("there is no tenderness as i i press on it", "press", true),
            ("he did n't want to you know carry it", "carry", true),
            (
                "twenty , no , sorry , forty milligrams",
                "milligrams",
                false,
            ),
            ("no , sorry , no fever", "fever", true),
            ("two days , no , sorry , no fever", "fever", true),
            ("not cushing's , and we're ruling it out", "ruling", false),
        ] {
            assert_eq!(negated(text, word), expected, "{text} / {word}");
        }
    }
}
