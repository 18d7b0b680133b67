//! A service that is sent a WAV file and answers with words: `/audio/transcriptions`.

use crate::{
    Unusable,
    service::{Address, Keyed, Service, refused},
    sound,
};
use async_trait::async_trait;
use praxis_domain::scribe::speech::{EngineInfo, GivenKey, Heard, SpeechEngine, SpeechProblem};
use reqwest::{
    StatusCode,
    multipart::{Form, Part},
};
use serde::Deserialize;
use std::sync::atomic::{AtomicBool, Ordering};

/// Longest answer that is read, in bytes.
const ANSWER_MAX: usize = 1 << 20;

/// A service that turns sound into words.
pub(crate) struct ServiceEngine {
    service: Service,
    language: Option<String>,
    /// It was found to know the short form of an answer only.
    short: AtomicBool,
}

#[derive(Deserialize)]
struct Answer {
    text: String,
    #[serde(default)]
    segments: Vec<Segment>,
}

#[derive(Deserialize)]
struct Segment {
    /// Mean of the logarithms of how sure the engine was of each part of a word.
    #[serde(default)]
    avg_logprob: Option<f64>,
}

impl ServiceEngine {
    pub fn new(address: Address, language: Option<String>) -> Result<Self, Unusable> {
        Ok(Self {
            service: Service::new(address)?,
            language,
            short: AtomicBool::new(false),
        })
    }

    /// What its key is given for.
    pub fn origin(&self) -> String {
        self.service.origin()
    }

    /// The service knows the kind of file by its name.
    fn form(&self, file: Vec<u8>, format: &'static str) -> Form {
        let part = Part::bytes(file).file_name("utterance.wav");
        let model = self.service.address.model.clone();
        let form = Form::new()
            .part("file", part)
            .text("model", model)
            .text("response_format", format);
        match &self.language {
            Some(language) => form.text("language", language.clone()),
            None => form,
        }
    }

    async fn ask(
        &self,
        given: Option<&GivenKey>,
        file: Vec<u8>,
        format: &'static str,
    ) -> Result<Result<Vec<u8>, StatusCode>, SpeechProblem> {
        let form = self.form(file, format);
        let path = ["audio", "transcriptions"];
        self.service
            .ask(given, &path, ANSWER_MAX, |request| request.multipart(form))
            .await
    }

    /// Asks for the long form, and for the short one where the long one is not understood.
    async fn answer(
        &self,
        given: Option<&GivenKey>,
        file: Vec<u8>,
    ) -> Result<Vec<u8>, SpeechProblem> {
        if !self.short.load(Ordering::Relaxed) {
            match self.ask(given, file.clone(), "verbose_json").await? {
                Ok(answer) => return Ok(answer),
                Err(StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY) => {}
                Err(status) => return Err(refused(status)),
            }
        }
        let answer = self.ask(given, file, "json").await?.map_err(refused)?;
        self.short.store(true, Ordering::Relaxed);
        Ok(answer)
    }
}

fn parse(answer: &[u8]) -> Result<Heard, SpeechProblem> {
    let answer: Answer = serde_json::from_slice(answer).map_err(|_| SpeechProblem::Unreadable)?;
    let sure: Vec<f64> = answer
        .segments
        .iter()
        .filter_map(|segment| segment.avg_logprob)
        .collect();
    let mean = sure.iter().sum::<f64>() / sure.len().max(1) as f64;
    Ok(Heard {
        text: sound::line(&answer.text),
        confidence: (!sure.is_empty())
            .then(|| mean.exp())
            .and_then(sound::percent),
    })
}

#[async_trait]
impl SpeechEngine for Keyed<ServiceEngine> {
    fn info(&self) -> EngineInfo {
        self.service.service.info(self.given.as_ref())
    }

    async fn hear(&self, samples: &[i16]) -> Result<Heard, SpeechProblem> {
        let file = sound::file_of(samples)?;
        let answer = self.service.answer(self.given.as_ref(), file);
        let asked = tokio::time::timeout(sound::patience(samples), answer).await;
        parse(&asked.map_err(|_| SpeechProblem::Late)??)
    }
}
