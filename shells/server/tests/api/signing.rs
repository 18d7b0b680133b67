//! Signing and amending over HTTP.

use crate::{
    kit::{Kit, PASSWORD, nothing, operations, sample, text},
    visits::{VISITS, begin, sign, signed, write},
};
use praxis_domain::access::model::Role;
use serde_json::json;

crate::on_both! {
    vis_5_a_signed_note_refuses_every_write,
    vis_5_undecided_sentences_stand_in_the_way,
    vis_5_many_signers_at_once_sign_once,
    vis_7_amendments_leave_the_original_as_it_was,
    vis_8_a_changed_byte_is_seen,
    vis_8_two_people_sign_with_their_own_names,
}

pub async fn vis_5_a_signed_note_refuses_every_write(kit: Kit) {
    let doctor = kit.ours.doctor();
    let visit = signed(&kit).await;
    let path = format!("{VISITS}/{visit}");
    let before = kit.get(doctor, &path).await.ok();
    assert_eq!(before["visit"]["status"], "finalized");
    assert_eq!(before["signature"]["matches"], true);
    let mut refused = 0;
    for meta in operations() {
        let writes =
            meta.path.starts_with("/v1/ehr/encounters/{visit_id}") && meta.method.name() != "GET";
        if !writes || meta.id == "amend_visit" {
            continue;
        }
        let ids = |name: &str| match name {
            "visit_id" => visit.clone(),
            "password" => PASSWORD.to_owned(),
            "text" => "Doctor: hello".to_owned(),
            other => nothing(other),
        };
        let failure = kit
            .call(doctor, meta, &sample(meta, &ids))
            .await
            .failed(409, "InvalidTransition");
        assert_eq!(
            (&failure["from"], &failure["allowed"]),
            (&json!("finalized"), &json!(["amend"])),
            "{}",
            meta.id
        );
        assert!(failure["to"].is_string(), "{}", meta.id);
        refused += 1;
    }
    assert!(refused >= 9, "only {refused} operations write visits");
    assert_eq!(kit.get(doctor, &path).await.ok(), before, "nothing changed");
    kit.end().await;
}

pub async fn vis_5_undecided_sentences_stand_in_the_way(kit: Kit) {
    let doctor = kit.ours.doctor();
    let visit = begin(&kit).await;
    let failure = sign(&kit, &visit).await.failed(400, "Validation");
    assert_eq!(
        (&failure["field"], &failure["rule"]),
        (&json!("sentences"), &json!("required")),
        "an empty note"
    );
    let section = write(&kit, &visit, "plan", 0, "rest").await;
    // A drafter that is not sure of a sentence leaves it as a suggestion.
    let mut suggestion = section["sentences"][0].clone();
    let id = nothing("sentence_id");
    suggestion["sentence_id"] = json!(id);
    suggestion["origin"] = json!("suggested");
    let raw = kit.place.raw().await;
    raw.must(&format!(
        "UPDATE note_sections SET suggestions = '[{suggestion}]'"
    ))
    .await;
    let failure = sign(&kit, &visit).await.failed(400, "Validation");
    assert_eq!(
        (&failure["field"], &failure["rule"]),
        (&json!("sentences"), &json!("undecided"))
    );
    let decide = format!("{VISITS}/{visit}/soap/plan/suggestions/{id}");
    let stale = json!({"version": 0, "accept": true});
    kit.post(doctor, &decide, stale)
        .await
        .failed(409, "Conflict");
    let accepted = kit
        .post(doctor, &decide, json!({"version": 1, "accept": true}))
        .await
        .ok();
    assert_eq!(accepted["sentences"].as_array().unwrap().len(), 2);
    assert_eq!(accepted["suggestions"], json!([]));
    kit.post(doctor, &decide, json!({"version": 2, "accept": true}))
        .await
        .failed(404, "NotFound");
    let detail = kit.get(doctor, &format!("{VISITS}/{visit}")).await.ok();
    let version = &detail["visit"]["version"];
    let finalize = format!("{VISITS}/{visit}/finalize");
    let wrong = json!({"version": version, "password": "wrong wrong"});
    let failure = kit
        .post(doctor, &finalize, wrong)
        .await
        .failed(400, "Validation");
    assert_eq!(
        (&failure["field"], &failure["rule"]),
        (&json!("password"), &json!("wrong"))
    );
    let assistant = json!({"version": version, "password": PASSWORD});
    kit.post(kit.ours.token(Role::Assistant), &finalize, assistant)
        .await
        .failed(403, "Forbidden");
    sign(&kit, &visit).await.ok();
    kit.end().await;
}

pub async fn vis_5_many_signers_at_once_sign_once(kit: Kit) {
    let visit = begin(&kit).await;
    write(&kit, &visit, "plan", 0, "rest").await;
    let (doctor, path) = (kit.ours.doctor(), format!("{VISITS}/{visit}"));
    let version = kit.get(doctor, &path).await.ok()["visit"]["version"].clone();
    let finalize = format!("{path}/finalize");
    let soap = format!("{path}/soap/plan");
    let signs = futures::future::join_all((0..6).map(|_| {
        kit.post(
            doctor,
            &finalize,
            json!({"version": version, "password": PASSWORD}),
        )
    }));
    let writes = async {
        let mut last = 200;
        for version in 1..60 {
            let input =
                json!({"version": version, "sentences": [{"text": format!("rest {version}")}]});
            let answer = kit.put(doctor, &soap, input).await;
            last = answer.status;
            assert!(matches!(last, 200 | 409), "{}", answer.text);
        }
        last
    };
    let (signs, _last) = tokio::join!(signs, writes);
    let statuses: Vec<u16> = signs.iter().map(|answer| answer.status).collect();
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        1,
        "{statuses:?}"
    );
    assert!(
        statuses.iter().all(|status| matches!(status, 200 | 409)),
        "{statuses:?}"
    );
    let detail = kit.get(doctor, &path).await.ok();
    assert_eq!(
        detail["signature"]["matches"], true,
        "what was signed is what is stored"
    );
    kit.end().await;
}

pub async fn vis_7_amendments_leave_the_original_as_it_was(kit: Kit) {
    let (doctor, visit) = (kit.ours.doctor(), signed(&kit).await);
    let path = format!("{VISITS}/{visit}");
    let before = kit.get(doctor, &path).await.ok();
    let amend = |reason: &str, text: &str, password: &str| json!({"reason": reason, "text": text, "password": password});
    let amendments = format!("{path}/amendments");
    for (input, field) in [
        (amend(" ", "t", PASSWORD), "reason"),
        (amend("r", " ", PASSWORD), "text"),
        (amend("r", "t", "wrong wrong"), "password"),
    ] {
        let failure = kit
            .post(doctor, &amendments, input)
            .await
            .failed(400, "Validation");
        assert_eq!(failure["field"], field);
    }
    kit.clock.advance(60);
    let answer = kit
        .post(
            doctor,
            &amendments,
            amend("typing error", "Ibuprofen 200 mg", PASSWORD),
        )
        .await;
    assert_eq!(answer.status, 201);
    kit.clock.advance(60);
    let after = kit
        .post(
            kit.ours.admin(),
            &amendments,
            amend("more", "second", PASSWORD),
        )
        .await
        .ok();
    assert_eq!(after["visit"]["status"], "amended");
    assert_eq!(after["sections"], before["sections"]);
    assert_eq!(
        after["signature"], before["signature"],
        "and its hash still matches"
    );
    let list = after["amendments"].as_array().unwrap();
    assert_eq!(
        (&list[0]["text"], &list[0]["reason"]),
        (&json!("Ibuprofen 200 mg"), &json!("typing error"))
    );
    assert_eq!(
        (&list[0]["author_name"], &list[1]["author_name"]),
        (&json!("clinician of ours"), &json!("admin of ours"))
    );
    let open = begin(&kit).await;
    let early = format!("{VISITS}/{open}/amendments");
    kit.post(doctor, &early, amend("r", "t", PASSWORD))
        .await
        .failed(409, "InvalidTransition");
    kit.end().await;
}

pub async fn vis_8_a_changed_byte_is_seen(kit: Kit) {
    let (doctor, visit) = (kit.ours.doctor(), signed(&kit).await);
    let path = format!("{VISITS}/{visit}");
    let raw = kit.place.raw().await;
    raw.unguard("note_sections").await;
    raw.must("UPDATE note_sections SET sentences = replace(sentences, 'rest', 'best')")
        .await;
    let detail = kit.get(doctor, &path).await.ok();
    assert_eq!(detail["signature"]["matches"], false);
    raw.must("UPDATE note_sections SET sentences = replace(sentences, 'best', 'rest')")
        .await;
    assert_eq!(
        kit.get(doctor, &path).await.ok()["signature"]["matches"],
        true
    );
    raw.must("UPDATE visits SET reason = 'other'").await;
    assert_eq!(
        kit.get(doctor, &path).await.ok()["signature"]["matches"],
        false
    );
    kit.end().await;
}

pub async fn vis_8_two_people_sign_with_their_own_names(kit: Kit) {
    let mut signers = vec![];
    for role in [Role::Clinician, Role::Admin] {
        let member = kit.ours.member(role);
        let patient = kit.patient(&member.token, "Nowak").await;
        let visit = kit.visit(&member.token, &patient).await;
        let path = format!("{VISITS}/{}", text(&visit["visit"]["visit_id"]));
        let note = json!({"version": 0, "sentences": [{"text": "rest"}]});
        kit.put(&member.token, &format!("{path}/soap/plan"), note)
            .await
            .ok();
        let input = json!({"version": 1, "password": PASSWORD});
        let signed = kit
            .post(&member.token, &format!("{path}/finalize"), input)
            .await
            .ok();
        assert_eq!(
            signed["signature"]["signed_by"],
            member.user.user_id.to_string()
        );
        assert_eq!(signed["signature"]["signer_name"], member.user.display_name);
        signers.push(text(&signed["signature"]["signed_by"]));
    }
    assert_ne!(signers[0], signers[1]);
    kit.end().await;
}
