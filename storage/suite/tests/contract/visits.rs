use praxis_domain::{
    PageRequest,
    patients::model::PatientId,
    scribe::model::{DraftSentence, EvidenceSpan, Section, Segment, Speaker, Transcript},
    visits::{
        model::{
            Amendment, AmendmentId, DraftId, NoteSection, Origin, Provenance, Sentence, SentenceId,
            Signature, Visit, VisitId,
        },
        ports::{NewVisit, VisitFilter},
        states::{VisitEvent, VisitStatus},
    },
};
use praxis_kernel::{FailureType, Machine};
use praxis_suite::{Kit, Raw, at, person};
use uuid::Uuid;

pub async fn patient(kit: &Kit) -> PatientId {
    let patient = person("Nowak", "Anna", &Uuid::now_v7().to_string());
    kit.add(&kit.us(), &patient).await;
    patient.patient_id
}

pub async fn visit(kit: &Kit, patient_id: PatientId, start: i64) -> Visit {
    let new = NewVisit {
        visit_id: VisitId::new(Uuid::now_v7()),
        patient_id,
        clinician_id: kit.ours.1,
        reason: "cough".to_owned(),
        started_at: at(start),
    };
    kit.change(&kit.us(), async |work| {
        work.visits().insert(&new).await?;
        Ok(work.visits().find(new.visit_id).await?.unwrap())
    })
    .await
    .unwrap()
}

pub async fn moved(kit: &Kit, visit: &Visit, event: VisitEvent) -> Visit {
    kit.change(&kit.us(), async |work| {
        work.visits().transition(visit, event).await
    })
    .await
    .unwrap()
}

/// A visit in a state, reached by events alone.
async fn visit_in(kit: &Kit, patient: PatientId, state: VisitStatus) -> Visit {
    let draft = visit(kit, patient, 0).await;
    let events: &[VisitEvent] = match state {
        VisitStatus::Draft => &[],
        VisitStatus::InProgress => &[VisitEvent::Start],
        VisitStatus::Finalized => &[VisitEvent::Finalize],
        VisitStatus::Amended => &[VisitEvent::Finalize, VisitEvent::Amend],
        VisitStatus::Cancelled => &[VisitEvent::Cancel],
    };
    let mut visit = draft;
    for event in events {
        visit = moved(kit, &visit, *event).await;
    }
    assert_eq!(visit.status, state);
    visit
}

async fn transitions(raw: &Raw, subject: Uuid) -> i64 {
    let id = raw.id(subject);
    raw.number(&format!(
        "SELECT count(*) FROM transitions WHERE subject_id = {id}"
    ))
    .await
}

pub fn sentence(text: &str) -> Sentence {
    Sentence {
        sentence_id: SentenceId::new(Uuid::now_v7()),
        text: text.to_owned(),
        draft_text: None,
        origin: Origin::Yours,
        edited: false,
        evidence: vec![],
        flags: vec![],
        confirmed: false,
    }
}

pub fn section(part: Section, text: &str, version: i32) -> NoteSection {
    NoteSection {
        section: part,
        sentences: vec![sentence(text)],
        suggestions: vec![],
        version,
    }
}

pub async fn wfl_3_every_pair_of_state_and_event_of_a_visit(kit: Kit) {
    let (patient, raw) = (patient(&kit).await, kit.place.raw().await);
    let mut allowed = 0;
    for state in VisitStatus::STATES {
        for event in VisitStatus::EVENTS {
            let visit = visit_in(&kit, patient, *state).await;
            let id = visit.visit_id.get();
            let before = transitions(&raw, id).await;
            let outcome = kit
                .change(&kit.us(), async |work| {
                    work.visits().transition(&visit, *event).await
                })
                .await;
            let stored = kit
                .read(&kit.us())
                .await
                .visits()
                .find(visit.visit_id)
                .await;
            let stored = stored.unwrap().unwrap();
            let logged = transitions(&raw, id).await - before;
            match state.apply(*event) {
                Ok(to) => {
                    allowed += 1;
                    let moved = outcome.unwrap();
                    assert_eq!((moved.status, stored.status, logged), (to, to, 1));
                    assert_eq!(moved.version, visit.version + 1);
                    assert_eq!(
                        stored.finalized_at.is_some(),
                        visit.finalized_at.is_some() || *event == VisitEvent::Finalize
                    );
                }
                Err(refused) => {
                    let failure = outcome.unwrap_err().wire("");
                    assert_eq!(failure.r#type, FailureType::InvalidTransition);
                    assert_eq!(failure.from.as_deref(), Some(refused.from));
                    assert_eq!(failure.to.as_deref(), Some(refused.event));
                    assert_eq!((stored.status, logged), (*state, 0));
                }
            }
        }
    }
    assert_eq!(allowed, VisitStatus::TABLE.len());
}

pub async fn wfl_4_a_transition_and_its_log_are_one_change(kit: Kit) {
    let (patient, raw) = (patient(&kit).await, kit.place.raw().await);
    let visit = visit(&kit, patient, 0).await;
    let id = visit.visit_id.get();
    let status = async || {
        let mut work = kit.read(&kit.us()).await;
        work.visits()
            .find(visit.visit_id)
            .await
            .unwrap()
            .unwrap()
            .status
    };
    let mut work = kit.write(&kit.us()).await;
    work.visits()
        .transition(&visit, VisitEvent::Start)
        .await
        .unwrap();
    drop(work);
    assert_eq!(
        (status().await, transitions(&raw, id).await),
        (VisitStatus::Draft, 0)
    );
    raw.break_inserts("transitions", "no room").await;
    let outcome = kit
        .change(&kit.us(), async |work| {
            work.visits().transition(&visit, VisitEvent::Start).await
        })
        .await;
    assert_eq!(outcome.unwrap_err().r#type(), FailureType::Internal);
    assert_eq!(status().await, VisitStatus::Draft, "no log, no change");
    raw.mend_inserts("transitions").await;
    moved(&kit, &visit, VisitEvent::Start).await;
    let id = raw.id(id);
    let row = raw
        .text(&format!(
            "SELECT machine || ' ' || from_state || ' ' || event || ' ' || to_state FROM transitions
              WHERE subject_id = {id} AND user_id = {}",
            raw.id(kit.ours.1.get())
        ))
        .await;
    assert_eq!(row, "visit draft start in_progress");
}

pub async fn wfl_3_a_visit_that_moved_meanwhile_does_not_move_again(kit: Kit) {
    let patient = patient(&kit).await;
    let seen = visit(&kit, patient, 0).await;
    moved(&kit, &seen, VisitEvent::Cancel).await;
    for event in [VisitEvent::Finalize, VisitEvent::Cancel] {
        let outcome = kit
            .change(&kit.us(), async |work| {
                work.visits().transition(&seen, event).await
            })
            .await;
        let failure = outcome.unwrap_err().wire("");
        assert_eq!(failure.r#type, FailureType::InvalidTransition);
        assert_eq!(failure.from.as_deref(), Some("cancelled"));
    }
}

pub async fn vis_2_lists_filter_by_all_that_they_offer(kit: Kit) {
    const DAY: i64 = 86_400;
    let (anna, ewa) = (patient(&kit).await, patient(&kit).await);
    let mut all = vec![];
    for n in 0..6 {
        let patient = if n % 2 == 0 { anna } else { ewa };
        all.push(visit(&kit, patient, -n * DAY).await);
    }
    moved(&kit, &all[0], VisitEvent::Start).await;
    moved(&kit, &all[1], VisitEvent::Cancel).await;
    let page = async |filter: VisitFilter, limit, offset| {
        let mut work = kit.read(&kit.us()).await;
        let page = work
            .visits()
            .page(&filter, PageRequest { limit, offset })
            .await;
        let page = page.unwrap();
        let at = |id| all.iter().position(|visit| visit.visit_id == id).unwrap();
        let items: Vec<usize> = page.items.iter().map(|v| at(v.visit_id)).collect();
        (items, page.total)
    };
    let day = |n: i64| Some(at(n * DAY).day());
    let none = VisitFilter::default;
    assert_eq!(page(none(), 50, 0).await, (vec![0, 1, 2, 3, 4, 5], 6));
    assert_eq!(page(none(), 2, 3).await, (vec![3, 4], 6));
    let of_anna = VisitFilter {
        patient: Some(anna),
        ..none()
    };
    assert_eq!(page(of_anna, 50, 0).await, (vec![0, 2, 4], 3));
    let of_nobody = VisitFilter {
        clinician: Some(kit.theirs.1),
        ..none()
    };
    assert_eq!(page(of_nobody, 50, 0).await, (vec![], 0));
    let mine = VisitFilter {
        clinician: Some(kit.ours.1),
        ..none()
    };
    assert_eq!(page(mine, 1, 0).await, (vec![0], 6));
    let drafts = VisitFilter {
        status: Some(VisitStatus::Draft),
        ..none()
    };
    assert_eq!(page(drafts, 50, 0).await, (vec![2, 3, 4, 5], 4));
    let open = VisitFilter {
        open: true,
        ..none()
    };
    assert_eq!(page(open, 50, 0).await, (vec![0, 2, 3, 4, 5], 5));
    let days = VisitFilter {
        from: day(-3),
        to: day(-2),
        ..none()
    };
    assert_eq!(page(days, 50, 0).await, (vec![2, 3], 2));
    let far = VisitFilter {
        to: Some("9999-12-31".parse().unwrap()),
        ..none()
    };
    assert_eq!(page(far, 50, 0).await.1, 6);
    moved(&kit, &all[3], VisitEvent::Finalize).await;
    let signed = |since| VisitFilter {
        signed_since: Some(at(since)),
        ..none()
    };
    assert_eq!(page(signed(0), 50, 0).await, (vec![3], 1), "begun days ago");
    assert_eq!(page(signed(1), 50, 0).await, (vec![], 0));
}

pub async fn vis_3_sections_have_versions_of_their_own(kit: Kit) {
    let patient = patient(&kit).await;
    let visit = visit(&kit, patient, 0).await;
    let save = async |section: &NoteSection| {
        kit.change(&kit.us(), async |work| {
            work.visits().save_section(&visit, section).await
        })
        .await
        .unwrap()
    };
    let long = "# Żółć **ból** \u{1F600} e\u{301}\r\n\t".repeat(1000);
    assert!(save(&section(Section::Subjective, &long, 0)).await);
    assert!(
        !save(&section(Section::Subjective, "again", 0)).await,
        "it is there already"
    );
    assert!(
        save(&section(Section::Plan, "rest", 0)).await,
        "another part"
    );
    assert!(
        !save(&section(Section::Subjective, "later", 2)).await,
        "a version that is not yet"
    );
    assert!(save(&section(Section::Plan, "more rest", 1)).await);
    let mut work = kit.read(&kit.us()).await;
    let mut stored = work.visits().sections(visit.visit_id).await.unwrap();
    stored.sort_by_key(|part| part.section);
    let kept: Vec<_> = stored
        .iter()
        .map(|part| (part.section, part.version, part.sentences[0].text.as_str()))
        .collect();
    assert_eq!(
        kept,
        [
            (Section::Subjective, 1, long.as_str()),
            (Section::Plan, 2, "more rest")
        ]
    );
}

pub async fn vis_4_only_drafts_are_deleted_with_all_of_them(kit: Kit) {
    let (patient, raw) = (patient(&kit).await, kit.place.raw().await);
    let draft = visit(&kit, patient, 0).await;
    let started = visit(&kit, patient, -1).await;
    let started = moved(&kit, &started, VisitEvent::Start).await;
    let transcript = Transcript { segments: vec![] };
    kit.change(&kit.us(), async |work| {
        work.visits()
            .save_section(&draft, &section(Section::Plan, "x", 0))
            .await?;
        work.scribe().save_transcript(&draft, &transcript).await
    })
    .await
    .unwrap();
    for visit in [&draft, &started] {
        kit.change(&kit.us(), async |work| work.visits().delete(visit).await)
            .await
            .unwrap();
    }
    let mut work = kit.read(&kit.us()).await;
    assert!(work.visits().find(draft.visit_id).await.unwrap().is_none());
    assert!(
        work.visits()
            .find(started.visit_id)
            .await
            .unwrap()
            .is_some()
    );
    let id = raw.id(draft.visit_id.get());
    for table in ["note_sections", "transcripts", "drafts"] {
        let sql = format!("SELECT count(*) FROM {table} WHERE visit_id = {id}");
        assert_eq!(raw.number(&sql).await, 0, "{table}");
    }
}

pub async fn vis_5_the_database_refuses_what_the_program_forgot(kit: Kit) {
    let (patient, raw) = (patient(&kit).await, kit.place.raw().await);
    let draft = visit(&kit, patient, 0).await;
    let signature = Signature {
        signed_by: kit.ours.1,
        signer_name: "Dr. X".to_owned(),
        signed_at: at(0),
        content_hash: "0".repeat(64),
        matches: false,
    };
    let signed = kit
        .change(&kit.us(), async |work| {
            work.visits()
                .save_section(&draft, &section(Section::Plan, "rest", 0))
                .await?;
            work.visits().insert_signature(&draft, &signature).await?;
            work.visits().transition(&draft, VisitEvent::Finalize).await
        })
        .await
        .unwrap();
    let id = raw.id(draft.visit_id.get());
    let org = raw.id(kit.ours.0.get());
    for statement in [
        format!("UPDATE note_sections SET sentences = '[]' WHERE visit_id = {id}"),
        format!("DELETE FROM note_sections WHERE visit_id = {id}"),
        format!("INSERT INTO note_sections (visit_id, section, organization_id, sentences, suggestions, version)
                 VALUES ({id}, 'objective', {org}, '[]', '[]', 1)"),
        format!("UPDATE signatures SET signer_name = 'me' WHERE visit_id = {id}"),
        format!("DELETE FROM signatures WHERE visit_id = {id}"),
        format!("DELETE FROM visits WHERE visit_id = {id}"),
    ] {
        assert!(raw.run(&statement).await.is_err(), "{statement}");
    }
    let written = kit
        .change(&kit.us(), async |work| {
            work.visits()
                .save_section(&signed, &section(Section::Plan, "more", 1))
                .await
        })
        .await;
    assert!(written.is_err(), "past the program's own check");
    let mut work = kit.read(&kit.us()).await;
    let note = work.visits().sections(draft.visit_id).await.unwrap();
    assert_eq!(note[0].sentences[0].text, "rest");
    let stored = work.visits().signature(draft.visit_id).await.unwrap();
    assert_eq!(stored, Some(signature));
}

pub async fn vis_7_amendments_come_in_order(kit: Kit) {
    let (patient, raw) = (patient(&kit).await, kit.place.raw().await);
    let draft = visit(&kit, patient, 0).await;
    let signed = moved(&kit, &draft, VisitEvent::Finalize).await;
    for (n, text) in [(2, "second"), (1, "first")] {
        let amendment = Amendment {
            amendment_id: AmendmentId::new(Uuid::now_v7()),
            author_id: kit.ours.1,
            author_name: "Dr. X".to_owned(),
            amended_at: at(n),
            reason: "typing error".to_owned(),
            text: text.to_owned(),
        };
        kit.change(&kit.us(), async |work| {
            work.visits().insert_amendment(&signed, &amendment).await
        })
        .await
        .unwrap();
    }
    let mut work = kit.read(&kit.us()).await;
    let stored = work.visits().amendments(draft.visit_id).await.unwrap();
    let texts: Vec<&str> = stored.iter().map(|a| a.text.as_str()).collect();
    assert_eq!(texts, ["first", "second"]);
    for statement in ["UPDATE amendments SET text = ''", "DELETE FROM amendments"] {
        assert!(raw.run(statement).await.is_err(), "{statement}");
    }
}

pub async fn aic_2_drafts_and_their_acceptance_are_kept(kit: Kit) {
    let patient = patient(&kit).await;
    let visit = visit(&kit, patient, 0).await;
    let transcript = Transcript {
        segments: vec![Segment {
            index: 0,
            speaker: Speaker::Patient,
            text: "Boli mnie \0 gardło.".to_owned(),
            start_ms: Some(0),
            end_ms: None,
            spoken: None,
        }],
    };
    let sentence = DraftSentence {
        section: Section::Subjective,
        text: "Sore throat.".to_owned(),
        evidence: vec![EvidenceSpan {
            segment: 0,
            start: 0,
            end: 4,
        }],
        flags: vec![],
    };
    let provenance = Provenance {
        provider: "built-in".to_owned(),
        model: "extractive".to_owned(),
        prompt_version: None,
        drafted_at: at(0),
    };
    let (old, new) = (DraftId::new(Uuid::now_v7()), DraftId::new(Uuid::now_v7()));
    kit.change(&kit.us(), async |work| {
        let scribe = work.scribe();
        scribe
            .save_transcript(&visit, &Transcript { segments: vec![] })
            .await?;
        scribe.save_transcript(&visit, &transcript).await?;
        scribe.insert_draft(&visit, old, &[], &provenance).await?;
        scribe
            .insert_draft(&visit, new, std::slice::from_ref(&sentence), &provenance)
            .await
    })
    .await
    .unwrap();
    let accept = async || {
        kit.change(&kit.us(), async |work| {
            work.scribe()
                .accept_section(new, Section::Subjective, kit.ours.1)
                .await
        })
        .await
        .unwrap()
    };
    assert!(accept().await, "taken");
    assert!(!accept().await, "taken once");
    let mut work = kit.read(&kit.us()).await;
    let kept = work.scribe().transcript(visit.visit_id).await.unwrap();
    assert_eq!(kept, Some(transcript));
    let latest = work
        .scribe()
        .latest_draft(visit.visit_id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((latest.draft_id, latest.sentences), (new, vec![sentence]));
    assert_eq!(latest.accepted.len(), 1);
    assert_eq!(latest.accepted[0].accepted_by, kit.ours.1);
    let first = work.scribe().draft(visit.visit_id, old).await.unwrap();
    assert!(first.unwrap().accepted.is_empty());
    let taken = work.scribe().taken_from(visit.visit_id).await.unwrap();
    assert_eq!((taken.len(), &taken[0].provenance), (1, &provenance));
    assert_eq!(taken[0].acceptance, latest.accepted[0]);
}
