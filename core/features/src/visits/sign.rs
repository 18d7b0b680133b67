use super::{
    lifecycle::check_open,
    read::{detail, find, sections},
};
use crate::{Ctx, Failure, access::attempts::reauthenticate};
use praxis_domain::visits::{
    model::{Amendment, AmendmentId, Signature, VisitDetail, VisitId},
    rules,
    states::VisitEvent,
};
use praxis_kernel::{operation, wire};

/// A note to sign.
#[wire(input)]
pub struct FinalizeVisit {
    /// Which visit.
    pub visit_id: VisitId,
    /// The version of the visit that was read.
    pub version: i32,
    /// The signer's password: a signature is given by a person, not by an open screen.
    pub password: String,
}

/// Signs the note. Afterwards nothing of it changes; it can only be amended.
#[operation(POST "/v1/ehr/encounters/{visit_id}/finalize", allow = "visit:sign", changes = [Visits, Patients], errors = [NotFound, Conflict, InvalidTransition, TooManyRequests])]
pub async fn finalize_visit(ctx: &Ctx, input: FinalizeVisit) -> Result<VisitDetail, Failure> {
    check_open(&find(ctx.read().await?.as_mut(), input.visit_id).await?)?;
    reauthenticate(ctx, &input.password).await?;
    let user = ctx.user()?;
    let mut work = ctx.write().await?;
    let visit = find(work.as_mut(), input.visit_id).await?;
    check_open(&visit)?;
    if visit.version != input.version {
        return Err(Failure::stale(&visit));
    }
    let note = sections(work.as_mut(), input.visit_id).await?;
    rules::check_signable(&note)?;
    let signature = Signature {
        signed_by: user.user_id,
        signer_name: user.display_name.clone(),
        signed_at: ctx.now(),
        content_hash: rules::content_hash(&visit, &note),
        matches: true,
    };
    work.visits().insert_signature(&visit, &signature).await?;
    let signed = work
        .visits()
        .transition(&visit, VisitEvent::Finalize)
        .await?;
    let answer = detail(work.as_mut(), signed).await?;
    work.commit().await?;
    Ok(answer)
}

/// Something to add to a signed note.
#[wire(input)]
pub struct AmendVisit {
    /// Which visit.
    pub visit_id: VisitId,
    /// Why.
    pub reason: String,
    /// What is added or corrected.
    pub text: String,
    /// The author's password.
    pub password: String,
}

/// Amends a signed note. The original stays as it was, and both are shown and printed.
#[operation(POST "/v1/ehr/encounters/{visit_id}/amendments", allow = "visit:sign", status = 201, changes = [Visits], errors = [NotFound, InvalidTransition, TooManyRequests])]
pub async fn amend_visit(ctx: &Ctx, input: AmendVisit) -> Result<VisitDetail, Failure> {
    let user = ctx.user()?;
    let amendment = Amendment {
        amendment_id: AmendmentId::new(ctx.id()),
        author_id: user.user_id,
        author_name: user.display_name.clone(),
        amended_at: ctx.now(),
        reason: input.reason.trim().to_owned(),
        text: input.text,
    };
    rules::check_amendment(&amendment)?;
    reauthenticate(ctx, &input.password).await?;
    let mut work = ctx.write().await?;
    let visit = find(work.as_mut(), input.visit_id).await?;
    let amended = work.visits().transition(&visit, VisitEvent::Amend).await?;
    work.visits().insert_amendment(&visit, &amendment).await?;
    let answer = detail(work.as_mut(), amended).await?;
    work.commit().await?;
    Ok(answer)
}
