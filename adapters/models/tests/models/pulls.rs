//! Models that Ollama fetches and deletes.

use crate::support::{KEY, endpoint};
use praxis_domain::models::{
    model::PullStep,
    ports::{Endpoint, LanguageModels, ModelProblem, Unanswered},
};
use praxis_model_testkit::{Fault, Pull, Script, Server, Wire};
use praxis_models::Models;
use std::time::Duration;

/// Longest silence that these tests wait for.
const SILENCE: Duration = Duration::from_millis(400);

async fn pull(endpoint: &Endpoint) -> (Result<(), Unanswered>, Vec<(PullStep, Option<u32>)>) {
    let mut told = vec![];
    let mut progress = |now: praxis_domain::models::model::PullProgress| {
        told.push((now.step, now.percent));
    };
    let pulled = Models
        .pull(endpoint, "lynx:3b", SILENCE, &mut progress)
        .await;
    (pulled, told)
}

#[tokio::test]
async fn aia_8_a_pull_tells_its_percent_and_ends() {
    use PullStep::{Checking, Fetching, Finishing, Looking};
    let server = Server::start([]).await;
    server.demand_key(KEY);
    let ollama = endpoint(&server, Wire::Ollama);
    let (pulled, told) = pull(&ollama).await;
    assert_eq!(pulled, Ok(()));
    let expected = [
        (Looking, None),
        (Fetching, Some(0)),
        (Fetching, Some(25)),
        (Fetching, Some(50)),
        (Fetching, Some(100)),
        (Checking, Some(100)),
        (Finishing, Some(100)),
    ];
    assert_eq!(told, expected);
    let seen = server.journal().remove(0);
    assert_eq!((seen.path.as_str(), seen.complaint), ("/api/pull", None));
    let names = Models.models(&ollama).await.unwrap();
    assert!(names.contains(&"lynx:3b".to_owned()), "{names:?}");
    Models.delete(&ollama, "lynx:3b").await.unwrap();
    let names = Models.models(&ollama).await.unwrap();
    assert!(!names.contains(&"lynx:3b".to_owned()), "{names:?}");
    let again = Models.delete(&ollama, "lynx:3b").await.unwrap_err();
    assert_eq!(again.problem, ModelProblem::UnknownModel);
}

#[tokio::test]
async fn aia_8_a_pull_that_fails_says_why() {
    for (way, problem) in [
        (Pull::Unknown, ModelProblem::UnknownModel),
        (Pull::Broken, ModelProblem::Broken),
        (Pull::Hangs, ModelProblem::Late),
        (Pull::Cut, ModelProblem::BrokenOff),
        (Pull::Ends, ModelProblem::BrokenOff),
        (Pull::Noise, ModelProblem::Unreadable),
    ] {
        let server = Server::start([]).await;
        server.set_pull(way);
        let (pulled, _) = pull(&endpoint(&server, Wire::Ollama)).await;
        assert_eq!(pulled.unwrap_err().problem, problem, "{way:?}");
    }
    let nobody = Server::start([Script::saying("").with(Fault::NobodyListens)]).await;
    let nobody = endpoint(&nobody, Wire::Ollama);
    assert_eq!(
        pull(&nobody).await.0.unwrap_err().problem,
        ModelProblem::Unreachable
    );
    let deleted = Models.delete(&nobody, "lynx:3b").await.unwrap_err();
    assert_eq!(deleted.problem, ModelProblem::Unreachable);
    let careful = Server::start([]).await;
    careful.demand_key("another");
    let refused = pull(&endpoint(&careful, Wire::Ollama)).await.0;
    assert_eq!(refused.unwrap_err().problem, ModelProblem::KeyRefused);
}

#[tokio::test]
async fn aia_8_a_pull_that_is_dropped_closes_its_connection_within_a_second() {
    let server = Server::start([]).await;
    server.set_pull(Pull::Hangs);
    let ollama = endpoint(&server, Wire::Ollama);
    let mut nothing = |_| {};
    let pulling = Models.pull(&ollama, "lynx:3b", Duration::from_secs(60), &mut nothing);
    let cancelled = tokio::time::timeout(Duration::from_millis(300), pulling).await;
    assert!(cancelled.is_err(), "it goes on");
    let closed = server.closed(0, Duration::from_secs(1)).await;
    assert!(closed.is_some() && !server.journal()[0].whole);
}

#[tokio::test]
async fn aia_8_nobody_but_ollama_is_asked_for_it() {
    for wire in [Wire::Chat, Wire::Responses, Wire::Messages, Wire::Gemini] {
        let server = Server::start([]).await;
        let other = endpoint(&server, wire);
        let pulled = pull(&other).await.0.unwrap_err();
        assert_eq!(pulled.problem, ModelProblem::Refused);
        let deleted = Models.delete(&other, "lynx:3b").await.unwrap_err();
        assert_eq!(deleted.problem, ModelProblem::Refused);
        assert!(server.journal().is_empty());
    }
}
