//! The program on the command line's own behalf.

use crate::Place;
use anyhow::Context;
use praxis_domain::{
    access::model::{OrganizationId, UserId},
    store::{Actor, Trail},
};
use praxis_features::{Ctx, SetupGate};
use praxis_kernel::{Failure, WireFailure};
use praxis_runtime::{Configuration, DatabaseChoice, NoCode, Runtime, reference};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What the audit log says of requests from here.
pub const ORIGIN: &str = "command line";

/// Opens the clinic's data.
pub async fn open(place: &Place, setup: Arc<dyn SetupGate>) -> anyhow::Result<Arc<Runtime>> {
    let mut configuration = Configuration::new(place.data.clone(), setup);
    #[cfg(feature = "whisper")]
    {
        configuration.whisper = praxis_runtime::WorkerProgram::of_this_program();
    }
    configuration.local_only = place.local_only;
    if let Some(url) = &place.database {
        configuration.database = DatabaseChoice::Postgres { url: url.clone() };
    }
    Runtime::start(configuration).await.map_err(plain)
}

/// Opens it for a command that needs no code.
pub async fn open_trusted(place: &Place) -> anyhow::Result<Arc<Runtime>> {
    open(place, Arc::new(NoCode)).await
}

/// A failure in words; its cause is in the log.
pub fn plain(failure: Failure) -> anyhow::Error {
    if let Some(cause) = failure.cause() {
        tracing::error!(cause = %format!("{cause:#}"), "failed");
    }
    said(failure.wire(""))
}

/// What a client would be told.
pub fn said(failure: WireFailure) -> anyhow::Error {
    let field = failure.field.map_or_else(String::new, |f| format!("{f}: "));
    anyhow::anyhow!("{field}{}", failure.message)
}

/// The command line before it is known for which clinic it works.
pub fn nobody(runtime: &Arc<Runtime>, action: &'static str) -> Actor {
    Actor {
        organization: None,
        user: None,
        action,
        reference: reference(runtime),
        origin: ORIGIN.to_owned(),
        sees_restricted: true,
        now: runtime.services().clock.now(),
        trail: Trail::default(),
    }
}

/// A context for work that whoever may read the data folder may do: the operator.
pub async fn operator(
    runtime: &Arc<Runtime>,
    action: &'static str,
    login: Option<&str>,
) -> anyhow::Result<Ctx> {
    let services = runtime.services();
    let mut actor = nobody(runtime, action);
    let mut work = services.store.read(&actor).await.map_err(plain)?;
    let (organization, user) = who(work.as_mut(), login).await?;
    drop(work);
    actor.organization = Some(organization);
    actor.user = user;
    Ok(Ctx {
        actor,
        session: None,
        services: Arc::clone(services),
        cancel: CancellationToken::new(),
    })
}

async fn who(
    work: &mut dyn praxis_domain::store::Work,
    login: Option<&str>,
) -> anyhow::Result<(OrganizationId, Option<UserId>)> {
    if let Some(login) = login {
        let known = work.access().credentials(login).await.map_err(plain)?;
        let known = known.context("there is no such user")?;
        return Ok((known.organization.organization_id, Some(known.user.user_id)));
    }
    match work.access().organizations().await.map_err(plain)?[..] {
        [organization] => Ok((organization, None)),
        [] => anyhow::bail!("the clinic is not set up yet; run `praxis setup` first"),
        _ => anyhow::bail!("there are several clinics; name a user of yours with --as"),
    }
}
