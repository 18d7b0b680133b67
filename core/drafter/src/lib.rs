//! From a conversation to the sentences of a note, each with the words that it came from.
//!
//! Sentences are taken from the conversation and rewritten; nothing is made up. A small linear model assigns each to
//! a division of the note and small trees score its worth; what a clinician orders is kept whatever it is worth. Every
//! one passes through the literal checks of `praxis_domain::scribe::checks`; what they find goes with it as flags. No
//! clock, no chance, no network: the same conversation gives the same draft.

pub mod candidates;
mod casing;
mod clean;
mod contractions;
mod corrections;
mod divisions;
pub mod features;
mod fragments;
mod labelled;
pub mod model;
mod orders;
mod parent;
pub mod person;
mod polish;
pub mod questions;
mod render;
mod restarts;
mod rules;
mod seams;
pub mod select;
mod support;
pub mod text;
mod turns;
pub mod voices;

use praxis_domain::scribe::model::{DraftSentence, PatientFacts, Transcript};

pub use render::{render_narrative, render_soap};
pub use select::{Heading, Place};

/// What is drafted from a conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The sentences in the order of the note.
    pub sentences: Vec<DraftSentence>,
    /// For every sentence, where it stands under the headings of a narrative note.
    pub places: Vec<Place>,
}

/// Drafts a note. A conversation in which nothing is said gives an empty draft.
pub fn draft(transcript: &Transcript, facts: &PatientFacts) -> Draft {
    select::draft_with(transcript, facts, &model::MODELS)
}

#[cfg(test)]
mod tests;
