//! Patients over HTTP.

use crate::kit::{Kit, nothing, text};
use praxis_domain::access::model::Role;
use serde_json::{Value, json};

crate::on_both! {
    pat_1_a_patient_is_created_or_the_field_is_named,
    pat_2_a_patient_is_read_or_not_there,
    pat_3_lists_page_with_the_true_total,
    pat_4_the_second_of_two_editors_sees_both,
    pat_6_a_record_number_is_taken_once,
    pat_7_patients_are_found_as_people_type,
    pat_9_animals_have_owners,
    pat_11_the_banner_counts_as_the_lists_do,
    iam_12_restricted_patients_do_not_exist_for_the_front_desk,
}

const PATIENTS: &str = "/v1/ehr/patients";

fn new(family: &str, given: &str) -> Value {
    json!({"kind": "human", "family_name": family, "given_name": given, "sex": "female"})
}

pub async fn pat_1_a_patient_is_created_or_the_field_is_named(kit: Kit) {
    let doctor = kit.ours.doctor();
    let made = kit.post(doctor, PATIENTS, new("Żółć", "Łucja")).await;
    assert_eq!(made.status, 201);
    assert!(text(&made.body["mrn"]).starts_with("P-"), "{}", made.text);
    assert_eq!(made.body["version"], 1);
    let mut animal = new("", "Burek");
    animal["kind"] = json!("animal");
    for (field, value, named, rule) in [
        ("family_name", json!(""), "family_name", "required"),
        ("given_name", json!(" \t "), "given_name", "required"),
        ("given_name", json!("a\u{0}b"), "given_name", "malformed"),
        (
            "family_name",
            json!("ż".repeat(201)),
            "family_name",
            "too_long",
        ),
        ("birth_date", json!("2026-11-29"), "birth_date", "in_future"),
        (
            "birth_date",
            json!("1849-12-31"),
            "birth_date",
            "out_of_range",
        ),
        ("birth_date", json!("2026-02-30"), "request", "malformed"),
        ("sex", json!("yes"), "request", "malformed"),
        ("kind", json!("plant"), "request", "malformed"),
        ("phone", json!("1".repeat(51)), "phone", "too_long"),
    ] {
        let mut input = new("Nowak", "Anna");
        input[field] = value;
        let failure = kit
            .post(doctor, PATIENTS, input)
            .await
            .failed(400, "Validation");
        assert_eq!(
            (&failure["field"], &failure["rule"]),
            (&json!(named), &json!(rule)),
            "{field}: {failure}"
        );
    }
    let mut missing = new("Nowak", "Anna");
    missing.as_object_mut().unwrap().remove("sex");
    let failure = kit
        .post(doctor, PATIENTS, missing)
        .await
        .failed(400, "Validation");
    assert_eq!(
        (&failure["field"], &failure["rule"]),
        (&json!("sex"), &json!("required"))
    );
    let page = kit.get(doctor, PATIENTS).await.ok();
    assert_eq!(page["total"], 1, "what was refused is not there");
    kit.end().await;
}

pub async fn pat_2_a_patient_is_read_or_not_there(kit: Kit) {
    let doctor = kit.ours.doctor();
    let made = kit.patient(doctor, "Nowak").await;
    let path = format!("{PATIENTS}/{}", text(&made["patient_id"]));
    assert_eq!(kit.get(doctor, &path).await.ok(), made);
    let unknown = format!("{PATIENTS}/{}", nothing("patient_id"));
    let failure = kit.get(doctor, &unknown).await.failed(404, "NotFound");
    assert_eq!(failure["message"], "There is no such patient.");
    kit.end().await;
}

pub async fn pat_3_lists_page_with_the_true_total(kit: Kit) {
    let doctor = kit.ours.doctor();
    for n in 0..23 {
        kit.patient(doctor, ["Łaba", "Lis", "Żak"][n % 3]).await;
    }
    let list = async |query: &str| kit.get(doctor, &format!("{PATIENTS}?{query}")).await.ok();
    let whole = list("limit=5000").await;
    let ids = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap();
        items.iter().map(|p| text(&p["patient_id"])).collect()
    };
    let all = ids(&whole);
    assert_eq!(
        (all.len(), &whole["total"], &whole["next"]),
        (23, &json!(23), &Value::Null)
    );
    let mut by_offset = vec![];
    for offset in (0..30).step_by(7) {
        let page = list(&format!("limit=7&offset={offset}")).await;
        assert_eq!(page["total"], 23);
        by_offset.extend(ids(&page));
    }
    assert_eq!(by_offset, all);
    let (mut by_key, mut after) = (vec![], String::new());
    loop {
        let page = list(&format!("limit=5{after}")).await;
        by_key.extend(ids(&page));
        let Some(next) = page["next"].as_str() else {
            break;
        };
        after = format!("&after={}", crate::kit::encode(next));
    }
    assert_eq!(by_key, all);
    let first = text(&whole["items"][0]["family_name"]);
    assert_eq!(first, "Łaba", "folded, not by code");
    kit.end().await;
}

pub async fn pat_4_the_second_of_two_editors_sees_both(kit: Kit) {
    let doctor = kit.ours.doctor();
    let made = kit.patient(doctor, "Nowak").await;
    let path = format!("{PATIENTS}/{}", text(&made["patient_id"]));
    let edit = |given: &str| json!({"version": 1, "patient": new("Nowak", given)});
    let (one, two) = tokio::join!(
        kit.put(doctor, &path, edit("Hanna")),
        kit.put(kit.ours.admin(), &path, edit("Joanna"))
    );
    let (won, lost) = if one.status == 200 {
        (one, two)
    } else {
        (two, one)
    };
    let won = won.ok();
    let failure = lost.failed(409, "Conflict");
    assert_eq!(failure["field"], "version");
    assert_eq!(failure["current"]["given_name"], won["given_name"]);
    assert_eq!(failure["current"]["version"], 2);
    assert_eq!(won["mrn"], made["mrn"], "the record number stays");
    kit.end().await;
}

pub async fn pat_6_a_record_number_is_taken_once(kit: Kit) {
    let mut input = new("Nowak", "Anna");
    input["mrn"] = json!(" ABC/1 ");
    let first = kit
        .post(kit.ours.doctor(), PATIENTS, input.clone())
        .await
        .ok();
    let tries = (0..8).map(|_| kit.post(kit.ours.doctor(), PATIENTS, input.clone()));
    for answer in futures::future::join_all(tries).await {
        let failure = answer.failed(409, "Conflict");
        assert_eq!(
            (&failure["field"], &failure["existing"]),
            (&json!("mrn"), &first["patient_id"])
        );
    }
    let theirs = kit.post(kit.theirs.doctor(), PATIENTS, input).await.ok();
    assert_eq!(theirs["mrn"], "ABC/1");
    let found = kit
        .get(kit.ours.doctor(), "/v1/ehr/patients/by-mrn/ABC%2F1")
        .await
        .ok();
    assert_eq!(found, first);
    let other = kit.patient(kit.ours.doctor(), "Lis").await;
    let mut rename = json!({"version": 1, "patient": new("Lis", "Anna")});
    rename["patient"]["mrn"] = json!("ABC/1");
    let path = format!("{PATIENTS}/{}", text(&other["patient_id"]));
    kit.put(kit.ours.doctor(), &path, rename)
        .await
        .failed(409, "Conflict");
    kit.end().await;
}

pub async fn pat_7_patients_are_found_as_people_type(kit: Kit) {
    let doctor = kit.ours.doctor();
    let burek = json!({"kind": "animal", "given_name": "Burek", "sex": "male", "animal": {"species": "dog",
        "chip_number": "616093900012345", "owner": {"family_name": "Kowalski", "given_name": "Jan", "phone": "601 222 333"}}});
    kit.post(doctor, PATIENTS, burek).await.ok();
    let mut lucja = new("Żółć", "Łucja");
    lucja["birth_date"] = json!("1980-05-17");
    kit.post(doctor, PATIENTS, lucja).await.ok();
    for (typed, given) in [
        ("kow bur", "Burek"),
        ("601222333", "Burek"),
        ("616093900012345", "Burek"),
        ("zolc", "Łucja"),
        ("ŻÓŁĆ łuc", "Łucja"),
        ("17.05.1980", "Łucja"),
    ] {
        let path = format!("{PATIENTS}/search?query={}", crate::kit::encode(typed));
        let found = kit.get(doctor, &path).await.ok();
        assert_eq!(found["items"].as_array().unwrap().len(), 1, "{typed}");
        assert_eq!(found["items"][0]["given_name"], given, "{typed}");
    }
    kit.end().await;
}

pub async fn pat_9_animals_have_owners(kit: Kit) {
    let doctor = kit.ours.doctor();
    let animal = |name: &str, animal: Value| json!({"kind": "animal", "given_name": name, "sex": "male", "animal": animal});
    let owner = json!({"family_name": "Kowalski", "given_name": "Jan"});
    for (input, field) in [
        (animal("A", Value::Null), "animal.species"),
        (animal("A", json!({"species": "dog"})), "animal.owner"),
        (
            animal("A", json!({"species": " ", "owner": owner})),
            "animal.species",
        ),
    ] {
        let failure = kit
            .post(doctor, PATIENTS, input)
            .await
            .failed(400, "Validation");
        assert_eq!(failure["field"], field);
    }
    let mut person = new("Nowak", "Anna");
    person["animal"] = json!({"species": "dog", "owner": owner});
    let failure = kit
        .post(doctor, PATIENTS, person)
        .await
        .failed(400, "Validation");
    assert_eq!(failure["rule"], "inconsistent");
    let first = animal("Burek", json!({"species": "dog", "owner": owner}));
    let first = kit.post(doctor, PATIENTS, first).await.ok();
    let id = &first["animal"]["owner"]["owner_id"];
    for name in ["Azor", "Rex"] {
        let next = animal(name, json!({"species": "dog", "owner_id": id}));
        kit.post(doctor, PATIENTS, next).await.ok();
    }
    let all = kit
        .get(doctor, &format!("/v1/ehr/owners/{}", text(id)))
        .await
        .ok();
    let names: Vec<&Value> = all["animals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| &a["given_name"])
        .collect();
    assert_eq!(names, ["Azor", "Burek", "Rex"]);
    let found = kit.get(doctor, "/v1/ehr/owners?query=kowalski").await.ok();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    kit.end().await;
}

pub async fn pat_11_the_banner_counts_as_the_lists_do(kit: Kit) {
    let doctor = kit.ours.doctor();
    let mut input = new("Nowak", "Anna");
    input["birth_date"] = json!("1980-12-01");
    let patient = kit.post(doctor, PATIENTS, input).await.ok();
    let id = text(&patient["patient_id"]);
    let banner = async || {
        kit.get(doctor, &format!("{PATIENTS}/{id}/banner"))
            .await
            .ok()
    };
    let before = banner().await;
    assert_eq!(
        (&before["age_years"], &before["age_months"]),
        (&json!(45), &json!(11))
    );
    assert_eq!(
        (&before["visit_count"], &before["last_visit_at"]),
        (&json!(0), &Value::Null)
    );
    kit.visit(doctor, &patient).await;
    kit.visit(kit.ours.admin(), &patient).await;
    let after = banner().await;
    let listed = kit
        .get(doctor, &format!("/v1/ehr/encounters?patient_id={id}"))
        .await
        .ok();
    assert_eq!(
        (&after["visit_count"], &after["open_visit_count"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(after["visit_count"], listed["total"]);
    assert_eq!(after["last_visit_at"], listed["items"][0]["started_at"]);
    kit.end().await;
}

pub async fn iam_12_restricted_patients_do_not_exist_for_the_front_desk(kit: Kit) {
    let doctor = kit.ours.doctor();
    let mut secret = new("Tajna", "Osoba");
    secret["restricted"] = json!(true);
    secret["mrn"] = json!("SECRET");
    let secret = kit.post(doctor, PATIENTS, secret).await.ok();
    let id = text(&secret["patient_id"]);
    kit.visit(doctor, &secret).await;
    kit.patient(doctor, "Jawna").await;
    for (role, sees) in [
        (Role::Clinician, true),
        (Role::FrontDesk, false),
        (Role::Billing, false),
        (Role::Viewer, false),
    ] {
        let token = kit.ours.token(role);
        let page = kit.get(token, PATIENTS).await.ok();
        assert_eq!(page["total"], if sees { 2 } else { 1 }, "{role:?}");
        let found = kit
            .get(token, &format!("{PATIENTS}/search?query=tajna"))
            .await
            .ok();
        assert_eq!(
            found["items"].as_array().unwrap().len(),
            usize::from(sees),
            "{role:?}"
        );
        for path in [
            format!("{PATIENTS}/{id}"),
            format!("{PATIENTS}/{id}/banner"),
            format!("{PATIENTS}/by-mrn/SECRET"),
        ] {
            assert_eq!(
                kit.get(token, &path).await.status,
                if sees { 200 } else { 404 },
                "{role:?} {path}"
            );
        }
    }
    let visits = kit
        .get(kit.ours.token(Role::Viewer), "/v1/ehr/encounters")
        .await
        .ok();
    assert_eq!(visits["total"], 0);
    let change = json!({"version": 1, "patient": new("Tajna", "Inna")});
    let desk = kit.ours.token(Role::FrontDesk);
    kit.put(desk, &format!("{PATIENTS}/{id}"), change)
        .await
        .failed(404, "NotFound");
    kit.end().await;
}
