//! The wire formats, event by event.

use crate::{PROVIDER_TEXT, Script};
use serde_json::{Value, json};

/// A wire format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// OpenAI's chat completions.
    Chat,
    /// OpenAI's Responses.
    Responses,
    /// Anthropic's Messages.
    Messages,
    /// Gemini's streamGenerateContent.
    Gemini,
    /// Ollama's api/chat.
    Ollama,
}

/// Why an answer ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Finished,
    TooLong,
    Filtered,
    Refused,
    Unsaid,
}

/// The events of an answer.
pub(crate) struct Events {
    /// Up to the last piece of text.
    pub(crate) said: Vec<Vec<u8>>,
    /// Why it ended, and what was counted.
    pub(crate) finish: Vec<Vec<u8>>,
    /// That it ended.
    pub(crate) end: Vec<Vec<u8>>,
}

impl Wire {
    /// Every one.
    pub const ALL: [Self; 5] = [
        Self::Chat,
        Self::Responses,
        Self::Messages,
        Self::Gemini,
        Self::Ollama,
    ];

    /// One event with these data.
    pub(crate) fn event(self, data: &Value) -> Vec<u8> {
        let kind = data["type"].as_str();
        match (self, kind) {
            (Self::Ollama, _) => format!("{data}\n").into_bytes(),
            (Self::Responses | Self::Messages, Some(kind)) => {
                format!("event: {kind}\ndata: {data}\n\n").into_bytes()
            }
            _ => format!("data: {data}\n\n").into_bytes(),
        }
    }

    /// An answer.
    pub(crate) fn events(self, script: &Script, ending: Ending, counted: bool) -> Events {
        let pieces = script.cut();
        let usage = counted.then_some(script.usage);
        let (said, finish, end) = match self {
            Self::Chat => chat(&pieces, ending, usage),
            Self::Responses => responses(&pieces, ending, usage),
            Self::Messages => messages(&pieces, ending, usage),
            Self::Gemini => gemini(&pieces, ending, usage),
            Self::Ollama => ollama(&pieces, ending, usage),
        };
        let events = |all: Vec<Value>| all.iter().map(|data| self.event(data)).collect();
        let end = match self {
            Self::Chat => vec![b"data: [DONE]\n\n".to_vec()],
            _ => events(end),
        };
        Events {
            said: events(said),
            finish: events(finish),
            end,
        }
    }

    /// An error, as the body of a response or inside a stream. Its message repeats what was sent.
    pub(crate) fn error(self, code: &str, status: u16, sent: &str) -> Value {
        let message = format!("{PROVIDER_TEXT} {sent}");
        match self {
            Self::Chat | Self::Responses => json!({
                "error": { "message": message, "type": "error", "param": null, "code": code },
            }),
            Self::Messages => json!({
                "type": "error",
                "error": { "type": code, "message": message },
            }),
            Self::Gemini => json!({ "error": {
                "code": status,
                "message": message,
                "status": code.to_uppercase(),
            } }),
            // Its errors have no code.
            Self::Ollama => json!({ "error": format!("{}: {message}", code.replace('_', " ")) }),
        }
    }

    /// An error inside a stream.
    pub(crate) fn error_event(self, code: &str, sent: &str) -> Vec<u8> {
        let mut error = self.error(code, 500, sent);
        if self == Self::Responses {
            error = json!({ "type": "error", "code": code, "message": error["error"]["message"] });
        }
        self.event(&error)
    }
}

type Parts = (Vec<Value>, Vec<Value>, Vec<Value>);

fn chat(pieces: &[String], ending: Ending, usage: Option<(u32, u32)>) -> Parts {
    let chunk = |delta: Value, reason: Option<&str>| {
        json!({
            "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m",
            "choices": [{ "index": 0, "delta": delta, "finish_reason": reason }],
        })
    };
    let mut said = vec![chunk(json!({ "role": "assistant", "content": "" }), None)];
    if ending == Ending::Refused {
        said.push(chunk(json!({ "refusal": PROVIDER_TEXT }), None));
    } else {
        said.extend(
            pieces
                .iter()
                .map(|text| chunk(json!({ "content": text }), None)),
        );
    }
    let reason = match ending {
        Ending::Finished | Ending::Refused => Some("stop"),
        Ending::TooLong => Some("length"),
        Ending::Filtered => Some("content_filter"),
        Ending::Unsaid => None,
    };
    let mut finish = vec![chunk(json!({}), reason)];
    if let Some((asked, answered)) = usage {
        finish.push(json!({
            "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m",
            "choices": [],
            "usage": {
                "prompt_tokens": asked, "completion_tokens": answered,
                "total_tokens": u64::from(asked) + u64::from(answered),
            },
        }));
    }
    (said, finish, vec![])
}

fn responses(pieces: &[String], ending: Ending, usage: Option<(u32, u32)>) -> Parts {
    let mut said = vec![
        json!({ "type": "response.created", "response": { "id": "resp_1", "status": "in_progress" } }),
        json!({ "type": "response.output_item.added", "output_index": 0, "item": { "type": "message" } }),
        json!({ "type": "response.content_part.added", "part": { "type": "output_text", "text": "" } }),
    ];
    if ending == Ending::Refused {
        said.push(json!({ "type": "response.refusal.delta", "delta": PROVIDER_TEXT }));
    } else {
        let delta = |text| json!({ "type": "response.output_text.delta", "delta": text });
        said.extend(pieces.iter().map(delta));
    }
    let finish = vec![json!({ "type": "response.output_text.done", "text": pieces.concat() })];
    let (kind, details) = match ending {
        Ending::TooLong => ("incomplete", json!({ "reason": "max_output_tokens" })),
        Ending::Filtered => ("incomplete", json!({ "reason": "content_filter" })),
        _ => ("completed", Value::Null),
    };
    let usage = usage.map(|(asked, answered)| {
        json!({ "input_tokens": asked, "output_tokens": answered, "total_tokens": u64::from(asked) + u64::from(answered) })
    });
    let end = vec![json!({
        "type": format!("response.{kind}"),
        "response": { "id": "resp_1", "status": kind, "incomplete_details": details, "usage": usage },
    })];
    (said, finish, end)
}

fn messages(pieces: &[String], ending: Ending, usage: Option<(u32, u32)>) -> Parts {
    let (asked, answered) = usage.unzip();
    let begun = usage.map(|_| json!({ "input_tokens": asked, "output_tokens": 1 }));
    let counted = usage.map(|_| json!({ "output_tokens": answered }));
    let mut said = vec![
        json!({ "type": "message_start", "message": { "id": "msg_1", "usage": begun } }),
        json!({ "type": "content_block_start", "index": 0, "content_block": { "type": "text", "text": "" } }),
        json!({ "type": "ping" }),
    ];
    said.extend(pieces.iter().map(|text| {
        json!({
            "type": "content_block_delta", "index": 0,
            "delta": { "type": "text_delta", "text": text },
        })
    }));
    let mut finish = vec![json!({ "type": "content_block_stop", "index": 0 })];
    let reason = match ending {
        Ending::Finished | Ending::Filtered => Some("end_turn"),
        Ending::TooLong => Some("max_tokens"),
        Ending::Refused => Some("refusal"),
        Ending::Unsaid => None,
    };
    if reason.is_some() {
        finish.push(json!({
            "type": "message_delta",
            "delta": { "stop_reason": reason, "stop_sequence": null },
            "usage": counted,
        }));
    }
    (said, finish, vec![json!({ "type": "message_stop" })])
}

fn gemini(pieces: &[String], ending: Ending, usage: Option<(u32, u32)>) -> Parts {
    let chunk = |text: &str| {
        json!({ "candidates": [{
            "content": { "role": "model", "parts": [{ "text": text }] }, "index": 0,
        }] })
    };
    let said = match ending {
        Ending::Refused => vec![json!({ "promptFeedback": { "blockReason": "SAFETY" } })],
        _ => pieces.iter().map(|text| chunk(text)).collect(),
    };
    let mut end = chunk("");
    end["candidates"][0]["finishReason"] = match ending {
        Ending::Finished | Ending::Refused => json!("STOP"),
        Ending::TooLong => json!("MAX_TOKENS"),
        Ending::Filtered => json!("SAFETY"),
        Ending::Unsaid => Value::Null,
    };
    if let Some((asked, answered)) = usage {
        end["usageMetadata"] =
            json!({ "promptTokenCount": asked, "candidatesTokenCount": answered });
    }
    (said, vec![], vec![end])
}

fn ollama(pieces: &[String], ending: Ending, usage: Option<(u32, u32)>) -> Parts {
    let line = |text: &str, done: bool| {
        json!({
            "model": "m", "created_at": "2026-11-25T12:00:00Z",
            "message": { "role": "assistant", "content": text }, "done": done,
        })
    };
    let said = pieces.iter().map(|text| line(text, false)).collect();
    let mut end = line("", true);
    match ending {
        Ending::Unsaid => {}
        Ending::TooLong => end["done_reason"] = json!("length"),
        _ => end["done_reason"] = json!("stop"),
    }
    if let Some((asked, answered)) = usage {
        end["prompt_eval_count"] = json!(asked);
        end["eval_count"] = json!(answered);
    }
    (said, vec![], vec![end])
}
