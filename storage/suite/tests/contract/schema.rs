use praxis_domain::scribe::recordings::ports::RecordingFilter;
use praxis_kernel::FailureType;
use praxis_suite::{Kind, Kit, Place, person};

pub async fn plt_3_a_newer_database_is_refused(kit: Kit) {
    kit.add(&kit.us(), &person("Nowak", "Anna", "1")).await;
    let raw = kit.place.raw().await;
    raw.must(
        "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time)
         SELECT 999999, 'from the future', installed_on, success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
    )
    .await;
    kit.store.close().await;
    let failure = kit.place.try_open().await.err().expect("it is not opened");
    assert_eq!(failure.r#type(), FailureType::Unavailable);
    assert!(failure.wire("").message.contains("newer"));
    assert_eq!(
        raw.number("SELECT count(*) FROM patients").await,
        1,
        "and not touched"
    );
}

pub async fn plt_3_data_outlives_the_process(kit: Kit) {
    let patient = person("Żółć", "Łucja", "1");
    kit.add(&kit.us(), &patient).await;
    kit.store.close().await;
    let store = kit.place.open().await;
    let mut work = store.read(&kit.us()).await.unwrap();
    let stored = work.patients().find(patient.patient_id).await.unwrap();
    assert_eq!(stored, Some(patient));
}

#[tokio::test(flavor = "multi_thread")]
async fn plt_3_an_older_database_is_backed_up_first() {
    let kit = Kit::fresh(Kind::Sqlite).await.unwrap();
    let patient = person("Nowak", "Anna", "1");
    kit.add(&kit.us(), &patient).await;
    let raw = kit.place.raw().await;
    // As it was before the last migrations.
    raw.must(
        "DROP TABLE service_keys; DROP TABLE suggestions; DROP TABLE model_prices; DROP TABLE model_calls; DROP TABLE model_disclosures; DROP TABLE model_settings; DROP TABLE model_connections;
         DROP TABLE recording_retention; DROP TABLE consents; DROP TABLE recording_marks; DROP TABLE recording_segments; DROP TABLE recordings;
         DELETE FROM _sqlx_migrations WHERE version >= 6",
    )
    .await;
    kit.store.close().await;
    let store = kit.place.open().await;
    let mut work = store.read(&kit.us()).await.unwrap();
    assert_eq!(
        work.patients().find(patient.patient_id).await.unwrap(),
        Some(patient)
    );
    let keys = work.recordings().key_ids().await.unwrap();
    assert!(keys.is_empty(), "migrated");
    let backup = kit.place.folder().join("praxis.db.before-migration-from-5");
    let copy = sqlx::SqlitePool::connect(&format!("sqlite://{}", backup.display()))
        .await
        .unwrap();
    let patients: i64 = sqlx::query_scalar("SELECT count(*) FROM patients")
        .fetch_one(&copy)
        .await
        .unwrap();
    assert_eq!(patients, 1);
    let newest: i64 = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations")
        .fetch_one(&copy)
        .await
        .unwrap();
    assert_eq!(newest, 5, "the copy is of the older schema");
}

#[tokio::test(flavor = "multi_thread")]
async fn plt_3_a_failed_migration_leaves_the_old_file_and_a_backup() {
    let kit = Kit::fresh(Kind::Sqlite).await.unwrap();
    kit.add(&kit.us(), &person("Nowak", "Anna", "1")).await;
    let raw = kit.place.raw().await;
    // The migrations that follow will find their own tables in their way.
    raw.must("DELETE FROM _sqlx_migrations WHERE version >= 6")
        .await;
    kit.store.close().await;
    let failure = kit.place.try_open().await.err().expect("it is not opened");
    assert_eq!(failure.r#type(), FailureType::Unavailable);
    assert_eq!(raw.number("SELECT count(*) FROM patients").await, 1);
    let backup = kit.place.folder().join("praxis.db.before-migration-from-5");
    assert!(backup.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn plt_3_sqlite_is_new_enough_and_keeps_a_write_ahead_log() {
    let place = Place::fresh(Kind::Sqlite).await.unwrap();
    let _store = place.open().await;
    let raw = place.raw().await;
    let version = raw.text("SELECT sqlite_version()").await;
    let parts: Vec<u32> = version
        .split('.')
        .map(|part| part.parse().unwrap())
        .collect();
    // 3.51.3 mended a rare corruption of the write-ahead log.
    assert!(parts >= vec![3, 51, 3], "SQLite {version} is too old");
    assert_eq!(raw.text("PRAGMA journal_mode").await, "wal");
    assert_eq!(raw.text("PRAGMA integrity_check").await, "ok");
}

/// A database as an older release left it: a visit and a signed one with conversations and drafts.
pub async fn plt_3_a_database_of_an_older_release_is_brought_up_to_date(kit: Kit) {
    let place = Place::fresh(kit.place.kind()).await.unwrap();
    match place.kind() {
        Kind::Sqlite => {
            let file = include_bytes!("../../data/schema-5.db");
            std::fs::write(place.file(), file).unwrap();
        }
        Kind::Postgres => {
            let raw = place.raw().await;
            raw.must(include_str!("../../data/schema-5.sql")).await;
        }
    }
    let raw = place.raw().await;
    raw.must(
        "INSERT INTO jobs (job_id, organization_id, kind, label, payload, status, done, attempts, run_at, error, created_at, updated_at)
         SELECT visit_id, organization_id, 'import_patients', 'p.csv', '{}', 'failed', 0, 3, created_at, 'It said \"no\".', created_at, created_at
           FROM visits WHERE finalized_at IS NULL",
    )
    .await;
    let store = place.open().await;
    let mut work = store.read(&kit.nobody()).await.unwrap();
    let organizations = work.access().organizations().await.unwrap();
    drop(work);
    let actor = praxis_domain::store::Actor {
        organization: Some(organizations[0]),
        user: None,
        ..kit.us()
    };
    let mut work = store.read(&actor).await.unwrap();
    let page = praxis_domain::PageRequest {
        limit: 10,
        offset: 0,
    };
    let filter = praxis_domain::visits::ports::VisitFilter::default();
    let visits = work.visits().page(&filter, page).await.unwrap();
    let names: Vec<_> = visits
        .items
        .iter()
        .map(|v| v.patient_name.as_str())
        .collect();
    assert_eq!(names, ["Nowak Anna", "Żółć Łucja"]);
    for visit in &visits.items {
        let id = visit.visit_id;
        let transcript = work.scribe().transcript(id).await.unwrap().unwrap();
        assert_eq!(transcript.segments[2].text, "Please rest.");
        assert!(work.scribe().latest_draft(id).await.unwrap().is_some());
        assert!(
            work.recordings()
                .list(RecordingFilter::OfVisit(id))
                .await
                .unwrap()
                .is_empty()
        );
    }
    // Why a job failed was a sentence.
    let jobs = work.jobs().page(true, page).await.unwrap();
    let error = jobs.items[0].error.as_ref().unwrap();
    assert_eq!(
        (error.r#type, error.message.as_str(), error.rule),
        (FailureType::Internal, "It said \"no\".", None)
    );
    assert_eq!(
        (error.engines.as_ref(), error.reference.as_str()),
        (None, "")
    );
    let signed = visits.items.iter().filter(|v| v.finalized_at.is_some());
    assert_eq!(signed.count(), 1);
    drop(work);
    // The audit log goes on where it ended.
    let row = praxis_domain::store::Touched::list("operation", None, vec![]);
    store.record(&actor, vec![row]).await.unwrap();
}
