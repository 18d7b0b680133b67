//! Keys of services that hear and speak.

use crate::{
    kit::{Kit, events},
    models::lies_in_no_file,
    speech::describe,
};
use axum::{
    Router,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use praxis_suite::Kind;
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinSet};

crate::on_both! {
    aia_7_a_key_of_a_speech_service_is_used_and_found_nowhere,
    aia_7_a_key_of_a_speech_service_stays_in_its_clinic,
}

const ENGINES: &str = "/v1/scribe/engines";
const SET: &str = "/v1/scribe/engines/key";
const KEY: &str = "sk-canary-of-speech-4711";

/// A service that hears whoever has the key, until the tasks are dropped; its origin.
async fn service(tasks: &mut JoinSet<()>) -> String {
    let hear = |headers: HeaderMap| async move {
        let bearer = headers.get("authorization");
        if bearer.is_some_and(|it| it == &format!("Bearer {KEY}")) {
            Ok(json!({"text": ""}).to_string())
        } else {
            Err(StatusCode::UNAUTHORIZED)
        }
    };
    let router = Router::new().route("/v1/audio/transcriptions", post(hear));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tasks.spawn(async move { axum::serve(listener, router).await.unwrap() });
    format!("http://{address}")
}

fn described(kit: &Kit, origin: &str) {
    let engine = json!({"name": "Service", "url": format!("{origin}/v1"), "model": "m"});
    let voice =
        json!({"name": "Service", "url": format!("{origin}/v1"), "model": "m", "voice": "v"});
    describe(kit, &json!({"engines": [engine], "voices": [voice]}));
}

async fn listed(kit: &Kit, token: &str) -> Value {
    kit.get(token, ENGINES).await.ok()
}

/// Why a trial of the engine fails, if it does.
async fn tried(kit: &Kit, token: &str) -> Value {
    let input = json!({"name": "Service", "voice": false});
    let answer = kit.post(token, &format!("{ENGINES}/test"), input).await;
    events(&answer.text).last().unwrap().1["problem"].clone()
}

pub async fn aia_7_a_key_of_a_speech_service_is_used_and_found_nowhere(kit: Kit) {
    let mut tasks = JoinSet::new();
    let origin = service(&mut tasks).await;
    described(&kit, &origin);
    let (admin, doctor) = (kit.ours.admin(), kit.ours.doctor());
    let before = listed(&kit, doctor).await;
    assert_eq!(before["items"][0]["address"], json!(origin));
    assert_eq!(before["items"][0]["key"], Value::Null);
    assert_eq!(tried(&kit, doctor).await, "refused");

    let input = json!({"address": origin, "key": KEY});
    kit.put(doctor, SET, input.clone())
        .await
        .failed(403, "Forbidden");
    for (bad, status, kind) in [
        (
            json!({"address": "http://127.0.0.1:1", "key": KEY}),
            404,
            "NotFound",
        ),
        (
            json!({"address": origin, "key": "two words"}),
            400,
            "Validation",
        ),
        (json!({"address": origin, "key": ""}), 400, "Validation"),
    ] {
        kit.put(admin, SET, bad).await.failed(status, kind);
    }
    let answer = kit.put(admin, SET, input).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let after = listed(&kit, doctor).await;
    // The voice is at the same address.
    for one in [&after["items"][0], &after["voices"][0]] {
        assert_eq!(
            (&one["key"], &one["blocked"]),
            (&json!("given"), &Value::Null)
        );
    }
    assert_eq!(tried(&kit, doctor).await, Value::Null);

    let patient = kit.patient(doctor, "Nowak").await;
    kit.visit(doctor, &patient).await;
    let id = patient["patient_id"].as_str().unwrap();
    let export = format!("/v1/ehr/patients/{id}/visits/export");
    let export = kit.get(doctor, &export).await;
    let audit = kit.get(admin, "/v1/audit").await;
    assert!(audit.text.contains("service_key"), "{}", audit.text);
    let everything = format!("{answer:?}{after}{export:?}{audit:?}");
    assert!(!everything.contains(KEY));
    lies_in_no_file(&kit, KEY);
    let raw = kit.place.raw().await;
    let stored = match kit.place.kind() {
        Kind::Sqlite => "SELECT lower(hex(sealed_key)) FROM service_keys",
        Kind::Postgres => "SELECT encode(sealed_key, 'hex') FROM service_keys",
    };
    let stored = raw.text(stored).await;
    assert!(stored.len() > 2 * KEY.len() && !stored.contains(&hex::encode(KEY)));

    let kit = kit.restart().await;
    assert_eq!(tried(&kit, kit.ours.doctor()).await, Value::Null);
    let removed = json!({ "address": origin });
    kit.put(kit.ours.admin(), SET, removed).await.ok();
    assert_eq!(tried(&kit, kit.ours.doctor()).await, "refused");
    kit.end().await;
}

pub async fn aia_7_a_key_of_a_speech_service_stays_in_its_clinic(kit: Kit) {
    let mut tasks = JoinSet::new();
    let origin = service(&mut tasks).await;
    described(&kit, &origin);
    let input = json!({"address": origin, "key": KEY});
    kit.put(kit.ours.admin(), SET, input).await.ok();
    let them = kit.theirs.doctor();
    assert_eq!(listed(&kit, them).await["items"][0]["key"], Value::Null);
    assert_eq!(tried(&kit, them).await, "refused");
    // What cannot be opened is said, and nobody is asked without it.
    let key = kit.place.folder().join("praxis.key");
    let kit = kit
        .restart_with(move |_| std::fs::remove_file(key).unwrap())
        .await;
    let now = listed(&kit, kit.ours.doctor()).await["items"][0].clone();
    assert_eq!(
        (&now["key"], &now["blocked"]),
        (&json!("given"), &json!("key_closed"))
    );
    kit.end().await;
}
