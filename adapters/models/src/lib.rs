//! Language models, asked in the way that each provider is spoken to.
//!
//! Each provider's way is a file of `dialect`: what is sent, and what an event of the answer says.
//! Everything else is the same for all of them and stands here: one request, one bounded reader of
//! events, one judgement about how an answer ended. No text of a provider leaves this crate except
//! the pieces of the answer.

mod base;
mod dialect;
mod events;
mod list;
mod problems;
mod pull;

use async_trait::async_trait;
use dialect::{Call, Dialect, Heard, Partial};
use events::Events;
use praxis_domain::models::{
    model::{ConnectionKind, PullProgress},
    ports::{Answer, Endpoint, LanguageModels, ModelProblem, Question, Unanswered},
};
use reqwest::{
    Method, RequestBuilder, Response,
    header::{CONTENT_TYPE, HeaderValue},
};
use serde_json::Value;
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};
use url::Url;

/// Longest text of an answer, in bytes. No note and no chat comes near it.
const LONGEST_ANSWER: usize = 4 << 20;

/// A list of models answers within this time, or not at all.
const LIST_WITHIN: Duration = Duration::from_secs(5);

/// Models of every kind, over the network.
#[derive(Debug, Clone, Copy, Default)]
pub struct Models;

#[async_trait]
impl LanguageModels for Models {
    async fn ask(
        &self,
        endpoint: &Endpoint,
        question: &Question,
        piece: &mut (dyn for<'piece> FnMut(&'piece str) + Send),
    ) -> Result<Answer, Unanswered> {
        let mut dialect = Dialect::of(endpoint.kind);
        let deadline = Instant::now() + question.silence;
        let mut response = send(dialect, endpoint, question, deadline).await;
        // Not every server that calls itself OpenAI knows its newer way.
        if let Err(refused) = response
            && refused.problem == ModelProblem::UnknownModel
            && dialect == Dialect::Responses
        {
            dialect = Dialect::OpenaiChat;
            response = send(dialect, endpoint, question, deadline).await;
        }
        let mut events = Events::of(response?, dialect.framing(), question.silence, deadline);
        Ok(listen(dialect, question, &mut events, piece).await?)
    }

    async fn models(&self, endpoint: &Endpoint) -> Result<Vec<String>, Unanswered> {
        timeout(LIST_WITHIN, list::models(endpoint))
            .await
            .unwrap_or(Err(ModelProblem::Late.into()))
    }

    async fn pull(
        &self,
        endpoint: &Endpoint,
        model: &str,
        silence: Duration,
        progress: &mut (dyn FnMut(PullProgress) + Send),
    ) -> Result<(), Unanswered> {
        pull::pull(endpoint, model, silence, progress).await
    }

    async fn delete(&self, endpoint: &Endpoint, model: &str) -> Result<(), Unanswered> {
        pull::delete(endpoint, model).await
    }
}

/// Sends the question; the response is one that an answer follows.
async fn send(
    dialect: Dialect,
    endpoint: &Endpoint,
    question: &Question,
    deadline: Instant,
) -> Result<Response, Unanswered> {
    let Call { path, body } = dialect.call(question);
    deliver(Method::POST, endpoint, &path, &body, deadline).await
}

/// Sends something below the endpoint's address; the response is a good one.
async fn deliver(
    method: Method,
    endpoint: &Endpoint,
    path: &str,
    body: &Value,
    deadline: Instant,
) -> Result<Response, Unanswered> {
    let url = base::url(endpoint, path).ok_or(ModelProblem::Unreachable)?;
    let body = serde_json::to_vec(body).map_err(|_| ModelProblem::Unreadable)?;
    let request = request(method, &url, endpoint)?
        .header(CONTENT_TYPE, "application/json")
        .body(body);
    let response = timeout_at(deadline, request.send())
        .await
        .map_err(|_| ModelProblem::Late)?
        .map_err(|error| problems::of_transport(&error))?;
    if response.status() == 200 {
        Ok(response)
    } else {
        Err(problems::of_response(response).await)
    }
}

/// Hears an answer to its end.
async fn listen(
    dialect: Dialect,
    question: &Question,
    events: &mut Events,
    piece: &mut (dyn for<'piece> FnMut(&'piece str) + Send),
) -> Result<Answer, ModelProblem> {
    let mut partial = Partial::default();
    let (mut length, mut spoken) = (0, false);
    while !partial.ended {
        let Some(event) = events.next().await? else {
            if !dialect.ends_with_its_stream() {
                return Err(ModelProblem::BrokenOff);
            }
            break;
        };
        let Heard::Said(text) = dialect.hear(event, &mut partial)? else {
            continue;
        };
        events.go_on();
        if !text.is_empty() {
            length += text.len();
            if length > LONGEST_ANSWER {
                return Err(ModelProblem::Unreadable);
            }
            spoken |= !text.trim().is_empty();
            piece(&text);
        }
    }
    partial.answer(spoken, question.max_tokens)
}

/// A request with the key where the provider looks for it, marked so that nothing prints it.
fn request(method: Method, url: &Url, endpoint: &Endpoint) -> Result<RequestBuilder, Unanswered> {
    let mut request = praxis_network::request(method, url.as_str(), endpoint.reach)
        .map_err(problems::of_refusal)?;
    if endpoint.kind == ConnectionKind::Anthropic {
        request = request.header("anthropic-version", "2023-06-01");
    }
    let Some(key) = &endpoint.key else {
        return Ok(request);
    };
    let key = key.0.trim();
    let (name, value) = match endpoint.kind {
        ConnectionKind::Anthropic => ("x-api-key", HeaderValue::from_str(key)),
        ConnectionKind::Gemini => ("x-goog-api-key", HeaderValue::from_str(key)),
        ConnectionKind::OpenaiCompatible | ConnectionKind::Openai | ConnectionKind::Ollama => (
            "authorization",
            HeaderValue::from_str(&format!("Bearer {key}")),
        ),
    };
    let mut value = value.map_err(|_| ModelProblem::KeyRefused)?;
    value.set_sensitive(true);
    Ok(request.header(name, value))
}
