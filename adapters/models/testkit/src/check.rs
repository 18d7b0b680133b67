//! What a provider insists on in a request.

use crate::Wire;
use axum::http::HeaderMap;
use serde_json::Value;

/// The key of a request, where this wire format carries it.
pub(crate) fn key(wire: Wire, headers: &HeaderMap) -> Option<String> {
    let header = |name: &str| Some(headers.get(name)?.to_str().ok()?.to_owned());
    match wire {
        Wire::Messages => header("x-api-key"),
        Wire::Gemini => header("x-goog-api-key"),
        Wire::Chat | Wire::Responses | Wire::Ollama => {
            Some(header("authorization")?.strip_prefix("Bearer ")?.to_owned())
        }
    }
}

/// What the provider would refuse in a request.
pub(crate) fn complaint(wire: Wire, headers: &HeaderMap, body: &Value) -> Option<&'static str> {
    let said =
        |name: &str, value: &str| headers.get(name).and_then(|it| it.to_str().ok()) == Some(value);
    let positive = |pointer: &str| body.pointer(pointer).and_then(Value::as_u64) > Some(0);
    let checks: &[(bool, &str)] = &[
        (said("content-type", "application/json"), "content type"),
        (
            wire == Wire::Gemini || body["model"].as_str().is_some_and(|it| !it.is_empty()),
            "model",
        ),
        (wire == Wire::Gemini || body["stream"] == true, "stream"),
        (last(wire, body).is_some(), "messages"),
        (
            match wire {
                Wire::Chat => positive("/max_tokens") || positive("/max_completion_tokens"),
                Wire::Responses => positive("/max_output_tokens"),
                Wire::Messages => positive("/max_tokens"),
                Wire::Gemini => positive("/generationConfig/maxOutputTokens"),
                Wire::Ollama => positive("/options/num_predict") && positive("/options/num_ctx"),
            },
            "most tokens",
        ),
        (
            wire != Wire::Messages || said("anthropic-version", "2023-06-01"),
            "version",
        ),
        (wire != Wire::Responses || body["store"] == false, "store"),
        (schema_is_well_formed(wire, body), "schema"),
    ];
    checks.iter().find(|(good, _)| !good).map(|(_, name)| *name)
}

/// What Ollama would refuse where it is asked to fetch or to delete a model.
pub(crate) fn unnamed(headers: &HeaderMap, body: &Value) -> Option<&'static str> {
    let json = headers.get("content-type").and_then(|it| it.to_str().ok());
    if json != Some("application/json") {
        return Some("content type");
    }
    let named = body["model"].as_str().is_some_and(|name| !name.is_empty());
    (!named).then_some("model")
}

/// The last message, if it is the user's and says something.
pub(crate) fn last(wire: Wire, body: &Value) -> Option<String> {
    let (list, text) = match wire {
        Wire::Chat | Wire::Messages | Wire::Ollama => ("messages", "/content"),
        Wire::Responses => ("input", "/content"),
        Wire::Gemini => ("contents", "/parts/0/text"),
    };
    let last = body[list].as_array()?.last()?;
    let text = last.pointer(text)?.as_str()?;
    (last["role"] == "user" && !text.is_empty()).then(|| text.to_owned())
}

/// The schema of the answer, where this wire format carries it.
pub(crate) fn schema(wire: Wire, body: &Value) -> Option<&Value> {
    body.pointer(match wire {
        Wire::Chat => "/response_format/json_schema/schema",
        Wire::Responses => "/text/format/schema",
        Wire::Messages => "/output_config/format/schema",
        Wire::Gemini => "/generationConfig/responseJsonSchema",
        Wire::Ollama => "/format",
    })
}

fn schema_is_well_formed(wire: Wire, body: &Value) -> bool {
    let named = |pointer: &str| {
        let name = body.pointer(pointer).and_then(Value::as_str);
        name.is_some_and(|name| {
            name.bytes()
                .all(|it| it.is_ascii_alphanumeric() || it == b'_')
        })
    };
    let (place, good) = match wire {
        Wire::Chat => (
            &body["response_format"],
            body.pointer("/response_format/type") == Some(&"json_schema".into())
                && named("/response_format/json_schema/name"),
        ),
        Wire::Responses => (
            &body["text"],
            body.pointer("/text/format/type") == Some(&"json_schema".into())
                && named("/text/format/name"),
        ),
        Wire::Messages => (
            &body["output_config"],
            body.pointer("/output_config/format/type") == Some(&"json_schema".into()),
        ),
        Wire::Gemini => (
            &body["generationConfig"]["responseMimeType"],
            body.pointer("/generationConfig/responseMimeType") == Some(&"application/json".into()),
        ),
        Wire::Ollama => (&body["format"], true),
    };
    place.is_null() || (good && schema(wire, body).is_some_and(Value::is_object))
}
