//! Splits what was said into words that know their place.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters, perhaps with apostrophes and hyphens inside.
    Word,
    /// Begins with a digit.
    Number,
    /// A word that breaks off: `mon-`.
    Cut,
    /// Punctuation; the text is one character, or `...`.
    Mark,
}

/// One token of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Lower case, contractions joined (`do n't` becomes `don't`).
    pub text: String,
    /// First character, counted in Unicode code points from 0.
    pub start: u32,
    /// One past the last character, counted in Unicode code points.
    pub end: u32,
    /// What it is.
    pub kind: Kind,
}

impl Word {
    /// True for everything but punctuation.
    pub fn is_spoken(&self) -> bool {
        self.kind != Kind::Mark
    }
}

/// Pairs that tokenised corpora write apart.
const JOINED: [(&str, &str); 8] = [
    ("gon", "na"),
    ("wan", "na"),
    ("got", "ta"),
    ("lem", "me"),
    ("gim", "me"),
    ("can", "not"),
    ("cam", "not"),
    ("kin", "da"),
];

/// Splits a text into words and marks.
pub fn split(text: &str) -> Vec<Word> {
    let chars: Vec<char> = text.chars().collect();
    let mut words: Vec<Word> = Vec::with_capacity(chars.len() / 4);
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        let kind = if chars[at].is_whitespace() {
            at += 1;
            continue;
        } else if chars[at].is_ascii_digit() {
            at = number_end(&chars, at);
            Kind::Number
        } else if is_letter(chars[at]) || starts_contraction(&chars, at) {
            at = word_end(&chars, at);
            word_kind(&chars, &mut at)
        } else if chars[at] == '%' {
            at += 1;
            Kind::Word
        } else {
            at = mark_end(&chars, at);
            Kind::Mark
        };
        push(&mut words, &chars, start, at, kind);
    }
    words
}

/// Letters of any alphabet, and the marks that sit on them when a text is decomposed.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '\u{2019}'
}

/// `'s` and `'m` standing alone belong to the word before them.
fn starts_contraction(chars: &[char], at: usize) -> bool {
    is_apostrophe(chars[at]) && chars.get(at + 1).is_some_and(|c| c.is_alphabetic())
}

fn word_end(chars: &[char], mut at: usize) -> usize {
    at += 1;
    while at < chars.len() {
        let inner = is_apostrophe(chars[at]) || chars[at] == '-';
        let goes_on = chars.get(at + 1).is_some_and(|c| is_letter(*c));
        if is_letter(chars[at]) {
            at += 1;
        } else if inner && goes_on {
            at += 2;
        } else {
            break;
        }
    }
    at
}

/// A hyphen after a word with nothing behind it marks a word that breaks off.
fn word_kind(chars: &[char], at: &mut usize) -> Kind {
    let hyphen = chars.get(*at) == Some(&'-') && chars.get(*at + 1) != Some(&'-');
    if hyphen {
        *at += 1;
        return Kind::Cut;
    }
    Kind::Word
}

fn number_end(chars: &[char], mut at: usize) -> usize {
    while at < chars.len() {
        let inner = matches!(chars[at], '.' | ',' | '/' | ':');
        let goes_on = chars.get(at + 1).is_some_and(char::is_ascii_digit);
        if chars[at].is_ascii_digit() {
            at += 1;
        } else if inner && goes_on {
            at += 2;
        } else {
            break;
        }
    }
    let tail: String = chars[at..]
        .iter()
        .take(3)
        .collect::<String>()
        .to_lowercase();
    let ordinal = ["st", "nd", "rd", "th", "s"].iter().find(|suffix| {
        tail.strip_prefix(**suffix)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    at + ordinal.map_or(0, |suffix| suffix.len())
}

fn mark_end(chars: &[char], at: usize) -> usize {
    if chars[at] != '.' {
        return at + 1;
    }
    let dots = chars[at..].iter().take_while(|c| **c == '.').count();
    at + if dots >= 2 { dots } else { 1 }
}

fn push(words: &mut Vec<Word>, chars: &[char], start: usize, end: usize, kind: Kind) {
    let mut text = String::with_capacity(end - start);
    for c in &chars[start..end] {
        if is_apostrophe(*c) {
            text.push('\'');
        } else {
            text.extend(c.to_lowercase());
        }
    }
    if kind == Kind::Cut {
        text.pop();
    }
    if kind == Kind::Mark && text.len() > 1 && text.starts_with('.') {
        text = "...".to_owned();
    }
    let end = u32::try_from(end).unwrap_or(u32::MAX);
    if joins(words.last(), &text, kind) {
        if let Some(last) = words.last_mut() {
            last.text.push_str(&text);
            last.end = end;
        }
        return;
    }
    words.push(Word {
        text: without_stutter(text),
        start: u32::try_from(start).unwrap_or(u32::MAX),
        end,
        kind,
    });
}

fn joins(last: Option<&Word>, text: &str, kind: Kind) -> bool {
    let Some(last) = last else { return false };
    if last.kind != Kind::Word || kind != Kind::Word {
        return false;
    }
    text == "n't"
        || (text.starts_with('\'') && text.len() <= 3)
        || JOINED.contains(&(last.text.as_str(), text))
}

/// `i-i` and `y-you` are one word said twice.
fn without_stutter(text: String) -> String {
    let Some((head, tail)) = text.rsplit_once('-') else {
        return text;
    };
    // `uh-uh` is an answer.
    if matches!(head, "uh" | "mm" | "huh" | "nuh") {
        return text;
    }
    let first = head.split('-').next().unwrap_or(head);
    let repeats = tail.starts_with(first) && (first.len() <= 2 || first == tail);
    if repeats && !tail.is_empty() {
        return tail.to_owned();
    }
    text
}

/// The part of a text between two places, counted in code points; `None` when the range is not in it.
pub fn slice(text: &str, start: u32, end: u32) -> Option<&str> {
    if start >= end {
        return None;
    }
    let mut offsets = text
        .char_indices()
        .map(|(byte, _)| byte)
        .chain([text.len()]);
    let from = offsets.nth(start as usize)?;
    let to = offsets.nth((end - start - 1) as usize)?;
    text.get(from..to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        split(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn joins_what_corpora_write_apart() {
        assert_eq!(
            texts("i do n't , gon na 're"),
            ["i", "don't", ",", "gonna're"]
        );
        assert_eq!(texts("I can’t"), ["i", "can't"]);
        assert_eq!(texts("i-i had y-you x-ray"), ["i", "had", "you", "x-ray"]);
    }

    #[test]
    fn keeps_numbers_whole() {
        assert_eq!(
            texts("20mg 2/6 1,000 97.2. 6-year-old 3rd 1+"),
            [
                "20", "mg", "2/6", "1,000", "97.2", ".", "6", "-", "year-old", "3rd", "1", "+"
            ]
        );
    }

    #[test]
    fn slices_by_code_points() {
        let text = "Żółć boli";
        for word in split(text) {
            let part = slice(text, word.start, word.end).unwrap();
            assert_eq!(part.to_lowercase(), word.text);
        }
        assert_eq!(slice("abc", 1, 3), Some("bc"));
        assert_eq!(slice("abc", 1, 4), None);
        assert_eq!(slice("abc", 2, 2), None);
        assert_eq!(slice("", 0, 1), None);
    }
}
