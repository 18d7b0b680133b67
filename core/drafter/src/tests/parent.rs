//! A parent who speaks for a child is not the patient.

use super::*;

const CHILD: &str = "D: what brings you in with your son today ?
P: he's had a fever since monday . i gave him tylenol last night . my son has a bad cough too .
D: has he been vomiting ?
P: no .
D: is he drinking well ?
P: he drinks a little . i think he is tired .
D: so his temperature is 101.2 today . i want you to give him ibuprofen every six hours .";

#[test]
fn aic_3_the_child_is_the_subject() {
    let made = draft(&talk(CHILD), &human(Sex::Male));
    let text = text(&made);
    for part in [
        "He has had a fever since Monday.",
        "The patient has a bad cough too.",
        "The parent denies vomiting.",
        "I advised the parent to give him ibuprofen every 6 hours.",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    for part in [
        "His son",
        "her son",
        "The patient gave",
        "He gave",
        "him to give",
    ] {
        assert!(!text.contains(part), "{part}\n{text}");
    }
    for sentence in &made.sentences {
        assert_eq!(sentence.flags, [], "{}", sentence.text);
    }
}

#[test]
fn aic_3_a_relative_who_is_only_named_is_no_patient() {
    let text = drafted(
        "D: how are you doing today ?\nP: i have had pain in my right knee for three weeks . my daughter drove me , she is worried .\nD: do you have any fever ?\nP: no .",
    );
    assert!(
        text.contains("The patient has had pain in her right knee"),
        "{text}"
    );
    assert!(text.contains("Denies fever."), "{text}");
    assert!(!text.contains("parent"), "{text}");
}

#[test]
fn aic_3_a_parent_is_heard_by_what_is_talked_of() {
    for (lines, expected) in [
        (
            "D: how is your daughter today ?\nP: my daughter has had a bad cough since friday .\nD: is she eating well ?\nP: she is not eating well , she throws up her food .",
            "The patient has had a bad cough since Friday.",
        ),
        (
            "D: hello .\nP: our little boy has been pulling his right ear since yesterday .\nD: has he had a fever ?\nP: yes , he had a fever last night .\nD: his right ear is red .",
            "He had a fever last night.",
        ),
    ] {
        let text = drafted(lines);
        assert!(text.contains(expected), "{text}");
        assert!(
            !text.contains("aughter") && !text.contains("ittle boy"),
            "{text}"
        );
    }
}
