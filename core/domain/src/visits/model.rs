//! What is written about a visit.

use super::states::VisitStatus;
use crate::{
    access::model::UserId,
    patients::model::PatientId,
    scribe::model::{DraftSentence, EvidenceSpan, Flag, Section, Transcript},
};
use praxis_kernel::{Timestamp, ids, wire};

ids! {
    /// A visit.
    VisitId
    /// A sentence of a note.
    SentenceId
    /// A draft made from a transcript.
    DraftId
    /// An amendment of a signed note.
    AmendmentId
}

/// A visit, as lists show it.
#[wire]
pub struct Visit {
    /// Identifier.
    pub visit_id: VisitId,
    /// Whose visit.
    pub patient_id: PatientId,
    /// The patient's name as shown: `Nowak Anna`, `Burek (Kowalski)`.
    pub patient_name: String,
    /// Who sees the patient.
    pub clinician_id: UserId,
    /// Their name.
    pub clinician_name: String,
    /// Where it stands.
    pub status: VisitStatus,
    /// Why the patient comes.
    pub reason: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it was signed.
    pub finalized_at: Option<Timestamp>,
    /// Events that are possible now, such as `finalize`.
    pub allowed: Vec<String>,
    /// Counts changes of the visit; send it back when changing it.
    pub version: i32,
    /// When it was opened.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

/// One page of visits.
#[wire]
pub struct VisitPage {
    /// The rows, latest first.
    pub items: Vec<Visit>,
    /// How many there are in all pages.
    pub total: u32,
}

/// Where a sentence comes from.
#[wire]
pub enum Origin {
    /// From the conversation; the evidence says where.
    Talk,
    /// The clinician's own words.
    Yours,
    /// Drafted without support and accepted by a person.
    Suggested,
}

/// One sentence of a note.
#[wire]
pub struct Sentence {
    /// Identifier, stable while the sentence is edited.
    pub sentence_id: SentenceId,
    /// As it stands.
    pub text: String,
    /// As it was drafted; absent for the clinician's own.
    pub draft_text: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// Whether it differs from its draft; derived, never stored.
    #[serde(default)]
    pub edited: bool,
    /// The words it came from.
    pub evidence: Vec<EvidenceSpan>,
    /// Differences from the evidence that a person must decide; derived from the text.
    pub flags: Vec<Flag>,
    /// Whether a person agreed to it as it stands.
    pub confirmed: bool,
}

/// One of the four parts of a note.
#[wire]
pub struct NoteSection {
    /// Which.
    pub section: Section,
    /// In order.
    pub sentences: Vec<Sentence>,
    /// Drafted sentences without support, to be accepted or dismissed before signing.
    pub suggestions: Vec<Sentence>,
    /// Counts changes of this part; send it back when saving it. 0 while nothing was ever saved.
    pub version: i32,
}

/// Who signed what.
#[wire]
pub struct Signature {
    /// Who signed.
    pub signed_by: UserId,
    /// Their name then.
    pub signer_name: String,
    /// When.
    pub signed_at: Timestamp,
    /// SHA-256 of the note's canonical form, in hexadecimal.
    pub content_hash: String,
    /// Whether the stored note still has this hash.
    pub matches: bool,
}

/// A later addition to a signed note; the original stays as it was.
#[wire]
pub struct Amendment {
    /// Identifier.
    pub amendment_id: AmendmentId,
    /// Who wrote it.
    pub author_id: UserId,
    /// Their name then.
    pub author_name: String,
    /// When.
    pub amended_at: Timestamp,
    /// Why.
    pub reason: String,
    /// What is added or corrected.
    pub text: String,
}

/// How a draft came to be.
#[wire]
pub struct Provenance {
    /// Who drafted: `built-in`, or a model provider.
    pub provider: String,
    /// Its model and version.
    pub model: String,
    /// Version of the instructions it was given; absent for the built-in drafter, which has none.
    pub prompt_version: Option<String>,
    /// When.
    pub drafted_at: Timestamp,
}

/// A draft of a note; nothing of it is in the visit until somebody accepts a section.
#[wire]
pub struct Draft {
    /// Identifier.
    pub draft_id: DraftId,
    /// For which visit.
    pub visit_id: VisitId,
    /// The sentences, by section and in order.
    pub sentences: Vec<DraftSentence>,
    /// How it came to be.
    pub provenance: Provenance,
    /// The sections that were accepted, by whom and when.
    pub accepted: Vec<Acceptance>,
}

/// A section of a draft that became part of the note.
#[wire]
pub struct Acceptance {
    /// Which.
    pub section: Section,
    /// Who accepted.
    pub accepted_by: UserId,
    /// Their name.
    pub accepted_by_name: String,
    /// When.
    pub accepted_at: Timestamp,
}

/// Where a part of the note was taken from; what a person changed since shows at its sentences.
#[wire]
pub struct TakenFrom {
    /// How the draft came to be.
    pub provenance: Provenance,
    /// Which part was accepted, by whom and when.
    pub acceptance: Acceptance,
}

/// Everything of one visit.
#[wire]
pub struct VisitDetail {
    /// The visit.
    pub visit: Visit,
    /// The four parts, always all of them.
    pub sections: Vec<NoteSection>,
    /// The latest draft.
    pub draft: Option<Draft>,
    /// The drafts that parts of the note were taken from, oldest first.
    #[serde(default)]
    pub taken_from: Vec<TakenFrom>,
    /// The conversation.
    pub transcript: Option<Transcript>,
    /// The signature, once signed.
    pub signature: Option<Signature>,
    /// Later additions, oldest first.
    pub amendments: Vec<Amendment>,
}

/// A visit's note on paper.
#[wire]
pub struct PrintedVisit {
    /// What to call the file: the day of the visit and the record number, and nobody's name.
    pub file_name: String,
    /// The PDF, in base64.
    pub data: String,
}

/// All visits of one patient in a file.
#[wire]
pub struct VisitExport {
    /// Version of this form: 1.
    pub format: u32,
    /// When it was written.
    pub exported_at: Timestamp,
    /// The patient's record number, so that a person can check the file.
    pub mrn: String,
    /// The visits, oldest first.
    pub visits: Vec<VisitDetail>,
}
