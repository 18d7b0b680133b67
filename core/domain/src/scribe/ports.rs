//! What the scribe needs of storage, and of whoever drafts.

use super::{
    model::{DraftSentence, PatientFacts, Section, Transcript},
    suggestions::{Suggestion, SuggestionId},
};
use crate::{
    access::model::UserId,
    visits::model::{Draft, DraftId, Provenance, TakenFrom, Visit, VisitId},
};
use async_trait::async_trait;
use praxis_kernel::Failure;

/// Drafts a note from a conversation: the built-in drafter, or a model provider.
#[async_trait]
pub trait Drafter: Send + Sync {
    /// `built-in`, or the provider's name.
    fn provider(&self) -> &'static str;
    /// Model and version.
    fn model(&self) -> String;
    /// Version of the instructions; absent where there are none.
    fn prompt_version(&self) -> Option<String>;
    /// The sentences, by section and in order, each already checked against its evidence.
    async fn draft(
        &self,
        transcript: &Transcript,
        facts: &PatientFacts,
    ) -> Result<Vec<DraftSentence>, Failure>;
}

/// Transcripts and drafts.
#[async_trait]
pub trait Scribe: Send {
    /// Keeps the conversation of a visit, replacing an earlier one.
    async fn save_transcript(
        &mut self,
        visit: &Visit,
        transcript: &Transcript,
    ) -> Result<(), Failure>;
    /// The conversation of a visit.
    async fn transcript(&mut self, visit: VisitId) -> Result<Option<Transcript>, Failure>;
    /// Keeps a draft.
    async fn insert_draft(
        &mut self,
        visit: &Visit,
        draft: DraftId,
        sentences: &[DraftSentence],
        provenance: &Provenance,
    ) -> Result<(), Failure>;
    /// What was accepted of all drafts of a visit, oldest first.
    async fn taken_from(&mut self, visit: VisitId) -> Result<Vec<TakenFrom>, Failure>;
    /// One draft of a visit.
    async fn draft(&mut self, visit: VisitId, draft: DraftId) -> Result<Option<Draft>, Failure>;
    /// The latest draft of a visit.
    async fn latest_draft(&mut self, visit: VisitId) -> Result<Option<Draft>, Failure>;
    /// Notes who took a section of a draft into the note; false when it was taken before.
    async fn accept_section(
        &mut self,
        draft: DraftId,
        section: Section,
        by: UserId,
    ) -> Result<bool, Failure>;
    /// Keeps suggestions for a visit, after those that are there.
    async fn insert_suggestions(
        &mut self,
        visit: &Visit,
        suggestions: &[Suggestion],
    ) -> Result<(), Failure>;
    /// All suggestions for a visit, as they were made.
    async fn suggestions(&mut self, visit: VisitId) -> Result<Vec<Suggestion>, Failure>;
    /// Notes what a person decided; false when somebody decided before.
    async fn decide(
        &mut self,
        visit: &Visit,
        suggestion: SuggestionId,
        taken: bool,
        by: UserId,
    ) -> Result<bool, Failure>;
}
