use super::visits;
use praxis_domain::scribe::recordings::{
    model::{
        Consent, ConsentDecision, ConsentId, ConsentPurpose, MarkKind, Recording, RecordingId,
        RecordingMark, RecordingSource,
    },
    ports::{NewRecording, RecordingFilter, Segment},
    states::{RecordingEvent, RecordingStatus},
};
use praxis_domain::{
    scribe::model::Transcript,
    visits::{model::VisitId, states::VisitEvent},
    workflows::{
        model::{Job, JobId},
        ports::NewJob,
        states::JobEvent,
    },
};
use praxis_kernel::{FailureType, Machine};
use praxis_suite::{Kit, at};
use uuid::Uuid;

async fn recording(kit: &Kit, visit: Option<VisitId>) -> Recording {
    let new = NewRecording {
        recording_id: RecordingId::new(Uuid::now_v7()),
        visit_id: visit,
        recorded_by: kit.ours.1,
        source: RecordingSource::Microphone,
        name: "Mikrofon".to_owned(),
        channels: 1,
        key_id: "key 1".to_owned(),
    };
    kit.change(&kit.us(), async |work| {
        assert!(work.recordings().insert(&new).await?);
        assert!(
            !work.recordings().insert(&new).await?,
            "the identifier is taken"
        );
        Ok(work.recordings().find(new.recording_id).await?.unwrap())
    })
    .await
    .unwrap()
}

async fn of_a_visit(kit: &Kit) -> Recording {
    let patient = visits::patient(kit).await;
    let visit = visits::visit(kit, patient, 0).await;
    recording(kit, Some(visit.visit_id)).await
}

fn piece(number: u32) -> Segment {
    Segment {
        number,
        first_frame: number * 16_000,
        frames: 16_000,
        sealed: 32_057,
        hash: vec![7; 32],
        peaks: vec![1, 127],
    }
}

async fn add(kit: &Kit, recording: &Recording, piece: &Segment) -> Option<Segment> {
    kit.change(&kit.us(), async |work| {
        work.recordings().add_segment(recording, piece).await
    })
    .await
    .unwrap()
}

async fn moved(kit: &Kit, recording: &Recording, event: RecordingEvent) -> Recording {
    kit.change(&kit.us(), async |work| {
        work.recordings().transition(recording, event).await
    })
    .await
    .unwrap()
}

pub async fn wfl_3_every_pair_of_state_and_event_of_a_recording(kit: Kit) {
    use RecordingEvent::{Clean, Discard, Pause, Stop};
    for state in RecordingStatus::STATES {
        let way: &[RecordingEvent] = match state {
            RecordingStatus::Running => &[],
            RecordingStatus::Paused => &[Pause],
            RecordingStatus::Stopped => &[Stop],
            RecordingStatus::Discarded => &[Discard],
            RecordingStatus::Cleaned => &[Stop, Clean],
        };
        for event in RecordingStatus::EVENTS {
            let mut there = of_a_visit(&kit).await;
            for step in way {
                there = moved(&kit, &there, *step).await;
            }
            assert_eq!(there.status, *state);
            let outcome = kit
                .change(&kit.us(), async |work| {
                    work.recordings().transition(&there, *event).await
                })
                .await;
            let mut work = kit.read(&kit.us()).await;
            let stored = work.recordings().find(there.recording_id).await.unwrap();
            let stored = stored.unwrap().status;
            match state.apply(*event) {
                Ok(to) => assert_eq!((outcome.unwrap().status, stored), (to, to)),
                Err(_) => {
                    let failure = outcome.unwrap_err();
                    assert_eq!(failure.r#type(), FailureType::InvalidTransition);
                    assert_eq!(stored, *state);
                }
            }
        }
    }
}

pub async fn aud_1_pieces_are_kept_once_and_found_by_time(kit: Kit) {
    let ours = of_a_visit(&kit).await;
    for number in [0, 3, 1] {
        assert!(add(&kit, &ours, &piece(number)).await.is_none());
    }
    assert_eq!(add(&kit, &ours, &piece(1)).await, Some(piece(1)));
    let id = ours.recording_id;
    let mut work = kit.read(&kit.us()).await;
    let found = work.recordings().find(id).await.unwrap().unwrap();
    assert_eq!(
        (found.segments, found.missing, found.duration_ms),
        (3, 1, 4_000)
    );
    let stored = work.recordings().stored(id).await.unwrap();
    assert_eq!((stored.segments, stored.next), (3, 2));
    let between = work
        .recordings()
        .segments(id, 15_999, 16_001)
        .await
        .unwrap();
    assert_eq!(between, [piece(0), piece(1)]);
    assert_eq!(
        work.recordings()
            .segments(id, 32_000, 48_000)
            .await
            .unwrap(),
        []
    );
    drop(work);
    let late = of_a_visit(&kit).await;
    add(&kit, &late, &piece(2)).await;
    let mut work = kit.read(&kit.us()).await;
    let stored = work.recordings().stored(late.recording_id).await.unwrap();
    assert_eq!((stored.segments, stored.next), (1, 0));
    assert_eq!(work.recordings().key_ids().await.unwrap(), ["key 1"]);
}

pub async fn aud_5_words_advance_only_from_where_they_are(kit: Kit) {
    let ours = of_a_visit(&kit).await.recording_id;
    let advance = async |before, after| {
        kit.change(&kit.us(), async |work| {
            work.recordings().advance_words(ours, before, after).await
        })
        .await
        .unwrap()
    };
    assert!(advance(0, (500, 1)).await);
    assert!(!advance(0, (900, 2)).await, "somebody was faster");
    let mut work = kit.read(&kit.us()).await;
    assert_eq!(work.recordings().words(ours).await.unwrap(), (500, 1));
}

/// A stopped recording of a visit, or one that people speak into, with a job of its own.
async fn with_job(kit: &Kit, visit: VisitId, stopped: bool) -> (Recording, Job) {
    let mut recording = recording(kit, Some(visit)).await;
    if stopped {
        recording = moved(kit, &recording, RecordingEvent::Stop).await;
    }
    let new = NewJob {
        job_id: JobId::new(Uuid::now_v7()),
        kind: "transcribe_recording",
        label: "Mikrofon".to_owned(),
        payload: "{}".to_owned(),
    };
    let job = kit
        .change(&kit.us(), async |work| {
            work.jobs().enqueue(&new).await?;
            work.recordings()
                .set_job(recording.recording_id, Some(new.job_id))
                .await?;
            Ok(work.jobs().find(new.job_id).await?.unwrap())
        })
        .await;
    (recording, job.unwrap())
}

pub async fn aud_5_recordings_of_a_patient_have_their_turn_in_the_order_of_their_jobs(kit: Kit) {
    let patient = visits::patient(&kit).await;
    let visit = visits::visit(&kit, patient, 0).await.visit_id;
    let another = visits::visit(&kit, patient, 1).await.visit_id;
    let (live, _) = with_job(&kit, visit, false).await;
    let (first, job) = with_job(&kit, visit, true).await;
    let (second, second_job) = with_job(&kit, another, true).await;
    let (third, _) = with_job(&kit, visit, true).await;
    let elsewhere = of_a_visit(&kit).await;
    let (elsewhere, _) = with_job(&kit, elsewhere.visit_id.unwrap(), true).await;
    let turns = async || {
        let mut work = kit.read(&kit.us()).await;
        let mut turns = vec![];
        for one in [&live, &first, &second, &third, &elsewhere] {
            turns.push(work.recordings().has_turn(one.recording_id).await.unwrap());
        }
        turns
    };
    assert_eq!(turns().await, [true, true, false, false, true]);
    let cancel = async |job: &Job| {
        kit.change(&kit.us(), async |work| {
            work.jobs().transition(job, JobEvent::Cancel).await
        })
        .await
        .unwrap()
    };
    cancel(&second_job).await;
    assert_eq!(turns().await, [true, true, false, false, true]);
    cancel(&job).await;
    assert_eq!(turns().await, [true, true, true, true, true]);
    // It came first, so it is first as soon as nobody speaks any more.
    moved(&kit, &live, RecordingEvent::Stop).await;
    assert_eq!(turns().await, [true, false, false, false, true]);
}

pub async fn aud_11_what_waits_is_listed_until_it_has_a_visit(kit: Kit) {
    let capture = recording(&kit, None).await;
    let open = of_a_visit(&kit).await;
    let waiting = async || {
        let mut work = kit.read(&kit.us()).await;
        let found = work.recordings().list(RecordingFilter::Waiting(kit.ours.1));
        let found = found.await.unwrap().into_iter();
        found.map(|one| one.recording_id).collect::<Vec<_>>()
    };
    assert_eq!(waiting().await, [open.recording_id, capture.recording_id]);
    moved(&kit, &open, RecordingEvent::Stop).await;
    let capture = moved(&kit, &capture, RecordingEvent::Stop).await;
    assert_eq!(waiting().await, [capture.recording_id]);
    let visit = open.visit_id.unwrap();
    let heard = kit
        .change(&kit.us(), async |work| {
            let id = capture.recording_id;
            work.recordings().advance_words(id, 0, (500, 1)).await
        })
        .await;
    assert!(heard.unwrap(), "words for a visit that was deleted");
    for first in [true, false] {
        let attached = kit
            .change(&kit.us(), async |work| {
                work.recordings().attach(&capture, visit).await
            })
            .await;
        assert_eq!(attached.unwrap(), first);
    }
    assert!(waiting().await.is_empty());
    let mut work = kit.read(&kit.us()).await;
    let words = work.recordings().words(capture.recording_id).await;
    assert_eq!(words.unwrap(), (0, 0), "the new visit has none");
    let of_visit = work.recordings().list(RecordingFilter::OfVisit(visit));
    assert_eq!(of_visit.await.unwrap().len(), 2);
}

pub async fn aud_2_the_latest_consent_counts_and_marks_are_in_order(kit: Kit) {
    let ours = of_a_visit(&kit).await;
    let patient = ours.patient_id.unwrap();
    for (second, decision) in [(2, ConsentDecision::Refused), (1, ConsentDecision::Given)] {
        let consent = Consent {
            consent_id: ConsentId::new(Uuid::now_v7()),
            patient_id: patient,
            purpose: ConsentPurpose::Recording,
            decision,
            visit_id: ours.visit_id,
            recorded_by: kit.ours.1,
            recorded_by_name: String::new(),
            recorded_at: at(second),
        };
        kit.change(&kit.us(), async |work| {
            work.recordings().insert_consent(&consent).await
        })
        .await
        .unwrap();
    }
    for at_ms in [900, 100, 900] {
        let mark = RecordingMark {
            at_ms,
            kind: MarkKind::Marker,
            marked_at: at(3),
        };
        kit.change(&kit.us(), async |work| {
            work.recordings().add_mark(&ours, &mark).await
        })
        .await
        .unwrap();
    }
    let mut work = kit.read(&kit.us()).await;
    let recordings = work.recordings();
    let latest = recordings.consent(patient, ConsentPurpose::Recording).await;
    assert_eq!(latest.unwrap().unwrap().decision, ConsentDecision::Refused);
    let marks = recordings.marks(ours.recording_id).await.unwrap();
    let places: Vec<_> = marks.iter().map(|mark| mark.at_ms).collect();
    assert_eq!(places, [100, 900]);
}

pub async fn iam_14_recordings_of_another_clinic_are_out_of_reach(kit: Kit) {
    let ours = of_a_visit(&kit).await;
    let capture = recording(&kit, None).await;
    add(&kit, &ours, &piece(0)).await;
    let (id, visit) = (ours.recording_id, ours.visit_id.unwrap());
    let mut work = kit.read(&kit.them()).await;
    let theirs = work.recordings();
    for id in [id, capture.recording_id] {
        assert!(theirs.find(id).await.unwrap().is_none());
    }
    assert!(theirs.segment(id, 0).await.unwrap().is_none());
    assert!(theirs.segments(id, 0, u32::MAX).await.unwrap().is_empty());
    assert!(theirs.stored(id).await.is_err());
    assert!(theirs.words(id).await.is_err());
    assert!(theirs.marks(id).await.unwrap().is_empty());
    for filter in [
        RecordingFilter::OfVisit(visit),
        RecordingFilter::Waiting(kit.ours.1),
    ] {
        assert!(theirs.list(filter).await.unwrap().is_empty());
    }
    drop(work);
    let outcome = kit
        .change(&kit.them(), async |work| {
            work.recordings()
                .transition(&ours, RecordingEvent::Discard)
                .await
        })
        .await;
    assert_eq!(outcome.unwrap_err().r#type(), FailureType::NotFound);
    let touched = kit
        .change(&kit.them(), async |work| {
            let advanced = work.recordings().advance_words(id, 0, (1, 1)).await?;
            let attached = work.recordings().attach(&capture, visit).await?;
            Ok((advanced, attached))
        })
        .await;
    assert_eq!(touched.unwrap(), (false, false));
    // A colleague to whom a capture does not belong.
    let mut colleague = kit.us();
    colleague.user = None;
    let mut work = kit.read(&colleague).await;
    assert!(
        work.recordings()
            .find(capture.recording_id)
            .await
            .unwrap()
            .is_none()
    );
    assert!(work.recordings().find(id).await.unwrap().is_some());
}

/// A signed visit with a stopped recording, all of it turned into words.
async fn spoken_and_signed(kit: &Kit) -> Recording {
    let ours = of_a_visit(kit).await;
    add(kit, &ours, &piece(0)).await;
    let stopped = moved(kit, &ours, RecordingEvent::Stop).await;
    let transcript = Transcript { segments: vec![] };
    kit.change(&kit.us(), async |work| {
        let id = stopped.recording_id;
        // Words end at a whole millisecond.
        assert!(work.recordings().advance_words(id, 0, (16_000, 1)).await?);
        let visit = work.visits().find(stopped.visit_id.unwrap()).await?;
        let visit = visit.unwrap();
        work.scribe().save_transcript(&visit, &transcript).await?;
        work.visits().transition(&visit, VisitEvent::Finalize).await
    })
    .await
    .unwrap();
    stopped
}

async fn due(kit: &Kit, before: i64, only: Option<RecordingId>) -> Vec<RecordingId> {
    let mut work = kit.read(&kit.us()).await;
    work.recordings().due(at(before), only, 10).await.unwrap()
}

pub async fn aud_7_only_the_words_of_signed_visits_let_sound_go(kit: Kit) {
    let ours = spoken_and_signed(&kit).await;
    let id = ours.recording_id;
    let second = spoken_and_signed(&kit).await.recording_id;
    // Of a draft, of no visit, still open.
    let draft = of_a_visit(&kit).await;
    add(&kit, &draft, &piece(0)).await;
    let draft = moved(&kit, &draft, RecordingEvent::Stop).await;
    let capture = recording(&kit, None).await;
    moved(&kit, &capture, RecordingEvent::Stop).await;

    let mut found = due(&kit, 1_000, None).await;
    found.sort();
    assert_eq!(found, [id, second]);
    assert_eq!(due(&kit, 1_000, Some(id)).await, [id]);
    assert!(due(&kit, 1_000, Some(draft.recording_id)).await.is_empty());
    assert!(due(&kit, -1_000, None).await.is_empty(), "signed later");
    let mut work = kit.read(&kit.us()).await;
    assert_eq!(work.recordings().sealed_bytes(id).await.unwrap(), 32_057);
    drop(work);

    // Sound came late, and has no words.
    add(&kit, &ours, &piece(1)).await;
    assert_eq!(due(&kit, 1_000, None).await, [second]);
    kit.change(&kit.us(), async |work| {
        work.recordings()
            .advance_words(id, 16_000, (31_984, 2))
            .await
    })
    .await
    .unwrap();
    assert_eq!(
        due(&kit, 1_000, None).await,
        [second],
        "a millisecond is missing"
    );

    let cleaned = kit
        .change(&kit.us(), async |work| {
            let now = work.recordings().find(second).await?.unwrap();
            let clean = RecordingEvent::Clean;
            work.recordings().transition(&now, clean).await
        })
        .await
        .unwrap();
    assert_eq!(cleaned.status, RecordingStatus::Cleaned);
    assert!(cleaned.cleaned_at.is_some());
    assert_eq!(
        due(&kit, 1_000, None).await,
        [second],
        "its file may be there"
    );
    kit.change(&kit.us(), async |work| {
        work.recordings().forget_segments(&cleaned).await
    })
    .await
    .unwrap();
    assert!(due(&kit, 1_000, None).await.is_empty());
}

pub async fn aud_7_each_clinic_says_how_long_sound_is_kept(kit: Kit) {
    for days in [Some(7), Some(365), None] {
        kit.change(&kit.us(), async |work| {
            work.recordings().set_retention(days).await
        })
        .await
        .unwrap();
        let mut work = kit.read(&kit.us()).await;
        assert_eq!(work.recordings().retention().await.unwrap(), days);
        let mut work = kit.read(&kit.them()).await;
        assert_eq!(work.recordings().retention().await.unwrap(), None);
    }
    spoken_and_signed(&kit).await;
    let mut work = kit.read(&kit.them()).await;
    let theirs = work.recordings().due(at(1_000), None, 10).await.unwrap();
    assert!(theirs.is_empty());
}
