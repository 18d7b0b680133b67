//! What is sent, what comes back, and when it ends.

use crate::support::{KEY, QUESTION, ask, endpoint, question};
use praxis_domain::models::ports::{Author, LanguageModels, Message, ModelProblem, Stop};
use praxis_model_testkit::{Fault, Script, Server, Wire};
use praxis_models::Models;
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::time::timeout;

#[tokio::test]
async fn aia_3_pieces_come_in_order_and_together_are_the_answer() {
    let text = "Pacjentka zgłasza ból głowy 🩺, „od wczoraj”.\n\n- plan: odpoczynek";
    for wire in Wire::ALL {
        let server = Server::start([Script::saying(text).in_pieces(9)]).await;
        server.demand_key(KEY);
        let (answer, pieces) = ask(&endpoint(&server, wire), &question()).await;
        let answer = answer.unwrap();
        assert_eq!(pieces.concat(), text, "{wire:?}");
        assert!(pieces.len() >= 8, "{wire:?}: {} pieces", pieces.len());
        assert_eq!(answer.stop, Stop::Finished);
        assert_eq!(
            (answer.prompt_tokens, answer.answer_tokens),
            (Some(42), Some(17))
        );
        let seen = &server.journal()[0];
        assert_eq!(seen.key.as_deref(), Some(KEY));
        assert!(!seen.path.contains(KEY), "{wire:?}");
        assert!(seen.schema.is_none());
    }
}

#[tokio::test]
async fn aia_5_the_conversation_and_the_instructions_are_sent() {
    for wire in Wire::ALL {
        let server = Server::start([Script::saying("fine")]).await;
        let mut question = question();
        let said = |author, text: &str| Message {
            author,
            text: text.to_owned(),
        };
        question.messages = vec![
            said(Author::User, "first"),
            said(Author::Model, "second"),
            said(Author::User, QUESTION),
        ];
        ask(&endpoint(&server, wire), &question).await.0.unwrap();
        let body = server.journal()[0].body.clone();
        let text = body.to_string();
        let places: Vec<usize> = ["first", "second", QUESTION]
            .iter()
            .map(|it| text.find(it).unwrap())
            .collect();
        assert!(places.is_sorted(), "{wire:?}");
        let instructions = match wire {
            Wire::Chat | Wire::Ollama => &body["messages"][0]["content"],
            Wire::Responses => &body["instructions"],
            Wire::Messages => &body["system"],
            Wire::Gemini => &body["systemInstruction"]["parts"][0]["text"],
        };
        assert_eq!(instructions, "Answer briefly.", "{wire:?}");
    }
}

#[tokio::test]
async fn aic_5_the_schema_is_sent_where_each_provider_looks_for_it() {
    let schema = json!({
        "type": "object",
        "properties": { "plan": { "type": "string" } },
        "required": ["plan"],
        "additionalProperties": false,
    });
    for wire in Wire::ALL {
        let server = Server::start([Script::saying(r#"{"plan":"rest"}"#)]).await;
        let mut question = question();
        question.schema = Some(("note", schema.clone()));
        let (answer, pieces) = ask(&endpoint(&server, wire), &question).await;
        answer.unwrap();
        assert_eq!(pieces.concat(), r#"{"plan":"rest"}"#);
        assert_eq!(
            server.journal()[0].schema.as_ref(),
            Some(&schema),
            "{wire:?}"
        );
    }
}

#[tokio::test]
async fn aia_6_a_wrong_key_is_told_apart() {
    for wire in Wire::ALL {
        let server = Server::start([Script::saying("fine")]).await;
        server.demand_key("another");
        let endpoint = endpoint(&server, wire);
        let (answer, _) = ask(&endpoint, &question()).await;
        assert_eq!(answer.unwrap_err().problem, ModelProblem::KeyRefused);
        let list = Models.models(&endpoint).await;
        assert_eq!(list.unwrap_err().problem, ModelProblem::KeyRefused);
        let mut odd = endpoint.clone();
        odd.key.as_mut().unwrap().0.push_str("\nX-Other: 1");
        let (answer, _) = ask(&odd, &question()).await;
        assert_eq!(answer.unwrap_err().problem, ModelProblem::KeyRefused);
        assert_eq!(server.journal().len(), 2, "an unsendable key was sent");
    }
}

#[tokio::test]
async fn aia_4_dropping_the_question_closes_its_connection() {
    for wire in Wire::ALL {
        for script in [
            Script::saying("a long answer").with(Fault::HangsBeforeHeaders),
            Script::saying("a long answer").with(Fault::HangsMidStream),
            Script::saying("a long answer")
                .in_pieces(13)
                .slowly(Duration::from_millis(100)),
        ] {
            let server = Server::start([script]).await;
            let mut question = question();
            question.silence = Duration::from_secs(60);
            let endpoint = endpoint(&server, wire);
            let asking = ask(&endpoint, &question);
            assert!(timeout(Duration::from_millis(200), asking).await.is_err());
            let dropped = Instant::now();
            server.closed(0, Duration::from_secs(1)).await.unwrap();
            assert!(dropped.elapsed() < Duration::from_secs(1), "{wire:?}");
            assert!(!server.journal()[0].whole);
        }
    }
}
