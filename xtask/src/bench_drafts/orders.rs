//! How many of the orders that a clinician speaks, a drug with its dose, stand in the drafted plan.
//!
//! The orders are found in the raw words of the conversation, apart from the drafter's own reading of them.

use std::fmt;

use praxis_domain::scribe::{
    drugs::is_drug,
    model::{Section, Speaker, Transcript},
    numbers,
    words::{Kind, Word, split},
};
use praxis_drafter::Draft;

/// A drug with a dose that a clinician orders in one turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The segment in which it is spoken.
    pub segment: u32,
    /// In lower case.
    pub drug: String,
    /// The figure before the unit.
    pub dose: String,
}

impl fmt::Display for Order {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "[{}] {} {}", self.segment, self.drug, self.dose)
    }
}

/// Units of a dose as they are spoken.
const UNITS: [&str; 16] = [
    "mg",
    "milligram",
    "milligrams",
    "mcg",
    "microgram",
    "micrograms",
    "g",
    "gram",
    "grams",
    "unit",
    "units",
    "puff",
    "puffs",
    "ml",
    "milliliters",
    "drops",
];

/// What a clinician does with a drug from now on.
const ORDERING: [&str; 34] = [
    "start",
    "starting",
    "prescribe",
    "prescribing",
    "put",
    "give",
    "giving",
    "add",
    "adding",
    "continue",
    "keep",
    "take",
    "increase",
    "increasing",
    "decrease",
    "reduce",
    "lower",
    "raise",
    "switch",
    "change",
    "try",
    "recommend",
    "order",
    "treat",
    "use",
    "begin",
    "restart",
    "refill",
    "send",
    "stop",
    "hold",
    "bump",
    "get",
    "stay",
];

/// Words that make a clause a history, a question, or another person's.
const NOT_NOW: [&str; 24] = [
    "been",
    "was",
    "were",
    "had",
    "did",
    "took",
    "said",
    "started",
    "gave",
    "increased",
    "decreased",
    "prescribed",
    "stopped",
    "currently",
    "mother",
    "father",
    "wife",
    "husband",
    "does",
    "if",
    "ago",
    "last",
    "says",
    "told",
];

/// Words between the verb and its drug or dose at most.
const REACH: usize = 14;

/// Every order of a conversation, once for each turn.
pub fn spoken(transcript: &Transcript) -> Vec<Order> {
    let mut all: Vec<Order> = Vec::new();
    for segment in &transcript.segments {
        if segment.speaker != Speaker::Clinician {
            continue;
        }
        let words = split(&segment.text);
        for hit in numbers::find(&words) {
            let Some(drug) = ordered(&words, hit.first, hit.last) else {
                continue;
            };
            let order = Order {
                segment: segment.index,
                drug: drug.to_owned(),
                dose: hit.value,
            };
            if !all.contains(&order) {
                all.push(order);
            }
        }
    }
    all
}

/// The drug whose dose stands at `first..last`, when a verb before them orders it.
fn ordered(words: &[Word], first: usize, last: usize) -> Option<&str> {
    let unit = words.get(last).filter(|word| word.text != "-")?;
    if !UNITS.contains(&unit.text.as_str()) {
        return None;
    }
    let begin = clause(words, first);
    let before = (begin.max(first.saturating_sub(8))..first).rev();
    let after = words.get(last + 1).is_some_and(|word| word.text == "of");
    let after = (after.then_some(last + 2).into_iter()).filter(|at| *at < words.len());
    let drug = after
        .chain(before)
        .find(|at| is_drug(words[*at].text.as_str()))?;
    let head = drug.min(first);
    let verb = (begin.max(head.saturating_sub(REACH))..head)
        .rev()
        .find(|at| ORDERING.contains(&words[*at].text.as_str()))?;
    // `You take`, `do you take` and `you're taking` tell of now; `you can take` and `I want you to take` order.
    let told = words[begin.max(verb.saturating_sub(6))..first]
        .iter()
        .any(|word| NOT_NOW.contains(&word.text.as_str()));
    let text = |at: Option<usize>| {
        at.and_then(|at| words.get(at))
            .map(|word| word.text.as_str())
    };
    let bare = text(verb.checked_sub(1)) == Some("you") && text(Some(verb)) == Some("take");
    let asks = words[last..]
        .iter()
        .find(|word| is_end(word))
        .is_some_and(|end| end.text == "?");
    (!told && !bare && !asks).then(|| words[drug].text.as_str())
}

fn is_end(word: &Word) -> bool {
    word.kind == Kind::Mark && matches!(word.text.as_str(), "." | "?" | "!")
}

/// Where the sentence of a word begins, as far as marks tell.
fn clause(words: &[Word], at: usize) -> usize {
    words[..at]
        .iter()
        .rposition(is_end)
        .map_or(0, |end| end + 1)
}

/// True when one sentence of the plan names the drug with the dose.
pub fn stands(order: &Order, draft: &Draft) -> bool {
    draft
        .sentences
        .iter()
        .filter(|sentence| sentence.section == Section::Plan && sentence.flags.is_empty())
        .any(|sentence| {
            let words = split(&sentence.text);
            words.iter().any(|word| word.text == order.drug)
                && numbers::find(&words)
                    .iter()
                    .any(|hit| hit.value == order.dose)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use praxis_domain::scribe::model::Segment;

    #[test]
    fn orders_are_told_from_histories_and_questions() {
        for (said, expected) in [
            (
                "we'll start you on metformin 500 milligrams twice a day .",
                Some(("metformin", "500")),
            ),
            (
                "i wan na put you on fifty milligrams of ultram every six hours",
                Some(("ultram", "50")),
            ),
            ("you've been taking metformin 500 milligrams .", None),
            ("are you still taking the metformin 500 milligrams ?", None),
            ("we have you on norvasc five milligrams .", None),
            ("try to eat less than 2300 milligrams of sodium .", None),
        ] {
            let transcript = Transcript {
                segments: vec![Segment {
                    index: 0,
                    speaker: Speaker::Clinician,
                    text: said.to_owned(),
                    start_ms: None,
                    end_ms: None,
                    spoken: None,
                }],
            };
            let found = spoken(&transcript);
            let found = found
                .first()
                .map(|order| (order.drug.as_str(), order.dose.as_str()));
            assert_eq!(found, expected, "{said}");
        }
    }
}
