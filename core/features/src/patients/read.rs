use crate::{Ctx, Failure};
use praxis_domain::{
    PageRequest,
    patients::{
        model::{Patient, PatientBanner, PatientId, PatientPage, PatientSummary},
        ports::PageStart,
        rules,
    },
};
use praxis_kernel::{Rule, operation, wire};

/// One patient.
#[wire(input)]
pub struct OnePatient {
    /// Which.
    pub patient_id: PatientId,
}

/// One patient of the caller's clinic.
#[operation(GET "/v1/ehr/patients/{patient_id}", allow = "patient:read", reads = [Patients], errors = [NotFound], tool = Read)]
pub async fn get_patient(ctx: &Ctx, input: OnePatient) -> Result<Patient, Failure> {
    ctx.read()
        .await?
        .patients()
        .find(input.patient_id)
        .await?
        .ok_or_else(|| Failure::not_found("patient"))
}

/// Part of the list of patients.
#[wire(input)]
pub struct ListPatients {
    /// Rows wanted: 50 when absent, at most 1000.
    #[serde(default)]
    pub limit: Option<i32>,
    /// Rows to leave out first.
    #[serde(default)]
    pub offset: Option<i32>,
    /// `next` of the page before; faster than an offset in long lists.
    #[serde(default)]
    pub after: Option<String>,
}

/// Patients by family name and given name, with the true total.
#[operation(GET "/v1/ehr/patients", allow = "patient:read", reads = [Patients], tool = Read)]
pub async fn list_patients(ctx: &Ctx, input: ListPatients) -> Result<PatientPage, Failure> {
    let page = PageRequest::new(input.limit, input.offset)?;
    let start = match &input.after {
        None => PageStart::Offset,
        Some(after) => after
            .split_once(' ')
            .and_then(|(id, key)| Some(PageStart::After(key.to_owned(), id.parse().ok()?)))
            .ok_or_else(|| {
                Failure::validation("after", Rule::Malformed, "This is not the end of a page.")
            })?,
    };
    ctx.read().await?.patients().page(page, start).await
}

/// What was typed to find a patient.
#[wire(input)]
pub struct SearchPatients {
    /// Beginnings of names, record number, phone, chip; or a birth date. With or without marks.
    pub query: String,
    /// Rows wanted: 20 when absent, at most 100.
    #[serde(default)]
    pub limit: Option<i32>,
}

/// Patients that match.
#[wire]
pub struct PatientList {
    /// The best first.
    pub items: Vec<PatientSummary>,
}

/// Finds patients while somebody types: by words of the name (also the owner's), record number,
/// phone, chip or birth date, with or without diacritics.
#[operation(GET "/v1/ehr/patients/search", allow = "patient:read", reads = [Patients], tool = Read)]
pub async fn search_patients(ctx: &Ctx, input: SearchPatients) -> Result<PatientList, Failure> {
    let limit = PageRequest::new(input.limit.or(Some(20)), None)?
        .limit
        .min(100);
    let words = rules::search_words(&input.query);
    let items = ctx.read().await?.patients().search(&words, limit).await?;
    Ok(PatientList { items })
}

/// A record number.
#[wire(input)]
pub struct FindPatientByMrn {
    /// As it was given.
    pub mrn: String,
}

/// The patient with this record number.
#[operation(GET "/v1/ehr/patients/by-mrn/{mrn}", allow = "patient:read", reads = [Patients], errors = [NotFound], tool = Read)]
pub async fn find_patient_by_mrn(ctx: &Ctx, input: FindPatientByMrn) -> Result<Patient, Failure> {
    ctx.read()
        .await?
        .patients()
        .find_by_mrn(input.mrn.trim())
        .await?
        .ok_or_else(|| Failure::not_found("patient"))
}

/// What stands above a patient's chart.
#[operation(GET "/v1/ehr/patients/{patient_id}/banner", allow = "patient:read", reads = [Patients, Visits], errors = [NotFound], tool = Read)]
pub async fn get_patient_banner(ctx: &Ctx, input: OnePatient) -> Result<PatientBanner, Failure> {
    let mut work = ctx.read().await?;
    let patient = work
        .patients()
        .find(input.patient_id)
        .await?
        .ok_or_else(|| Failure::not_found("patient"))?;
    let counts = work.patients().visit_counts(input.patient_id).await?;
    let age = patient
        .birth_date
        .and_then(|born| rules::age(born, ctx.now().day()));
    Ok(PatientBanner {
        patient,
        age_years: age.map(|(years, _)| years),
        age_months: age.map(|(_, months)| months),
        visit_count: counts.visits,
        open_visit_count: counts.open,
        last_visit_at: counts.last_visit_at,
    })
}
