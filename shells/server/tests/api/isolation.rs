//! Two clinics in one database.

use crate::kit::{Kit, nothing, operations, route, sample, text};
use serde_json::{Value, json};

crate::on_both! {
    iam_14_nothing_of_another_clinic_is_within_reach,
}

const TALK: &str = "Doctor: What brings you in?\nPatient: I have had a cough for three days.\nDoctor: Any fever?\nPatient: No fever.";

/// One of everything.
pub struct Things {
    pub patient: Value,
    pub animal: Value,
    pub visit: String,
    pub draft: String,
    pub upload: String,
    pub job: String,
    pub user: String,
}

impl Things {
    pub async fn make(kit: &Kit, clinic: &crate::kit::Clinic, family: &str) -> Self {
        let (admin, doctor) = (clinic.admin(), clinic.doctor());
        let patient = kit.patient(doctor, family).await;
        let animal = json!({"kind": "animal", "given_name": "Burek", "sex": "male",
            "animal": {"species": "dog", "owner": {"family_name": family, "given_name": "Jan"}}});
        let animal = kit.post(doctor, "/v1/ehr/patients", animal).await.ok();
        let visit = kit.visit(doctor, &patient).await;
        let visit = text(&visit["visit"]["visit_id"]);
        let at = |rest: &str| format!("/v1/ehr/encounters/{visit}{rest}");
        kit.post(doctor, &at("/transcript"), json!({ "text": TALK }))
            .await
            .ok();
        let drafted = kit.post(doctor, &at("/draft"), json!({})).await;
        assert!(drafted.text.contains("event: done"), "{}", drafted.text);
        let detail = kit.get(doctor, &at("")).await.ok();
        let note = json!({"version": 0, "sentences": [{"text": format!("Note of {family}")}]});
        kit.put(doctor, &at("/soap/plan"), note).await.ok();
        let csv = format!("family_name,given_name,sex\nCsv{family},Ewa,female\n");
        let upload = kit
            .upload(doctor, &format!("{family}.csv"), csv.as_bytes())
            .await;
        let import = json!({ "upload_id": upload });
        let job = kit
            .post(doctor, "/v1/ehr/patients/import", import)
            .await
            .ok();
        let job = text(&job["job_id"]);
        kit.finished(doctor, &job).await;
        let user = kit.get(admin, "/v1/auth/me").await.ok();
        Self {
            draft: text(&detail["draft"]["draft_id"]),
            user: text(&user["user"]["user_id"]),
            patient,
            animal,
            visit,
            upload,
            job,
        }
    }
    /// The identifier that a field of this name takes.
    pub fn id(&self, name: &str) -> String {
        match name {
            "patient_id" => text(&self.patient["patient_id"]),
            "owner_id" => text(&self.animal["animal"]["owner"]["owner_id"]),
            "mrn" => text(&self.patient["mrn"]),
            "visit_id" => self.visit.clone(),
            "draft_id" => self.draft.clone(),
            "upload_id" => self.upload.clone(),
            "job_id" => self.job.clone(),
            "user_id" | "clinician_id" => self.user.clone(),
            "data" => "AAAA".to_owned(),
            "password" => crate::kit::PASSWORD.to_owned(),
            other => nothing(other),
        }
    }
    fn all(&self) -> Vec<String> {
        let names = [
            "patient_id",
            "owner_id",
            "mrn",
            "visit_id",
            "draft_id",
            "upload_id",
            "job_id",
            "user_id",
        ];
        let mut all: Vec<String> = names.iter().map(|name| self.id(name)).collect();
        all.push(text(&self.animal["patient_id"]));
        all
    }
}

/// Everything of a clinic as its admin sees it.
async fn everything(kit: &Kit, token: &str, things: &Things) -> Vec<Value> {
    let mut all = vec![];
    for path in [
        "/v1/ehr/patients".to_owned(),
        "/v1/ehr/encounters".to_owned(),
        "/v1/jobs".to_owned(),
        "/v1/users".to_owned(),
        format!("/v1/ehr/encounters/{}", things.visit),
        format!("/v1/ehr/patients/{}", things.id("patient_id")),
    ] {
        all.push(kit.get(token, &path).await.ok());
    }
    all
}

pub async fn iam_14_nothing_of_another_clinic_is_within_reach(kit: Kit) {
    let ours = Things::make(&kit, &kit.ours, "Nasza").await;
    let theirs = Things::make(&kit, &kit.theirs, "Obca").await;
    let before = everything(&kit, kit.theirs.admin(), &theirs).await;
    let admin = kit.ours.admin();
    let foreign = |name: &str| theirs.id(name);

    // By identifier: every operation that takes one, in the path or in the body.
    let mut tried = 0;
    for meta in operations() {
        let input = sample(meta, &foreign);
        let (path, body) = route(meta, &input);
        let named = theirs
            .all()
            .iter()
            .any(|id| path.contains(id) || body.to_string().contains(id));
        if !named || meta.id == "import_visits" {
            continue;
        }
        tried += 1;
        let answer = kit.call(admin, meta, &input).await;
        assert_eq!(answer.status, 404, "{}: {}", meta.id, answer.text);
    }
    assert!(tried > 25, "only {tried} operations take identifiers");

    // Hidden in bodies, and beside identifiers of our own.
    let animal = json!({"kind": "animal", "given_name": "X", "sex": "male",
        "animal": {"species": "dog", "owner_id": theirs.id("owner_id")}});
    kit.post(admin, "/v1/ehr/patients", animal)
        .await
        .failed(404, "NotFound");
    let accept = format!(
        "/v1/ehr/encounters/{}/draft/{}/accept",
        ours.visit, theirs.draft
    );
    let sections = json!({"sections": ["subjective"]});
    kit.post(admin, &accept, sections)
        .await
        .failed(404, "NotFound");
    let export = format!("/v1/ehr/patients/{}/visits/export", theirs.id("patient_id"));
    let file = kit.get(kit.theirs.admin(), &export).await.ok();
    let import = format!("/v1/ehr/patients/{}/visits/import", ours.id("patient_id"));
    let report = kit.post(admin, &import, json!({ "file": file })).await.ok();
    assert_eq!(
        (&report["created"], &report["failed"]),
        (&json!(0), &json!(1)),
        "{report}"
    );
    let import = format!("/v1/ehr/patients/{}/visits/import", theirs.id("patient_id"));
    kit.post(admin, &import, json!({ "file": file }))
        .await
        .failed(404, "NotFound");

    // In lists, counts, searches and the log.
    for path in [
        "/v1/ehr/patients?limit=1000".to_owned(),
        "/v1/ehr/patients/search?query=obca".to_owned(),
        "/v1/ehr/patients/search?query=burek".to_owned(),
        "/v1/ehr/owners?query=obca".to_owned(),
        "/v1/ehr/encounters?limit=1000".to_owned(),
        format!("/v1/ehr/encounters?patient_id={}", theirs.id("patient_id")),
        format!("/v1/ehr/encounters?clinician_id={}", theirs.user),
        "/v1/jobs?limit=1000".to_owned(),
        "/v1/users".to_owned(),
        "/v1/audit?limit=1000&action=create_patient".to_owned(),
        format!("/v1/audit?user_id={}", theirs.user),
    ] {
        let answer = kit.get(admin, &path).await;
        assert_eq!(answer.status, 200, "{path}");
        for id in theirs.all() {
            assert!(!answer.text.contains(&id), "{path} shows {id}");
        }
        assert!(!answer.text.contains("Obca"), "{path}: {}", answer.text);
    }
    // Our log says that we asked about the identifier, and nothing that they did with it.
    let path = format!(
        "/v1/audit?patient_id={}&limit=1000",
        theirs.id("patient_id")
    );
    for row in kit.get(admin, &path).await.ok()["items"]
        .as_array()
        .unwrap()
    {
        assert_eq!(row["user_id"], json!(ours.user), "{row}");
        assert_eq!(row["outcome"], "read", "{row}");
    }
    let page = kit.get(admin, "/v1/ehr/patients").await.ok();
    assert_eq!(page["total"], 3, "one, an animal and one imported");
    let taken = format!("/v1/ehr/patients/by-mrn/{}", theirs.id("mrn"));
    kit.get(admin, &taken).await.failed(404, "NotFound");

    let after = everything(&kit, kit.theirs.admin(), &theirs).await;
    assert_eq!(before, after, "nothing of theirs changed");
    kit.end().await;
}
