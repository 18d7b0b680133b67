//! Connections to models, what may be asked of them, and what was, as screens see it.

use super::ports::ModelProblem;
use crate::visits::model::VisitId;
use praxis_kernel::{Timestamp, ids, wire};

ids! {
    /// A connection to a provider of models.
    ConnectionId
    /// One question to a chain of models.
    ModelCallId
}

/// How a provider is spoken to.
#[wire]
pub enum ConnectionKind {
    /// Anything that speaks as OpenAI's chat completions: LM Studio, llama.cpp, vLLM, MLX.
    OpenaiCompatible,
    /// OpenAI.
    Openai,
    /// Anthropic.
    Anthropic,
    /// Google's Gemini.
    Gemini,
    /// Ollama.
    Ollama,
}

impl ConnectionKind {
    /// Whether the provider fetches models to its disk and deletes them when it is asked to.
    pub const fn keeps_models(self) -> bool {
        matches!(self, Self::Ollama)
    }
}

/// A connection to a provider of models. Its key is never shown, only whether there is one.
#[wire]
pub struct Connection {
    /// Identifier.
    pub connection_id: ConnectionId,
    /// As the clinic calls it.
    pub name: String,
    /// How it is spoken to.
    pub kind: ConnectionKind,
    /// Its address.
    pub base_url: String,
    /// The model that is asked, by the provider's name for it.
    pub model: String,
    /// Whether a key is set.
    pub has_key: bool,
    /// Whether it may be asked at all.
    pub enabled: bool,
    /// Without a piece of the answer for so many seconds, it is given up: 1 to 600.
    pub patience_seconds: u32,
    /// Counts changes; send it back when changing it.
    pub version: i32,
    /// When it was added.
    pub created_at: Timestamp,
}

/// A connection with what is known of it now.
#[wire]
pub struct ConnectionState {
    /// The connection.
    pub connection: Connection,
    /// Whether what is sent there stays with the clinic: on this machine, or on a host of its list.
    pub inside: bool,
    /// When it last answered.
    pub answered_at: Option<Timestamp>,
    /// Milliseconds that this took.
    pub latency_ms: Option<u32>,
    /// Its latest problem, unless it answered since.
    pub problem: Option<ModelProblem>,
    /// Until when it is left alone because it failed several times.
    pub resting_until: Option<Timestamp>,
}

/// What a provider does while it fetches a model.
#[wire]
pub enum PullStep {
    /// It looks for what belongs to the model.
    Looking,
    /// It fetches.
    Fetching,
    /// It checks what it fetched.
    Checking,
    /// It puts the model where it is found.
    Finishing,
}

/// How far a model was fetched.
#[wire]
pub struct PullProgress {
    /// What is being done.
    pub step: PullStep,
    /// Percent of what is known to belong to it; it never falls.
    pub percent: Option<u32>,
}

/// What models are asked for. Each has its own order of connections.
#[wire]
pub enum ModelTask {
    /// A draft of the note.
    Draft,
    /// Suggestions for assessment and plan.
    Suggest,
    /// Free questions.
    Chat,
}

impl ModelTask {
    /// Every task.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Suggest, Self::Chat];
}

/// In which order connections are asked for a task.
#[wire]
pub struct ModelChain {
    /// For what.
    pub task: ModelTask,
    /// First choice first; empty means that no model is asked.
    pub connections: Vec<ConnectionId>,
}

/// What a clinic decided about models.
#[wire]
pub struct ModelSettings {
    /// Nothing may be sent beyond this machine and the hosts below.
    pub local_only: bool,
    /// Hosts that belong to the clinic, such as `gpu.clinic.lan`.
    pub own_hosts: Vec<String>,
    /// Names, numbers and dates of birth are replaced before anything is sent outside.
    pub mask_identifiers: bool,
    /// While a model is silent, the next one is asked as well after two seconds, and the first to
    /// speak answers. Never one outside while one within the clinic may still answer.
    #[serde(default = "yes")]
    pub ask_next_when_silent: bool,
    /// The order for each task.
    pub chains: Vec<ModelChain>,
    /// Counts changes; send it back when changing it. 0 while nothing was ever saved.
    pub version: i32,
}

impl Default for ModelSettings {
    fn default() -> Self {
        Self {
            local_only: true,
            own_hosts: vec![],
            mask_identifiers: true,
            ask_next_when_silent: true,
            chains: vec![],
            version: 0,
        }
    }
}

const fn yes() -> bool {
    true
}

/// Why a connection was not asked.
#[wire]
pub enum NotAsked {
    /// It is switched off.
    Disabled,
    /// It is outside, and nothing may leave the clinic.
    LocalOnly,
    /// It is outside, and the patient has not agreed.
    NoConsent,
    /// It is outside, and whoever asks has not seen yet what is sent.
    NotShown,
    /// It failed several times just now and is left alone for a while.
    Resting,
    /// Its key cannot be opened.
    KeyUnreadable,
}

impl NotAsked {
    /// In words that are safe to show.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Disabled => "switched off",
            Self::LocalOnly => "not asked, because nothing may leave the clinic",
            Self::NoConsent => "not asked, because the patient has not agreed",
            Self::NotShown => "not asked, because you have not seen yet what is sent",
            Self::Resting => "not asked, because it failed just now",
            Self::KeyUnreadable => "not asked, because its key cannot be opened",
        }
    }
}

/// What would become of one connection of a chain.
#[wire]
pub struct PlannedStep {
    /// Which.
    pub connection_id: ConnectionId,
    /// Its name.
    pub name: String,
    /// The model.
    pub model: String,
    /// The host, without user or path.
    pub host: String,
    /// Whether what is sent there stays with the clinic.
    pub inside: bool,
    /// Why it would not be asked; absent when it would.
    pub not_asked: Option<NotAsked>,
}

/// What became of one connection of a chain.
#[wire]
pub struct ModelStep {
    /// Which.
    pub connection_id: ConnectionId,
    /// Its name then.
    pub name: String,
    /// The model.
    pub model: String,
    /// The host, without user or path.
    pub host: String,
    /// Why it was not asked; absent when it was.
    pub not_asked: Option<NotAsked>,
    /// Why it gave no answer; absent when it did, or was not asked.
    pub problem: Option<ModelProblem>,
    /// How often it was asked.
    pub attempts: u32,
    /// Milliseconds from the first attempt to the end.
    pub elapsed_ms: u32,
}

/// One question to a chain, as it is kept.
#[wire]
pub struct ModelCall {
    /// Identifier.
    pub call_id: ModelCallId,
    /// For what.
    pub task: ModelTask,
    /// About which visit.
    pub visit_id: Option<VisitId>,
    /// When.
    pub asked_at: Timestamp,
    /// Every connection of the chain up to the one that answered.
    pub steps: Vec<ModelStep>,
    /// The model that answered; absent when none did.
    pub model: Option<String>,
    /// Tokens of the question, where the provider counts them.
    pub prompt_tokens: Option<u32>,
    /// Tokens of the answer, where the provider counts them.
    pub answer_tokens: Option<u32>,
    /// Milliseconds to the first piece of the answer.
    pub first_piece_ms: Option<u32>,
    /// Milliseconds to the end.
    pub total_ms: u32,
}

/// What a model costs, by its exact name.
#[wire]
pub struct ModelPrice {
    /// The exact name of the model.
    pub model: String,
    /// Minor units of the currency for a million tokens of the question.
    pub prompt_price: u32,
    /// Minor units of the currency for a million tokens of the answer.
    pub answer_price: u32,
    /// ISO 4217, such as `EUR`.
    pub currency: String,
}

/// What was asked of one model in a time.
#[wire]
pub struct ModelUsage {
    /// The model.
    pub model: String,
    /// Questions that it answered.
    pub calls: u32,
    /// Tokens of those questions, as far as they were counted.
    pub prompt_tokens: u32,
    /// Tokens of the answers, as far as they were counted.
    pub answer_tokens: u32,
    /// Questions whose tokens the provider did not count.
    pub uncounted: u32,
    /// Milliseconds to the first piece, on average.
    pub first_piece_ms: Option<u32>,
    /// Milliseconds to the end, on average.
    pub total_ms: u32,
    /// Minor units of the currency, rounded up; absent when the model has no price.
    pub cost: Option<u32>,
    /// The currency of the price.
    pub currency: Option<String>,
}
