//! Bounded time, health, and the audit log of every route.

use crate::{
    isolation::Things,
    kit::{Kit, events, operations, sample, text},
};
use praxis_domain::store::Touched;
use praxis_suite::Kind;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

crate::on_both! {
    plt_7_a_slow_query_is_given_up_and_the_pool_recovers,
    plt_7_a_writer_that_must_wait_is_answered_in_time,
    plt_7_a_slow_change_is_given_up_and_others_go_on,
    obs_1_live_and_ready_differ,
    obs_2_a_failure_is_found_by_its_reference,
    obs_4_every_route_leaves_a_row,
    obs_4_without_its_row_nothing_is_read_or_changed,
    obs_4_the_log_is_read_and_verified_over_http,
    obs_4_the_check_of_a_long_log_tells_how_far_it_is,
}

/// Locks or slows the table of patients until it is dropped again.
async fn slow(kit: &Kit) -> Option<sqlx::PgConnection> {
    let raw = kit.place.raw().await;
    match kit.place.kind() {
        Kind::Sqlite => {
            raw.must(
                "ALTER TABLE patients RENAME TO patients_kept;
                 CREATE VIEW patients AS SELECT * FROM patients_kept WHERE
                    (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n) > 0",
            )
            .await;
            None
        }
        Kind::Postgres => {
            use sqlx::{Connection, Executor};
            let mut connection = sqlx::PgConnection::connect(&kit.place.url().unwrap())
                .await
                .unwrap();
            connection
                .execute("BEGIN; LOCK TABLE patients IN ACCESS EXCLUSIVE MODE")
                .await
                .unwrap();
            Some(connection)
        }
    }
}

pub async fn plt_7_a_slow_query_is_given_up_and_the_pool_recovers(kit: Kit) {
    let doctor = kit.ours.doctor();
    kit.patient(doctor, "Nowak").await;
    let lock = slow(&kit).await;
    let started = Instant::now();
    // More of them than there are connections that read.
    let tries = (0..4).map(|_| kit.get(doctor, "/v1/ehr/patients"));
    for answer in futures::future::join_all(tries).await {
        answer.failed(504, "Timeout");
    }
    assert!(
        started.elapsed() < Duration::from_secs(6),
        "{:?}",
        started.elapsed()
    );
    drop(lock);
    if kit.place.kind() == Kind::Sqlite {
        let raw = kit.place.raw().await;
        raw.must("DROP VIEW patients; ALTER TABLE patients_kept RENAME TO patients")
            .await;
    }
    let started = Instant::now();
    for _ in 0..8 {
        assert_eq!(kit.get(doctor, "/v1/ehr/patients").await.ok()["total"], 1);
    }
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "{:?}",
        started.elapsed()
    );
    kit.patient(doctor, "Lis").await;
    kit.end().await;
}

pub async fn plt_7_a_slow_change_is_given_up_and_others_go_on(kit: Kit) {
    let doctor = kit.ours.doctor();
    let patient = kit.patient(doctor, "Nowak").await;
    let raw = kit.place.raw().await;
    raw.must(match kit.place.kind() {
        Kind::Sqlite => {
            "CREATE VIEW endless AS
                WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) AS n FROM n;
             CREATE TRIGGER slow BEFORE INSERT ON visits BEGIN SELECT n FROM endless; END"
        }
        Kind::Postgres => {
            "CREATE FUNCTION be_slow() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_sleep(60); RETURN new; END';
             CREATE TRIGGER slow BEFORE INSERT ON visits FOR EACH ROW EXECUTE FUNCTION be_slow()"
        }
    })
    .await;
    let started = Instant::now();
    let new = json!({"patient_id": patient["patient_id"]});
    let answer = kit.post(doctor, "/v1/ehr/encounters", new).await;
    answer.failed(504, "Timeout");
    assert!(
        started.elapsed() < Duration::from_secs(6),
        "{:?}",
        started.elapsed()
    );
    let started = Instant::now();
    kit.patient(doctor, "Lis").await;
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "the next change waits {:?}",
        started.elapsed()
    );
    kit.end().await;
}

pub async fn plt_7_a_writer_that_must_wait_is_answered_in_time(kit: Kit) {
    use sqlx::{Connection, Executor};
    let doctor = kit.ours.doctor();
    let new = json!({"kind": "human", "family_name": "N", "given_name": "A", "sex": "female"});
    let started = Instant::now();
    match kit.place.kind() {
        Kind::Sqlite => {
            let url = format!("sqlite://{}", kit.place.file().display());
            let mut other = sqlx::SqliteConnection::connect(&url).await.unwrap();
            other.execute("BEGIN IMMEDIATE").await.unwrap();
            let answer = kit.post(doctor, "/v1/ehr/patients", new.clone()).await;
            assert!(matches!(answer.status, 503 | 504), "{}", answer.text);
            other.execute("ROLLBACK").await.unwrap();
        }
        Kind::Postgres => {
            let mut other = sqlx::PgConnection::connect(&kit.place.url().unwrap())
                .await
                .unwrap();
            other
                .execute("BEGIN; LOCK TABLE patients IN ACCESS EXCLUSIVE MODE")
                .await
                .unwrap();
            let answer = kit.post(doctor, "/v1/ehr/patients", new.clone()).await;
            assert!(matches!(answer.status, 503 | 504), "{}", answer.text);
            other.execute("ROLLBACK").await.unwrap();
        }
    }
    assert!(
        started.elapsed() < Duration::from_secs(6),
        "{:?}",
        started.elapsed()
    );
    kit.post(doctor, "/v1/ehr/patients", new).await.ok();
    assert_eq!(
        kit.get(doctor, "/v1/ehr/patients").await.ok()["total"],
        1,
        "what timed out was not stored"
    );
    kit.end().await;
}

pub async fn obs_1_live_and_ready_differ(kit: Kit) {
    let health = async |path: &str| {
        let response = kit.request("", "GET", path).send().await.unwrap();
        response.status().as_u16()
    };
    assert_eq!(
        (health("/health/live").await, health("/health/ready").await),
        (200, 200)
    );
    kit.server.runtime.services().store.close().await;
    assert_eq!(
        (health("/health/live").await, health("/health/ready").await),
        (200, 503)
    );
    let answer = kit.get(kit.ours.doctor(), "/v1/ehr/patients").await;
    assert!(answer.status >= 500, "{}", answer.text);
    kit.end().await;
}

pub async fn obs_2_a_failure_is_found_by_its_reference(kit: Kit) {
    let doctor = kit.ours.doctor();
    let first = kit.get(doctor, "/v1/ehr/patients").await;
    let second = kit.get(doctor, "/v1/ehr/patients").await;
    assert_eq!(first.header("x-request-id").len(), 12);
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    let log = kit
        .get(kit.ours.admin(), "/v1/audit?action=list_patients")
        .await
        .ok();
    assert_eq!(log["items"][0]["reference"], second.header("x-request-id"));
    let refused = kit
        .get(
            kit.ours.token(praxis_domain::access::model::Role::Viewer),
            "/v1/users",
        )
        .await;
    let log = kit
        .get(kit.ours.admin(), "/v1/audit?action=list_users")
        .await
        .ok();
    assert_eq!(log["items"][0]["reference"], refused.body["reference"]);
    assert_eq!(log["items"][0]["outcome"], "refused");
    kit.end().await;
}

pub async fn obs_4_every_route_leaves_a_row(kit: Kit) {
    let things = Things::make(&kit, &kit.ours, "Nasza").await;
    let raw = kit.place.raw().await;
    let rows = async || raw.number("SELECT count(*) FROM audit").await;
    let admin_id = kit
        .ours
        .member(praxis_domain::access::model::Role::Admin)
        .user
        .user_id;
    let mut seen = 0;
    for meta in operations() {
        let token = kit.session(&kit.ours, admin_id).await;
        if matches!(meta.allow, "public" | "signed_in") {
            continue;
        }
        let mut input = sample(meta, &|name| things.id(name));
        if meta.id == "import_visits" {
            input["file"]["format"] = json!(1);
        }
        let before = rows().await;
        let answer = kit.call(&token, meta, &input).await;
        if answer.status < 300 {
            seen += 1;
            assert!(rows().await > before, "{} left no row", meta.id);
        }
    }
    assert!(seen > 20, "only {seen} operations were answered");
    let (_, verdict) = verified(&kit).await;
    assert_eq!(verdict["intact"], true, "{verdict}");
    kit.end().await;
}

pub async fn obs_4_without_its_row_nothing_is_read_or_changed(kit: Kit) {
    let things = Things::make(&kit, &kit.ours, "Nasza").await;
    let raw = kit.place.raw().await;
    let snapshot = async || {
        let mut all = vec![];
        for table in [
            "patients",
            "owners",
            "visits",
            "note_sections",
            "drafts",
            "jobs",
            "uploads",
            "users",
            "transitions",
        ] {
            all.push(raw.number(&format!("SELECT count(*) FROM {table}")).await);
        }
        all
    };
    let before = snapshot().await;
    raw.break_inserts("audit", "the log is broken").await;
    for meta in operations() {
        if matches!(meta.allow, "public" | "signed_in") {
            continue;
        }
        let answer = kit
            .call(
                kit.ours.admin(),
                meta,
                &sample(meta, &|name| things.id(name)),
            )
            .await;
        let streamed = meta.streams && answer.text.contains("event: error");
        assert!(
            answer.status >= 400 || streamed,
            "{} was answered: {}",
            meta.id,
            answer.text
        );
    }
    assert_eq!(snapshot().await, before);
    raw.mend_inserts("audit").await;
    kit.get(kit.ours.admin(), "/v1/ehr/patients").await.ok();
    kit.end().await;
}

pub async fn obs_4_the_log_is_read_and_verified_over_http(kit: Kit) {
    let (admin, doctor) = (kit.ours.admin(), kit.ours.doctor());
    let patient = kit.patient(doctor, "Nowak").await;
    let id = text(&patient["patient_id"]);
    kit.get(doctor, &format!("/v1/ehr/patients/{id}"))
        .await
        .ok();
    let log = kit
        .get(admin, &format!("/v1/audit?patient_id={id}"))
        .await
        .ok();
    let rows = log["items"].as_array().unwrap();
    let told: Vec<(&Value, &Value, &Value)> = rows
        .iter()
        .map(|r| (&r["action"], &r["outcome"], &r["user_name"]))
        .collect();
    let name = json!("clinician of ours");
    assert_eq!(
        told,
        [
            (&json!("get_patient"), &json!("read"), &name),
            (&json!("create_patient"), &json!("created"), &name)
        ]
    );
    assert_eq!(rows[0]["origin"], "127.0.0.1");
    kit.get(doctor, "/v1/audit").await.failed(403, "Forbidden");
    assert_eq!(verified(&kit).await.1["intact"], true);
    let raw = kit.place.raw().await;
    raw.unguard("audit").await;
    raw.must(&format!(
        "UPDATE audit SET outcome = 'nothing' WHERE patient_id = {} AND action = 'get_patient'",
        raw.id(id.parse().unwrap())
    ))
    .await;
    let (_, verdict) = verified(&kit).await;
    assert_eq!(
        (&verdict["intact"], &verdict["problem"]["kind"]),
        (&json!(false), &json!("edited"))
    );
    kit.end().await;
}

/// How far the check of our log said it was, and how it ended.
async fn verified(kit: &Kit) -> (Vec<Value>, Value) {
    let answer = kit.get(kit.ours.admin(), "/v1/audit/verify").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let mut events = events(&answer.text);
    let (last, verdict) = events.pop().expect("an end");
    assert_eq!(last, "event: done", "{}", answer.text);
    (events.into_iter().map(|event| event.1).collect(), verdict)
}

pub async fn obs_4_the_check_of_a_long_log_tells_how_far_it_is(kit: Kit) {
    let actor = kit.actor(kit.ours.organization.organization_id);
    let store = &kit.server.runtime.services().store;
    for _ in 0..24 {
        let rows = vec![Touched::list("patient", None, vec![]); 500];
        store.record(&actor, rows).await.unwrap();
    }
    let (steps, verdict) = verified(&kit).await;
    assert_eq!(verdict["intact"], true, "{verdict}");
    assert!(verdict["checked"].as_u64().unwrap() >= 12_000, "{verdict}");
    let checked: Vec<u64> = steps
        .iter()
        .filter_map(|step| step["checked"].as_u64())
        .collect();
    assert!(checked.len() == 1 && checked[0] >= 10_000, "{steps:?}");
    assert!(
        steps.iter().all(|step| step["total"] == verdict["checked"]),
        "{steps:?}"
    );
    kit.end().await;
}

/// A file has no server that could be starting.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn plt_7_a_database_that_is_away_for_a_moment_is_no_fault_of_the_program() {
    let Some(kit) = Kit::fresh(Kind::Postgres).await else {
        return;
    };
    let raw = kit.place.raw().await;
    // Starting up, shutting down, too many connections, a deadlock.
    for code in ["57P03", "57P01", "53300", "40P01"] {
        raw.must(&format!(
            "CREATE OR REPLACE FUNCTION be_away() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'away' USING ERRCODE = '{code}'; END $$"
        ))
        .await;
        raw.must(
            "CREATE OR REPLACE TRIGGER away BEFORE INSERT ON patients
                FOR EACH ROW EXECUTE FUNCTION be_away()",
        )
        .await;
        let new = json!({"kind": "human", "family_name": "N", "given_name": "A", "sex": "female"});
        let answer = kit.post(kit.ours.doctor(), "/v1/ehr/patients", new).await;
        answer.failed(503, "Unavailable");
    }
    kit.end().await;
}
