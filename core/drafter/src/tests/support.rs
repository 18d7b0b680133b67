//! What fails the literal checks is mended or handed on, never lost.

use super::*;

#[test]
fn aic_5_what_is_not_supported_is_handed_on_with_its_flags() {
    let transcript = talk(
        "D: any surgeries in the past ?\nP: no surgeries you know i've i've had back pain occasionally over the years",
    );
    let made = draft(&transcript, &human(Sex::Female));
    let flagged: Vec<_> = made
        .sentences
        .iter()
        .filter(|sentence| !sentence.flags.is_empty())
        .collect();
    assert_eq!(flagged.len(), 1, "{}", text(&made));
    assert_eq!(flagged[0].flags, check_in(&transcript, flagged[0]));
    assert!(!flagged[0].evidence.is_empty());
    // A suggestion is no part of the note.
    assert!(!render_soap(&made).contains("back pain"));
    assert!(!render_narrative(&made).contains("back pain"));
}

#[test]
fn aic_5_what_a_better_rewriting_mends_is_not_flagged() {
    for (lines, expected) in [
        (
            "P: so , it , it did n't seem to be a problem when i , when i went home .",
            "It did not seem to be a problem, when she went home.",
        ),
        (
            "D: on exam of the leg , i see this . uh , there is no , uh , there is a little bit of tenderness over your leg .",
            "There is a little bit of tenderness over her leg.",
        ),
        (
            "D: alright and any other symptoms like a cough or shortness of breath\nP: no",
            "Denies cough or shortness of breath.",
        ),
        (
            "D: we will get this mri scheduled fairly quickly so i do n't want you to be alarmed .",
            "We will get this MRI scheduled fairly quickly so I do not want her to be alarmed.",
        ),
        (
            "D: i have suggested the shingles vaccine and he is fully vaccinated against covid-19 .",
            "vaccinated against Covid-19.",
        ),
    ] {
        let made = draft(&talk(lines), &human(Sex::Female));
        let text = text(&made);
        assert!(text.contains(expected), "{lines}\n{text}");
        assert!(
            made.sentences
                .iter()
                .all(|sentence| sentence.flags.is_empty()),
            "{text}"
        );
    }
}

#[test]
fn aic_5_an_answer_that_names_one_finding_leaves_the_other_open() {
    for (lines, expected, open) in [
        (
            "D: any fever or chills ?\nP: no , no fever .",
            "Denies fever.",
            "chills",
        ),
        (
            "D: okay have you experienced any numbness or tingling\nP: no no numbness",
            "",
            "tingling",
        ),
    ] {
        let text = drafted(lines);
        assert!(text.contains(expected), "{lines}\n{text}");
        assert!(!text.contains(open), "{lines}\n{text}");
    }
}

#[test]
fn aic_5_few_sentences_are_flagged() {
    let mut lines = String::new();
    for part in ["back", "knee", "neck", "shoulder", "elbow", "ankle"] {
        lines.push_str(&format!(
            "D: any surgeries in the past ?\nP: no surgeries you know i've i've had {part} pain occasionally over the years\n"
        ));
    }
    let made = draft(&talk(&lines), &human(Sex::Female));
    let flagged = made
        .sentences
        .iter()
        .filter(|sentence| !sentence.flags.is_empty());
    assert!(flagged.count() <= crate::support::MOST, "{}", text(&made));
}
