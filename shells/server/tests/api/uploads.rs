//! Files on their way in that nobody wants after all: what they hold does not stay behind.

use crate::kit::{Answer, Kit, text};
use praxis_domain::access::model::Role;
use serde_json::{Value, json};
use std::time::Duration;

crate::on_both! {
    plt_11_a_file_that_is_not_wanted_is_removed,
    plt_11_a_file_is_discarded_or_given_to_a_job_and_never_both,
    plt_11_a_file_that_was_given_up_is_removed_by_the_program,
}

async fn half(kit: &Kit, token: &str) -> String {
    let new = json!({"name": "a.csv", "size": 1000});
    let upload = kit.post(token, "/v1/uploads", new).await.ok();
    let id = text(&upload["upload_id"]);
    let piece = json!({"offset": 0, "data": "YWJj"});
    kit.post(token, &format!("/v1/uploads/{id}"), piece)
        .await
        .ok();
    id
}

fn lies_there(kit: &Kit, upload: &str) -> bool {
    kit.place.folder().join("uploads").join(upload).exists()
}

async fn discard(kit: &Kit, token: &str, upload: &str) -> Answer {
    let path = format!("/v1/uploads/{upload}");
    kit.ask(token, "DELETE", &path, Value::Null).await
}

pub async fn plt_11_a_file_that_is_not_wanted_is_removed(kit: Kit) {
    let doctor = kit.ours.doctor();
    let upload = half(&kit, doctor).await;
    assert!(lies_there(&kit, &upload));
    discard(&kit, kit.theirs.doctor(), &upload)
        .await
        .failed(404, "NotFound");
    assert!(lies_there(&kit, &upload), "not theirs");
    discard(&kit, doctor, &upload).await.ok();
    assert!(!lies_there(&kit, &upload));
    discard(&kit, doctor, &upload).await.failed(404, "NotFound");
    kit.end().await;
}

pub async fn plt_11_a_file_is_discarded_or_given_to_a_job_and_never_both(kit: Kit) {
    let admin = kit.ours.admin();
    for _ in 0..10 {
        let new = json!({"name": "a.csv", "size": 26});
        let upload = kit.post(admin, "/v1/uploads", new).await.ok();
        let id = text(&upload["upload_id"]);
        let piece = json!({"offset": 0, "data": "ZmFtaWx5X25hbWUsc2V4CkxpcyxmZW1hbGU="});
        let path = format!("/v1/uploads/{id}");
        let whole = kit.post(admin, &path, piece).await.ok();
        assert_eq!(whole["received"], whole["size"]);
        let import = json!({ "upload_id": id });
        let (import, discarded) = tokio::join!(
            kit.post(admin, "/v1/ehr/patients/import", import),
            discard(&kit, admin, &id)
        );
        match import.status {
            // A job that had its file in its hands before it was discarded ends well all the same.
            202 => {
                let job = text(&import.ok()["job_id"]);
                assert_eq!(kit.finished(admin, &job).await["status"], "done");
            }
            _ => {
                import.failed(404, "NotFound");
                discarded.ok();
            }
        }
    }
    kit.end().await;
}

pub async fn plt_11_a_file_that_was_given_up_is_removed_by_the_program(kit: Kit) {
    let doctor = kit.ours.doctor().to_owned();
    let old = half(&kit, &doctor).await;
    kit.clock.advance(25 * 3600);
    let user = kit.ours.member(Role::Clinician).user.user_id;
    let anew = kit.session(&kit.ours, user).await;
    let young = half(&kit, &anew).await;
    let kit = kit.restart().await;
    for _ in 0..200 {
        if !lies_there(&kit, &old) {
            assert!(lies_there(&kit, &young), "somebody is still sending it");
            kit.end().await;
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nothing was removed");
}
