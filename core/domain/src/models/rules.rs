//! What may be asked, in which order, and what follows when it fails.

use super::{
    address::{address, is_loopback},
    model::{Connection, ConnectionKind, ModelPrice, ModelSettings, ModelUsage, NotAsked},
    ports::{ModelProblem, Reach, Unanswered},
};
use praxis_kernel::{Failure, Rule, Timestamp};
use std::{collections::HashSet, time::Duration};

/// Failures in a row after which a connection is left alone.
const FAILURES: u32 = 3;
/// For how many seconds.
const REST_SECONDS: i64 = 30;
/// How often one connection is asked, as long as nothing of an answer came.
pub const ATTEMPTS: u32 = 2;
/// Longest that a provider may make us wait for the next attempt; beyond that the next one is asked.
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// Before the second attempt where the provider names no time.
const SHORT_WAIT: Duration = Duration::from_millis(250);
/// After so much silence the next connection is asked as well, where the clinic wants it. An answer
/// that takes no second then comes within three, after which somebody who waits for a note would
/// look for what is wrong.
pub const SILENCE: Duration = Duration::from_secs(2);
/// A connection that says nothing for so long, where another stands behind it, is asked for a sign
/// of life; one that gives none is left. With `SIGN_OF_LIFE` it is less than three seconds.
pub const QUIET: Duration = Duration::from_millis(1_200);
/// So long is waited for the sign: on a slow line, a new connection takes a second.
pub const SIGN_OF_LIFE: Duration = Duration::from_millis(1_500);

/// Who is asking, as far as it decides what may leave the clinic.
#[derive(Debug, Clone, Default)]
pub struct Permitted {
    /// The patient agreed that the talk is sent outside; true where no patient is concerned.
    pub consent: bool,
    /// Connections of which the person has seen what is sent.
    pub shown: HashSet<super::model::ConnectionId>,
}

/// How far a question to this connection may reach, or why it is not asked.
pub fn admit(
    connection: &Connection,
    settings: &ModelSettings,
    permitted: &Permitted,
) -> Result<Reach, NotAsked> {
    if !connection.enabled {
        return Err(NotAsked::Disabled);
    }
    if is_loopback(&connection.base_url) {
        return Ok(Reach::ThisMachine);
    }
    if is_own(&connection.base_url, settings) {
        return Ok(Reach::Anywhere);
    }
    if settings.local_only {
        return Err(NotAsked::LocalOnly);
    }
    if !permitted.consent {
        return Err(NotAsked::NoConsent);
    }
    if !permitted.shown.contains(&connection.connection_id) {
        return Err(NotAsked::NotShown);
    }
    Ok(Reach::Anywhere)
}

/// Whether what is sent there stays with the clinic.
pub fn is_inside(connection: &Connection, settings: &ModelSettings) -> bool {
    is_loopback(&connection.base_url) || is_own(&connection.base_url, settings)
}

fn is_own(base_url: &str, settings: &ModelSettings) -> bool {
    let host = host(base_url);
    settings
        .own_hosts
        .iter()
        .any(|own| host.as_deref() == Some(own.as_str()))
}

/// The host of an address as it is compared and shown: lower case, without a closing dot.
pub fn host(base_url: &str) -> Option<String> {
    let url = address(base_url)?;
    Some(url.host_str()?.trim_end_matches('.').to_lowercase())
}

/// Checks an address of a provider, and writes it out in full.
pub fn check_base_url(text: &str) -> Result<String, Failure> {
    let wrong = |words| Err(Failure::validation("base_url", Rule::Malformed, words));
    let Some(url) = address(text) else {
        return wrong("An address looks like http://localhost:11434, without user or password.");
    };
    if url.query().is_some() || url.fragment().is_some() {
        return wrong("The key does not belong into the address.");
    }
    let full = url.as_str().trim_end_matches('/').to_owned();
    // A key and a conversation in clear, on a network that others share.
    let private = match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_private(),
        Some(url::Host::Domain(name)) => !name.contains('.') || is_private_name(name),
        _ => false,
    };
    if url.scheme() == "http" && !private && !is_loopback(text) {
        return wrong("Beyond the clinic's own network an address begins with https://.");
    }
    Ok(full)
}

/// Names that never stand for a machine of the open Internet (RFC 6762, RFC 8375, RFC 9476 and the
/// customs of local networks).
fn is_private_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_lowercase();
    [".local", ".lan", ".home.arpa", ".internal", ".localhost"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// Checks the hosts of a clinic's list, and writes them as they are compared.
pub fn check_own_hosts(hosts: &[String]) -> Result<Vec<String>, Failure> {
    if hosts.len() > 50 {
        let words = "At most 50 hosts.";
        return Err(Failure::validation("own_hosts", Rule::TooLong, words));
    }
    let mut checked: Vec<String> = vec![];
    for text in hosts
        .iter()
        .map(|host| host.trim())
        .filter(|host| !host.is_empty())
    {
        let Some(host) =
            host(&format!("http://{text}/")).filter(|_| !text.contains(['/', '@', '?', '#', ':']))
        else {
            let words = "A host is a name or an address, such as gpu.clinic.lan.";
            return Err(Failure::validation("own_hosts", Rule::Malformed, words));
        };
        checked.push(host);
    }
    checked.sort_unstable();
    checked.dedup();
    Ok(checked)
}

/// Where a kind of provider usually is; a connection may say otherwise.
pub const fn usual_base_url(kind: ConnectionKind) -> &'static str {
    match kind {
        ConnectionKind::OpenaiCompatible => "http://localhost:1234/v1",
        ConnectionKind::Openai => "https://api.openai.com/v1",
        ConnectionKind::Anthropic => "https://api.anthropic.com/v1",
        ConnectionKind::Gemini => "https://generativelanguage.googleapis.com/v1beta",
        ConnectionKind::Ollama => "http://localhost:11434",
    }
}

/// What follows when a connection gave no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The same one is asked again after this time.
    Again(Duration),
    /// The next one is asked.
    Onward,
    /// None is asked any more: another model would see the same half of an answer, or refuse too.
    End,
}

/// What follows after `attempts` of one connection. Once a piece of the answer was handed on,
/// nothing is asked again: two halves of two answers are no answer.
pub fn after(unanswered: Unanswered, attempts: u32, began: bool) -> Next {
    if began {
        return Next::End;
    }
    let wait = match unanswered.problem {
        ModelProblem::Busy => unanswered.retry_after.unwrap_or(SHORT_WAIT),
        ModelProblem::Broken => unanswered.retry_after.unwrap_or(SHORT_WAIT),
        ModelProblem::Unreachable | ModelProblem::BrokenOff => SHORT_WAIT,
        _ => return Next::Onward,
    };
    if attempts < ATTEMPTS && wait <= LONGEST_WAIT {
        return Next::Again(wait);
    }
    Next::Onward
}

/// Whether a problem says that nobody is there. Every other one was told by somebody.
pub const fn is_silence(problem: ModelProblem) -> bool {
    matches!(problem, ModelProblem::Late | ModelProblem::Unreachable)
}

/// Whether a problem says something of the connection, and not of the question.
pub const fn is_fault(problem: ModelProblem) -> bool {
    !matches!(
        problem,
        ModelProblem::QuestionTooLong
            | ModelProblem::Refused
            | ModelProblem::WrongForm
            | ModelProblem::Empty
            | ModelProblem::Forbidden
    )
}

/// What is known of a connection since the program runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// Failures in a row.
    failures: u32,
    /// When it last answered.
    pub answered_at: Option<Timestamp>,
    /// Milliseconds that this took.
    pub latency_ms: Option<u32>,
    /// The latest problem, unless it answered since.
    pub problem: Option<ModelProblem>,
    /// Until when it is left alone.
    resting_until: Option<Timestamp>,
}

impl Health {
    /// It answered.
    pub fn answered(&mut self, now: Timestamp, latency_ms: u32) {
        *self = Self {
            answered_at: Some(now),
            latency_ms: Some(latency_ms),
            ..Self::default()
        };
    }
    /// It failed. After three failures in a row it is left alone for half a minute; then one more
    /// failure is enough.
    pub fn failed(&mut self, now: Timestamp, problem: ModelProblem) {
        self.problem = Some(problem);
        if is_fault(problem) {
            self.failures += 1;
            if self.failures >= FAILURES {
                self.resting_until = Some(now.plus_seconds(REST_SECONDS));
            }
        }
    }
    /// Until when it is left alone, if it is.
    pub fn resting_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.resting_until.filter(|until| now < *until)
    }
}

/// Works out what a model's use cost by the price of exactly that name, rounded up.
pub fn price(usage: &mut ModelUsage, prices: &[ModelPrice]) {
    let Some(price) = prices.iter().find(|price| price.model == usage.model) else {
        return;
    };
    let parts = u64::from(usage.prompt_tokens) * u64::from(price.prompt_price)
        + u64::from(usage.answer_tokens) * u64::from(price.answer_price);
    usage.cost = Some(u32::try_from(parts.div_ceil(1_000_000)).unwrap_or(u32::MAX));
    usage.currency = Some(price.currency.clone());
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
