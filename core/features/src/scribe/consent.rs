use crate::{Ctx, Failure};
use praxis_domain::{
    patients::model::PatientId,
    scribe::recordings::ports::RecordingFilter,
    scribe::recordings::{
        model::{Consent, ConsentDecision, ConsentId, ConsentPurpose},
        rules::allows,
        states::RecordingEvent,
    },
    store::Work,
    visits::model::VisitId,
};
use praxis_kernel::{Rule, operation, wire};

/// A decision of a patient.
#[wire(input)]
pub struct RecordConsent {
    /// Whose.
    pub patient_id: PatientId,
    /// To what.
    pub purpose: ConsentPurpose,
    /// What was decided.
    pub decision: ConsentDecision,
    /// For which visit; required for one that holds for one visit.
    #[serde(default)]
    pub visit_id: Option<VisitId>,
}

/// Writes down what a patient decided. Older decisions stay; the latest counts. A refusal stops what is being recorded of the visit.
#[operation(POST "/v1/ehr/patients/{patient_id}/consents", allow = "recording:write", status = 201, changes = [Recordings], errors = [NotFound])]
pub async fn record_consent(ctx: &Ctx, input: RecordConsent) -> Result<Consent, Failure> {
    if input.decision == ConsentDecision::ThisVisit && input.visit_id.is_none() {
        return Err(Failure::validation(
            "visit_id",
            Rule::Required,
            "Say for which visit.",
        ));
    }
    let user = ctx.user()?;
    let mut work = ctx.write().await?;
    work.patients()
        .find(input.patient_id)
        .await?
        .ok_or_else(|| Failure::not_found("patient"))?;
    if let Some(visit_id) = input.visit_id {
        let visit = work.visits().find(visit_id).await?;
        if visit.is_none_or(|visit| visit.patient_id != input.patient_id) {
            return Err(Failure::not_found("visit of this patient"));
        }
    }
    let consent = Consent {
        consent_id: ConsentId::new(ctx.id()),
        patient_id: input.patient_id,
        purpose: input.purpose,
        decision: input.decision,
        visit_id: input.visit_id,
        recorded_by: user.user_id,
        recorded_by_name: user.display_name.clone(),
        recorded_at: ctx.now(),
    };
    work.recordings().insert_consent(&consent).await?;
    if input.purpose == ConsentPurpose::Recording
        && let Some(visit_id) = input.visit_id
        && !allows(Some(&consent), visit_id)
    {
        stop_all(work.as_mut(), visit_id).await?;
    }
    work.commit().await?;
    Ok(consent)
}

async fn stop_all(work: &mut dyn Work, visit_id: VisitId) -> Result<(), Failure> {
    let of_visit = RecordingFilter::OfVisit(visit_id);
    for recording in work.recordings().list(of_visit).await? {
        if recording.status.is_open() {
            let stop = RecordingEvent::Stop;
            work.recordings().transition(&recording, stop).await?;
        }
    }
    Ok(())
}
