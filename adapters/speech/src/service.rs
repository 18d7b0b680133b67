//! Services that are asked over HTTP, in the dialect of OpenAI that many local servers speak.

use crate::Unusable;
use praxis_domain::scribe::speech::{EngineInfo, EngineKind, SpeechProblem};
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url, header::HeaderValue, redirect};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    time::Duration,
};

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(5);

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
    client: Client,
}

impl Service {
    pub fn new(address: Address) -> Result<Self, Unusable> {
        let said = |problem: &str| Unusable(format!("the address of {} {problem}", address.name));
        let url: Url = address.url.parse().map_err(|_| said("is none"))?;
        if !matches!(url.scheme(), "http" | "https") || url.cannot_be_a_base() {
            return Err(said("does not begin with http:// or https://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(said("holds a user or a password: name a `key_env` instead"));
        }
        let client = client().map_err(|_| said("cannot be used on this machine"))?;
        Ok(Self {
            address,
            url,
            client,
        })
    }

    pub fn info(&self) -> EngineInfo {
        EngineInfo {
            name: self.address.name.clone(),
            kind: EngineKind::Service,
            local: is_here(&self.url),
            blocked: self.may_be_asked().err(),
        }
    }

    /// Sound and words leave the machine only where somebody wrote that they may.
    fn may_be_asked(&self) -> Result<Option<HeaderValue>, SpeechProblem> {
        if !is_here(&self.url) && !self.address.allow_remote {
            return Err(SpeechProblem::RemoteNotAllowed);
        }
        let Some(name) = &self.address.key_env else {
            return Ok(None);
        };
        let key = std::env::var(name).map_err(|_| SpeechProblem::KeyMissing)?;
        let bearer = HeaderValue::try_from(format!("Bearer {}", key.trim()));
        let mut bearer = bearer.map_err(|_| SpeechProblem::KeyMissing)?;
        bearer.set_sensitive(true);
        Ok(Some(bearer))
    }

    /// Asks for something below the address; the whole answer, of at most so many bytes.
    pub async fn ask(
        &self,
        path: &[&str],
        most: usize,
        with: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Result<Vec<u8>, StatusCode>, SpeechProblem> {
        let key = self.may_be_asked()?;
        let mut url = self.url.clone();
        if let Ok(mut parts) = url.path_segments_mut() {
            parts.pop_if_empty().extend(path);
        }
        let mut request = with(self.client.post(url));
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

/// Follows nobody elsewhere, asks no proxy, and takes `localhost` for this machine whatever the
/// network says.
fn client() -> reqwest::Result<Client> {
    let here = [
        (IpAddr::V4(Ipv4Addr::LOCALHOST), 0).into(),
        (IpAddr::V6(Ipv6Addr::LOCALHOST), 0).into(),
    ];
    Client::builder()
        .redirect(redirect::Policy::none())
        .no_proxy()
        .resolve_to_addrs("localhost", &here)
        .connect_timeout(CONNECT)
        .build()
}

/// Whether an address is this machine.
fn is_here(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aud_9_only_this_machine_is_here() {
        for (url, here) in [
            ("http://localhost:9000/v1", true),
            ("http://LOCALHOST/v1", true),
            ("https://127.0.0.1/v1", true),
            ("http://127.8.9.10:1/", true),
            ("http://127.1/", true), // another way to write 127.0.0.1
            ("http://[::1]:9000/v1", true),
            ("http://localhost.example/v1", false),
            ("http://127.0.0.1.example/v1", false),
            ("http://0.0.0.0:9000/v1", false),
            ("http://192.168.1.4:9000/v1", false),
            ("http://[::2]/v1", false),
            ("https://api.example/v1", false),
            ("https://localhost@api.example/v1", false),
        ] {
            assert_eq!(is_here(&url.parse().unwrap()), here, "{url}");
        }
    }
}
