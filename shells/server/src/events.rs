//! What happens, as it happens: `GET /v1/events`.

use crate::{Shared, operations::failed, session};
use axum::{
    extract::{ConnectInfo, Query, State, rejection::QueryRejection},
    http::HeaderMap,
    response::{IntoResponse, Response, Sse, sse},
};
use praxis_kernel::{Event, Failure, FailureType, Rule};
use praxis_runtime::{Request, reference};
use serde::Deserialize;
use std::{net::SocketAddr, time::Duration};
use tokio_util::sync::CancellationToken;

/// A session that ended closes its stream within this time.
const CHECK: Duration = Duration::from_secs(30);

/// Where a reader goes on.
#[derive(Deserialize)]
pub struct Resume {
    /// The last frame that was seen, for clients that cannot set `Last-Event-ID`.
    last: Option<u32>,
}

/// The event stream of the caller's clinic, with replay after `Last-Event-ID`.
pub async fn events(
    State(shared): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    resume: Result<Query<Resume>, QueryRejection>,
) -> Response {
    let reference = reference(&shared.runtime);
    let request = Request {
        token: session::token(&headers),
        origin: peer.ip().to_string(),
        reference: reference.clone(),
        unattended: false,
        cancel: CancellationToken::new(),
    };
    let Some(session) = current(&shared, &request).await else {
        let failure = Failure::new(FailureType::Unauthenticated, "Please sign in.");
        return failed(failure.wire(&reference));
    };
    let Ok(Query(resume)) = resume else {
        let failure = Failure::validation("last", Rule::Malformed, "This is not a frame's number.");
        return failed(failure.wire(&reference));
    };
    let last = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .or(resume.last);
    let organization = session.organization.organization_id;
    let mut subscription = shared.runtime.hub().subscribe(organization, last);
    let me = session.user.user_id.to_string();
    let stream = async_stream::stream! {
        let mut check = tokio::time::interval(CHECK);
        check.tick().await;
        loop {
            let frame = tokio::select! {
                frame = subscription.next() => frame,
                _ = check.tick() => {
                    if current(&shared, &request).await.is_none() { break }
                    continue;
                }
                () = shared.stop.cancelled() => break,
            };
            let Some(frame) = frame else { break };
            let ended = matches!(&frame.payload, Event::AccessSessionEnded { user_id } if *user_id == me);
            let event = sse::Event::default().id(frame.sequence.to_string()).event(&frame.name);
            if let Ok(event) = event.json_data(&frame) {
                yield Ok::<_, std::convert::Infallible>(event);
            }
            if ended { break }
        }
    };
    Sse::new(stream)
        .keep_alive(sse::KeepAlive::default())
        .into_response()
}

async fn current(
    shared: &Shared,
    request: &Request,
) -> Option<praxis_domain::access::model::Session> {
    shared.runtime.living_session(request).await.ok().flatten()
}
