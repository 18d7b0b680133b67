//! What turns sound into words, and words into sound.

use crate::{access::model::Language, models::ports::ProviderKey};
use async_trait::async_trait;
use praxis_kernel::{Failure, FailureType, wire};
use std::{collections::HashMap, sync::Arc};

/// What an engine heard in a piece of sound.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// The words; empty when nobody spoke.
    pub text: String,
    /// How sure the engine is, in percent, where it says so.
    pub confidence: Option<u32>,
}

/// Why an engine gave no words, or a voice no sound. None of these quotes what it answered: that may
/// be clinical.
#[wire]
pub enum SpeechProblem {
    /// It is not installed, or cannot be started.
    Missing,
    /// It ended with an error, or answered with one.
    Failed,
    /// It did not answer in time.
    Late,
    /// What it answered cannot be read.
    Unreadable,
    /// Nobody answers at its address.
    Unreachable,
    /// It does not accept the key, or asks for one.
    Refused,
    /// It has too much to do, or has done as much as was paid for.
    Busy,
    /// It is not on this machine, and nobody wrote that it may be used all the same.
    RemoteNotAllowed,
    /// The environment variable that holds its key is not set, and the clinic gave none.
    KeyMissing,
    /// The clinic gave a key, and it cannot be opened now.
    KeyClosed,
    /// This program was built without what it needs.
    NotBuilt,
    /// The file of its model is absent or cannot be read.
    ModelUnreadable,
}

impl SpeechProblem {
    /// In words that are safe to show.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Missing => "it is not installed or cannot be started",
            Self::Failed => "it ended with an error",
            Self::Late => "it did not answer in time",
            Self::Unreadable => "its answer cannot be read",
            Self::Unreachable => "nobody answers at its address",
            Self::Refused => "it does not accept the key, or asks for one",
            Self::Busy => "it has too much to do now",
            Self::RemoteNotAllowed => "it is not on this machine and was not allowed to be used",
            Self::KeyMissing => "it wants a key, and none is set",
            Self::KeyClosed => "its key cannot be opened now",
            Self::NotBuilt => "this program was built without whisper.cpp",
            Self::ModelUnreadable => "the file of its model is absent or cannot be read",
        }
    }
}

/// Turns sound into words: a program on this machine, or a service.
#[async_trait]
pub trait SpeechEngine: Send + Sync {
    /// Its name, as the clinic gave it, and whether it may be used.
    fn info(&self) -> EngineInfo;
    /// Hears one utterance: 16,000 samples a second of one channel. Dropping the future ends the
    /// work.
    async fn hear(&self, samples: &[i16]) -> Result<Heard, SpeechProblem>;
}

/// Turns words into sound: a program on this machine, or a service.
#[async_trait]
pub trait Voice: Send + Sync {
    /// Its name, as the clinic gave it, and whether it may be used.
    fn info(&self) -> EngineInfo;
    /// Whether it speaks a language.
    fn speaks(&self, language: Language) -> bool;
    /// Says something, in 16,000 samples a second of one channel. Dropping the future ends the work.
    async fn say(&self, text: &str, language: Language) -> Result<Vec<i16>, SpeechProblem>;
}

/// What the clinic has to hear and to speak with.
#[derive(Default)]
pub struct Speech {
    /// In the order in which they are tried, those that are blocked as well.
    pub engines: Vec<Arc<dyn SpeechEngine>>,
    /// In the order in which they are tried, those that are blocked as well.
    pub voices: Vec<Arc<dyn Voice>>,
    /// Why what the clinic described cannot be used, in words for whoever described it.
    pub problem: Option<String>,
}

impl Speech {
    /// Whether there is an engine that may be used.
    pub fn hears(&self) -> bool {
        self.engines
            .iter()
            .any(|engine| engine.info().blocked.is_none())
    }

    /// Says plainly that no engine turned sound into words, and why of each.
    pub fn silence(&self, mut tried: Vec<EngineTried>) -> NotHeard {
        if tried.is_empty() {
            let blocked = self.engines.iter().filter_map(|engine| {
                let info = engine.info();
                Some(EngineTried {
                    name: info.name,
                    problem: info.blocked?,
                })
            });
            tried = blocked.collect();
        }
        let kept = "The recording is kept; you can listen to it and type.";
        let why = match (reasons(&tried), &self.problem) {
            (Some(reasons), _) => format!("No speech engine could be used ({reasons}). {kept}"),
            (None, Some(problem)) => format!("No speech engine is set up: {problem}. {kept}"),
            (None, None) => format!("No speech engine is set up. {kept}"),
        };
        NotHeard { tried, why }
    }
}

/// An engine that gave no words or a voice that gave no sound, and why.
#[wire]
pub struct EngineTried {
    /// Its name, as the clinic gave it.
    pub name: String,
    /// What was wrong.
    pub problem: SpeechProblem,
}

/// Each with its problem, in words that are safe to show; none when there is nothing to say.
pub fn reasons(tried: &[EngineTried]) -> Option<String> {
    let each = tried
        .iter()
        .map(|one| format!("{}: {}", one.name, one.problem.words()));
    (!tried.is_empty()).then(|| each.collect::<Vec<_>>().join("; "))
}

/// No engine turned sound into words. Its message is safe to show.
#[derive(Debug, thiserror::Error)]
#[error("{why}")]
pub struct NotHeard {
    /// Every engine with its problem; empty when none is set up.
    pub tried: Vec<EngineTried>,
    why: String,
}

impl NotHeard {
    /// The failure of whoever asked for words, with this as its cause.
    pub fn failure(self) -> Failure {
        Failure::new(FailureType::Unavailable, self.why.clone()).because(self)
    }
}

/// A key that a clinic gave for a service.
#[derive(Debug, Clone)]
pub enum GivenKey {
    /// As it was given.
    Open(ProviderKey),
    /// It lies sealed, and cannot be opened now.
    Closed,
}

/// Keys that a clinic gave, by the address that each is for.
pub type GivenKeys = HashMap<String, GivenKey>;

/// Where engines and voices come from. They may change while the program runs.
pub trait SpeechSource: Send + Sync {
    /// What there is now for a clinic that gave these keys.
    fn current(&self, keys: &GivenKeys) -> Speech;
}

/// An engine or a voice as screens see it.
#[wire]
pub struct EngineInfo {
    /// Its name, as the clinic gave it.
    pub name: String,
    /// What it is.
    pub kind: EngineKind,
    /// Whether sound and words stay on this machine.
    pub local: bool,
    /// Of a service: what its key is for, such as `https://api.example.com`.
    pub address: Option<String>,
    /// Where its key comes from; absent when none is set.
    pub key: Option<KeySource>,
    /// Why it is not used at all; absent when it is.
    pub blocked: Option<SpeechProblem>,
}

impl EngineInfo {
    /// A program on this machine that may be used.
    pub fn program(name: &str, kind: EngineKind) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            local: true,
            address: None,
            key: None,
            blocked: None,
        }
    }
}

/// Where the key of a service comes from.
#[wire]
pub enum KeySource {
    /// The clinic gave it; it lies sealed and comes first.
    Given,
    /// It stands in the environment variable that the file names.
    Variable,
}

/// What an engine or a voice is.
#[wire]
pub enum EngineKind {
    /// A program that is started each time.
    Command,
    /// A service that is asked over HTTP.
    Service,
    /// A model that whisper.cpp runs in a process of its own.
    Whisper,
}

/// The engines and voices, in the order in which they are tried.
#[wire]
pub struct EngineList {
    /// What turns sound into words, first choice first.
    pub items: Vec<EngineInfo>,
    /// What reads aloud, first choice first.
    pub voices: Vec<EngineInfo>,
    /// Why the file that describes them cannot be used; absent when it can.
    pub problem: Option<String>,
}
