//! Ollama's own dialect. The one in which it resembles OpenAI takes no size of the context, and
//! cuts a longer question to the model's default (4096 tokens) without saying so.

use super::{Call, Heard, Partial, instructed, read};
use crate::problems;
use praxis_domain::models::ports::{ModelProblem, Question, Stop};
use serde::Deserialize;
use serde_json::{Value, json};

/// Smallest and largest context that is asked for, in tokens. Ollama itself takes less where the
/// model was not made for more.
const CONTEXT: std::ops::RangeInclusive<u64> = 4096..=131_072;

pub(super) fn call(question: &Question) -> Call {
    let mut body = json!({
        "model": question.model,
        "messages": instructed(question),
        "stream": true,
        // A question that does not fit is an error instead of losing its beginning.
        "truncate": false,
        "shift": false,
        "options": { "num_predict": question.max_tokens, "num_ctx": context(question) },
    });
    if let Some((_, schema)) = &question.schema {
        body["format"] = schema.clone();
    }
    Call {
        path: "api/chat".to_owned(),
        body,
    }
}

/// The context that holds question and answer, in tokens. A token is three bytes or more in the
/// languages at hand; powers of two, because each new size loads the model anew.
fn context(question: &Question) -> u64 {
    let text: usize = question.messages.iter().map(|it| it.text.len()).sum();
    let schema = question.schema.as_ref();
    let schema = schema.map_or(0, |(_, schema)| schema.to_string().len());
    let bytes = (question.instructions.len() + text + schema) as u64;
    let tokens = bytes / 3 + 256 + u64::from(question.max_tokens);
    tokens
        .next_power_of_two()
        .clamp(*CONTEXT.start(), *CONTEXT.end())
}

#[derive(Deserialize)]
struct Line {
    message: Option<Message>,
    done: Option<bool>,
    done_reason: Option<String>,
    prompt_eval_count: Option<u32>,
    eval_count: Option<u32>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Message {
    content: Option<String>,
}

pub(super) fn hear(event: &str, answer: &mut Partial) -> Result<Heard, ModelProblem> {
    let line: Line = read(event)?;
    if let Some(error) = line.error {
        return Err(problems::of_event(&error));
    }
    if line.done == Some(true) {
        answer.ended = true;
        answer.prompt_tokens = line.prompt_eval_count;
        answer.answer_tokens = line.eval_count;
        answer.stop = match line.done_reason.as_deref() {
            Some("length") => Some(Stop::TooLong),
            Some(_) => Some(Stop::Finished),
            None => None,
        };
    }
    let text = line.message.and_then(|message| message.content);
    Ok(Heard::Said(text.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use praxis_domain::models::ports::{Author, Message};

    #[test]
    fn aia_8_the_context_holds_question_and_answer() {
        for (bytes, max_tokens, size) in [
            (10, 100, 4096),
            (9_000, 1_000, 8192),
            (60_000, 2_000, 32_768),
            (3_000_000, 2_000, 131_072),
        ] {
            let question = Question {
                model: "m".to_owned(),
                instructions: String::new(),
                messages: vec![Message {
                    author: Author::User,
                    text: "a".repeat(bytes),
                }],
                schema: None,
                max_tokens,
                silence: std::time::Duration::from_secs(1),
            };
            assert_eq!(context(&question), size, "{bytes}");
        }
    }
}
