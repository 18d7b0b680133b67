//! What the queue of jobs adds to the work itself.
//!
//! The jobs turn recordings into words with an engine that answers at once; its own time is measured
//! apart, by starting the same program with as much sound. A job for a recording whose words are all
//! there has nothing to do, so that all of its time is the queue's.

use super::{
    clinic::{Clinic, Sound, text},
    stream::Stream,
    table::Rows,
};
use crate::bench::report::percentile_ms;
use anyhow::{Context, ensure};
use reqwest::Method;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    io::Write,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use tokio::{
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    task::JoinSet,
};

/// From asking for a job that has nothing to do to hearing that it is done.
pub const BARE: &str = "queue, a job that has nothing to do";
/// From asking for a job to hearing that it is done, without the engine.
pub const BEYOND_ENGINE: &str = "queue, a job beyond its engine's own time";

/// Jobs one after the other, and at once.
const SINGLE: usize = 20;
const AT_ONCE: usize = 50;
/// Jobs that work at the same time in one server.
const PLACES: f64 = 2.0;
/// Reads the sound and says the same words each time.
const ENGINE: [&str; 3] = ["sh", "-c", "cat > /dev/null; echo Good morning"];

/// Measures jobs one after the other, and many at once.
pub async fn measure(
    clinic: &mut Clinic,
    folder: &Path,
    sound: &Sound,
    rows: &mut Rows,
) -> anyhow::Result<()> {
    let mut recorded = vec![];
    for _ in 0..SINGLE + AT_ONCE {
        recorded.push(record(clinic, sound).await?);
    }
    // Only now, so that the jobs begin when they are asked for.
    let engines = json!({"engines": [{"name": "Bench", "command": ENGINE}]});
    std::fs::write(folder.join("speech.json"), engines.to_string())?;
    let mut jobs = Jobs::watch(clinic).await?;
    let (singles, many) = recorded.split_at(SINGLE);

    let mut times = jobs.one_by_one(clinic, singles).await?;
    let utterances = utterances(clinic, &singles[0].visit).await?;
    let engine = engine_ms(sound)? * utterances as f64;
    rows.number("queue, the engine's own time of a job", engine, "ms");
    rows.times("queue, a job with its engine", &mut times);
    rows.number(BEYOND_ENGINE, percentile_ms(&mut times, 50) - engine, "ms");

    let whole = jobs.at_once(clinic, many).await?.as_secs_f64() * 1e3;
    let each = whole / AT_ONCE as f64;
    rows.number("queue, 50 jobs at once, per job", each, "ms");
    let beyond = each - engine / PLACES;
    let what = "queue, 50 jobs at once, per job beyond its engine's own time";
    rows.number(what, beyond, "ms");

    let mut times = jobs.one_by_one(clinic, many).await?;
    rows.times(BARE, &mut times);
    let whole = jobs.at_once(clinic, many).await?.as_secs_f64() * 1e3;
    let what = "queue, 50 jobs at once that have nothing to do, per job";
    rows.number(what, whole / AT_ONCE as f64, "ms");
    std::fs::remove_file(folder.join("speech.json"))?;
    Ok(())
}

struct Recorded {
    visit: String,
    recording: String,
}

/// Of a patient of its own: those of one patient wait for each other.
async fn record(clinic: &mut Clinic, sound: &Sound) -> anyhow::Result<Recorded> {
    let visit = clinic.visit().await?;
    let recording = clinic.record(&visit).await?;
    for number in 0..sound.seconds() {
        clinic.append(&recording, number, sound).await?;
    }
    clinic.stop(&recording).await?;
    Ok(Recorded { visit, recording })
}

/// How often the engine was asked for each of the recordings.
async fn utterances(clinic: &mut Clinic, visit: &str) -> anyhow::Result<usize> {
    let detail = clinic.get(&format!("/v1/ehr/encounters/{visit}")).await?;
    let segments = detail["transcript"]["segments"].as_array();
    let count = segments.context("no words came")?.len();
    ensure!(count > 0, "no words came");
    Ok(count)
}

/// The middle time of the engine alone, for a second of sound.
fn engine_ms(sound: &Sound) -> anyhow::Result<f64> {
    let mut times = vec![];
    for _ in 0..SINGLE {
        let begun = Instant::now();
        let mut child = Command::new(ENGINE[0])
            .args(&ENGINE[1..])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut stdin = child.stdin.take().context("no input")?;
        stdin.write_all(sound.samples(0))?;
        drop(stdin);
        ensure!(child.wait_with_output()?.status.success(), "it failed");
        times.push(begun.elapsed());
    }
    Ok(percentile_ms(&mut times, 50))
}

/// Hears which jobs ended, as screens do.
struct Jobs {
    ended: UnboundedReceiver<anyhow::Result<(String, Instant)>>,
    known: HashMap<String, Instant>,
    _listener: JoinSet<()>,
}

impl Jobs {
    async fn watch(clinic: &Clinic) -> anyhow::Result<Self> {
        let mut stream = Stream::open(clinic.request(Method::GET, "/v1/events")?).await?;
        let (sender, ended) = unbounded_channel();
        let mut listener = JoinSet::new();
        listener.spawn(async move {
            loop {
                let heard = next_end(&mut stream).await;
                if sender.send(heard).is_err() {
                    break;
                }
            }
        });
        Ok(Self {
            ended,
            known: HashMap::new(),
            _listener: listener,
        })
    }

    /// When the job was done.
    async fn end_of(&mut self, job: &str) -> anyhow::Result<Instant> {
        loop {
            if let Some(at) = self.known.remove(job) {
                return Ok(at);
            }
            let heard = tokio::time::timeout(Duration::from_secs(60), self.ended.recv()).await;
            let heard = heard.context("a job does not end")?;
            let (job, at) = heard.context("nobody listens")??;
            self.known.insert(job, at);
        }
    }

    async fn one_by_one(
        &mut self,
        clinic: &mut Clinic,
        recorded: &[Recorded],
    ) -> anyhow::Result<Vec<Duration>> {
        let mut times = vec![];
        for one in recorded {
            let begun = Instant::now();
            let job = ask(clinic, one).await?;
            times.push(self.end_of(&job).await? - begun);
        }
        Ok(times)
    }

    async fn at_once(
        &mut self,
        clinic: &mut Clinic,
        recorded: &[Recorded],
    ) -> anyhow::Result<Duration> {
        let begun = Instant::now();
        let mut jobs = vec![];
        for one in recorded {
            jobs.push(ask(clinic, one).await?);
        }
        let mut last = begun;
        for job in jobs {
            last = last.max(self.end_of(&job).await?);
        }
        Ok(last - begun)
    }
}

async fn ask(clinic: &mut Clinic, one: &Recorded) -> anyhow::Result<String> {
    let path = format!("/v1/scribe/recordings/{}/transcribe", one.recording);
    text(&clinic.post(&path, &json!({})).await?, "/job_id")
}

async fn next_end(stream: &mut Stream) -> anyhow::Result<(String, Instant)> {
    loop {
        let event = stream.next().await?.context("the events ended")?;
        let frame: Value = serde_json::from_str(&event.data)?;
        match frame["payload"]["status"].as_str() {
            Some("done") => return Ok((text(&frame, "/payload/job_id")?, event.at)),
            Some("failed") => anyhow::bail!("a job failed"),
            _ => {}
        }
    }
}
