//! Anthropic's Messages.

use super::{Call, Heard, Partial, messages, read};
use crate::problems;
use praxis_domain::models::ports::{ModelProblem, Question, Stop};
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) fn call(question: &Question) -> Call {
    let mut body = json!({
        "model": question.model,
        "messages": messages(question),
        "stream": true,
        "max_tokens": question.max_tokens,
    });
    if !question.instructions.is_empty() {
        body["system"] = json!(question.instructions);
    }
    if let Some((_, schema)) = &question.schema {
        body["output_config"] = json!({ "format": { "type": "json_schema", "schema": schema } });
    }
    Call {
        path: "messages".to_owned(),
        body,
    }
}

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    message: Option<Message>,
    delta: Option<Delta>,
    usage: Option<Usage>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Message {
    usage: Option<Usage>,
}

#[derive(Deserialize)]
struct Delta {
    text: Option<String>,
    stop_reason: Option<String>,
}

#[derive(Deserialize)]
struct Usage {
    input_tokens: Option<u32>,
    cache_creation_input_tokens: Option<u32>,
    cache_read_input_tokens: Option<u32>,
    output_tokens: Option<u32>,
}

impl Usage {
    /// Tokens of the question are counted apart, by whether they were cached.
    fn note(self, answer: &mut Partial) {
        if let Some(fresh) = self.input_tokens {
            let cached = [
                self.cache_creation_input_tokens,
                self.cache_read_input_tokens,
            ];
            let all = cached
                .into_iter()
                .flatten()
                .fold(fresh, u32::saturating_add);
            answer.prompt_tokens = Some(all);
        }
        answer.answer_tokens = self.output_tokens.or(answer.answer_tokens);
    }
}

pub(super) fn hear(event: &str, answer: &mut Partial) -> Result<Heard, ModelProblem> {
    let event: Event = read(event)?;
    match event.kind.as_str() {
        "ping" => return Ok(Heard::Ping),
        "message_start" => {
            // Its count of the answer is a beginning; the last one comes before the end.
            if let Some(mut usage) = event.message.and_then(|message| message.usage) {
                usage.output_tokens = None;
                usage.note(answer);
            }
        }
        "content_block_delta" => {
            let text = event.delta.and_then(|delta| delta.text);
            return Ok(Heard::Said(text.unwrap_or_default()));
        }
        "message_delta" => {
            if let Some(usage) = event.usage {
                usage.note(answer);
            }
            answer.stop = match event.delta.and_then(|delta| delta.stop_reason).as_deref() {
                None => answer.stop,
                Some("max_tokens" | "model_context_window_exceeded") => Some(Stop::TooLong),
                Some("refusal") => return Err(ModelProblem::Refused),
                Some(_) => Some(Stop::Finished),
            };
        }
        "message_stop" => answer.ended = true,
        "error" => return Err(problems::of_event(&event.error.unwrap_or_default())),
        _ => {}
    }
    Ok(Heard::nothing())
}
