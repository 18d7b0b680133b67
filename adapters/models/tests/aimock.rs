//! The wire formats as somebody else read them: npm `@copilotkit/aimock`, which `make test` starts.
//! `scripts/aimock-test.sh` runs this file alone.

#![allow(clippy::panic, clippy::unwrap_used)]

use praxis_domain::models::{
    model::ConnectionKind::{self, Anthropic, Gemini, Ollama, Openai, OpenaiCompatible},
    ports::{
        Answer, Author, Endpoint, LanguageModels, Message, ModelProblem, ProviderKey, Question,
        Reach, Stop, Unanswered,
    },
};
use praxis_models::Models;
use std::time::Duration;
use zeroize::Zeroizing;

const KINDS: [ConnectionKind; 5] = [OpenaiCompatible, Openai, Anthropic, Gemini, Ollama];
const TEXT: &str =
    "Pacjentka zgłasza ból głowy „od wczoraj” 🩺. Zażółć gęślą jaźń 👩‍⚕️, plan: odpoczynek.";

/// Where aimock listens; none says that this run goes without it, which the CI never does.
fn aimock() -> Option<String> {
    let url = std::env::var("AIMOCK_URL").ok();
    if url.is_none() {
        assert!(std::env::var_os("CI").is_none(), "AIMOCK_URL is not set");
        eprintln!("SKIPPED: AIMOCK_URL is not set, run scripts/aimock-test.sh");
    }
    url
}

fn endpoint(url: &str, kind: ConnectionKind) -> Endpoint {
    Endpoint {
        kind,
        base_url: url.to_owned(),
        key: Some(ProviderKey(Zeroizing::new("k".to_owned()))),
        reach: Reach::ThisMachine,
    }
}

async fn ask(
    url: &str,
    kind: ConnectionKind,
    text: &str,
) -> (Result<Answer, Unanswered>, Vec<String>) {
    let model = match kind {
        OpenaiCompatible | Openai => "gpt-5",
        Anthropic => "claude-sonnet-5",
        Gemini => "gemini-3-pro",
        Ollama => "llama3",
    };
    let question = Question {
        model: model.to_owned(),
        instructions: "Be brief.".to_owned(),
        messages: vec![Message {
            author: Author::User,
            text: text.to_owned(),
        }],
        schema: None,
        max_tokens: 300,
        silence: Duration::from_secs(10),
    };
    let mut pieces = vec![];
    let answer = Models
        .ask(&endpoint(url, kind), &question, &mut |piece| {
            pieces.push(piece.to_owned());
        })
        .await;
    (answer, pieces)
}

/// One test, because connections are kept for the whole process and a test's end cuts its own.
#[tokio::test]
async fn aia_6_answers_ends_errors_and_lists_come_as_somebody_else_sends_them() {
    let Some(url) = aimock() else { return };
    text_and_usage(&url).await;
    ends_and_errors(&url).await;
    lists(&url).await;
}

async fn text_and_usage(url: &str) {
    for kind in KINDS {
        let (answer, pieces) = ask(url, kind, "plain note").await;
        let answer = answer.unwrap_or_else(|problem| panic!("{kind:?}: {problem:?}"));
        assert_eq!(pieces.concat(), TEXT, "{kind:?}");
        assert!(pieces.len() > 10, "{kind:?}: {} pieces", pieces.len());
        assert_eq!(answer.stop, Stop::Finished, "{kind:?}");
        // aimock counts nothing as Ollama.
        let counted = if kind == Ollama { (0, 0) } else { (42, 17) };
        let told = answer.prompt_tokens.zip(answer.answer_tokens);
        assert_eq!(told, Some(counted), "{kind:?}");
    }
}

async fn ends_and_errors(url: &str) {
    for kind in KINDS {
        let (answer, pieces) = ask(url, kind, "json note").await;
        assert_eq!(answer.unwrap().stop, Stop::Finished);
        assert_eq!(pieces.concat(), r#"{"plan":"odpoczynek"}"#);
        for (text, problem) in [
            ("rate limited", ModelProblem::Busy),
            ("broken", ModelProblem::Broken),
        ] {
            let (answer, _) = ask(url, kind, text).await;
            assert_eq!(answer.unwrap_err().problem, problem, "{kind:?}: {text}");
        }
        let (answer, pieces) = ask(url, kind, "cut note").await;
        assert_eq!(pieces.concat(), "half a no", "{kind:?}");
        // As Ollama, aimock has finished whatever its fixture says.
        let stop = if kind == Ollama {
            Stop::Finished
        } else {
            Stop::TooLong
        };
        assert_eq!(answer.unwrap().stop, stop, "{kind:?}");
    }
}

async fn lists(url: &str) {
    for kind in [OpenaiCompatible, Openai, Anthropic, Ollama] {
        let names = Models.models(&endpoint(url, kind)).await;
        let names = names.unwrap_or_else(|problem| panic!("{kind:?}: {problem:?}"));
        assert!(!names.is_empty(), "{kind:?}");
        assert!(names.iter().all(|name| !name.is_empty()), "{kind:?}");
    }
}
