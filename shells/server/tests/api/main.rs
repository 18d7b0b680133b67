//! The program from outside, over HTTP, on both engines.

#![allow(
    clippy::disallowed_methods,
    reason = "a test makes its own identifiers and tasks"
)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod attempts;
mod authorisation;
mod bounds;
mod disk;
mod events;
mod failures;
mod inputs;
mod isolation;
mod jobs;
mod keys;
mod kit;
mod model_drafts;
mod models;
mod ollama;
mod patients;
mod playback;
mod printing;
mod read_aloud;
mod recordings;
mod retention;
mod signing;
mod silent_models;
mod sound_files;
mod speech;
mod speech_keys;
mod speech_setup;
mod speech_turns;
mod uploads;
mod visits;
