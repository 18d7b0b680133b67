//! What turns sound into words.

use async_trait::async_trait;
use praxis_kernel::wire;

/// What an engine heard in a piece of sound.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// The words; empty when nobody spoke.
    pub text: String,
    /// How sure the engine is, in percent, where it says so.
    pub confidence: Option<u32>,
}

/// Why an engine gave no words. None of these quotes what the engine printed: it may be clinical.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpeechProblem {
    /// It is not installed, or cannot be started.
    Missing,
    /// It ended with an error.
    Failed,
    /// It did not answer in time.
    Late,
    /// What it answered cannot be read.
    Unreadable,
}

impl SpeechProblem {
    /// In words that are safe to show.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Missing => "it is not installed or cannot be started",
            Self::Failed => "it ended with an error",
            Self::Late => "it did not answer in time",
            Self::Unreadable => "its answer cannot be read",
        }
    }
}

/// Turns sound into words: a program on this machine, or a service.
#[async_trait]
pub trait SpeechEngine: Send + Sync {
    /// Its name, as the clinic gave it.
    fn info(&self) -> EngineInfo;
    /// Hears one utterance: 16,000 samples a second of one channel. Dropping the future ends the
    /// work.
    async fn hear(&self, samples: &[i16]) -> Result<Heard, SpeechProblem>;
}

/// An engine as screens see it.
#[wire]
pub struct EngineInfo {
    /// Its name, as the clinic gave it.
    pub name: String,
    /// What it is.
    pub kind: EngineKind,
    /// Whether sound stays on this machine.
    pub local: bool,
}

/// What an engine is.
#[wire]
pub enum EngineKind {
    /// A program that is started for each utterance.
    Command,
}

/// The engines, in the order in which they are tried.
#[wire]
pub struct EngineList {
    /// First choice first.
    pub items: Vec<EngineInfo>,
}
