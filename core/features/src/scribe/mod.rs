//! Recordings, transcripts and drafts.

pub mod bring;
pub mod consent;
pub mod draft;
pub mod listen;
pub mod record;
pub mod retention;
mod sound;
pub mod transcribe;
pub mod transcript;
pub mod wav;
mod words;
