//! Imports and other long work.

use crate::kit::{Kit, text};
use praxis_domain::{
    access::model::Role,
    workflows::{
        model::{ImportReport, JobId},
        ports::NewJob,
    },
};
use praxis_features::{JobCtx, JobHandler};
use praxis_kernel::Failure;
use praxis_runtime::NoCode;
use serde_json::{Value, json};
use std::{fmt::Write, sync::Arc};

crate::on_both! {
    pat_13_bad_rows_are_listed_and_the_rest_is_imported,
    pat_13_importing_again_changes_nothing,
    plt_11_a_cancelled_job_stops_and_can_go_on,
    plt_11_a_job_outlives_the_process,
    plt_11_a_job_that_panics_ends_and_harms_no_other,
    plt_11_why_a_job_failed_is_told_by_type_and_rule,
    fil_9_pieces_of_files_arrive_once_and_in_order,
    iam_1_the_demo_clinic_is_loaded_by_a_job,
}

async fn import(kit: &Kit, name: &str, csv: &str) -> Value {
    let doctor = kit.ours.doctor();
    let upload = kit.upload(doctor, name, csv.as_bytes()).await;
    let answer = kit
        .post(
            doctor,
            "/v1/ehr/patients/import",
            json!({ "upload_id": upload }),
        )
        .await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    kit.finished(doctor, &text(&answer.body["job_id"])).await
}

fn many(rows: usize) -> String {
    let mut csv = "mrn,family_name,given_name,sex\n".to_owned();
    for n in 0..rows {
        writeln!(csv, "M{n},Nowak,Anna{n},female").unwrap();
    }
    csv
}

pub async fn pat_13_bad_rows_are_listed_and_the_rest_is_imported(kit: Kit) {
    let csv = "mrn,family_name,given_name,sex,birth_date\n\
               1,Nowak,Anna,female,1980-05-17\n\
               2,,Jan,male,1980-01-01\n\
               3,Lis,Ewa,female,2999-01-01\n\
               4,Żak,Łucja,female,\n\
               5,Inny,Człowiek,male,1970-31-31\n";
    let job = import(&kit, "pacjenci.csv", csv).await;
    assert_eq!(job["status"], "done", "{job}");
    let report = &job["report"];
    assert_eq!(
        (&report["created"], &report["failed"]),
        (&json!(2), &json!(3)),
        "{report}"
    );
    let lines: Vec<&Value> = report["issues"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| &i["line"])
        .collect();
    assert_eq!(lines, [&json!(3), &json!(4), &json!(6)], "{report}");
    for value in ["Inny", "2999"] {
        assert!(
            !report.to_string().contains(value),
            "the report names no values"
        );
    }
    let page = kit.get(kit.ours.doctor(), "/v1/ehr/patients").await.ok();
    assert_eq!(page["total"], 2);
    let nonsense = import(&kit, "x.bin", "\u{1}\u{2}\u{3}").await;
    assert_eq!(nonsense["status"], "failed", "{nonsense}");
    kit.end().await;
}

pub async fn pat_13_importing_again_changes_nothing(kit: Kit) {
    let doctor = kit.ours.doctor();
    let first = import(&kit, "a.csv", &many(30)).await;
    assert_eq!(first["report"]["created"], 30, "{first}");
    let again = import(&kit, "a.csv", &many(30)).await;
    assert_eq!(
        (
            &again["report"]["created"],
            &again["report"]["unchanged"],
            &again["report"]["updated"]
        ),
        (&json!(0), &json!(30), &json!(0)),
        "{again}"
    );
    let changed = many(30).replace("Anna7,", "Hanna7,");
    let report = import(&kit, "a.csv", &changed).await["report"].clone();
    assert_eq!(
        (&report["updated"], &report["unchanged"]),
        (&json!(1), &json!(29)),
        "{report}"
    );
    let page = kit.get(doctor, "/v1/ehr/patients").await.ok();
    assert_eq!(page["total"], 30);
    // The same file twice at once: a double click.
    let upload = kit.upload(doctor, "b.csv", many(5).as_bytes()).await;
    let input = json!({ "upload_id": upload });
    for _ in 0..2 {
        let answer = kit
            .post(doctor, "/v1/ehr/patients/import", input.clone())
            .await;
        if answer.status == 202 {
            let job = kit.finished(doctor, &text(&answer.body["job_id"])).await;
            let error = job["error"]["message"].as_str().unwrap_or_default();
            assert!(!error.contains("our side"), "{job}");
        }
    }
    kit.end().await;
}

pub async fn plt_11_a_cancelled_job_stops_and_can_go_on(kit: Kit) {
    let doctor = kit.ours.doctor();
    let upload = kit.upload(doctor, "a.csv", many(3_000).as_bytes()).await;
    let job = kit
        .post(
            doctor,
            "/v1/ehr/patients/import",
            json!({ "upload_id": upload }),
        )
        .await
        .ok();
    let id = text(&job["job_id"]);
    let act = |what: &str| format!("/v1/jobs/{id}/{what}");
    let cancelled = kit.post(doctor, &act("cancel"), json!({})).await.ok();
    assert_eq!(
        (&cancelled["status"], &cancelled["allowed"]),
        (&json!("cancelled"), &json!(["requeue"]))
    );
    let failure = kit
        .post(doctor, &act("cancel"), json!({}))
        .await
        .failed(409, "InvalidTransition");
    assert_eq!(failure["from"], "cancelled");
    kit.post(kit.ours.token(Role::Viewer), &act("retry"), json!({}))
        .await
        .failed(403, "Forbidden");
    kit.post(doctor, &act("retry"), json!({})).await.ok();
    let done = kit.finished(doctor, &id).await;
    assert_eq!(done["status"], "done", "{done}");
    let page = kit.get(doctor, "/v1/ehr/patients").await.ok();
    assert_eq!(
        page["total"], 3_000,
        "each row once, however often it was begun"
    );
    kit.post(doctor, &act("retry"), json!({}))
        .await
        .failed(409, "InvalidTransition");
    kit.end().await;
}

pub async fn plt_11_a_job_outlives_the_process(kit: Kit) {
    let upload = kit
        .upload(kit.ours.doctor(), "a.csv", many(3_000).as_bytes())
        .await;
    let input = json!({ "upload_id": upload });
    let job = kit
        .post(kit.ours.doctor(), "/v1/ehr/patients/import", input)
        .await
        .ok();
    let kit = kit.restart().await;
    let done = kit.finished(kit.ours.doctor(), &text(&job["job_id"])).await;
    assert_eq!(done["status"], "done", "{done}");
    let page = kit.get(kit.ours.doctor(), "/v1/ehr/patients").await.ok();
    assert_eq!(page["total"], 3_000);
    kit.end().await;
}

/// A kind of work with a mistake in it.
struct Panics;

#[async_trait::async_trait]
impl JobHandler for Panics {
    fn kind(&self) -> &'static str {
        "panics"
    }
    async fn run(&self, _job: &JobCtx, payload: &str) -> Result<Option<ImportReport>, Failure> {
        panic!("the planted secret is {payload}")
    }
}

pub async fn plt_11_a_job_that_panics_ends_and_harms_no_other(kit: Kit) {
    let kit = kit
        .restart_with(|it| it.handlers.push(Arc::new(Panics)))
        .await;
    let mut ids = vec![];
    // As many as there are workers, and more.
    for _ in 0..4 {
        let new = NewJob {
            job_id: JobId::new(uuid::Uuid::now_v7()),
            kind: "panics",
            label: "x".to_owned(),
            payload: "hunter2".to_owned(),
        };
        let actor = kit.actor(kit.ours.organization.organization_id);
        let store = &kit.server.runtime.services().store;
        let mut work = store.write(&actor).await.unwrap();
        work.jobs().enqueue(&new).await.unwrap();
        work.commit().await.unwrap();
        ids.push(new.job_id.to_string());
    }
    for id in ids {
        let job = kit.finished(kit.ours.doctor(), &id).await;
        assert_eq!(
            (&job["status"], &job["attempts"]),
            (&json!("failed"), &json!(3)),
            "{job}"
        );
        assert!(!job.to_string().contains("hunter2"), "{job}");
    }
    let good = import(&kit, "a.csv", &many(3)).await;
    assert_eq!(good["report"]["created"], 3, "{good}");
    kit.end().await;
}

pub async fn plt_11_why_a_job_failed_is_told_by_type_and_rule(kit: Kit) {
    let failed = import(&kit, "letter.pdf", "%PDF-1.7").await;
    let error = &failed["error"];
    let reference = text(&error["reference"]);
    assert!(!reference.is_empty(), "{failed}");
    let expected = json!({"type": "Validation", "rule": "unsupported", "engines": null, "reference": reference,
        "message": "This is neither CSV nor a FHIR bundle nor NDJSON."});
    assert_eq!((&failed["status"], error), (&json!("failed"), &expected));
    // As a newer version may have left it.
    let raw = kit.place.raw().await;
    raw.must("UPDATE jobs SET kind = 'from_the_future'").await;
    let (doctor, job) = (kit.ours.doctor(), text(&failed["job_id"]));
    let path = format!("/v1/jobs/{job}/retry");
    kit.post(doctor, &path, json!({})).await.ok();
    let failed = kit.finished(doctor, &job).await;
    assert_eq!(
        (&failed["status"], &failed["error"]["type"]),
        (&json!("failed"), &json!("Unavailable"))
    );
    assert!(text(&failed["error"]["message"]).contains("does not know this kind"));
    kit.end().await;
}

pub async fn fil_9_pieces_of_files_arrive_once_and_in_order(kit: Kit) {
    let doctor = kit.ours.doctor();
    for (name, size) in [("", 1), ("a", 0), ("a", (1 << 30) + 1)] {
        kit.post(doctor, "/v1/uploads", json!({"name": name, "size": size}))
            .await
            .failed(400, "Validation");
    }
    let new = json!({"name": "../../../tmp/praxis-escape", "size": 6});
    let upload = kit.post(doctor, "/v1/uploads", new).await.ok();
    let path = format!("/v1/uploads/{}", text(&upload["upload_id"]));
    let piece = async |offset: u64, data: &str| {
        kit.post(doctor, &path, json!({"offset": offset, "data": data}))
            .await
    };
    piece(3, "ZGVm").await.failed(409, "Conflict");
    assert_eq!(piece(0, "YWJj").await.ok()["received"], 3);
    assert_eq!(
        piece(0, "YWJj").await.ok()["received"],
        3,
        "sent twice, stored once"
    );
    piece(3, "!!!!").await.failed(400, "Validation");
    piece(3, "").await.failed(400, "Validation");
    piece(3, "ZGVmZ2hp").await.failed(400, "Validation");
    let early = json!({"upload_id": upload["upload_id"]});
    kit.post(doctor, "/v1/ehr/patients/import", early)
        .await
        .failed(400, "Validation");
    assert_eq!(piece(3, "ZGVm").await.ok()["received"], 6);
    let stored = kit
        .place
        .folder()
        .join("uploads")
        .join(text(&upload["upload_id"]));
    assert_eq!(std::fs::read(stored).unwrap(), b"abcdef");
    assert!(!std::path::Path::new("/tmp/praxis-escape").exists());
    kit.end().await;
}

pub async fn iam_1_the_demo_clinic_is_loaded_by_a_job(kit: Kit) {
    let kind = kit.place.kind();
    kit.end().await;
    let kit = Kit::empty(kind, Arc::new(NoCode)).await.unwrap();
    let input = json!({"organization_name": "Demo", "display_name": "Dr. A", "login": "admin", "demo": true,
        "password": crate::kit::PASSWORD});
    let made = kit.post("", "/v1/setup/initialize", input).await.ok();
    let token = text(&made["token"]);
    let jobs = kit.get(&token, "/v1/jobs").await.ok();
    assert_eq!(jobs["items"][0]["kind"], "load_demo");
    let done = kit
        .finished(&token, &text(&jobs["items"][0]["job_id"]))
        .await;
    assert_eq!(done["status"], "done", "{done}");
    assert!(done["total"].as_u64().unwrap() > 30, "{done}");
    assert_eq!(done["done"], done["total"], "{done}");
    let token = kit
        .post(
            "",
            "/v1/auth/login",
            json!({"login": "admin", "password": crate::kit::PASSWORD}),
        )
        .await
        .ok();
    let token = text(&token["token"]);
    let page = kit.get(&token, "/v1/ehr/patients").await.ok();
    assert!(page["total"].as_u64().unwrap() > 10, "{}", page["total"]);
    let visits = kit.get(&token, "/v1/ehr/encounters").await.ok();
    assert!(
        visits["total"].as_u64().unwrap() >= 5,
        "{}",
        visits["total"]
    );
    kit.end().await;
}
