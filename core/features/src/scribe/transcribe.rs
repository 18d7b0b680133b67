use super::{
    record::{OneRecording, find},
    service_keys::speech,
    words::Words,
};
use crate::{Ctx, Failure, JobCtx, JobHandler, visits::lifecycle::check_open};
use async_trait::async_trait;
use praxis_domain::{
    scribe::recordings::model::{Recording, RecordingId},
    store::Work,
    workflows::{
        model::{ImportReport, JobId, JobStarted},
        ports::NewJob,
        states::JobStatus,
    },
};
use praxis_kernel::{Rule, operation};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// While people talk, it is looked so often whether somebody ended an utterance.
const BETWEEN: Duration = Duration::from_secs(1);

/// Turns a recording's sound into words of its visit's transcript, behind the answer. What was turned into words already stays as it is.
#[operation(POST "/v1/scribe/recordings/{recording_id}/transcribe", allow = "recording:write", status = 202, changes = [Recordings, Jobs], errors = [NotFound, InvalidTransition])]
pub async fn transcribe_recording(ctx: &Ctx, input: OneRecording) -> Result<JobStarted, Failure> {
    let mut work = ctx.write().await?;
    let recording = find(work.as_mut(), input.recording_id).await?;
    let Some(visit_id) = recording.visit_id else {
        return Err(Failure::validation(
            "recording_id",
            Rule::Inconsistent,
            "Say first to which visit this recording belongs.",
        ));
    };
    check_open(&crate::visits::read::find(work.as_mut(), visit_id).await?)?;
    let Some(job_id) = enqueue(ctx, work.as_mut(), &recording).await? else {
        let speech = speech(ctx, work.as_mut()).await?;
        return Err(speech.silence(vec![]).failure());
    };
    work.commit().await?;
    ctx.services.events.jobs_changed();
    Ok(JobStarted { job_id })
}

#[derive(Serialize, Deserialize)]
struct Payload {
    recording_id: RecordingId,
}

/// Enqueues the work within a change, unless a job is at it already; none when there is no engine
/// that may be used, or no visit yet.
pub(super) async fn enqueue(
    ctx: &Ctx,
    work: &mut dyn Work,
    recording: &Recording,
) -> Result<Option<JobId>, Failure> {
    enqueue_unless(
        ctx,
        work,
        recording,
        &[JobStatus::Queued, JobStatus::Running],
    )
    .await
}

/// The same for sound that comes after the stop: a job that runs may have read the end already, so
/// one that follows it is needed.
pub(super) async fn enqueue_late(
    ctx: &Ctx,
    work: &mut dyn Work,
    recording: &Recording,
) -> Result<Option<JobId>, Failure> {
    enqueue_unless(ctx, work, recording, &[JobStatus::Queued]).await
}

async fn enqueue_unless(
    ctx: &Ctx,
    work: &mut dyn Work,
    recording: &Recording,
    at_it: &[JobStatus],
) -> Result<Option<JobId>, Failure> {
    if recording.visit_id.is_none() || !speech(ctx, work).await?.hears() {
        return Ok(None);
    }
    if let Some(job_id) = recording.job_id
        && let Some(job) = work.jobs().find(job_id).await?
        && at_it.contains(&job.status)
    {
        return Ok(Some(job_id));
    }
    let job_id = JobId::new(ctx.id());
    let payload = Payload {
        recording_id: recording.recording_id,
    };
    work.jobs()
        .enqueue(&NewJob {
            job_id,
            kind: "transcribe_recording",
            label: recording.name.clone(),
            payload: serde_json::to_string(&payload)?,
        })
        .await?;
    work.recordings()
        .set_job(recording.recording_id, Some(job_id))
        .await?;
    Ok(Some(job_id))
}

/// Runs `transcribe_recording` jobs: while people talk, and until the recording is stopped or nobody
/// speaks into it any more. Each utterance is stored with how far the work has come, so that it goes
/// on there after a crash and writes nothing twice.
///
/// Recordings of one patient that were stopped are heard one after the other, in the order of their
/// jobs. One that people still speak into is listened to meanwhile, and keeps no other waiting.
pub struct TranscribeRecordingJob;

#[async_trait]
impl JobHandler for TranscribeRecordingJob {
    fn kind(&self) -> &'static str {
        "transcribe_recording"
    }
    async fn run(&self, job: &JobCtx, payload: &str) -> Result<Option<ImportReport>, Failure> {
        let payload: Payload = serde_json::from_str(payload)?;
        let id = payload.recording_id;
        job.unlocked().await?;
        loop {
            if has_turn(&job.ctx, id).await? && !hear(job, id).await? {
                return Ok(None);
            }
            job.wait(BETWEEN).await?;
        }
    }
}

/// Whether no earlier job is at another recording of the same patient.
async fn has_turn(ctx: &Ctx, id: RecordingId) -> Result<bool, Failure> {
    ctx.read().await?.recordings().has_turn(id).await
}

/// Turns what is there into words, as long as it is this recording's turn; whether more may come.
async fn hear(job: &JobCtx, id: RecordingId) -> Result<bool, Failure> {
    let ctx = &job.ctx;
    // Utterances come in their order, however many jobs there are.
    let _turn = ctx.services.speech_turns.take(&id.to_string()).await;
    let mut words = Words::begin(ctx, id).await?;
    while let Some(utterance) = words.next(ctx).await? {
        let said = words.hear(ctx, utterance).await?;
        words.keep(ctx, utterance, said).await?;
        let (done, total) = words.progress();
        job.progress(done, Some(total)).await?;
        if !has_turn(ctx, id).await? {
            return Ok(true);
        }
    }
    words.settle(ctx).await?;
    if words.goes_on(ctx) {
        return Ok(true);
    }
    let_go(ctx, id).await
}

/// Leaves a recording into which nobody speaks any more: whoever goes on with it or stops it starts
/// another job. True when it was stopped meanwhile, by somebody who relied on this one.
async fn let_go(ctx: &Ctx, id: RecordingId) -> Result<bool, Failure> {
    let mut work = ctx.write().await?;
    let recording = find(work.as_mut(), id).await?;
    if recording.status.is_open() {
        work.recordings().set_job(id, None).await?;
        work.commit().await?;
        return Ok(false);
    }
    Ok(recording.status.has_sound() && recording.transcribed_ms < recording.duration_ms)
}
