use crate::{Ctx, Failure};
use praxis_domain::{
    PageRequest,
    workflows::{
        model::{Job, JobId, JobPage},
        states::JobEvent,
    },
};
use praxis_kernel::{FailureType, operation, wire};

/// Part of the list of jobs.
#[wire(input)]
#[derive(Default)]
pub struct ListJobs {
    /// Only those that wait, run or failed.
    #[serde(default)]
    pub open: Option<bool>,
    /// Rows wanted: 50 when absent, at most 1000.
    #[serde(default)]
    pub limit: Option<i32>,
    /// Rows to leave out first.
    #[serde(default)]
    pub offset: Option<i32>,
}

/// Jobs of the clinic, latest first.
#[operation(GET "/v1/jobs", allow = "job:read", reads = [Jobs])]
pub async fn list_jobs(ctx: &Ctx, input: ListJobs) -> Result<JobPage, Failure> {
    let page = PageRequest::new(input.limit, input.offset)?;
    let open = input.open.unwrap_or(false);
    ctx.read().await?.jobs().page(open, page).await
}

/// One job.
#[wire(input)]
pub struct OneJob {
    /// Which.
    pub job_id: JobId,
}

/// One job with its report.
#[operation(GET "/v1/jobs/{job_id}", allow = "job:read", reads = [Jobs], errors = [NotFound])]
pub async fn get_job(ctx: &Ctx, input: OneJob) -> Result<Job, Failure> {
    ctx.read()
        .await?
        .jobs()
        .find(input.job_id)
        .await?
        .ok_or_else(|| Failure::not_found("job"))
}

/// Stops a job; what it stored stays stored.
#[operation(POST "/v1/jobs/{job_id}/cancel", allow = "job:write", changes = [Jobs], errors = [NotFound, Conflict, InvalidTransition])]
pub async fn cancel_job(ctx: &Ctx, input: OneJob) -> Result<Job, Failure> {
    move_job(ctx, input.job_id, JobEvent::Cancel).await
}

/// Puts a failed or cancelled job back into the queue.
#[operation(POST "/v1/jobs/{job_id}/retry", allow = "job:write", changes = [Jobs], errors = [NotFound, Conflict, InvalidTransition])]
pub async fn retry_job(ctx: &Ctx, input: OneJob) -> Result<Job, Failure> {
    move_job(ctx, input.job_id, JobEvent::Requeue).await
}

async fn move_job(ctx: &Ctx, job_id: JobId, event: JobEvent) -> Result<Job, Failure> {
    let mut work = ctx.write().await?;
    let mut tries = 0;
    let moved = loop {
        let job = work
            .jobs()
            .find(job_id)
            .await?
            .ok_or_else(|| Failure::not_found("job"))?;
        match work.jobs().transition(&job, event).await {
            // A worker took it or gave it back in between, which is no reason not to do it.
            Err(failure) if failure.r#type() == FailureType::Conflict && tries < 3 => tries += 1,
            outcome => break outcome?,
        }
    };
    work.commit().await?;
    ctx.services.events.jobs_changed();
    Ok(moved)
}
