//! Rows of the audit log.

use praxis_kernel::{Timestamp, wire};

/// One row.
#[wire]
pub struct AuditEntry {
    /// Which of the clinic's chains; the embedded engine has one.
    pub chain: u32,
    /// Place in its chain, from 1 without gaps.
    pub sequence: u32,
    /// When.
    pub at: Timestamp,
    /// Who; absent before sign-in.
    pub user_id: Option<String>,
    /// Their name now.
    pub user_name: Option<String>,
    /// The operation.
    pub action: String,
    /// What happened to the record: `read`, `created`, `changed`, a state event, `refused`.
    pub outcome: String,
    /// Kind of record.
    pub resource: String,
    /// The record, where there is one.
    pub resource_id: Option<String>,
    /// The patient concerned, where there is one.
    pub patient_id: Option<String>,
    /// Finds the same request in the log.
    pub reference: String,
    /// Where the request came from: an address, `desktop` or `command line`.
    pub origin: String,
}

/// One page of the log.
#[wire]
pub struct AuditPage {
    /// Latest first.
    pub items: Vec<AuditEntry>,
    /// How many rows match in all.
    pub total: u32,
}

/// What a check of the chains found.
#[wire]
pub struct AuditVerdict {
    /// Whether every row is where and as it was written.
    pub intact: bool,
    /// Rows read.
    pub checked: u32,
    /// The first thing that is wrong.
    pub problem: Option<AuditProblem>,
}

/// The first row that is not as it was written.
#[wire]
pub struct AuditProblem {
    /// Which chain.
    pub chain: u32,
    /// Which row.
    pub sequence: u32,
    /// `edited`, `missing`, `reordered`, `truncated`, or `rewritten` with all rows before it.
    pub kind: String,
}
