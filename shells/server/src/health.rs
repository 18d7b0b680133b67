//! Whether the process lives, and whether it can work.

use crate::Shared;
use axum::{extract::State, http::StatusCode};
use std::time::Duration;

/// A database that does not answer within this time counts as gone.
const PATIENCE: Duration = Duration::from_secs(2);

/// The process lives.
pub async fn live() -> &'static str {
    "live"
}

/// The database answers.
pub async fn ready(State(shared): State<Shared>) -> (StatusCode, &'static str) {
    let ping = shared.runtime.services().store.ping();
    match tokio::time::timeout(PATIENCE, ping).await {
        Ok(Ok(())) => (StatusCode::OK, "ready"),
        _ => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer",
        ),
    }
}
