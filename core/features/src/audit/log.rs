use crate::{Ctx, Failure, access::setup::Nothing};
use praxis_domain::{
    PageRequest,
    access::model::UserId,
    audit::{
        chain::Verifier,
        model::{AuditPage, AuditProblem, AuditVerdict},
        ports::{Anchor, Anchors, AuditFilter, ChainHead},
    },
    patients::model::PatientId,
    store::{Actor, Store, Work},
};
use praxis_kernel::{Date, Emit, operation, wire};

/// Rows that are checked at a time.
const PIECE: u32 = 1000;
/// Rows between two words of how far the check is.
const TELL_EVERY: u32 = 10 * PIECE;

/// Which rows of the log to list.
#[wire(input)]
#[derive(Default)]
pub struct ListAudit {
    /// By one user.
    #[serde(default)]
    pub user_id: Option<UserId>,
    /// About one patient.
    #[serde(default)]
    pub patient_id: Option<PatientId>,
    /// One operation, such as `get_patient`.
    #[serde(default)]
    pub action: Option<String>,
    /// On this day (UTC) or later.
    #[serde(default)]
    pub from: Option<Date>,
    /// On this day (UTC) or earlier.
    #[serde(default)]
    pub to: Option<Date>,
    /// Rows wanted: 50 when absent, at most 1000.
    #[serde(default)]
    pub limit: Option<i32>,
    /// Rows to leave out first.
    #[serde(default)]
    pub offset: Option<i32>,
}

/// Who did what, when, to whom; latest first. Looking here is itself written down.
#[operation(GET "/v1/audit", allow = "audit:read", reads = [Audit])]
pub async fn list_audit(ctx: &Ctx, input: ListAudit) -> Result<AuditPage, Failure> {
    let page = PageRequest::new(input.limit, input.offset)?;
    let filter = AuditFilter {
        user: input.user_id.map(UserId::get),
        patient: input.patient_id.map(PatientId::get),
        action: input.action,
        from: input.from,
        to: input.to,
    };
    ctx.read().await?.audit().page(&filter, page).await
}

/// How far a check of the log is.
#[wire]
pub struct AuditProgress {
    /// Rows that are checked.
    pub checked: u32,
    /// Rows in all.
    pub total: u32,
}

/// Checks that every row of the log is where and as it was written, telling now and then how far
/// it is: years of rows take more than a moment.
#[operation(GET "/v1/audit/verify", allow = "audit:read", reads = [Audit])]
pub async fn verify_audit(
    ctx: &Ctx,
    _input: Nothing,
    out: Emit<AuditProgress>,
) -> Result<AuditVerdict, Failure> {
    let services = &ctx.services;
    verify(
        services.store.as_ref(),
        services.anchors.as_ref(),
        &ctx.actor,
        &out,
    )
    .await
}

/// Checks all chains of the actor's organisation.
pub async fn verify(
    store: &dyn Store,
    anchors: &dyn Anchors,
    actor: &Actor,
    out: &Emit<AuditProgress>,
) -> Result<AuditVerdict, Failure> {
    // Read before the log is: a chain only grows.
    let mut anchors = anchors.load()?;
    anchors.retain(|anchor| Some(anchor.organization) == actor.organization);
    let mut work = store.snapshot(actor).await?;
    let mut heads = work.audit().heads().await?;
    for anchor in &anchors {
        if !heads.iter().any(|head| head.chain == anchor.head.chain) {
            heads.push(anchor.head.clone());
        }
    }
    let mut progress = AuditProgress {
        checked: 0,
        total: heads.iter().map(|head| head.sequence).sum(),
    };
    for head in heads {
        let anchor = anchors
            .iter()
            .find(|anchor| anchor.head.chain == head.chain)
            .map(|anchor| anchor.head.clone());
        let mut verifier = Verifier::new(head.chain, anchor);
        let problem = verify_chain(work.as_mut(), &mut verifier, &head, out, &progress).await?;
        progress.checked += verifier.sequence();
        if problem.is_some() {
            return Ok(AuditVerdict {
                intact: false,
                checked: progress.checked,
                problem,
            });
        }
    }
    Ok(AuditVerdict {
        intact: true,
        checked: progress.checked,
        problem: None,
    })
}

async fn verify_chain(
    work: &mut dyn Work,
    verifier: &mut Verifier,
    head: &ChainHead,
    out: &Emit<AuditProgress>,
    before: &AuditProgress,
) -> Result<Option<AuditProblem>, Failure> {
    loop {
        let rows = work
            .audit()
            .chain(head.chain, verifier.sequence(), PIECE)
            .await?;
        if rows.is_empty() {
            return Ok(verifier.finish(head).err());
        }
        if let Err(problem) = verifier.feed(&rows) {
            return Ok(Some(problem));
        }
        if verifier.sequence().is_multiple_of(TELL_EVERY) {
            let checked = before.checked + verifier.sequence();
            let total = before.total;
            out.send(AuditProgress { checked, total }).await;
        }
    }
}

/// Remembers outside the database where the chains of all organisations end. A chain that does not
/// lead through the end remembered before keeps that one, so that a check still finds it.
pub async fn anchor(
    store: &dyn Store,
    anchors: &dyn Anchors,
    actor: &Actor,
) -> Result<(), Failure> {
    let before = anchors.load()?;
    let mut ends = before.clone();
    let organizations = store.read(actor).await?.access().organizations().await?;
    for organization in organizations {
        let mut actor = actor.clone();
        actor.organization = Some(organization);
        let mut work = store.snapshot(&actor).await?;
        for head in work.audit().heads().await? {
            let known = ends.iter_mut().find(|anchor| {
                anchor.organization == organization && anchor.head.chain == head.chain
            });
            match known {
                None => ends.push(Anchor { organization, head }),
                Some(known) if leads_through(work.as_mut(), &known.head).await? => {
                    known.head = head;
                }
                Some(_broken) => {}
            }
        }
    }
    if ends != before {
        anchors.save(&ends)?;
    }
    Ok(())
}

async fn leads_through(work: &mut dyn Work, end: &ChainHead) -> Result<bool, Failure> {
    let rows = work.audit().chain(end.chain, end.sequence - 1, 1).await?;
    Ok(rows
        .first()
        .is_some_and(|row| row.entry.sequence == end.sequence && row.hash == end.hash))
}
