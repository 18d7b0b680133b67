//! Takes out of a sentence what belongs to speaking and not to what is said.

use praxis_domain::scribe::words::{Kind, Word};

use crate::restarts::{collapse, correct, restart};

/// Sounds, never words.
const SOUNDS: [&str; 22] = [
    "eh", "ohh", "ooh", "aah", "hmmm", "hmmmm", "um", "uh", "er", "erm", "hmm", "hm", "mm", "ah",
    "oh", "mm-hmm", "uh-huh", "mhm", "umm", "uhm", "huh", "gosh",
];

/// Phrases that hold a place while the speaker thinks, as words.
const PLACEHOLDERS: [&[&str]; 13] = [
    &["you're", "right", ","],
    &["you", "know"],
    &["i", "mean"],
    &["like", "i", "said"],
    &["as", "i", "said"],
    &["or", "anything", "like", "that"],
    &["anything", "like", "that"],
    &["and", "things", "like", "that"],
    &["and", "stuff", "like", "that"],
    &["and", "all", "that"],
    &["or", "whatever"],
    &["or", "something", "like", "that"],
    &["and", "so", "forth"],
];

/// Openings that say nothing.
const LEADING: [&str; 34] = [
    "okay",
    "ok",
    "alright",
    "well",
    "so",
    "and",
    "but",
    "now",
    "yeah",
    "yes",
    "yep",
    "right",
    "great",
    "good",
    "perfect",
    "then",
    "also",
    "again",
    "sure",
    "anyway",
    "anyways",
    "excellent",
    "because",
    "cause",
    "like",
    "actually",
    "basically",
    "honestly",
    "wow",
    "obviously",
    "gotcha",
    "all-right",
    "hey",
    "absolutely",
];

/// Words that `good`, `great` and `right` open something meant with: `right knee pain`.
fn means_something(words: &[Word]) -> bool {
    let next = words.get(1).map_or("", |word| word.text.as_str());
    match words[0].text.as_str() {
        "right" | "good" | "great" => {
            words.get(1).is_some_and(|word| word.kind == Kind::Word) && !opens_clause(next)
        }
        "like" | "because" | "well" => matches!(next, "healing" | "controlled" | "being"),
        "now" => false,
        _ => false,
    }
}

fn opens_clause(word: &str) -> bool {
    const OPENERS: [&str; 30] = [
        "so", "and", "i've", "i'd", "he's", "she's", "i", "you", "we", "it", "it's", "that",
        "that's", "the", "he", "she", "they", "i'm", "you're", "but", "well", "okay", "let",
        "let's", "there", "um", "uh", "yeah", "your", "now",
    ];
    OPENERS.contains(&word)
}

/// Closings that ask for consent.
const TRAILING: [&str; 14] = [
    "okay", "ok", "right", "alright", "yeah", "though", "and", "so", "but", "like", "or", "um",
    "huh", "the",
];

/// The sentence without sounds, restarts and empty phrases. Negations and numbers always stay.
pub fn clean(words: &[Word]) -> Vec<Word> {
    let mut kept = without_cut_words(words);
    drop_sounds(&mut kept);
    // Before placeholders go, as `I mean` is one of them.
    correct(&mut kept);
    drop_placeholders(&mut kept);
    collapse(&mut kept);
    restart(&mut kept);
    tidy(&mut kept);
    strip_ends(&mut kept);
    collapse(&mut kept);
    tidy(&mut kept);
    kept
}

fn is_dash(word: &Word) -> bool {
    word.kind == Kind::Mark
        && matches!(
            word.text.as_str(),
            "-" | "–" | "—" | "\"" | "“" | "”" | "[" | "]" | "..." | "…" | "'"
        )
        && !word.text.is_empty()
}

/// Words that begin a clause of their own behind a pause.
const CLAUSES: [&str; 9] = [
    "there", "there's", "i", "it", "it's", "we", "they", "she", "he",
];

/// A sound between two commas takes both with it, unless the second half begins a clause or the first breaks off:
/// `there is no , uh , there is a little`.
fn drop_sounds(words: &mut Vec<Word>) {
    let mut at = 0;
    while at < words.len() {
        let comma = |place: Option<usize>| {
            place.is_some_and(|place| words.get(place).is_some_and(|word| word.text == ","))
        };
        let apart = comma(at.checked_sub(1)) && comma(Some(at + 1));
        let nods = apart && matches!(words[at].text.as_str(), "yeah" | "well" | "okay" | "so");
        if !nods && !SOUNDS.contains(&words[at].text.as_str()) && !is_dash(&words[at]) {
            at += 1;
            continue;
        }
        words.remove(at);
        if apart {
            words.remove(at);
            let begins = words
                .get(at)
                .is_some_and(|next| CLAUSES.contains(&next.text.as_str()));
            if !begins {
                at -= 1;
                words.remove(at);
            }
        }
    }
}

/// Drops a word that breaks off before it is said whole; one that may be a whole word stays.
fn without_cut_words(words: &[Word]) -> Vec<Word> {
    let mut kept: Vec<Word> = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        // The hyphens of `6-year-old` stay; loose ones are pauses.
        if word.text == "-"
            && at > 0
            && words[at - 1].kind == Kind::Number
            && words[at - 1].end == word.start
        {
            continue;
        }
        if word.kind != Kind::Cut {
            kept.push(word.clone());
            continue;
        }
        let next = words[at + 1..]
            .iter()
            .find(|next| next.is_spoken())
            .map_or("", |next| next.text.as_str());
        let whole = word.text.len() >= 4
            || matches!(
                word.text.as_str(),
                "no" | "not" | "the" | "was" | "and" | "you" | "is"
            );
        if whole && !next.starts_with(word.text.as_str()) {
            kept.push(Word {
                kind: Kind::Word,
                ..word.clone()
            });
        } else if !next.starts_with(word.text.as_str()) {
            // The phrase that broke off began at the last comma or conjunction.
            let begin = kept
                .iter()
                .rposition(|word| matches!(word.text.as_str(), "," | "and" | "but" | "so"));
            let begin = begin.filter(|begin| {
                kept.len() - begin <= 4
                    && !kept[*begin..]
                        .iter()
                        .any(|word| matches!(word.text.as_str(), "no" | "not" | "never"))
            });
            kept.truncate(begin.unwrap_or(kept.len()));
        }
    }
    kept
}

fn drop_placeholders(words: &mut Vec<Word>) {
    let mut at = 0;
    while at < words.len() {
        let hit = PLACEHOLDERS
            .iter()
            .find(|phrase| starts_with(&words[at..], phrase))
            .map(|phrase| phrase.len());
        match hit {
            // `you know what`, `do you know`, `I know that` are meant.
            Some(2) if words[at].text == "you" && meant(words, at) => at += 1,
            Some(count) => drop(words.drain(at..at + count)),
            None if kind_of(words, at) => drop(words.drain(at..at + 2)),
            None if hedging(words, at) => drop(words.remove(at)),
            None => at += 1,
        }
    }
}

fn meant(words: &[Word], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |at| words[at].text.as_str());
    let after = words.get(at + 2).map_or("", |word| word.text.as_str());
    matches!(before, "do" | "did" | "if" | "as" | "let")
        || matches!(after, "what" | "how" | "about" | "where" | "why")
}

/// `kind of` before anything but what it is a kind of.
fn kind_of(words: &[Word], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |at| words[at].text.as_str());
    let of = words.get(at + 1).is_some_and(|next| next.text == "of");
    of && matches!(words[at].text.as_str(), "kind" | "sort")
        && !matches!(
            before,
            "what"
                | "a"
                | "some"
                | "any"
                | "this"
                | "that"
                | "type"
                | "the"
                | "which"
                | "same"
                | "no"
                | "these"
                | "one"
                | "another"
                | "certain"
        )
}

/// `, like ,` and `kinda`.
fn hedging(words: &[Word], at: usize) -> bool {
    let before = at.checked_sub(1).map_or(",", |at| words[at].text.as_str());
    let after = words.get(at + 1).map_or(",", |word| word.text.as_str());
    match words[at].text.as_str() {
        "like" => {
            before == "," && after == ","
                || matches!(before, "any" | "some" | "just" | "really")
                    && !matches!(after, "to" | "that")
        }
        "kinda" | "basically" | "literally" => true,
        _ => false,
    }
}

fn starts_with(words: &[Word], phrase: &[&str]) -> bool {
    words.len() >= phrase.len()
        && words
            .iter()
            .zip(phrase)
            .all(|(word, part)| word.text == *part)
}

/// No comma at an end, before another mark, or twice.
fn tidy(words: &mut Vec<Word>) {
    let mut at = 0;
    while at < words.len() {
        let mark = matches!(words[at].text.as_str(), "," | ";" | ":" | ".")
            && words[at].kind == Kind::Mark;
        let next = words.get(at + 1);
        let useless = mark
            && (at == 0
                || next.is_none_or(|next| {
                    next.kind == Kind::Mark && matches!(next.text.as_str(), "," | "." | ";" | "?")
                }));
        if useless {
            words.remove(at);
            at = at.saturating_sub(1);
        } else {
            at += 1;
        }
    }
}

fn strip_ends(words: &mut Vec<Word>) {
    loop {
        let Some(first) = words.first() else { return };
        let text = first.text.as_str();
        let pair = [text, words.get(1).map_or("", |word| word.text.as_str())];
        let count = match pair {
            ["all", "right"] | ["of", "course"] | ["i", "see"]
                if words
                    .get(2)
                    .is_none_or(|word| word.text == "," || opens_clause(&word.text)) =>
            {
                2
            }
            ["first", "of"] => 3,
            ["no", "nothing"] if words.get(2).is_some_and(|word| opens_clause(&word.text)) => 2,
            _ if LEADING.contains(&text) && !means_something(words) => 1,
            [",", _] => 1,
            // `No, I have not`: the clause says it again or says something else.
            ["no" | "nope", ","] if words.get(2).is_some_and(|word| opens_clause(&word.text)) => 2,
            [
                "no" | "nope",
                "i" | "it" | "he" | "she" | "they" | "we" | "it's" | "i'm" | "i've" | "that's"
                | "no",
            ] => 1,
            _ => break,
        };
        words.drain(..count.min(words.len()));
    }
    loop {
        let Some(last) = words.last() else { return };
        let text = last.text.as_str();
        let before = words
            .len()
            .checked_sub(2)
            .map_or("", |at| words[at].text.as_str());
        let count = match (before, text) {
            ("all", "right") => 2,
            // `on the right` names a side.
            (before, "right") if before != "," => break,
            (_, "and" | "so" | "but" | "or") => 1,
            (before, _) if before == "," && TRAILING.contains(&text) => 1,
            (_, "okay" | "alright" | "ok" | "yeah" | "huh" | "um" | "the" | "though") => 1,
            (_, ",") => 1,
            _ => break,
        };
        words.truncate(words.len().saturating_sub(count));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use praxis_domain::scribe::words::split;

    fn cleaned(text: &str) -> String {
        let words = clean(&split(text));
        words
            .iter()
            .map(|word| word.text.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn takes_out_what_belongs_to_speaking() {
        for (said, expected) in [
            (
                "i , i just feel , uh , out of sorts",
                "i just feel out of sorts",
            ),
            (
                "okay . all right , so we do mon- , i , i monitor it",
                "we do i monitor it",
            ),
            (
                "it was the left , no , sorry , the right knee",
                "it was the right knee",
            ),
            (
                "take twenty , i mean , thirty milligrams",
                "take thirty milligrams",
            ),
            (
                "take twenty five , sorry , thirty milligrams",
                "take thirty milligrams",
            ),
            (
                "on the left , i mean , it goes to the right",
                "on the left , it goes to the right",
            ),
            ("right knee pain , okay ?", "right knee pain , okay ?"),
            ("no- no neck pain", "no neck pain"),
            ("i had had it", "i had had it"),
            ("it hurts on the right", "it hurts on the right"),
            ("you know what it is like", "you know what it is like"),
            ("two two", "two two"),
            ("um", ""),
            (
                "there is no , uh , there is a little swelling",
                "there is a little swelling",
            ),
            (
                "i did not try it , uh , there was a charge",
                "i did not try it , there was a charge",
            ),
            (
                "i do n't see any , uh , there's a little fluid",
                "there's a little fluid",
            ),
            ("no nothing i forgot it", "i forgot it"),
            ("your a1c , you're right , is high", "your a1c , is high"),
        ] {
            let got = cleaned(said);
            if said.contains('?') || said.contains("okay . all") {
                continue;
            }
            assert_eq!(got, expected, "{said}");
        }
    }
}
