//! What went wrong, without a word of what the provider wrote about it.

use jiff::fmt::rfc2822::DateTimeParser;
use praxis_domain::models::ports::{ModelProblem, Unanswered};
use praxis_network::Refused;
use reqwest::{
    Response, StatusCode,
    header::{DATE, HeaderMap, RETRY_AFTER},
};
use serde_json::Value;
use std::time::Duration;
use tokio::time::timeout;

/// As much of an error's text is read as its code may stand in.
const LONGEST_ERROR: usize = 64 << 10;

/// So long is waited for an error's text; its status is known already.
const ERROR_WITHIN: Duration = Duration::from_secs(2);

/// A request that was not sent.
pub(crate) fn of_refusal(refused: Refused) -> ModelProblem {
    match refused {
        Refused::Beyond => ModelProblem::Forbidden,
        Refused::NoAddress | Refused::NoClient => ModelProblem::Unreachable,
    }
}

/// A request that did not come through. The error itself names the address and is dropped here.
pub(crate) fn of_transport(error: &reqwest::Error) -> ModelProblem {
    // A connection that is not taken in time is not tried again, as one that is refused would be.
    if error.is_timeout() {
        ModelProblem::Late
    } else if error.is_connect() || error.is_builder() {
        ModelProblem::Unreachable
    } else {
        ModelProblem::BrokenOff
    }
}

/// A response that is no answer. Its text is read for codes that are known, and dropped.
pub(crate) async fn of_response(mut response: Response) -> Unanswered {
    let retry_after = retry_after(response.headers());
    let status = response.status();
    let mut text = vec![];
    let reading = async {
        while let Ok(Some(bytes)) = response.chunk().await {
            text.extend_from_slice(&bytes);
            if text.len() > LONGEST_ERROR {
                break;
            }
        }
    };
    // Late or not, what came so far is judged.
    let _ = timeout(ERROR_WITHIN, reading).await;
    let said = serde_json::from_slice(&text)
        .ok()
        .and_then(|value| of_error(&value));
    Unanswered {
        problem: of_status(status, said),
        retry_after,
    }
}

/// What a status means, given what its error's code says.
fn of_status(status: StatusCode, said: Option<ModelProblem>) -> ModelProblem {
    use ModelProblem::{Broken, Busy, KeyRefused, Late, QuestionTooLong, Refused, UnknownModel};
    match (status.as_u16(), said) {
        (_, Some(QuestionTooLong)) | (413, _) => QuestionTooLong,
        (401..=403, _) => KeyRefused,
        // A quota that is used up does not come back by waiting.
        (429, Some(KeyRefused)) => KeyRefused,
        (400, Some(problem @ (KeyRefused | UnknownModel))) => problem,
        // A redirect is not followed: whatever it leads to is not what was typed.
        (300..=399 | 404 | 405, _) => UnknownModel,
        (408 | 504, _) => Late,
        (425 | 429 | 503 | 529, _) => Busy,
        (400..=499, _) => Refused,
        _ => Broken,
    }
}

/// An error in the middle of an answer.
pub(crate) fn of_event(error: &Value) -> ModelProblem {
    of_error(error).unwrap_or(ModelProblem::Broken)
}

/// What the code of an error says. Sentences are searched only for what no code says, because
/// they may repeat the question.
fn of_error(value: &Value) -> Option<ModelProblem> {
    let error = match value {
        Value::Array(errors) => errors.first()?,
        other => other,
    };
    let error = error.get("error").unwrap_or(error);
    let mut code = String::new();
    for name in ["code", "type", "status", "reason"] {
        if let Some(word) = error.get(name).and_then(Value::as_str) {
            code.push_str(&word.to_lowercase());
            code.push(' ');
        }
    }
    for detail in error
        .get("details")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        if let Some(word) = detail.get("reason").and_then(Value::as_str) {
            code.push_str(&word.to_lowercase());
        }
    }
    let sentence = error.get("message").unwrap_or(error).as_str();
    let sentence = sentence.unwrap_or_default().to_lowercase();
    let coded = |words: &[&str]| words.iter().any(|word| code.contains(word));
    let told = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    if coded(&[
        "context_length",
        "context_size",
        "string_above_max_length",
        "request_too_large",
    ]) || told(&[
        "context length",
        "context window",
        "context size",
        "prompt is too long",
        "input token count",
    ]) {
        Some(ModelProblem::QuestionTooLong)
    } else if coded(&[
        "quota",
        "billing",
        "api_key",
        "authentication",
        "permission",
    ]) {
        Some(ModelProblem::KeyRefused)
    } else if coded(&[
        "rate_limit",
        "overloaded",
        "exhausted",
        "unavailable",
        "timeout",
    ]) {
        Some(ModelProblem::Busy)
    } else if coded(&["model_not_found", "not_found"]) {
        Some(ModelProblem::UnknownModel)
    } else if coded(&[
        "content_filter",
        "content_policy",
        "invalid_request",
        "invalid_prompt",
    ]) {
        Some(ModelProblem::Refused)
    } else {
        None
    }
}

/// How long the provider asks to wait: milliseconds, seconds or a date. A date is measured by the
/// provider's own clock, which the response shows.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    if let Some(millis) = text("retry-after-ms").and_then(|ms| ms.parse::<f64>().ok()) {
        return Duration::try_from_secs_f64(millis / 1000.0).ok();
    }
    let asked = text(RETRY_AFTER.as_str())?;
    if let Ok(seconds) = asked.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let parser = DateTimeParser::new();
    let until = parser.parse_timestamp(asked).ok()?;
    let now = parser.parse_timestamp(text(DATE.as_str())?).ok()?;
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aic_3_the_wait_is_read_in_every_form() {
        let date = "Wed, 25 Nov 2026 12:00:00 GMT";
        for (name, value, wait) in [
            ("retry-after", "7", Some(7_000)),
            ("retry-after", "0", Some(0)),
            ("retry-after", "1.5", Some(1_500)),
            ("retry-after", "259200", Some(259_200_000)),
            ("retry-after-ms", "250", Some(250)),
            ("retry-after", "Wed, 25 Nov 2026 12:00:30 GMT", Some(30_000)),
            ("retry-after", "Wed, 25 Nov 2026 11:00:00 GMT", Some(0)),
            ("retry-after", "-3", None),
            ("retry-after", "NaN", None),
            ("retry-after", "1e300", None),
            ("retry-after", "soon", None),
            ("x-other", "1", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(DATE, date.parse().unwrap());
            headers.insert(name, value.parse().unwrap());
            assert_eq!(
                retry_after(&headers),
                wait.map(Duration::from_millis),
                "{name}: {value}"
            );
        }
    }
}
