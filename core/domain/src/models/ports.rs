//! What asking a model needs of the world outside, and of storage.

use super::model::{
    Connection, ConnectionId, ConnectionKind, ModelCall, ModelPrice, ModelSettings, ModelTask,
    ModelUsage, PullProgress,
};
use crate::{access::model::UserId, visits::model::VisitId};
use async_trait::async_trait;
use praxis_kernel::{Failure, Timestamp, wire};
use std::{fmt, time::Duration};
use zeroize::Zeroizing;

/// How far a request may go. Whoever opens a socket obeys it, whatever an address resolves to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Not beyond this machine: only to loopback addresses.
    ThisMachine,
    /// Anywhere.
    Anywhere,
}

/// A key of a provider. It is never printed.
#[derive(Clone)]
pub struct ProviderKey(pub Zeroizing<String>);

impl fmt::Debug for ProviderKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("ProviderKey(…)")
    }
}

/// Where a model is asked.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// How it is spoken to.
    pub kind: ConnectionKind,
    /// Its address, such as `http://localhost:11434`, with the version's path where the provider
    /// has one (`https://api.openai.com/v1`).
    pub base_url: String,
    /// Its key, where it wants one.
    pub key: Option<ProviderKey>,
    /// How far the request may go.
    pub reach: Reach,
}

/// Who says a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// Whoever asks.
    User,
    /// The model, earlier.
    Model,
}

/// One message of a conversation with a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who says it.
    pub author: Author,
    /// What.
    pub text: String,
}

/// What a model is asked. It is clinical: it is never printed or logged.
#[derive(Clone)]
pub struct Question {
    /// The model, by the provider's name for it.
    pub model: String,
    /// Standing instructions.
    pub instructions: String,
    /// The conversation; the last message is the user's.
    pub messages: Vec<Message>,
    /// JSON Schema that the answer must obey, with a name of letters and `_`. The provider may
    /// ignore it; whoever asked checks the answer.
    pub schema: Option<(&'static str, serde_json::Value)>,
    /// Most tokens of the answer.
    pub max_tokens: u32,
    /// Without a piece of the answer for so long, it is given up.
    pub silence: Duration,
}

/// Why a model stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// It had said everything.
    Finished,
    /// It reached the most tokens: the answer lacks its end.
    TooLong,
    /// The provider's filter cut it off.
    Filtered,
}

/// A whole answer, that the provider ended properly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Tokens of the question, where the provider counts them.
    pub prompt_tokens: Option<u32>,
    /// Tokens of the answer, where the provider counts them.
    pub answer_tokens: Option<u32>,
    /// Why it ended.
    pub stop: Stop,
}

/// Why a model gave no whole answer. None of these quotes the provider: what it wrote may repeat
/// the question or the key.
#[wire]
pub enum ModelProblem {
    /// Nobody answers at the address.
    Unreachable,
    /// The address is beyond what the request may reach.
    Forbidden,
    /// The answer did not begin, or did not go on, in time.
    Late,
    /// It was silent, and another one that was asked as well spoke first.
    Overtaken,
    /// The provider asks to wait.
    Busy,
    /// The provider has a fault of its own.
    Broken,
    /// The key is missing, wrong or has no right to this.
    KeyRefused,
    /// The provider does not know the model or the address.
    UnknownModel,
    /// The question is longer than the model can take.
    QuestionTooLong,
    /// The provider refuses the question.
    Refused,
    /// The answer broke off.
    BrokenOff,
    /// What came is no answer that can be read.
    Unreadable,
    /// The model said nothing.
    Empty,
    /// The answer does not have the form that was asked for.
    WrongForm,
}

impl ModelProblem {
    /// In words that are safe to show.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unreachable => "nobody answers at its address",
            Self::Forbidden => "its address is out of reach",
            Self::Late => "it did not answer in time",
            Self::Overtaken => "it was silent, and another one spoke first",
            Self::Busy => "it asks to wait",
            Self::Broken => "it has a fault of its own",
            Self::KeyRefused => "it refuses the key",
            Self::UnknownModel => "it does not know the model",
            Self::QuestionTooLong => "the question is too long for it",
            Self::Refused => "it refuses the question",
            Self::BrokenOff => "its answer broke off",
            Self::Unreadable => "its answer cannot be read",
            Self::Empty => "it said nothing",
            Self::WrongForm => "its answer has not the form that was asked for",
        }
    }
}

/// A problem, and how long the provider asks to wait before the next attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unanswered {
    /// What went wrong.
    pub problem: ModelProblem,
    /// As the provider said it; not bounded yet.
    pub retry_after: Option<Duration>,
}

impl From<ModelProblem> for Unanswered {
    fn from(problem: ModelProblem) -> Self {
        Self {
            problem,
            retry_after: None,
        }
    }
}

/// Asks models, in whatever way their provider is spoken to. Dropping a future ends the request
/// and closes its connection.
#[async_trait]
pub trait LanguageModels: Send + Sync {
    /// Asks, and hands on each piece of the answer's text as it comes. The pieces together are the
    /// answer; an answer without a proper end is `BrokenOff`. Nothing is tried twice here. A piece
    /// is lent for the call alone; that is written out, because the macro would lengthen it.
    async fn ask(
        &self,
        endpoint: &Endpoint,
        question: &Question,
        piece: &mut (dyn for<'piece> FnMut(&'piece str) + Send),
    ) -> Result<Answer, Unanswered>;
    /// Names of the models that can be asked, in the provider's order; answers within five seconds.
    async fn models(&self, endpoint: &Endpoint) -> Result<Vec<String>, Unanswered>;
    /// Makes the provider fetch a model, and hands on each change of how far it is. Without a sign
    /// of life for as long as `silence`, it is given up. Whoever cannot is `Refused`.
    async fn pull(
        &self,
        endpoint: &Endpoint,
        model: &str,
        silence: Duration,
        progress: &mut (dyn FnMut(PullProgress) + Send),
    ) -> Result<(), Unanswered>;
    /// Makes the provider delete a model that it fetched; answers within five seconds. Whoever
    /// cannot is `Refused`.
    async fn delete(&self, endpoint: &Endpoint, model: &str) -> Result<(), Unanswered>;
}

/// What is kept of models.
#[async_trait]
pub trait Models: Send {
    /// All connections, oldest first.
    async fn connections(&mut self) -> Result<Vec<Connection>, Failure>;
    /// One connection.
    async fn connection(&mut self, id: ConnectionId) -> Result<Option<Connection>, Failure>;
    /// Adds a connection, without a key.
    async fn insert_connection(&mut self, connection: &Connection) -> Result<(), Failure>;
    /// Changes everything but the key; `None` when the version is not the stored one.
    async fn update_connection(
        &mut self,
        connection: &Connection,
    ) -> Result<Option<Connection>, Failure>;
    /// Removes a connection with its key; false when there is none.
    async fn delete_connection(&mut self, id: ConnectionId) -> Result<bool, Failure>;
    /// The key as it lies sealed.
    async fn sealed_key(&mut self, id: ConnectionId) -> Result<Option<Vec<u8>>, Failure>;
    /// Keeps the sealed key with the fingerprint of what sealed it, or removes it.
    async fn set_key(
        &mut self,
        id: ConnectionId,
        sealed: Option<(&[u8], &str)>,
    ) -> Result<(), Failure>;
    /// Fingerprints of all keys that sealed keys of providers, in every clinic.
    async fn sealed_by(&mut self) -> Result<Vec<String>, Failure>;
    /// What the clinic decided; the default while it decided nothing.
    async fn settings(&mut self) -> Result<ModelSettings, Failure>;
    /// Keeps what the clinic decided; false when the version is not the stored one.
    async fn save_settings(&mut self, settings: &ModelSettings) -> Result<bool, Failure>;
    /// Connections of which a person has seen what is sent.
    async fn shown_to(&mut self, user: UserId) -> Result<Vec<ConnectionId>, Failure>;
    /// Notes that a person has seen what is sent.
    async fn mark_shown(&mut self, user: UserId, id: ConnectionId) -> Result<(), Failure>;
    /// Nobody has seen what is sent there: it is another place now.
    async fn forget_shown(&mut self, id: ConnectionId) -> Result<(), Failure>;
    /// Keeps what was asked, by whom, and what became of it.
    async fn insert_call(&mut self, call: &ModelCall, by: UserId) -> Result<(), Failure>;
    /// The latest question for a visit.
    async fn latest_call(
        &mut self,
        visit: VisitId,
        task: ModelTask,
    ) -> Result<Option<ModelCall>, Failure>;
    /// The latest question without a visit that somebody asked.
    async fn latest_chat(&mut self, by: UserId) -> Result<Option<ModelCall>, Failure>;
    /// What was asked of each model from a moment to another, without prices.
    async fn usage(&mut self, from: Timestamp, to: Timestamp) -> Result<Vec<ModelUsage>, Failure>;
    /// Prices, by model.
    async fn prices(&mut self) -> Result<Vec<ModelPrice>, Failure>;
    /// Replaces all prices.
    async fn set_prices(&mut self, prices: &[ModelPrice]) -> Result<(), Failure>;
}
