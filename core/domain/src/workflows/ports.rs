//! What jobs need of storage.

use super::{
    model::{ImportReport, Job, JobError, JobId, JobPage},
    states::JobEvent,
};
use crate::{
    PageRequest,
    access::model::{OrganizationId, UserId},
};
use async_trait::async_trait;
use praxis_kernel::{Failure, Timestamp};
use uuid::Uuid;

/// A job on its way into storage.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// Identifier.
    pub job_id: JobId,
    /// Which handler runs it.
    pub kind: &'static str,
    /// What it works on, to show.
    pub label: String,
    /// What the handler is given, as JSON.
    pub payload: String,
}

/// A job that a worker holds.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// The job.
    pub job: Job,
    /// In which organisation.
    pub organization: OrganizationId,
    /// On whose behalf.
    pub created_by: Option<UserId>,
    /// What the handler is given.
    pub payload: String,
    /// Fences off a worker that lost its lease: its writes do nothing.
    pub lease: Uuid,
}

/// How a try ended.
#[derive(Debug, Clone)]
pub enum Ending {
    /// Finished, with what there is to report.
    Done(Option<ImportReport>),
    /// To be tried again then.
    Retry(JobError, Timestamp),
    /// Given up.
    Failed(JobError),
}

/// Jobs.
#[async_trait]
pub trait Jobs: Send {
    /// Adds a job in the transaction of the change that needs it.
    async fn enqueue(&mut self, job: &NewJob) -> Result<(), Failure>;
    /// A job of the organisation.
    async fn find(&mut self, job: JobId) -> Result<Option<Job>, Failure>;
    /// Latest first, with the true total.
    async fn page(&mut self, open: bool, page: PageRequest) -> Result<JobPage, Failure>;
    /// Moves a job by the machine's table: cancel and requeue.
    async fn transition(&mut self, job: &Job, event: JobEvent) -> Result<Job, Failure>;

    /// Whether any job is due, of any organisation: asked before a claim, which is a change and
    /// would keep other changes waiting.
    async fn any_due(&mut self) -> Result<bool, Failure>;
    /// Takes the next job that is due, of any organisation, until `until`.
    async fn claim(&mut self, lease: Uuid, until: Timestamp) -> Result<Option<Claimed>, Failure>;
    /// Keeps the lease and tells how far the job is; false when the lease was lost or the job cancelled.
    async fn progress(
        &mut self,
        claimed: &Claimed,
        done: u32,
        total: Option<u32>,
        until: Timestamp,
    ) -> Result<bool, Failure>;
    /// Ends a try; false when the lease was lost or the job cancelled.
    async fn end(&mut self, claimed: &Claimed, ending: &Ending) -> Result<bool, Failure>;
}
