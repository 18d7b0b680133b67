//! Nothing clinical and no secret in the log, whatever is done and whatever breaks.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test says what it missed by failing, and makes its own identifiers"
)]

#[path = "api/disk.rs"]
mod disk;
#[path = "api/inputs.rs"]
mod inputs;
#[path = "api/kit.rs"]
mod kit;

use kit::{Kit, PASSWORD, operations, sample, text};
use praxis_suite::Kind;
use serde_json::json;
use std::{
    io::Write,
    sync::{Arc, Mutex},
};

/// Where the log goes.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

const FAMILY: &str = "Kanarekowska";
const PHONE: &str = "987654321012";
const NOTE: &str = "canarynote cholecystectomy";
const MRN: &str = "CANARY-MRN-1";
const KEY: &str = "sk-canary-of-the-log";
const PASSPHRASE: &str = "canary of the passphrase";

/// Keys that are taken, used and refused.
async fn put_through_keys(kit: &Kit) {
    let admin = kit.ours.admin();
    let new = json!({"name": "Nobody", "kind": "ollama", "base_url": "http://127.0.0.1:1", "model": "m", "patience_seconds": 1});
    let made = kit.post(admin, "/v1/models/connections", new).await.ok();
    let path = format!("/v1/models/connections/{}", text(&made["connection_id"]));
    let key = json!({ "key": KEY });
    kit.put(admin, &format!("{path}/key"), key).await.ok();
    kit.post(admin, &format!("{path}/test"), json!({}))
        .await
        .ok();
    let service = json!({"name": "Nobody", "url": "http://127.0.0.1:1/v1", "model": "m"});
    let described = json!({"engines": [service]}).to_string();
    std::fs::write(kit.place.folder().join("speech.json"), described).unwrap();
    let key = json!({"address": "http://127.0.0.1:1", "key": KEY});
    kit.put(admin, "/v1/scribe/engines/key", key).await.ok();
    let input = json!({"name": "Nobody", "voice": false});
    kit.post(admin, "/v1/scribe/engines/test", input).await;
    for path in ["/v1/keys/open", "/v1/keys/passphrase"] {
        kit.post(admin, path, json!({ "passphrase": PASSPHRASE }))
            .await
            .failed(409, "Conflict");
    }
}

async fn put_through_everything(kit: &Kit) -> Vec<String> {
    let doctor = kit.ours.doctor();
    let signed_in = json!({"login": "clinician.ours", "password": PASSWORD});
    let signed_in = kit.post("", "/v1/auth/login", signed_in).await.ok();
    let token = text(&signed_in["token"]);
    let new = json!({"kind": "human", "family_name": FAMILY, "given_name": "Anna", "sex": "female", "phone": PHONE, "mrn": MRN});
    let patient = kit.post(&token, "/v1/ehr/patients", new.clone()).await.ok();
    kit.post(&token, "/v1/ehr/patients", new)
        .await
        .failed(409, "Conflict");
    let id = text(&patient["patient_id"]);
    let visit = kit.visit(&token, &patient).await;
    let visit = text(&visit["visit"]["visit_id"]);
    let path = format!("/v1/ehr/encounters/{visit}");
    let talk = json!({"text": format!("Doctor: hello\nPatient: {NOTE} for three days.")});
    kit.post(doctor, &format!("{path}/transcript"), talk)
        .await
        .ok();
    kit.post(doctor, &format!("{path}/draft"), json!({})).await;
    let note = json!({"version": 0, "sentences": [{ "text": NOTE }]});
    kit.put(doctor, &format!("{path}/soap/plan"), note)
        .await
        .ok();
    let csv = format!("mrn,family_name,given_name,sex,phone\nX,{FAMILY},Ewa,unknowable,{PHONE}\n");
    let upload = kit.upload(doctor, "a.csv", csv.as_bytes()).await;
    let job = kit
        .post(
            doctor,
            "/v1/ehr/patients/import",
            json!({ "upload_id": upload }),
        )
        .await
        .ok();
    kit.finished(doctor, &text(&job["job_id"])).await;
    for query in [
        format!("search?query={FAMILY}"),
        format!("by-mrn/{MRN}"),
        format!("{id}?x={PHONE}"),
    ] {
        kit.get(doctor, &format!("/v1/ehr/patients/{query}")).await;
    }
    put_through_keys(kit).await;
    // Values in every field of every operation, most of them refused.
    for broken in [false, true] {
        let raw = kit.place.raw().await;
        if broken {
            for table in ["patients", "visits", "jobs", "audit"] {
                raw.break_inserts(table, "broken").await;
            }
            // A text where the program expects yes or no: what its parser says would quote it.
            raw.must("UPDATE note_sections SET sentences = replace(sentences, '\"confirmed\":false', '\"edited\":false')").await;
            raw.must("UPDATE note_sections SET sentences = replace(sentences, '\"text\":', '\"confirmed\":')").await;
        }
        for meta in operations() {
            if meta.id == "sign_out" {
                continue;
            }
            let input = sample(meta, &|name| match name {
                "patient_id" => id.clone(),
                "visit_id" => visit.clone(),
                "password" => format!("secret-{PASSWORD}"),
                _ => format!("{FAMILY} {PHONE} {NOTE}"),
            });
            kit.call(kit.ours.admin(), meta, &input).await;
        }
    }
    vec![
        token,
        text(&signed_in["refresh_token"]),
        kit.ours.admin().to_owned(),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn obs_3_no_canary_is_in_any_log_line() {
    let kept = Kept::default();
    let writer = kept.clone();
    // The client runs in this process too, and its own log is not the program's.
    let filter = "debug,hyper=off,hyper_util=off,reqwest=off,h2=off";
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(move || writer.clone())
        .init();
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let Some(kit) = Kit::fresh(kind).await else {
            continue;
        };
        let secrets = put_through_everything(&kit).await;
        kit.end().await;
        let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert!(
            log.contains("\"operation\":\"create_patient\""),
            "the log is heard"
        );
        assert!(log.contains("cause"), "and causes are in it");
        for canary in [
            FAMILY,
            PHONE,
            NOTE,
            "canarynote",
            MRN,
            PASSWORD,
            KEY,
            PASSPHRASE,
        ]
        .into_iter()
        .chain(secrets.iter().map(String::as_str))
        {
            let line = log.lines().find(|line| line.contains(canary));
            assert_eq!(line, None, "{canary} on {kind:?}");
        }
    }
}
