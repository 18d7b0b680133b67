//! Who corrects himself is written down as corrected.

use praxis_domain::scribe::model::Check;

use super::*;

#[test]
fn aic_5_the_corrected_value_is_kept() {
    for (lines, expected, gone) in [
        (
            "P: my left knee... sorry, right knee has been hurting for three weeks .",
            "right knee has been hurting for 3 weeks",
            "left",
        ),
        (
            "P: my left knee hurts, I mean my right knee hurts when I climb stairs.",
            "right knee hurts when she climbs stairs",
            "left",
        ),
        (
            "P: my left knee has been hurting for three weeks . sorry , right knee .",
            "right knee has been hurting for 3 weeks",
            "left",
        ),
        (
            "P: I've had a headache on the left side for four days. Sorry, I mean the right side.",
            "headache on the right side for 4 days",
            "left",
        ),
        (
            "P: I've had a headache on the left side for four days.\nD: the left ?\nP: no, sorry, the right side.",
            "headache on the right side for 4 days",
            "left",
        ),
        (
            "P: i've had this cough for five days . no, wait, two weeks .",
            "cough for 2 weeks",
            "days",
        ),
        (
            "P: i take it twice a day for the pain and i have had it for five days . sorry , six days .",
            "for 6 days",
            "5",
        ),
        (
            "D: we will start you on lisinopril 10 milligrams . sorry , 20 milligrams .",
            "20 mg",
            "10",
        ),
    ] {
        let transcript = talk(lines);
        let made = draft(&transcript, &human(Sex::Female));
        let text = text(&made);
        assert!(text.contains(expected), "{lines}\n{text}");
        assert!(!text.contains(gone), "{lines}\n{text}");
        assert!(
            made.sentences
                .iter()
                .all(|sentence| sentence.flags.is_empty()),
            "{lines}\n{text}"
        );
    }
}

#[test]
fn aic_5_a_correction_that_does_not_name_the_part_is_put_to_the_reader() {
    for lines in [
        "D: so your left knee has been swollen for a week .\nP: no , the right one .",
        "P: my left knee has been swollen for a week . sorry , the right one .",
    ] {
        let made = draft(&talk(lines), &human(Sex::Female));
        let text = text(&made);
        assert!(text.contains("ight knee has been swollen"), "{text}");
        let [sentence] = made.sentences.as_slice() else {
            panic!("{text}")
        };
        let sides = sentence.flags.iter().map(|flag| flag.check);
        assert_eq!(sides.collect::<Vec<_>>(), [Check::Side]);
    }
}

#[test]
fn aic_5_a_correction_that_says_more_replaces_the_sentence() {
    for (lines, gone) in [
        (
            "P: my left knee has been hurting . actually it is my right knee that hurts and the left shoulder is stiff .",
            "left knee",
        ),
        (
            "P: i take 10 milligrams of lisinopril and 20 milligrams of prozac . sorry , 40 .",
            "10 mg",
        ),
    ] {
        let text = drafted(lines);
        assert!(!text.contains(gone), "{lines}\n{text}");
    }
}

#[test]
fn aic_5_the_words_of_a_correction_are_evidence() {
    let transcript =
        talk("P: my left knee has been hurting for three weeks . sorry , right knee .");
    let made = draft(&transcript, &human(Sex::Female));
    let said: Vec<&str> = made.sentences[0]
        .evidence
        .iter()
        .filter_map(|span| {
            slice(
                &transcript.segments[span.segment as usize].text,
                span.start,
                span.end,
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            "my left knee has been hurting for three weeks .",
            "right knee"
        ]
    );
}
