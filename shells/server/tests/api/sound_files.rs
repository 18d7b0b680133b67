//! Sound files that somebody brings in, and recordings as files.

use crate::{
    kit::{Kit, text},
    recordings::{RECORDINGS, agree, sound, start},
    speech::{counts, finished, segments, with_engines},
    visits::{VISITS, begin},
};
use praxis_audio::{Channels, decode::decode, wav};
use serde_json::{Value, json};
use std::{io::Cursor, time::Duration};

crate::on_both! {
    aud_1_a_sound_file_of_any_form_becomes_a_capture,
    aud_1_a_sound_file_of_a_visit_needs_consent_and_gets_words,
    aud_1_what_is_no_sound_is_refused_in_words,
    aud_1_a_damaged_end_is_marked,
    aud_1_an_import_goes_on_after_a_restart_and_keeps_nothing_twice,
    aud_1_a_cancelled_import_can_go_on,
    aud_1_a_refusal_ends_an_import,
}

/// Two synthetic voices, one in each channel.
pub const TALK: &[u8] = include_bytes!("../../../../core/audio/tests/data/speech.flac");

/// The samples of a file as bytes, and how many channels they have.
fn decoded(file: &[u8]) -> (Vec<u8>, u64) {
    let decoding = decode(Cursor::new(file.to_vec()), 3600).unwrap();
    let channels = decoding.channels().count() as u64;
    let samples = decoding.flat_map(|second| second.unwrap());
    (samples.flat_map(i16::to_le_bytes).collect(), channels)
}

/// So many seconds of one channel, no two of them alike.
pub fn noise(seconds: u32) -> Vec<u8> {
    let frames = seconds * 16_000;
    let mut file = wav::header(Channels::One, u64::from(frames))
        .unwrap()
        .to_vec();
    let sample = |at: u32| (at.wrapping_mul(2_654_435_761) >> 17) as i16;
    file.extend((0..frames).flat_map(|at| sample(at).to_le_bytes()));
    file
}

/// Asks for a file to be brought in.
async fn import(kit: &Kit, name: &str, file: &[u8], visit: Option<&str>) -> (String, String) {
    let doctor = kit.ours.doctor();
    let upload = kit.upload(doctor, name, file).await;
    let input = json!({"upload_id": upload, "visit_id": visit});
    let answer = kit
        .post(doctor, &format!("{RECORDINGS}/import"), input)
        .await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    (upload, text(&answer.body["job_id"]))
}

async fn detail(kit: &Kit, recording: &str) -> Value {
    let path = format!("{RECORDINGS}/{recording}");
    kit.get(kit.ours.doctor(), &path).await.ok()
}

/// All of the sound, as it is heard.
async fn heard(kit: &Kit, recording: &str) -> Vec<u8> {
    let end = detail(kit, recording).await["recording"]["duration_ms"]
        .as_u64()
        .unwrap();
    let mut all = vec![];
    for from in (0..u32::try_from(end).unwrap()).step_by(10_000) {
        all.extend(sound(kit, recording, from, from + 10_000).await);
    }
    all
}

pub async fn aud_1_a_sound_file_of_any_form_becomes_a_capture(kit: Kit) {
    let files: [(&str, &[u8]); 6] = [
        ("talk.flac", TALK),
        (
            "talk.mp3",
            include_bytes!("../../../../core/audio/tests/data/speech.mp3"),
        ),
        (
            "talk.m4a",
            include_bytes!("../../../../core/audio/tests/data/speech.m4a"),
        ),
        (
            "talk.ogg",
            include_bytes!("../../../../core/audio/tests/data/speech.ogg"),
        ),
        (
            "talk.opus",
            include_bytes!("../../../../core/audio/tests/data/speech.opus"),
        ),
        ("../../talk.wav", &noise(3)),
    ];
    let doctor = kit.ours.doctor();
    for (name, file) in files {
        let (upload, job) = import(&kit, name, file, None).await;
        let job = kit.finished(doctor, &job).await;
        assert_eq!(
            (&job["status"], &job["report"]["created"]),
            (&json!("done"), &json!(1)),
            "{name}: {job}"
        );
        let (samples, channels) = decoded(file);
        let shown = detail(&kit, &upload).await["recording"].clone();
        for (field, value) in [
            ("status", json!("stopped")),
            ("source", json!("file")),
            ("visit_id", Value::Null),
            ("channels", json!(channels)),
            ("missing", json!(0)),
            ("name", json!(name.rsplit('/').next())),
        ] {
            assert_eq!(shown[field], value, "{name}: {field}");
        }
        let kept = heard(&kit, &upload).await;
        // The sound ends at a whole millisecond.
        assert!(samples.len() - kept.len() < 64, "{name}");
        assert_eq!(kept, samples[..kept.len()], "{name}");
        let left = kit.place.folder().join("uploads").join(&upload);
        assert!(!left.exists(), "nothing lies on the disk unsealed");
    }
    let waiting = kit.get(doctor, RECORDINGS).await.ok();
    assert_eq!(waiting["items"].as_array().unwrap().len(), 6);
    kit.end().await;
}

pub async fn aud_1_a_sound_file_of_a_visit_needs_consent_and_gets_words(kit: Kit) {
    with_engines(&kit, &[counts("Counter", "")]);
    let doctor = kit.ours.doctor();
    let visit = begin(&kit).await;
    let upload = kit.upload(doctor, "talk.flac", TALK).await;
    let path = format!("{RECORDINGS}/import");
    let input = json!({"upload_id": upload, "visit_id": visit});
    let refused = kit
        .post(doctor, &path, input.clone())
        .await
        .failed(400, "Validation");
    assert_eq!(refused["field"], "consent");
    for stranger in [kit.theirs.doctor(), kit.theirs.admin()] {
        kit.post(stranger, &path, input.clone())
            .await
            .failed(404, "NotFound");
    }
    agree(&kit, &visit, "this_visit").await;
    // A double click.
    let calls = (0..2).map(|_| kit.post(doctor, &path, input.clone()));
    for answer in futures::future::join_all(calls).await {
        let job = text(&answer.ok()["job_id"]);
        let job = kit.finished(doctor, &job).await;
        // The file is gone when the other one was faster.
        assert_ne!(job["status"], "running", "{job}");
    }
    let of_visit = kit
        .get(doctor, &format!("{VISITS}/{visit}/recordings"))
        .await
        .ok();
    assert_eq!(of_visit["items"].as_array().unwrap().len(), 1);
    let shown = finished(&kit, &upload).await;
    assert_eq!(
        (&shown["status"], &shown["channels"]),
        (&json!("stopped"), &json!(2))
    );
    let speakers: Vec<_> = segments(&kit, &visit)
        .await
        .iter()
        .map(|one| text(&one["speaker"]))
        .collect();
    assert_eq!(speakers, ["clinician", "patient"]);
    kit.end().await;
}

pub async fn aud_1_what_is_no_sound_is_refused_in_words(kit: Kit) {
    let doctor = kit.ours.doctor();
    let path = format!("{RECORDINGS}/import");
    let silent = wav::header(Channels::One, 0).unwrap();
    let table: [(&[u8], &str, &str); 3] = [
        (
            b"%PDF-1.7 is no sound",
            "unsupported",
            "This is not a sound file of a known format.",
        ),
        (&silent, "empty", "There is no sound in this file."),
        (&TALK[..100], "damaged", "This sound file is damaged."),
    ];
    for (file, rule, message) in table {
        let upload = kit.upload(doctor, "talk.wav", file).await;
        let input = json!({ "upload_id": upload });
        let failure = kit
            .post(doctor, &path, input.clone())
            .await
            .failed(400, "Validation");
        assert_eq!(
            (&failure["field"], &failure["rule"], &failure["message"]),
            (&json!("upload_id"), &json!(rule), &json!(message))
        );
        kit.post(doctor, &path, input).await.failed(404, "NotFound");
    }
    let new = json!({"name": "talk.wav", "size": 1000});
    let half = kit.post(doctor, "/v1/uploads", new).await.ok();
    let input = json!({"upload_id": half["upload_id"]});
    let failure = kit
        .post(doctor, &path, input)
        .await
        .failed(400, "Validation");
    assert_eq!(failure["rule"], "inconsistent");
    let huge = json!({"name": "talk.wav", "size": (1_u32 << 30) + 1});
    let failure = kit
        .post(doctor, "/v1/uploads", huge)
        .await
        .failed(400, "Validation");
    assert!(text(&failure["message"]).contains("1 GiB"));
    let waiting = kit.get(doctor, RECORDINGS).await.ok();
    assert_eq!(waiting["items"], json!([]));
    kit.end().await;
}

pub async fn aud_1_a_damaged_end_is_marked(kit: Kit) {
    let doctor = kit.ours.doctor();
    let whole = noise(6);
    let (upload, job) = import(&kit, "cut.wav", &whole[..whole.len() / 2], None).await;
    let job = kit.finished(doctor, &job).await;
    let issues = json!([{"line": 2, "field": null, "rule": "damaged", "problem": "This sound file is damaged."}]);
    assert_eq!(
        (&job["status"], &job["report"]["issues"]),
        (&json!("done"), &issues)
    );
    let detail = detail(&kit, &upload).await;
    assert_eq!(detail["recording"]["status"], "stopped");
    let length = detail["recording"]["duration_ms"].as_u64().unwrap();
    assert!((2_900..=3_000).contains(&length), "{length}");
    let marks = detail["marks"].as_array().unwrap();
    let marks: Vec<_> = marks
        .iter()
        .map(|one| (&one["kind"], &one["at_ms"]))
        .collect();
    assert_eq!(marks, [(&json!("gap"), &json!(length))]);
    let kept = heard(&kit, &upload).await;
    assert_eq!(kept, whole[44..44 + kept.len()]);
    kit.end().await;
}

/// Waits until some of it is kept and more is to come.
async fn half_way(kit: &Kit, recording: &str, job: &str) {
    let path = format!("{RECORDINGS}/{recording}");
    for _ in 0..2000 {
        let found = kit.get(kit.ours.doctor(), &path).await;
        if found.status == 200 && found.body["recording"]["segments"].as_u64().unwrap() > 3 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the import {job} does not begin");
}

pub async fn aud_1_an_import_goes_on_after_a_restart_and_keeps_nothing_twice(kit: Kit) {
    let file = noise(120);
    let (upload, job) = import(&kit, "long.wav", &file, None).await;
    half_way(&kit, &upload, &job).await;
    let kit = kit.restart().await;
    let before = detail(&kit, &upload).await["recording"].clone();
    assert_eq!(before["status"], "running", "it was cut off");
    assert!(before["segments"].as_u64().unwrap() < 120);
    // The lease of the one that was ended runs out.
    kit.clock.advance(60);
    let job = kit.finished(kit.ours.doctor(), &job).await;
    assert_eq!(job["status"], "done", "{job}");
    assert_eq!(job["done"], job["total"], "progress");
    let after = detail(&kit, &upload).await["recording"].clone();
    assert_eq!(
        (&after["status"], &after["segments"], &after["duration_ms"]),
        (&json!("stopped"), &json!(120), &json!(120_000))
    );
    assert!(heard(&kit, &upload).await == file[44..], "the same sound");
    kit.end().await;
}

pub async fn aud_1_a_cancelled_import_can_go_on(kit: Kit) {
    let doctor = kit.ours.doctor();
    let file = noise(120);
    let (upload, job) = import(&kit, "long.wav", &file, None).await;
    half_way(&kit, &upload, &job).await;
    let path = format!("/v1/jobs/{job}");
    kit.post(doctor, &format!("{path}/cancel"), json!({}))
        .await
        .ok();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let stopped = detail(&kit, &upload).await["recording"]["segments"].clone();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let later = detail(&kit, &upload).await["recording"].clone();
    assert_eq!(later["segments"], stopped, "nothing more is kept");
    assert!(stopped.as_u64().unwrap() < 120);
    kit.post(doctor, &format!("{path}/retry"), json!({}))
        .await
        .ok();
    let job = kit.finished(doctor, &job).await;
    assert_eq!(job["status"], "done", "{job}");
    assert!(heard(&kit, &upload).await == file[44..], "the same sound");
    kit.end().await;
}

pub async fn aud_1_a_refusal_ends_an_import(kit: Kit) {
    let doctor = kit.ours.doctor();
    let visit = begin(&kit).await;
    agree(&kit, &visit, "given").await;
    let (upload, job) = import(&kit, "long.wav", &noise(120), Some(&visit)).await;
    half_way(&kit, &upload, &job).await;
    agree(&kit, &visit, "refused").await;
    let job = kit.finished(doctor, &job).await;
    assert_eq!(job["status"], "done", "{job}");
    let shown = detail(&kit, &upload).await["recording"].clone();
    assert_eq!(shown["status"], "stopped");
    assert!(shown["segments"].as_u64().unwrap() < 120);
    let left = kit.place.folder().join("uploads").join(&upload);
    assert!(!left.exists());
    let other = start(&kit, None, 1).await;
    assert_eq!(detail(&kit, &other).await["recording"]["status"], "running");
    kit.end().await;
}
