//! Voices: a program that reads text and prints sound, or a service's `/audio/speech`.

use crate::{
    Unusable, program,
    service::{Address, Keyed, Service, refused},
    sound,
};
use async_trait::async_trait;
use praxis_domain::{
    access::model::Language,
    scribe::speech::{EngineInfo, EngineKind, GivenKey, SpeechProblem, Voice},
};
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;

/// Longest answer that is read, in bytes: three minutes at 48 kHz, 16 bits, two channels.
const ANSWER_MAX: usize = 36 << 20;
/// How long a few sentences may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Stands in a command for the language, as `en` or `pl`.
const LANGUAGE: &str = "{language}";

/// The languages that a voice speaks; all of them when none is named.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Languages(Vec<Language>);

impl Languages {
    fn contains(&self, language: Language) -> bool {
        self.0.is_empty() || self.0.contains(&language)
    }
}

const fn code(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Pl => "pl",
    }
}

/// A program that reads text on its standard input and prints a sound file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommandVoice {
    /// Its name, to show.
    pub name: String,
    /// The program and its arguments; `{language}` in them becomes `en` or `pl`.
    pub command: Vec<String>,
    /// Which languages it speaks.
    #[serde(default)]
    pub languages: Languages,
}

/// In time, and something that can be heard.
async fn heard(
    file: impl Future<Output = Result<Vec<u8>, SpeechProblem>>,
) -> Result<Vec<i16>, SpeechProblem> {
    let spoken = async { sound::samples_of(file.await?).await };
    let spoken = tokio::time::timeout(PATIENCE, spoken).await;
    spoken.map_err(|_| SpeechProblem::Late)?
}

#[async_trait]
impl Voice for CommandVoice {
    fn info(&self) -> EngineInfo {
        EngineInfo::program(&self.name, EngineKind::Command)
    }
    fn speaks(&self, language: Language) -> bool {
        self.languages.contains(language)
    }
    async fn say(&self, text: &str, language: Language) -> Result<Vec<i16>, SpeechProblem> {
        let command: Vec<_> = self
            .command
            .iter()
            .map(|part| part.replace(LANGUAGE, code(language)))
            .collect();
        heard(program::ask(&command, text.as_bytes(), ANSWER_MAX as u64)).await
    }
}

/// A service that reads aloud.
pub(crate) struct ServiceVoice {
    service: Service,
    voice: String,
    languages: Languages,
}

impl ServiceVoice {
    pub fn new(address: Address, voice: String, languages: Languages) -> Result<Self, Unusable> {
        Ok(Self {
            service: Service::new(address)?,
            voice,
            languages,
        })
    }

    /// What its key is given for.
    pub fn origin(&self) -> String {
        self.service.origin()
    }

    async fn file(&self, given: Option<&GivenKey>, text: &str) -> Result<Vec<u8>, SpeechProblem> {
        let wanted = json!({
            "model": self.service.address.model,
            "voice": self.voice,
            "input": text,
            "response_format": "wav",
        });
        let ask = self
            .service
            .ask(given, &["audio", "speech"], ANSWER_MAX, |request| {
                request
                    .header(reqwest::header::CONTENT_TYPE, "application/json")
                    .body(wanted.to_string())
            });
        ask.await?.map_err(refused)
    }
}

#[async_trait]
impl Voice for Keyed<ServiceVoice> {
    fn info(&self) -> EngineInfo {
        self.service.service.info(self.given.as_ref())
    }
    fn speaks(&self, language: Language) -> bool {
        self.service.languages.contains(language)
    }
    async fn say(&self, text: &str, _language: Language) -> Result<Vec<i16>, SpeechProblem> {
        heard(self.service.file(self.given.as_ref(), text)).await
    }
}
