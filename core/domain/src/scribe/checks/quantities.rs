//! Numbers, doses and units.

use super::flag;
use crate::scribe::{
    model::{Check, Flag},
    numbers,
    words::Word,
};

/// One unit under all its names.
const UNITS: [&[&str]; 22] = [
    &["mg", "milligram", "milligrams", "mgs"],
    &["mcg", "microgram", "micrograms", "ug", "µg"],
    &["g", "gram", "grams"],
    &["kg", "kilogram", "kilograms", "kilo", "kilos"],
    &["lb", "lbs", "pound", "pounds"],
    &[
        "ml",
        "milliliter",
        "milliliters",
        "millilitre",
        "millilitres",
        "cc",
    ],
    &["l", "liter", "liters", "litre", "litres"],
    &["unit", "units", "iu"],
    &["%", "percent"],
    &[
        "cm",
        "centimeter",
        "centimeters",
        "centimetre",
        "centimetres",
    ],
    &[
        "mm",
        "millimeter",
        "millimeters",
        "millimetre",
        "millimetres",
    ],
    &["day", "days"],
    &["week", "weeks"],
    &["month", "months"],
    &["year", "years"],
    &["hour", "hours"],
    &["minute", "minutes"],
    &["second", "seconds"],
    &["tablet", "tablets", "pill", "pills", "capsule", "capsules"],
    &["puff", "puffs"],
    &["drop", "drops"],
    &["degree", "degrees"],
];

fn unit(word: &str) -> Option<usize> {
    UNITS.iter().position(|names| names.contains(&word))
}

/// The unit that follows a number, past a hyphen.
fn unit_after(words: &[Word], at: usize) -> Option<usize> {
    let next = words.get(at)?;
    let next = if next.text == "-" {
        words.get(at + 1)?
    } else {
        next
    };
    unit(next.text.split('-').next().unwrap_or(&next.text))
}

/// Every number of the sentence must have been said, with its unit.
pub fn check_numbers(sentence: &[Word], pieces: &[Vec<Word>], flags: &mut Vec<Flag>) {
    let hits = numbers::find(sentence);
    let times = sentence
        .iter()
        .filter(|word| matches!(word.text.as_str(), "once" | "twice" | "thrice"));
    for word in times {
        if !pieces
            .iter()
            .flatten()
            .any(|other| same_times(&word.text, &other.text))
        {
            flags.push(flag(Check::Number, &word.text, ""));
        }
    }
    if hits.is_empty() {
        return;
    }
    let said: Vec<String> = pieces
        .iter()
        .flat_map(|piece| numbers::readings(piece))
        .collect();
    for hit in hits {
        let whole = said.iter().any(|value| same_number(value, &hit.value));
        let parts = hit.value.contains(['/', ':'])
            && numbers::parts(&hit.value)
                .all(|part| said.iter().any(|value| same_number(value, part)));
        if !whole && !parts {
            flags.push(flag(Check::Number, &hit.value, &said.join(", ")));
            continue;
        }
        if let Some(unit) = unit_after(sentence, hit.last) {
            check_unit(&hit.value, unit, pieces, flags);
        }
    }
}

fn same_times(word: &str, other: &str) -> bool {
    word == other
        || matches!(
            (word, other),
            ("twice", "two" | "bid" | "b.i.d" | "2") | ("thrice", "three" | "tid" | "3")
        )
}

fn same_number(a: &str, b: &str) -> bool {
    let bare = |value: &str| {
        value
            .trim_end_matches(|c: char| c.is_ascii_alphabetic())
            .to_owned()
    };
    let (a, b) = (bare(a), bare(b));
    a == b || matches!((a.parse::<f64>(), b.parse::<f64>()), (Ok(a), Ok(b)) if (a - b).abs() < 1e-9)
}

/// `20 mg` is not `20 units`: a number whose unit was said must keep it.
fn check_unit(value: &str, unit: usize, pieces: &[Vec<Word>], flags: &mut Vec<Flag>) {
    let mut other = None;
    for piece in pieces {
        for hit in numbers::find(piece)
            .iter()
            .filter(|hit| same_number(&hit.value, value))
        {
            match unit_after(piece, hit.last) {
                Some(said) if said == unit => return,
                Some(said) => other = Some(said),
                None => return,
            }
        }
    }
    if let Some(other) = other {
        let name = |unit: usize| format!("{value} {}", UNITS[unit][0]);
        flags.push(flag(Check::Number, &name(unit), &name(other)));
    }
}
