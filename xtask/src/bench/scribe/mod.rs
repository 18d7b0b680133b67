//! `xtask bench-scribe`: what recording, the queue, drafting and relaying models cost, measured over
//! HTTP on the built server, on both engines.

mod clinic;
mod draft;
mod queue;
mod recorder;
mod relay;
mod stream;
pub(super) mod table;
mod upload;

use super::{engines, report, seed::Engine, server::Server};
use clinic::{Clinic, Sound};
use std::time::Duration;
use table::Rows;

/// `PRAXIS_BENCH_SECONDS` makes a trial run smaller.
const HOUR: u32 = 3600;
/// A consultation.
const CONSULTATION: u32 = 13 * 60;
/// The desktop's recorder listens so long, in real time.
const LISTENING: u32 = 60;

/// Measures everything and writes its part of `bench/RESULTS.md`.
pub fn run() -> anyhow::Result<()> {
    let seconds = std::env::var("PRAXIS_BENCH_SECONDS");
    let seconds = seconds.ok().and_then(|text| text.parse().ok());
    let seconds = seconds.unwrap_or(HOUR);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let (machine, mut rows) = (report::machine()?, vec![]);
    for engine in engines("scribe")? {
        let mut own = Rows::of(engine.name());
        runtime.block_on(measure(&engine, seconds, &mut own))?;
        rows.push(own);
        std::fs::remove_dir_all(engine.folder())?;
    }
    let listening = Duration::from_secs(LISTENING.min(seconds).into());
    recorder::native(listening, &mut rows)?;
    let path = crate::repository::root().join("bench/RESULTS.md");
    let results = std::fs::read_to_string(&path)?;
    let how = how(seconds);
    std::fs::write(path, table::replace(&results, &machine, &how, &rows))?;
    Ok(())
}

async fn measure(engine: &Engine, seconds: u32, rows: &mut Rows) -> anyhow::Result<()> {
    eprintln!("{}", engine.name());
    let (url, folder) = (engine.prepare().await?, engine.folder());
    let server = Server::start(engine, &url, true)?;
    let token = server.set_up().await?;
    server.stop()?;
    let server = Server::start(engine, &url, false)?;
    let mut clinic = Clinic::enter(server.port, &token).await?;
    let sound = Sound::talk()?;
    relay::measure(&server, &mut clinic, rows).await?;
    recorder::measure(&server, &mut clinic, folder, (&sound, seconds), rows).await?;
    let consultation = CONSULTATION.min(seconds);
    let recorded = upload::measure(&mut clinic, folder, &sound, consultation, rows).await?;
    draft::measure(&mut clinic, &recorded, rows).await?;
    queue::measure(&mut clinic, folder, &sound, rows).await?;
    server.stop()
}

/// What the figures are made of.
fn how(seconds: u32) -> String {
    format!(
        "Client, provider and server share the machine, and everything goes through `praxis serve`.\n\n\
         - **Tokens**: answers of 250 tokens by a provider on this machine, 5 ms between two of them (20 ms in each of \
         the 100 parallel streams, which begin within 20 ms). Both ends read one clock. The overhead is the percentile through Praxis less the \
         same one from the provider itself.\n\
         - **Recording**: {seconds} seconds of one channel at 16 kHz, each sent as soon as the one before was sealed, \
         durable and acknowledged; no speech engine. CPU is that of the server's process, in the kernel and outside, \
         and on PostgreSQL without that of the database. Memory is the most that was resident.\n\
         - **Seek**: 300 places of it, each asked for by a range without an end on a new connection.\n\
         - **Sound files**: 32 pieces of 512 KiB from each client; **recorded seconds**: {} from each.\n\
         - **Stop to draft**: the shortest conversation of ACI-Bench with at least 13 × 150 words, imported beforehand; \
         from the request that stops a recording to the draft that is stored, in 16 visits.\n\
         - **Queue**: from the request for a job to the event that it is done; the engine is a program that answers at \
         once, and two jobs work at a time. The time beyond the engine's own includes finding out where somebody \
         speaks.\n\
         - **Desktop recorder**: listens to a virtual sound card at 48 kHz in two channels for {} seconds, in real \
         time, without what the sound server uses.\n",
        CONSULTATION.min(seconds),
        LISTENING.min(seconds),
    )
}
