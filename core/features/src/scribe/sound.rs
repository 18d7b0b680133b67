//! Where the sound of recordings lies: sealed, each piece in a place of its own in one file.

use super::{
    record::find,
    transcribe::{enqueue, enqueue_late},
};
use crate::{Ctx, Failure};
use praxis_audio::{Channels, peaks};
use praxis_domain::{
    scribe::recordings::{
        model::{Recording, RecordingId, SegmentStored},
        ports::Segment,
        rules,
    },
    vault::ports::{Purpose, about},
};
use praxis_kernel::FailureType;
use sha2::{Digest, Sha256};
use tokio::sync::OwnedMutexGuard;

/// A job that turns sound into words is looked for with every so many pieces.
const WAKE_EVERY: u32 = 5;

/// Waits until nobody else writes sound of the recording.
pub(super) async fn turn(ctx: &Ctx, recording: RecordingId) -> Option<OwnedMutexGuard<()>> {
    ctx.services.sound_turns.take(&recording.to_string()).await
}

fn place(recording: RecordingId, number: u32) -> Vec<u8> {
    about(&[recording.get().as_bytes(), &number.to_be_bytes()])
}

/// Keeps a piece: first the sound, sealed and durable, then what is known of it. The caller holds
/// the recording's turn.
pub(super) async fn keep(
    ctx: &Ctx,
    recording: &Recording,
    number: u32,
    first_frame: u32,
    samples: &[u8],
) -> Result<SegmentStored, Failure> {
    let id = recording.recording_id;
    let hash = Sha256::digest(samples).to_vec();
    let known = ctx.read().await?.recordings().segment(id, number).await?;
    if let Some(known) = known {
        return same(ctx, id, &known, &hash).await;
    }
    let sealed = ctx
        .services
        .sealer
        .seal(Purpose::RecordedSound, &place(id, number), samples)?;
    if sealed.len() as u64 > rules::slot_size(recording.channels) {
        return Err(Failure::internal(anyhow::anyhow!(
            "a sealed piece does not fit its place"
        )));
    }
    let offset = rules::slot(recording.channels, number);
    let sounds = &ctx.services.sounds;
    sounds.write_at(id.get(), offset, &sealed).await?;
    let segment = Segment {
        number,
        first_frame,
        frames: rules::frames_of(recording.channels, samples.len())?,
        sealed: u32::try_from(sealed.len())?,
        hash,
        peaks: peaks_of(recording.channels, samples),
    };
    let mut work = ctx.write().await?;
    if let Some(known) = work.recordings().add_segment(recording, &segment).await? {
        drop(work);
        return same(ctx, id, &known, &segment.hash).await;
    }
    let stored = work.recordings().stored(id).await?;
    // It may have been stopped since it was looked up; from here on a stop waits for this change.
    let recording = find(work.as_mut(), id).await?;
    // Sound that comes late, or goes on after a break, is turned into words as well.
    let late = !recording.status.is_open();
    let wakes = late || number.is_multiple_of(WAKE_EVERY);
    if late {
        enqueue_late(ctx, work.as_mut(), &recording).await?;
    } else if wakes {
        enqueue(ctx, work.as_mut(), &recording).await?;
    }
    work.commit().await?;
    if wakes {
        ctx.services.events.jobs_changed();
    }
    Ok(stored)
}

async fn same(
    ctx: &Ctx,
    recording: RecordingId,
    known: &Segment,
    hash: &[u8],
) -> Result<SegmentStored, Failure> {
    if known.hash != hash {
        return Err(Failure::taken(
            "number",
            known.number,
            "Another piece with this number is kept already.",
        ));
    }
    ctx.read().await?.recordings().stored(recording).await
}

/// Samples from little-endian bytes.
pub(super) fn samples_of(bytes: &[u8]) -> Vec<i16> {
    bytes
        .chunks_exact(2)
        .map(|pair| i16::from_le_bytes([pair[0], pair[1]]))
        .collect()
}

/// Loudest values of tenths of a second, 0 to 127.
fn peaks_of(channels: u32, bytes: &[u8]) -> Vec<u8> {
    let channels = Channels::of(channels as usize).unwrap_or(Channels::One);
    peaks::of(Some(&samples_of(bytes)), channels)
        .into_iter()
        .map(|peak| {
            peak.min
                .unsigned_abs()
                .max(peak.max.unsigned_abs())
                .min(127)
        })
        .collect()
}

/// The bytes of a stretch of sound; what was never recorded is silence.
pub(super) async fn read(
    ctx: &Ctx,
    recording: &Recording,
    from_frame: u32,
    to_frame: u32,
) -> Result<Vec<u8>, Failure> {
    let id = recording.recording_id;
    let pieces = ctx
        .read()
        .await?
        .recordings()
        .segments(id, from_frame, to_frame)
        .await?;
    let frame = recording.channels as usize * 2;
    let mut sound = vec![0; (to_frame.saturating_sub(from_frame)) as usize * frame];
    for piece in pieces {
        let bytes = open(ctx, recording, &piece).await?;
        let begin = piece.first_frame.max(from_frame);
        let end = (piece.first_frame + piece.frames).min(to_frame);
        let source = (begin - piece.first_frame) as usize * frame;
        let target = (begin - from_frame) as usize * frame;
        let length = end.saturating_sub(begin) as usize * frame;
        if let (Some(into), Some(out)) = (
            sound.get_mut(target..target + length),
            bytes.get(source..source + length),
        ) {
            into.copy_from_slice(out);
        }
    }
    Ok(sound)
}

/// One piece, opened and compared with what was kept.
async fn open(ctx: &Ctx, recording: &Recording, piece: &Segment) -> Result<Vec<u8>, Failure> {
    let id = recording.recording_id;
    let offset = rules::slot(recording.channels, piece.number);
    let length = piece.sealed as usize;
    let sounds = &ctx.services.sounds;
    let sealed = sounds.read_at(id.get(), offset, length).await?;
    let sealer = &ctx.services.sealer;
    let bytes = sealer.open(Purpose::RecordedSound, &place(id, piece.number), &sealed)?;
    if *Sha256::digest(&bytes) == *piece.hash {
        return Ok(bytes);
    }
    Err(Failure::new(
        FailureType::Internal,
        "A piece of this recording is damaged.",
    ))
}

/// Removes all sound of a recording; absent is fine.
pub(super) async fn remove(ctx: &Ctx, recording: RecordingId) -> Result<(), Failure> {
    ctx.services.sounds.remove(recording.get()).await
}
