//! What a token costs on its way from a provider through Praxis.
//!
//! The provider is `praxis-model-testkit` inside this process: it notes when it sends each token, and
//! the client beside it when the token arrives, by the same clock. The same answer is heard once from
//! the provider itself and once through the server.

use super::{clinic::Clinic, stream::Stream, table::Rows};
use crate::bench::{report::percentile_ms, server::Server};
use anyhow::{Context, ensure};
use praxis_domain::models::ports::Reach;
use praxis_model_testkit::{Script, Server as Provider};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Beside the provider's own time.
pub const OVERHEAD: &str = "token relay overhead, p50";
/// The same while a hundred answers are relayed.
pub const OVERHEAD_OF_MANY: &str = "token relay overhead, p50 of 100 parallel streams";
/// From the last that the provider sends to the end of the last of a hundred answers.
pub const END_OF_MANY: &str = "100 parallel streams, all ended after the provider's last word";

/// A token should not be held up longer.
const GOAL_MS: f64 = 1.0;
/// Answers one after the other.
const ONE_BY_ONE: usize = 10;
/// Answers at the same time.
const PARALLEL: usize = 100;
/// Tokens of an answer.
const TOKENS: usize = 250;
/// Between two tokens of one answer, and of each of many.
const PACE: Duration = Duration::from_millis(5);
const PACE_OF_MANY: Duration = Duration::from_millis(20);

/// Measures one answer at a time, and a hundred.
pub async fn measure(server: &Server, clinic: &mut Clinic, rows: &mut Rows) -> anyhow::Result<()> {
    one_by_one(clinic, rows).await?;
    parallel(server, clinic, rows).await
}

async fn one_by_one(clinic: &mut Clinic, rows: &mut Rows) -> anyhow::Result<()> {
    let provider = provider(PACE).await;
    let (direct, through) = ways(clinic, &provider).await?;
    let (mut plain, mut relayed) = (Relayed::default(), Relayed::default());
    for number in 0..ONE_BY_ONE {
        for (way, heard) in [(&direct, &mut plain), (&through, &mut relayed)] {
            let question = format!("{} {number}", way.token);
            let answer = way.clone().ask(question.clone()).await?;
            heard.add(answer, &sent(&provider, &question)?);
        }
    }
    plain.tell(rows, "from the provider itself");
    relayed.tell(rows, "through Praxis");
    let beyond = relayed.beyond(&mut plain);
    rows.at_most(OVERHEAD, beyond.middle, "ms", GOAL_MS);
    rows.at_most("token relay overhead, p99", beyond.late, "ms", GOAL_MS);
    rows.number("first token, beyond the provider's own", beyond.first, "ms");
    Ok(())
}

async fn parallel(server: &Server, clinic: &mut Clinic, rows: &mut Rows) -> anyhow::Result<()> {
    let provider = provider(PACE_OF_MANY).await;
    let (direct, through) = ways(clinic, &provider).await?;
    let (mut plain, alone, _) = many(&provider, &direct).await?;
    server.forget_peak()?;
    let (memory, cpu) = (server.memory_mb()?, server.cpu_seconds()?);
    let (mut relayed, whole, after) = many(&provider, &through).await?;
    let cpu = server.cpu_seconds()? - cpu;
    rows.number(
        "100 parallel streams from the provider itself",
        alone.as_secs_f64(),
        "s",
    );
    rows.number(
        "100 parallel streams through Praxis",
        whole.as_secs_f64(),
        "s",
    );
    rows.number(END_OF_MANY, after.as_secs_f64() * 1e3, "ms");
    let beyond = relayed.beyond(&mut plain);
    rows.at_most(OVERHEAD_OF_MANY, beyond.middle, "ms", GOAL_MS);
    let late = "token relay overhead, p99 of 100 parallel streams";
    rows.number(late, beyond.late, "ms");
    let tokens = (PARALLEL * TOKENS) as f64;
    rows.number(
        "100 parallel streams, CPU of the server per token",
        cpu / tokens * 1e6,
        "µs",
    );
    let memory = server.peak_mb()? - memory;
    rows.number(
        "100 parallel streams, memory that the server took more",
        memory,
        "MB",
    );
    Ok(())
}

async fn provider(pace: Duration) -> Provider {
    let answer = Script::saying("token ".repeat(TOKENS));
    Provider::start([answer.in_pieces(TOKENS).slowly(pace)]).await
}

/// How a provider is asked, and how an answer is heard.
#[derive(Clone)]
struct Way {
    url: String,
    authorization: String,
    body: Value,
    /// Where the question stands in the body.
    question: &'static str,
    /// Where a token stands in an event.
    token: &'static str,
}

/// The chat's order is this provider alone; it is asked itself as the server asks it.
async fn ways(clinic: &mut Clinic, provider: &Provider) -> anyhow::Result<(Way, Way)> {
    let new = json!({"name": provider.url(), "kind": "openai_compatible", "base_url": provider.url(),
        "model": "bench", "patience_seconds": 60});
    let made = clinic.post("/v1/models/connections", &new).await?;
    let path = "/v1/models/settings";
    let mut settings = clinic.get(path).await?;
    settings["chains"] = json!([{"task": "chat", "connections": [made["connection_id"]]}]);
    clinic.put(path, &settings).await?;
    let (url, authorization) = clinic.address("/v1/models/chat");
    let through = Way {
        url,
        authorization,
        body: json!({"messages": [{"role": "user", "content": ""}]}),
        question: "/messages/0/content",
        token: "/text",
    };
    through.clone().ask("How do you do?".to_owned()).await?;
    let seen = provider.journal().pop().context("nobody asked")?;
    let direct = Way {
        url: format!("{}{}", provider.url(), seen.path),
        authorization: String::new(),
        body: seen.body,
        question: "/messages/0/content",
        token: "/choices/0/delta/content",
    };
    Ok((direct, through))
}

/// When an answer was asked for, and when each of its tokens was there.
struct Answer {
    asked: Instant,
    arrived: Vec<Instant>,
}

impl Way {
    async fn ask(mut self, question: String) -> anyhow::Result<Answer> {
        let place = self.body.pointer_mut(self.question);
        *place.context("no place for the question")? = json!(question);
        let request = praxis_network::request(Method::POST, &self.url, Reach::ThisMachine)?
            .header("content-type", "application/json")
            .header("authorization", &self.authorization)
            .body(self.body.to_string());
        let asked = Instant::now();
        let mut stream = Stream::open(request).await?;
        let mut arrived = Vec::with_capacity(TOKENS);
        while let Some(event) = stream.next().await? {
            let data: Value = serde_json::from_str(&event.data).unwrap_or_default();
            let token = data.pointer(self.token).and_then(Value::as_str);
            if token.is_some_and(|token| !token.is_empty()) {
                arrived.push(event.at);
            }
        }
        ensure!(arrived.len() == TOKENS, "{} tokens came", arrived.len());
        Ok(Answer { asked, arrived })
    }
}

/// When the provider sent each event of the answer to this question.
fn sent(provider: &Provider, question: &str) -> anyhow::Result<Vec<Instant>> {
    let asked = |body: &Value| body.pointer("/messages/0/content") == Some(&json!(question));
    let seen = provider
        .journal()
        .into_iter()
        .rfind(|seen| asked(&seen.body));
    Ok(seen.context("nobody asked this")?.sent)
}

/// Asks for many answers at once, whose tokens do not come all at the same moment; how they were heard, how long all of them took, and how long after
/// the provider had sent its last they ended.
async fn many(provider: &Provider, way: &Way) -> anyhow::Result<(Relayed, Duration, Duration)> {
    let begun = Instant::now();
    let mut asked = JoinSet::new();
    for number in 0..PARALLEL {
        let (way, question) = (way.clone(), format!("{} {number}", way.token));
        let pause = PACE_OF_MANY.mul_f64(number as f64 / PARALLEL as f64);
        asked.spawn(async move {
            tokio::time::sleep(pause).await;
            anyhow::Ok((question.clone(), way.ask(question).await?))
        });
    }
    let answers = asked.join_all().await;
    let end = Instant::now();
    let (mut heard, mut last) = (Relayed::default(), begun);
    for answer in answers {
        let (question, answer) = answer?;
        let sent = sent(provider, &question)?;
        last = sent.last().map_or(last, |at| last.max(*at));
        heard.add(answer, &sent);
    }
    Ok((heard, end - begun, end - last))
}

/// How long tokens were on their way.
#[derive(Default)]
struct Relayed {
    delays: Vec<Duration>,
    firsts: Vec<Duration>,
}

/// How much longer than another, in milliseconds.
struct Beyond {
    middle: f64,
    late: f64,
    first: f64,
}

impl Relayed {
    fn add(&mut self, answer: Answer, sent: &[Instant]) {
        let first = answer.arrived.first().map(|at| *at - answer.asked);
        self.firsts.extend(first);
        // The first event only says who speaks.
        let on_the_way = answer.arrived.iter().zip(sent.iter().skip(1));
        self.delays.extend(on_the_way.map(|(at, sent)| *at - *sent));
    }

    fn tell(&mut self, rows: &mut Rows, how: &str) {
        rows.times(
            &format!("token sent to token received, {how}"),
            &mut self.delays,
        );
        rows.times(&format!("question to first token, {how}"), &mut self.firsts);
    }

    fn beyond(&mut self, other: &mut Self) -> Beyond {
        let mut delays = |share| {
            percentile_ms(&mut self.delays, share) - percentile_ms(&mut other.delays, share)
        };
        Beyond {
            middle: delays(50),
            late: delays(99),
            first: percentile_ms(&mut self.firsts, 50) - percentile_ms(&mut other.firsts, 50),
        }
    }
}
