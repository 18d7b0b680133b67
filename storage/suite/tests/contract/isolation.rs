use super::{audit::log, visits};
use praxis_domain::{
    PageRequest,
    audit::ports::AuditFilter,
    documents::{Upload, UploadId},
    patients::ports::{PageStart, Stored},
    scribe::model::{Section, Transcript},
    store::Actor,
    visits::{
        model::{Amendment, AmendmentId, DraftId, Provenance, Signature},
        ports::VisitFilter,
        states::VisitEvent,
    },
    workflows::{
        model::JobId,
        ports::NewJob,
        states::{JobEvent, JobStatus},
    },
};
use praxis_kernel::FailureType;
use praxis_suite::{Kit, animal, at};
use uuid::Uuid;

const EVERYTHING: PageRequest = PageRequest {
    limit: 1000,
    offset: 0,
};

/// Somebody of the other clinic who keeps nothing of what fails.
async fn refused<T>(
    kit: &Kit,
    what: &str,
    attempt: impl AsyncFnOnce(&mut dyn praxis_domain::store::Work) -> Result<T, praxis_kernel::Failure>,
) {
    let outcome = kit.change(&kit.them(), attempt).await;
    assert!(outcome.is_err(), "{what} reached another clinic");
}

pub async fn iam_14_patients_of_another_clinic_are_out_of_reach(kit: Kit) {
    let owner = Kit::owner("Kowalski", "Jan");
    let burek = animal(&owner, "Burek", "A-1");
    kit.add(&kit.us(), &burek).await;
    kit.change(&kit.us(), async |work| {
        work.patients().set_source("file:1", burek.patient_id).await
    })
    .await
    .unwrap();
    visits::visit(&kit, burek.patient_id, 0).await;
    let mut work = kit.read(&kit.them()).await;
    let patients = work.patients();
    assert!(patients.find(burek.patient_id).await.unwrap().is_none());
    assert!(patients.find_by_mrn("A-1").await.unwrap().is_none());
    let page = patients.page(EVERYTHING, PageStart::Offset).await.unwrap();
    assert_eq!((page.items.len(), page.total), (0, 0));
    assert!(
        patients
            .search(&["burek".to_owned()], 10)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(patients.owner(owner.owner_id).await.unwrap().is_none());
    assert!(patients.search_owners("kow", 10).await.unwrap().is_empty());
    assert!(
        patients
            .animals_of(owner.owner_id)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(patients.by_source("file:1").await.unwrap().is_none());
    assert_eq!(
        patients
            .visit_counts(burek.patient_id)
            .await
            .unwrap()
            .visits,
        0
    );
    drop(work);
    let update = kit
        .change(&kit.them(), async |work| {
            work.patients().update(&burek).await
        })
        .await
        .unwrap();
    assert_eq!(update, Stored::Stale);
    let mut work = kit.read(&kit.us()).await;
    assert_eq!(
        work.patients().find(burek.patient_id).await.unwrap(),
        Some(burek)
    );
}

pub async fn iam_14_visits_of_another_clinic_are_out_of_reach(kit: Kit) {
    let patient = visits::patient(&kit).await;
    let visit = visits::visit(&kit, patient, 0).await;
    let draft = DraftId::new(Uuid::now_v7());
    let provenance = Provenance {
        provider: "built-in".to_owned(),
        model: "extractive".to_owned(),
        prompt_version: None,
        drafted_at: at(0),
    };
    let empty = Transcript { segments: vec![] };
    kit.change(&kit.us(), async |work| {
        let section = visits::section(Section::Plan, "rest", 0);
        work.visits().save_section(&visit, &section).await?;
        work.scribe().save_transcript(&visit, &empty).await?;
        work.scribe()
            .insert_draft(&visit, draft, &[], &provenance)
            .await
    })
    .await
    .unwrap();

    let mut work = kit.read(&kit.them()).await;
    let id = visit.visit_id;
    assert!(work.visits().find(id).await.unwrap().is_none());
    let of_patient = VisitFilter {
        patient: Some(patient),
        ..VisitFilter::default()
    };
    for filter in [VisitFilter::default(), of_patient] {
        let page = work.visits().page(&filter, EVERYTHING).await.unwrap();
        assert_eq!((page.items.len(), page.total), (0, 0));
    }
    let open = work
        .visits()
        .open_visit(patient, kit.ours.1, at(-10))
        .await
        .unwrap();
    assert!(open.is_none());
    assert!(work.visits().sections(id).await.unwrap().is_empty());
    assert!(work.visits().signature(id).await.unwrap().is_none());
    assert!(work.visits().amendments(id).await.unwrap().is_empty());
    assert!(work.scribe().transcript(id).await.unwrap().is_none());
    assert!(work.scribe().draft(id, draft).await.unwrap().is_none());
    assert!(work.scribe().latest_draft(id).await.unwrap().is_none());
    assert!(work.scribe().taken_from(id).await.unwrap().is_empty());
    drop(work);

    // Even with a whole visit in hand, which no feature gets, nothing of it changes.
    let update = kit
        .change(&kit.them(), async |work| work.visits().update(&visit).await)
        .await
        .unwrap();
    assert!(!update);
    refused(&kit, "a transition", async |work| {
        work.visits().transition(&visit, VisitEvent::Cancel).await
    })
    .await;
    let saved = kit
        .change(&kit.them(), async |work| {
            let section = visits::section(Section::Plan, "foreign", 1);
            work.visits().save_section(&visit, &section).await
        })
        .await
        .unwrap();
    assert!(!saved);
    kit.change(&kit.them(), async |work| work.visits().delete(&visit).await)
        .await
        .unwrap();
    let mut work = kit.read(&kit.us()).await;
    assert_eq!(work.visits().find(id).await.unwrap(), Some(visit.clone()));
    assert_eq!(
        work.visits().sections(id).await.unwrap()[0].sentences[0].text,
        "rest"
    );
    drop(work);

    let signature = Signature {
        signed_by: kit.theirs.1,
        signer_name: "foreign".to_owned(),
        signed_at: at(0),
        content_hash: String::new(),
        matches: false,
    };
    let amendment = Amendment {
        amendment_id: AmendmentId::new(Uuid::now_v7()),
        author_id: kit.theirs.1,
        author_name: "foreign".to_owned(),
        amended_at: at(0),
        reason: "r".to_owned(),
        text: "t".to_owned(),
    };
    // What is only added carries the writer's clinic, so the visit's own never shows it.
    let added = kit
        .change(&kit.them(), async |work| {
            work.visits().insert_amendment(&visit, &amendment).await?;
            work.visits().insert_signature(&visit, &signature).await
        })
        .await;
    let mut work = kit.read(&kit.us()).await;
    assert!(
        work.visits().amendments(id).await.unwrap().is_empty(),
        "{added:?}"
    );
    assert!(
        work.visits().signature(id).await.unwrap().is_none(),
        "{added:?}"
    );
}

pub async fn iam_14_users_of_another_clinic_are_out_of_reach(kit: Kit) {
    let mut work = kit.write(&kit.them()).await;
    let me = kit.ours.1;
    let access = work.access();
    assert!(access.user(me).await.unwrap().is_none());
    assert!(access.password_hash(me).await.unwrap().is_none());
    let ids: Vec<_> = access
        .users()
        .await
        .unwrap()
        .iter()
        .map(|u| u.user_id)
        .collect();
    assert_eq!(ids, [kit.theirs.1]);
    let mut stolen = access.user(kit.theirs.1).await.unwrap().unwrap();
    stolen.user_id = me;
    stolen.active = false;
    assert!(access.update_user(&stolen).await.unwrap().is_none());
    let chosen = access.preferences(kit.theirs.1).await.unwrap();
    access.set_preferences(me, &chosen).await.unwrap();
    work.commit().await.unwrap();
    let mut work = kit.read(&kit.us()).await;
    assert!(work.access().user(me).await.unwrap().unwrap().active);
}

pub async fn iam_14_jobs_and_files_of_another_clinic_are_out_of_reach(kit: Kit) {
    let upload = Upload {
        upload_id: UploadId::new(Uuid::now_v7()),
        name: "a.csv".to_owned(),
        received: 0,
        size: 10,
    };
    let job = NewJob {
        job_id: JobId::new(Uuid::now_v7()),
        kind: "import_patients",
        label: String::new(),
        payload: String::new(),
    };
    let seen = kit
        .change(&kit.us(), async |work| {
            work.uploads().insert(&upload).await?;
            work.jobs().enqueue(&job).await?;
            Ok(work.jobs().find(job.job_id).await?.unwrap())
        })
        .await
        .unwrap();
    let mut work = kit.read(&kit.them()).await;
    assert!(
        work.uploads()
            .find(upload.upload_id)
            .await
            .unwrap()
            .is_none()
    );
    assert!(work.jobs().find(job.job_id).await.unwrap().is_none());
    for open in [true, false] {
        let page = work.jobs().page(open, EVERYTHING).await.unwrap();
        assert_eq!((page.items.len(), page.total), (0, 0));
    }
    drop(work);
    let advanced = kit
        .change(&kit.them(), async |work| {
            work.uploads().advance(upload.upload_id, 0, 10).await
        })
        .await
        .unwrap();
    assert!(!advanced);
    refused(&kit, "a transition", async |work| {
        work.jobs().transition(&seen, JobEvent::Cancel).await
    })
    .await;
    let mut work = kit.read(&kit.us()).await;
    let stored = work.jobs().find(job.job_id).await.unwrap().unwrap();
    assert_eq!(stored.status, JobStatus::Queued);
}

pub async fn iam_14_the_log_of_another_clinic_is_out_of_reach(kit: Kit) {
    let patient = visits::patient(&kit).await;
    let about = AuditFilter {
        patient: Some(patient.get()),
        ..AuditFilter::default()
    };
    assert!(!log(&kit, &kit.us(), about.clone()).await.is_empty());
    assert!(log(&kit, &kit.them(), about).await.is_empty());
    let by = AuditFilter {
        user: Some(kit.ours.1.get()),
        ..AuditFilter::default()
    };
    assert!(log(&kit, &kit.them(), by).await.is_empty());
    let mut work = kit.read(&kit.them()).await;
    let rows = work.audit().chain(0, 0, 1000).await.unwrap();
    assert_eq!(rows.len(), 1, "their own user alone");
}

pub async fn iam_14_nobody_reaches_nothing(kit: Kit) {
    let patient = visits::patient(&kit).await;
    let visit = visits::visit(&kit, patient, 0).await;
    let nobody: Actor = kit.nobody();
    let mut work = kit.write(&nobody).await;
    let failures = [
        work.patients().find(patient).await.err(),
        work.patients()
            .page(EVERYTHING, PageStart::Offset)
            .await
            .err(),
        work.visits().find(visit.visit_id).await.err(),
        work.access().users().await.err(),
        work.jobs().page(false, EVERYTHING).await.err(),
        work.audit()
            .page(&AuditFilter::default(), EVERYTHING)
            .await
            .err(),
    ];
    for failure in failures {
        assert_eq!(
            failure.map(|f| f.r#type()),
            Some(FailureType::Unauthenticated)
        );
    }
}
