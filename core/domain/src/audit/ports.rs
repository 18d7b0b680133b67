//! What the audit log needs of storage.

use super::model::AuditPage;
use crate::{PageRequest, access::model::OrganizationId, store::ChainedEntry};
use async_trait::async_trait;
use praxis_kernel::{Date, Failure};
use uuid::Uuid;

/// Which rows a list shows.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// By one user.
    pub user: Option<Uuid>,
    /// About one patient.
    pub patient: Option<Uuid>,
    /// One operation.
    pub action: Option<String>,
    /// On this day (UTC) or later.
    pub from: Option<Date>,
    /// On this day (UTC) or earlier.
    pub to: Option<Date>,
}

/// The end of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainHead {
    /// Which chain.
    pub chain: u32,
    /// Its last row.
    pub sequence: u32,
    /// Hash of that row.
    pub hash: Vec<u8>,
}

/// The end of an organisation's chain as it once was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Whose chain.
    pub organization: OrganizationId,
    /// Its end.
    pub head: ChainHead,
}

/// Ends of chains, kept outside the database: whoever rewrites the log there, and its remembered
/// ends with it, does not reach these by the same way.
pub trait Anchors: Send + Sync {
    /// What was remembered last; nothing at first.
    fn load(&self) -> Result<Vec<Anchor>, Failure>;
    /// Remembers these instead.
    fn save(&self, anchors: &[Anchor]) -> Result<(), Failure>;
}

/// The audit log.
#[async_trait]
pub trait Audit: Send {
    /// Latest first, with the true total.
    async fn page(&mut self, filter: &AuditFilter, page: PageRequest)
    -> Result<AuditPage, Failure>;
    /// The ends of the organisation's chains.
    async fn heads(&mut self) -> Result<Vec<ChainHead>, Failure>;
    /// Up to `limit` rows of a chain after a sequence number, in order.
    async fn chain(
        &mut self,
        chain: u32,
        after: u32,
        limit: u32,
    ) -> Result<Vec<ChainedEntry>, Failure>;
}
