//! How fast sound arrives from many clients, beside what the disk does with the same writes.

use super::{
    clinic::{Clinic, Sound, text},
    table::Rows,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use praxis_domain::{documents::MAX_PIECE, scribe::recordings::rules::slot_size};
use serde_json::json;
use std::{fs::File, os::unix::fs::FileExt, path::Path, time::Instant};

/// Files in pieces.
pub const FILES: &str = "sound files from 16 clients";
/// Seconds of recordings.
pub const SECONDS: &str = "recorded seconds from 16 clients";

/// Clients at the same time.
const CLIENTS: usize = 16;
/// Pieces of a file.
const PIECES: usize = 32;

/// A recording that was not stopped, and its visit.
pub struct Recorded {
    /// The visit.
    pub visit: String,
    /// The recording.
    pub recording: String,
}

/// Sends files, and recordings of so many seconds, which it answers.
pub async fn measure(
    clinic: &mut Clinic,
    folder: &Path,
    sound: &Sound,
    seconds: u32,
    rows: &mut Rows,
) -> anyhow::Result<Vec<Recorded>> {
    let rate = files(clinic).await?;
    let megabytes = MAX_PIECE as f64 / 1e6;
    let raw = disk(folder, MAX_PIECE, PIECES)?;
    rows.number(FILES, rate * megabytes, "MB/s");
    rows.number(
        "the same writes, synced, without Praxis",
        raw * megabytes,
        "MB/s",
    );
    rows.number(
        "sound files, share of the disk's rate",
        100.0 * rate / raw,
        "%",
    );
    let (recorded, rate) = recordings(clinic, sound, seconds).await?;
    let raw = disk(folder, usize::try_from(slot_size(1))?, seconds as usize)?;
    rows.number(SECONDS, rate, "seconds of sound/s");
    rows.number(
        "their writes, synced, without Praxis",
        raw,
        "seconds of sound/s",
    );
    rows.number(
        "recorded seconds, share of the disk's rate",
        100.0 * rate / raw,
        "%",
    );
    Ok(recorded)
}

/// Pieces a second.
async fn files(clinic: &Clinic) -> anyhow::Result<f64> {
    let data = &STANDARD.encode(vec![0x5a; MAX_PIECE]);
    let new = &json!({"name": "bench.wav", "size": PIECES * MAX_PIECE});
    let clients = clinic.others(CLIENTS).await?;
    let send = async |mut client: Clinic| {
        let upload = client.post("/v1/uploads", new).await?;
        let path = format!("/v1/uploads/{}", text(&upload, "/upload_id")?);
        for number in 0..PIECES {
            let piece = format!(r#"{{"offset":{},"data":"{data}"}}"#, number * MAX_PIECE);
            client.post_text(&path, &piece).await?;
        }
        anyhow::Ok(())
    };
    let begun = Instant::now();
    futures::future::try_join_all(clients.into_iter().map(send)).await?;
    Ok((CLIENTS * PIECES) as f64 / begun.elapsed().as_secs_f64())
}

/// Recordings that were not stopped, and how many of their seconds were sent in one.
async fn recordings(
    clinic: &mut Clinic,
    sound: &Sound,
    seconds: u32,
) -> anyhow::Result<(Vec<Recorded>, f64)> {
    let mut recorded = vec![];
    for _ in 0..CLIENTS {
        let visit = clinic.visit().await?;
        let recording = clinic.record(&visit).await?;
        recorded.push(Recorded { visit, recording });
    }
    let clients = clinic.others(CLIENTS).await?;
    let send = async |(mut client, one): (Clinic, &Recorded)| {
        for number in 0..seconds {
            client.append(&one.recording, number, sound).await?;
        }
        anyhow::Ok(())
    };
    let begun = Instant::now();
    let sent = clients.into_iter().zip(&recorded).map(send);
    futures::future::try_join_all(sent).await?;
    let rate = CLIENTS as f64 * f64::from(seconds) / begun.elapsed().as_secs_f64();
    Ok((recorded, rate))
}

/// Writes a second when each client has a file, and each piece is durable before the next.
fn disk(folder: &Path, size: usize, pieces: usize) -> anyhow::Result<f64> {
    let (folder, piece) = (folder.join("raw"), vec![0x5a; size]);
    std::fs::create_dir_all(&folder)?;
    let write = |client: usize| -> std::io::Result<()> {
        let file = File::create(folder.join(client.to_string()))?;
        for number in 0..pieces {
            file.write_all_at(&piece, (number * size) as u64)?;
            file.sync_data()?;
        }
        Ok(())
    };
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| scope.spawn(move || write(client)))
            .collect();
        for client in clients {
            let ended = client.join();
            ended.map_err(|_| anyhow::anyhow!("a thread panicked"))??;
        }
        anyhow::Ok(())
    })?;
    let rate = (CLIENTS * pieces) as f64 / begun.elapsed().as_secs_f64();
    std::fs::remove_dir_all(&folder)?;
    Ok(rate)
}
