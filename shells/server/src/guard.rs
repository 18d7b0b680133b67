//! What holds for every request: headers, and that other sites cannot act with the user's cookie.

use crate::{Shared, operations::failed, session};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use praxis_kernel::{Failure, FailureType};
use praxis_runtime::reference;

/// On every response, errors included.
const HEADERS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
         connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(self)",
    ),
];

/// Adds the headers; nothing of the API may be kept by a cache.
pub async fn headers(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/v1/");
    let origin = allowed_origin(&shared, request.headers());
    let mut response = if is_api && request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    if is_api {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::VARY, HeaderValue::from_static("Origin"));
    }
    if let Some(origin) = origin {
        cors(headers, origin);
    }
    response
}

/// The request's origin, if the configuration names it: exactly, never by pattern.
fn allowed_origin(shared: &Shared, headers: &HeaderMap) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    let text = origin.to_str().ok()?;
    shared
        .options
        .allowed_origins
        .iter()
        .any(|allowed| allowed == text)
        .then(|| origin.clone())
}

fn cors(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true"),
        (
            header::ACCESS_CONTROL_ALLOW_METHODS,
            "GET, POST, PUT, PATCH, DELETE",
        ),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "authorization, content-type, x-praxis-session, x-praxis-unattended",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// A request that changes something and relies on the cookie, or wants one, must come from our own pages.
pub async fn cross_site(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let reads = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let relies_on_cookie = session::by_cookie(headers) || headers.contains_key("x-praxis-session");
    if reads || !relies_on_cookie || is_own(headers) || allowed_origin(&shared, headers).is_some() {
        return next.run(request).await;
    }
    let reference = reference(&shared.runtime);
    let failure = Failure::new(
        FailureType::Forbidden,
        "This request comes from another site.",
    );
    failed(failure.wire(&reference))
}

/// The browser says so itself; an older one sends an origin, which must be this host.
fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin";
    }
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => origin
            .split_once("://")
            .is_some_and(|(_, from)| from == host),
        _ => false,
    }
}

/// The API has no such path.
pub async fn no_such_route(State(shared): State<Shared>) -> Response {
    let reference = reference(&shared.runtime);
    failed(Failure::not_found("route").wire(&reference))
}

/// The path exists, but not with this method.
pub async fn no_such_method(State(shared): State<Shared>) -> Response {
    let reference = reference(&shared.runtime);
    let mut response = failed(Failure::not_found("method here").wire(&reference));
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}
