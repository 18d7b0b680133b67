//! What visits need of storage.

use super::{
    model::{Amendment, NoteSection, Sentence, Signature, Visit, VisitId, VisitPage},
    states::VisitEvent,
};
use crate::{
    PageRequest, access::model::UserId, patients::model::PatientId, scribe::model::Section,
};
use async_trait::async_trait;
use praxis_kernel::{Date, Failure, Timestamp};

use super::states::VisitStatus;

/// Which visits a list shows.
#[derive(Debug, Clone, Default)]
pub struct VisitFilter {
    /// Of one patient.
    pub patient: Option<PatientId>,
    /// Of one clinician.
    pub clinician: Option<UserId>,
    /// In one state.
    pub status: Option<VisitStatus>,
    /// Only those whose note may still be written.
    pub open: bool,
    /// Begun on this day (UTC) or later.
    pub from: Option<Date>,
    /// Begun on this day (UTC) or earlier.
    pub to: Option<Date>,
    /// Signed at this moment or later.
    pub signed_since: Option<Timestamp>,
}

/// A visit on its way into storage.
#[derive(Debug, Clone)]
pub struct NewVisit {
    /// Identifier.
    pub visit_id: VisitId,
    /// Whose.
    pub patient_id: PatientId,
    /// Who sees the patient.
    pub clinician_id: UserId,
    /// Why the patient comes.
    pub reason: String,
    /// When it began.
    pub started_at: Timestamp,
}

/// A stored signature, before its hash is compared.
pub type StoredSignature = Signature;

/// Visits and notes.
#[async_trait]
pub trait Visits: Send {
    /// Adds a visit in the initial state.
    async fn insert(&mut self, visit: &NewVisit) -> Result<(), Failure>;
    /// A visit of a patient within reach.
    async fn find(&mut self, visit: VisitId) -> Result<Option<Visit>, Failure>;
    /// Latest first, with the true total.
    async fn page(&mut self, filter: &VisitFilter, page: PageRequest)
    -> Result<VisitPage, Failure>;
    /// The caller's open visit of the patient that began at or after `since`.
    async fn open_visit(
        &mut self,
        patient: PatientId,
        clinician: UserId,
        since: Timestamp,
    ) -> Result<Option<VisitId>, Failure>;
    /// Changes reason and start; false when the version is not the stored one.
    async fn update(&mut self, visit: &Visit) -> Result<bool, Failure>;
    /// Moves the visit by the machine's table and writes the transition down. This is the only
    /// way in which the state of a visit changes.
    async fn transition(&mut self, visit: &Visit, event: VisitEvent) -> Result<Visit, Failure>;
    /// Removes a draft and everything of it.
    async fn delete(&mut self, visit: &Visit) -> Result<(), Failure>;

    /// The saved parts of the note.
    async fn sections(&mut self, visit: VisitId) -> Result<Vec<NoteSection>, Failure>;
    /// Saves one part; false when `section.version` is not the stored one (0: none yet).
    async fn save_section(&mut self, visit: &Visit, section: &NoteSection)
    -> Result<bool, Failure>;

    /// Keeps the signature.
    async fn insert_signature(
        &mut self,
        visit: &Visit,
        signature: &StoredSignature,
    ) -> Result<(), Failure>;
    /// The signature.
    async fn signature(&mut self, visit: VisitId) -> Result<Option<StoredSignature>, Failure>;
    /// Adds an amendment.
    async fn insert_amendment(
        &mut self,
        visit: &Visit,
        amendment: &Amendment,
    ) -> Result<(), Failure>;
    /// Amendments, oldest first.
    async fn amendments(&mut self, visit: VisitId) -> Result<Vec<Amendment>, Failure>;
}

/// A part of a note that was never saved.
pub const fn empty_section(section: Section) -> NoteSection {
    let sentences: Vec<Sentence> = vec![];
    NoteSection {
        section,
        sentences,
        suggestions: vec![],
        version: 0,
    }
}
