use super::*;
use crate::scribe::model::{EvidenceSpan, Section, Segment, Speaker};

/// What the checks of a sentence find: the check, and the value in the sentence.
fn found(sentence: &str, evidence: &[&str]) -> Vec<(Check, String)> {
    let flags = check_sentence(sentence, evidence);
    flags
        .into_iter()
        .map(|flag| (flag.check, flag.found))
        .collect()
}

fn passes(sentence: &str, evidence: &[&str]) {
    assert_eq!(found(sentence, evidence), [], "{sentence} / {evidence:?}");
}

fn fails(check: Check, sentence: &str, evidence: &[&str]) {
    let found = found(sentence, evidence);
    assert!(
        found.iter().any(|(other, _)| *other == check),
        "{sentence} / {evidence:?}: {found:?}"
    );
}

#[test]
fn aic_5_numbers_stand_in_the_evidence() {
    for (sentence, said) in [
        ("Takes 20 mg.", "i take twenty milligrams"),
        ("Takes 20mg.", "i take 20 mg"),
        ("BP 150/70.", "it was one fifty over seventy"),
        ("BP 124/93.", "your pressure is 1 24/93"),
        ("Murmur 2/6.", "a two out of six murmur"),
        ("Pain for 3 weeks.", "three weeks now"),
        ("A 58-year-old male.", "a fifty eight year old male"),
        ("Takes 1000 mg.", "a thousand milligrams"),
        ("A1c is 6.5.", "it is six point five"),
        ("Seen on 3/4/21.", "that was 3/4/21"),
        ("For 1 week.", "for a week"),
        ("Takes it twice a day.", "two times a day"),
        ("Temperature 97.2.", "ninety seven . two"),
        ("Born in 1985.", "nineteen eighty five"),
        ("Weighs 115 kg.", "a hundred and fifteen kilograms"),
    ] {
        passes(sentence, &[said]);
    }
    for (sentence, said) in [
        ("Takes 40 mg.", "i take twenty milligrams"),
        ("BP 150/80.", "it was one fifty over seventy"),
        ("Takes 20 mg.", "i take 20 units"),
        ("For 3 weeks.", "for three days"),
        ("Takes it twice a day.", "once a day"),
        ("Pain for 2 weeks.", "for a few weeks"),
        ("Seen on 3/5/21.", "that was 3/4/21"),
    ] {
        fails(Check::Number, sentence, &[said]);
    }
}

#[test]
fn aic_5_drugs_stand_in_the_evidence() {
    passes("Takes Lasix.", &["i take lasix"]);
    passes(
        "Increase lisinopril.",
        &["we will increase your Lisinopril"],
    );
    fails(Check::Drug, "Takes losartan.", &["i take lisinopril"]);
    fails(Check::Drug, "Takes furosemide.", &["i take a water pill"]);
    fails(Check::Drug, "Start zolafenpril.", &["start the new pill"]);
}

#[test]
fn aic_5_sides_stand_in_the_evidence() {
    passes("Right knee pain.", &["my right knee hurts"]);
    passes("Bilateral knee pain.", &["my left knee and my right knee"]);
    passes("Swelling on the left.", &["it is swollen on the left side"]);
    fails(Check::Side, "Left knee pain.", &["my right knee hurts"]);
    fails(
        Check::Side,
        "Right knee pain.",
        &["my knee hurts right now"],
    );
    fails(
        Check::Side,
        "Right knee pain.",
        &["left knee pain and the right shoulder is fine"],
    );
    fails(Check::Side, "RLQ pain.", &["pain in the left lower belly"]);
    fails(Check::Side, "Bilateral edema.", &["edema of the left leg"]);
    passes("He is well.", &["all right , he is well right now"]);
}

#[test]
fn aic_5_names_stand_in_the_evidence() {
    passes("Referred by Dr. Howard.", &["dr. howard referred you"]);
    passes("Seen by Dr. Łoś in May.", &["in may i saw Dr. Łoś"]);
    fails(
        Check::Name,
        "Referred by Dr. Miller.",
        &["dr. howard referred you"],
    );
    fails(
        Check::Name,
        "She lives with Anna.",
        &["i live with my sister"],
    );
}

#[test]
fn aic_5_negations_keep_their_side() {
    for (sentence, said) in [
        ("Denies fever.", vec!["any fever ?", "no ."]),
        (
            "Denies fever or chills.",
            vec!["any fever or chills ?", "uh-uh"],
        ),
        (
            "Reports numbness.",
            vec!["do you have numbness ?", "yes , i do"],
        ),
        ("No murmur.", vec!["i do n't appreciate any murmur"]),
        ("She has not had a fever.", vec!["i have n't had a fever"]),
        (
            "Lungs are clear without wheezes.",
            vec!["lungs are clear without wheezes"],
        ),
        (
            "He has a cough.",
            vec!["i have no fever but i have a cough"],
        ),
    ] {
        passes(sentence, &said);
    }
    for (sentence, said) in [
        ("Denies fever.", vec!["any fever ?", "yes ."]),
        ("Reports fever.", vec!["any fever ?", "no ."]),
        (
            "Reports chest pain.",
            vec!["do you have chest pain", "not really"],
        ),
        (
            "Denies chest pain.",
            vec!["any chest pain ?", "only at night"],
        ),
        ("There is a murmur.", vec!["i do n't hear a murmur"]),
        ("No fracture.", vec!["there is a fracture"]),
        (
            "She has no cough.",
            vec!["i have no fever but i have a cough"],
        ),
        ("No wheezing was heard.", vec!["the lungs sound fine"]),
    ] {
        fails(Check::Negation, sentence, &said);
    }
}

#[test]
fn aic_4_spans_must_be_there() {
    let segment = Segment {
        index: 0,
        speaker: Speaker::Patient,
        text: "ból głowy".to_owned(),
        start_ms: None,
        end_ms: None,
        spoken: None,
    };
    let transcript = Transcript {
        segments: vec![segment],
    };
    let with = |evidence: Vec<EvidenceSpan>| DraftSentence {
        section: Section::Subjective,
        text: "Ból głowy.".to_owned(),
        evidence,
        flags: Vec::new(),
    };
    let span = |segment, start, end| EvidenceSpan {
        segment,
        start,
        end,
    };
    assert_eq!(check_in(&transcript, &with(vec![span(0, 0, 9)])), []);
    for evidence in [
        vec![],
        vec![span(1, 0, 2)],
        vec![span(0, 4, 4)],
        vec![span(0, 0, 10)],
        vec![span(0, u32::MAX, 0)],
    ] {
        let flags = check_in(&transcript, &with(evidence));
        assert!(flags.iter().any(|flag| flag.check == Check::Evidence));
    }
    assert!(
        check_sentence("", &[])
            .iter()
            .any(|flag| flag.check == Check::Evidence)
    );
}
