//! Models that a provider fetches and deletes.

use crate::{
    deliver,
    events::{Events, Framing},
    problems,
};
use praxis_domain::models::{
    model::{PullProgress, PullStep},
    ports::{Endpoint, ModelProblem, Unanswered},
};
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::HashMap, time::Duration};
use tokio::time::Instant;

/// Most parts that a model may have; real ones have about ten.
const MOST_PARTS: usize = 1000;

/// A model is deleted within this time, or not at all.
const DELETED_WITHIN: Duration = Duration::from_secs(4);

#[derive(Deserialize)]
struct Line {
    status: Option<String>,
    digest: Option<String>,
    total: Option<u64>,
    completed: Option<u64>,
    error: Option<Value>,
}

/// How far a model has come: it is fetched in parts, whose sizes become known one after another.
#[derive(Default)]
struct Parts {
    /// Size and bytes that are there, by the part's name.
    known: HashMap<String, (u64, u64)>,
    percent: Option<u32>,
}

impl Parts {
    /// Percent of all that is known; it never falls, though more becomes known.
    fn hear(&mut self, line: &Line) -> Result<(), ModelProblem> {
        let (Some(digest), Some(total)) = (&line.digest, line.total) else {
            return Ok(());
        };
        let done = line.completed.unwrap_or(0).min(total);
        self.known.insert(digest.clone(), (total, done));
        if self.known.len() > MOST_PARTS {
            return Err(ModelProblem::Unreadable);
        }
        let sum =
            |of: fn(&(u64, u64)) -> u64| self.known.values().map(of).map(u128::from).sum::<u128>();
        let (total, done): (u128, u128) = (sum(|it| it.0), sum(|it| it.1));
        let percent = (done * 100).checked_div(total).unwrap_or(0);
        self.percent = self.percent.max(u32::try_from(percent).ok());
        Ok(())
    }
}

fn step(line: &Line) -> Option<PullStep> {
    if line.digest.is_some() {
        return Some(PullStep::Fetching);
    }
    match line.status.as_deref()? {
        "pulling manifest" => Some(PullStep::Looking),
        "verifying sha256 digest" => Some(PullStep::Checking),
        "writing manifest" | "removing any unused layers" => Some(PullStep::Finishing),
        _ => None,
    }
}

/// Makes the provider fetch a model, and hands on each change of how far it is.
pub(crate) async fn pull(
    endpoint: &Endpoint,
    model: &str,
    silence: Duration,
    progress: &mut (dyn FnMut(PullProgress) + Send),
) -> Result<(), Unanswered> {
    keeps_models(endpoint)?;
    let deadline = Instant::now() + silence;
    let body = json!({ "model": model, "stream": true });
    let response = deliver(Method::POST, endpoint, "api/pull", &body, deadline).await?;
    let mut events = Events::of(response, Framing::Lines, silence, deadline);
    let (mut parts, mut told) = (Parts::default(), None);
    while let Some(event) = events.next().await? {
        events.go_on();
        let line: Line = serde_json::from_str(&event).map_err(|_| ModelProblem::Unreadable)?;
        if let Some(error) = &line.error {
            return Err(refusal(error).into());
        }
        if line.status.as_deref() == Some("success") {
            return Ok(());
        }
        parts.hear(&line)?;
        let Some(step) = step(&line) else { continue };
        let now = PullProgress {
            step,
            percent: parts.percent,
        };
        if told.as_ref() != Some(&now) {
            told = Some(now.clone());
            progress(now);
        }
    }
    Err(ModelProblem::BrokenOff.into())
}

/// Its errors have no codes.
fn refusal(error: &Value) -> ModelProblem {
    let unknown = |text: &str| text.contains("file does not exist") || text.contains("not found");
    if error.as_str().is_some_and(unknown) {
        ModelProblem::UnknownModel
    } else {
        problems::of_event(error)
    }
}

/// Makes the provider delete a model that it fetched.
pub(crate) async fn delete(endpoint: &Endpoint, model: &str) -> Result<(), Unanswered> {
    keeps_models(endpoint)?;
    let deadline = Instant::now() + DELETED_WITHIN;
    let body = json!({ "model": model });
    deliver(Method::DELETE, endpoint, "api/delete", &body, deadline).await?;
    Ok(())
}

fn keeps_models(endpoint: &Endpoint) -> Result<(), ModelProblem> {
    if endpoint.kind.keeps_models() {
        Ok(())
    } else {
        Err(ModelProblem::Refused)
    }
}
