//! Drafts and suggestions by models, and what becomes of them when a provider fails.

use crate::{
    kit::{Answer, Kit, events, text},
    models::{CONNECTIONS, connect, decide, done},
    visits::begin,
};
use praxis_model_testkit::{CASES, Fault, PROVIDER_TEXT, Script, Server, Wire};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

crate::on_both! {
    aic_1_a_models_draft_points_to_what_was_said_and_is_checked,
    aic_6_another_draft_takes_the_place_and_the_note_says_where_it_is_from,
    aia_3_the_parts_that_come_are_the_draft_that_is_stored,
    aic_5_an_answer_of_the_wrong_form_is_mended_once_or_said,
    aic_7_outside_needs_consent_and_a_look_at_what_is_sent,
    aic_2_suggestions_are_cards_that_are_decided_once,
    aic_3_whatever_a_provider_does_the_next_one_drafts,
    aic_8_without_a_model_it_is_said_and_the_built_in_draft_stands,
}

const VISITS: &str = "/v1/ehr/encounters";
const TALK: &str = "[doctor] What brings you in, Mrs Nowak?
[patient] My left knee hurts since May. I am Anna Nowak, call me at 601 234 567.
[doctor] Any fever?
[patient] No.
[doctor] Take ibuprofen 400 mg twice a day for one week and come back then.";

pub async fn talk(kit: &Kit) -> String {
    let visit = begin(kit).await;
    let path = format!("{VISITS}/{visit}/transcript");
    kit.post(kit.ours.doctor(), &path, json!({ "text": TALK }))
        .await
        .ok();
    visit
}

fn sentence(text: &str, turns: &[u32], quote: &str) -> Value {
    json!({"text": text, "turns": turns, "quote": quote})
}

pub fn note() -> Value {
    json!({
        "subjective": [sentence("Left knee pain since May.", &[1], "My left knee hurts since May")],
        "objective": [],
        "assessment": [],
        "plan": [
            sentence("Ibuprofen 400 mg twice a day for one week.", &[4], "ibuprofen 400 mg twice a day for one week"),
            sentence("Ibuprofen 600 mg twice a day.", &[4], "ibuprofen 400 mg twice a day"),
        ],
    })
}

pub async fn draft(kit: &Kit, visit: &str) -> Answer {
    let path = format!("{VISITS}/{visit}/draft/model");
    kit.post(kit.ours.doctor(), &path, json!({})).await
}

async fn detail(kit: &Kit, visit: &str) -> Value {
    kit.get(kit.ours.doctor(), &format!("{VISITS}/{visit}"))
        .await
        .ok()
}

/// A clinic that asks these servers for a task, in this order.
pub async fn asks(kit: &Kit, task: &str, servers: &[&Server]) -> Vec<String> {
    let mut order = vec![];
    for (number, server) in servers.iter().enumerate() {
        order.push(connect(kit, &format!("Server {number}"), server.url(), 60).await);
    }
    let refs: Vec<&String> = order.iter().collect();
    decide(kit, task, &refs, json!({})).await;
    order
}

pub async fn aic_1_a_models_draft_points_to_what_was_said_and_is_checked(kit: Kit) {
    let server = Server::start([Script::saying(note().to_string()).in_pieces(9)]).await;
    asks(&kit, "draft", &[&server]).await;
    let visit = talk(&kit).await;
    let answer = draft(&kit, &visit).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(answer.text.contains("\"characters\""), "progress is told");
    let made = done(&answer)["draft"].clone();
    let flags: Vec<usize> = made["sentences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sentence| sentence["flags"].as_array().unwrap().len())
        .collect();
    assert_eq!(flags[..2], [0, 0], "{made}");
    assert!(flags[2] > 0, "a dose that nobody said carries a flag");
    assert_eq!(made["sentences"][0]["evidence"][0]["segment"], 1);
    assert_eq!(made["provenance"]["provider"], "Server 0");
    assert_eq!(made["provenance"]["prompt_version"], "draft-1");
    let before = detail(&kit, &visit).await;
    assert_eq!(
        before["sections"][3]["sentences"],
        json!([]),
        "nothing is in the note"
    );
    let path = format!("{VISITS}/{visit}/draft/{}/accept", text(&made["draft_id"]));
    kit.post(kit.ours.doctor(), &path, json!({"sections": ["plan"]}))
        .await
        .ok();
    let after = detail(&kit, &visit).await;
    assert_eq!(
        after["sections"][0]["sentences"],
        json!([]),
        "the others stay"
    );
    assert_eq!(
        after["sections"][3]["sentences"].as_array().unwrap().len(),
        1
    );
    assert_eq!(
        after["sections"][3]["suggestions"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert!(after["draft"]["accepted"][0]["accepted_by_name"].is_string());
    let asked = &server.journal()[0];
    assert!(
        asked.schema.is_some() && asked.complaint.is_none(),
        "{asked:?}"
    );
    kit.end().await;
}

/// The texts of a part of the note, and those that wait beside it.
fn plan_of(detail: &Value) -> [Vec<String>; 2] {
    let texts = |of: &str| {
        let items = detail["sections"][3][of].as_array().unwrap();
        items.iter().map(|one| text(&one["text"])).collect()
    };
    [texts("sentences"), texts("suggestions")]
}

pub async fn aic_6_another_draft_takes_the_place_and_the_note_says_where_it_is_from(kit: Kit) {
    let server = Server::start([Script::saying(note().to_string())]).await;
    asks(&kit, "draft", &[&server]).await;
    let visit = talk(&kit).await;
    let doctor = kit.ours.doctor();
    let accept = async |draft: &Value| {
        let id = text(&draft["draft_id"]);
        let path = format!("{VISITS}/{visit}/draft/{id}/accept");
        kit.post(doctor, &path, json!({"sections": ["plan"]}))
            .await
            .ok()
    };
    let path = format!("{VISITS}/{visit}/draft");
    let built_in = done(&kit.post(doctor, &path, json!({})).await);
    let before = accept(&built_in).await;
    let [drafted, _] = plan_of(&before);
    assert!(!drafted.is_empty(), "{built_in}");

    let model = done(&draft(&kit, &visit).await)["draft"].clone();
    let now = detail(&kit, &visit).await;
    assert_eq!(plan_of(&now)[0], drafted);
    assert_eq!(now["taken_from"][0]["provenance"]["provider"], "built-in");
    let [sentences, suggestions] = plan_of(&accept(&model).await);
    assert_eq!(sentences, ["Ibuprofen 400 mg twice a day for one week."]);
    assert_eq!(suggestions, ["Ibuprofen 600 mg twice a day."]);

    // What a person wrote or confirmed stays when the next draft is accepted.
    let now = detail(&kit, &visit).await;
    let from = now["taken_from"].as_array().unwrap();
    let last = &from[1]["provenance"];
    assert_eq!((from.len(), &last["provider"]), (2, &json!("Server 0")));
    assert_eq!(last["prompt_version"], "draft-1");
    assert_eq!(from[1]["acceptance"]["section"], "plan");
    let kept = json!([
        {"sentence_id": now["sections"][3]["sentences"][0]["sentence_id"], "text": sentences[0], "confirmed": true},
        {"text": "Rest the knee.", "confirmed": true},
    ]);
    let input = json!({"version": now["sections"][3]["version"], "sentences": kept});
    let path = format!("{VISITS}/{visit}/soap/plan");
    kit.put(doctor, &path, input).await.ok();
    let again = done(&draft(&kit, &visit).await)["draft"].clone();
    let [sentences, suggestions] = plan_of(&accept(&again).await);
    assert_eq!(
        sentences,
        [
            "Ibuprofen 400 mg twice a day for one week.",
            "Rest the knee."
        ]
    );
    assert_eq!(suggestions, ["Ibuprofen 600 mg twice a day."]);
    kit.end().await;
}

pub async fn aia_3_the_parts_that_come_are_the_draft_that_is_stored(kit: Kit) {
    let wrong = Script::saying(note().to_string()).with(Fault::MissingField("plan"));
    let good = Script::saying(note().to_string()).in_pieces(25);
    let server = Server::start([wrong.in_pieces(9), good]).await;
    asks(&kit, "draft", &[&server]).await;
    let visit = talk(&kit).await;
    let answer = draft(&kit, &visit).await;
    let made = done(&answer)["draft"]["sentences"].clone();
    let items = events(&answer.text).into_iter().map(|(_, item)| item);
    let mut parts: Vec<Value> = vec![];
    let mut begun = 0;
    for item in items.filter(|item| item["characters"].is_number()) {
        if item["characters"] == 0 {
            // The answer of the wrong form is void.
            begun += 1;
            parts.clear();
        }
        parts.extend(Some(item["part"].clone()).filter(|part| !part.is_null()));
    }
    assert_eq!(begun, 2);
    let sections: Vec<&Value> = parts.iter().map(|part| &part["section"]).collect();
    assert_eq!(
        sections,
        ["subjective", "objective", "assessment", "plan"]
            .map(Value::from)
            .iter()
            .collect::<Vec<_>>()
    );
    let told: Vec<Value> = parts
        .iter()
        .flat_map(|part| part["sentences"].as_array().unwrap().clone())
        .collect();
    assert_eq!(Value::from(told), made, "the parts are the draft");
    assert_eq!(detail(&kit, &visit).await["draft"]["sentences"], made);
    kit.end().await;
}

pub async fn aic_5_an_answer_of_the_wrong_form_is_mended_once_or_said(kit: Kit) {
    let good = || Script::saying(note().to_string());
    let empty_plan = json!({"subjective": [sentence("Left knee pain.", &[1], "left knee")], "objective": [],
        "assessment": [], "plan": []});
    let empty = json!({"subjective": [], "objective": [], "assessment": [], "plan": []});
    let bad = [
        Script::saying("I cannot do that."),
        good().with(Fault::WrongSchema),
        good().with(Fault::HalfJson),
        good().with(Fault::MissingField("plan")),
        Script::saying(empty_plan.to_string()),
        Script::saying(empty.to_string()),
    ];
    let mut scripts = vec![good().with(Fault::MissingField("plan")), good()];
    // Each is asked twice.
    scripts.extend(
        bad.iter()
            .flat_map(|script| [script.clone(), script.clone()]),
    );
    let server = Server::start(scripts).await;
    asks(&kit, "draft", &[&server]).await;
    let visit = talk(&kit).await;
    done(&draft(&kit, &visit).await);
    let journal = server.journal();
    assert_eq!(journal.len(), 2, "asked once more");
    let second = journal[1].body.to_string();
    assert!(second.contains("Your answer cannot be used"), "{second}");
    let kept = detail(&kit, &visit).await["draft"].clone();
    for script in &bad {
        let failed = draft(&kit, &visit).await;
        let said = events(&failed.text).pop();
        let failure = said.map_or(failed.body.clone(), |(_, value)| value);
        assert_eq!(
            failure["message"],
            "No model answered. Server 0: its answer has not the form that was asked for.",
            "{script:?}"
        );
        let now = detail(&kit, &visit).await["draft"].clone();
        assert_eq!(now, kept, "nothing replaces the draft");
    }
    assert_eq!(server.journal().len(), 2 + 2 * bad.len());
    kit.end().await;
}

pub async fn aic_7_outside_needs_consent_and_a_look_at_what_is_sent(kit: Kit) {
    let id = connect(&kit, "Cloud", "https://cloud.invalid/v1", 1).await;
    decide(&kit, "draft", &[&id], json!({})).await;
    let visit = talk(&kit).await;
    let path = format!("{VISITS}/{visit}/model-question?task=draft");
    let preview = async || kit.get(kit.ours.doctor(), &path).await.ok();
    let reason = async || preview().await["steps"][0]["not_asked"].clone();
    assert_eq!(reason().await, "local_only");
    decide(&kit, "draft", &[&id], json!({"local_only": false})).await;
    assert_eq!(reason().await, "no_consent");
    let failure = draft(&kit, &visit).await.failed(503, "Unavailable");
    assert!(text(&failure["message"]).contains("the patient has not agreed"));
    let patient = text(&detail(&kit, &visit).await["visit"]["patient_id"]);
    let consents = format!("/v1/ehr/patients/{patient}/consents");
    let agree = async |purpose: &str, decision: &str| {
        let input = json!({"purpose": purpose, "decision": decision, "visit_id": visit});
        kit.post(kit.ours.doctor(), &consents, input).await.ok()
    };
    agree("recording", "given").await;
    assert_eq!(
        reason().await,
        "no_consent",
        "a recording is another question"
    );
    agree("outside_model", "this_visit").await;
    assert_eq!(reason().await, "not_shown");
    let sent = text(&preview().await["outside"]);
    assert!(
        sent.contains("1 patient: My left knee hurts since May"),
        "{sent}"
    );
    for secret in ["Nowak", "Anna", "601 234 567"] {
        assert!(!sent.contains(secret), "{sent}");
    }
    let path = format!("{CONNECTIONS}/{id}/shown");
    kit.post(kit.ours.doctor(), &path, json!({})).await.ok();
    assert_eq!(reason().await, Value::Null);
    let path = format!("{VISITS}/{visit}/model-question?task=draft");
    let other = kit.get(kit.ours.admin(), &path).await.ok();
    assert_eq!(
        other["steps"][0]["not_asked"], "not_shown",
        "each person sees it once"
    );
    agree("outside_model", "refused").await;
    assert_eq!(reason().await, "no_consent");
    kit.end().await;
}

pub async fn aic_2_suggestions_are_cards_that_are_decided_once(kit: Kit) {
    let suggestions = json!({"suggestions": [
        {"kind": "test", "text": "X-ray of the left knee.", "reason": "Pain for months.", "turns": [1]},
        {"kind": "differential", "text": "Gonarthrosis.", "reason": "Age.", "turns": []},
    ]});
    let server = Server::start([Script::saying(suggestions.to_string())]).await;
    asks(&kit, "suggest", &[&server]).await;
    let visit = talk(&kit).await;
    let path = format!("{VISITS}/{visit}/ai-suggestions");
    let made = done(&kit.post(kit.ours.doctor(), &path, json!({})).await)["items"].clone();
    assert_eq!(made[0]["reason"], "Pain for months.");
    assert_eq!(made[0]["provenance"]["prompt_version"], "suggest-1");
    let note = detail(&kit, &visit).await["sections"].clone();
    assert_eq!(note[3]["sentences"], json!([]), "never applied by itself");
    let one = format!("{path}/{}", text(&made[0]["suggestion_id"]));
    let accept = || kit.post(kit.ours.doctor(), &one, json!({"accept": true}));
    let (a, b) = tokio::join!(accept(), accept());
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "decided once");
    let other = format!("{path}/{}", text(&made[1]["suggestion_id"]));
    kit.post(kit.ours.doctor(), &other, json!({"accept": false}))
        .await
        .ok();
    let note = detail(&kit, &visit).await["sections"].clone();
    assert_eq!(note[2]["sentences"], json!([]));
    let plan = note[3]["sentences"].as_array().unwrap();
    assert_eq!(plan.len(), 1);
    assert_eq!(
        (&plan[0]["text"], &plan[0]["origin"]),
        (&json!("X-ray of the left knee."), &json!("suggested"))
    );
    let listed = kit.get(kit.ours.doctor(), &path).await.ok()["items"].clone();
    assert_eq!(
        (
            &listed[0]["decision"]["taken"],
            &listed[1]["decision"]["taken"]
        ),
        (&json!(true), &json!(false))
    );
    let them = kit.get(kit.theirs.doctor(), &path).await;
    them.failed(404, "NotFound");
    kit.end().await;
}

pub async fn aic_3_whatever_a_provider_does_the_next_one_drafts(kit: Kit) {
    let visit = talk(&kit).await;
    let spare = Server::start([Script::saying(note().to_string())]).await;
    let mut cases: Vec<(&str, Script)> = CASES
        .iter()
        .filter(|case| case.on.contains(&Wire::Chat))
        .map(|case| {
            (
                case.name,
                Script::saying(note().to_string()).with(case.fault),
            )
        })
        .collect();
    for (name, fault) in [
        ("wrong schema", Fault::WrongSchema),
        ("missing Plan", Fault::MissingField("plan")),
    ] {
        cases.push((name, Script::saying(note().to_string()).with(fault)));
    }
    assert!(cases.len() >= 40, "{}", cases.len());
    for (name, script) in cases {
        let server = Server::start([script]).await;
        asks(&kit, "draft", &[&server, &spare]).await;
        let began = Instant::now();
        let answer = draft(&kit, &visit).await;
        let took = began.elapsed();
        let answer = done(&answer);
        let steps = answer["call"]["steps"].as_array().unwrap();
        if steps.len() == 2 {
            assert!(steps[0]["problem"].is_string(), "{name}: {answer}");
            assert_eq!(
                answer["draft"]["provenance"]["provider"], "Server 1",
                "{name}"
            );
        }
        assert!(took < Duration::from_secs(3), "{name}: {took:?}");
        let said = answer.to_string();
        assert!(!said.contains(PROVIDER_TEXT), "{name}");
        assert_eq!(
            answer["draft"]["sentences"].as_array().unwrap().len(),
            3,
            "{name}"
        );
    }
    kit.end().await;
}

pub async fn aic_8_without_a_model_it_is_said_and_the_built_in_draft_stands(kit: Kit) {
    let visit = talk(&kit).await;
    let path = format!("{VISITS}/{visit}/draft");
    let built_in = done(&kit.post(kit.ours.doctor(), &path, json!({})).await);
    assert!(!built_in["sentences"].as_array().unwrap().is_empty());
    let failure = draft(&kit, &visit).await.failed(503, "Unavailable");
    assert_eq!(failure["message"], "No model is chosen for this.");
    let preview = kit
        .get(
            kit.ours.doctor(),
            &format!("{VISITS}/{visit}/model-question?task=draft"),
        )
        .await
        .ok();
    assert_eq!(preview["steps"], json!([]));
    assert_eq!(detail(&kit, &visit).await["draft"], built_in);
    kit.end().await;
}
