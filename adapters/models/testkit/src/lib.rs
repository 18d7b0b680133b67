//! A provider of language models for tests: a real server on this machine that speaks the wire
//! formats of real providers and fails in the ways that they fail. It is only ever a dependency of
//! tests and measurements.
//!
//! A [`Server`] answers each question by the next [`Script`] of its queue, the last one again and
//! again, checks what it is asked as a provider does, and keeps a journal of it. [`CASES`] are the
//! ways to fail, with what a caller must make of each.

mod cases;
mod check;
mod fault;
mod ollama;
mod server;
mod wire;

pub use cases::{CASES, Case};
pub use fault::Fault;
pub use ollama::Pull;
pub use server::{Seen, Server};
pub use wire::Wire;

use std::time::Duration;

/// Stands in every error that the server writes, along with the question and the key, as real
/// errors repeat them. Nothing of it may come out of a caller.
pub const PROVIDER_TEXT: &str = "provider-text-canary";

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// The answer.
    pub text: String,
    /// In how many pieces it is sent, at least one.
    pub pieces: usize,
    /// Tokens of question and answer.
    pub usage: (u32, u32),
    /// What goes wrong.
    pub fault: Option<Fault>,
    /// Pause before each piece.
    pub delay: Duration,
}

impl Script {
    /// Says this, in three pieces, and nothing goes wrong.
    pub fn saying(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            pieces: 3,
            usage: (42, 17),
            fault: None,
            delay: Duration::ZERO,
        }
    }

    /// The same with this fault.
    pub fn with(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }

    /// The same in so many pieces.
    pub fn in_pieces(mut self, pieces: usize) -> Self {
        self.pieces = pieces;
        self
    }

    /// The same with a pause before each piece.
    pub fn slowly(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// The text in its pieces, cut between characters.
    fn cut(&self) -> Vec<String> {
        let letters: Vec<char> = self.text.chars().collect();
        let size = letters.len().div_ceil(self.pieces.max(1)).max(1);
        letters
            .chunks(size)
            .map(|part| part.iter().collect())
            .collect()
    }
}
