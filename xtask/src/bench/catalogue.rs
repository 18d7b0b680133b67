//! Creates through the catalogue: `invoke` in this process, as the desktop app calls it.

use super::{CLIENTS, EACH, seed::Engine};
use anyhow::Context;
use praxis_features::patients::write::create_patient;
use praxis_kernel::Emit;
use praxis_runtime::{Configuration, DatabaseChoice, NoCode, Request, Runtime, reference};
use std::{sync::Arc, time::Instant};
use tokio::task::JoinSet;

/// Creates a second, each durable and audited before the next of the same caller.
pub async fn creates(engine: &Engine, url: &str, token: &str) -> anyhow::Result<f64> {
    let mut configuration = Configuration::new(engine.folder().clone(), Arc::new(NoCode));
    if let Engine::Postgres { .. } = engine {
        let url = url.to_owned();
        configuration.database = DatabaseChoice::Postgres { url };
    }
    let started = Runtime::start(configuration).await;
    let runtime = started.ok().context("the clinic does not open")?;
    let begin = Instant::now();
    let mut callers: JoinSet<_> = (0..CLIENTS)
        .map(|caller| call(Arc::clone(&runtime), token.to_owned(), caller))
        .collect();
    while let Some(done) = callers.join_next().await {
        done??;
    }
    let rate = (CLIENTS * EACH) as f64 / begin.elapsed().as_secs_f64();
    runtime.stop().await;
    Ok(rate)
}

async fn call(runtime: Arc<Runtime>, token: String, caller: usize) -> anyhow::Result<()> {
    for index in 0..EACH {
        let request = Request {
            token: Some(token.clone()),
            origin: "bench".to_owned(),
            reference: reference(&runtime),
            unattended: false,
            cancel: Default::default(),
        };
        let patient = serde_json::from_str(&super::patient(caller, index))?;
        let (out, _items) = Emit::channel(1);
        let created = runtime
            .invoke::<create_patient>(request, patient, out)
            .await;
        created.map_err(|failure| anyhow::anyhow!("{}", failure.message))?;
    }
    Ok(())
}
