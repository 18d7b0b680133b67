//! JSON: an object with `segments`, or the array alone; times in `start_ms` or, in seconds, in `start`.

use praxis_domain::scribe::model::Speaker;
use serde_json::Value;

use super::{TranscriptError, Turn, milliseconds, speakers::role};

pub fn read(text: &str) -> Result<Vec<Turn>, TranscriptError> {
    let value: Value = serde_json::from_str(text).map_err(|error| TranscriptError::Syntax {
        line: error.line(),
        expected: "JSON",
    })?;
    let list = ["segments", "utterances", "turns", "results"]
        .iter()
        .find_map(|key| value.get(key))
        .unwrap_or(&value);
    let list = list.as_array().ok_or(TranscriptError::Syntax {
        line: 1,
        expected: "an array of segments",
    })?;
    list.iter().map(turn).collect()
}

fn turn(value: &Value) -> Result<Turn, TranscriptError> {
    let text = ["text", "transcript", "utterance"]
        .iter()
        .find_map(|key| value.get(key))
        .unwrap_or(value);
    let text = text.as_str().ok_or(TranscriptError::Syntax {
        line: 1,
        expected: "a text in every segment",
    })?;
    let speaker = ["speaker", "role", "name"]
        .iter()
        .find_map(|key| value.get(key));
    let speaker = speaker.and_then(Value::as_str).and_then(own_role);
    Ok(Turn {
        speaker: speaker.unwrap_or(Speaker::Unknown),
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
        start_ms: time(value, "start_ms", "start")?,
        end_ms: time(value, "end_ms", "end")?,
    })
}

fn own_role(tag: &str) -> Option<Speaker> {
    if tag == "unknown" {
        return Some(Speaker::Unknown);
    }
    role(tag)
}

fn time(value: &Value, exact: &str, seconds: &str) -> Result<Option<u32>, TranscriptError> {
    let wrong = TranscriptError::Time { line: 1 };
    let (number, scale) = match (value.get(exact), value.get(seconds)) {
        (Some(Value::Null) | None, Some(Value::Null) | None) => return Ok(None),
        (Some(Value::Null) | None, Some(number)) => (number, 1.0),
        (Some(number), _) => (number, 0.001),
    };
    let number = number.as_f64().ok_or(wrong.clone())?;
    milliseconds(number * scale).map(Some).ok_or(wrong)
}
