use super::{sound, transcribe::enqueue};
use crate::{Ctx, Done, Failure, visits::lifecycle::check_open};
use base64::{Engine, engine::general_purpose::STANDARD};
use praxis_domain::{
    patients::rules::optional,
    scribe::recordings::{
        model::{
            ConsentPurpose, MarkKind, Recording, RecordingId, RecordingMark, RecordingSource,
            SegmentStored,
        },
        ports::NewRecording,
        rules::{self, check_consent},
        states::{RecordingEvent, RecordingStatus},
    },
    store::Work,
    visits::model::VisitId,
};
use praxis_kernel::{FailureType, Machine, Refused, Rule, operation, wire};

/// Longest name of a microphone or a file, in characters.
pub(super) const NAME_MAX: usize = 200;

/// A recording to begin.
#[wire(input)]
pub struct StartRecording {
    /// A new identifier (UUID version 7), chosen by the caller so that a repeated call begins nothing new.
    pub recording_id: RecordingId,
    /// The visit; absent for a capture that is attached later.
    #[serde(default)]
    pub visit_id: Option<VisitId>,
    /// Channels that are kept apart: 1 or 2.
    pub channels: u32,
    /// The microphone's name, to show.
    #[serde(default)]
    pub name: String,
}

/// Begins a recording. For a visit, the patient must have agreed.
#[operation(POST "/v1/scribe/recordings", allow = "recording:write", status = 201, changes = [Recordings], errors = [NotFound, Conflict, InvalidTransition])]
pub async fn start_recording(ctx: &Ctx, input: StartRecording) -> Result<Recording, Failure> {
    check_channels(input.channels)?;
    let user = ctx.user()?.user_id;
    let new = NewRecording {
        recording_id: input.recording_id,
        visit_id: input.visit_id,
        recorded_by: user,
        source: RecordingSource::Microphone,
        name: optional("name", Some(&input.name), NAME_MAX)?.unwrap_or_default(),
        channels: input.channels,
        key_id: ctx.services.sealer.key_id()?,
    };
    let mut work = ctx.write().await?;
    if let Some(visit_id) = input.visit_id {
        check_visit(work.as_mut(), visit_id).await?;
    }
    if !work.recordings().insert(&new).await? {
        let known = work.recordings().find(input.recording_id).await?;
        return match known {
            Some(known) if known.recorded_by == user && known.status.is_open() => Ok(known),
            _ => Err(Failure::taken(
                "recording_id",
                "",
                "A recording with this identifier is kept already.",
            )),
        };
    }
    let recording = find(work.as_mut(), input.recording_id).await?;
    let recording = with_words(ctx, work.as_mut(), recording).await?;
    work.commit().await?;
    ctx.services.events.jobs_changed();
    Ok(recording)
}

/// Sees to it that a job turns the recording into words, where an engine can.
async fn with_words(
    ctx: &Ctx,
    work: &mut dyn Work,
    recording: Recording,
) -> Result<Recording, Failure> {
    let job_id = enqueue(ctx, work, &recording).await?;
    Ok(Recording {
        job_id: job_id.or(recording.job_id),
        ..recording
    })
}

fn check_channels(channels: u32) -> Result<(), Failure> {
    if matches!(channels, 1 | 2) {
        return Ok(());
    }
    Err(Failure::validation(
        "channels",
        Rule::OutOfRange,
        "A recording has one or two channels.",
    ))
}

/// The visit must be open, and its patient must have agreed.
pub(super) async fn check_visit(work: &mut dyn Work, visit_id: VisitId) -> Result<(), Failure> {
    let visit = crate::visits::read::find(work, visit_id).await?;
    check_open(&visit)?;
    let latest = work
        .recordings()
        .consent(visit.patient_id, ConsentPurpose::Recording)
        .await?;
    check_consent(latest.as_ref(), visit_id)
}

/// A recording within reach.
pub(super) async fn find(
    work: &mut dyn Work,
    recording: RecordingId,
) -> Result<Recording, Failure> {
    work.recordings()
        .find(recording)
        .await?
        .ok_or_else(|| Failure::not_found("recording"))
}

/// One recording that the caller made; nobody speaks into somebody else's.
async fn own(ctx: &Ctx, work: &mut dyn Work, recording: RecordingId) -> Result<Recording, Failure> {
    let recording = find(work, recording).await?;
    if recording.recorded_by == ctx.user()?.user_id {
        return Ok(recording);
    }
    Err(Failure::new(
        FailureType::Forbidden,
        "Only who began a recording goes on with it.",
    ))
}

fn refuse(status: RecordingStatus, event: &'static str) -> Failure {
    Failure::transition(Refused {
        from: status.word(),
        event,
        allowed: status.valid_transitions(),
    })
}

/// One recording.
#[wire(input)]
pub struct OneRecording {
    /// Which.
    pub recording_id: RecordingId,
}

/// A piece of sound.
#[wire(input)]
pub struct AppendRecording {
    /// Of which recording.
    pub recording_id: RecordingId,
    /// Counts pieces from 0 in the order of recording.
    pub number: u32,
    /// Frames that were recorded before this piece, at 16,000 a second and without pauses.
    pub first_frame: u32,
    /// At most one second of signed 16-bit little-endian samples, channels interleaved, in base64.
    pub data: String,
}

/// Keeps a piece of sound: sealed and on disk when this answers. A piece that is sent twice is kept once; pieces may come in any order, and after the stop.
#[operation(POST "/v1/scribe/recordings/{recording_id}/segments", allow = "recording:write", changes = [], errors = [NotFound, Conflict, InvalidTransition])]
pub async fn append_recording(ctx: &Ctx, input: AppendRecording) -> Result<SegmentStored, Failure> {
    let samples = STANDARD
        .decode(&input.data)
        .map_err(|_| Failure::validation("data", Rule::Malformed, "This is not base64."))?;
    // A caller that lost patience may send the piece again while it is being written.
    let _turn = sound::turn(ctx, input.recording_id).await;
    let recording = own(ctx, ctx.read().await?.as_mut(), input.recording_id).await?;
    if !recording.status.has_sound() {
        return Err(refuse(recording.status, "record"));
    }
    let frames = rules::frames_of(recording.channels, samples.len())?;
    rules::check_place(input.number, input.first_frame, frames)?;
    sound::keep(ctx, &recording, input.number, input.first_frame, &samples).await
}

/// Something that happened while it was recorded.
#[wire(input)]
pub struct MarkRecording {
    /// Of which recording.
    pub recording_id: RecordingId,
    /// Where in the sound, in milliseconds.
    pub at_ms: u32,
    /// What.
    pub kind: MarkKind,
}

/// Marks a place in the sound; a pause and its end also move the recording.
#[operation(POST "/v1/scribe/recordings/{recording_id}/marks", allow = "recording:write", changes = [Recordings], errors = [NotFound, InvalidTransition])]
pub async fn mark_recording(ctx: &Ctx, input: MarkRecording) -> Result<Recording, Failure> {
    let mut work = ctx.write().await?;
    let recording = own(ctx, work.as_mut(), input.recording_id).await?;
    if !recording.status.is_open() {
        return Err(refuse(recording.status, "mark"));
    }
    let mark = RecordingMark {
        at_ms: input.at_ms.min(rules::milliseconds(rules::MAX_FRAMES)),
        kind: input.kind,
        marked_at: ctx.now(),
    };
    work.recordings().add_mark(&recording, &mark).await?;
    let event = match (input.kind, recording.status) {
        (MarkKind::Paused, RecordingStatus::Running) => Some(RecordingEvent::Pause),
        (MarkKind::Resumed, RecordingStatus::Paused) => Some(RecordingEvent::Resume),
        _ => None,
    };
    let moved = match event {
        Some(event) => work.recordings().transition(&recording, event).await?,
        None => recording,
    };
    work.commit().await?;
    Ok(moved)
}

/// Ends a recording. Stopping one that is stopped already changes nothing.
#[operation(POST "/v1/scribe/recordings/{recording_id}/stop", allow = "recording:write", changes = [Recordings], errors = [NotFound, InvalidTransition])]
pub async fn stop_recording(ctx: &Ctx, input: OneRecording) -> Result<Recording, Failure> {
    let mut work = ctx.write().await?;
    let recording = own(ctx, work.as_mut(), input.recording_id).await?;
    if recording.status == RecordingStatus::Stopped {
        return Ok(recording);
    }
    let stop = RecordingEvent::Stop;
    let stopped = work.recordings().transition(&recording, stop).await?;
    let stopped = with_words(ctx, work.as_mut(), stopped).await?;
    work.commit().await?;
    ctx.services.events.jobs_changed();
    Ok(stopped)
}

/// A capture and its visit.
#[wire(input)]
pub struct AttachRecording {
    /// Which capture.
    pub recording_id: RecordingId,
    /// To which visit.
    pub visit_id: VisitId,
}

/// Says to which visit a waiting capture belongs; the patient must have agreed.
#[operation(POST "/v1/scribe/recordings/{recording_id}/attach", allow = "recording:write", changes = [Recordings, Visits], errors = [NotFound, Conflict, InvalidTransition])]
pub async fn attach_recording(ctx: &Ctx, input: AttachRecording) -> Result<Recording, Failure> {
    let mut work = ctx.write().await?;
    let recording = own(ctx, work.as_mut(), input.recording_id).await?;
    check_visit(work.as_mut(), input.visit_id).await?;
    if !recording.status.has_sound() {
        return Err(refuse(recording.status, "attach"));
    }
    let attached = work.recordings().attach(&recording, input.visit_id).await?;
    if !attached {
        return Err(Failure::stale(&recording));
    }
    let recording = find(work.as_mut(), input.recording_id).await?;
    let recording = with_words(ctx, work.as_mut(), recording).await?;
    work.commit().await?;
    ctx.services.events.jobs_changed();
    Ok(recording)
}

/// Removes the sound of a recording for good. What was written from it stays.
#[operation(POST "/v1/scribe/recordings/{recording_id}/discard", allow = "recording:write", changes = [Recordings], errors = [NotFound, InvalidTransition])]
pub async fn discard_recording(ctx: &Ctx, input: OneRecording) -> Result<Done, Failure> {
    let _turn = sound::turn(ctx, input.recording_id).await;
    let mut work = ctx.write().await?;
    let recording = own(ctx, work.as_mut(), input.recording_id).await?;
    let discard = RecordingEvent::Discard;
    work.recordings().transition(&recording, discard).await?;
    work.recordings().forget_segments(&recording).await?;
    work.commit().await?;
    sound::remove(ctx, input.recording_id).await?;
    Ok(Done {})
}
