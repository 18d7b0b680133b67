//! Chat completions: the way that most servers understand.

use super::{Call, Heard, Partial, instructed, read};
use crate::problems;
use praxis_domain::models::ports::{ModelProblem, Question, Stop};
use serde::Deserialize;
use serde_json::{Value, json};

/// `limit` is the name of the field for the most tokens.
pub(super) fn call(question: &Question, limit: &str) -> Call {
    let mut body = json!({
        "model": question.model,
        "messages": instructed(question),
        "stream": true,
        "stream_options": { "include_usage": true },
        limit: question.max_tokens,
    });
    if let Some((name, schema)) = &question.schema {
        body["response_format"] = json!({
            "type": "json_schema",
            "json_schema": { "name": name, "strict": true, "schema": schema },
        });
    }
    Call {
        path: "chat/completions".to_owned(),
        body,
    }
}

#[derive(Deserialize)]
struct Chunk {
    choices: Option<Vec<Choice>>,
    usage: Option<Usage>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    delta: Option<Delta>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Delta {
    content: Option<String>,
    refusal: Option<String>,
}

#[derive(Deserialize)]
struct Usage {
    prompt_tokens: Option<u32>,
    completion_tokens: Option<u32>,
}

pub(super) fn hear(event: &str, answer: &mut Partial) -> Result<Heard, ModelProblem> {
    if event.trim() == "[DONE]" {
        answer.ended = true;
        return Ok(Heard::nothing());
    }
    let chunk: Chunk = read(event)?;
    if let Some(error) = chunk.error {
        return Err(problems::of_event(&error));
    }
    if let Some(usage) = chunk.usage {
        answer.prompt_tokens = usage.prompt_tokens;
        answer.answer_tokens = usage.completion_tokens;
    }
    let Some(choice) = chunk.choices.into_iter().flatten().next() else {
        return Ok(Heard::nothing());
    };
    answer.stop = match choice.finish_reason.as_deref() {
        None | Some("") => answer.stop,
        Some("length" | "max_tokens") => Some(Stop::TooLong),
        Some("content_filter" | "safety") => Some(Stop::Filtered),
        Some("error") => return Err(ModelProblem::Broken),
        Some(_) => Some(Stop::Finished),
    };
    let Some(delta) = choice.delta else {
        return Ok(Heard::nothing());
    };
    if delta.refusal.is_some_and(|words| !words.is_empty()) {
        return Err(ModelProblem::Refused);
    }
    Ok(Heard::Said(delta.content.unwrap_or_default()))
}
