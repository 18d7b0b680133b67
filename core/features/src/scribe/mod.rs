//! Transcripts and drafts.

pub mod draft;
pub mod transcript;
