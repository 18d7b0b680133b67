use praxis_domain::{
    PageRequest,
    documents::{Upload, UploadId},
    scribe::speech::{EngineTried, Speech, SpeechProblem},
    store::Actor,
    workflows::{
        model::{ImportIssue, ImportReport, Job, JobError, JobId},
        ports::{Claimed, Ending, NewJob},
        states::{JobEvent, JobStatus},
    },
};
use praxis_kernel::{Failure, FailureType, Machine, Rule};
use praxis_suite::{Kit, at};
use std::sync::Arc;
use uuid::Uuid;

async fn enqueue(kit: &Kit, actor: &Actor) -> JobId {
    let job = NewJob {
        job_id: JobId::new(Uuid::now_v7()),
        kind: "import_patients",
        label: "patients.csv".to_owned(),
        payload: "{\"a\":1}".to_owned(),
    };
    kit.change(actor, async |work| work.jobs().enqueue(&job).await)
        .await
        .unwrap();
    job.job_id
}

async fn find(kit: &Kit, job: JobId) -> Job {
    let mut work = kit.read(&kit.us()).await;
    work.jobs().find(job).await.unwrap().unwrap()
}

async fn claim(kit: &Kit, seconds: i64) -> Option<Claimed> {
    let mut actor = kit.nobody();
    actor.now = at(seconds);
    kit.change(&actor, async |work| {
        work.jobs().claim(Uuid::now_v7(), at(seconds + 30)).await
    })
    .await
    .unwrap()
}

async fn end(kit: &Kit, claimed: &Claimed, ending: Ending) -> bool {
    let actor = Actor {
        organization: Some(claimed.organization),
        ..kit.nobody()
    };
    kit.change(&actor, async |work| work.jobs().end(claimed, &ending).await)
        .await
        .unwrap()
}

async fn transitions(kit: &Kit) -> i64 {
    let raw = kit.place.raw().await;
    raw.number("SELECT count(*) FROM transitions WHERE machine = 'job'")
        .await
}

/// A job in a state, reached by what workers and people do.
async fn job_in(kit: &Kit, state: JobStatus) -> Job {
    let id = enqueue(kit, &kit.us()).await;
    let job = find(kit, id).await;
    let walk: &[JobEvent] = match state {
        JobStatus::Queued => &[],
        JobStatus::Running => &[JobEvent::Claim],
        JobStatus::Done => &[JobEvent::Claim, JobEvent::Finish],
        JobStatus::Failed => &[JobEvent::Claim, JobEvent::Fail],
        JobStatus::Cancelled => &[JobEvent::Cancel],
    };
    let mut job = job;
    for event in walk {
        job = kit
            .change(&kit.us(), async |work| {
                work.jobs().transition(&job, *event).await
            })
            .await
            .unwrap();
    }
    assert_eq!(job.status, state);
    job
}

pub async fn wfl_3_every_pair_of_state_and_event_of_a_job(kit: Kit) {
    let mut allowed = 0;
    for state in JobStatus::STATES {
        for event in JobStatus::EVENTS {
            let job = job_in(&kit, *state).await;
            let before = transitions(&kit).await;
            let outcome = kit
                .change(&kit.us(), async |work| {
                    work.jobs().transition(&job, *event).await
                })
                .await;
            let stored = find(&kit, job.job_id).await.status;
            let logged = transitions(&kit).await - before;
            match state.apply(*event) {
                Ok(to) => {
                    allowed += 1;
                    assert_eq!((outcome.unwrap().status, stored, logged), (to, to, 1));
                }
                Err(_) => {
                    let failure = outcome.unwrap_err();
                    assert_eq!(failure.r#type(), FailureType::InvalidTransition);
                    assert_eq!((stored, logged), (*state, 0));
                }
            }
        }
    }
    assert_eq!(allowed, JobStatus::TABLE.len());
}

pub async fn plt_11_a_job_is_claimed_exactly_once(kit: Kit) {
    const JOBS: usize = 40;
    for n in 0..JOBS {
        let actor = if n % 2 == 0 { kit.us() } else { kit.them() };
        enqueue(&kit, &actor).await;
    }
    let kit = Arc::new(kit);
    let workers: Vec<_> = (0..8)
        .map(|_| {
            let kit = Arc::clone(&kit);
            tokio::spawn(async move {
                let mut mine = vec![];
                loop {
                    let mut work = kit.write(&kit.nobody()).await;
                    let claimed = work.jobs().claim(Uuid::now_v7(), at(30)).await.unwrap();
                    work.commit().await.unwrap();
                    match claimed {
                        Some(claimed) => mine.push(claimed.job.job_id),
                        None => return mine,
                    }
                }
            })
        })
        .collect();
    let mut all = vec![];
    for worker in workers {
        all.extend(worker.await.unwrap());
    }
    assert_eq!(all.len(), JOBS, "each of them");
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), JOBS, "none twice");
    assert!(claim(&kit, 10).await.is_none(), "all are held");
}

pub async fn plt_11_a_lost_worker_is_fenced_off(kit: Kit) {
    let job = enqueue(&kit, &kit.us()).await;
    let lost = claim(&kit, 0).await.unwrap();
    assert_eq!((lost.job.job_id, lost.organization), (job, kit.ours.0));
    assert_eq!(
        (lost.created_by, lost.payload.as_str()),
        (Some(kit.ours.1), "{\"a\":1}")
    );
    assert!(claim(&kit, 29).await.is_none(), "its lease has not ended");
    let second = claim(&kit, 31).await.unwrap();
    assert_eq!((second.job.job_id, second.job.attempts), (job, 2));
    let progress = async |claimed: &Claimed, done| {
        let mut actor = kit.us();
        actor.now = at(32);
        kit.change(&actor, async |work| {
            work.jobs().progress(claimed, done, Some(10), at(62)).await
        })
        .await
        .unwrap()
    };
    assert!(!progress(&lost, 9).await, "it is too late");
    assert!(
        !end(&kit, &lost, Ending::Done(None)).await,
        "it is too late"
    );
    assert!(progress(&second, 5).await);
    let stored = find(&kit, job).await;
    assert_eq!(
        (stored.status, stored.done, stored.total),
        (JobStatus::Running, 5, Some(10))
    );
    assert!(claim(&kit, 61).await.is_none(), "progress kept the lease");
    kit.change(&kit.us(), async |work| {
        work.jobs().transition(&stored, JobEvent::Cancel).await
    })
    .await
    .unwrap();
    assert!(!progress(&second, 6).await, "cancelled");
    assert!(!end(&kit, &second, Ending::Done(None)).await, "cancelled");
    assert_eq!(find(&kit, job).await.status, JobStatus::Cancelled);
}

pub async fn plt_11_a_retry_waits_for_its_time(kit: Kit) {
    let tried = vec![EngineTried {
        name: "Mowa".to_owned(),
        problem: SpeechProblem::Late,
    }];
    let unheard = Speech::default().silence(tried.clone()).failure();
    let unheard = JobError::of(unheard, "4711");
    assert_eq!(unheard.engines, Some(tried));
    let job = enqueue(&kit, &kit.us()).await;
    let claimed = claim(&kit, 0).await.unwrap();
    assert!(end(&kit, &claimed, Ending::Retry(unheard.clone(), at(100))).await);
    let waiting = find(&kit, job).await;
    assert_eq!(
        (waiting.status, waiting.error),
        (JobStatus::Queued, Some(unheard))
    );
    assert!(claim(&kit, 99).await.is_none());
    let again = claim(&kit, 100).await.unwrap();
    let damaged = Failure::validation("upload_id", Rule::Damaged, "It is damaged.");
    let damaged = JobError::of(damaged, "4712");
    assert!(end(&kit, &again, Ending::Failed(damaged.clone())).await);
    let failed = find(&kit, job).await;
    assert_eq!(
        (failed.status, failed.error, failed.attempts),
        (JobStatus::Failed, Some(damaged), 2)
    );
    assert!(claim(&kit, 9_999).await.is_none(), "given up");
}

pub async fn plt_11_a_report_comes_back_as_it_was_stored(kit: Kit) {
    let done = enqueue(&kit, &kit.us()).await;
    let report = ImportReport {
        created: 3,
        failed: 1,
        issues: vec![ImportIssue {
            line: 7,
            field: Some("birth_date".to_owned()),
            rule: Some(Rule::InFuture),
            problem: "in the future".to_owned(),
        }],
        ..ImportReport::default()
    };
    let claimed = claim(&kit, 0).await.unwrap();
    assert!(end(&kit, &claimed, Ending::Done(Some(report.clone()))).await);
    let open = enqueue(&kit, &kit.us()).await;
    enqueue(&kit, &kit.them()).await;
    assert_eq!(find(&kit, done).await.report, Some(report));
    let page = async |open, limit, offset| {
        let mut work = kit.read(&kit.us()).await;
        let page = work
            .jobs()
            .page(open, PageRequest { limit, offset })
            .await
            .unwrap();
        let ids: Vec<JobId> = page.items.iter().map(|job| job.job_id).collect();
        (ids, page.total)
    };
    assert_eq!(page(false, 50, 0).await, (vec![open, done], 2));
    assert_eq!(page(true, 50, 0).await, (vec![open], 1));
    assert_eq!(page(false, 1, 1).await, (vec![done], 2));
}

pub async fn plt_11_uploads_advance_only_from_where_they_are(kit: Kit) {
    let upload = Upload {
        upload_id: UploadId::new(Uuid::now_v7()),
        name: "pacjenci żółć.csv".to_owned(),
        received: 0,
        size: 1 << 30,
    };
    kit.change(&kit.us(), async |work| work.uploads().insert(&upload).await)
        .await
        .unwrap();
    let advance = async |before, after| {
        kit.change(&kit.us(), async |work| {
            work.uploads()
                .advance(upload.upload_id, before, after)
                .await
        })
        .await
        .unwrap()
    };
    assert!(advance(0, 100).await);
    assert!(!advance(0, 200).await, "somebody was faster");
    assert!(advance(100, 1 << 30).await);
    let mut work = kit.read(&kit.us()).await;
    let stored = work
        .uploads()
        .find(upload.upload_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((stored.received, stored.name), (1 << 30, upload.name));
}

pub async fn plt_11_a_file_is_unused_when_no_unfinished_job_names_it(kit: Kit) {
    let uploads: Vec<UploadId> = (0..3).map(|_| UploadId::new(Uuid::now_v7())).collect();
    for (upload_id, second) in uploads.iter().copied().zip([10, 20, 30]) {
        let upload = Upload {
            upload_id,
            name: "a.csv".to_owned(),
            received: 0,
            size: 1,
        };
        let mut us = kit.us();
        us.now = at(second);
        kit.change(&us, async |work| work.uploads().insert(&upload).await)
            .await
            .unwrap();
    }
    let job = NewJob {
        job_id: JobId::new(Uuid::now_v7()),
        kind: "import_patients",
        label: "a.csv".to_owned(),
        payload: format!("{{\"upload_id\":\"{}\"}}", uploads[0]),
    };
    kit.change(&kit.us(), async |work| work.jobs().enqueue(&job).await)
        .await
        .unwrap();
    let unused = async |actor: Actor, before, only| {
        let mut work = kit.read(&actor).await;
        work.uploads().unused(at(before), only, 10).await.unwrap()
    };
    assert_eq!(unused(kit.us(), 100, None).await, uploads[1..]);
    assert_eq!(unused(kit.us(), 30, None).await, uploads[1..2]);
    assert_eq!(unused(kit.us(), 100, Some(uploads[2])).await, uploads[2..]);
    assert_eq!(unused(kit.us(), 100, Some(uploads[0])).await, []);
    assert_eq!(unused(kit.them(), 100, None).await, []);
    let forget = async |actor: Actor, upload| {
        kit.change(&actor, async |work| work.uploads().forget(upload).await)
            .await
            .unwrap()
    };
    assert!(!forget(kit.them(), uploads[1]).await, "not theirs");
    assert!(forget(kit.us(), uploads[1]).await);
    assert!(!forget(kit.us(), uploads[1]).await);
    let claimed = claim(&kit, 100).await.unwrap();
    assert!(end(&kit, &claimed, Ending::Done(None)).await);
    assert_eq!(
        unused(kit.us(), 100, None).await,
        [uploads[0], uploads[2]],
        "its job is over"
    );
}
