//! What a clinician orders stands in the plan, however short the talk; what is asked, told or refused does not.

use super::*;
use said::{LEADS, ORDERS};

mod said;

/// The sentences of the plan.
fn plan(lines: &str) -> Vec<String> {
    let made = draft(&talk(lines), &human(Sex::Female));
    made.sentences
        .iter()
        .filter(|sentence| sentence.section == Section::Plan && sentence.flags.is_empty())
        .map(|sentence| sentence.text.clone())
        .collect()
}

#[test]
fn aic_1_a_spoken_order_stands_in_the_plan() {
    let mut lost = Vec::new();
    for (said, expected) in ORDERS {
        for lead in LEADS {
            for (before, after) in [
                ("", ""),
                ("", " ."),
                (
                    "D: what brings you in ?\nP: my knee hurts .\n",
                    " .\nP: okay .",
                ),
                ("", " , okay ?\nP: sure ."),
            ] {
                let lines = format!("{before}D: {lead}{said}{after}");
                let plan = plan(&lines);
                if !plan.iter().any(|sentence| sentence.contains(expected)) {
                    lost.push(format!("{lines}\n    {plan:?}"));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{} lost\n{}", lost.len(), lost.join("\n"));
}

#[test]
fn aic_1_what_is_asked_told_or_anothers_is_no_plan() {
    for lines in [
        "D: are you taking metformin 500 mg ?\nP: yes .",
        "D: are you still taking the ibuprofen 400 milligrams twice a day\nP: yes",
        "D: do you take aspirin 81 mg ?\nP: every day .",
        "D: can you take naproxen 500 mg ?\nP: i think so .",
        "D: should we start lisinopril 10 mg ?\nP: i do n't know .",
        "D: do you need a refill on the lisinopril 10 mg\nP: yes .",
        "D: so you can take ibuprofen 400 mg without any trouble ?\nP: yes .",
        "D: would you like to start metformin 500 mg ?\nP: let me think .",
        "D: and the lisinopril , 10 mg once a day ?\nP: yes .",
        "D: did you want to continue the metformin 500 mg ?\nP: yes .",
        "D: you take the ibuprofen 400 mg for your knee .\nP: yes .",
        "D: you said you would take tramadol 50 mg .\nP: yes .",
        "D: you used to take tramadol 50 mg .\nP: yes .",
        "D: so you're on metformin 500 mg twice a day , aspirin 81 mg , and lisinopril 10 mg .\nP: yes .",
        "D: the cardiologist started you on metoprolol 25 mg .\nP: yes .",
        "D: you were placed on 40 mg of prednisone .\nP: yes .",
        "D: we could have started metformin 500 mg .\nP: okay .",
        "D: I would have given you amoxicillin 500 mg .\nP: okay .",
        "D: we talked about starting you on metformin 500 mg last time .\nP: yes .",
        "D: your father should take the aspirin 81 mg too .\nP: okay .",
        "D: my wife will take ibuprofen 400 mg for that .\nP: okay .",
        "D: let me check your labs .\nP: okay .",
        "D: you can take a deep breath .\nP: okay .",
        "D: did they tell you to take tramadol 50 mg ?\nP: yes .",
        "D: how often do you take the albuterol , two puffs ?\nP: daily .",
        "D: you've been taking metformin 500 mg twice a day .\nP: yes .",
        "D: you were on lisinopril 10 mg last year .\nP: yes .",
        "D: I started you on naproxen 500 mg last time .\nP: it helped .",
        "D: we have you on norvasc 5 mg a day .\nP: right .",
        "D: my mother takes metformin 500 mg .\nP: okay .",
        "D: your mother takes metformin 500 mg .\nP: she does .",
        "P: my mother takes metformin 500 mg twice a day .\nD: okay .",
        "P: I take ibuprofen 400 mg twice a day .\nD: okay .",
        "P: my old doctor said you should start lisinopril 10 mg .\nD: okay .",
        "D: they told you to take tramadol 50 mg .\nP: yes .",
        "D: we'll start naproxen 500 mg twice a day .\nP: I'd rather not .",
        "D: we'll start naproxen 500 mg twice a day .\nP: no , I'm allergic to naproxen .",
        "D: I want you to take tramadol 50 mg .\nP: I do n't want to take that .",
        "D: we'll get an MRI of the knee .\nP: no thanks .",
        "D: we'll start naproxen 500 mg twice a day . actually no , let's not do that .\nP: okay .",
        "D: let's start lisinopril 10 mg . scratch that .\nP: okay .",
    ] {
        assert_eq!(plan(lines), Vec::<String>::new(), "{lines}");
    }
}

#[test]
fn aic_1_an_order_that_answers_stands_in_the_plan() {
    for (lines, expected) in [
        (
            "P: should I take ibuprofen 400 mg ?\nD: no , you should not take ibuprofen .",
            "should not take ibuprofen",
        ),
        (
            "P: can I take ibuprofen ?\nD: no , take Tylenol 500 mg instead .",
            "ake Tylenol 500 mg instead",
        ),
        (
            "D: start metformin 500 mg .\nP: metformin makes me sick , I do n't want it .\nD: okay , then we will try glipizide 5 mg .",
            "will try glipizide 5 mg",
        ),
        (
            "D: let's start lisinopril 10 mg .\nP: do I have to ?\nD: yes .",
            "start lisinopril 10 mg",
        ),
    ] {
        let plan = plan(lines);
        assert_eq!(plan.len(), 1, "{lines}\n{plan:?}");
        assert!(plan[0].contains(expected), "{lines}\n{plan:?}");
    }
}

#[test]
fn aic_1_every_order_of_a_turn_stands_in_the_plan() {
    let plan = plan(
        "D: what brings you in today ?\nP: my blood pressure is high and my knee hurts .
D: okay so for your blood pressure we're going to increase the lisinopril to 40 milligrams a day and then I want to get a lipid panel . so for your knee I want you to take ibuprofen 400 milligrams twice a day with food . stop the naproxen . I'll refer you to physical therapy and then follow up in two weeks .
P: sounds good .",
    )
    .join("\n");
    for part in [
        "lisinopril to 40 mg a day",
        "lipid panel",
        "ibuprofen 400 mg twice a day with food",
        "Stop the naproxen",
        "refer her to physical therapy",
        "ollow up in 2 weeks",
    ] {
        assert!(plan.contains(part), "{part}\n{plan}");
    }
}

#[test]
fn aic_1_orders_with_other_drugs_or_doses_are_not_the_same() {
    let plan = plan(
        "D: continue the lisinopril 10 mg once a day . continue the metformin 500 mg once a day . stop the metformin 500 mg at night . I want you to take one aspirin 81 mg once a day .",
    );
    assert_eq!(plan.len(), 4, "{plan:?}");
}

#[test]
fn aic_3_a_drug_that_is_taken_back_is_not_ordered() {
    let plan = plan("D: we'll treat you with penicillin or , I'm sorry , amoxicillin , 500 milligrams , three times a day .")
        .join("\n");
    assert!(
        plan.contains("amoxicillin, 500 mg, 3 times a day"),
        "{plan}"
    );
    assert!(!plan.contains("penicillin"), "{plan}");
    let plan = self::plan("D: you can take Tylenol , no ibuprofen .").join("\n");
    assert!(plan.contains("Tylenol, no ibuprofen"), "{plan}");
}

#[test]
fn aic_3_a_dose_that_is_taken_back_is_not_ordered() {
    let plan = plan(
        "D: we will start you on atorvastatin twenty , no , sorry , forty milligrams at bedtime .",
    );
    assert_eq!(
        plan,
        ["We will start her on atorvastatin 40 mg at bedtime."]
    );
}

#[test]
fn aic_6_an_order_to_the_owner_stands_in_the_plan() {
    let facts = PatientFacts {
        kind: PatientKind::Animal,
        sex: Sex::Male,
    };
    let made = draft(
        &talk(
            "D: what brings rex in ?\nP: he is limping .\nD: give him the carprofen 50 mg twice a day . he should not get any ibuprofen . he can have famotidine 10 mg once a day .",
        ),
        &facts,
    );
    let plan: Vec<&str> = made
        .sentences
        .iter()
        .filter(|sentence| sentence.section == Section::Plan)
        .map(|sentence| sentence.text.as_str())
        .collect();
    assert_eq!(
        plan,
        [
            "Give him the carprofen 50 mg twice a day.",
            "He should not get any ibuprofen.",
            "He can have famotidine 10 mg once a day."
        ]
    );
}

#[test]
fn aic_3_a_long_turn_is_cut_where_a_clause_begins() {
    let made = draft(
        &talk(
            "D: so i'm gonna give you a wrist splint to wear and that should help and i'd like you to take ibuprofen six hundred milligrams every six hours and then i wanna see you back here in the office in two weeks and i'm also gonna order an x-ray of the wrist",
        ),
        &human(Sex::Female),
    );
    assert!(made.sentences.len() >= 3, "{}", text(&made));
    for sentence in &made.sentences {
        assert!(sentence.text.split(' ').count() <= 30, "{}", sentence.text);
    }
}
