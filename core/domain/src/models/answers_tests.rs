use super::*;
use crate::scribe::model::{Segment, Speaker};

fn talk() -> Transcript {
    let said = [
        (Speaker::Clinician, "What brings you in?"),
        (
            Speaker::Patient,
            "My left  knee hurts, Doctor Kowalski, since May.",
        ),
        (Speaker::Clinician, "Take ibuprofen 400 mg twice a day."),
    ];
    let segments = said
        .into_iter()
        .zip(0..)
        .map(|((speaker, text), index)| Segment {
            index,
            speaker,
            text: text.to_owned(),
            start_ms: None,
            end_ms: None,
            spoken: None,
        });
    Transcript {
        segments: segments.collect(),
    }
}

fn note(subjective: &str, plan: &str) -> String {
    format!(r#"{{"subjective":[{subjective}],"objective":[],"assessment":[],"plan":[{plan}]}}"#)
}

const KNEE: &str =
    r#"{"text":"Left knee pain since May.","turns":[1],"quote":"My left knee hurts"}"#;
const PLAN: &str = r#"{"text":"Ibuprofen 400 mg twice a day.","turns":[2],"quote":"ibuprofen 400 mg twice a day."}"#;

fn read(answer: &str) -> Result<Vec<DraftSentence>, WrongForm> {
    read_note(answer, &talk(), &Mask::default(), true)
}

#[test]
fn aic_5_a_draft_is_read_with_its_evidence() {
    let answer = note(KNEE, PLAN);
    let fenced = format!("Here it is:\n```json\n{answer}\n```\nAnything else?");
    for answer in [answer, fenced] {
        let sentences = read(&answer).unwrap();
        let [knee, plan] = &sentences[..] else {
            panic!("{sentences:?}")
        };
        assert_eq!(
            (knee.section, plan.section),
            (Section::Subjective, Section::Plan)
        );
        assert_eq!(
            knee.evidence,
            [EvidenceSpan {
                segment: 1,
                start: 0,
                end: 19
            }],
            "two spaces were said as one"
        );
        assert_eq!(
            plan.evidence,
            [EvidenceSpan {
                segment: 2,
                start: 5,
                end: 33
            }]
        );
        assert_eq!((&knee.flags, &plan.flags), (&vec![], &vec![]));
    }
}

#[test]
fn aic_5_what_was_not_said_carries_flags() {
    for (sentence, check) in [
        (
            r#"{"text":"Right knee pain since May.","turns":[1],"quote":"left knee"}"#,
            Check::Side,
        ),
        (
            r#"{"text":"Ibuprofen 600 mg twice a day.","turns":[2],"quote":"400 mg"}"#,
            Check::Number,
        ),
        (
            r#"{"text":"Naproxen twice a day.","turns":[2],"quote":"twice a day"}"#,
            Check::Drug,
        ),
        (
            r#"{"text":"Knee does not hurt.","turns":[1],"quote":"knee hurts"}"#,
            Check::Negation,
        ),
        (
            r#"{"text":"Smokes.","turns":[],"quote":""}"#,
            Check::Evidence,
        ),
    ] {
        let sentences = read(&note(sentence, PLAN)).unwrap();
        let checks: Vec<Check> = sentences[0].flags.iter().map(|flag| flag.check).collect();
        assert!(checks.contains(&check), "{sentence}: {checks:?}");
    }
}

#[test]
fn aic_5_what_has_not_the_form_is_refused_without_being_quoted() {
    let secret = "Kowalska";
    for (answer, why) in [
        (String::new(), "not a JSON object"),
        ("I cannot do that.".into(), "not a JSON object"),
        ("}{".into(), "not a JSON object"),
        ("{\"subjective\": [".into(), "not a JSON object"),
        (
            note(KNEE, PLAN).replace("\"plan\"", "\"plans\""),
            "a field is missing",
        ),
        (
            note(KNEE, PLAN).replace("\"plan\":", "\"plan\""),
            "not valid JSON",
        ),
        (
            note(KNEE, PLAN).replace("[2]", "[\"2\"]"),
            "a field is missing",
        ),
        (
            note(KNEE, PLAN).replace("[2]", "[-1]"),
            "a field is missing",
        ),
        (note(KNEE, PLAN).replace("[2]", "[77]"), "no turn 77"),
        (note(KNEE, ""), "a plan was spoken of"),
        (
            note(&format!(r#"{{"text":"{secret}","turns":[1]}}"#), PLAN),
            "a field is missing",
        ),
        (
            note(KNEE, &PLAN.replace("Ibuprofen 400 mg twice a day.", " ")),
            "empty",
        ),
        (
            note(&KNEE.replace("Left", &"x".repeat(601)), PLAN),
            "longer",
        ),
        (note(&vec![KNEE; 200].join(","), PLAN), "too many"),
    ] {
        let Err(WrongForm(words)) = read(&answer) else {
            panic!("accepted: {answer}")
        };
        assert!(words.contains(why), "{words} is not {why}");
        assert!(!words.contains(secret));
    }
    let empty = note("", "");
    assert!(
        read_note(&empty, &talk(), &Mask::default(), false).is_err(),
        "never an empty note"
    );
}

#[test]
fn aic_5_a_quote_that_is_too_short_is_widened_to_its_turn() {
    let short = r#"{"text":"Ibuprofen 400 mg twice a day.","turns":[2],"quote":"Take ibuprofen"}"#;
    let sentences = read(&note(KNEE, short)).unwrap();
    assert_eq!(sentences[1].flags, []);
    let whole = EvidenceSpan {
        segment: 2,
        start: 0,
        end: 34,
    };
    assert_eq!(sentences[1].evidence, [whole]);
}

#[test]
fn aic_5_control_characters_and_markup_stay_text() {
    let sentence =
        r#"{"text":"Left knee\u0000 pain\n<script>alert(1)</script>","turns":[1],"quote":"knee"}"#;
    let sentences = read(&note(sentence, PLAN)).unwrap();
    assert_eq!(
        sentences[0].text,
        "Left knee pain <script>alert(1)</script>"
    );
}

#[test]
fn aic_2_suggestions_are_read_with_their_reasons() {
    let answer = r#"{"suggestions":[
        {"kind":"test","text":"X-ray of the left knee.","reason":"Pain for months.","turns":[1]},
        {"kind":"follow_up","text":"Two weeks.","reason":"To see the effect.","turns":[]}]}"#;
    let read = |answer: &str| read_suggestions(answer, &talk(), &Mask::default());
    let suggestions = read(answer).unwrap();
    assert_eq!(suggestions[0].kind.section(), Section::Plan);
    assert_eq!(suggestions[0].evidence.len(), 1);
    assert_eq!(suggestions[1].evidence, []);
    assert!(read(&answer.replace("\"test\"", "\"surgery\"")).is_err());
    assert!(
        read(&answer.replace("To see the effect.", "")).is_err(),
        "a reason is required"
    );
}

#[test]
fn aic_5_the_schemas_refuse_what_is_unknown() {
    for schema in [note_schema(), suggestions_schema()] {
        assert_eq!(schema["additionalProperties"], false, "{schema}");
        assert!(
            schema["required"]
                .as_array()
                .is_some_and(|fields| !fields.is_empty())
        );
    }
    assert_eq!(note_schema()["required"].as_array().map(Vec::len), Some(4));
}
