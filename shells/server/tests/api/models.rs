//! Connections to models, what the clinic decides about them, and free questions.

use crate::kit::{Answer, Kit, events, text};
use praxis_model_testkit::{Fault, PROVIDER_TEXT, Script, Server};
use praxis_suite::Kind;
use serde_json::{Value, json};
use std::time::Duration;

crate::on_both! {
    aia_6_a_connection_is_added_tested_changed_and_removed,
    aia_6_a_wrong_key_is_said_without_the_key,
    aia_7_a_key_is_found_nowhere,
    aic_7_nothing_outside_is_contacted_while_local_only_is_on,
    aic_7_a_key_does_not_follow_to_another_host,
    aia_3_pieces_of_an_answer_are_the_answer,
    aia_4_who_goes_away_ends_the_question,
    aic_3_the_next_one_is_asked_and_each_step_is_kept,
    aic_3_what_fails_often_is_left_alone,
    aia_16_use_is_counted_and_priced_by_the_exact_name,
    iam_14_models_of_another_clinic_are_out_of_reach,
}

pub const CONNECTIONS: &str = "/v1/models/connections";
const SETTINGS: &str = "/v1/models/settings";
pub const CHAT: &str = "/v1/models/chat";

/// A connection to this address.
pub async fn connect(kit: &Kit, name: &str, url: &str, patience: u32) -> String {
    let new = json!({"name": name, "kind": "openai_compatible", "base_url": url,
        "model": format!("model of {name}"), "patience_seconds": patience});
    let made = kit.post(kit.ours.admin(), CONNECTIONS, new).await.ok();
    text(&made["connection_id"])
}

/// Decides which connections are asked for a task, and what else is said.
pub async fn decide(kit: &Kit, task: &str, order: &[&String], change: Value) -> Value {
    let mut settings = kit.get(kit.ours.admin(), SETTINGS).await.ok();
    settings["chains"] = json!([{"task": task, "connections": order}]);
    for (name, value) in change.as_object().unwrap() {
        settings[name] = value.clone();
    }
    kit.put(kit.ours.admin(), SETTINGS, settings).await.ok()
}

pub async fn chat(kit: &Kit, words: &str) -> Answer {
    let question = json!({"messages": [{"role": "user", "content": words}]});
    kit.post(kit.ours.doctor(), CHAT, question).await
}

/// The answer at the end of a stream.
pub fn done(answer: &Answer) -> Value {
    let sent = events(&answer.text);
    let (name, value) = sent.last().unwrap_or_else(|| panic!("{}", answer.text));
    assert_eq!(*name, "event: done", "{}", answer.text);
    value.clone()
}

async fn states(kit: &Kit) -> Value {
    kit.get(kit.ours.doctor(), CONNECTIONS).await.ok()["items"].clone()
}

async fn test(kit: &Kit, id: &str) -> Answer {
    let path = format!("{CONNECTIONS}/{id}/test");
    kit.post(kit.ours.admin(), &path, json!({})).await
}

pub async fn set_key(kit: &Kit, id: &str, key: &str) -> Value {
    let path = format!("{CONNECTIONS}/{id}/key");
    let input = json!({ "key": key });
    kit.put(kit.ours.admin(), &path, input).await.ok()
}

pub async fn aia_6_a_connection_is_added_tested_changed_and_removed(kit: Kit) {
    let server = Server::start([]).await;
    server.set_models(&["żółw-7b", "lis-1b"]);
    let id = connect(&kit, "Local", &format!("{}/v1/", server.url()), 5).await;
    let found = test(&kit, &id).await.ok();
    assert_eq!(found["problem"], Value::Null, "{found}");
    assert_eq!(found["models"], json!(["żółw-7b", "lis-1b"]));
    let state = &states(&kit).await[0];
    assert_eq!(state["inside"], true);
    assert!(state["answered_at"].is_string(), "{state}");
    let path = format!("{CONNECTIONS}/{id}");
    let mut change = state["connection"].clone();
    let fields = change.as_object_mut().unwrap();
    for derived in ["connection_id", "has_key", "created_at"] {
        fields.remove(derived);
    }
    change["enabled"] = json!(false);
    let changed = kit.put(kit.ours.admin(), &path, change.clone()).await.ok();
    assert_eq!(
        (&changed["enabled"], &changed["version"]),
        (&json!(false), &json!(2))
    );
    kit.put(kit.ours.admin(), &path, change)
        .await
        .failed(409, "Conflict");
    for bad in [
        json!({"base_url": "http://api.example.com/v1"}),
        json!({"base_url": "https://me:secret@api.example.com"}),
        json!({"name": " "}),
        json!({"model": ""}),
        json!({"patience_seconds": 0}),
        json!({"patience_seconds": 601}),
    ] {
        let mut new = json!({"name": "x", "kind": "ollama", "base_url": null, "model": "m", "patience_seconds": 60});
        new.as_object_mut()
            .unwrap()
            .extend(bad.as_object().unwrap().clone());
        kit.post(kit.ours.admin(), CONNECTIONS, new)
            .await
            .failed(400, "Validation");
    }
    decide(&kit, "draft", &[&id], json!({})).await;
    kit.ask(kit.ours.admin(), "DELETE", &path, Value::Null)
        .await
        .ok();
    assert_eq!(states(&kit).await, json!([]));
    let settings = kit.get(kit.ours.admin(), SETTINGS).await.ok();
    assert_eq!(
        settings["chains"],
        json!([{"task": "draft", "connections": []}])
    );
    kit.end().await;
}

pub async fn aia_6_a_wrong_key_is_said_without_the_key(kit: Kit) {
    let server = Server::start([Script::saying("Good.")]).await;
    server.demand_key("sk-right");
    let id = connect(&kit, "Careful", server.url(), 5).await;
    assert_eq!(test(&kit, &id).await.ok()["problem"], "key_refused");
    set_key(&kit, &id, "sk-wrong-canary").await;
    let refused = test(&kit, &id).await;
    assert_eq!(refused.body["problem"], "key_refused");
    decide(&kit, "chat", &[&id], json!({})).await;
    let asked = chat(&kit, "Hello?").await;
    let failure = asked.failed(503, "Unavailable");
    let message = text(&failure["message"]);
    assert_eq!(message, "No model answered. Careful: it refuses the key.");
    let everything = format!("{refused:?}{failure}{}", states(&kit).await);
    for secret in ["sk-wrong-canary", PROVIDER_TEXT] {
        assert!(!everything.contains(secret));
    }
    set_key(&kit, &id, "sk-right").await;
    assert_eq!(done(&chat(&kit, "Hello?").await)["content"], "Good.");
    kit.end().await;
}

/// Looks through every file of the data folder: the database, its log, uploads, recordings.
pub fn lies_in_no_file(kit: &Kit, secret: &str) {
    let mut files = vec![kit.place.folder().to_owned()];
    let mut read = 0;
    while let Some(path) = files.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).unwrap();
            files.extend(entries.map(|entry| entry.unwrap().path()));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        read += bytes.len();
        let found = bytes
            .windows(secret.len())
            .any(|window| window == secret.as_bytes());
        assert!(!found, "{}", path.display());
    }
    assert!(read > 0, "there are files to look through");
}

pub async fn aia_7_a_key_is_found_nowhere(kit: Kit) {
    let key = "sk-canary-4711-canary";
    let server = Server::start([Script::saying("Good.")]).await;
    server.demand_key(key);
    let id = connect(&kit, "Careful", server.url(), 5).await;
    let answer = set_key(&kit, &id, key).await;
    assert_eq!(answer["has_key"], true);
    decide(&kit, "chat", &[&id], json!({})).await;
    done(&chat(&kit, "Hello?").await);
    let listed = states(&kit).await.to_string();
    let audit = kit.get(kit.ours.admin(), "/v1/audit").await;
    assert!(!format!("{answer}{listed}{}", audit.text).contains(key));
    lies_in_no_file(&kit, key);
    // On the other engine there is no file to look through.
    let raw = kit.place.raw().await;
    let stored = match kit.place.kind() {
        Kind::Sqlite => "SELECT lower(hex(sealed_key)) FROM model_connections",
        Kind::Postgres => "SELECT encode(sealed_key, 'hex') FROM model_connections",
    };
    let stored = raw.text(stored).await;
    assert!(stored.len() > 2 * key.len() && !stored.contains(&hex::encode(key)));
    // Opened again, and with the key that it was sealed with.
    let kit = kit.restart().await;
    done(&chat(&kit, "Hello?").await);
    kit.end().await;
}

pub async fn aic_7_nothing_outside_is_contacted_while_local_only_is_on(kit: Kit) {
    let outside = connect(&kit, "Cloud", "https://cloud.invalid/v1", 1).await;
    decide(&kit, "chat", &[&outside], json!({})).await;
    let refused = test(&kit, &outside).await.failed(503, "Unavailable");
    assert!(text(&refused["message"]).contains("outside the clinic"));
    let asked = chat(&kit, "Hello?").await.failed(503, "Unavailable");
    let local_only = "No model answered. Cloud: not asked, because nothing may leave the clinic.";
    assert_eq!(asked["message"], local_only);
    let previewed = kit.get(kit.ours.doctor(), CHAT).await.ok();
    assert_eq!(previewed["steps"][0]["not_asked"], "local_only");
    assert_eq!(previewed["latest"]["steps"][0]["not_asked"], "local_only");
    decide(&kit, "chat", &[&outside], json!({"local_only": false})).await;
    let asked = chat(&kit, "Hello?").await.failed(503, "Unavailable");
    assert!(text(&asked["message"]).contains("you have not seen yet what is sent"));
    let previewed = kit.get(kit.ours.doctor(), CHAT).await.ok();
    assert_eq!(previewed["steps"][0]["not_asked"], "not_shown");
    let seen = format!("{CONNECTIONS}/{outside}/shown");
    kit.post(kit.ours.doctor(), &seen, json!({})).await.ok();
    let previewed = kit.get(kit.ours.doctor(), CHAT).await.ok();
    assert_eq!(previewed["steps"][0]["not_asked"], Value::Null);
    assert_eq!(previewed["steps"][0]["inside"], false);
    // What another person asked is theirs.
    let theirs = kit.get(kit.ours.admin(), CHAT).await.ok();
    assert_eq!(
        (&theirs["steps"][0]["not_asked"], &theirs["latest"]),
        (&json!("not_shown"), &Value::Null)
    );
    kit.end().await;
}

pub async fn aic_7_a_key_does_not_follow_to_another_host(kit: Kit) {
    let server = Server::start([Script::saying("Good.")]).await;
    let id = connect(&kit, "Local", "https://cloud.invalid/v1", 5).await;
    set_key(&kit, &id, "sk-for-the-cloud").await;
    let path = format!("{CONNECTIONS}/{id}");
    let moved = json!({"version": 1, "name": "Local", "kind": "openai_compatible", "base_url": server.url(),
        "model": "m", "enabled": true, "patience_seconds": 5});
    let moved = kit.put(kit.ours.admin(), &path, moved).await.ok();
    assert_eq!(moved["has_key"], false);
    decide(&kit, "chat", &[&id], json!({})).await;
    done(&chat(&kit, "Hello?").await);
    assert_eq!(server.journal()[0].key, None);
    kit.end().await;
}

pub async fn aia_3_pieces_of_an_answer_are_the_answer(kit: Kit) {
    let words = "Zażółć gęślą jaźń 🦔 – done.";
    let whole = Script::saying(words).in_pieces(7);
    let half = Script::saying(words).with(Fault::NoEnd);
    let server = Server::start([whole, half]).await;
    let id = connect(&kit, "Local", server.url(), 5).await;
    decide(&kit, "chat", &[&id], json!({})).await;
    let answer = chat(&kit, "Hello?").await;
    let sent = events(&answer.text);
    let pieces: String = sent
        .iter()
        .filter(|(name, _)| *name == "event: item")
        .map(|(_, piece)| text(&piece["text"]))
        .collect();
    assert_eq!(pieces, words);
    assert_eq!(sent.len(), 8, "seven pieces and one end");
    assert_eq!(done(&answer)["content"], words);
    assert_eq!(done(&answer)["call"]["steps"][0]["attempts"], 1);
    // Half an answer is followed by no other, and is not passed off as a whole one.
    let other = Server::start([Script::saying("other")]).await;
    let second = connect(&kit, "Second", other.url(), 5).await;
    decide(&kit, "chat", &[&id, &second], json!({})).await;
    let broken = chat(&kit, "Hello?").await;
    let (name, failure) = events(&broken.text).pop().unwrap();
    assert_eq!(name, "event: error", "{}", broken.text);
    assert!(text(&failure["message"]).contains("broke off"), "{failure}");
    assert_eq!(other.journal().len(), 0);
    for bad in [
        json!([]),
        json!([{"role": "assistant", "content": "x"}]),
        json!([{"role": "user", "content": " "}]),
        json!([{"role": "user", "content": "x"}, {"role": "system", "content": "x"}, {"role": "user", "content": "x"}]),
    ] {
        let asked = kit
            .post(kit.ours.doctor(), CHAT, json!({ "messages": bad }))
            .await;
        asked.failed(400, "Validation");
    }
    kit.end().await;
}

pub async fn aia_4_who_goes_away_ends_the_question(kit: Kit) {
    let slow = Script::saying("x".repeat(400))
        .in_pieces(400)
        .slowly(Duration::from_millis(50));
    let server = Server::start([slow]).await;
    let id = connect(&kit, "Slow", server.url(), 30).await;
    decide(&kit, "chat", &[&id], json!({})).await;
    let question = json!({"messages": [{"role": "user", "content": "Hello?"}]});
    let request = kit
        .request(kit.ours.doctor(), "POST", CHAT)
        .header("content-type", "application/json");
    let mut response = request.body(question.to_string()).send().await.unwrap();
    assert!(
        response.chunk().await.unwrap().is_some(),
        "the answer began"
    );
    drop(response);
    let closed = server.closed(0, Duration::from_secs(5)).await;
    let seen = server.journal().remove(0);
    assert!(
        closed.is_some() && !seen.whole,
        "the question goes on without a reader"
    );
    kit.end().await;
}

pub async fn aic_3_the_next_one_is_asked_and_each_step_is_kept(kit: Kit) {
    let busy =
        Server::start([Script::saying("").with(Fault::StatusWith(429, "retry-after", "259200"))])
            .await;
    let broken = Server::start([
        Script::saying("").with(Fault::Status(500)),
        Script::saying("Well."),
    ])
    .await;
    let off = connect(&kit, "Off", "http://127.0.0.1:9", 5).await;
    let path = format!("{CONNECTIONS}/{off}");
    let change = json!({"version": 1, "name": "Off", "kind": "ollama", "base_url": "http://127.0.0.1:9",
        "model": "m", "enabled": false, "patience_seconds": 5});
    kit.put(kit.ours.admin(), &path, change).await.ok();
    let nobody = connect(&kit, "Nobody", "http://127.0.0.1:9", 5).await;
    let first = connect(&kit, "Busy", busy.url(), 5).await;
    let second = connect(&kit, "Second", broken.url(), 5).await;
    decide(&kit, "chat", &[&off, &nobody, &first, &second], json!({})).await;
    let answer = done(&chat(&kit, "Hello?").await);
    assert_eq!(
        (&answer["content"], &answer["provider"]),
        (&json!("Well."), &json!("Second"))
    );
    let steps: Vec<Value> = answer["call"]["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| {
            json!([
                step["name"],
                step["not_asked"],
                step["problem"],
                step["attempts"],
                step["host"]
            ])
        })
        .collect();
    let expected = [
        json!(["Off", "disabled", null, 0, "127.0.0.1"]),
        json!(["Nobody", null, "unreachable", 2, "127.0.0.1"]),
        json!(["Busy", null, "busy", 1, "127.0.0.1"]),
        json!(["Second", null, null, 2, "127.0.0.1"]),
    ];
    assert_eq!(steps, expected);
    kit.end().await;
}

pub async fn aic_3_what_fails_often_is_left_alone(kit: Kit) {
    let lost = || Script::saying("").with(Fault::Status(404));
    let server = Server::start([lost(), lost(), lost(), Script::saying("Back.")]).await;
    let id = connect(&kit, "Lost", server.url(), 5).await;
    decide(&kit, "chat", &[&id], json!({})).await;
    for _ in 0..3 {
        chat(&kit, "Hello?").await.failed(503, "Unavailable");
    }
    assert_eq!(server.journal().len(), 3);
    let rested = chat(&kit, "Hello?").await.failed(503, "Unavailable");
    assert!(
        text(&rested["message"]).contains("failed just now"),
        "{rested}"
    );
    assert_eq!(server.journal().len(), 3, "it is left alone");
    let state = &states(&kit).await[0];
    assert!(state["resting_until"].is_string(), "{state}");
    assert_eq!(state["problem"], "unknown_model");
    kit.clock.advance(31);
    assert_eq!(done(&chat(&kit, "Hello?").await)["content"], "Back.");
    assert_eq!(states(&kit).await[0]["problem"], Value::Null);
    kit.end().await;
}

pub async fn aia_16_use_is_counted_and_priced_by_the_exact_name(kit: Kit) {
    let server = Server::start([Script::saying("Good.")]).await;
    let id = connect(&kit, "Local", server.url(), 5).await;
    decide(&kit, "chat", &[&id], json!({})).await;
    let call = done(&chat(&kit, "Hello?").await)["call"].clone();
    done(&chat(&kit, "Hello?").await);
    let day = text(&call["asked_at"])[..10].to_owned();
    let path = format!("/v1/models/usage?from={day}&to={day}");
    let usage = kit.get(kit.ours.doctor(), &path).await.ok();
    let one = &usage["items"][0];
    assert_eq!(
        (&one["model"], &one["calls"], &one["cost"]),
        (&json!("model of Local"), &json!(2), &Value::Null)
    );
    let tokens = one["prompt_tokens"].as_u64().unwrap();
    assert_eq!(tokens, 2 * call["prompt_tokens"].as_u64().unwrap());
    assert!(tokens > 0);
    let price = |model: &str| json!({"model": model, "prompt_price": 1_000_000, "answer_price": 0, "currency": "EUR"});
    for (model, cost) in [("model of", Value::Null), ("model of Local", json!(tokens))] {
        let prices = json!({"items": [price(model)]});
        kit.put(kit.ours.admin(), "/v1/models/prices", prices)
            .await
            .ok();
        let usage = kit.get(kit.ours.doctor(), &path).await.ok();
        assert_eq!(usage["items"][0]["cost"], cost);
    }
    for bad in [
        json!([price("a"), price("a")]),
        json!([{"model": "a", "prompt_price": 1, "answer_price": 1, "currency": "euro"}]),
    ] {
        let prices = json!({ "items": bad });
        kit.put(kit.ours.admin(), "/v1/models/prices", prices)
            .await
            .failed(400, "Validation");
    }
    kit.end().await;
}

pub async fn iam_14_models_of_another_clinic_are_out_of_reach(kit: Kit) {
    let id = connect(&kit, "Ours", "http://127.0.0.1:9", 5).await;
    let them = kit.theirs.admin();
    assert_eq!(kit.get(them, CONNECTIONS).await.ok()["items"], json!([]));
    let path = format!("{CONNECTIONS}/{id}");
    kit.post(them, &format!("{path}/test"), json!({}))
        .await
        .failed(404, "NotFound");
    kit.post(them, &format!("{path}/shown"), json!({}))
        .await
        .failed(404, "NotFound");
    kit.put(them, &format!("{path}/key"), json!({"key": "sk-theirs"}))
        .await
        .failed(404, "NotFound");
    kit.ask(them, "DELETE", &path, Value::Null)
        .await
        .failed(404, "NotFound");
    let mut settings = kit.get(them, SETTINGS).await.ok();
    settings["chains"] = json!([{"task": "chat", "connections": [id]}]);
    kit.put(them, SETTINGS, settings)
        .await
        .failed(400, "Validation");
    assert_eq!(states(&kit).await[0]["connection"]["has_key"], false);
    kit.end().await;
}
