//! Jobs as screens see them.

use super::states::JobStatus;
use crate::scribe::speech::{EngineTried, NotHeard};
use praxis_kernel::{Failure, FailureType, Rule, Timestamp, ids, wire};

ids! {
    /// A job.
    JobId
}

/// A piece of long work.
#[wire]
pub struct Job {
    /// Identifier.
    pub job_id: JobId,
    /// What it does: `import_patients`, `load_demo`.
    pub kind: String,
    /// Where it stands.
    pub status: JobStatus,
    /// What it works on, as a name to show, such as a file's name.
    pub label: String,
    /// Steps done.
    pub done: u32,
    /// Steps in all, when known.
    pub total: Option<u32>,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last try failed.
    pub error: Option<JobError>,
    /// Events that are possible now, such as `cancel`.
    pub allowed: Vec<String>,
    /// What came of an import.
    pub report: Option<ImportReport>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

/// Why a try failed.
#[wire]
pub struct JobError {
    /// Which of the closed set.
    pub r#type: FailureType,
    /// The rule that is broken, where one is.
    pub rule: Option<Rule>,
    /// When no speech engine gave words: each that there is; empty when none is set up.
    pub engines: Option<Vec<EngineTried>>,
    /// One sentence in English that is safe to show; screens use their own words, keyed by the rest.
    pub message: String,
    /// Finds the entry of the log; empty in old jobs.
    pub reference: String,
}

impl JobError {
    /// What is kept of a failure, whose cause was logged under the reference.
    pub fn of(failure: Failure, reference: &str) -> Self {
        let unheard = failure.cause().and_then(|cause| cause.downcast_ref());
        let engines = unheard.map(|it: &NotHeard| it.tried.clone());
        let wire = failure.wire(reference);
        Self {
            r#type: wire.r#type,
            rule: wire.rule,
            engines,
            message: wire.message,
            reference: wire.reference,
        }
    }
}

/// One page of jobs.
#[wire]
pub struct JobPage {
    /// Latest first.
    pub items: Vec<Job>,
    /// How many there are in all.
    pub total: u32,
}

/// The answer of an operation whose work goes on behind it.
#[wire]
pub struct JobStarted {
    /// The job to watch.
    pub job_id: JobId,
}

/// What came of an import.
#[wire]
#[derive(Default)]
pub struct ImportReport {
    /// Records that are new.
    pub created: u32,
    /// Records that were there already and are the same.
    pub unchanged: u32,
    /// Records that were there already and were brought up to date.
    pub updated: u32,
    /// Records that could not be read.
    pub failed: u32,
    /// The first thousand of them.
    pub issues: Vec<ImportIssue>,
    /// Other kinds of records in the file, which were left alone.
    pub not_imported: Vec<NotImported>,
}

/// One record that could not be read.
#[wire]
pub struct ImportIssue {
    /// Line of the file, from 1; the entry's number in a bundle; the second of a sound.
    pub line: u32,
    /// The column or element, where one is to blame.
    pub field: Option<String>,
    /// The rule that is broken; absent where none says it, and in old reports.
    #[serde(default)]
    pub rule: Option<Rule>,
    /// What is wrong in English, without the value; screens use their own words, keyed by `rule`.
    pub problem: String,
}

/// A kind of record that an import left alone.
#[wire]
pub struct NotImported {
    /// Its name in the file, such as `Observation`.
    pub resource: String,
    /// How many.
    pub count: u32,
}
