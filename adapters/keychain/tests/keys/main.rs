//! Keys and where they are kept, from outside.

#![allow(clippy::unwrap_used, clippy::panic)]

mod alone;
mod key_file;
mod passphrase;
mod sealing;
mod support;
