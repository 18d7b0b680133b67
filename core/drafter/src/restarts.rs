//! False starts, repetitions and what a speaker takes back.

use praxis_domain::scribe::{
    drugs::is_drug,
    numbers,
    words::{Kind, Word},
};

/// Words that cannot end a phrase.
const DANGLING: [&str; 30] = [
    "a", "an", "the", "of", "to", "in", "on", "at", "for", "with", "is", "are", "was", "were",
    "no", "any", "some", "my", "your", "his", "her", "their", "and", "or", "have", "has", "had",
    "which", "that", "if",
];

/// `he just, he thinks`: a subject with a word or two that begins again behind a comma.
fn false_start(words: &[Word], comma: usize) -> Option<usize> {
    if words[comma].text != "," {
        return None;
    }
    let head = |at: usize| {
        let text = words.get(at)?.text.as_str();
        Some(text.split('\'').next().unwrap_or(text))
    };
    let before = words[..comma].iter().rposition(|word| word.text == ",");
    let begin = before.map_or(0, |at| at + 1);
    let subject = head(begin).filter(|text| REPEATED.contains(text))?;
    let well = usize::from(head(comma + 1) == Some("well"));
    let again = head(comma + 1 + well) == Some(subject);
    let meant = words[begin..comma].iter().any(|word| {
        word.kind == Kind::Number
            || word.text.ends_with("n't")
            || MEANT.contains(&word.text.as_str())
    });
    (again && comma - begin <= 3 && !meant).then_some(begin)
}

/// `I even I have`, and `it you are` at the head: the first subject was a false start.
fn subject_again(words: &mut Vec<Word>) {
    let is = |words: &[Word], at: usize, list: &[&str]| {
        words
            .get(at)
            .is_some_and(|word| list.contains(&word.text.as_str()))
    };
    let mut at = 0;
    while at + 2 < words.len() {
        let adverb = is(words, at + 1, &["even", "just", "really", "also", "kind"]);
        let same = words[at].text == words[at + 2].text && is(words, at, &REPEATED);
        if adverb && same {
            words.drain(at..at + 2);
        } else {
            at += 1;
        }
    }
    let stray = is(words, 0, &["it", "i", "we", "they"]);
    if stray && is(words, 1, &["you", "you're", "she", "he", "she's", "he's"]) {
        words.remove(0);
    }
}

/// Subjects that a false start repeats.
const REPEATED: [&str; 8] = ["i", "he", "she", "it", "they", "we", "you", "there"];

/// Words that make even a short clause worth keeping.
const MEANT: [&str; 12] = [
    "no", "not", "never", "said", "say", "says", "told", "think", "felt", "feel", "hurt", "hurts",
];

/// `there is no, there is a little`: a phrase that breaks off before it begins again. A comma there is only a pause.
pub fn restart(words: &mut Vec<Word>) {
    subject_again(words);
    let mut at = 1;
    while at + 1 < words.len() {
        if let Some(begin) = false_start(words, at) {
            words.drain(begin..=at);
            at = begin.max(1);
            continue;
        }
        let lone_no = at == 1 && words[0].text == "no";
        let dangling = words[at].text == "," && DANGLING.contains(&words[at - 1].text.as_str());
        if !dangling || lone_no {
            at += 1;
            continue;
        }
        // `there is no, there's no` begins again as well.
        let head = |at: usize| words[at].text.split('\'').next().unwrap_or_default();
        let next = head(at + 1);
        let again = (at.saturating_sub(6)..at)
            .rev()
            .find(|first| head(*first) == next && (next.len() > 1 || next == "i"));
        match again {
            Some(first) => {
                words.drain(first..=at);
                at = first.max(1);
            }
            None if breaks_off(words, at) => {
                words.drain(..=at);
                at = 1;
            }
            None => drop(words.remove(at)),
        }
    }
}

/// `I do not see any, there is a little`: what was begun at the head is never said.
fn breaks_off(words: &[Word], comma: usize) -> bool {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    comma <= 6
        && matches!(text(comma - 1), "any" | "a" | "an" | "the" | "some")
        && matches!(text(comma + 1), "there" | "there's")
        && !words[..comma].iter().any(|word| word.text == ",")
}

/// What says that the words before are taken back.
const TAKEN_BACK: [&str; 7] = [
    "no",
    "sorry",
    "rather",
    "wait",
    "correction",
    "actually",
    "scratch",
];

/// `the left, no, sorry, the right knee`: what is taken back goes.
pub fn correct(words: &mut Vec<Word>) {
    for at in (0..words.len()).rev() {
        let Some(class) = words.get(at).and_then(value_class) else {
            continue;
        };
        let window = &words[at + 1..words.len().min(at + 8)];
        let same = |word| value_class(word) == Some(class);
        let Some(second) = window.iter().position(same) else {
            continue;
        };
        let until = at + 1 + second;
        let back = match class {
            Class::Drug => excuses(&window[..second]),
            Class::Side | Class::Number => takes_back(&window[..second]),
        };
        if words[until].text != words[at].text && back {
            // `twenty five, sorry, thirty`: both words of the number go.
            let begin = words[..at]
                .iter()
                .rposition(|word| class == Class::Side || value_class(word) != Some(class))
                .map_or(0, |before| before + 1);
            // Only the value itself and the words of taking back go; `knee` may stand between.
            words.drain(begin..until);
        }
    }
}

/// `penicillin , i'm sorry , amoxicillin`: a plain `no` may as well forbid the other drug.
fn excuses(between: &[Word]) -> bool {
    between.len() <= 5
        && (0..between.len()).any(|at| {
            means(between, at) || matches!(between[at].text.as_str(), "sorry" | "correction")
        })
}

/// True when the words between two values of a kind take the first one back.
fn takes_back(between: &[Word]) -> bool {
    if (0..between.len()).any(|at| means(between, at)) {
        return true;
    }
    let comma = between.iter().any(|word| word.text == ",");
    let back = between
        .iter()
        .position(|word| TAKEN_BACK.contains(&word.text.as_str()));
    back.is_some_and(|back| back <= 3 && (comma || between.len() <= 4 || back == 0))
}

/// `twenty , i mean , thirty`: right before the other value it takes back, elsewhere it only holds a place.
fn means(between: &[Word], at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| between[at].text.as_str());
    between[at].text == "mean" && before == Some("i") && between.len() - at <= 3
}

/// What can be taken back alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Side,
    Number,
    Drug,
}

fn value_class(word: &Word) -> Option<Class> {
    match word.text.as_str() {
        "left" | "right" => Some(Class::Side),
        text if word.kind == Kind::Number || numbers::is_number_word(text) => Some(Class::Number),
        text if is_drug(text) => Some(Class::Drug),
        _ => None,
    }
}

/// Words said twice in a row are said once, numbers excepted.
pub fn collapse(words: &mut Vec<Word>) {
    for size in (1..=7).rev() {
        let mut at = 0;
        while at + size * 2 <= words.len() {
            let comma = usize::from(words.get(at + size).is_some_and(|word| word.text == ","));
            let second = at + size + comma;
            let Some(next) = words.get(second..second + size) else {
                break;
            };
            let first = &words[at..at + size];
            // `I, I've` repeats as well.
            let longer = |a: &Word, b: &Word| {
                size == 1
                    && b.text
                        .strip_prefix(a.text.as_str())
                        .is_some_and(|rest| rest.starts_with('\''))
            };
            let same = first
                .iter()
                .zip(next)
                .all(|(a, b)| (a.text == b.text || longer(a, b)) && a.is_spoken());
            let number = first
                .iter()
                .all(|word| word.kind == Kind::Number || numbers::is_number_word(&word.text));
            let grammar =
                size == 1 && comma == 0 && matches!(first[0].text.as_str(), "had" | "that");
            if same && !number && !grammar {
                words.drain(at..second);
            } else {
                at += 1;
            }
        }
    }
}
