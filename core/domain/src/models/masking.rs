//! Identifiers that are replaced before anything is sent outside, and put back in the answer.

use crate::patients::model::{Owner, Patient};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// E-mail addresses, and numbers of seven digits and more: telephones, record and identity numbers.
#[allow(clippy::expect_used, reason = "a constant pattern that tests compile")]
static PATTERNS: LazyLock<[(&str, Regex); 2]> = LazyLock::new(|| {
    let pattern = |text| Regex::new(text).expect("a valid pattern");
    [
        ("MAIL", pattern(r"(?i)\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
        ("NUMBER", pattern(r"\+?\d(?:[ -]?\d){6,}")),
    ]
});

/// Replaces the identifiers of one patient. What is said of a name in other cases of an inflected
/// language, or misspelt, is not found: masking lessens what is sent, and does not make it anonymous.
#[derive(Debug, Default)]
pub struct Mask {
    /// What is looked for, with the mark's kind.
    known: Vec<(&'static str, Regex)>,
    /// Marks in use, with what they stand for.
    marks: Vec<(String, String)>,
}

impl Mask {
    /// Looks for what identifies this patient, and their owner.
    pub fn of(patient: &Patient) -> Self {
        let owner = patient.animal.as_ref().map(|animal| &animal.owner);
        let mut mask = Self::default();
        let born = patient.birth_date.map(|date| date.to_string());
        mask.look_for("DATE", born.as_deref());
        mask.look_for("ADDRESS", patient.address.as_deref());
        for text in [
            Some(patient.mrn.as_str()),
            patient.phone.as_deref(),
            owner.and_then(|owner| owner.phone.as_deref()),
        ] {
            mask.look_for("NUMBER", text);
        }
        for text in [
            patient.email.as_deref(),
            owner.and_then(|owner| owner.email.as_deref()),
        ] {
            mask.look_for("MAIL", text);
        }
        let names = [&patient.family_name, &patient.given_name];
        let names = names
            .into_iter()
            .chain(owner.into_iter().flat_map(names_of));
        for name in names.flat_map(|name| name.split_whitespace()) {
            mask.look_for("NAME", Some(name).filter(|name| name.chars().count() > 1));
        }
        mask
    }

    fn look_for(&mut self, kind: &'static str, text: Option<&str>) {
        let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
            return;
        };
        let pattern = format!(
            r"(?i)(^|[^\p{{L}}\p{{N}}])({})($|[^\p{{L}}\p{{N}}])",
            regex::escape(text)
        );
        self.known
            .extend(Regex::new(&pattern).map(|pattern| (kind, pattern)));
    }

    /// The text without what identifies the patient.
    pub fn hide(&mut self, text: &str) -> String {
        let mut text = text.to_owned();
        let Self { known, marks } = self;
        for (kind, pattern) in known.iter() {
            // Two names side by side share the space between them, so it takes a second look.
            for _ in 0..2 {
                let hidden = pattern.replace_all(&text, |found: &Captures<'_>| {
                    let mark = mark(marks, kind, &found[2]);
                    format!("{}{mark}{}", &found[1], &found[3])
                });
                text = hidden.into_owned();
            }
        }
        for (kind, pattern) in PATTERNS.iter() {
            let hidden =
                pattern.replace_all(&text, |found: &Captures<'_>| mark(marks, kind, &found[0]));
            text = hidden.into_owned();
        }
        text
    }

    /// The text with every mark replaced by what it stands for.
    pub fn show(&self, text: &str) -> String {
        self.marks
            .iter()
            .fold(text.to_owned(), |text, (mark, original)| {
                text.replace(mark, original)
            })
    }
}

fn names_of(owner: &Owner) -> [&String; 2] {
    [&owner.family_name, &owner.given_name]
}

fn mark(marks: &mut Vec<(String, String)>, kind: &str, original: &str) -> String {
    if let Some((mark, _)) = marks.iter().find(|(_, known)| known == original) {
        return mark.clone();
    }
    let prefix = format!("[{kind}-");
    let number = marks
        .iter()
        .filter(|(mark, _)| mark.starts_with(&prefix))
        .count()
        + 1;
    let mark = format!("{prefix}{number}]");
    marks.push((mark.clone(), original.to_owned()));
    mark
}

#[cfg(test)]
#[path = "masking_tests.rs"]
mod tests;
