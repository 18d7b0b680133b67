//! Sentences of a draft are whole: what breaks off is mended or left out.

use super::*;

const BEFORE: &str = "P: i have had pain in my right knee for three weeks .\n";

#[test]
fn aic_3_what_is_no_sentence_is_left_out() {
    for said in [
        "P: and then .",
        "P: yeah , that .",
        "P: it was like because of the",
        "P: for the most part , it has been .",
        "P: i have not at this point .",
        "P: i do n't really .",
        "P: the knee pain it really is just",
        "D: i do n't think i understand completely .",
        "D: on exam now . examination of the hips .",
        "D: on exam now . same thing on the left .",
        "D: there is n't any rebound or guarding though and only",
    ] {
        let alone = drafted(BEFORE);
        assert_eq!(drafted(&format!("{BEFORE}{said}")), alone, "{said}");
    }
}

#[test]
fn aic_3_a_clause_that_comes_to_its_point_stays() {
    for (said, expected) in [
        (
            "P: i take the ibuprofen twice a day with food and as needed for the pain .",
            "twice a day with food and as needed for the pain.",
        ),
        (
            "P: my right knee has been hurting for three weeks and as of yesterday it is swollen .",
            "and as of yesterday it is swollen.",
        ),
        (
            "P: i was out on saturday for a long run and while i was running my knee gave way .",
            "and while she was running her knee gave way.",
        ),
        (
            "P: i am okay with the insulin but my sugars were high all of last week .",
            "okay with the insulin",
        ),
        (
            "D: it is well controlled with the inhaler that you take for your asthma .",
            "well controlled with the inhaler",
        ),
    ] {
        let text = drafted(&format!("{BEFORE}{said}"));
        assert!(text.contains(expected), "{said}\n{text}");
    }
}

#[test]
fn aic_3_what_breaks_off_is_mended() {
    for (said, expected) in [
        (
            "P: i was skiing over the weekend and as i was coming down the hill .",
            "skiing over the weekend.",
        ),
        (
            "P: i'm just so tired and fatigued , and i feel kinda ... i feel lightheaded every once in a while .",
            "lightheaded every once in a while.",
        ),
        (
            "P: i was i have not been great about taking my lisinopril but i did get the blood pressure cuff .",
            "has not been great about taking her lisinopril",
        ),
        (
            "P: i do n't know if that i do n't know if that is from stress but i have headaches in the front .",
            "does not know if that is from stress",
        ),
        (
            "D: there so i reviewed the results of the ct scan of your abdomen and it does show a kidney stone .",
            "I reviewed the results of the CT scan of her abdomen",
        ),
        (
            "D: sorry there is tenderness of the greater tuberosity of the humerus on exam .",
            "There is tenderness",
        ),
    ] {
        let text = drafted(&format!("{BEFORE}{said}"));
        assert!(text.contains(expected), "{said}\n{text}");
    }
}

#[test]
fn aic_3_a_clinicians_false_starts_are_mended() {
    for (said, expected) in [
        (
            "there is full range of motion of the right knee and on your skin examination",
            "there is full range of motion of the right knee",
        ),
        (
            "you currently there is a negative stress test",
            "there is a negative stress test",
        ),
        (
            "they are yeah your exam is the same on both sides",
            "exam is the same on both sides",
        ),
        (
            "all right ms cooper , anemia is often a sign of bleeding",
            "anemia is often a sign of bleeding",
        ),
        (
            "there is a murmur on your exam",
            "there is a murmur on your exam",
        ),
    ] {
        assert_eq!(crate::rules::clinician(said), expected, "{said}");
    }
}

#[test]
fn aic_3_a_run_on_ends_where_a_clause_begins() {
    let long = "P: i twisted my right knee when i was playing tennis with my brother at the club near the lake on saturday morning in the rain with the new shoes and the old racket of my father from the attic of the house and it has been swollen since sunday";
    for sentence in draft(&talk(long), &human(Sex::Female)).sentences {
        assert!(sentence.text.split(' ').count() <= 45, "{}", sentence.text);
    }
}
