//! Asks a real llama.cpp server, whose address is in `LLAMA_URL`, in each of the three ways that it
//! understands. `scripts/real-model.sh` starts one.

#![allow(clippy::panic, clippy::unwrap_used)]

use praxis_domain::models::{
    model::ConnectionKind::{self, Anthropic, Ollama, Openai, OpenaiCompatible},
    ports::{
        Answer, Author, Endpoint, LanguageModels, Message, ModelProblem, Question, Reach, Stop,
    },
};
use praxis_models::Models;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn question(schema: Option<Value>) -> Question {
    Question {
        model: "praxis-random".to_owned(),
        instructions: "Write a note.".to_owned(),
        messages: vec![Message {
            author: Author::User,
            text: "The patient reports cough and fever.".to_owned(),
        }],
        schema: schema.map(|schema| ("note", schema)),
        max_tokens: 400,
        silence: Duration::from_secs(30),
    }
}

async fn ask(endpoint: &Endpoint, question: &Question) -> (Answer, String, usize) {
    let (mut text, mut pieces, begun) = (String::new(), 0, Instant::now());
    let answer = Models
        .ask(endpoint, question, &mut |piece| {
            text.push_str(piece);
            pieces += 1;
        })
        .await;
    let answer = answer.unwrap_or_else(|problem| panic!("{:?}: {problem:?}", endpoint.kind));
    println!(
        "{:?}: {answer:?}, {pieces} pieces in {:.1?}",
        endpoint.kind,
        begun.elapsed()
    );
    (answer, text, pieces)
}

#[tokio::main]
async fn main() {
    let url = std::env::var("LLAMA_URL").unwrap();
    let endpoint = |kind: ConnectionKind| Endpoint {
        kind,
        base_url: url.clone(),
        key: None,
        reach: Reach::ThisMachine,
    };
    let names = Models.models(&endpoint(OpenaiCompatible)).await.unwrap();
    println!("models: {names:?}");
    assert_eq!(names.len(), 1);
    for kind in [OpenaiCompatible, Openai, Anthropic] {
        let (answer, text, pieces) = ask(&endpoint(kind), &question(None)).await;
        assert!(pieces > 1 && !text.is_empty(), "{kind:?}");
        // Chance says an end only now and then.
        let full = answer.answer_tokens == Some(400);
        assert_eq!(answer.stop == Stop::TooLong, full, "{kind:?}");
        assert!(
            answer.prompt_tokens > Some(5) && answer.answer_tokens > Some(1),
            "{kind:?}"
        );
    }
    let schema = json!({
        "type": "object",
        "properties": {
            "severity": { "enum": ["mild", "moderate", "severe"] },
            "plan": { "type": "string", "maxLength": 40 },
        },
        "required": ["severity", "plan"],
        "additionalProperties": false,
    });
    let (_, text, _) = ask(&endpoint(OpenaiCompatible), &question(Some(schema))).await;
    let note: Value = serde_json::from_str(&text).unwrap();
    println!("in the form that was asked for: {note}");
    assert!(note["plan"].is_string() && note["severity"].is_string());
    let mut long = question(None);
    long.messages[0].text = "cough ".repeat(5000);
    let told = Models
        .ask(&endpoint(OpenaiCompatible), &long, &mut |_| {})
        .await;
    assert_eq!(told.unwrap_err().problem, ModelProblem::QuestionTooLong);
    let told = Models
        .ask(&endpoint(Ollama), &question(None), &mut |_| {})
        .await;
    assert_eq!(told.unwrap_err().problem, ModelProblem::UnknownModel);
}
