//! The life of a job.

use praxis_kernel::states;

states! {
    /// A job is claimed by a worker, and ends once; a lost worker's job is claimed again.
    machine Job: JobStatus, JobEvent;
    initial Queued;
    Claim: Queued | Running => Running;
    Finish: Running => Done;
    Retry: Running => Queued;
    Fail: Running => Failed;
    Cancel: Queued | Running => Cancelled;
    Requeue: Failed | Cancelled => Queued;
}
