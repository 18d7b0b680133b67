//! Models that Ollama fetches and deletes.

use crate::{
    kit::{Answer, Kit, events, text},
    models::{CONNECTIONS, connect},
};
use praxis_model_testkit::{PROVIDER_TEXT, Pull, Server};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

crate::on_both! {
    aia_8_a_pull_shows_percent_and_the_model_is_there,
    aia_8_a_pull_that_is_cancelled_ends_within_a_second,
    aia_8_a_pull_that_fails_says_why_once,
    aia_8_nobody_is_asked_who_may_not_be,
}

async fn ollama(kit: &Kit, url: &str) -> String {
    let new = json!({"name": "Llama", "kind": "ollama", "base_url": url, "model": "m", "patience_seconds": 5});
    let made = kit.post(kit.ours.admin(), CONNECTIONS, new).await.ok();
    text(&made["connection_id"])
}

fn pull_path(id: &str) -> String {
    format!("{CONNECTIONS}/{id}/pull")
}

async fn pull(kit: &Kit, token: &str, id: &str) -> Answer {
    let input = json!({"model": "lynx:3b"});
    kit.post(token, &pull_path(id), input).await
}

async fn delete(kit: &Kit, token: &str, id: &str) -> Answer {
    let path = format!("{CONNECTIONS}/{id}/pulled?model=lynx%3A3b");
    kit.ask(token, "DELETE", &path, Value::Null).await
}

/// Names of the models that are there.
async fn listed(kit: &Kit, id: &str) -> Value {
    let path = format!("{CONNECTIONS}/{id}/test");
    let found = kit.post(kit.ours.admin(), &path, json!({})).await.ok();
    found["models"].clone()
}

pub async fn aia_8_a_pull_shows_percent_and_the_model_is_there(kit: Kit) {
    let server = Server::start([]).await;
    server.set_models(&["old"]);
    let id = ollama(&kit, server.url()).await;
    let answer = pull(&kit, kit.ours.admin(), &id).await;
    let sent = events(&answer.text);
    let (last, items) = sent.split_last().unwrap();
    assert_eq!(last, &("event: done", json!({"problem": null})));
    let percent: Vec<_> = items.iter().map(|(_, item)| &item["percent"]).collect();
    let expected = json!([null, 0, 25, 50, 100, 100, 100]);
    assert_eq!(json!(percent), expected, "{}", answer.text);
    assert_eq!(listed(&kit, &id).await, json!(["old", "lynx:3b"]));
    let deleted = delete(&kit, kit.ours.admin(), &id).await.ok();
    assert_eq!(deleted["problem"], Value::Null);
    assert_eq!(listed(&kit, &id).await, json!(["old"]));
    let again = delete(&kit, kit.ours.admin(), &id).await.ok();
    assert_eq!(again["problem"], "unknown_model");
    let audit = kit.get(kit.ours.admin(), "/v1/audit").await.text;
    assert!(audit.contains("pull_model") && audit.contains("delete_pulled_model"));
    kit.end().await;
}

pub async fn aia_8_a_pull_that_is_cancelled_ends_within_a_second(kit: Kit) {
    let server = Server::start([]).await;
    server.set_pull(Pull::Hangs);
    let id = ollama(&kit, server.url()).await;
    let request = kit
        .request(kit.ours.admin(), "POST", &pull_path(&id))
        .header("content-type", "application/json");
    let input = json!({"model": "lynx:3b"}).to_string();
    let mut response = request.body(input).send().await.unwrap();
    let mut heard = String::new();
    while !heard.contains("\"percent\":25") {
        let piece = response.chunk().await.unwrap().expect("it goes on");
        heard += &String::from_utf8_lossy(&piece);
    }
    let cancelled = Instant::now();
    drop(response);
    let closed = server.closed(0, Duration::from_secs(5)).await;
    assert!(closed.is_some() && cancelled.elapsed() < Duration::from_secs(1));
    kit.end().await;
}

pub async fn aia_8_a_pull_that_fails_says_why_once(kit: Kit) {
    for (way, problem) in [
        (Pull::Unknown, "unknown_model"),
        (Pull::Broken, "broken"),
        (Pull::Cut, "broken_off"),
    ] {
        let server = Server::start([]).await;
        server.set_pull(way);
        let id = ollama(&kit, server.url()).await;
        let answer = pull(&kit, kit.ours.admin(), &id).await;
        let (name, done) = events(&answer.text).pop().unwrap();
        assert_eq!((name, &done["problem"]), ("event: done", &json!(problem)));
        assert!(!answer.text.contains(PROVIDER_TEXT), "{}", answer.text);
        assert_eq!(server.journal().len(), 1, "it is asked once");
    }
    // Nobody has installed it.
    let id = ollama(&kit, "http://127.0.0.1:1").await;
    let answer = pull(&kit, kit.ours.admin(), &id).await;
    let sent = events(&answer.text);
    assert_eq!(sent, [("event: done", json!({"problem": "unreachable"}))]);
    let deleted = delete(&kit, kit.ours.admin(), &id).await.ok();
    assert_eq!(deleted["problem"], "unreachable");
    kit.end().await;
}

pub async fn aia_8_nobody_is_asked_who_may_not_be(kit: Kit) {
    let server = Server::start([]).await;
    let here = ollama(&kit, server.url()).await;
    for asked in [
        pull(&kit, kit.ours.doctor(), &here).await,
        delete(&kit, kit.ours.doctor(), &here).await,
    ] {
        asked.failed(403, "Forbidden");
    }
    pull(&kit, kit.theirs.admin(), &here)
        .await
        .failed(404, "NotFound");
    let other = connect(&kit, "Other", server.url(), 5).await;
    pull(&kit, kit.ours.admin(), &other)
        .await
        .failed(400, "Validation");
    assert!(server.journal().is_empty());
    // Nothing may leave the clinic until somebody says so.
    let outside = ollama(&kit, "https://llama.invalid").await;
    pull(&kit, kit.ours.admin(), &outside)
        .await
        .failed(503, "Unavailable");
    delete(&kit, kit.ours.admin(), &outside)
        .await
        .failed(503, "Unavailable");
    kit.end().await;
}
