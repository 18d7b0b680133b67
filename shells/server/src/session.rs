//! Where the session's token travels: a cookie that pages cannot read, or a bearer header.

use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use praxis_features::Ctx;
use praxis_kernel::{Failure, Operation, SessionEffect};
use serde_json::Value;

/// `__Host-` makes the browser insist on Secure, no domain and the whole site.
const COOKIE: &str = "__Host-praxis";
/// With this header set to `cookie`, the server keeps the tokens for the page.
const KEEPER: &str = "x-praxis-session";
/// Set by a page that asks by itself while nobody touches it.
const UNATTENDED: &str = "x-praxis-unattended";

/// The token of a request: a bearer header counts before the cookie.
pub fn token(headers: &HeaderMap) -> Option<String> {
    bearer(headers).or_else(|| cookie(headers))
}

/// Whether a request relies on the cookie, which other sites can make a browser send.
pub fn by_cookie(headers: &HeaderMap) -> bool {
    bearer(headers).is_none() && cookie(headers).is_some()
}

/// Whether the page asks by itself: then the session runs out all the same.
pub fn unattended(headers: &HeaderMap) -> bool {
    headers.contains_key(UNATTENDED)
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
        .map(str::to_owned)
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| value.to_owned())
}

/// The answer of an operation. Where the page asked for it, tokens go into the cookie and not
/// into the body.
pub fn answer<O: Operation<Ctx = Ctx>>(
    headers: &HeaderMap,
    output: O::Output,
    reference: &str,
) -> Response {
    let status = StatusCode::from_u16(O::META.status).unwrap_or(StatusCode::OK);
    let keeps = headers
        .get(KEEPER)
        .is_some_and(|value| value.as_bytes() == b"cookie");
    match O::META.session {
        Some(SessionEffect::Starts) if keeps => match serde_json::to_value(output) {
            Ok(body) => start(status, body),
            Err(error) => super::operations::failed(Failure::internal(error).wire(reference)),
        },
        Some(SessionEffect::Ends) => {
            let mut response = (status, Json(output)).into_response();
            set(&mut response, &format!("{COOKIE}=; Max-Age=0"));
            response
                .headers_mut()
                .insert("clear-site-data", HeaderValue::from_static("\"cache\""));
            response
        }
        _ => (status, Json(output)).into_response(),
    }
}

fn start(status: StatusCode, mut body: Value) -> Response {
    let token = body.get("token").and_then(Value::as_str).map(str::to_owned);
    body["token"] = Value::String(String::new());
    body["refresh_token"] = Value::String(String::new());
    let mut response = (status, Json(body)).into_response();
    if let Some(token) = token {
        set(&mut response, &format!("{COOKIE}={token}"));
    }
    response
}

fn set(response: &mut Response, cookie: &str) {
    let text = format!("{cookie}; Path=/; Secure; HttpOnly; SameSite=Strict");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
}
