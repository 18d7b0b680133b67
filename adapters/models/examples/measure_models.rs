//! What the adapter costs: a token of each wire format against reading the same bytes raw, and a
//! hundred answers at once. `cargo run --release -p praxis-models --example measure_models`

#![allow(clippy::unwrap_used)]

use praxis_domain::models::{
    model::ConnectionKind::{self, Anthropic, Gemini, Ollama, Openai, OpenaiCompatible},
    ports::{Author, Endpoint, LanguageModels, Message, Question, Reach},
};
use praxis_model_testkit::{Script, Server};
use praxis_models::Models;
use std::time::{Duration, Instant};

const TOKENS: usize = 20_000;

fn endpoint(server: &Server, kind: ConnectionKind) -> Endpoint {
    Endpoint {
        kind,
        base_url: server.url().to_owned(),
        key: None,
        reach: Reach::ThisMachine,
    }
}

fn question() -> Question {
    Question {
        model: "m".to_owned(),
        instructions: String::new(),
        messages: vec![Message {
            author: Author::User,
            text: "x".to_owned(),
        }],
        schema: None,
        max_tokens: 100_000,
        silence: Duration::from_secs(60),
    }
}

async fn through(server: &Server, kind: ConnectionKind) -> usize {
    let mut pieces = 0;
    let counting = &mut |_: &str| pieces += 1;
    Models
        .ask(&endpoint(server, kind), &question(), counting)
        .await
        .unwrap();
    pieces
}

/// The same request and answer, whose bytes nobody looks at.
async fn raw(server: &Server, path: &str, body: String) -> usize {
    let url = format!("{}{path}", server.url());
    let mut response = praxis_network::request(reqwest::Method::POST, &url, Reach::ThisMachine)
        .unwrap()
        .header("content-type", "application/json")
        .header("anthropic-version", "2023-06-01")
        .body(body)
        .send()
        .await
        .unwrap();
    let mut bytes = 0;
    while let Some(chunk) = response.chunk().await.unwrap() {
        bytes += chunk.len();
    }
    bytes
}

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.and_then(|it| it.parse().ok()).unwrap_or(0)
}

#[tokio::main]
async fn main() {
    for kind in [OpenaiCompatible, Openai, Anthropic, Gemini, Ollama] {
        let server =
            Server::start([Script::saying("token ".repeat(TOKENS)).in_pieces(TOKENS)]).await;
        through(&server, kind).await;
        let seen = &server.journal()[0];
        let (mut ours, mut theirs) = (Duration::MAX, Duration::MAX);
        for _ in 0..5 {
            let begun = Instant::now();
            assert_eq!(through(&server, kind).await, TOKENS);
            ours = ours.min(begun.elapsed());
            let begun = Instant::now();
            assert!(raw(&server, &seen.path, seen.body.to_string()).await > TOKENS);
            theirs = theirs.min(begun.elapsed());
        }
        let over = ours.saturating_sub(theirs).as_nanos() as f64 / TOKENS as f64 / 1000.0;
        println!("{kind:?}: {ours:.1?} against {theirs:.1?} raw, {over:.2} µs a token more");
    }
    let script = Script::saying("token ".repeat(500))
        .in_pieces(500)
        .slowly(Duration::from_millis(10));
    let server = Server::start([script]).await;
    through(&server, OpenaiCompatible).await;
    let (before, begun) = (resident(), Instant::now());
    let asked = (0..100).map(|_| through(&server, OpenaiCompatible));
    let (pieces, during) = tokio::join!(futures::future::join_all(asked), async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        resident()
    });
    assert!(pieces.iter().all(|&count| count == 500));
    println!(
        "100 answers of 500 tokens at 10 ms: {:.2?}, and {} KiB more memory, server included",
        begun.elapsed(),
        during.saturating_sub(before)
    );
}
