//! Services that are asked over HTTP, in the dialect of OpenAI that many local servers speak.

use crate::Unusable;
use praxis_domain::{
    models::{
        address::{address, is_loopback},
        ports::Reach,
    },
    scribe::speech::{EngineInfo, EngineKind, GivenKey, KeySource, SpeechProblem},
};
use reqwest::{Method, RequestBuilder, Response, StatusCode, Url, header::HeaderValue};
use std::sync::Arc;

/// Where a service is and what it is asked for.
pub(crate) struct Address {
    /// Its name, to show.
    pub name: String,
    /// Up to and without the last part, such as `http://localhost:9000/v1`.
    pub url: String,
    /// The model that is asked for.
    pub model: String,
    /// The environment variable that holds its key.
    pub key_env: Option<String>,
    /// Whether it is used although it is not on this machine.
    pub allow_remote: bool,
}

/// A service that can be asked, if it may.
pub(crate) struct Service {
    pub address: Address,
    url: Url,
}

impl Service {
    pub fn new(named: Address) -> Result<Self, Unusable> {
        let Some(url) = address(&named.url) else {
            let name = &named.name;
            return Err(Unusable(format!(
                "the address of {name} is none, or holds a user or a password: name a `key_env` instead"
            )));
        };
        Ok(Self {
            address: named,
            url,
        })
    }

    pub fn info(&self, given: Option<&GivenKey>) -> EngineInfo {
        let mut variable = self.address.key_env.iter();
        let variable = variable.any(|name| std::env::var(name).is_ok());
        EngineInfo {
            name: self.address.name.clone(),
            kind: EngineKind::Service,
            local: self.is_here(),
            address: Some(self.origin()),
            key: match given {
                Some(_) => Some(KeySource::Given),
                None => variable.then_some(KeySource::Variable),
            },
            blocked: self.may_be_asked(given).err(),
        }
    }

    /// What a key is given for: scheme, host and port. A key never goes to another one.
    pub fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    fn is_here(&self) -> bool {
        is_loopback(self.url.as_str())
    }

    /// Sound and words leave the machine only where somebody wrote that they may.
    fn may_be_asked(&self, given: Option<&GivenKey>) -> Result<Option<HeaderValue>, SpeechProblem> {
        if !self.is_here() && !self.address.allow_remote {
            return Err(SpeechProblem::RemoteNotAllowed);
        }
        match (given, &self.address.key_env) {
            (Some(GivenKey::Open(key)), _) => bearer(&key.0).map(Some),
            (Some(GivenKey::Closed), _) => Err(SpeechProblem::KeyClosed),
            (None, Some(name)) => {
                let key = std::env::var(name).map_err(|_| SpeechProblem::KeyMissing)?;
                bearer(&key).map(Some)
            }
            (None, None) => Ok(None),
        }
    }

    /// Asks for something below the address; the whole answer, of at most so many bytes.
    pub async fn ask(
        &self,
        given: Option<&GivenKey>,
        path: &[&str],
        most: usize,
        with: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Result<Vec<u8>, StatusCode>, SpeechProblem> {
        let key = self.may_be_asked(given)?;
        let mut url = self.url.clone();
        if let Ok(mut parts) = url.path_segments_mut() {
            parts.pop_if_empty().extend(path);
        }
        let reach = if self.is_here() {
            Reach::ThisMachine
        } else {
            Reach::Anywhere
        };
        let request = praxis_network::request(Method::POST, url.as_str(), reach);
        let mut request = with(request.map_err(|_| SpeechProblem::RemoteNotAllowed)?);
        if let Some(key) = key {
            request = request.header(reqwest::header::AUTHORIZATION, key);
        }
        let response = request.send().await.map_err(unanswered)?;
        if response.status().is_success() {
            body(response, most).await.map(Ok)
        } else {
            Ok(Err(response.status()))
        }
    }
}

/// A service that is lent with the key that a clinic gave for it.
pub(crate) struct Keyed<T> {
    pub service: Arc<T>,
    pub given: Option<GivenKey>,
}

fn bearer(key: &str) -> Result<HeaderValue, SpeechProblem> {
    let bearer = HeaderValue::try_from(format!("Bearer {}", key.trim()));
    let mut bearer = bearer.map_err(|_| SpeechProblem::KeyMissing)?;
    bearer.set_sensitive(true);
    Ok(bearer)
}

/// The problem that a status stands for. What the service says beside it is not read.
pub(crate) fn refused(status: StatusCode) -> SpeechProblem {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => SpeechProblem::Refused,
        StatusCode::TOO_MANY_REQUESTS => SpeechProblem::Busy,
        _ => SpeechProblem::Failed,
    }
}

fn unanswered(error: reqwest::Error) -> SpeechProblem {
    if error.is_connect() {
        SpeechProblem::Unreachable
    } else if error.is_timeout() {
        SpeechProblem::Late
    } else {
        SpeechProblem::Failed
    }
}

async fn body(mut response: Response, most: usize) -> Result<Vec<u8>, SpeechProblem> {
    let mut bytes = vec![];
    while let Some(more) = response
        .chunk()
        .await
        .map_err(|_| SpeechProblem::Unreadable)?
    {
        if bytes.len() + more.len() > most {
            return Err(SpeechProblem::Unreadable);
        }
        bytes.extend_from_slice(&more);
    }
    Ok(bytes)
}
