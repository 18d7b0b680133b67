//! What a model suggests beyond what was said. Nothing of it is in the note before a person takes it.

use super::model::{EvidenceSpan, Section};
use crate::{
    access::model::UserId,
    visits::model::{Provenance, VisitId},
};
use praxis_kernel::{Timestamp, ids, wire};

ids! {
    /// A suggestion.
    SuggestionId
}

/// What is suggested.
#[wire]
pub enum SuggestionKind {
    /// A condition worth considering.
    Differential,
    /// An examination or laboratory test.
    Test,
    /// A treatment or advice.
    Plan,
    /// When to come back, and for what.
    FollowUp,
}

impl SuggestionKind {
    /// The part of the note that it would belong to.
    pub const fn section(self) -> Section {
        match self {
            Self::Differential => Section::Assessment,
            Self::Test | Self::Plan | Self::FollowUp => Section::Plan,
        }
    }
}

/// A suggestion as it was read from an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggested {
    /// What it is.
    pub kind: SuggestionKind,
    /// One sentence.
    pub text: String,
    /// Why.
    pub reason: String,
    /// The turns that the reason rests on.
    pub evidence: Vec<EvidenceSpan>,
}

/// What a person decided about a suggestion.
#[wire]
pub struct SuggestionDecision {
    /// Whether it was taken into the note.
    pub taken: bool,
    /// Who decided.
    pub decided_by: UserId,
    /// When.
    pub decided_at: Timestamp,
}

/// A suggestion as a card shows it.
#[wire]
pub struct Suggestion {
    /// Identifier.
    pub suggestion_id: SuggestionId,
    /// For which visit.
    pub visit_id: VisitId,
    /// What it is.
    pub kind: SuggestionKind,
    /// One sentence.
    pub text: String,
    /// Why.
    pub reason: String,
    /// The turns that the reason rests on; empty when it rests on nothing that was said.
    pub evidence: Vec<EvidenceSpan>,
    /// How it came to be.
    pub provenance: Provenance,
    /// What became of it; absent while nobody decided.
    pub decision: Option<SuggestionDecision>,
}

/// The suggestions for a visit.
#[wire]
pub struct SuggestionList {
    /// In the order in which they were made.
    pub items: Vec<Suggestion>,
}
