//! From sound to a transcript, through real programs as engines.

use crate::{
    kit::{Kit, text},
    recordings::{RECORDINGS, agree, append, start},
    sound_files::TALK,
    visits::{VISITS, begin},
};
use praxis_audio::{Channels, decode::decode};
use serde_json::{Value, json};
use std::{io::Cursor, time::Duration};

crate::on_both! {
    aud_3_words_come_while_people_talk_and_say_who_heard_them,
    aud_5_a_job_goes_on_after_a_restart_and_writes_nothing_twice,
    aud_5_sound_that_comes_when_the_end_was_read_is_heard_too,
    aud_5_a_recording_that_was_left_is_heard_to_its_end_when_it_is_stopped,
    aud_8_the_next_engine_is_tried,
    aud_9_without_an_engine_the_recording_is_kept_and_it_is_said,
    aud_3_a_person_says_who_spoke,
    aud_4_a_cancelled_job_stops_and_can_be_asked_again,
}

/// The seconds of the talk, as bytes.
pub fn seconds() -> Vec<Vec<u8>> {
    let decoding = decode(Cursor::new(TALK), 60).unwrap();
    assert_eq!(decoding.channels(), Channels::Two);
    decoding
        .map(|segment| {
            segment
                .unwrap()
                .iter()
                .flat_map(|s| s.to_le_bytes())
                .collect()
        })
        .collect()
}

/// A program that hears how many bytes it was given.
pub fn counts(name: &str, before: &str) -> Value {
    json!({"name": name, "command": ["sh", "-c", format!("{before} echo heard $(wc -c)")]})
}

/// Describes what the clinic has to hear and to speak with; the running program notices.
pub fn describe(kit: &Kit, description: &Value) {
    let file = kit.place.folder().join("speech.json");
    std::fs::write(file, description.to_string()).unwrap();
}

pub fn with_engines(kit: &Kit, engines: &[Value]) {
    describe(kit, &json!({ "engines": engines }));
}

/// A visit with a running recording of the talk.
pub async fn talk(kit: &Kit) -> (String, String) {
    let visit = begin(kit).await;
    agree(kit, &visit, "this_visit").await;
    let recording = start(kit, Some(&visit), 2).await;
    for (number, second) in (0..).zip(seconds()) {
        append(kit, &recording, number, &second).await;
    }
    (visit, recording)
}

pub async fn stop(kit: &Kit, recording: &str) -> Value {
    let path = format!("{RECORDINGS}/{recording}/stop");
    kit.post(kit.ours.doctor(), &path, json!({})).await.ok()
}

pub async fn segments(kit: &Kit, visit: &str) -> Vec<Value> {
    let path = format!("{VISITS}/{visit}");
    let detail = kit.get(kit.ours.doctor(), &path).await.ok();
    let segments = detail["transcript"]["segments"].as_array();
    segments.cloned().unwrap_or_default()
}

async fn recording(kit: &Kit, id: &str) -> Value {
    let path = format!("{RECORDINGS}/{id}");
    kit.get(kit.ours.doctor(), &path).await.ok()["recording"].clone()
}

/// Waits until the whole sound is turned into words.
pub async fn finished(kit: &Kit, id: &str) -> Value {
    for _ in 0..600 {
        let now = recording(kit, id).await;
        if now["transcribed_ms"] == now["duration_ms"] {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the words did not come");
}

pub async fn aud_3_words_come_while_people_talk_and_say_who_heard_them(kit: Kit) {
    with_engines(&kit, &[counts("Counter", "")]);
    let engines = kit.get(kit.ours.doctor(), "/v1/scribe/engines").await.ok();
    let expected = json!([{"name": "Counter", "kind": "command", "local": true, "address": null, "key": null, "blocked": null}]);
    assert_eq!(
        engines,
        json!({"items": expected, "voices": [], "problem": null})
    );
    let (visit, id) = talk(&kit).await;
    // Nobody stopped it yet, and the first sentence has ended.
    let mut spoken = segments(&kit, &visit).await;
    for _ in 0..200 {
        if !spoken.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        spoken = segments(&kit, &visit).await;
    }
    assert_eq!(spoken[0]["speaker"], "clinician");
    stop(&kit, &id).await;
    let ended = finished(&kit, &id).await;
    let job = kit
        .finished(kit.ours.doctor(), &text(&ended["job_id"]))
        .await;
    assert_eq!(job["status"], "done");
    let spoken = segments(&kit, &visit).await;
    let speakers: Vec<_> = spoken.iter().map(|one| text(&one["speaker"])).collect();
    assert_eq!(speakers, ["clinician", "patient"]);
    for (index, segment) in spoken.iter().enumerate() {
        let (start, end) = (
            segment["start_ms"].as_u64().unwrap(),
            segment["end_ms"].as_u64().unwrap(),
        );
        // One channel of 16 samples a millisecond, behind a header.
        let heard = format!("heard {}", (end - start) * 32 + 44);
        assert_eq!(
            (&segment["index"], &segment["text"]),
            (&json!(index), &json!(heard))
        );
        let source = json!({"recording_id": id, "engine": "Counter", "confidence": null});
        assert_eq!(segment["spoken"], source);
    }
    kit.end().await;
}

pub async fn aud_5_sound_that_comes_when_the_end_was_read_is_heard_too(kit: Kit) {
    with_engines(&kit, &[counts("Slow", "sleep 1;")]);
    let (_, id) = talk(&kit).await;
    stop(&kit, &id).await;
    // The job knows by now where the sound ends.
    for _ in 0..200 {
        if recording(&kit, &id).await["transcribed_ms"] != 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let seconds = seconds();
    let number = u32::try_from(seconds.len()).unwrap();
    append(&kit, &id, number, &seconds[0]).await;
    let ended = finished(&kit, &id).await;
    assert_eq!(ended["duration_ms"], (number + 1) * 1000, "{ended}");
    kit.end().await;
}

pub async fn aud_5_a_job_goes_on_after_a_restart_and_writes_nothing_twice(kit: Kit) {
    with_engines(&kit, &[counts("Slow", "sleep 1.5;")]);
    let (visit, id) = talk(&kit).await;
    stop(&kit, &id).await;
    while segments(&kit, &visit).await.is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let kit = kit.restart().await;
    // The lease of the one that was ended runs out.
    kit.clock.advance(60);
    finished(&kit, &id).await;
    let spoken = segments(&kit, &visit).await;
    let speakers: Vec<_> = spoken.iter().map(|one| text(&one["speaker"])).collect();
    assert_eq!(speakers, ["clinician", "patient"]);
    kit.end().await;
}

pub async fn aud_5_a_recording_that_was_left_is_heard_to_its_end_when_it_is_stopped(kit: Kit) {
    with_engines(&kit, &[counts("Counter", "")]);
    let (visit, id) = talk(&kit).await;
    // Nobody speaks into it any more, and the job leaves it.
    kit.clock.advance(60);
    while recording(&kit, &id).await["job_id"] != Value::Null {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(
        segments(&kit, &visit).await.len() < 2,
        "the last one goes on"
    );
    let stopped = stop(&kit, &id).await;
    assert!(stopped["job_id"].is_string());
    finished(&kit, &id).await;
    assert_eq!(segments(&kit, &visit).await.len(), 2);
    kit.end().await;
}

pub async fn aud_8_the_next_engine_is_tried(kit: Kit) {
    let absent = json!({"name": "Absent", "command": ["/nowhere/engine"]});
    let broken = json!({"name": "Broken", "command": ["sh", "-c", "echo no; exit 1"]});
    with_engines(&kit, &[absent, broken, counts("Third", "")]);
    let (visit, id) = talk(&kit).await;
    stop(&kit, &id).await;
    finished(&kit, &id).await;
    for segment in segments(&kit, &visit).await {
        assert_eq!(segment["spoken"]["engine"], "Third");
    }
    kit.end().await;
}

pub async fn aud_9_without_an_engine_the_recording_is_kept_and_it_is_said(kit: Kit) {
    let (visit, id) = talk(&kit).await;
    let stopped = stop(&kit, &id).await;
    assert_eq!(
        (&stopped["job_id"], &stopped["transcribed_ms"]),
        (&Value::Null, &json!(0))
    );
    let path = format!("{RECORDINGS}/{id}/transcribe");
    let failure = kit
        .post(kit.ours.doctor(), &path, json!({}))
        .await
        .failed(503, "Unavailable");
    assert!(text(&failure["message"]).contains("No speech engine"));
    assert!(segments(&kit, &visit).await.is_empty());

    let broken = json!({"name": "Broken", "command": ["false"]});
    with_engines(&kit, &[broken]);
    let job = kit.post(kit.ours.doctor(), &path, json!({})).await.ok();
    let state = kit.finished(kit.ours.doctor(), &text(&job["job_id"])).await;
    assert_eq!(state["status"], "failed");
    let error = text(&state["error"]["message"]);
    assert!(error.contains("Broken: it ended with an error"), "{error}");

    with_engines(&kit, &[counts("Counter", "")]);
    kit.post(kit.ours.doctor(), &path, json!({})).await.ok();
    finished(&kit, &id).await;
    assert_eq!(segments(&kit, &visit).await.len(), 2);
    kit.end().await;
}

pub async fn aud_4_a_cancelled_job_stops_and_can_be_asked_again(kit: Kit) {
    with_engines(&kit, &[counts("Endless", "sleep 600;")]);
    let (visit, id) = talk(&kit).await;
    let job = text(&stop(&kit, &id).await["job_id"]);
    let path = format!("/v1/jobs/{job}");
    let doctor = kit.ours.doctor();
    while kit.get(doctor, &path).await.ok()["status"] != "running" {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    kit.post(doctor, &format!("{path}/cancel"), json!({}))
        .await
        .ok();
    assert_eq!(kit.get(doctor, &path).await.ok()["status"], "cancelled");
    with_engines(&kit, &[counts("Counter", "")]);
    let again = format!("{RECORDINGS}/{id}/transcribe");
    kit.post(kit.ours.doctor(), &again, json!({})).await.ok();
    finished(&kit, &id).await;
    assert_eq!(segments(&kit, &visit).await.len(), 2);
    kit.end().await;
}

pub async fn aud_3_a_person_says_who_spoke(kit: Kit) {
    let visit = begin(&kit).await;
    let path = format!("{VISITS}/{visit}/transcript");
    let whose = format!("{path}/speakers");
    let doctor = kit.ours.doctor();
    let set = |turns: Value| kit.put(doctor, &whose, json!({ "turns": turns }));
    set(json!([])).await.failed(404, "NotFound");
    let text = json!({"text": "Good morning.\nI cough.\nSince when?"});
    kit.post(doctor, &path, text).await.ok();
    let turns = json!([{"index": 0, "speaker": "clinician"}, {"index": 1, "speaker": "patient"}]);
    set(turns).await.ok();
    let spoken = segments(&kit, &visit).await;
    let speakers: Vec<_> = spoken.iter().map(|one| one["speaker"].clone()).collect();
    assert_eq!(speakers, ["clinician", "patient", "unknown"]);
    assert_eq!(spoken[1]["text"], "I cough.");
    let beyond = json!([{"index": 2, "speaker": "clinician"}, {"index": 3, "speaker": "other"}]);
    set(beyond).await.failed(404, "NotFound");
    assert_eq!(segments(&kit, &visit).await[2]["speaker"], "unknown");
    let theirs = kit.theirs.doctor();
    kit.put(theirs, &whose, json!({"turns": []}))
        .await
        .failed(404, "NotFound");
    kit.end().await;
}
