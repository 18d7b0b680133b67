//! Where the keys of the installation lie, and the passphrase that opens them.

use crate::{
    kit::{Kit, text},
    models::{chat, connect, decide, done, lies_in_no_file, set_key},
    speech::{counts, finished, segments, stop, talk, with_engines},
};
use praxis_domain::access::model::Role;
use praxis_keychain::{Passphrase, Place, load_or_create};
use praxis_model_testkit::{Script, Server};
use praxis_runtime::KeyPlace;
use serde_json::{Value, json};
use std::{path::PathBuf, sync::Arc, time::Duration};

crate::on_both! {
    vlt_1_a_server_says_where_its_key_lies_and_wants_no_passphrase,
    vlt_1_a_key_file_that_others_may_read_is_said,
    vlt_1_keys_under_a_passphrase_open_while_the_program_runs,
    vlt_1_work_on_recordings_waits_until_the_keys_are_open,
}

const KEYS: &str = "/v1/keys";
const OPEN: &str = "/v1/keys/open";
const LOOK: &str = "/v1/keys/look";
const CHOOSE: &str = "/v1/keys/passphrase";
const RIGHT: &str = "canary of the passphrase";

fn key_file(kit: &Kit) -> PathBuf {
    kit.place.folder().join("praxis.key")
}

async fn state(kit: &Kit) -> Value {
    kit.get(kit.ours.doctor(), KEYS).await.ok()
}

fn typed(passphrase: &str) -> Value {
    json!({ "passphrase": passphrase })
}

pub async fn vlt_1_a_server_says_where_its_key_lies_and_wants_no_passphrase(kit: Kit) {
    let now = state(&kit).await;
    assert_eq!(now["location"], "owner_file");
    assert_eq!((&now["fault"], &now["missing"]), (&Value::Null, &json!([])));
    let name = now["key_id"].as_str().unwrap();
    let file = std::fs::read_to_string(key_file(&kit)).unwrap();
    let (_, key) = file.lines().nth(1).unwrap().split_once(' ').unwrap();
    assert!(file.contains(name) && !now.to_string().contains(key));
    for path in [OPEN, CHOOSE] {
        let asked = kit.post(kit.ours.admin(), path, typed(RIGHT)).await;
        let refused = asked.failed(409, "Conflict");
        let words = refused["message"].as_str().unwrap();
        assert!(words.starts_with("No passphrase is needed"), "{words}");
    }
    kit.get(kit.ours.token(Role::Billing), KEYS)
        .await
        .failed(403, "Forbidden");
    kit.post(kit.ours.doctor(), CHOOSE, typed(RIGHT))
        .await
        .failed(403, "Forbidden");
    kit.end().await;
}

pub async fn vlt_1_a_key_file_that_others_may_read_is_said(kit: Kit) {
    let key = key_file(&kit);
    let kit = kit.restart_with(move |_| set_mode(&key, 0o644)).await;
    let now = state(&kit).await;
    assert_eq!(now["fault"], "exposed");
    assert_eq!(now["key_id"], Value::Null);
    // Somebody who puts it right need not start the program anew.
    let look = || kit.post(kit.ours.doctor(), LOOK, json!({}));
    assert_eq!(look().await.ok(), now);
    set_mode(&key_file(&kit), 0o600);
    let found = look().await.ok();
    assert_eq!(found["fault"], Value::Null);
    assert!(found["key_id"].is_string());
    kit.end().await;
}

fn set_mode(path: &PathBuf, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// As on a desktop without a keychain, where a passphrase was chosen before.
async fn locked(kit: Kit) -> Kit {
    let folder = kit.place.folder().to_owned();
    kit.restart_with(move |configuration| {
        std::fs::remove_file(folder.join("praxis.key")).unwrap();
        let place = Place::PassphraseFile {
            path: folder.join("praxis-passphrase.key"),
            passphrase: Passphrase::new(RIGHT.to_owned()),
        };
        let chance = configuration.random.clone();
        load_or_create(&place, true, &(Arc::new(move || chance.secret()) as _)).unwrap();
        configuration.keys = KeyPlace::Keychain;
    })
    .await
}

pub async fn vlt_1_keys_under_a_passphrase_open_while_the_program_runs(kit: Kit) {
    let server = Server::start([Script::saying("Good.")]).await;
    server.demand_key("sk-4711");
    let kit = locked(kit).await;
    let now = state(&kit).await;
    assert_eq!(now["location"], "passphrase_file");
    assert_eq!(
        (&now["fault"], &now["key_id"]),
        (&json!("locked"), &Value::Null)
    );
    let id = connect(&kit, "Careful", server.url(), 5).await;
    decide(&kit, "chat", &[&id], json!({})).await;
    let path = format!("{}/{id}/key", crate::models::CONNECTIONS);
    let key = json!({"key": "sk-4711"});
    kit.put(kit.ours.admin(), &path, key)
        .await
        .failed(503, "Unavailable");
    // Nobody chooses another one over what lies there.
    kit.post(kit.ours.admin(), CHOOSE, typed("another passphrase"))
        .await
        .failed(409, "Conflict");
    for wrong in ["", "canary of the passphras", "Canary of the passphrase"] {
        let asked = kit.post(kit.ours.doctor(), OPEN, typed(wrong)).await;
        let refused = asked.failed(400, "Validation");
        assert_eq!(refused["field"], "passphrase");
        assert_eq!(refused["rule"], "wrong");
        assert_eq!(state(&kit).await["fault"], "locked");
    }
    let opened = kit.post(kit.ours.doctor(), OPEN, typed(RIGHT)).await.ok();
    assert_eq!(opened["fault"], Value::Null);
    assert_eq!(opened, state(&kit).await);
    set_key(&kit, &id, "sk-4711").await;
    done(&chat(&kit, "Hello?").await);
    lies_in_no_file(&kit, RIGHT);

    // Locked again after a restart, and what was sealed is there once it is opened.
    let kit = kit
        .restart_with(|configuration| configuration.keys = KeyPlace::Keychain)
        .await;
    assert_eq!(state(&kit).await["fault"], "locked");
    kit.post(kit.ours.doctor(), LOOK, json!({})).await.ok();
    assert_eq!(state(&kit).await["fault"], "locked");
    let asked = chat(&kit, "Hello?").await.failed(503, "Unavailable");
    assert!(
        asked["message"].as_str().unwrap().contains("key"),
        "{asked}"
    );
    let opened = kit.post(kit.ours.doctor(), OPEN, typed(RIGHT)).await.ok();
    assert_eq!(opened["missing"], json!([]));
    done(&chat(&kit, "Hello?").await);
    kit.end().await;
}

pub async fn vlt_1_work_on_recordings_waits_until_the_keys_are_open(kit: Kit) {
    let kit = locked(kit).await;
    kit.post(kit.ours.doctor(), OPEN, typed(RIGHT)).await.ok();
    with_engines(&kit, &[counts("Slow", "sleep 1.5;")]);
    let (visit, recording) = talk(&kit).await;
    let job = text(&stop(&kit, &recording).await["job_id"]);
    while segments(&kit, &visit).await.is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    let kit = kit
        .restart_with(|configuration| configuration.keys = KeyPlace::Keychain)
        .await;
    // The lease of the one that was ended runs out, and it is claimed again.
    kit.clock.advance(60);
    let path = format!("/v1/jobs/{job}");
    for _ in 0..30 {
        let now = kit.get(kit.ours.doctor(), &path).await.ok();
        assert_eq!(
            (&now["status"], &now["error"]),
            (&json!("running"), &Value::Null)
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(segments(&kit, &visit).await.len(), 1);
    kit.post(kit.ours.doctor(), OPEN, typed(RIGHT)).await.ok();
    finished(&kit, &recording).await;
    assert_eq!(segments(&kit, &visit).await.len(), 2);
    kit.end().await;
}
