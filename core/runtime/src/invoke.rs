//! The one way in. Whatever applies to all operations is written here, once: authenticate,
//! authorise, bound the time, contain panics, write the audit log, log a failure, tell the screens.

use crate::Runtime;
use futures::FutureExt;
use praxis_domain::{
    access::model::Session,
    store::{Actor, Touched, Trail},
};
use praxis_features::{
    Ctx, Events,
    access::sign_in::{is_alive, token_hash},
};
use praxis_kernel::{Emit, Event, Failure, FailureType, Meta, Operation, Timestamp, WireFailure};
use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// Time within which an operation answers.
const DEADLINE: Duration = Duration::from_secs(5);
/// One that streams shows how far it is and can be stopped, and a model on a slow machine needs
/// minutes for a note: this only ends what everybody forgot.
const STREAM_DEADLINE: Duration = Duration::from_secs(30 * 60);
/// A session's last use is written down this often, in seconds.
const SEEN_EVERY: i64 = 60;

/// Who calls, and from where.
#[derive(Debug, Clone)]
pub struct Request {
    /// The session's token, if any.
    pub token: Option<String>,
    /// An address, `desktop` or `command line`.
    pub origin: String,
    /// Finds the request in log and audit; see [`reference`].
    pub reference: String,
    /// The screen asks by itself while nobody is there: no use of the session, which runs out as if
    /// it had not been asked.
    pub unattended: bool,
    /// Ends when the caller no longer wants the answer.
    pub cancel: CancellationToken,
}

/// A new reference: short enough to be read over the telephone.
pub fn reference(runtime: &Runtime) -> String {
    let id = runtime.services().random.id().simple().to_string();
    id.get(20..).unwrap_or(&id).to_owned()
}

impl Runtime {
    /// Runs one operation on behalf of the caller.
    pub async fn invoke<O: Operation<Ctx = Ctx>>(
        &self,
        request: Request,
        input: O::Input,
        out: Emit<O::Item>,
    ) -> Result<O::Output, WireFailure> {
        let meta = &O::META;
        let outcome = match self.admit(meta, &request).await {
            Ok(ctx) => self.run::<O>(&ctx, input, out).await,
            Err(failure) => Err(failure),
        };
        outcome.map_err(|failure| {
            log(meta, &request.reference, &failure);
            failure.wire(&request.reference)
        })
    }

    /// Authenticates and authorises.
    async fn admit(&self, meta: &Meta, request: &Request) -> Result<Ctx, Failure> {
        let now = self.services().clock.now();
        let session = if meta.allow == "public" {
            None
        } else {
            self.session(meta, request, now).await?
        };
        let actor = actor(session.as_ref(), meta.id, request, now);
        let ctx = Ctx {
            actor,
            session,
            services: Arc::clone(self.services()),
            cancel: request.cancel.clone(),
        };
        self.authorise(meta, ctx).await
    }

    /// The living session of a request. Looking is no use of it: a screen that only listens runs
    /// out all the same.
    pub async fn living_session(&self, request: &Request) -> Result<Option<Session>, Failure> {
        let Some(token) = &request.token else {
            return Ok(None);
        };
        let now = self.services().clock.now();
        let nobody = actor(None, "session", request, now);
        let hash = token_hash(token);
        let mut work = self.services().store.read(&nobody).await?;
        let session = work.access().session(&hash).await?;
        Ok(session.filter(|session| is_alive(session, now)))
    }

    /// The living session of a request that uses it.
    async fn session(
        &self,
        meta: &Meta,
        request: &Request,
        now: Timestamp,
    ) -> Result<Option<Session>, Failure> {
        let Some(session) = self.living_session(request).await? else {
            return Ok(None);
        };
        if !request.unattended && session.seen_at.plus_seconds(SEEN_EVERY) < now {
            let nobody = actor(None, meta.id, request, now);
            match self.touch(&session, &nobody).await {
                // Reading goes on when the disk is full; the session ends when it would have.
                Err(failure) if failure.r#type() == FailureType::StorageFull => {}
                outcome => outcome?,
            }
        }
        Ok(Some(session))
    }

    async fn touch(&self, session: &Session, actor: &Actor) -> Result<(), Failure> {
        let mut work = self.services().store.write(actor).await?;
        work.access().touch_session(session.session_id).await?;
        work.commit().await
    }

    async fn authorise(&self, meta: &Meta, mut ctx: Ctx) -> Result<Ctx, Failure> {
        if meta.allow == "public" {
            return Ok(ctx);
        }
        let session = ctx.session()?;
        if meta.allow == "signed_in" {
            return Ok(ctx);
        }
        let decision = self.policy().decide(&session.user.roles, meta.allow);
        if decision.allowed {
            ctx.actor.sees_restricted = decision.sees_restricted;
            return Ok(ctx);
        }
        let refused = Touched {
            resource: "operation",
            resource_id: None,
            patient_id: None,
            outcome: "refused",
            subjects: vec![],
        };
        ctx.services.store.record(&ctx.actor, vec![refused]).await?;
        Err(Failure::new(
            FailureType::Forbidden,
            "Your role does not allow this.",
        ))
    }

    async fn run<O: Operation<Ctx = Ctx>>(
        &self,
        ctx: &Ctx,
        input: O::Input,
        out: Emit<O::Item>,
    ) -> Result<O::Output, Failure> {
        let meta = &O::META;
        let deadline = match meta.lasts {
            Some(seconds) => Duration::from_secs(u64::from(seconds)),
            None if meta.streams => STREAM_DEADLINE,
            None => DEADLINE,
        };
        let work = Whole::run(&ctx.actor.trail, O::call(ctx, input, out));
        let outcome = tokio::select! {
            outcome = tokio::time::timeout(deadline, AssertUnwindSafe(work).catch_unwind()) => match outcome {
                Ok(Ok(result)) => result,
                // The panic itself was reported where it happened.
                Ok(Err(_panic)) => Err(Failure::internal(anyhow::anyhow!("the operation panicked"))),
                Err(_late) => Err(Failure::new(FailureType::Timeout, "This took too long. Please try again.")),
            },
            () = ctx.cancel.cancelled() => Err(Failure::new(FailureType::Cancelled, "Cancelled.")),
        };
        write_down(meta, ctx, outcome.is_ok()).await?;
        let output = outcome?;
        if !meta.changes.is_empty()
            && let Some(organization) = ctx.actor.organization
        {
            let changed = Event::RecordsChanged {
                tags: meta.changes.to_vec(),
            };
            self.hub().publish(organization, changed);
        }
        Ok(output)
    }
}

/// Marks a request whose work ends before its end: out of time, cancelled, or the caller gone.
pub struct Whole<'a>(Option<&'a Trail>);

impl Whole<'_> {
    pub async fn run<T>(trail: &Trail, work: impl Future<Output = T>) -> T {
        let mut work = std::pin::pin!(work);
        // Dropped before the work, which thus can tell that it is cut off.
        let mut whole = Whole(Some(trail));
        let outcome = work.as_mut().await;
        whole.0 = None;
        outcome
    }
}

impl Drop for Whole<'_> {
    fn drop(&mut self) {
        if let Some(trail) = self.0 {
            trail.cut_off();
        }
    }
}

/// Writes down what was read; no row, no answer. What a failed operation changed was rolled back
/// and is not written, but what it read may stand in its answer.
async fn write_down(meta: &Meta, ctx: &Ctx, succeeded: bool) -> Result<(), Failure> {
    let mut rows = ctx.actor.trail.take();
    rows.retain(|row| row.outcome == "read");
    let is_record = !matches!(meta.allow, "public" | "signed_in");
    if rows.is_empty() && succeeded && is_record && !ctx.actor.trail.is_written() {
        rows.push(Touched::list("operation", None, vec![]));
    }
    if rows.is_empty() || ctx.actor.organization.is_none() {
        return Ok(());
    }
    ctx.services.store.record(&ctx.actor, rows).await
}

/// On whose behalf a unit of work runs.
pub fn actor(
    session: Option<&Session>,
    action: &'static str,
    request: &Request,
    now: Timestamp,
) -> Actor {
    Actor {
        organization: session.map(|session| session.organization.organization_id),
        user: session.map(|session| session.user.user_id),
        action,
        reference: request.reference.clone(),
        origin: request.origin.clone(),
        sees_restricted: false,
        now,
        trail: Trail::default(),
    }
}

/// Logs a failure once, under the reference that the caller sees, without anything clinical.
fn log(meta: &Meta, reference: &str, failure: &Failure) {
    let kind = failure.r#type();
    match failure.cause() {
        Some(cause) => {
            tracing::error!(operation = meta.id, reference, ?kind, cause = %format!("{cause:#}"), "failed");
        }
        None => tracing::info!(operation = meta.id, reference, ?kind, "refused"),
    }
}
