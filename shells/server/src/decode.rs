//! From a request to an operation's input.

use axum::{
    extract::RawPathParams,
    http::{HeaderMap, header},
};
use praxis_kernel::{Failure, Operation};
use serde_json::{Map, Value};

/// GET and DELETE: path and query as one form. Others: the JSON body with the path laid over it.
pub fn decode<O: Operation>(
    path: &RawPathParams,
    query: Option<&str>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<O::Input, Failure> {
    if !O::META.method.has_body() {
        let pairs: Vec<(&str, &str)> = path.iter().collect();
        let mut form = serde_html_form::to_string(pairs)?;
        if let Some(query) = query {
            form = format!("{form}&{query}");
        }
        return serde_html_form::from_str(&form)
            .map_err(|error| Failure::malformed(&error.to_string()));
    }
    if query.is_some_and(|query| !query.is_empty()) {
        return Err(Failure::malformed("unknown field in the query"));
    }
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("application/json"));
    if !is_json && !body.is_empty() {
        return Err(Failure::malformed(
            "the content type must be application/json",
        ));
    }
    let mut map: Map<String, Value> = if body.is_empty() {
        Map::new()
    } else {
        serde_json::from_slice(body).map_err(|error| Failure::malformed(&error.to_string()))?
    };
    for (key, value) in path {
        map.insert(key.to_owned(), value.into());
    }
    serde_json::from_value(map.into()).map_err(|error| Failure::malformed(&error.to_string()))
}
