//! How long sound is kept: nothing goes that is still needed.

use crate::{
    kit::{Kit, text},
    recordings::{RECORDINGS, append, second, start},
    speech::{counts, finished, segments, stop, talk, with_engines},
    visits::{VISITS, sign, write},
};
use praxis_domain::access::model::Role;
use serde_json::{Value, json};
use std::time::Duration;

crate::on_both! {
    aud_7_only_sound_that_nobody_needs_is_removed,
    aud_7_the_program_cleans_by_itself,
    aud_7_only_an_admin_says_how_long,
}

const RETENTION: &str = "/v1/scribe/retention";
const YEAR: i64 = 366 * 24 * 3600;

/// Sessions do not live for a year.
async fn anew(kit: &Kit, role: Role) -> String {
    let user = kit.ours.member(role).user.user_id;
    kit.session(&kit.ours, user).await
}

async fn clean(kit: &Kit) -> Value {
    let admin = anew(kit, Role::Admin).await;
    kit.post(&admin, &format!("{RECORDINGS}/clean"), json!({}))
        .await
        .ok()
}

async fn keep_for(kit: &Kit, days: u32) {
    let admin = anew(kit, Role::Admin).await;
    let input = json!({ "days": days });
    let kept = kit.put(&admin, RETENTION, input.clone()).await.ok();
    assert_eq!(kept, input);
}

/// A signed visit with a stopped recording, and all of its words.
async fn spoken_and_signed(kit: &Kit) -> (String, String) {
    let (visit, recording) = talk(kit).await;
    stop(kit, &recording).await;
    finished(kit, &recording).await;
    write(kit, &visit, "plan", 0, "rest").await;
    sign(kit, &visit).await.ok();
    (visit, recording)
}

async fn has_sound(kit: &Kit, doctor: &str, recording: &str) -> bool {
    let path = format!("{RECORDINGS}/{recording}/sound?from_ms=0&to_ms=500");
    let status = kit.get(doctor, &path).await.status;
    let file = kit.place.folder().join("recordings").join(recording);
    assert_eq!(file.exists(), status == 200, "{status}");
    status == 200
}

pub async fn aud_7_only_sound_that_nobody_needs_is_removed(kit: Kit) {
    with_engines(&kit, &[counts("Counter", "")]);
    let (visit, signed) = spoken_and_signed(&kit).await;
    let words = segments(&kit, &visit).await;
    assert_eq!(words.len(), 2);
    let (_, draft) = talk(&kit).await;
    stop(&kit, &draft).await;
    finished(&kit, &draft).await;

    let capture = start(&kit, None, 1).await;
    append(&kit, &capture, 0, &second(0, 1)).await;
    stop(&kit, &capture).await;

    with_engines(&kit, &[json!({"name": "Broken", "command": ["false"]})]);
    let (failed_visit, failed) = talk(&kit).await;
    let job = text(&stop(&kit, &failed).await["job_id"]);
    let job = kit.finished(kit.ours.doctor(), &job).await;
    assert_eq!(job["status"], "failed");
    write(&kit, &failed_visit, "plan", 0, "rest").await;
    sign(&kit, &failed_visit).await.ok();

    let nothing = json!({"recordings": 0, "bytes": 0.0, "more": false});
    kit.clock.advance(YEAR);
    assert_eq!(clean(&kit).await, nothing, "it is kept for ever");
    keep_for(&kit, 365).await;
    kit.clock.advance(-YEAR);
    assert_eq!(clean(&kit).await, nothing, "its time is not over");
    kit.clock.advance(YEAR);
    let doctor = anew(&kit, Role::Clinician).await;
    for recording in [&signed, &draft, &failed, &capture] {
        assert!(has_sound(&kit, &doctor, recording).await);
    }
    let cleaned = clean(&kit).await;
    assert_eq!(
        (&cleaned["recordings"], &cleaned["more"]),
        (&json!(1), &json!(false))
    );
    assert!(cleaned["bytes"].as_f64().unwrap() > 100_000.0, "{cleaned}");
    assert!(!has_sound(&kit, &doctor, &signed).await);
    for kept in [&draft, &failed, &capture] {
        assert!(has_sound(&kit, &doctor, kept).await);
    }
    let of_visit = kit
        .get(&doctor, &format!("{VISITS}/{visit}/recordings"))
        .await
        .ok();
    let shown = &of_visit["items"][0];
    assert_eq!(
        (&shown["recording_id"], &shown["status"]),
        (&json!(signed), &json!("cleaned"))
    );
    assert!(shown["cleaned_at"].is_string(), "{shown}");
    let detail = kit.get(&doctor, &format!("{VISITS}/{visit}")).await.ok();
    assert_eq!(detail["transcript"]["segments"], json!(words), "words stay");
    assert_eq!(detail["signature"]["matches"], true);
    assert_eq!(clean(&kit).await, nothing);
    kit.end().await;
}

pub async fn aud_7_the_program_cleans_by_itself(kit: Kit) {
    with_engines(&kit, &[counts("Counter", "")]);
    let (_, signed) = spoken_and_signed(&kit).await;
    keep_for(&kit, 7).await;
    kit.clock.advance(YEAR);
    let kit = kit.restart().await;
    let doctor = anew(&kit, Role::Clinician).await;
    let path = format!("{RECORDINGS}/{signed}");
    for _ in 0..200 {
        let shown = kit.get(&doctor, &path).await.ok();
        if shown["recording"]["status"] == "cleaned" && !has_file(&kit, &signed) {
            kit.end().await;
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nothing was removed");
}

fn has_file(kit: &Kit, recording: &str) -> bool {
    let folder = kit.place.folder().join("recordings");
    folder.join(recording).exists()
}

pub async fn aud_7_only_an_admin_says_how_long(kit: Kit) {
    let (admin, doctor) = (kit.ours.admin(), kit.ours.doctor());
    let never = json!({ "days": null });
    assert_eq!(kit.get(doctor, RETENTION).await.ok(), never);
    kit.put(doctor, RETENTION, json!({"days": 30}))
        .await
        .failed(403, "Forbidden");
    for days in [0, 6, 366, u32::MAX] {
        let failure = kit
            .put(admin, RETENTION, json!({ "days": days }))
            .await
            .failed(400, "Validation");
        assert_eq!(failure["field"], "days");
    }
    keep_for(&kit, 30).await;
    keep_for(&kit, 7).await;
    assert_eq!(kit.get(doctor, RETENTION).await.ok(), json!({"days": 7}));
    let theirs = kit.get(kit.theirs.doctor(), RETENTION).await.ok();
    assert_eq!(theirs, never, "each clinic has its own");
    kit.put(admin, RETENTION, json!({})).await.ok();
    assert_eq!(kit.get(doctor, RETENTION).await.ok(), never);
    kit.end().await;
}
