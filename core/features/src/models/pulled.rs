//! Models that a provider fetches to its disk and deletes.

use super::connections::{find, open_endpoint};
use crate::{Ctx, Failure};
use praxis_domain::{
    access::rules::check_name,
    models::{
        model::{ConnectionId, PullProgress},
        ports::{Endpoint, ModelProblem, Unanswered},
    },
};
use praxis_kernel::{Emit, Rule, operation, wire};
use std::time::Duration;

/// Without a sign of life for so long, a pull is given up. A large model is checked in silence.
const SILENCE: Duration = Duration::from_secs(300);

/// A model at a connection whose provider keeps models (`ConnectionKind::keeps_models`).
#[wire(input)]
pub struct ModelAtConnection {
    /// Which connection.
    pub connection_id: ConnectionId,
    /// The model, by the provider's name for it, such as `llama3.2:3b`.
    pub model: String,
}

/// How it ended.
#[wire]
pub struct ModelOutcome {
    /// Why it was not done; absent when it was.
    pub problem: Option<ModelProblem>,
}

impl From<Result<(), Unanswered>> for ModelOutcome {
    fn from(ended: Result<(), Unanswered>) -> Self {
        Self {
            problem: ended.err().map(|it| it.problem),
        }
    }
}

/// Makes a provider such as Ollama fetch a model, and sends how far it is. Who goes away ends it; what was fetched stays, and another call goes on from there. Nothing of the clinic is sent.
#[operation(POST "/v1/models/connections/{connection_id}/pull", allow = "model:write", changes = [Models], errors = [NotFound], lasts = 14400)]
pub async fn pull_model(
    ctx: &Ctx,
    input: ModelAtConnection,
    out: Emit<PullProgress>,
) -> Result<ModelOutcome, Failure> {
    let (endpoint, model) = keeper(ctx, &input).await?;
    let pulled = out.relay(|heard| async move {
        let mut progress = |now| {
            // The receiver lives as long as this future.
            let _gone = heard.send(now);
        };
        let models = &ctx.services.models;
        models.pull(&endpoint, &model, SILENCE, &mut progress).await
    });
    Ok(pulled.await.into())
}

/// Makes a provider such as Ollama delete a model from its disk. A connection that asks it is left as it is.
#[operation(DELETE "/v1/models/connections/{connection_id}/pulled", allow = "model:write", changes = [Models], errors = [NotFound])]
pub async fn delete_pulled_model(
    ctx: &Ctx,
    input: ModelAtConnection,
) -> Result<ModelOutcome, Failure> {
    let (endpoint, model) = keeper(ctx, &input).await?;
    let deleted = ctx.services.models.delete(&endpoint, &model).await;
    Ok(deleted.into())
}

/// Where a provider that keeps models is asked, if it may be, and the model's name.
async fn keeper(ctx: &Ctx, input: &ModelAtConnection) -> Result<(Endpoint, String), Failure> {
    let model = check_name("model", &input.model)?;
    let mut work = ctx.read().await?;
    let connection = find(work.as_mut(), input.connection_id).await?;
    if !connection.kind.keeps_models() {
        let words = "This provider fetches and deletes no models.";
        return Err(Failure::validation(
            "connection_id",
            Rule::Inconsistent,
            words,
        ));
    }
    let endpoint = open_endpoint(ctx, work.as_mut(), &connection).await?;
    Ok((endpoint, model))
}
