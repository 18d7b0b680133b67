use crate::{Ctx, Failure};
use praxis_domain::{
    PageRequest,
    access::model::UserId,
    patients::model::PatientId,
    scribe::model::Section,
    store::Work,
    visits::{
        model::{NoteSection, Visit, VisitDetail, VisitId, VisitPage},
        ports::{VisitFilter, empty_section},
        rules,
        states::VisitStatus,
    },
};
use praxis_kernel::{Date, Timestamp, operation, wire};

/// One visit.
#[wire(input)]
pub struct OneVisit {
    /// Which.
    pub visit_id: VisitId,
}

/// One visit with its note, transcript, draft, signature and amendments.
#[operation(GET "/v1/ehr/encounters/{visit_id}", allow = "visit:read", reads = [Visits, Drafts], errors = [NotFound], tool = Read)]
pub async fn get_visit(ctx: &Ctx, input: OneVisit) -> Result<VisitDetail, Failure> {
    let mut work = ctx.snapshot().await?;
    let visit = find(work.as_mut(), input.visit_id).await?;
    detail(work.as_mut(), visit).await
}

/// Which visits to list.
#[wire(input)]
#[derive(Default)]
pub struct ListVisits {
    /// Of one patient.
    #[serde(default)]
    pub patient_id: Option<PatientId>,
    /// Of one clinician.
    #[serde(default)]
    pub clinician_id: Option<UserId>,
    /// In one state.
    #[serde(default)]
    pub status: Option<VisitStatus>,
    /// Only those whose note may still be written.
    #[serde(default)]
    pub open: Option<bool>,
    /// Begun on this day (UTC) or later.
    #[serde(default)]
    pub from: Option<Date>,
    /// Begun on this day (UTC) or earlier.
    #[serde(default)]
    pub to: Option<Date>,
    /// Signed at this moment or later.
    #[serde(default)]
    pub signed_since: Option<Timestamp>,
    /// Rows wanted: 50 when absent, at most 1000.
    #[serde(default)]
    pub limit: Option<i32>,
    /// Rows to leave out first.
    #[serde(default)]
    pub offset: Option<i32>,
}

/// Visits, latest first, with the true total.
#[operation(GET "/v1/ehr/encounters", allow = "visit:read", reads = [Visits], tool = Read)]
pub async fn list_visits(ctx: &Ctx, input: ListVisits) -> Result<VisitPage, Failure> {
    let page = PageRequest::new(input.limit, input.offset)?;
    let filter = VisitFilter {
        patient: input.patient_id,
        clinician: input.clinician_id,
        status: input.status,
        open: input.open.unwrap_or(false),
        from: input.from,
        to: input.to,
        signed_since: input.signed_since,
    };
    ctx.read().await?.visits().page(&filter, page).await
}

/// A visit within reach.
pub(crate) async fn find(work: &mut dyn Work, visit: VisitId) -> Result<Visit, Failure> {
    work.visits()
        .find(visit)
        .await?
        .ok_or_else(|| Failure::not_found("visit"))
}

/// The four parts of the note, in order, with what is derived.
pub(crate) async fn sections(
    work: &mut dyn Work,
    visit: VisitId,
) -> Result<Vec<NoteSection>, Failure> {
    let mut saved = work.visits().sections(visit).await?;
    let transcript = work.scribe().transcript(visit).await?;
    let mut all: Vec<NoteSection> = Section::ALL
        .into_iter()
        .map(|section| {
            saved
                .iter()
                .position(|part| part.section == section)
                .map_or_else(|| empty_section(section), |at| saved.swap_remove(at))
        })
        .collect();
    rules::derive(&mut all, transcript.as_ref());
    Ok(all)
}

/// Everything of a visit.
pub(crate) async fn detail(work: &mut dyn Work, visit: Visit) -> Result<VisitDetail, Failure> {
    let id = visit.visit_id;
    let sections = sections(work, id).await?;
    let mut signature = work.visits().signature(id).await?;
    if let Some(signature) = &mut signature {
        signature.matches = rules::content_hash(&visit, &sections) == signature.content_hash;
    }
    Ok(VisitDetail {
        sections,
        draft: work.scribe().latest_draft(id).await?,
        taken_from: work.scribe().taken_from(id).await?,
        transcript: work.scribe().transcript(id).await?,
        signature,
        amendments: work.visits().amendments(id).await?,
        visit,
    })
}
