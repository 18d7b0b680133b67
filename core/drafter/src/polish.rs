//! From a list of words to a sentence as it is written: digits, units, capitals, spaces.

use std::{collections::HashMap, sync::LazyLock};

use praxis_domain::scribe::{drugs::is_trade_name, numbers, words::Word};

/// Replaces numbers in words by digits, and spoken fractions by written ones.
pub fn with_digits(words: &[Word]) -> Vec<String> {
    let hits = numbers::find(words);
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut at = 0;
    for hit in &hits {
        out.extend(words[at..hit.first].iter().map(|word| word.text.clone()));
        at = hit.last;
        // Two numbers side by side are perhaps one that nobody can read; the words stay as they were said.
        let crowded = hits
            .iter()
            .any(|other| other.first == hit.last || other.last == hit.first);
        if hit.spelled && crowded {
            out.extend(
                words[hit.first..hit.last]
                    .iter()
                    .map(|word| word.text.clone()),
            );
        } else {
            out.push(if hit.spelled {
                hit.value.clone()
            } else {
                words[hit.first].text.clone()
            });
        }
    }
    out.extend(words[at..].iter().map(|word| word.text.clone()));
    fractions(out)
}

/// `2 out of 6` and `140 over 70` become `2/6` and `140/70`.
fn fractions(words: Vec<String>) -> Vec<String> {
    let number = |word: Option<&String>| {
        word.is_some_and(|word| word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty())
    };
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let is =
            |offset: usize, text: &str| words.get(at + offset).is_some_and(|word| word == text);
        let skip = if is(1, "out") && is(2, "of") || is(1, "over") && is(2, "over") {
            3
        } else if is(1, "over") {
            2
        } else {
            0
        };
        if skip > 0 && number(words.get(at)) && number(words.get(at + skip)) {
            out.push(format!("{}/{}", words[at], words[at + skip]));
            at += skip + 1;
        } else {
            out.push(words[at].clone());
            at += 1;
        }
    }
    out
}

/// Units in their short form, only right after a number.
const UNITS: [(&str, &str); 9] = [
    ("milligrams", "mg"),
    ("milligram", "mg"),
    ("micrograms", "mcg"),
    ("microgram", "mcg"),
    ("milliliters", "mL"),
    ("milliliter", "mL"),
    ("centimeters", "cm"),
    ("percent", "%"),
    ("kilograms", "kg"),
];

/// Words that are written in capitals.
const ACRONYMS: &str = "BP HR MRI CT EKG ECG COPD GERD ER ED ICU BMI TSH CBC CMP LDL HDL PSA IV PT UTI CHF CAD CABG TIA DVT \
 PE BPH ADHD OCD PTSD HIV HPV STD STI IBS GI ENT OB TB RSV OTC NSAID NSAIDs CPAP ACL MCL PCL AC SI EMG EEG EGD LVEF CRP ESR \
 BUN GFR INR PFT PFTs DEXA AFib A1c DNA PCR RA MS ALT AST LFTs US ACE TENS RICE BNP COVID JVD ROM ABG H2 B12 T4 T3 \
 USA NYHA PCP PRN OA SLAP AV DM";

/// Names that are written with a capital.
const CAPITALS: &str = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April June July August \
 September October November December Christmas Thanksgiving Easter Halloween Crohn's Parkinson's Alzheimer's Hodgkin's Achilles \
 Tinel's Phalen's Lachman McMurray's Spurling's Colles Romberg Babinski Doppler Holter Mohs Celsius Fahrenheit English Spanish \
 Covid";

static SPELLED: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    let all = ACRONYMS
        .split_ascii_whitespace()
        .chain(CAPITALS.split_ascii_whitespace());
    let mut map: HashMap<String, &str> = all.map(|name| (name.to_lowercase(), name)).collect();
    // These are ordinary words first.
    for word in [
        "us", "ms", "ed", "pe", "or", "rice", "ra", "si", "ac", "ob", "pt", "er", "oa", "dm",
        "tens", "ace", "march", "av",
    ] {
        map.remove(word);
    }
    map.insert("i".to_owned(), "I");
    map.insert("dr".to_owned(), "Dr.");
    map.insert("mr".to_owned(), "Mr.");
    map.insert("mrs".to_owned(), "Mrs.");
    map.insert("ms".to_owned(), "Ms.");
    map.insert("afib".to_owned(), "atrial fibrillation");
    map
});

fn spelled(word: &str) -> Option<String> {
    if let Some(known) = SPELLED.get(word) {
        return Some((*known).to_owned());
    }
    if is_trade_name(word) {
        return Some(capital(word));
    }
    let (head, tail) = word.split_once('-')?;
    let head = match head {
        "x" | "t" | "c" => None,
        _ => SPELLED.get(head).copied().filter(|head| head.len() > 1),
    }?;
    Some(format!("{head}-{tail}"))
}

/// First letter in upper case.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// Joins words to a sentence without its first capital and its full stop.
pub fn join(words: &[String]) -> String {
    let mut text = String::new();
    let mut at = 0;
    while at < words.len() {
        let mut word = words[at].as_str();
        let number_before = at > 0
            && words[at - 1]
                .bytes()
                .next()
                .is_some_and(|b| b.is_ascii_digit());
        if let Some((_, short)) = UNITS
            .iter()
            .find(|(long, _)| number_before && *long == word)
        {
            word = short;
        }
        // `58 year old` is one adjective.
        if number_before
            && words.get(at + 1).is_some_and(|next| next == "old")
            && matches!(word, "year" | "month" | "week")
        {
            text.push_str(&format!("-{word}-old"));
            at += 2;
            continue;
        }
        if number_before && matches!(word, "year-old" | "month-old" | "week-old" | "day-old") {
            text.push('-');
            text.push_str(word);
            at += 1;
            continue;
        }
        let glued = matches!(
            word,
            "," | "." | ";" | ":" | "?" | "!" | "%" | ")" | "'s" | "+"
        ) || text.ends_with('(');
        if !text.is_empty() && !glued {
            text.push(' ');
        }
        // Dr. already has its stop.
        if word == "." && text.ends_with('.') {
            at += 1;
            continue;
        }
        let title = ["Dr. ", "Mr. ", "Mrs. ", "Ms. ", "miss "]
            .iter()
            .any(|title| text.ends_with(title) && at > 0);
        let title_word = at > 0
            && matches!(
                words[at - 1].as_str(),
                "dr" | "mr" | "mrs" | "ms" | "miss" | "."
            )
            && title;
        let vowel = |next: &String| {
            next.starts_with(['a', 'e', 'i', 'o'])
                && !next.starts_with("one")
                && !next.starts_with("eu")
        };
        if word == "a" && words.get(at + 1).is_some_and(vowel) {
            word = "an";
        }
        match spelled(word) {
            None if title_word => text.push_str(&capital(word)),
            Some(known) => text.push_str(&known),
            None => text.push_str(word),
        }
        at += 1;
    }
    text
}

/// A whole sentence: capital first, full stop last.
pub fn finish(text: &str) -> String {
    let text = text
        .trim()
        .trim_end_matches([',', ';', ':', '.', '?', '!', ' ']);
    if text.is_empty() {
        return String::new();
    }
    format!("{}.", capital(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use praxis_domain::scribe::words::split;

    #[test]
    fn writes_as_a_note_does() {
        for (said, expected) in [
            (
                "you take lasix eighty milligrams once a day",
                "You take Lasix 80 mg once a day.",
            ),
            (
                "a two out of six murmur , and one fifty over seventy",
                "A 2/6 murmur, and 150/70.",
            ),
            ("a 58 year old male", "A 58-year-old male."),
            (
                "the mri and the x-ray at 45 %",
                "The MRI and the x-ray at 45%.",
            ),
            ("four five days", "Four five days."),
            ("żółć", "Żółć."),
        ] {
            assert_eq!(
                finish(&join(&with_digits(&split(said)))),
                expected,
                "{said}"
            );
        }
    }
}
