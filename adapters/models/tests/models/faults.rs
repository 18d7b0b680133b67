//! Every way to fail on every wire format, with everything that is logged meanwhile.

use crate::support::{KEY, QUESTION, ask, endpoint, kind, question};
use praxis_domain::models::ports::{
    Endpoint, LanguageModels, ModelProblem, Question, Reach, Unanswered,
};
use praxis_model_testkit::{CASES, Case, Fault, PROVIDER_TEXT, Script, Server, Wire};
use praxis_models::Models;
use std::{
    io::Write,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tracing_subscriber::{filter::LevelFilter, fmt::MakeWriter};

const NOTE: &str = r#"{"subjective":"Zażółć 🩺","objective":"b","assessment":"c","plan":"d"}"#;

/// Keeps what anybody logs at any level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut kept = self.0.lock().map_err(|_| std::io::ErrorKind::Other)?;
        kept.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}

#[tokio::test]
async fn aic_3_every_fault_is_told_apart_on_every_wire_and_tells_nothing() {
    let log = Log::default();
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(log.clone())
        .init();
    let (mut asked, mut wrong) = (0, vec![]);
    for case in CASES {
        for wire in case.on {
            asked += 1;
            wrong.extend(outcome(case, *wire).await);
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {asked}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(CASES.len() >= 60 && asked >= 280, "{} {asked}", CASES.len());
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(
        log.contains("hyper"),
        "the log of what is below was not kept"
    );
    for secret in [KEY, QUESTION, PROVIDER_TEXT] {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{line:?}");
    }
}

/// What is wrong with the outcome of one case.
async fn outcome(case: &Case, wire: Wire) -> Option<String> {
    let server = Server::start([Script::saying(NOTE).with(case.fault)]).await;
    let (answer, pieces) = ask(&endpoint(&server, wire), &question()).await;
    let outcome = answer.clone().map(|answer| answer.stop);
    let expected = case.expected.map_err(|problem| Unanswered {
        problem,
        retry_after: case.retry_after,
    });
    let told = format!("{answer:?}");
    let secret = [KEY, QUESTION, PROVIDER_TEXT]
        .iter()
        .any(|it| told.contains(it));
    let complained = server.journal().iter().any(|seen| seen.complaint.is_some());
    let counted = answer
        .ok()
        .and_then(|it| it.prompt_tokens.zip(it.answer_tokens));
    let miscounted = match (&outcome, case.fault) {
        (Ok(_), Fault::NoUsage) => counted.is_some(),
        (Ok(_), Fault::TooLongCalledFinished) => counted != Some((42, u32::MAX)),
        (Ok(_), _) => counted != Some((42, 17)),
        (Err(_), _) => false,
    };
    let text = pieces.concat();
    let misread = case.expected == Ok(praxis_domain::models::ports::Stop::Finished)
        && !match case.fault {
            Fault::WrongSchema => text.contains("unexpected"),
            Fault::MissingField(name) => !text.contains(name) && text.contains("assessment"),
            Fault::ExtraText | Fault::Fenced => text.contains(NOTE) && text.len() > NOTE.len(),
            Fault::HalfJson => NOTE.starts_with(&text) && text.len() < NOTE.len(),
            _ => text == NOTE,
        };
    let astray = server.strayed() > 0;
    (outcome != expected || secret || complained || miscounted || misread || astray).then(|| {
        format!(
            "{} on {wire:?}: {outcome:?} instead of {expected:?}; secret {secret}, complained \
             {complained}, miscounted {miscounted}, misread {misread}, astray {astray}",
            case.name
        )
    })
}

#[tokio::test]
async fn aic_3_openai_is_asked_the_older_way_where_it_does_not_know_the_newer() {
    let server = Server::start([
        Script::saying("").with(Fault::Status(404)),
        Script::saying("older"),
    ])
    .await;
    let (answer, pieces) = ask(&endpoint(&server, Wire::Responses), &question()).await;
    answer.unwrap();
    assert_eq!(pieces.concat(), "older");
    let paths: Vec<String> = server.journal().into_iter().map(|seen| seen.path).collect();
    assert_eq!(paths, ["/v1/responses", "/v1/chat/completions"]);
    assert_eq!(server.journal()[1].body["max_completion_tokens"], 500);
}

#[tokio::test]
async fn aic_3_an_answer_that_began_is_not_asked_for_again() {
    let fault = Fault::ErrorEvent("model_not_found");
    let server = Server::start([Script::saying(NOTE).with(fault), Script::saying("x")]).await;
    let (answer, _) = ask(&endpoint(&server, Wire::Responses), &question()).await;
    assert_eq!(answer.unwrap_err().problem, ModelProblem::UnknownModel);
    assert_eq!(server.journal().len(), 1);
}

#[tokio::test]
async fn aic_7_what_is_beyond_is_forbidden_and_nothing_is_sent() {
    let server = Server::start([Script::saying("x")]).await;
    for wire in Wire::ALL {
        let mut far = endpoint(&server, wire);
        far.base_url = "https://models.example".to_owned();
        let (answer, _) = ask(&far, &question()).await;
        assert_eq!(answer.unwrap_err().problem, ModelProblem::Forbidden);
        far.base_url = "no address".to_owned();
        let (answer, _) = ask(&far, &question()).await;
        assert_eq!(answer.unwrap_err().problem, ModelProblem::Unreachable);
    }
}

#[tokio::test]
async fn aic_3_a_connection_that_nobody_takes_is_given_up_soon() {
    // The machine accepts, and nobody says hello.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = Endpoint {
        kind: kind(Wire::Chat),
        base_url: format!("https://{}/v1", listener.local_addr().unwrap()),
        key: None,
        reach: Reach::ThisMachine,
    };
    let patient = Question {
        silence: Duration::from_secs(30),
        ..question()
    };
    let begin = Instant::now();
    let asked = Models.ask(&endpoint, &patient, &mut |_| {}).await;
    assert_eq!(asked.unwrap_err().problem, ModelProblem::Late);
    let took = begin.elapsed();
    assert!(took < Duration::from_secs(3), "{took:?}");
}
