//! What the job runner runs: every handler, once.

use crate::{Ctx, Failure};
use async_trait::async_trait;
use praxis_domain::{vault::model::KeyFault, workflows::model::ImportReport};
use std::{sync::Arc, time::Duration};

/// Tells how far a job is; the runtime's side keeps the lease.
#[async_trait]
pub trait Progress: Send + Sync {
    /// Notes progress; `Cancelled` when the job was cancelled or is held by somebody else.
    async fn note(&self, done: u32, total: Option<u32>) -> Result<(), Failure>;
    /// Waits, and lets other jobs work meanwhile; `Cancelled` as above.
    async fn wait(&self, time: Duration) -> Result<(), Failure> {
        tokio::time::sleep(time).await;
        Ok(())
    }
}

/// What a running job is lent.
pub struct JobCtx {
    /// On behalf of whoever asked for the job.
    pub ctx: Ctx,
    /// Where progress goes.
    pub reporter: Arc<dyn Progress>,
}

impl JobCtx {
    /// The same on behalf of the same, at this moment: a job may take longer than what is late.
    pub fn now(&self) -> Ctx {
        let mut ctx = self.ctx.clone();
        ctx.actor.now = ctx.services.clock.now();
        ctx
    }
    /// Notes progress; fails with `Cancelled` when the job is to stop.
    pub async fn progress(&self, done: u32, total: Option<u32>) -> Result<(), Failure> {
        self.reporter.note(done, total).await
    }
    /// Waits for something outside, and lets other jobs work meanwhile.
    pub async fn wait(&self, time: Duration) -> Result<(), Failure> {
        self.reporter.wait(time).await
    }
    /// Waits while the keys are locked, by their passphrase or with the computer's keychain: until
    /// somebody opens them no sound can be sealed or opened, and trying would only use up the job's
    /// attempts.
    pub async fn unlocked(&self) -> Result<(), Failure> {
        while matches!(
            self.ctx.services.keys.state().fault,
            Some(KeyFault::Locked | KeyFault::Unreachable)
        ) {
            self.wait(BETWEEN).await?;
        }
        Ok(())
    }
}

/// It is looked so often whether the keys were opened.
const BETWEEN: Duration = Duration::from_secs(1);

/// Runs jobs of one kind. A job may run again after a crash, so it must find what it did before.
#[async_trait]
pub trait JobHandler: Send + Sync {
    /// The kind, as stored.
    fn kind(&self) -> &'static str;
    /// Does the work.
    async fn run(&self, job: &JobCtx, payload: &str) -> Result<Option<ImportReport>, Failure>;
}

/// Every handler.
pub fn handlers() -> Vec<Arc<dyn JobHandler>> {
    vec![
        Arc::new(crate::patients::import::ImportPatientsJob),
        Arc::new(crate::patients::demo::LoadDemoJob),
        Arc::new(crate::scribe::transcribe::TranscribeRecordingJob),
        Arc::new(crate::scribe::bring::ImportRecordingJob),
    ]
}
