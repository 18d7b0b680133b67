//! Tells other processes on the same database what the screens and the workers there should know.

use crate::{
    Runtime,
    events::{Hub, News},
};
use praxis_domain::peers::{Heard, LONGEST, Peers};
use praxis_kernel::{Event, Failure};
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};
use tokio::sync::mpsc;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use uuid::Uuid;

/// What happens within this time is told together.
const GATHER: Duration = Duration::from_millis(50);
/// After a failure, the database is left alone for so long.
const PAUSE: Duration = Duration::from_secs(2);

#[derive(Serialize, Deserialize)]
struct Message {
    /// The process that tells; it does not listen to itself.
    from: Uuid,
    news: Vec<News>,
}

/// Begins to tell and to hear, where the database has other processes.
pub fn start(runtime: &Arc<Runtime>, tasks: &TaskTracker, stop: &CancellationToken) {
    let Some(peers) = runtime.services().store.peers() else {
        return;
    };
    let me = runtime.services().random.id();
    let news = runtime.hub().gather();
    let (telling, hub) = (Arc::clone(&peers), Arc::clone(runtime.hub()));
    tasks.spawn(stop.clone().run_until_cancelled_owned(async move {
        tell(telling.as_ref(), me, news).await;
    }));
    tasks.spawn(stop.clone().run_until_cancelled_owned(async move {
        hear(peers.as_ref(), me, &hub).await;
    }));
}

async fn tell(peers: &dyn Peers, me: Uuid, mut news: mpsc::Receiver<News>) {
    while let Some(first) = news.recv().await {
        tokio::time::sleep(GATHER).await;
        let mut together = vec![first];
        while let Ok(next) = news.try_recv() {
            if !together.contains(&next) {
                together.push(next);
            }
        }
        if let Err(failure) = tell_all(peers, me, together).await {
            // The others find jobs by themselves; their screens are a little behind.
            warn("other processes could not be told", &failure);
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// In as few texts as they fit in.
async fn tell_all(peers: &dyn Peers, me: Uuid, news: Vec<News>) -> Result<(), Failure> {
    let mut message = Message { from: me, news };
    let text = serde_json::to_string(&message)?;
    if text.len() <= LONGEST {
        return peers.tell(&text).await;
    }
    if message.news.len() == 1 {
        // One alone is never so long; were it ever, the others read everything anew.
        let organization = message.news[0].organization;
        message.news = vec![News {
            organization,
            event: Some(Event::ProcessingReload),
        }];
        return peers.tell(&serde_json::to_string(&message)?).await;
    }
    let half = message.news.split_off(message.news.len() / 2);
    Box::pin(tell_all(peers, me, message.news)).await?;
    Box::pin(tell_all(peers, me, half)).await
}

async fn hear(peers: &dyn Peers, me: Uuid, hub: &Hub) {
    let mut connected = true;
    loop {
        match peers.hear().await {
            Ok(Heard::Connected) if connected => {}
            Ok(Heard::Connected) => {
                connected = true;
                hub.missed();
            }
            Ok(Heard::Text(text)) => match serde_json::from_str::<Message>(&text) {
                Ok(message) if message.from == me => {}
                Ok(message) => message.news.into_iter().for_each(|news| hub.heard(news)),
                // Of another version of the program.
                Err(_) => hub.missed(),
            },
            Err(failure) => {
                if std::mem::replace(&mut connected, false) {
                    warn("other processes are not heard", &failure);
                }
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

fn warn(what: &str, failure: &Failure) {
    tracing::warn!(kind = ?failure.r#type(), cause = ?failure.cause(), "{what}");
}
