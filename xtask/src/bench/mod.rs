//! `make bench`: speed and memory on both engines, beside the raw engine's figures.

mod catalogue;
mod client;
mod raw;
mod report;
pub mod scribe;
mod seed;
mod server;

use crate::bench::{
    client::Client,
    raw::{Commit, Raw},
    report::Figure,
    seed::Engine,
};
use anyhow::Context;
use std::{path::PathBuf, time::Instant};

/// Patients of the small and the large clinic.
const SMALL: u32 = 10_000;
/// `PRAXIS_BENCH_PATIENTS` makes a trial run smaller.
const LARGE: u32 = 1_000_000;
/// Calls that a figure is made of.
const CALLS: usize = 2_000;
/// Clients that create at the same time.
const CLIENTS: usize = 16;
/// Patients that each of them creates.
const EACH: usize = 250;

/// Runs everything and writes `bench/RESULTS.md`.
pub fn run() -> anyhow::Result<()> {
    let large = std::env::var("PRAXIS_BENCH_PATIENTS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(LARGE);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let (machine, mut figures) = (report::machine()?, vec![]);
    for patients in [SMALL, large] {
        for engine in engines(&patients.to_string())? {
            figures.extend(runtime.block_on(measure(engine, patients))?);
        }
    }
    report::write(&machine, &figures)
}

/// The README with the figures that were measured last.
pub fn readme() -> anyhow::Result<String> {
    let text = |path: &str| std::fs::read_to_string(crate::repository::root().join(path));
    report::readme(&text("README.md")?, &text("bench/RESULTS.md")?)
}

/// SQLite, and PostgreSQL where a server is named, each with an empty folder of this name.
fn engines(name: &str) -> anyhow::Result<Vec<Engine>> {
    let mut engines = vec![Engine::Sqlite {
        folder: scratch(&format!("sqlite-{name}"))?,
    }];
    match std::env::var("PRAXIS_TEST_POSTGRES_URL") {
        Ok(url) => {
            let folder = scratch(&format!("postgres-{name}"))?;
            engines.push(Engine::Postgres { folder, url });
        }
        Err(_) => eprintln!("PRAXIS_TEST_POSTGRES_URL is not set: PostgreSQL is left out"),
    }
    Ok(engines)
}

fn scratch(name: &str) -> anyhow::Result<PathBuf> {
    let folder = crate::repository::root().join("target/bench").join(name);
    // Absent at the first run.
    let _removed = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

async fn measure(engine: Engine, patients: u32) -> anyhow::Result<Vec<Figure>> {
    eprintln!("{} with {patients} patients", engine.name());
    let url = engine.prepare().await?;
    let server = server::Server::start(&engine, &url, true)?;
    let token = server.set_up().await?;
    server.stop()?;
    seed::fill(&engine, &url, patients).await?;

    let server = server::Server::start(&engine, &url, false)?;
    let mut figures = vec![
        Figure::single(
            &engine,
            patients,
            "cold start to first answer",
            server.cold_start_ms,
            "ms",
        ),
        Figure::single(&engine, patients, "idle memory", server.memory_mb()?, "MB"),
    ];
    let words = seed::searches(CALLS);
    let raw = Raw::open(&engine, &url).await?;
    let mut times = raw.commit_times(500).await?;
    let commit = report::p50_ms(&mut times);
    let what = "raw synced commit of a small row";
    figures.push(Figure::times(&engine, patients, what, times));
    let mut client = Client::connect(server.port, &token).await?;
    for kind in ["search", "record number", "page of 50"] {
        let path = |index: usize| path(kind, index, &words, patients);
        // Warm up both, then measure one after the other on the same data.
        for index in 0..200 {
            raw.run(kind, index, &words, patients).await?;
            client.get(&path(index)).await.context("a call failed")?;
        }
        let mut times = Vec::with_capacity(CALLS);
        for index in 0..CALLS {
            let begin = Instant::now();
            raw.run(kind, index, &words, patients).await?;
            times.push(begin.elapsed());
        }
        let raw_p50 = report::p50_ms(&mut times);
        let raw_figure = Figure::times(&engine, patients, &format!("{kind}, raw statement"), times);
        let mut times = Vec::with_capacity(CALLS);
        for index in 0..CALLS {
            let begin = Instant::now();
            client.get(&path(index)).await?;
            times.push(begin.elapsed());
        }
        let beyond = report::p50_ms(&mut times) - raw_p50 - commit;
        let http = Figure::times(
            &engine,
            patients,
            &format!("{kind}, over HTTP, audited"),
            times,
        );
        figures.push(raw_figure);
        figures.push(http);
        figures.push(Figure::precise(
            &engine,
            patients,
            &format!("{kind}, beyond its statement and a commit"),
            beyond,
            "ms",
        ));
        let begin = Instant::now();
        let done = many(&server, &token, CLIENTS, CALLS, path).await?;
        let rate = done as f64 / begin.elapsed().as_secs_f64();
        figures.push(Figure::single(
            &engine,
            patients,
            &format!("{kind}, {CLIENTS} clients"),
            rate,
            "requests/s",
        ));
    }
    let small = raw.commits(CLIENTS, Commit::SmallRow).await?;
    let same = raw.commits(CLIENTS, Commit::Patient).await?;
    let audited = raw.commits(CLIENTS, Commit::AuditedPatient).await?;
    if matches!(engine, Engine::Sqlite { .. }) {
        // Clients of SQLite mostly wait for each other's lock; this is what one alone does.
        let alone = raw.commits(1, Commit::SmallRow).await?;
        let what = "raw synced commits of a small row, 1 client";
        figures.push(Figure::single(&engine, patients, what, alone, "commits/s"));
    }
    let (rate, times) = creates(&server, &token).await?;
    for (what, value, unit) in [
        (
            "raw synced commits of a small row, 16 clients",
            small,
            "commits/s",
        ),
        (
            "raw synced commits of a patient, 16 clients",
            same,
            "commits/s",
        ),
        (
            "raw synced commits of a patient and its audit row, 16 clients",
            audited,
            "commits/s",
        ),
        (
            "durable audited creates over HTTP, 16 clients",
            rate,
            "creates/s",
        ),
        (
            "creates, share of raw commits of a small row",
            100.0 * rate / small,
            "%",
        ),
        (
            "creates, share of raw commits of a patient",
            100.0 * rate / same,
            "%",
        ),
        (
            "creates, share of raw commits of a patient and its audit row",
            100.0 * rate / audited,
            "%",
        ),
    ] {
        figures.push(Figure::single(&engine, patients, what, value, unit));
    }
    figures.push(Figure::times(
        &engine,
        patients,
        "create, each of 16 clients",
        times,
    ));
    figures.push(Figure::single(
        &engine,
        patients,
        "memory afterwards",
        server.memory_mb()?,
        "MB",
    ));
    server.stop()?;
    let rate = catalogue::creates(&engine, &url, &token).await?;
    let what = "durable audited creates through the catalogue, 16 at a time";
    figures.push(Figure::single(&engine, patients, what, rate, "creates/s"));
    for (what, raw) in [
        (
            "creates through the catalogue, share of raw commits of a patient",
            same,
        ),
        (
            "creates through the catalogue, share of raw commits of a patient and its audit row",
            audited,
        ),
    ] {
        let share = 100.0 * rate / raw;
        figures.push(Figure::single(&engine, patients, what, share, "%"));
    }
    Ok(figures)
}

fn path(kind: &str, index: usize, words: &[String], patients: u32) -> String {
    match kind {
        "search" => format!(
            "/v1/ehr/patients/search?query={}",
            words[index % words.len()]
        ),
        "record number" => format!(
            "/v1/ehr/patients/by-mrn/{}",
            seed::mrn(seed::pick(index, patients))
        ),
        _ => {
            let (key, id) = seed::cursor(index, patients);
            format!(
                "/v1/ehr/patients?limit=50&after={id}%20{}",
                key.replace(' ', "%20")
            )
        }
    }
}

async fn many(
    server: &server::Server,
    token: &str,
    clients: usize,
    calls: usize,
    path: impl Fn(usize) -> String,
) -> anyhow::Result<usize> {
    let mut tasks = vec![];
    for client in 0..clients {
        let paths: Vec<String> = (0..calls / clients * 2)
            .map(|i| path(client * 31 + i))
            .collect();
        let mut connection = Client::connect(server.port, token).await?;
        tasks.push(async move {
            for path in &paths {
                connection.get(path).await?;
            }
            anyhow::Ok(paths.len())
        });
    }
    let done = futures::future::try_join_all(tasks).await?;
    Ok(done.into_iter().sum())
}

/// What one of the clients sends for one of its patients.
fn patient(client: usize, index: usize) -> String {
    format!(
        r#"{{"kind":"human","family_name":"Bench{client}","given_name":"Number{index}","sex":"female","birth_date":"1980-01-01"}}"#
    )
}

async fn creates(
    server: &server::Server,
    token: &str,
) -> anyhow::Result<(f64, Vec<std::time::Duration>)> {
    let mut tasks = vec![];
    for client in 0..CLIENTS {
        let mut connection = Client::connect(server.port, token).await?;
        tasks.push(async move {
            let mut times = vec![];
            for index in 0..EACH {
                let body = patient(client, index);
                let begin = Instant::now();
                connection.post("/v1/ehr/patients", &body).await?;
                times.push(begin.elapsed());
            }
            anyhow::Ok(times)
        });
    }
    let begin = Instant::now();
    let times: Vec<_> = futures::future::try_join_all(tasks).await?.concat();
    Ok((times.len() as f64 / begin.elapsed().as_secs_f64(), times))
}
