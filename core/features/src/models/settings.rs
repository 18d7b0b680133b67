use crate::{Ctx, Done, Failure};
use praxis_domain::models::{
    model::{ConnectionId, ModelChain, ModelSettings},
    rules,
};
use praxis_kernel::{Rule, operation, wire};

use super::connections::{OneModelConnection, find};

/// Nothing is asked.
#[wire(input)]
pub struct GetModelSettings {}

/// What the clinic decided about models: what may leave it, and which are asked for what.
#[operation(GET "/v1/models/settings", allow = "model:read", reads = [Models])]
pub async fn get_model_settings(
    ctx: &Ctx,
    _input: GetModelSettings,
) -> Result<ModelSettings, Failure> {
    ctx.read().await?.models().settings().await
}

/// What the clinic decides.
#[wire(input)]
pub struct UpdateModelSettings {
    /// The version that was read.
    pub version: i32,
    /// Nothing may be sent beyond this machine and the hosts below.
    pub local_only: bool,
    /// Hosts that belong to the clinic.
    pub own_hosts: Vec<String>,
    /// Names, numbers and dates of birth are replaced before anything is sent outside.
    pub mask_identifiers: bool,
    /// While a model is silent, the next one is asked as well after two seconds; as it was when
    /// absent.
    #[serde(default)]
    pub ask_next_when_silent: Option<bool>,
    /// The order for each task.
    pub chains: Vec<ModelChain>,
}

/// Decides what may leave the clinic, and which models are asked for what.
#[operation(PUT "/v1/models/settings", allow = "model:write", changes = [Models], errors = [Conflict])]
pub async fn update_model_settings(
    ctx: &Ctx,
    input: UpdateModelSettings,
) -> Result<ModelSettings, Failure> {
    let own_hosts = rules::check_own_hosts(&input.own_hosts)?;
    let mut work = ctx.write().await?;
    let known = work.models().connections().await?;
    let known: Vec<ConnectionId> = known.iter().map(|one| one.connection_id).collect();
    check_chains(&input.chains, &known)?;
    let before = work.models().settings().await?;
    let settings = ModelSettings {
        local_only: input.local_only,
        own_hosts,
        mask_identifiers: input.mask_identifiers,
        ask_next_when_silent: input
            .ask_next_when_silent
            .unwrap_or(before.ask_next_when_silent),
        chains: input.chains,
        version: input.version,
    };
    if !work.models().save_settings(&settings).await? {
        let stored = work.models().settings().await?;
        return Err(Failure::stale(&stored));
    }
    work.commit().await?;
    Ok(ModelSettings {
        version: settings.version + 1,
        ..settings
    })
}

fn check_chains(chains: &[ModelChain], known: &[ConnectionId]) -> Result<(), Failure> {
    let refuse = |rule, words| Err(Failure::validation("chains", rule, words));
    let twice = |ids: &mut Vec<_>| {
        ids.sort_unstable();
        ids.windows(2).any(|pair| pair[0] == pair[1])
    };
    let mut tasks: Vec<_> = chains.iter().map(|chain| chain.task).collect();
    tasks.sort_unstable();
    if tasks.windows(2).any(|pair| pair[0] == pair[1]) {
        return refuse(Rule::Inconsistent, "A task has one order.");
    }
    for chain in chains {
        if twice(&mut chain.connections.clone()) {
            return refuse(Rule::Inconsistent, "A connection stands once in an order.");
        }
        if !chain.connections.iter().all(|id| known.contains(id)) {
            return refuse(Rule::Malformed, "There is no such connection.");
        }
    }
    Ok(())
}

/// Notes that the caller has seen what is sent to a connection outside, and agrees to send it.
#[operation(POST "/v1/models/connections/{connection_id}/shown", allow = "model:use", changes = [Models], errors = [NotFound])]
pub async fn acknowledge_model_disclosure(
    ctx: &Ctx,
    input: OneModelConnection,
) -> Result<Done, Failure> {
    let user = ctx.user()?.user_id;
    let mut work = ctx.write().await?;
    let connection = find(work.as_mut(), input.connection_id).await?;
    work.models()
        .mark_shown(user, connection.connection_id)
        .await?;
    work.commit().await?;
    Ok(Done {})
}
