//! What a clinician finds and measures is objective, wherever in the visit it is said.

use super::*;

/// The part in which the sentence with these words stands.
fn section(lines: &str, words: &str) -> Option<Section> {
    let made = draft(&talk(lines), &human(Sex::Female));
    made.sentences
        .iter()
        .find(|sentence| sentence.text.contains(words))
        .map(|sentence| sentence.section)
}

#[test]
fn aic_1_what_is_found_is_objective() {
    const COMPLAINT: &str =
        "D: hello , what brings you in today ?\nP: i have had a sore throat for three days .\n";
    for (said, words, expected) in [
        (
            "D: your temperature today is 101.2 .",
            "101.2",
            Section::Objective,
        ),
        (
            "D: so your temperature is 101.2 and your pulse is 98 .",
            "101.2",
            Section::Objective,
        ),
        (
            "D: your ears are red and there is fluid behind the left eardrum .",
            "ars are red",
            Section::Objective,
        ),
        (
            "D: your throat is red and there is swelling of the tonsils .",
            "tonsils",
            Section::Objective,
        ),
        (
            "D: there is fluid behind your left eardrum .",
            "eardrum",
            Section::Objective,
        ),
        (
            "P: my temperature was 101.2 yesterday .",
            "101.2",
            Section::Subjective,
        ),
    ] {
        assert_eq!(
            section(&format!("{COMPLAINT}{said}"), words),
            Some(expected),
            "{said}"
        );
    }
}
