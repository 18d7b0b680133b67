//! Recordings over HTTP: nothing that was acknowledged is lost, and nobody else hears it.

use crate::{
    kit::{Kit, text},
    visits::{VISITS, begin},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use uuid::Uuid;

crate::on_both! {
    aud_2_recording_begins_when_the_patient_agreed,
    aud_2_a_refusal_stops_what_is_recorded,
    aud_1_what_was_sent_is_what_is_heard,
    aud_1_a_piece_that_is_sent_twice_is_kept_once,
    aud_2_pauses_and_markers_are_kept,
    aud_2_a_recording_outlives_the_process,
    aud_2_little_space_is_told_before_it_is_none,
    aud_11_a_capture_waits_for_its_visit,
    aud_11_a_deleted_visit_leaves_its_recording,
    aud_6_recordings_of_others_are_out_of_reach,
    aud_12_nothing_on_the_disk_can_be_played,
    aud_12_a_lost_key_is_told_and_no_new_one_is_made,
    aud_12_a_changed_file_is_not_played,
}

pub const RECORDINGS: &str = "/v1/scribe/recordings";

/// A second that sounds like no other.
pub fn second(number: u32, channels: usize) -> Vec<u8> {
    (0..16_000 * channels)
        .flat_map(|at| {
            let value = (at as i64 * 7919 + i64::from(number) * 104_729) % 30_000 - 15_000;
            i16::try_from(value).unwrap().to_le_bytes()
        })
        .collect()
}

fn piece(number: u32, first_frame: u32, samples: &[u8]) -> Value {
    json!({"number": number, "first_frame": first_frame, "data": STANDARD.encode(samples)})
}

pub async fn agree(kit: &Kit, visit: &str, decision: &str) -> Value {
    let detail = kit
        .get(kit.ours.doctor(), &format!("{VISITS}/{visit}"))
        .await
        .ok();
    let patient = text(&detail["visit"]["patient_id"]);
    let input = json!({"purpose": "recording", "decision": decision, "visit_id": visit});
    let path = format!("/v1/ehr/patients/{patient}/consents");
    kit.post(kit.ours.doctor(), &path, input).await.ok()
}

pub async fn start(kit: &Kit, visit: Option<&str>, channels: u32) -> String {
    let id = Uuid::now_v7().to_string();
    let input =
        json!({"recording_id": id, "visit_id": visit, "channels": channels, "name": "Mikrofon ąę"});
    let started = kit.post(kit.ours.doctor(), RECORDINGS, input).await;
    assert_eq!(started.status, 201, "{}", started.text);
    id
}

pub async fn append(kit: &Kit, recording: &str, number: u32, samples: &[u8]) -> Value {
    let path = format!("{RECORDINGS}/{recording}/segments");
    kit.post(
        kit.ours.doctor(),
        &path,
        piece(number, number * 16_000, samples),
    )
    .await
    .ok()
}

pub async fn sound(kit: &Kit, recording: &str, from: u32, to: u32) -> Vec<u8> {
    let path = format!("{RECORDINGS}/{recording}/sound?from_ms={from}&to_ms={to}");
    let answer = kit.get(kit.ours.doctor(), &path).await.ok();
    STANDARD.decode(text(&answer["data"])).unwrap()
}

/// A visit whose patient agreed, with a recording of so many seconds.
async fn recorded(kit: &Kit, seconds: u32) -> (String, String) {
    let visit = begin(kit).await;
    agree(kit, &visit, "this_visit").await;
    let recording = start(kit, Some(&visit), 1).await;
    for number in 0..seconds {
        append(kit, &recording, number, &second(number, 1)).await;
    }
    (visit, recording)
}

pub async fn aud_2_recording_begins_when_the_patient_agreed(kit: Kit) {
    let visit = begin(&kit).await;
    let doctor = kit.ours.doctor();
    let of_visit = format!("{VISITS}/{visit}/recordings");
    let before = kit.get(doctor, &of_visit).await.ok();
    assert_eq!(
        before,
        json!({"consent": null, "may_record": false, "items": [], "space_left_mb": null})
    );
    let id = Uuid::now_v7().to_string();
    let input = json!({"recording_id": id, "visit_id": visit, "channels": 1});
    let refused = kit
        .post(doctor, RECORDINGS, input.clone())
        .await
        .failed(400, "Validation");
    assert_eq!(refused["field"], "consent");

    agree(&kit, &visit, "refused").await;
    kit.post(doctor, RECORDINGS, input.clone())
        .await
        .failed(400, "Validation");
    let consent = agree(&kit, &visit, "given").await;
    assert_eq!(
        (&consent["decision"], &consent["recorded_by_name"]),
        (&json!("given"), &json!("clinician of ours"))
    );
    let started = kit.post(doctor, RECORDINGS, input.clone()).await.ok();
    assert_eq!(
        (&started["status"], &started["interrupted"]),
        (&json!("running"), &json!(false))
    );
    assert!(
        started["patient_name"]
            .as_str()
            .unwrap()
            .starts_with("Nowak")
    );
    let again = kit.post(doctor, RECORDINGS, input).await.ok();
    assert_eq!(again["recording_id"], started["recording_id"]);
    let after = kit.get(doctor, &of_visit).await.ok();
    assert_eq!(
        (
            &after["may_record"],
            after["items"].as_array().unwrap().len()
        ),
        (&json!(true), 1)
    );
    for (channels, status) in [(0, 400), (3, 400), (2, 201)] {
        let input =
            json!({"recording_id": Uuid::now_v7(), "visit_id": visit, "channels": channels});
        assert_eq!(kit.post(doctor, RECORDINGS, input).await.status, status);
    }
    kit.end().await;
}

pub async fn aud_2_a_refusal_stops_what_is_recorded(kit: Kit) {
    let (visit, recording) = recorded(&kit, 1).await;
    agree(&kit, &visit, "refused").await;
    let path = format!("{RECORDINGS}/{recording}");
    let stopped = kit.get(kit.ours.doctor(), &path).await.ok();
    assert_eq!(stopped["recording"]["status"], "stopped");
    kit.end().await;
}

pub async fn aud_1_what_was_sent_is_what_is_heard(kit: Kit) {
    let visit = begin(&kit).await;
    agree(&kit, &visit, "given").await;
    let recording = start(&kit, Some(&visit), 2).await;
    // Out of order, with one missing for a while, and a short last one.
    for number in [2, 0, 3] {
        append(&kit, &recording, number, &second(number, 2)).await;
    }
    let stored = append(&kit, &recording, 4, &second(4, 2)[..400]).await;
    assert_eq!(stored, json!({"segments": 4, "next": 1}));
    let heard = sound(&kit, &recording, 0, 10_000).await;
    let silence = vec![0; 64_000];
    let short = second(4, 2)[..400].to_vec();
    let expected = [
        second(0, 2),
        silence,
        second(2, 2),
        second(3, 2),
        short.clone(),
    ];
    // 100 frames are 6.25 ms, and the sound ends at a whole millisecond.
    assert_eq!(heard, expected.concat()[..4 * 64_000 + 6 * 64]);
    let stored = append(&kit, &recording, 1, &second(1, 2)).await;
    assert_eq!(stored, json!({"segments": 5, "next": 5}));
    let middle = sound(&kit, &recording, 500, 1_500).await;
    assert_eq!(
        middle,
        [&second(0, 2)[32_000..], &second(1, 2)[..32_000]].concat()
    );

    let path = format!("{RECORDINGS}/{recording}");
    let detail = kit.get(kit.ours.doctor(), &path).await.ok();
    let shown = &detail["recording"];
    assert_eq!(
        (
            &shown["segments"],
            &shown["missing"],
            &shown["duration_ms"],
            &shown["name"]
        ),
        (&json!(5), &json!(0), &json!(4_006), &json!("Mikrofon ąę"))
    );
    let peaks = detail["peaks"].as_array().unwrap();
    // Tenths of a second, all of them loud.
    assert_eq!(peaks.len(), 41);
    assert!(peaks.iter().all(|peak| peak.as_u64().unwrap() > 50));

    let too_long = format!("{path}/sound?from_ms=0&to_ms=10001");
    for wrong in [too_long, format!("{path}/sound?from_ms=5&to_ms=5")] {
        kit.get(kit.ours.doctor(), &wrong)
            .await
            .failed(400, "Validation");
    }
    let beyond = sound(&kit, &recording, 4_294_967_000, 4_294_967_295).await;
    assert!(beyond.is_empty());
    kit.end().await;
}

pub async fn aud_1_a_piece_that_is_sent_twice_is_kept_once(kit: Kit) {
    let (_, recording) = recorded(&kit, 1).await;
    let doctor = kit.ours.doctor();
    let path = format!("{RECORDINGS}/{recording}/segments");
    let samples = second(1, 1);
    let input = piece(1, 16_000, &samples);
    let calls = (0..8).map(|_| kit.post(doctor, &path, input.clone()));
    for answer in futures::future::join_all(calls).await {
        assert_eq!(answer.ok(), json!({"segments": 2, "next": 2}));
    }
    kit.post(doctor, &path, piece(1, 16_000, &second(9, 1)))
        .await
        .failed(409, "Conflict");
    assert_eq!(sound(&kit, &recording, 1_000, 2_000).await, samples);
    for wrong in [
        piece(2, 32_000, &[]),
        piece(2, 32_000, &[1]),
        piece(2, 32_000, &[0; 32_002]),
        piece(2, 32_001, &samples),
        piece(u32::MAX, 0, &samples),
        json!({"number": 2, "first_frame": 32_000, "data": "?"}),
    ] {
        kit.post(doctor, &path, wrong)
            .await
            .failed(400, "Validation");
    }
    let stop = format!("{RECORDINGS}/{recording}/stop");
    for _ in 0..2 {
        let stopped = kit.post(doctor, &stop, json!({})).await.ok();
        assert_eq!(stopped["status"], "stopped");
    }
    // What a browser still had when somebody else stopped it.
    append(&kit, &recording, 2, &second(2, 1)).await;
    let discard = format!("{RECORDINGS}/{recording}/discard");
    kit.post(doctor, &discard, json!({})).await.ok();
    kit.post(doctor, &path, piece(3, 48_000, &samples))
        .await
        .failed(409, "InvalidTransition");
    kit.post(doctor, &discard, json!({}))
        .await
        .failed(409, "InvalidTransition");
    let gone = format!("{RECORDINGS}/{recording}/sound?from_ms=0&to_ms=1000");
    kit.get(doctor, &gone).await.failed(404, "NotFound");
    assert!(
        !kit.place
            .folder()
            .join("recordings")
            .join(&recording)
            .exists()
    );
    kit.end().await;
}

pub async fn aud_2_pauses_and_markers_are_kept(kit: Kit) {
    let (_, recording) = recorded(&kit, 2).await;
    let doctor = kit.ours.doctor();
    let path = format!("{RECORDINGS}/{recording}/marks");
    for (at, kind, status) in [
        (500, "marker", "running"),
        (1_200, "paused", "paused"),
        (1_200, "paused", "paused"),
        (1_200, "resumed", "running"),
        (1_900, "gap", "running"),
    ] {
        let input = json!({"at_ms": at, "kind": kind});
        let moved = kit.post(doctor, &path, input).await.ok();
        assert_eq!(moved["status"], status, "{kind}");
    }
    let detail = kit
        .get(doctor, &format!("{RECORDINGS}/{recording}"))
        .await
        .ok();
    let marks: Vec<_> = detail["marks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mark| (mark["at_ms"].as_u64().unwrap(), text(&mark["kind"])))
        .collect();
    let expected = [
        (500, "marker"),
        (1_200, "paused"),
        (1_200, "resumed"),
        (1_900, "gap"),
    ];
    assert_eq!(marks, expected.map(|(at, kind)| (at, kind.to_owned())));
    kit.end().await;
}

pub async fn aud_2_a_recording_outlives_the_process(kit: Kit) {
    let (_, recording) = recorded(&kit, 3).await;
    let kit = kit.restart().await;
    assert_eq!(sound(&kit, &recording, 2_000, 3_000).await, second(2, 1));
    let waiting = kit.get(kit.ours.doctor(), RECORDINGS).await.ok();
    assert_eq!(waiting["items"][0]["interrupted"], false);
    kit.clock.advance(60);
    let waiting = kit.get(kit.ours.doctor(), RECORDINGS).await.ok();
    assert_eq!(
        (
            &waiting["items"][0]["recording_id"],
            &waiting["items"][0]["interrupted"],
            &waiting["items"][0]["duration_ms"]
        ),
        (&json!(recording), &json!(true), &json!(3_000))
    );
    // Whoever recorded goes on where it was cut off.
    append(&kit, &recording, 3, &second(3, 1)).await;
    let stop = format!("{RECORDINGS}/{recording}/stop");
    kit.post(kit.ours.doctor(), &stop, json!({})).await.ok();
    let waiting = kit.get(kit.ours.doctor(), RECORDINGS).await.ok();
    assert_eq!(waiting["items"], json!([]));
    kit.end().await;
}

pub async fn aud_2_little_space_is_told_before_it_is_none(kit: Kit) {
    let (visit, recording) = recorded(&kit, 1).await;
    let doctor = kit.ours.doctor();
    let of_visit = format!("{VISITS}/{visit}/recordings");
    for (free, told) in [(1 << 40, Value::Null), (999_999_999, json!(999))] {
        kit.set_free(free);
        for path in [of_visit.as_str(), RECORDINGS] {
            let answer = kit.get(doctor, path).await.ok();
            assert_eq!(answer["space_left_mb"], told, "{path}");
        }
    }
    append(&kit, &recording, 1, &second(1, 1)).await;
    kit.end().await;
}

pub async fn aud_11_a_capture_waits_for_its_visit(kit: Kit) {
    let doctor = kit.ours.doctor();
    let capture = start(&kit, None, 1).await;
    append(&kit, &capture, 0, &second(0, 1)).await;
    let stop = format!("{RECORDINGS}/{capture}/stop");
    kit.post(doctor, &stop, json!({})).await.ok();
    let kit = kit.restart().await;
    let doctor = kit.ours.doctor();
    let waiting = kit.get(doctor, RECORDINGS).await.ok();
    assert_eq!(waiting["items"][0]["patient_name"], Value::Null);
    let admin = kit.get(kit.ours.admin(), RECORDINGS).await.ok();
    assert_eq!(admin["items"], json!([]), "it is the doctor's alone");
    kit.get(kit.ours.admin(), &format!("{RECORDINGS}/{capture}"))
        .await
        .failed(404, "NotFound");

    let visit = begin(&kit).await;
    let path = format!("{RECORDINGS}/{capture}/attach");
    let input = json!({ "visit_id": visit });
    kit.post(doctor, &path, input.clone())
        .await
        .failed(400, "Validation");
    agree(&kit, &visit, "this_visit").await;
    let attached = kit.post(doctor, &path, input.clone()).await.ok();
    assert_eq!(attached["visit_id"], json!(visit));
    kit.post(doctor, &path, input).await.failed(409, "Conflict");
    let of_visit = kit
        .get(doctor, &format!("{VISITS}/{visit}/recordings"))
        .await
        .ok();
    assert_eq!(of_visit["items"][0]["recording_id"], json!(capture));
    kit.end().await;
}

pub async fn aud_11_a_deleted_visit_leaves_its_recording(kit: Kit) {
    let (visit, recording) = recorded(&kit, 1).await;
    let doctor = kit.ours.doctor();
    let stop = format!("{RECORDINGS}/{recording}/stop");
    kit.post(doctor, &stop, json!({})).await.ok();
    kit.ask(doctor, "DELETE", &format!("{VISITS}/{visit}"), Value::Null)
        .await
        .ok();
    let waiting = kit.get(doctor, RECORDINGS).await.ok();
    assert_eq!(waiting["items"][0]["recording_id"], json!(recording));
    assert_eq!(sound(&kit, &recording, 0, 1_000).await, second(0, 1));
    kit.end().await;
}

pub async fn aud_6_recordings_of_others_are_out_of_reach(kit: Kit) {
    let (visit, recording) = recorded(&kit, 1).await;
    let path = format!("{RECORDINGS}/{recording}");
    for stranger in [kit.theirs.doctor(), kit.theirs.admin()] {
        for path in [path.clone(), format!("{path}/sound?from_ms=0&to_ms=100")] {
            kit.get(stranger, &path).await.failed(404, "NotFound");
        }
        for (path, input) in [
            (format!("{path}/stop"), json!({})),
            (format!("{path}/discard"), json!({})),
            (format!("{path}/segments"), piece(1, 16_000, &second(1, 1))),
            (format!("{path}/attach"), json!({ "visit_id": visit })),
            (
                RECORDINGS.to_owned(),
                json!({"recording_id": Uuid::now_v7(), "visit_id": visit, "channels": 1}),
            ),
        ] {
            kit.post(stranger, &path, input)
                .await
                .failed(404, "NotFound");
        }
        let taken = json!({"recording_id": recording, "channels": 1});
        kit.post(stranger, RECORDINGS, taken)
            .await
            .failed(409, "Conflict");
    }
    // Of the same clinic: may listen, and does not speak into it.
    let admin = kit.ours.admin();
    kit.get(admin, &path).await.ok();
    kit.post(admin, &format!("{path}/stop"), json!({}))
        .await
        .failed(403, "Forbidden");
    kit.end().await;
}

pub async fn aud_12_nothing_on_the_disk_can_be_played(kit: Kit) {
    let (_, recording) = recorded(&kit, 2).await;
    let file = kit.place.folder().join("recordings").join(&recording);
    let bytes = std::fs::read(&file).unwrap();
    let clear = second(1, 1);
    for window in clear.chunks(32).take(200) {
        assert!(!bytes.windows(32).any(|found| found == window));
    }
    kit.end().await;
}

pub async fn aud_12_a_lost_key_is_told_and_no_new_one_is_made(kit: Kit) {
    let (_, recording) = recorded(&kit, 1).await;
    let key = kit.place.folder().join("praxis.key");
    let kept = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    let kit = kit.restart().await;
    let doctor = kit.ours.doctor();
    let path = format!("{RECORDINGS}/{recording}/sound?from_ms=0&to_ms=1000");
    let failure = kit.get(doctor, &path).await.failed(503, "Unavailable");
    assert!(text(&failure["message"]).contains("keys"), "{failure}");
    let input = json!({"recording_id": Uuid::now_v7(), "channels": 1});
    kit.post(doctor, RECORDINGS, input)
        .await
        .failed(503, "Unavailable");
    assert!(!key.exists());
    kit.get(doctor, VISITS).await.ok();
    std::fs::write(&key, kept).unwrap();
    std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let kit = kit.restart().await;
    assert_eq!(sound(&kit, &recording, 0, 1_000).await, second(0, 1));
    kit.end().await;
}

pub async fn aud_12_a_changed_file_is_not_played(kit: Kit) {
    let (_, recording) = recorded(&kit, 2).await;
    let file = kit.place.folder().join("recordings").join(&recording);
    let mut bytes = std::fs::read(&file).unwrap();
    // The second piece where the first one was.
    let (first, second_slot) = bytes.split_at_mut(32_768);
    let length = first.len().min(second_slot.len());
    first[..length].copy_from_slice(&second_slot[..length]);
    std::fs::write(&file, &bytes).unwrap();
    let doctor = kit.ours.doctor();
    let path = format!("{RECORDINGS}/{recording}/sound?from_ms=0&to_ms=1000");
    kit.get(doctor, &path).await.failed(500, "Internal");
    assert_eq!(sound(&kit, &recording, 1_000, 2_000).await, second(1, 1));
    kit.end().await;
}
