//! Which models can be asked.

use crate::{base, problems, request};
use praxis_domain::models::{
    model::ConnectionKind,
    ports::{Endpoint, ModelProblem, Unanswered},
};
use reqwest::Method;
use serde::Deserialize;

/// Longest list, in bytes.
const LONGEST_LIST: usize = 4 << 20;

/// Some servers say the same list under both names.
#[derive(Deserialize)]
struct List {
    data: Option<Vec<Listed>>,
    models: Option<Vec<Listed>>,
}

#[derive(Deserialize)]
struct Listed {
    id: Option<String>,
    name: Option<String>,
    #[serde(rename = "supportedGenerationMethods")]
    methods: Option<Vec<String>>,
}

/// The list of an endpoint, in the provider's order.
pub(crate) async fn models(endpoint: &Endpoint) -> Result<Vec<String>, Unanswered> {
    // The longest page that each provider gives.
    let path = match endpoint.kind {
        ConnectionKind::OpenaiCompatible | ConnectionKind::Openai => "models",
        ConnectionKind::Anthropic => "models?limit=1000",
        ConnectionKind::Gemini => "models?pageSize=1000",
        ConnectionKind::Ollama => "api/tags",
    };
    let url = base::url(endpoint, path).ok_or(ModelProblem::Unreachable)?;
    let mut response = request(Method::GET, &url, endpoint)?
        .send()
        .await
        .map_err(|error| problems::of_transport(&error))?;
    if response.status() != 200 {
        return Err(problems::of_response(response).await);
    }
    let mut text = vec![];
    while let Some(bytes) = response
        .chunk()
        .await
        .map_err(|error| problems::of_transport(&error))?
    {
        text.extend_from_slice(&bytes);
        if text.len() > LONGEST_LIST {
            return Err(ModelProblem::Unreadable.into());
        }
    }
    let list: List = serde_json::from_slice(&text).map_err(|_| ModelProblem::Unreadable)?;
    let listed = list.data.or(list.models).ok_or(ModelProblem::Unreadable)?;
    Ok(listed
        .into_iter()
        .filter_map(|it| name(it, endpoint.kind))
        .collect())
}

/// By which name a model is asked; none if it answers no questions.
fn name(listed: Listed, kind: ConnectionKind) -> Option<String> {
    let answers = |method: &String| method == "generateContent";
    if listed.methods.is_some_and(|all| !all.iter().any(answers)) {
        return None;
    }
    let name = listed.id.or(listed.name)?;
    Some(match name.strip_prefix("models/") {
        Some(rest) if kind == ConnectionKind::Gemini => rest.to_owned(),
        _ => name,
    })
}
