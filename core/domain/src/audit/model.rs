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
    /// Where the request came from: an address, `desktop`, `command line`, `job` or `program`.
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

/// In which way a row is not as it was written.
#[wire]
pub enum AuditDamage {
    /// Its hash does not fit it.
    Edited,
    /// It is not there, and later ones are.
    Missing,
    /// It does not continue the row before it.
    Reordered,
    /// It and those after it are not there.
    Truncated,
    /// It and all rows before it were written anew.
    Rewritten,
}

impl AuditDamage {
    /// In one word, for the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Missing => "missing",
            Self::Reordered => "reordered",
            Self::Truncated => "truncated",
            Self::Rewritten => "rewritten",
        }
    }
}

/// The first row that is not as it was written.
#[wire]
pub struct AuditProblem {
    /// Which chain.
    pub chain: u32,
    /// Which row.
    pub sequence: u32,
    /// What is wrong with it.
    pub kind: AuditDamage,
}
