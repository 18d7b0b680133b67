use super::read::{OneVisit, detail, find};
use crate::{Ctx, Done, Failure};
use praxis_domain::{
    access::model::UserId,
    patients::{model::PatientId, rules::required},
    store::Work,
    visits::{
        model::{Visit, VisitDetail, VisitId},
        ports::NewVisit,
        states::{VisitEvent, VisitStatus},
    },
};
use praxis_kernel::{Machine, Rule, Timestamp, operation, wire};

/// Within so many seconds, starting a visit again opens the one that is there.
const SAME_VISIT_SECONDS: i64 = 12 * 60 * 60;
/// As for birth dates.
const FIRST_YEAR: i16 = 1850;
/// Longest reason, in characters.
const REASON_MAX: usize = 1000;

/// A visit to begin.
#[wire(input)]
pub struct CreateVisit {
    /// Whose.
    pub patient_id: String,
    /// Why the patient comes.
    #[serde(default)]
    pub reason: String,
}

/// Begins a visit of the caller; if the caller has an open one of this patient from today, that one is answered.
#[operation(POST "/v1/ehr/encounters", allow = "visit:write", status = 201, changes = [Visits, Patients], errors = [NotFound], tool = Confirm)]
pub async fn create_visit(ctx: &Ctx, input: CreateVisit) -> Result<VisitDetail, Failure> {
    let id = required("patient_id", &input.patient_id, 64)?;
    let patient_id = id.parse().map_err(|_| Failure::not_found("patient"))?;
    let reason = reason(&input.reason)?;
    let clinician_id = ctx.user()?.user_id;
    let mut work = ctx.write().await?;
    work.patients()
        .find(patient_id)
        .await?
        .ok_or_else(|| Failure::not_found("patient"))?;
    let visit = open_visit(ctx, work.as_mut(), patient_id, clinician_id, reason).await?;
    let answer = detail(work.as_mut(), visit).await?;
    work.commit().await?;
    Ok(answer)
}

/// The clinician's open visit of the patient from today, or a new one.
pub(crate) async fn open_visit(
    ctx: &Ctx,
    work: &mut dyn Work,
    patient_id: PatientId,
    clinician_id: UserId,
    reason: String,
) -> Result<Visit, Failure> {
    let since = ctx.now().plus_seconds(-SAME_VISIT_SECONDS);
    let open = work
        .visits()
        .open_visit(patient_id, clinician_id, since)
        .await?;
    if let Some(visit_id) = open {
        return find(work, visit_id).await;
    }
    let visit_id = VisitId::new(ctx.id());
    work.visits()
        .insert(&NewVisit {
            visit_id,
            patient_id,
            clinician_id,
            reason,
            started_at: ctx.now(),
        })
        .await?;
    find(work, visit_id).await
}

/// New data of a visit.
#[wire(input)]
pub struct UpdateVisit {
    /// Which.
    pub visit_id: VisitId,
    /// The version that was read.
    pub version: i32,
    /// Why the patient comes.
    pub reason: String,
    /// When it began.
    pub started_at: Timestamp,
}

/// Changes reason and start of a visit that is not signed.
#[operation(PUT "/v1/ehr/encounters/{visit_id}", allow = "visit:write", changes = [Visits], errors = [NotFound, Conflict, InvalidTransition], tool = Confirm)]
pub async fn update_visit(ctx: &Ctx, input: UpdateVisit) -> Result<VisitDetail, Failure> {
    let reason = reason(&input.reason)?;
    check_start(ctx, input.started_at)?;
    let mut work = ctx.write().await?;
    let stored = find(work.as_mut(), input.visit_id).await?;
    check_open(&stored)?;
    let changed = Visit {
        reason,
        started_at: input.started_at,
        version: input.version,
        ..stored.clone()
    };
    if !work.visits().update(&changed).await? {
        return Err(Failure::stale(&stored));
    }
    let visit = find(work.as_mut(), input.visit_id).await?;
    let answer = detail(work.as_mut(), visit).await?;
    work.commit().await?;
    Ok(answer)
}

/// Removes a draft with everything of it.
#[operation(DELETE "/v1/ehr/encounters/{visit_id}", allow = "visit:write", changes = [Visits, Patients], errors = [NotFound, InvalidTransition])]
pub async fn delete_visit(ctx: &Ctx, input: OneVisit) -> Result<Done, Failure> {
    let mut work = ctx.write().await?;
    let visit = find(work.as_mut(), input.visit_id).await?;
    if visit.status != VisitStatus::Draft {
        return Err(Failure::transition(praxis_kernel::Refused {
            from: visit.status.word(),
            event: "delete",
            allowed: visit.status.valid_transitions(),
        }));
    }
    work.visits().delete(&visit).await?;
    work.commit().await?;
    Ok(Done {})
}

/// Says that the patient is in the room.
#[operation(POST "/v1/ehr/encounters/{visit_id}/start", allow = "visit:write", changes = [Visits], errors = [NotFound, InvalidTransition])]
pub async fn start_visit(ctx: &Ctx, input: OneVisit) -> Result<VisitDetail, Failure> {
    move_visit(ctx, input.visit_id, VisitEvent::Start).await
}

/// Closes a visit that did not take place; nothing of it is signed.
#[operation(POST "/v1/ehr/encounters/{visit_id}/cancel", allow = "visit:write", changes = [Visits, Patients], errors = [NotFound, InvalidTransition])]
pub async fn cancel_visit(ctx: &Ctx, input: OneVisit) -> Result<VisitDetail, Failure> {
    move_visit(ctx, input.visit_id, VisitEvent::Cancel).await
}

async fn move_visit(
    ctx: &Ctx,
    visit_id: VisitId,
    event: VisitEvent,
) -> Result<VisitDetail, Failure> {
    let mut work = ctx.write().await?;
    let visit = find(work.as_mut(), visit_id).await?;
    let moved = work.visits().transition(&visit, event).await?;
    let answer = detail(work.as_mut(), moved).await?;
    work.commit().await?;
    Ok(answer)
}

/// Refuses to write what was signed or cancelled, in the machine's own words.
pub(crate) fn check_open(visit: &Visit) -> Result<(), Failure> {
    if visit.status.is_open() {
        return Ok(());
    }
    Err(Failure::transition(praxis_kernel::Refused {
        from: visit.status.word(),
        event: "edit",
        allowed: visit.status.valid_transitions(),
    }))
}

/// A visit begins neither in the future nor before there were patients who still live.
pub(crate) fn check_start(ctx: &Ctx, started_at: Timestamp) -> Result<(), Failure> {
    if started_at > ctx.now().plus_seconds(60) {
        return Err(Failure::validation(
            "started_at",
            Rule::InFuture,
            "A visit does not begin in the future.",
        ));
    }
    if started_at.day().get().year() < FIRST_YEAR {
        return Err(Failure::validation(
            "started_at",
            Rule::OutOfRange,
            "A visit began in 1850 or later.",
        ));
    }
    Ok(())
}

pub(crate) fn reason(text: &str) -> Result<String, Failure> {
    Ok(
        praxis_domain::patients::rules::optional("reason", Some(text), REASON_MAX)?
            .unwrap_or_default(),
    )
}
