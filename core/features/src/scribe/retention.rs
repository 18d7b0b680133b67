use super::sound;
use crate::{Ctx, Failure};
use praxis_domain::scribe::recordings::{
    model::{Cleaned, RecordingId, Retention},
    rules::check_retention,
    states::{RecordingEvent, RecordingStatus},
};
use praxis_kernel::{Timestamp, operation, wire};

/// Recordings that are cleaned in one go.
const BATCH: u32 = 20;
const DAY_SECONDS: i64 = 24 * 3600;

/// Nothing is asked.
#[wire(input)]
pub struct GetRetention {}

/// How long the clinic keeps the sound of signed visits.
#[operation(GET "/v1/scribe/retention", allow = "recording:read", reads = [Recordings])]
pub async fn get_retention(ctx: &Ctx, _input: GetRetention) -> Result<Retention, Failure> {
    let days = ctx.read().await?.recordings().retention().await?;
    Ok(Retention { days })
}

/// How long sound is to be kept.
#[wire(input)]
pub struct SetRetention {
    /// Days after the signing of a visit, 7 to 365; absent: for ever.
    #[serde(default)]
    pub days: Option<u32>,
}

/// Says how long the clinic keeps the sound of signed visits.
#[operation(PUT "/v1/scribe/retention", allow = "recording:clean", changes = [Recordings])]
pub async fn set_retention(ctx: &Ctx, input: SetRetention) -> Result<Retention, Failure> {
    check_retention(input.days)?;
    let mut work = ctx.write().await?;
    work.recordings().set_retention(input.days).await?;
    work.commit().await?;
    Ok(Retention { days: input.days })
}

/// Nothing is asked.
#[wire(input)]
pub struct CleanRecordings {}

/// Removes the sound that was kept as long as the clinic wants: of signed visits, where all of it was turned into words. At most 20 recordings in one go.
#[operation(POST "/v1/scribe/recordings/clean", allow = "recording:clean", changes = [Recordings])]
pub async fn clean_recordings(ctx: &Ctx, _input: CleanRecordings) -> Result<Cleaned, Failure> {
    clean(ctx).await
}

/// Removes sound whose time is over: what the program does once a day.
pub async fn clean(ctx: &Ctx) -> Result<Cleaned, Failure> {
    let mut work = ctx.read().await?;
    let mut cleaned = Cleaned::default();
    let Some(days) = work.recordings().retention().await? else {
        return Ok(cleaned);
    };
    let signed_before = ctx.now().plus_seconds(-i64::from(days) * DAY_SECONDS);
    let mut due = work
        .recordings()
        .due(signed_before, None, BATCH + 1)
        .await?;
    drop(work);
    cleaned.more = due.len() > BATCH as usize;
    due.truncate(BATCH as usize);
    for recording in due {
        if let Some(bytes) = clean_one(ctx, recording, signed_before).await? {
            cleaned.recordings += 1;
            cleaned.bytes += bytes;
        }
    }
    Ok(cleaned)
}

/// The bytes that are free now; none when there is no reason any more. The recording says first
/// that it has no sound, then the sound is removed, then its pieces are forgotten: whatever is cut
/// off in between is found again.
async fn clean_one(
    ctx: &Ctx,
    id: RecordingId,
    signed_before: Timestamp,
) -> Result<Option<f64>, Failure> {
    let _turn = sound::turn(ctx, id).await;
    let mut work = ctx.write().await?;
    let recording = work.recordings().find(id).await?;
    let due = work.recordings().due(signed_before, Some(id), 1).await?;
    let Some(recording) = recording.filter(|_| !due.is_empty()) else {
        return Ok(None);
    };
    let bytes = work.recordings().sealed_bytes(id).await?;
    if recording.status == RecordingStatus::Stopped {
        let clean = RecordingEvent::Clean;
        work.recordings().transition(&recording, clean).await?;
        work.commit().await?;
    } else {
        drop(work);
    }
    sound::remove(ctx, id).await?;
    let mut work = ctx.write().await?;
    work.recordings().forget_segments(&recording).await?;
    work.commit().await?;
    // Exact up to eight million gigabytes.
    Ok(Some(bytes as f64))
}
