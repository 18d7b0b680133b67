//! Server-sent events, with the moment at which each arrived.

use anyhow::{Context, ensure};
use reqwest::{RequestBuilder, Response};
use std::time::Instant;

/// One event.
pub struct Event {
    /// Its name; empty where a provider gives none.
    pub name: String,
    /// What it carries.
    pub data: String,
    /// When the last of it arrived.
    pub at: Instant,
}

/// An answer that comes event by event.
pub struct Stream {
    response: Response,
    rest: Vec<u8>,
    at: Instant,
}

impl Stream {
    /// Asks, and waits for the head of the answer.
    pub async fn open(request: RequestBuilder) -> anyhow::Result<Self> {
        let response = request.send().await?;
        let status = response.status();
        if !status.is_success() {
            anyhow::bail!("{status}: {}", response.text().await?);
        }
        Ok(Self {
            response,
            rest: vec![],
            at: Instant::now(),
        })
    }

    /// The next event; none at the end.
    pub async fn next(&mut self) -> anyhow::Result<Option<Event>> {
        loop {
            if let Some(end) = self.rest.windows(2).position(|two| two == b"\n\n") {
                let text: Vec<u8> = self.rest.drain(..end + 2).collect();
                if let Some(event) = self.read(std::str::from_utf8(&text)?) {
                    return Ok(Some(event));
                }
                continue;
            }
            let Some(chunk) = self.response.chunk().await? else {
                ensure!(self.rest.is_empty(), "the stream ended inside an event");
                return Ok(None);
            };
            self.at = Instant::now();
            self.rest.extend_from_slice(&chunk);
        }
    }

    /// The next event of this name.
    pub async fn next_named(&mut self, name: &str) -> anyhow::Result<Event> {
        loop {
            let event = self.next().await?;
            let event = event.with_context(|| format!("the stream ended before {name}"))?;
            ensure!(event.name != "error", "{}", event.data);
            if event.name == name {
                return Ok(event);
            }
        }
    }

    /// None for a comment that keeps the connection open.
    fn read(&self, text: &str) -> Option<Event> {
        let field = |name| text.lines().find_map(|line| line.strip_prefix(name));
        Some(Event {
            name: field("event: ").unwrap_or_default().to_owned(),
            data: field("data: ")?.to_owned(),
            at: self.at,
        })
    }
}
