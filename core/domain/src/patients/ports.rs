//! What patients need of storage.

use super::model::{Owner, OwnerId, Patient, PatientId, PatientPage, PatientSummary};
use crate::PageRequest;
use async_trait::async_trait;
use praxis_kernel::{Failure, Timestamp};

/// Where a page begins.
#[derive(Debug, Clone)]
pub enum PageStart {
    /// After so many rows.
    Offset,
    /// After the row of this sort key and patient.
    After(String, PatientId),
}

/// What storage says of a write that needs a free record number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// Done.
    Done,
    /// The record number belongs to this patient.
    MrnTaken(PatientId),
    /// The version is not the stored one, or the patient is out of reach.
    Stale,
}

/// Counts that stand on a banner.
#[derive(Debug, Clone, Copy)]
pub struct VisitCounts {
    /// Visits that were not cancelled.
    pub visits: u32,
    /// Visits with an unsigned note.
    pub open: u32,
    /// Start of the latest.
    pub last_visit_at: Option<Timestamp>,
}

/// Patients and owners.
#[async_trait]
pub trait Patients: Send {
    /// Adds a patient with the words that find it.
    async fn insert(&mut self, patient: &Patient) -> Result<Stored, Failure>;
    /// Replaces a patient whose stored version is `patient.version`; the stored one is then higher.
    async fn update(&mut self, patient: &Patient) -> Result<Stored, Failure>;
    /// A patient within reach.
    async fn find(&mut self, patient: PatientId) -> Result<Option<Patient>, Failure>;
    /// A patient within reach by record number.
    async fn find_by_mrn(&mut self, mrn: &str) -> Result<Option<Patient>, Failure>;
    /// One page by family name, given name, with the true total.
    async fn page(&mut self, page: PageRequest, start: PageStart) -> Result<PatientPage, Failure>;
    /// Patients that all words lead to; see `rules::search_words`.
    async fn search(
        &mut self,
        words: &[String],
        limit: u32,
    ) -> Result<Vec<PatientSummary>, Failure>;
    /// Counts for the banner.
    async fn visit_counts(&mut self, patient: PatientId) -> Result<VisitCounts, Failure>;

    /// Adds an owner.
    async fn insert_owner(&mut self, owner: &Owner) -> Result<(), Failure>;
    /// An owner.
    async fn owner(&mut self, owner: OwnerId) -> Result<Option<Owner>, Failure>;
    /// Owners whose family name, or family name and given name, begin so.
    async fn search_owners(&mut self, folded: &str, limit: u32) -> Result<Vec<Owner>, Failure>;
    /// The animals of an owner.
    async fn animals_of(&mut self, owner: OwnerId) -> Result<Vec<PatientSummary>, Failure>;

    /// The patient that an import made from this record of a source.
    async fn by_source(&mut self, source: &str) -> Result<Option<PatientId>, Failure>;
    /// Remembers from which record of a source a patient came.
    async fn set_source(&mut self, source: &str, patient: PatientId) -> Result<(), Failure>;
}
