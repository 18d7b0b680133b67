use praxis_domain::{
    PageRequest,
    audit::{
        chain,
        model::{AuditDamage, AuditEntry, AuditVerdict},
        ports::{Anchor, Anchors, AuditFilter},
    },
    store::{Actor, Touched},
};
use praxis_features::audit::log::{anchor, verify};
use praxis_kernel::{Emit, Failure, FailureType};
use praxis_suite::{Kit, Place, at, person};
use std::sync::{Arc, Mutex};

const EVERYTHING: PageRequest = PageRequest {
    limit: 1000,
    offset: 0,
};

pub async fn verdict(kit: &Kit, actor: &Actor) -> AuditVerdict {
    check(kit, &Memory::default(), actor).await
}

async fn check(kit: &Kit, memory: &Memory, actor: &Actor) -> AuditVerdict {
    let out = Emit::channel(1).0;
    verify(kit.store.as_ref(), memory, actor, &out)
        .await
        .unwrap()
}

/// What is remembered outside the database.
#[derive(Default)]
struct Memory(Mutex<Vec<Anchor>>);

impl Anchors for Memory {
    fn load(&self) -> Result<Vec<Anchor>, Failure> {
        Ok(self.0.lock().unwrap().clone())
    }
    fn save(&self, anchors: &[Anchor]) -> Result<(), Failure> {
        *self.0.lock().unwrap() = anchors.to_vec();
        Ok(())
    }
}

pub async fn log(kit: &Kit, actor: &Actor, filter: AuditFilter) -> Vec<AuditEntry> {
    let mut work = kit.read(actor).await;
    let page = work.audit().page(&filter, EVERYTHING).await.unwrap();
    assert_eq!(page.total as usize, page.items.len());
    page.items
}

pub async fn obs_4_every_change_writes_its_row(kit: Kit) {
    let before = log(&kit, &kit.us(), AuditFilter::default()).await.len();
    let patient = person("Nowak", "Anna", "1");
    kit.add(&kit.us(), &patient).await;
    let rows = log(&kit, &kit.us(), AuditFilter::default()).await;
    assert_eq!(rows.len(), before + 1);
    let row = &rows[0];
    let id = Some(patient.patient_id.to_string());
    assert_eq!(
        (
            row.action.as_str(),
            row.outcome.as_str(),
            row.resource.as_str()
        ),
        ("suite", "created", "patient")
    );
    assert_eq!((&row.resource_id, &row.patient_id), (&id, &id));
    assert_eq!(row.user_id, Some(kit.ours.1.to_string()));
    assert_eq!(row.user_name.as_deref(), Some("Dr. doctor.ours"));
    assert_eq!((row.at, row.origin.as_str()), (at(0), "suite"));
}

pub async fn obs_4_a_change_without_its_row_fails(kit: Kit) {
    let raw = kit.place.raw().await;
    raw.break_inserts("audit", "the log is broken").await;
    let patient = person("Nowak", "Anna", "1");
    let outcome = kit
        .change(&kit.us(), async |work| {
            work.patients().insert(&patient).await
        })
        .await;
    assert_eq!(outcome.unwrap_err().r#type(), FailureType::Internal);
    assert_eq!(raw.number("SELECT count(*) FROM patients").await, 0);
    let read = Touched::list("patient", None, vec![]);
    let outcome = kit.store.record(&kit.us(), vec![read.clone()]).await;
    assert!(outcome.is_err(), "a reading is not answered either");
    raw.mend_inserts("audit").await;
    kit.add(&kit.us(), &patient).await;
    kit.store.record(&kit.us(), vec![read]).await.unwrap();
    let verdict = verdict(&kit, &kit.us()).await;
    assert!(verdict.intact, "{verdict:?}");
}

pub async fn obs_4_rows_cannot_be_changed_or_removed(kit: Kit) {
    let raw = kit.place.raw().await;
    kit.add(&kit.us(), &person("Nowak", "Anna", "1")).await;
    let count = raw.number("SELECT count(*) FROM audit").await;
    assert!(count > 0);
    for statement in [
        "UPDATE audit SET action = 'nothing'",
        "DELETE FROM audit",
        "DELETE FROM audit_heads",
        "UPDATE audit_heads SET sequence = sequence - 1",
    ] {
        assert!(raw.run(statement).await.is_err(), "{statement}");
    }
    if raw.id(kit.ours.1.get()).ends_with("uuid") {
        assert!(raw.run("TRUNCATE audit").await.is_err());
    }
    assert_eq!(raw.number("SELECT count(*) FROM audit").await, count);
    assert!(verdict(&kit, &kit.us()).await.intact);
}

#[derive(Debug, Clone, Copy)]
enum Tampering {
    Edited,
    Removed,
    Swapped,
    /// Edited, with a hash that fits the new text.
    Forged,
    Truncated,
}

pub async fn obs_4_verification_finds_every_kind_of_tampering(kit: Kit) {
    let kind = kit.place.kind();
    drop(kit);
    for (tampering, expected, row) in [
        (Tampering::Edited, AuditDamage::Edited, 3),
        (Tampering::Removed, AuditDamage::Missing, 3),
        (Tampering::Swapped, AuditDamage::Edited, 3),
        (Tampering::Forged, AuditDamage::Reordered, 4),
        (Tampering::Truncated, AuditDamage::Truncated, 7),
    ] {
        let kit = Kit::fresh(kind).await.unwrap();
        for n in 0..6 {
            kit.add(&kit.us(), &person("Nowak", "Anna", &n.to_string()))
                .await;
        }
        let found = verdict(&kit, &kit.us()).await;
        assert_eq!(
            (found.intact, found.checked),
            (true, 7),
            "one user and six patients"
        );
        tamper(&kit, tampering).await;
        let found = verdict(&kit, &kit.us()).await;
        let problem = found.problem.expect("something is found");
        assert!(!found.intact);
        assert_eq!(
            (problem.kind, problem.sequence),
            (expected, row),
            "{tampering:?}"
        );
        assert!(
            verdict(&kit, &kit.them()).await.intact,
            "the other clinic's is as it was"
        );
    }
}

async fn tamper(kit: &Kit, tampering: Tampering) {
    let raw = kit.place.raw().await;
    raw.unguard("audit").await;
    let ours = format!("organization_id = {}", raw.id(kit.ours.0.get()));
    match tampering {
        Tampering::Edited => {
            let sql = format!("UPDATE audit SET user_id = NULL WHERE {ours} AND sequence = 3");
            assert_eq!(raw.must(&sql).await, 1);
        }
        Tampering::Removed => {
            let sql = format!("DELETE FROM audit WHERE {ours} AND sequence = 3");
            assert_eq!(raw.must(&sql).await, 1);
        }
        Tampering::Swapped => {
            for (from, to) in [(3, 99), (4, 3), (99, 4)] {
                raw.must(&format!(
                    "UPDATE audit SET sequence = {to} WHERE {ours} AND sequence = {from}"
                ))
                .await;
            }
        }
        Tampering::Forged => {
            let mut work = kit.read(&kit.us()).await;
            let mut row = work.audit().chain(0, 2, 1).await.unwrap().remove(0);
            drop(work);
            row.entry.action = "nothing".to_owned();
            let hash = raw.bytes(&chain::hash(&row));
            let sql = format!(
                "UPDATE audit SET action = 'nothing', hash = {hash} WHERE {ours} AND sequence = 3"
            );
            assert_eq!(raw.must(&sql).await, 1);
        }
        Tampering::Truncated => {
            let sql = format!("DELETE FROM audit WHERE {ours} AND sequence = 7");
            assert_eq!(raw.must(&sql).await, 1);
        }
    }
}

pub async fn obs_4_a_log_rewritten_with_its_ends_is_found_by_what_was_remembered(kit: Kit) {
    let kind = kit.place.kind();
    drop(kit);
    for (cut, expected) in [
        (true, (AuditDamage::Truncated, 6)),
        (false, (AuditDamage::Rewritten, 7)),
    ] {
        let kit = Kit::fresh(kind).await.unwrap();
        for n in 0..6 {
            kit.add(&kit.us(), &person("Nowak", "Anna", &n.to_string()))
                .await;
        }
        let memory = Memory::default();
        let remember = async || anchor(kit.store.as_ref(), &memory, &kit.nobody()).await;
        remember().await.unwrap();
        rewrite(&kit, cut).await;
        let found = verdict(&kit, &kit.us()).await;
        assert!(found.intact, "by itself the log looks whole: {found:?}");
        // Remembering again, before and after more was written, does not cover it up.
        remember().await.unwrap();
        let found = async || check(&kit, &memory, &kit.us()).await;
        let problem = found().await.problem.expect("something is found");
        assert_eq!((problem.kind, problem.sequence), expected);
        for n in 10..14 {
            kit.add(&kit.us(), &person("Nowak", "Anna", &n.to_string()))
                .await;
        }
        remember().await.unwrap();
        assert!(!found().await.intact, "it is still found");
        assert!(check(&kit, &memory, &kit.them()).await.intact);
    }
}

/// As somebody would who knows how the log is made: the last two rows are cut off, or the third
/// is changed and all that follow it are hashed anew; the head fits in both cases.
async fn rewrite(kit: &Kit, cut: bool) {
    let raw = kit.place.raw().await;
    for table in ["audit", "audit_heads"] {
        raw.unguard(table).await;
    }
    let ours = format!("organization_id = {}", raw.id(kit.ours.0.get()));
    if cut {
        let sql = format!("DELETE FROM audit WHERE {ours} AND sequence > 5");
        assert_eq!(raw.must(&sql).await, 2);
    } else {
        let mut rows = kit
            .read(&kit.us())
            .await
            .audit()
            .chain(0, 2, 10)
            .await
            .unwrap();
        let mut previous = rows[0].previous.clone();
        for row in &mut rows {
            row.entry.action = "nothing".to_owned();
            row.previous = previous;
            previous = chain::hash(row);
            let (before, hash) = (raw.bytes(&row.previous), raw.bytes(&previous));
            raw.must(&format!(
                "UPDATE audit SET action = 'nothing', previous = {before}, hash = {hash}
                  WHERE {ours} AND sequence = {}",
                row.entry.sequence
            ))
            .await;
        }
    }
    raw.must(&format!(
        "UPDATE audit_heads SET sequence = (SELECT max(sequence) FROM audit WHERE {ours}), hash =
             (SELECT hash FROM audit WHERE {ours} ORDER BY sequence DESC LIMIT 1) WHERE {ours}"
    ))
    .await;
}

pub async fn obs_4_readings_of_many_requests_share_commits(kit: Kit) {
    let kit = Arc::new(kit);
    let readers: Vec<_> = (0..200)
        .map(|n| {
            let kit = Arc::clone(&kit);
            tokio::spawn(async move {
                let actor = if n % 2 == 0 { kit.us() } else { kit.them() };
                let row = Touched::list("patient", None, vec![kit.ours.1.get(); n % 5]);
                kit.store.record(&actor, vec![row.clone(), row]).await
            })
        })
        .collect();
    for reader in readers {
        reader.await.unwrap().unwrap();
    }
    for actor in [kit.us(), kit.them()] {
        let verdict = verdict(&kit, &actor).await;
        assert!(verdict.intact, "{verdict:?}");
        assert_eq!(
            verdict.checked, 201,
            "one for the user, two for each reading"
        );
    }
}

pub async fn obs_4_the_log_filters_by_all_that_it_offers(kit: Kit) {
    let (anna, ewa) = (person("N", "Anna", "1"), person("N", "Ewa", "2"));
    kit.add(&kit.us(), &anna).await;
    let mut tomorrow = kit.us();
    tomorrow.now = at(86_400);
    tomorrow.action = "other_action";
    kit.add(&tomorrow, &ewa).await;
    let count = async |filter| log(&kit, &kit.us(), filter).await.len();
    let all = AuditFilter::default;
    assert_eq!(count(all()).await, 3);
    assert_eq!(
        count(AuditFilter {
            patient: Some(anna.patient_id.get()),
            ..all()
        })
        .await,
        1
    );
    assert_eq!(
        count(AuditFilter {
            action: Some("other_action".to_owned()),
            ..all()
        })
        .await,
        1
    );
    assert_eq!(
        count(AuditFilter {
            user: Some(kit.theirs.1.get()),
            ..all()
        })
        .await,
        0
    );
    assert_eq!(
        count(AuditFilter {
            user: Some(kit.ours.1.get()),
            ..all()
        })
        .await,
        3
    );
    assert_eq!(
        count(AuditFilter {
            from: Some(at(86_400).day()),
            ..all()
        })
        .await,
        1
    );
    assert_eq!(
        count(AuditFilter {
            to: Some(at(0).day()),
            ..all()
        })
        .await,
        2
    );
    let mut work = kit.read(&kit.us()).await;
    let page = PageRequest {
        limit: 1,
        offset: 1,
    };
    let page = work.audit().page(&all(), page).await.unwrap();
    assert_eq!((page.items.len(), page.total), (1, 3));
    assert_eq!(page.items[0].patient_id, Some(anna.patient_id.to_string()));
}

#[tokio::test(flavor = "multi_thread")]
async fn obs_4_a_row_that_was_acknowledged_is_there_after_closing() {
    let place = Place::fresh(praxis_suite::Kind::Sqlite).await.unwrap();
    let store = place.open().await;
    store.close().await;
    let raw = place.raw().await;
    assert_eq!(raw.text("PRAGMA integrity_check").await, "ok");
}
