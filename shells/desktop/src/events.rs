//! What happens, as it happens, over one channel of the window.

use crate::shared::Shared;
use praxis_domain::access::model::Session;
use praxis_kernel::{Event, EventFrame, Failure, FailureType, WireFailure};
use praxis_runtime::{Request, Runtime, reference};
use std::time::Duration;
use tauri::ipc::Channel;
use tokio_util::sync::CancellationToken;

/// A session that ran out by itself stops listening within this time.
const CHECK: Duration = Duration::from_secs(30);

/// Begins to send; the sending goes on after the answer.
pub async fn subscribe(
    shared: Shared,
    last: Option<u32>,
    channel: Channel<EventFrame>,
) -> Result<(), WireFailure> {
    let runtime = shared.runtime().await;
    let reference = reference(runtime);
    let token = shared.session().token().unwrap_or_default();
    let session = living(runtime, &token, &reference)
        .await
        .map_err(|failure| failure.wire(&reference))?;
    let Some(session) = session else {
        let failure = Failure::new(FailureType::Unauthenticated, "Please sign in.");
        return Err(failure.wire(&reference));
    };
    let replaced = shared.listen();
    tauri::async_runtime::spawn(async move {
        tokio::select! {
            () = replaced.cancelled() => {}
            () = shared.session().ended(&token) => {}
            () = send(&shared, &session, &token, last, &channel, &replaced) => {}
        }
    });
    Ok(())
}

async fn send(
    shared: &Shared,
    session: &Session,
    token: &str,
    mut last: Option<u32>,
    channel: &Channel<EventFrame>,
    replaced: &CancellationToken,
) {
    let runtime = shared.runtime().await;
    let organization = session.organization.organization_id;
    let me = session.user.user_id.to_string();
    let mut check = tokio::time::interval(CHECK);
    while !replaced.is_cancelled() {
        let mut frames = runtime.hub().subscribe(organization, last);
        loop {
            let frame = tokio::select! {
                frame = frames.next() => frame,
                _ = check.tick() => match living(runtime, token, "events").await {
                    Ok(None) => return,
                    // A store that cannot answer now says nothing about the session.
                    Ok(Some(_)) | Err(_) => continue,
                },
            };
            // Too far behind: read on from where it was, or be told to read everything anew.
            let Some(frame) = frame else { break };
            last = Some(frame.sequence);
            let ended =
                matches!(&frame.payload, Event::AccessSessionEnded { user_id } if *user_id == me);
            if channel.send(frame).is_err() || ended {
                return;
            }
        }
    }
}

/// The living session of a token.
async fn living(
    runtime: &Runtime,
    token: &str,
    reference: &str,
) -> Result<Option<Session>, Failure> {
    let request = Request {
        token: Some(token.to_owned()),
        origin: "desktop".to_owned(),
        reference: reference.to_owned(),
        unattended: false,
        cancel: CancellationToken::new(),
    };
    runtime.living_session(&request).await
}
