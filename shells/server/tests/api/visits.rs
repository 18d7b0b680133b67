//! Visits over HTTP, from the first click to the amendment.

use crate::kit::{Kit, PASSWORD, nothing, text};
use praxis_domain::{access::model::Role, visits::states::VisitStatus};
use praxis_kernel::Machine;
use serde_json::{Value, json};

crate::on_both! {
    vis_1_a_visit_begins_as_a_draft_of_its_clinician,
    vis_1_a_double_click_opens_one_visit,
    vis_2_visits_are_listed_by_what_people_ask,
    vis_3_each_section_saves_alone_and_exactly,
    vis_4_drafts_are_changed_and_deleted,
    vis_11_an_exported_chart_is_read_again,
    wfl_3_every_pair_over_http,
}

pub const VISITS: &str = "/v1/ehr/encounters";

pub async fn begin(kit: &Kit) -> String {
    let patient = kit.patient(kit.ours.doctor(), "Nowak").await;
    let visit = kit.visit(kit.ours.doctor(), &patient).await;
    text(&visit["visit"]["visit_id"])
}

pub async fn write(kit: &Kit, visit: &str, section: &str, version: i32, note: &str) -> Value {
    let input = json!({"version": version, "sentences": [{"text": note}]});
    kit.put(
        kit.ours.doctor(),
        &format!("{VISITS}/{visit}/soap/{section}"),
        input,
    )
    .await
    .ok()
}

pub async fn sign(kit: &Kit, visit: &str) -> crate::kit::Answer {
    let detail = kit
        .get(kit.ours.doctor(), &format!("{VISITS}/{visit}"))
        .await
        .ok();
    let input = json!({"version": detail["visit"]["version"], "password": PASSWORD});
    kit.post(
        kit.ours.doctor(),
        &format!("{VISITS}/{visit}/finalize"),
        input,
    )
    .await
}

pub async fn signed(kit: &Kit) -> String {
    let visit = begin(kit).await;
    write(kit, &visit, "plan", 0, "rest").await;
    sign(kit, &visit).await.ok();
    visit
}

pub async fn vis_1_a_visit_begins_as_a_draft_of_its_clinician(kit: Kit) {
    let doctor = kit.ours.doctor();
    let failure = kit
        .post(doctor, VISITS, json!({"patient_id": ""}))
        .await
        .failed(400, "Validation");
    assert_eq!(
        (&failure["field"], &failure["message"]),
        (&json!("patient_id"), &json!("Patient ID is required"))
    );
    for unknown in [nothing("patient_id"), "x".to_owned()] {
        kit.post(doctor, VISITS, json!({ "patient_id": unknown }))
            .await
            .failed(404, "NotFound");
    }
    let patient = kit.patient(doctor, "Nowak").await;
    let answer = kit
        .post(doctor, VISITS, json!({"patient_id": patient["patient_id"]}))
        .await;
    assert_eq!(answer.status, 201);
    let visit = &answer.body["visit"];
    assert_eq!(visit["status"], "draft");
    let me = kit.ours.member(Role::Clinician).user.user_id.to_string();
    assert_eq!(visit["clinician_id"], me);
    assert_eq!(visit["patient_name"], "Nowak Anna");
    assert_eq!(visit["allowed"], json!(["start", "finalize", "cancel"]));
    assert_eq!(answer.body["sections"].as_array().unwrap().len(), 4);
    kit.end().await;
}

pub async fn vis_1_a_double_click_opens_one_visit(kit: Kit) {
    let doctor = kit.ours.doctor();
    let patient = kit.patient(doctor, "Nowak").await;
    let new = json!({"patient_id": patient["patient_id"]});
    let answers =
        futures::future::join_all((0..8).map(|_| kit.post(doctor, VISITS, new.clone()))).await;
    let mut ids: Vec<String> = answers
        .into_iter()
        .map(|a| text(&a.ok()["visit"]["visit_id"]))
        .collect();
    ids.dedup();
    assert_eq!(ids.len(), 1);
    let listed = kit.get(doctor, VISITS).await.ok();
    assert_eq!(listed["total"], 1);
    kit.clock.advance(13 * 3600 - 3600);
    let token = kit
        .session(&kit.ours, kit.ours.member(Role::Clinician).user.user_id)
        .await;
    kit.clock.advance(60);
    let next = kit.post(&token, VISITS, new).await.ok();
    assert_ne!(
        text(&next["visit"]["visit_id"]),
        ids[0],
        "another day, another visit"
    );
    kit.end().await;
}

pub async fn vis_2_visits_are_listed_by_what_people_ask(kit: Kit) {
    let (doctor, admin) = (kit.ours.doctor(), kit.ours.admin());
    let (anna, ewa) = (
        kit.patient(doctor, "A").await,
        kit.patient(doctor, "E").await,
    );
    let first = kit.visit(doctor, &anna).await;
    kit.visit(doctor, &ewa).await;
    kit.visit(admin, &anna).await;
    let cancel = format!("{VISITS}/{}/cancel", text(&first["visit"]["visit_id"]));
    kit.post(doctor, &cancel, json!({})).await.ok();
    let anna = text(&anna["patient_id"]);
    let me = kit.ours.member(Role::Clinician).user.user_id;
    for (query, total) in [
        (String::new(), 3),
        (format!("patient_id={anna}"), 2),
        (format!("clinician_id={me}"), 2),
        (format!("clinician_id={me}&patient_id={anna}"), 1),
        ("status=cancelled".to_owned(), 1),
        ("open=true".to_owned(), 2),
        ("from=2026-11-22".to_owned(), 0),
        ("from=2026-11-01&to=2026-12-31".to_owned(), 3),
        ("to=2026-11-01".to_owned(), 0),
        ("limit=1&offset=2".to_owned(), 3),
    ] {
        let page = kit.get(doctor, &format!("{VISITS}?{query}")).await.ok();
        assert_eq!(page["total"], total, "{query}");
    }
    for query in ["limit=-1", "offset=-1", "status=lost", "from=2026-13-01"] {
        kit.get(doctor, &format!("{VISITS}?{query}"))
            .await
            .failed(400, "Validation");
    }
    kit.end().await;
}

pub async fn vis_3_each_section_saves_alone_and_exactly(kit: Kit) {
    let doctor = kit.ours.doctor();
    let visit = begin(&kit).await;
    let line = "# Wywiad\r\n- **ból** głowy \u{1F915} e\u{301} <script>alert(1)</script>\t\\n ";
    let markdown: String = line.chars().cycle().take(20_000).collect();
    let saved = write(&kit, &visit, "subjective", 0, &markdown).await;
    assert_eq!(
        (&saved["version"], &saved["sentences"][0]["text"]),
        (&json!(1), &json!(markdown))
    );
    assert_eq!(saved["sentences"][0]["origin"], "yours");
    write(&kit, &visit, "plan", 0, "rest").await;
    let path = format!("{VISITS}/{visit}/soap/plan");
    let input = json!({"version": 0, "sentences": []});
    let failure = kit
        .put(doctor, &path, input.clone())
        .await
        .failed(409, "Conflict");
    assert_eq!(failure["current"]["sentences"][0]["text"], "rest");
    for role in [Role::Viewer, Role::Pharmacist, Role::FrontDesk] {
        kit.put(kit.ours.token(role), &path, input.clone())
            .await
            .failed(403, "Forbidden");
    }
    let unknown = kit
        .put(doctor, &format!("{VISITS}/{visit}/soap/summary"), input)
        .await;
    unknown.failed(400, "Validation");
    for (text, rule) in [
        ("x".repeat(100_001), "too_long"),
        ("a\0b".to_owned(), "malformed"),
    ] {
        let input = json!({"version": 1, "sentences": [{ "text": text }]});
        let failure = kit
            .put(doctor, &path, input)
            .await
            .failed(400, "Validation");
        assert_eq!(failure["rule"], rule);
    }
    let detail = kit.get(doctor, &format!("{VISITS}/{visit}")).await.ok();
    assert_eq!(
        detail["sections"][0]["sentences"][0]["text"],
        json!(markdown)
    );
    // Known sentences keep what the server knows of them.
    let known = &saved["sentences"][0]["sentence_id"];
    let input = json!({"version": 1, "sentences": [{"sentence_id": known, "text": "kept"}]});
    let again = kit
        .put(doctor, &format!("{VISITS}/{visit}/soap/subjective"), input)
        .await
        .ok();
    assert_eq!(
        (&again["sentences"][0]["sentence_id"], &again["version"]),
        (known, &json!(2))
    );
    kit.end().await;
}

pub async fn vis_4_drafts_are_changed_and_deleted(kit: Kit) {
    let doctor = kit.ours.doctor();
    let visit = begin(&kit).await;
    let path = format!("{VISITS}/{visit}");
    let start = text(&kit.get(doctor, &path).await.ok()["visit"]["started_at"]);
    let change = |version: i32, start: &str| json!({"version": version, "reason": "ból", "started_at": start});
    let changed = kit.put(doctor, &path, change(1, &start)).await.ok();
    assert_eq!(
        (&changed["visit"]["reason"], &changed["visit"]["version"]),
        (&json!("ból"), &json!(2))
    );
    kit.put(doctor, &path, change(1, &start))
        .await
        .failed(409, "Conflict");
    kit.put(doctor, &path, change(2, "2030-01-01T00:00:00Z"))
        .await
        .failed(400, "Validation");
    kit.put(doctor, &path, change(2, "1066-10-14T00:00:00Z"))
        .await
        .failed(400, "Validation");
    kit.ask(doctor, "DELETE", &path, Value::Null).await.ok();
    kit.get(doctor, &path).await.failed(404, "NotFound");
    let started = begin(&kit).await;
    let path = format!("{VISITS}/{started}");
    kit.post(doctor, &format!("{path}/start"), json!({}))
        .await
        .ok();
    kit.ask(doctor, "DELETE", &path, Value::Null)
        .await
        .failed(409, "InvalidTransition");
    kit.end().await;
}

pub async fn vis_11_an_exported_chart_is_read_again(kit: Kit) {
    let doctor = kit.ours.doctor();
    let visit = signed(&kit).await;
    let detail = kit.get(doctor, &format!("{VISITS}/{visit}")).await.ok();
    let patient = text(&detail["visit"]["patient_id"]);
    let export = kit
        .get(doctor, &format!("/v1/ehr/patients/{patient}/visits/export"))
        .await
        .ok();
    let import = json!({ "file": export });
    let again = kit
        .post(
            doctor,
            &format!("/v1/ehr/patients/{patient}/visits/import"),
            import.clone(),
        )
        .await
        .ok();
    assert_eq!(
        (&again["unchanged"], &again["created"]),
        (&json!(1), &json!(0))
    );
    // Elsewhere it arrives as a draft: a signature cannot be carried over.
    let raw = kit.place.raw().await;
    for table in ["signatures", "note_sections"] {
        raw.unguard(table).await;
        raw.must(&format!("DELETE FROM {table}")).await;
    }
    raw.must("DELETE FROM visits").await;
    let report = kit
        .post(
            doctor,
            &format!("/v1/ehr/patients/{patient}/visits/import"),
            import,
        )
        .await
        .ok();
    assert_eq!(report["created"], 1, "{report}");
    let stored = kit.get(doctor, &format!("{VISITS}/{visit}")).await.ok();
    assert_eq!(
        (&stored["visit"]["status"], &stored["signature"]),
        (&json!("draft"), &Value::Null)
    );
    assert_eq!(
        stored["sections"][3]["sentences"],
        detail["sections"][3]["sentences"]
    );
    let mut newer = json!({ "file": export });
    newer["file"]["format"] = json!(2);
    let path = format!("/v1/ehr/patients/{patient}/visits/import");
    kit.post(doctor, &path, newer)
        .await
        .failed(400, "Validation");
    kit.end().await;
}

pub async fn wfl_3_every_pair_over_http(kit: Kit) {
    let doctor = kit.ours.doctor();
    for state in VisitStatus::STATES {
        for event in VisitStatus::EVENTS {
            let visit = begin(&kit).await;
            write(&kit, &visit, "plan", 0, "rest").await;
            let act = async |event: &str| {
                let path = format!("{VISITS}/{visit}");
                let version = kit.get(doctor, &path).await.ok()["visit"]["version"].clone();
                let (path, body) = match event {
                    "finalize" => (
                        format!("{path}/finalize"),
                        json!({"version": version, "password": PASSWORD}),
                    ),
                    "amend" => (
                        format!("{path}/amendments"),
                        json!({"reason": "r", "text": "t", "password": PASSWORD}),
                    ),
                    other => (format!("{path}/{other}"), json!({})),
                };
                kit.post(doctor, &path, body).await
            };
            let walk: &[&str] = match state {
                VisitStatus::Draft => &[],
                VisitStatus::InProgress => &["start"],
                VisitStatus::Finalized => &["finalize"],
                VisitStatus::Amended => &["finalize", "amend"],
                VisitStatus::Cancelled => &["cancel"],
            };
            for step in walk {
                act(step).await.ok();
            }
            let answer = act(VisitStatus::event_word(*event)).await;
            match state.apply(*event) {
                Ok(to) => assert_eq!(answer.ok()["visit"]["status"], to.word()),
                Err(refused) => {
                    let failure = answer.failed(409, "InvalidTransition");
                    assert_eq!(failure["from"], refused.from);
                    assert_eq!(failure["allowed"], json!(refused.allowed));
                }
            }
        }
    }
    kit.end().await;
}
