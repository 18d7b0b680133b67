//! What the operator describes: noticed while the program runs, and tried from the screen.

use crate::{
    kit::{Kit, events, text},
    recordings::RECORDINGS,
    speech::{counts, describe, finished, segments, stop, talk},
};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

crate::on_both! {
    aud_8_a_changed_file_is_used_without_a_restart,
    aud_8_an_unreadable_file_stops_nothing_and_is_said,
    aud_8_engines_and_voices_can_be_tried,
    aud_9_without_a_network_the_job_says_why_and_is_not_done,
    aud_9_an_engine_elsewhere_is_not_used_unless_allowed,
}

const ENGINES: &str = "/v1/scribe/engines";

async fn engines(kit: &Kit) -> Value {
    kit.get(kit.ours.doctor(), ENGINES).await.ok()
}

pub async fn aud_8_a_changed_file_is_used_without_a_restart(kit: Kit) {
    let (visit, id) = talk(&kit).await;
    stop(&kit, &id).await;
    assert_eq!(engines(&kit).await["items"], json!([]));
    describe(&kit, &json!({"engines": [counts("New", "")]}));
    assert_eq!(engines(&kit).await["items"][0]["name"], "New");
    let path = format!("{RECORDINGS}/{id}/transcribe");
    kit.post(kit.ours.doctor(), &path, json!({})).await.ok();
    finished(&kit, &id).await;
    assert_eq!(segments(&kit, &visit).await[0]["spoken"]["engine"], "New");
    kit.end().await;
}

pub async fn aud_8_an_unreadable_file_stops_nothing_and_is_said(kit: Kit) {
    let file = kit.place.folder().join("speech.json");
    std::fs::write(&file, "{ \"engines\": [").unwrap();
    // At the start as well.
    let kit = kit.restart().await;
    let now = engines(&kit).await;
    assert_eq!(now["items"], json!([]));
    let problem = text(&now["problem"]);
    assert!(
        problem.starts_with("the file speech.json cannot be used"),
        "{problem}"
    );
    let (_, id) = talk(&kit).await;
    stop(&kit, &id).await;
    let path = format!("{RECORDINGS}/{id}/transcribe");
    let asked = kit.post(kit.ours.doctor(), &path, json!({})).await;
    let failure = asked.failed(503, "Unavailable");
    assert!(
        text(&failure["message"]).contains("speech.json"),
        "{failure}"
    );
    describe(&kit, &json!({"engines": [counts("Mended", "")]}));
    let now = engines(&kit).await;
    assert_eq!(
        (&now["items"][0]["name"], &now["problem"]),
        (&json!("Mended"), &Value::Null)
    );
    kit.end().await;
}

/// What trying one of them answers, and what was sent first.
async fn tried(kit: &Kit, name: &str, voice: bool) -> (Value, Value) {
    let input = json!({"name": name, "voice": voice});
    let path = format!("{ENGINES}/test");
    let answer = kit.post(kit.ours.doctor(), &path, input).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let sent = events(&answer.text);
    assert_eq!(sent.len(), 2, "{}", answer.text);
    (sent[0].1.clone(), sent[1].1.clone())
}

pub async fn aud_8_engines_and_voices_can_be_tried(kit: Kit) {
    let silent = json!({"name": "Silent", "command": ["cat"]});
    describe(
        &kit,
        &json!({
            "engines": [
                counts("Works", ""),
                {"name": "Absent", "command": ["/nowhere/engine"]},
                {"name": "Elsewhere", "url": "http://0.0.0.0:1/v1", "model": "m"},
                {"name": "Whisper", "whisper_model": "/nowhere/model.bin"},
            ],
            "voices": [silent, {"name": "Echo", "command": ["sh", "-c", "cat > /dev/null; exit 1"]}],
        }),
    );
    for (name, voice, problem) in [
        ("Works", false, Value::Null),
        ("Absent", false, json!("missing")),
        ("Elsewhere", false, json!("remote_not_allowed")),
        ("Whisper", false, json!("not_built")),
        ("Silent", true, json!("unreadable")),
        ("Echo", true, json!("failed")),
    ] {
        let (begun, outcome) = tried(&kit, name, voice).await;
        assert_eq!(begun["name"], name);
        assert_eq!(outcome["problem"], problem, "{name}");
        assert!(outcome["took_ms"].is_u64());
    }
    let input = json!({"name": "Nobody", "voice": false});
    let path = format!("{ENGINES}/test");
    let unknown = kit.post(kit.ours.doctor(), &path, input).await;
    assert!(unknown.text.contains("NotFound"), "{}", unknown.text);
    kit.end().await;
}

pub async fn aud_9_without_a_network_the_job_says_why_and_is_not_done(kit: Kit) {
    let service = json!({"name": "Service", "url": "http://localhost:1/v1", "model": "m"});
    describe(&kit, &json!({"engines": [service]}));
    let (visit, id) = talk(&kit).await;
    let job = text(&stop(&kit, &id).await["job_id"]);
    // It says why before it gives up, too.
    let begun = Instant::now();
    loop {
        let now = kit
            .get(kit.ours.doctor(), &format!("/v1/jobs/{job}"))
            .await
            .ok();
        assert_ne!(now["status"], "done");
        if !now["error"].is_null() {
            assert!(
                text(&now["error"]["message"]).contains("nobody answers at its address"),
                "{now}"
            );
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{now}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let ended = kit.finished(kit.ours.doctor(), &job).await;
    assert_eq!(ended["status"], "failed");
    let (engines, error) = (&ended["error"]["engines"], text(&ended["error"]["message"]));
    assert_eq!(
        *engines,
        json!([{"name": "Service", "problem": "unreachable"}])
    );
    assert!(
        error.contains("Service: nobody answers at its address"),
        "{error}"
    );
    assert!(error.contains("The recording is kept"), "{error}");
    assert!(segments(&kit, &visit).await.is_empty());
    // Engines that went away while the job waits are said, too.
    describe(&kit, &json!({"engines": []}));
    kit.post(
        kit.ours.doctor(),
        &format!("/v1/jobs/{job}/retry"),
        json!({}),
    )
    .await
    .ok();
    let ended = kit.finished(kit.ours.doctor(), &job).await;
    assert_eq!(ended["status"], "failed");
    let error = &ended["error"];
    assert_eq!(
        (&error["type"], &error["engines"]),
        (&json!("Unavailable"), &json!([])),
        "{ended}"
    );
    assert!(
        text(&error["message"]).starts_with("No speech engine is set up"),
        "{ended}"
    );
    kit.end().await;
}

pub async fn aud_9_an_engine_elsewhere_is_not_used_unless_allowed(kit: Kit) {
    let mut service = json!({"name": "Elsewhere", "url": "http://0.0.0.0:1/v1", "model": "m"});
    describe(&kit, &json!({"engines": [service.clone()]}));
    let listed = engines(&kit).await["items"][0].clone();
    let expected = json!({"name": "Elsewhere", "kind": "service", "local": false,
        "address": "http://0.0.0.0:1", "key": null, "blocked": "remote_not_allowed"});
    assert_eq!(listed, expected);
    let (_, id) = talk(&kit).await;
    let stopped = stop(&kit, &id).await;
    assert_eq!(stopped["job_id"], Value::Null);
    let path = format!("{RECORDINGS}/{id}/transcribe");
    let refused = kit
        .post(kit.ours.doctor(), &path, json!({}))
        .await
        .failed(503, "Unavailable");
    assert!(
        text(&refused["message"]).contains("Elsewhere: it is not on this machine"),
        "{refused}"
    );
    service["allow_remote"] = json!(true);
    describe(&kit, &json!({"engines": [service]}));
    assert_eq!(engines(&kit).await["items"][0]["blocked"], Value::Null);
    kit.post(kit.ours.doctor(), &path, json!({})).await.ok();
    kit.end().await;
}
