//! Google's Gemini.

use super::{Call, Heard, Partial, read};
use crate::problems;
use praxis_domain::models::ports::{Author, ModelProblem, Question, Stop};
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) fn call(question: &Question) -> Call {
    let content = |role: &str, text: &str| json!({ "role": role, "parts": [{ "text": text }] });
    let contents: Vec<Value> = question
        .messages
        .iter()
        .map(|message| match message.author {
            Author::User => content("user", &message.text),
            Author::Model => content("model", &message.text),
        })
        .collect();
    let mut body = json!({
        "contents": contents,
        "generationConfig": { "maxOutputTokens": question.max_tokens },
    });
    if !question.instructions.is_empty() {
        body["systemInstruction"] = json!({ "parts": [{ "text": question.instructions }] });
    }
    if let Some((_, schema)) = &question.schema {
        body["generationConfig"]["responseMimeType"] = json!("application/json");
        body["generationConfig"]["responseJsonSchema"] = schema.clone();
    }
    let model = question.model.strip_prefix("models/");
    // The name stands in the path, so it must not reach beyond its place there.
    let model = escaped(model.unwrap_or(&question.model));
    Call {
        path: format!("models/{model}:streamGenerateContent?alt=sse"),
        body,
    }
}

fn escaped(name: &str) -> String {
    url::form_urlencoded::byte_serialize(name.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Chunk {
    candidates: Option<Vec<Candidate>>,
    prompt_feedback: Option<Feedback>,
    usage_metadata: Option<Usage>,
    error: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Candidate {
    content: Option<Content>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Content {
    parts: Option<Vec<Part>>,
}

#[derive(Deserialize)]
struct Part {
    text: Option<String>,
    thought: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Feedback {
    block_reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Usage {
    prompt_token_count: Option<u32>,
    candidates_token_count: Option<u32>,
    thoughts_token_count: Option<u32>,
}

pub(super) fn hear(event: &str, answer: &mut Partial) -> Result<Heard, ModelProblem> {
    let chunk: Chunk = read(event)?;
    if let Some(error) = chunk.error {
        return Err(problems::of_event(&error));
    }
    if chunk
        .prompt_feedback
        .is_some_and(|it| it.block_reason.is_some())
    {
        return Err(ModelProblem::Refused);
    }
    if let Some(usage) = chunk.usage_metadata {
        answer.prompt_tokens = usage.prompt_token_count.or(answer.prompt_tokens);
        let thought = usage.thoughts_token_count.unwrap_or(0);
        let said = usage.candidates_token_count;
        answer.answer_tokens = said.map(|said| said.saturating_add(thought));
    }
    let Some(candidate) = chunk.candidates.into_iter().flatten().next() else {
        return Ok(Heard::nothing());
    };
    answer.stop = match candidate.finish_reason.as_deref() {
        None | Some("FINISH_REASON_UNSPECIFIED") => answer.stop,
        Some("STOP") => Some(Stop::Finished),
        Some("MAX_TOKENS") => Some(Stop::TooLong),
        Some("OTHER" | "MALFORMED_RESPONSE") => return Err(ModelProblem::Broken),
        // Safety, recitation, forbidden words, personal data, language.
        Some(_) => Some(Stop::Filtered),
    };
    let parts = candidate.content.and_then(|content| content.parts);
    let words = parts
        .into_iter()
        .flatten()
        .filter(|part| part.thought != Some(true))
        .filter_map(|part| part.text);
    Ok(Heard::Said(words.collect()))
}
