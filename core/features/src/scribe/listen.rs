use super::{
    record::{OneRecording, find},
    sound,
};
use crate::{Ctx, Failure, visits::read::OneVisit};
use base64::{Engine, engine::general_purpose::STANDARD};
use praxis_domain::scribe::recordings::{
    model::{
        ConsentPurpose, Recording, RecordingDetail, RecordingId, RecordingList, Sound,
        VisitRecordings,
    },
    ports::RecordingFilter,
    rules,
};
use praxis_kernel::{Rule, operation, wire};

/// Longest piece that is answered at once, in milliseconds.
pub(super) const SOUND_MAX: u32 = 10_000;
/// Parts of a waveform at most; each is a tenth of a second or longer, as the peaks that are stored.
const PARTS: usize = 1000;
const SHORTEST: u32 = rules::RATE / 10;

/// Says of those that should be taking in sound whether anybody still speaks into them.
fn derive(ctx: &Ctx, recording: &mut Recording) {
    recording.interrupted =
        recording.status.is_open() && rules::is_interrupted(recording.heard_at, ctx.now());
}

/// A recording with its marks and its waveform.
#[operation(GET "/v1/scribe/recordings/{recording_id}", allow = "recording:read", reads = [Recordings], errors = [NotFound])]
pub async fn get_recording(ctx: &Ctx, input: OneRecording) -> Result<RecordingDetail, Failure> {
    let mut work = ctx.snapshot().await?;
    let mut recording = find(work.as_mut(), input.recording_id).await?;
    derive(ctx, &mut recording);
    let id = input.recording_id;
    let pieces = work.recordings().segments(id, 0, u32::MAX).await?;
    let total = pieces.iter().map(|piece| piece.first_frame + piece.frames);
    let total = total.max().unwrap_or(0);
    let pieces: Vec<_> = pieces
        .into_iter()
        .map(|piece| (piece.first_frame, piece.frames, piece.peaks))
        .collect();
    Ok(RecordingDetail {
        marks: work.recordings().marks(id).await?,
        peaks: rules::waveform(total, PARTS.min(total.div_ceil(SHORTEST) as usize), &pieces),
        recording,
    })
}

/// Which piece of sound.
#[wire(input)]
#[derive(Copy)]
pub struct GetRecordingSound {
    /// Of which recording.
    pub recording_id: RecordingId,
    /// Where it begins, in milliseconds.
    pub from_ms: u32,
    /// Where it ends, at most ten seconds later.
    pub to_ms: u32,
}

/// A piece of a recording's sound, of at most ten seconds; shorter at its end.
#[operation(GET "/v1/scribe/recordings/{recording_id}/sound", allow = "recording:read", reads = [Recordings], errors = [NotFound])]
pub async fn get_recording_sound(ctx: &Ctx, input: GetRecordingSound) -> Result<Sound, Failure> {
    let recording = find(ctx.read().await?.as_mut(), input.recording_id).await?;
    if input.to_ms <= input.from_ms || input.to_ms - input.from_ms > SOUND_MAX {
        return Err(Failure::validation(
            "to_ms",
            Rule::OutOfRange,
            "A piece of sound is longer than nothing and at most ten seconds long.",
        ));
    }
    if !recording.status.has_sound() {
        return Err(Failure::not_found("sound any more"));
    }
    let end = input.to_ms.min(recording.duration_ms);
    let from = rules::frames_at(input.from_ms.min(end));
    let bytes = sound::read(ctx, &recording, from, rules::frames_at(end)).await?;
    Ok(Sound {
        from_ms: input.from_ms,
        rate: rules::RATE,
        channels: recording.channels,
        data: STANDARD.encode(bytes),
    })
}

/// Megabytes left where sound is kept, when they are few. Whoever cannot find out says nothing: a disk
/// that is full is told by what is recorded.
async fn space_left_mb(ctx: &Ctx) -> Option<u32> {
    rules::scarce(ctx.services.sounds.free().await.ok()?)
}

/// The recordings of a visit, and whether the patient agreed to more.
#[operation(GET "/v1/ehr/encounters/{visit_id}/recordings", allow = "recording:read", reads = [Recordings], errors = [NotFound])]
pub async fn list_visit_recordings(ctx: &Ctx, input: OneVisit) -> Result<VisitRecordings, Failure> {
    let mut work = ctx.snapshot().await?;
    let visit = crate::visits::read::find(work.as_mut(), input.visit_id).await?;
    let consent = work
        .recordings()
        .consent(visit.patient_id, ConsentPurpose::Recording)
        .await?;
    let of_visit = RecordingFilter::OfVisit(input.visit_id);
    let mut items = work.recordings().list(of_visit).await?;
    items.iter_mut().for_each(|item| derive(ctx, item));
    Ok(VisitRecordings {
        may_record: rules::allows(consent.as_ref(), input.visit_id),
        consent,
        items,
        space_left_mb: space_left_mb(ctx).await,
    })
}

/// Nothing is asked.
#[wire(input)]
pub struct ListWaitingRecordings {}

/// The caller's captures that wait for a visit, and recordings that were never stopped.
#[operation(GET "/v1/scribe/recordings", allow = "recording:read", reads = [Recordings])]
pub async fn list_waiting_recordings(
    ctx: &Ctx,
    _input: ListWaitingRecordings,
) -> Result<RecordingList, Failure> {
    let waiting = RecordingFilter::Waiting(ctx.user()?.user_id);
    let mut items = ctx.read().await?.recordings().list(waiting).await?;
    items.iter_mut().for_each(|item| derive(ctx, item));
    Ok(RecordingList {
        items,
        space_left_mb: space_left_mb(ctx).await,
    })
}
