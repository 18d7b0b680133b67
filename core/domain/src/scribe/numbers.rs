//! Numbers as people say them: `twenty five`, `one fifty over seventy`, `2 out of 6`.

use super::words::{Kind, Word};

/// A number in a sequence of words.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// First word of it.
    pub first: usize,
    /// One past the last word of it.
    pub last: usize,
    /// The value in digits.
    pub value: String,
    /// Whether it was said in words.
    pub spelled: bool,
}

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// The value of a single number word below one hundred.
fn small(word: &str) -> Option<u32> {
    if let Some(at) = ONES.iter().position(|one| *one == word) {
        return u32::try_from(at).ok();
    }
    if let Some(at) = TENS.iter().position(|ten| *ten == word) {
        return u32::try_from(at * 10 + 20).ok();
    }
    let (ten, one) = word.split_once('-')?;
    let ten = small(ten).filter(|ten| *ten >= 20 && ten % 10 == 0)?;
    let one = small(one).filter(|one| (1..10).contains(one))?;
    Some(ten + one)
}

/// True when the word alone is a number word.
pub fn is_number_word(word: &str) -> bool {
    small(word).is_some() || matches!(word, "hundred" | "thousand")
}

/// Reads `twenty five`, `seven`, `ninety-two` and gives the value and the number of words used.
fn below_hundred(words: &[Word]) -> Option<(u32, usize)> {
    let first = small(&words.first()?.text)?;
    if first >= 20 && first % 10 == 0 {
        let one = words.get(1).and_then(|next| small(&next.text));
        if let Some(one) = one.filter(|one| (1..10).contains(one)) {
            return Some((first + one, 2));
        }
    }
    Some((first, 1))
}

/// Reads one spelled whole number.
fn spelled(words: &[Word]) -> Option<(u32, usize)> {
    let (mut value, mut used) = match words.first()?.text.as_str() {
        "a" if words.get(1).is_some_and(|next| is_scale(&next.text)) => (1, 1),
        _ => below_hundred(words)?,
    };
    if value == 0 {
        return Some((0, used));
    }
    match words.get(used).map(|word| word.text.as_str()) {
        Some("hundred") => {
            value *= 100;
            used += 1;
            (value, used) = add_rest(words, value, used);
        }
        Some("thousand") => {
            value *= 1000;
            used += 1;
        }
        _ => {
            // `one fifty` and `nineteen eighty five` leave the hundred out.
            let rest = below_hundred(&words[used..]).filter(|(rest, _)| *rest >= 10);
            let plain = value < 10 || value == 19 || value == 20;
            if let Some((rest, more)) = rest.filter(|_| plain && used == 1) {
                return Some((value * 100 + rest, used + more));
            }
        }
    }
    Some((value, used))
}

fn is_scale(word: &str) -> bool {
    word == "hundred" || word == "thousand"
}

/// The words after `hundred`, with or without `and`.
fn add_rest(words: &[Word], value: u32, used: usize) -> (u32, usize) {
    let skip = usize::from(words.get(used).is_some_and(|word| word.text == "and"));
    let Some(rest) = words.get(used + skip..) else {
        return (value, used);
    };
    match below_hundred(rest) {
        Some((rest, more)) if rest > 0 => (value + rest, used + skip + more),
        _ => (value, used),
    }
}

/// Finds every number, in digits or in words, in order.
pub fn find(words: &[Word]) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if words[at].kind == Kind::Number {
            hits.push(Hit {
                first: at,
                last: at + 1,
                value: words[at].text.replace(',', ""),
                spelled: false,
            });
            at += 1;
            continue;
        }
        let Some((value, used)) = spelled(&words[at..]) else {
            at += 1;
            continue;
        };
        let (value, used) = with_decimals(&words[at..], value, used);
        if !is_pronoun(words, at, used, &value) {
            hits.push(Hit {
                first: at,
                last: at + used,
                value,
                spelled: true,
            });
        }
        at += used;
    }
    hits
}

/// `six point five`: the digits after the point are said one by one.
fn with_decimals(words: &[Word], value: u32, used: usize) -> (String, usize) {
    let mut text = value.to_string();
    if words.get(used).map(|word| word.text.as_str()) != Some("point") {
        return (text, used);
    }
    let mut end = used + 1;
    while let Some(digit) = words.get(end).and_then(|word| small(&word.text)) {
        if end == used + 1 {
            text.push('.');
        }
        text.push_str(&digit.to_string());
        end += 1;
    }
    if end == used + 1 {
        return (text, used);
    }
    (text, end)
}

/// What makes `one` a number and not a pronoun.
const COUNTED: [&str; 42] = [
    "week",
    "weeks",
    "day",
    "days",
    "month",
    "months",
    "year",
    "years",
    "hour",
    "hours",
    "minute",
    "minutes",
    "time",
    "times",
    "tablet",
    "tablets",
    "pill",
    "pills",
    "mg",
    "milligram",
    "milligrams",
    "gram",
    "percent",
    "pack",
    "packs",
    "drink",
    "drinks",
    "glass",
    "puff",
    "puffs",
    "out",
    "over",
    "to",
    "or",
    "plus",
    "unit",
    "capsule",
    "point",
    "cup",
    "teaspoon",
    "half",
    "and",
];

fn is_pronoun(words: &[Word], at: usize, used: usize, value: &str) -> bool {
    if value != "1" || words[at].text != "one" {
        return false;
    }
    let next = words.get(at + used).map(|word| word.text.as_str());
    !next.is_some_and(|next| COUNTED.contains(&next) || next == "-")
}

/// `a week` is one week.
fn counts(next: Option<&Word>) -> bool {
    next.is_some_and(|next| COUNTED.contains(&next.text.as_str()))
}

/// Every value that a listener may have meant: the numbers themselves, the parts of `140/70`, and `1 24/93` as 124/93.
pub fn readings(words: &[Word]) -> Vec<String> {
    let mut all = Vec::new();
    let hits = find(words);
    for (at, hit) in hits.iter().enumerate() {
        all.push(hit.value.clone());
        all.extend(parts(&hit.value).map(str::to_owned));
        if let Some(next) = hits.get(at + 1).filter(|next| next.first == hit.last) {
            all.extend(merged(&hit.value, &next.value));
        }
        let near = hits
            .get(at + 1)
            .filter(|next| next.first == hit.last + 1 && words[hit.last].text == ".");
        if let Some(next) = near {
            all.push(format!("{}.{}", hit.value, next.value));
        }
    }
    for (at, word) in words.iter().enumerate() {
        match word.text.as_str() {
            "half" => all.push("0.5".to_owned()),
            "one" | "single" => all.push("1".to_owned()),
            "an" | "a" if counts(words.get(at + 1)) => all.push("1".to_owned()),
            text => all.extend(small(text).map(|value| value.to_string())),
        }
    }
    all
}

/// The figures of a fraction, a date, a time or a pressure.
pub fn parts(value: &str) -> impl Iterator<Item = &str> {
    value
        .split(['/', ':'])
        .map(|part| part.trim_end_matches(|c: char| c.is_ascii_alphabetic()))
        .filter(|part| !part.is_empty())
}

/// `1` before `24/93` is one hundred, and `20` before `21` a year.
fn merged(first: &str, second: &str) -> Vec<String> {
    let figure = parts(second).next().unwrap_or(second);
    let joined = format!("{first}{figure}");
    let mut values = vec![joined];
    if let (Ok(a), Ok(b)) = (first.parse::<u32>(), figure.parse::<u32>()) {
        values.push((a + b).to_string());
    }
    values
}

#[cfg(test)]
mod tests {
    use super::super::words::split;
    use super::*;

    fn values(text: &str) -> Vec<String> {
        find(&split(text))
            .into_iter()
            .map(|hit| hit.value)
            .collect()
    }

    #[test]
    fn reads_numbers_in_words() {
        for (said, expected) in [
            ("twenty five years", vec!["25"]),
            ("fifty-eight", vec!["58"]),
            ("eight hundred milligrams", vec!["800"]),
            ("twenty three hundred milligrams", vec!["2300"]),
            ("one fifty over seventy", vec!["150", "70"]),
            ("a hundred and forty over over seventy", vec!["140", "70"]),
            ("six point five", vec!["6.5"]),
            ("two thousand", vec!["2000"]),
            ("nineteen eighty five", vec!["1985"]),
            ("this one hurts", vec![]),
            ("no one came", vec![]),
            ("one week", vec!["1"]),
            ("a1c of 6.5", vec!["6.5"]),
            ("1,000 mg", vec!["1000"]),
            ("four five", vec!["4", "5"]),
        ] {
            assert_eq!(values(said), expected, "{said}");
        }
    }

    #[test]
    fn readings_hold_the_merged_pressure() {
        let all = readings(&split("1 24/93"));
        assert!(all.contains(&"124".to_owned()) && all.contains(&"93".to_owned()));
    }
}
