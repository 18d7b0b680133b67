//! Where the audit log ends, remembered in a file beside the database.

use crate::{
    Runtime,
    invoke::{Request, actor, reference},
};
use praxis_domain::{
    access::model::OrganizationId,
    audit::ports::{Anchor, Anchors, ChainHead},
};
use praxis_features::audit::log::anchor;
use praxis_kernel::Failure;
use serde::{Deserialize, Serialize};
use std::{fs, io::Write, path::PathBuf, sync::Arc, time::Duration};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How much of the log's end may be lost without a trace, at most.
const EVERY: Duration = Duration::from_secs(5 * 60);

/// A file of anchors.
pub struct FileAnchors {
    path: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Line {
    organization_id: OrganizationId,
    chain: u32,
    sequence: u32,
    #[serde(with = "hex")]
    hash: Vec<u8>,
}

impl FileAnchors {
    pub const fn new(path: PathBuf) -> Self {
        Self { path }
    }
}

impl Anchors for FileAnchors {
    fn load(&self) -> Result<Vec<Anchor>, Failure> {
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(vec![]),
            Err(error) => return Err(Failure::internal(error)),
        };
        let lines: Vec<Line> = serde_json::from_str(&text)?;
        Ok(lines
            .into_iter()
            .map(|line| Anchor {
                organization: line.organization_id,
                head: ChainHead {
                    chain: line.chain,
                    sequence: line.sequence,
                    hash: line.hash,
                },
            })
            .collect())
    }

    fn save(&self, anchors: &[Anchor]) -> Result<(), Failure> {
        let lines: Vec<Line> = anchors
            .iter()
            .map(|anchor| Line {
                organization_id: anchor.organization,
                chain: anchor.head.chain,
                sequence: anchor.head.sequence,
                hash: anchor.head.hash.clone(),
            })
            .collect();
        // Written whole and then renamed, so that a crash leaves the old file or the new one.
        let new = self.path.with_extension("new");
        let mut file = fs::File::create(&new)?;
        file.write_all(serde_json::to_string_pretty(&lines)?.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, &self.path)?;
        Ok(())
    }
}

/// Remembers every few minutes where the log ends.
pub fn start(runtime: &Arc<Runtime>, tasks: &TaskTracker, stop: &CancellationToken) {
    let (runtime, stop) = (Arc::downgrade(runtime), stop.clone());
    tasks.spawn(async move {
        loop {
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                () = stop.cancelled() => return,
            }
            let Some(runtime) = runtime.upgrade() else {
                return;
            };
            remember(&runtime).await;
        }
    });
}

/// Failing costs nothing but the chance to notice: the log itself is as it was.
pub async fn remember(runtime: &Runtime) {
    let request = Request {
        token: None,
        origin: "program".to_owned(),
        reference: reference(runtime),
        unattended: false,
        cancel: CancellationToken::new(),
    };
    let now = runtime.services().clock.now();
    let actor = actor(None, "anchor_audit", &request, now);
    let services = runtime.services();
    if let Err(failure) = anchor(services.store.as_ref(), services.anchors.as_ref(), &actor).await {
        tracing::warn!(kind = ?failure.r#type(), cause = ?failure.cause(), "where the audit log ends was not remembered");
    }
}
