//! Removes once a day the sound that was kept as long as each clinic wants, and files given up
//! on their way in.

use crate::{
    Runtime,
    invoke::{Request, actor, reference},
};
use praxis_domain::{access::model::OrganizationId, store::Actor};
use praxis_features::{Ctx, documents::uploads::sweep, scribe::retention::clean};
use praxis_kernel::{Event, Failure, Tag};
use std::{sync::Arc, time::Duration};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// A computer that sleeps at night is asked again soon after it wakes.
const LOOK: Duration = Duration::from_secs(15 * 60);
const DAY_SECONDS: i64 = 24 * 3600;

/// Cleans when the program has started, and whenever a day has passed.
pub fn start(runtime: &Arc<Runtime>, tasks: &TaskTracker, stop: &CancellationToken) {
    let (runtime, stop) = (Arc::downgrade(runtime), stop.clone());
    tasks.spawn(async move {
        let mut next = None;
        loop {
            let Some(runtime) = runtime.upgrade() else {
                return;
            };
            let now = runtime.services().clock.now();
            if next.is_none_or(|next| next <= now) {
                next = Some(now.plus_seconds(DAY_SECONDS));
                clean_all(&runtime, &stop).await;
            }
            drop(runtime);
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                () = stop.cancelled() => return,
            }
        }
    });
}

fn program(runtime: &Runtime, stop: &CancellationToken) -> Actor {
    let request = Request {
        token: None,
        origin: "program".to_owned(),
        reference: reference(runtime),
        unattended: false,
        cancel: stop.clone(),
    };
    Actor {
        // The sound of every patient is kept equally long.
        sees_restricted: true,
        ..actor(
            None,
            "clean_recordings",
            &request,
            runtime.services().clock.now(),
        )
    }
}

async fn clean_all(runtime: &Runtime, stop: &CancellationToken) {
    let nobody = program(runtime, stop);
    let clinics = async {
        let mut work = runtime.services().store.read(&nobody).await?;
        work.access().organizations().await
    };
    let outcome = match clinics.await {
        Ok(clinics) => {
            let mut outcome = Ok(());
            for clinic in clinics {
                // What goes wrong in one clinic keeps no other from being cleaned.
                outcome = outcome.and(clean_clinic(runtime, clinic, stop).await);
            }
            outcome
        }
        Err(failure) => Err(failure),
    };
    if let Err(failure) = outcome {
        tracing::error!(kind = ?failure.r#type(), cause = ?failure.cause(), "what is no longer kept was not removed");
    }
}

fn on_behalf_of(runtime: &Runtime, clinic: OrganizationId, stop: &CancellationToken) -> Ctx {
    Ctx {
        actor: Actor {
            organization: Some(clinic),
            ..program(runtime, stop)
        },
        session: None,
        services: Arc::clone(runtime.services()),
        cancel: stop.clone(),
    }
}

async fn clean_clinic(
    runtime: &Runtime,
    clinic: OrganizationId,
    stop: &CancellationToken,
) -> Result<(), Failure> {
    // What goes wrong with files on their way in keeps no sound longer than the clinic wants.
    let swept = sweep(&on_behalf_of(runtime, clinic, stop)).await;
    while !stop.is_cancelled() {
        let ctx = on_behalf_of(runtime, clinic, stop);
        let cleaned = clean(&ctx).await?;
        if cleaned.recordings == 0 {
            break;
        }
        let (recordings, bytes) = (cleaned.recordings, cleaned.bytes);
        tracing::info!(recordings, bytes, "sound whose time is over was removed");
        let tags = vec![Tag::Recordings];
        let changed = Event::RecordsChanged { tags };
        ctx.services.events.publish(clinic, changed);
    }
    swept
}
