//! What an hour of recording costs, and how soon any place of it is heard.

use super::{
    clinic::{Clinic, Sound},
    table::{NO_ENGINE, Rows},
};
use crate::bench::server::Server;
use anyhow::{Context, ensure};
use praxis_audio::RATE;
use regex::Regex;
use reqwest::Method;
use std::{
    os::unix::fs::MetadataExt,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

/// Of the server.
pub const CPU: &str = "recording, CPU of the server per hour of sound";
/// The most that the server held meanwhile.
pub const MEMORY: &str = "recording, most memory of the server";
/// From asking for a range to its first byte.
pub const SEEK: &str = "seek in the recording, to the first byte";

/// Places that are sought.
const SEEKS: u64 = 300;

/// Records so many seconds without waiting between them, and seeks in them.
pub async fn measure(
    server: &Server,
    clinic: &mut Clinic,
    folder: &Path,
    (sound, seconds): (&Sound, u32),
    rows: &mut Rows,
) -> anyhow::Result<()> {
    let visit = clinic.visit().await?;
    let recording = clinic.record(&visit).await?;
    server.forget_peak()?;
    let (cpu, begun) = (server.cpu_seconds()?, Instant::now());
    for number in 0..seconds {
        clinic.append(&recording, number, sound).await?;
    }
    clinic.stop(&recording).await?;
    let (cpu, took) = (server.cpu_seconds()? - cpu, begun.elapsed());
    let hours = f64::from(seconds) / 3600.0;
    rows.number(CPU, cpu / hours, "s");
    rows.number(MEMORY, server.peak_mb()?, "MB");
    let times = f64::from(seconds) / took.as_secs_f64();
    rows.number(
        "recording by one client that does not wait",
        times,
        "times real time",
    );
    let file = std::fs::metadata(folder.join("recordings").join(&recording))?;
    let bytes = file.blocks() as f64 * 512.0;
    rows.number(
        "recording, file per hour of sound",
        bytes / 1e6 / hours,
        "MB",
    );
    seek(clinic, &recording, seconds, rows).await
}

/// As players do: the range has no end, and they go away when they have heard enough.
async fn seek(
    clinic: &Clinic,
    recording: &str,
    seconds: u32,
    rows: &mut Rows,
) -> anyhow::Result<()> {
    let path = format!("/v1/scribe/recordings/{recording}/audio");
    let bytes = u64::from(seconds * RATE * 2);
    let mut times = vec![];
    for number in 0..SEEKS {
        // Anywhere, and the same places at each run.
        let place = number.wrapping_mul(11_400_714_819_323_198_485) % bytes;
        let request = clinic.request(Method::GET, &path)?;
        let begun = Instant::now();
        let range = format!("bytes={place}-");
        let mut answer = request.header("range", range).send().await?;
        ensure!(answer.status() == 206, "{}", answer.status());
        answer.chunk().await?.context("no sound")?;
        times.push(begun.elapsed());
    }
    rows.times(SEEK, &mut times);
    Ok(())
}

/// The desktop app's recorder on a sound card that does not exist, for so long.
pub fn native(time: Duration, rows: &mut Vec<Rows>) -> anyhow::Result<()> {
    let root = crate::repository::root();
    let ended = Command::new(root.join("scripts/virtual-sound.sh"))
        .arg(root.join("target/release/examples/measure_microphone"))
        .arg(time.as_secs().to_string())
        .output()?;
    let printed = String::from_utf8(ended.stdout)?;
    if !ended.status.success() {
        let why = String::from_utf8_lossy(&ended.stderr).into_owned();
        eprintln!("The desktop's recorder is left out: {why}");
        return Ok(());
    }
    let line = Regex::new(r"per hour of sound: ([\d.]+) s CPU; memory: ([\d.]+) MB")?;
    let found = line.captures(&printed).context("it printed no figures")?;
    let mut own = Rows::of(NO_ENGINE);
    let what = "desktop recorder, CPU per hour of sound";
    own.number(what, found[1].parse()?, "s");
    own.number("desktop recorder, memory", found[2].parse()?, "MB");
    rows.push(own);
    Ok(())
}
