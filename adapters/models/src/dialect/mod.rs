//! How each provider is spoken to. These are written by hand: the library for all of them, genai
//! 0.7.2, keeps a line of any length in memory (and reads it again with every packet), quotes the
//! question in its errors and sends Ollama no schema.

mod anthropic;
mod chat;
mod gemini;
mod ollama;
mod responses;

use crate::events::Framing;
use praxis_domain::models::{
    model::ConnectionKind,
    ports::{Answer, Author, ModelProblem, Question, Stop},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// What is sent.
pub(crate) struct Call {
    /// Below the base address; it may carry a query.
    pub(crate) path: String,
    /// The body.
    pub(crate) body: Value,
}

/// What an event says.
pub(crate) enum Heard {
    /// Nothing: it only keeps the line open.
    Ping,
    /// The next words of the answer; none while the model thinks or the provider counts.
    Said(String),
}

impl Heard {
    fn nothing() -> Self {
        Self::Said(String::new())
    }
}

/// What is known of an answer so far.
#[derive(Default)]
pub(crate) struct Partial {
    prompt_tokens: Option<u32>,
    answer_tokens: Option<u32>,
    stop: Option<Stop>,
    /// The provider said that nothing more comes.
    pub(crate) ended: bool,
}

impl Partial {
    /// The whole answer, of which the provider must have said why it ended. An answer that took
    /// every token lacks its end, even where the server calls it finished, as llama.cpp does in
    /// Responses.
    pub(crate) fn answer(self, spoken: bool, max_tokens: u32) -> Result<Answer, ModelProblem> {
        let mut stop = self.stop.ok_or(ModelProblem::BrokenOff)?;
        if stop == Stop::Finished && self.answer_tokens >= Some(max_tokens) {
            stop = Stop::TooLong;
        }
        if stop == Stop::Finished && !spoken {
            return Err(ModelProblem::Empty);
        }
        Ok(Answer {
            prompt_tokens: self.prompt_tokens,
            answer_tokens: self.answer_tokens,
            stop,
        })
    }
}

/// A way to be spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Chat completions, as others than OpenAI understand them.
    Chat,
    /// Chat completions with the names that OpenAI's newer models insist on.
    OpenaiChat,
    Responses,
    Anthropic,
    Gemini,
    Ollama,
}

impl Dialect {
    pub(crate) fn of(kind: ConnectionKind) -> Self {
        match kind {
            ConnectionKind::OpenaiCompatible => Self::Chat,
            ConnectionKind::Openai => Self::Responses,
            ConnectionKind::Anthropic => Self::Anthropic,
            ConnectionKind::Gemini => Self::Gemini,
            ConnectionKind::Ollama => Self::Ollama,
        }
    }

    pub(crate) fn call(self, question: &Question) -> Call {
        match self {
            Self::Chat => chat::call(question, "max_tokens"),
            Self::OpenaiChat => chat::call(question, "max_completion_tokens"),
            Self::Responses => responses::call(question),
            Self::Anthropic => anthropic::call(question),
            Self::Gemini => gemini::call(question),
            Self::Ollama => ollama::call(question),
        }
    }

    pub(crate) fn hear(self, event: String, answer: &mut Partial) -> Result<Heard, ModelProblem> {
        match self {
            Self::Chat | Self::OpenaiChat => chat::hear(&event, answer),
            Self::Responses => responses::hear(&event, answer),
            Self::Anthropic => anthropic::hear(&event, answer),
            Self::Gemini => gemini::hear(&event, answer),
            Self::Ollama => ollama::hear(&event, answer),
        }
    }

    pub(crate) fn framing(self) -> Framing {
        match self {
            Self::Ollama => Framing::Lines,
            _ => Framing::Sse,
        }
    }

    /// Gemini says why it stopped and then only closes; the others say that it is over.
    pub(crate) fn ends_with_its_stream(self) -> bool {
        self == Self::Gemini
    }
}

fn read<T: DeserializeOwned>(event: &str) -> Result<T, ModelProblem> {
    serde_json::from_str(event).map_err(|_| ModelProblem::Unreadable)
}

/// The conversation as most providers take it.
fn messages(question: &Question) -> Vec<Value> {
    let message = |message: &praxis_domain::models::ports::Message| {
        let role = match message.author {
            Author::User => "user",
            Author::Model => "assistant",
        };
        json!({ "role": role, "content": message.text })
    };
    question.messages.iter().map(message).collect()
}

/// The conversation with the instructions as its first message.
fn instructed(question: &Question) -> Vec<Value> {
    let mut all = messages(question);
    if !question.instructions.is_empty() {
        all.insert(
            0,
            json!({ "role": "system", "content": question.instructions }),
        );
    }
    all
}
