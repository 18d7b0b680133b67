//! Recordings, transcripts and drafts.

pub mod bring;
pub mod consent;
pub mod draft;
pub mod engines;
pub mod listen;
pub mod model_draft;
pub mod model_question;
pub mod read_aloud;
pub mod record;
pub mod retention;
pub mod service_keys;
mod sound;
pub mod suggest;
pub mod transcribe;
pub mod transcript;
pub mod wav;
mod words;
