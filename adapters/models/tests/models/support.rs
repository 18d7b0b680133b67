//! Questions and what is made of them.

use praxis_domain::models::{
    model::ConnectionKind,
    ports::{
        Answer, Author, Endpoint, LanguageModels, Message, ProviderKey, Question, Reach, Unanswered,
    },
};
use praxis_model_testkit::{Server, Wire};
use praxis_models::Models;
use std::time::Duration;
use zeroize::Zeroizing;

/// A key and a question that may come out nowhere.
pub const KEY: &str = "sk-canary-key";
pub const QUESTION: &str = "canary question: zażółć gęślą jaźń 🩺";

pub fn kind(wire: Wire) -> ConnectionKind {
    match wire {
        Wire::Chat => ConnectionKind::OpenaiCompatible,
        Wire::Responses => ConnectionKind::Openai,
        Wire::Messages => ConnectionKind::Anthropic,
        Wire::Gemini => ConnectionKind::Gemini,
        Wire::Ollama => ConnectionKind::Ollama,
    }
}

pub fn endpoint(server: &Server, wire: Wire) -> Endpoint {
    Endpoint {
        kind: kind(wire),
        base_url: server.url().to_owned(),
        key: Some(ProviderKey(Zeroizing::new(KEY.to_owned()))),
        reach: Reach::ThisMachine,
    }
}

pub fn question() -> Question {
    Question {
        model: "model-a".to_owned(),
        instructions: "Answer briefly.".to_owned(),
        messages: vec![Message {
            author: Author::User,
            text: QUESTION.to_owned(),
        }],
        schema: None,
        max_tokens: 500,
        silence: Duration::from_millis(400),
    }
}

/// Asks, and gives the pieces along with the outcome.
pub async fn ask(
    endpoint: &Endpoint,
    question: &Question,
) -> (Result<Answer, Unanswered>, Vec<String>) {
    let mut pieces = vec![];
    let answer = Models
        .ask(endpoint, question, &mut |piece| {
            pieces.push(piece.to_owned())
        })
        .await;
    (answer, pieces)
}
