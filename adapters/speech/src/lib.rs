//! Engines that turn sound into words, and voices that read aloud, as the clinic describes them in a
//! file (`docs/speech.md`).
//!
//! ```json
//! { "engines": [ { "name": "whisper.cpp", "command": ["whisper-cli", "-m", "model.bin", "-f", "-", "-nt", "-np"] } ] }
//! ```
//!
//! Whoever may write that file may run programs on this machine, so it lies beside the database and
//! no screen writes it.

mod command;
mod described;
mod program;
mod service;
mod sound;
mod source;
mod transcription;
mod voice;
mod whisper;

pub use source::SpeechFile;
pub use whisper::WorkerProgram;

/// Why a description cannot be used, in words for whoever wrote it.
#[derive(Debug, PartialEq, Eq)]
struct Unusable(String);

#[cfg(test)]
mod tests;
