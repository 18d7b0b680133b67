//! What a clinician orders stands in the plan, however short the talk; what is asked, told or refused does not.

use super::*;

/// The sentences of the plan.
fn plan(lines: &str) -> Vec<String> {
    let made = draft(&talk(lines), &human(Sex::Female));
    made.sentences
        .iter()
        .filter(|sentence| sentence.section == Section::Plan && sentence.flags.is_empty())
        .map(|sentence| sentence.text.clone())
        .collect()
}

/// What is said, and what one sentence of the plan must hold.
const ORDERS: [(&str, &str); 80] = [
    (
        "you can take paracetamol 500 mg up to four times a day",
        "can take paracetamol 500 mg up to 4 times a day",
    ),
    (
        "you will continue the metformin 500 milligrams",
        "will continue the metformin 500 mg",
    ),
    (
        "I want you to take ibuprofen 400 milligrams twice a day",
        "I advised her to take ibuprofen 400 mg twice a day",
    ),
    (
        "I'd like to start you on naproxen 500 mg twice a day",
        "e will start her on naproxen 500 mg twice a day",
    ),
    (
        "let's go ahead and start lisinopril 10 mg once daily",
        "e will start lisinopril 10 mg once daily",
    ),
    (
        "we'll put you on amoxicillin 500 mg three times a day for ten days",
        "put her on amoxicillin 500 mg 3 times a day for 10 days",
    ),
    (
        "keep taking the atorvastatin 40 mg at night",
        "eep taking the atorvastatin 40 mg at night",
    ),
    (
        "continue the aspirin 81 milligrams daily",
        "ontinue the aspirin 81 mg daily",
    ),
    ("stop taking the naproxen", "top taking the naproxen"),
    ("I would stop the ibuprofen", "stop the ibuprofen"),
    (
        "we'll increase the lisinopril to 20 mg",
        "ncrease the lisinopril to 20 mg",
    ),
    (
        "let's decrease the furosemide from 40 to 20 mg a day",
        "e will decrease the furosemide from 40 to 20 mg a day",
    ),
    (
        "I'm going to prescribe cephalexin 500 mg four times a day for seven days",
        "e will prescribe cephalexin 500 mg 4 times a day for 7 days",
    ),
    (
        "let's hold off on the metformin for now",
        "e will hold off on the metformin for now",
    ),
    (
        "let's not start the statin yet",
        "e will not start the statin yet",
    ),
    (
        "don't take more than four grams of acetaminophen a day",
        "o not take more than 4 grams of acetaminophen a day",
    ),
    (
        "you should not take ibuprofen with the warfarin",
        "should not take ibuprofen with the warfarin",
    ),
    (
        "you must never take the tramadol with alcohol",
        "must never take the tramadol with alcohol",
    ),
    ("no more ibuprofen please", "o more ibuprofen"),
    (
        "take tramadol 50 mg every six hours as needed for the pain",
        "ake tramadol 50 mg every 6 hours as needed for the pain",
    ),
    (
        "if the pain gets worse , take tramadol 50 mg every six hours",
        "f the pain gets worse, take tramadol 50 mg every 6 hours",
    ),
    (
        "you may use two puffs of albuterol every four hours as needed",
        "may use 2 puffs of albuterol every 4 hours as needed",
    ),
    (
        "I recommend you use two puffs of albuterol every four hours",
        "I advised her to use 2 puffs of albuterol every 4 hours",
    ),
    (
        "I'd suggest paracetamol for the pain",
        "suggest paracetamol for the pain",
    ),
    (
        "I'm starting you on sertraline 50 mg every morning",
        "tarting her on sertraline 50 mg every morning",
    ),
    (
        "we are going to switch you from naproxen to celecoxib 200 mg a day",
        "switch her from naproxen to celecoxib 200 mg a day",
    ),
    (
        "we need to lower the insulin to 12 units at night",
        "lower the insulin to 12 units at night",
    ),
    (
        "let's add amlodipine five milligrams a day",
        "e will add amlodipine 5 mg a day",
    ),
    (
        "I'm gonna give you a prescription for albuterol",
        "give her a prescription for albuterol",
    ),
    (
        "I'll send amoxicillin 500 mg to your pharmacy",
        "end amoxicillin 500 mg to her pharmacy",
    ),
    (
        "we'll try prednisone 40 mg once a day for five days",
        "try prednisone 40 mg once a day for 5 days",
    ),
    (
        "I want you to stay on the carvedilol 25 mg twice a day",
        "I advised her to stay on the carvedilol 25 mg twice a day",
    ),
    (
        "I'd like you to cut back the prednisone to 10 mg",
        "cut back the prednisone to 10 mg",
    ),
    (
        "we should restart the omeprazole 20 mg before breakfast",
        "restart the omeprazole 20 mg before breakfast",
    ),
    (
        "we will have you take gabapentin 300 mg at bedtime",
        "take gabapentin 300 mg at bedtime",
    ),
    (
        "what I want you to do is take meloxicam 15 mg once a day",
        "I advised her to take meloxicam 15 mg once a day",
    ),
    (
        "we can give you fifty milligrams of ultram every six hours",
        "give her 50 mg of Ultram every 6 hours",
    ),
    (
        "take one tablet of Tylenol 500 mg instead",
        "ake 1 tablet of Tylenol 500 mg instead",
    ),
    (
        "I will refill the levothyroxine 75 micrograms",
        "refill the levothyroxine 75 mcg",
    ),
    (
        "you're going to take doxycycline 100 mg twice a day",
        "take doxycycline 100 mg twice a day",
    ),
    (
        "you need to finish the antibiotics",
        "finish the antibiotics",
    ),
    ("start metformin", "tart metformin"),
    (
        "apply the hydrocortisone cream twice a day",
        "pply the hydrocortisone cream twice a day",
    ),
    (
        "we'll get an MRI of the left knee",
        "get an MRI of the left knee",
    ),
    (
        "I'm going to order an x-ray of the right hip",
        "e will order an x-ray of the right hip",
    ),
    (
        "I'm ordering a CBC and a lipid panel",
        "rdering a CBC and a lipid panel",
    ),
    ("let's check your A1c", "e will check her A1c"),
    ("we need a chest x-ray", "e need a chest x-ray"),
    (
        "I'd like to get an ultrasound of the abdomen",
        "e will get an ultrasound of the abdomen",
    ),
    (
        "we'll repeat the blood work in six weeks",
        "repeat the blood work in 6 weeks",
    ),
    ("let's do an EKG today", "e will do an EKG today"),
    (
        "we are going to schedule a colonoscopy",
        "schedule a colonoscopy",
    ),
    ("I'll refer you to orthopedics", "refer her to orthopedics"),
    (
        "I'm going to send you to physical therapy",
        "end her to physical therapy",
    ),
    (
        "I'd like you to see a cardiologist",
        "I advised her to see a cardiologist",
    ),
    (
        "we'll put in a referral to dermatology",
        "put in a referral to dermatology",
    ),
    ("follow up in two weeks", "ollow up in 2 weeks"),
    ("come back in three months", "ome back in 3 months"),
    (
        "I want to see you back in six weeks",
        "e will see her back in 6 weeks",
    ),
    (
        "we'll see you again in ten days",
        "see her again in 10 days",
    ),
    (
        "follow up with your cardiologist next week",
        "ollow up with her cardiologist next week",
    ),
    (
        "call me in two days to tell me how you are",
        "all me in 2 days",
    ),
    (
        "I'm putting you on metoprolol 25 mg twice daily",
        "putting her on metoprolol 25 mg twice daily",
    ),
    (
        "the plan is to start metformin 500 mg twice a day",
        "start metformin 500 mg twice a day",
    ),
    (
        "let me start you on escitalopram 10 mg",
        "e will start her on escitalopram 10 mg",
    ),
    (
        "let me order an MRI of your back",
        "e will order an MRI of her back",
    ),
    (
        "I think we should try physical therapy first",
        "e should try physical therapy first",
    ),
    (
        "please don't take any ibuprofen",
        "do not take any ibuprofen",
    ),
    (
        "you don't need to take the omeprazole anymore",
        "does not need to take the omeprazole anymore",
    ),
    (
        "I don't want you to take any more naproxen",
        "I do not want her to take any more naproxen",
    ),
    (
        "I wouldn't take ibuprofen with your kidneys",
        "I would not take ibuprofen with her kidneys",
    ),
    (
        "it's going to be cephalexin 500 mg four times a day",
        "cephalexin 500 mg 4 times a day",
    ),
    (
        "I've sent amoxicillin 500 mg to your pharmacy",
        "I have sent amoxicillin 500 mg to her pharmacy",
    ),
    (
        "we will go up on the lantus to 20 units at night",
        "go up on the Lantus to 20 units at night",
    ),
    (
        "you should get a flu shot today",
        "should get a flu shot today",
    ),
    (
        "let's schedule a follow-up in one month",
        "e will schedule a follow-up in 1 month",
    ),
    (
        "make an appointment with me in two weeks",
        "ake an appointment with me in 2 weeks",
    ),
    (
        "we're going to hold the lisinopril until your kidneys recover",
        "e will hold the lisinopril until her kidneys recover",
    ),
    (
        "don't stop the prednisone suddenly",
        "o not stop the prednisone suddenly",
    ),
    (
        "we won't change the insulin",
        "e will not change the insulin",
    ),
];

/// What may stand before an order.
const LEADS: [&str; 8] = [
    "",
    "okay so ",
    "um ",
    "and then ",
    "so for your knee ",
    "alright , so , um , ",
    "from a pain standpoint , ",
    "so I think it is a sprain . ",
];

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
