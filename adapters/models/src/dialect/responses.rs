//! OpenAI's Responses.

use super::{Call, Heard, Partial, messages, read};
use crate::problems;
use praxis_domain::models::ports::{ModelProblem, Question, Stop};
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) fn call(question: &Question) -> Call {
    let mut body = json!({
        "model": question.model,
        "input": messages(question),
        "stream": true,
        // Otherwise the provider keeps question and answer for later conversations.
        "store": false,
        "max_output_tokens": question.max_tokens,
    });
    if !question.instructions.is_empty() {
        body["instructions"] = json!(question.instructions);
    }
    if let Some((name, schema)) = &question.schema {
        body["text"] = json!({
            "format": { "type": "json_schema", "name": name, "strict": true, "schema": schema },
        });
    }
    Call {
        path: "responses".to_owned(),
        body,
    }
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    delta: Option<Value>,
    response: Option<Response>,
    error: Option<Value>,
    code: Option<String>,
}

#[derive(Deserialize)]
struct Response {
    status: Option<String>,
    usage: Option<Usage>,
    incomplete_details: Option<Incomplete>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Incomplete {
    reason: Option<String>,
}

#[derive(Deserialize)]
struct Usage {
    input_tokens: Option<u32>,
    output_tokens: Option<u32>,
}

pub(super) fn hear(event: &str, answer: &mut Partial) -> Result<Heard, ModelProblem> {
    let event: Event = read(event)?;
    match event.kind.as_str() {
        "response.output_text.delta" => {
            let text = event.delta.as_ref().and_then(Value::as_str);
            return Ok(Heard::Said(text.unwrap_or_default().to_owned()));
        }
        "response.completed" | "response.incomplete" => {
            let response = event.response.ok_or(ModelProblem::Unreadable)?;
            let reason = response.incomplete_details.and_then(|it| it.reason);
            // The status says it as well, and a server need not be right in both.
            let whole = event.kind == "response.completed"
                && response.status.as_deref() != Some("incomplete");
            answer.stop = Some(match reason.as_deref() {
                _ if whole => Stop::Finished,
                Some("content_filter") => Stop::Filtered,
                _ => Stop::TooLong,
            });
            if let Some(usage) = response.usage {
                answer.prompt_tokens = usage.input_tokens;
                answer.answer_tokens = usage.output_tokens;
            }
            answer.ended = true;
        }
        "response.refusal.delta" | "response.refusal.done" => return Err(ModelProblem::Refused),
        "response.failed" => {
            let error = event.response.and_then(|response| response.error);
            return Err(problems::of_event(&error.unwrap_or_default()));
        }
        "error" => {
            let error = event.error.unwrap_or_else(|| json!({ "code": event.code }));
            return Err(problems::of_event(&error));
        }
        "keepalive" => return Ok(Heard::Ping),
        _ => {}
    }
    Ok(Heard::nothing())
}
