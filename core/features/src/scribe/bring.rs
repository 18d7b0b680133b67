use super::{
    record::{NAME_MAX, check_visit, find},
    sound,
    transcribe::enqueue,
};
use crate::{Ctx, Failure, JobCtx, JobHandler, documents::uploads::whole};
use async_trait::async_trait;
use praxis_audio::decode::{Error, decode};
use praxis_domain::{
    access::model::UserId,
    documents::{Source, UploadId},
    scribe::recordings::{
        model::{MarkKind, Recording, RecordingId, RecordingMark, RecordingSource},
        ports::NewRecording,
        rules::{MAX_FRAMES, RATE, milliseconds},
        states::RecordingEvent,
    },
    visits::model::VisitId,
    workflows::{
        model::{ImportIssue, ImportReport, JobId, JobStarted},
        ports::NewJob,
    },
};
use praxis_kernel::{FailureType, Rule, operation, wire};
use serde::{Deserialize, Serialize};
use std::{
    io::{self, Read, Seek, SeekFrom},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::{sync::mpsc, task::spawn_blocking};

/// Seconds of sound that wait to be kept while a file is read.
const ROOM: usize = 8;
/// Longest file in seconds: as long as a recording may be.
const LONGEST: u32 = MAX_FRAMES / RATE;

/// A sound file.
#[wire(input)]
pub struct ImportRecording {
    /// The file, wholly uploaded: WAV, FLAC, MP3, M4A, Ogg Vorbis or Opus, WebM.
    pub upload_id: UploadId,
    /// For which visit; absent for a capture that is attached later.
    #[serde(default)]
    pub visit_id: Option<VisitId>,
}

/// What becomes a recording, and whose.
#[derive(Serialize, Deserialize)]
pub struct SoundFile {
    /// The recording that the file becomes: the same whenever the work begins anew.
    pub recording_id: RecordingId,
    /// The visit; absent for a capture that is attached later.
    pub visit_id: Option<VisitId>,
    /// Who brings it in.
    pub recorded_by: UserId,
    /// The file's name, to show.
    pub name: String,
    /// Bytes of the file.
    pub size: u64,
}

/// Brings in a sound file as a recording, behind the answer. For a visit, the patient must have agreed. A file becomes one recording, however often this is asked.
#[operation(POST "/v1/scribe/recordings/import", allow = "recording:write", status = 202, changes = [Recordings, Jobs], errors = [NotFound, InvalidTransition])]
pub async fn import_recording(ctx: &Ctx, input: ImportRecording) -> Result<JobStarted, Failure> {
    let recorded_by = ctx.user()?.user_id;
    // There is no sense in reading a file that cannot be kept.
    ctx.services.sealer.key_id()?;
    whole(ctx.read().await?.as_mut(), input.upload_id).await?;
    check_sound(ctx, input.upload_id).await?;
    let mut work = ctx.write().await?;
    // From here on nobody removes it before a job has it.
    let upload = whole(work.as_mut(), input.upload_id).await?;
    if let Some(visit_id) = input.visit_id {
        check_visit(work.as_mut(), visit_id).await?;
    }
    let file = SoundFile {
        recording_id: RecordingId::new(input.upload_id.get()),
        visit_id: input.visit_id,
        recorded_by,
        name: label(&upload.name),
        size: u64::from(upload.size),
    };
    let job_id = JobId::new(ctx.id());
    work.jobs()
        .enqueue(&NewJob {
            job_id,
            kind: "import_recording",
            payload: serde_json::to_string(&file)?,
            label: file.name,
        })
        .await?;
    work.commit().await?;
    ctx.services.events.jobs_changed();
    Ok(JobStarted { job_id })
}

/// Refuses what is no sound at once, and keeps nothing of it.
async fn check_sound(ctx: &Ctx, upload: UploadId) -> Result<(), Failure> {
    let blobs = &ctx.services.blobs;
    let file = blobs.open(upload.get()).await?;
    let opened = spawn_blocking(move || decode(file, LONGEST).map(drop)).await?;
    if let Err(error) = opened {
        let refused = refusal(error);
        if refused.r#type() == FailureType::Validation {
            blobs.remove(upload.get()).await?;
        }
        return Err(refused);
    }
    Ok(())
}

/// The last part of a name, as long as a recording's name may be.
fn label(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().take(NAME_MAX).collect()
}

/// The rule that a file breaks which gives no sound, or no more of it; none where the file is not
/// to blame.
const fn broken(error: &Error) -> Option<Rule> {
    match error {
        Error::NotAudio => Some(Rule::Unsupported),
        Error::Empty => Some(Rule::Empty),
        Error::Damaged { .. } => Some(Rule::Damaged),
        Error::TooLong => Some(Rule::TooLong),
        Error::Read(_) => None,
    }
}

fn refusal(error: Error) -> Failure {
    match broken(&error) {
        Some(rule) => Failure::validation("upload_id", rule, error.to_string()),
        None => Failure::internal(error),
    }
}

/// Runs `import_recording` jobs. After a crash the same file gives the same pieces, and those that
/// are kept already are kept once.
pub struct ImportRecordingJob;

#[async_trait]
impl JobHandler for ImportRecordingJob {
    fn kind(&self) -> &'static str {
        "import_recording"
    }
    async fn run(&self, job: &JobCtx, payload: &str) -> Result<Option<ImportReport>, Failure> {
        let file: SoundFile = serde_json::from_str(payload)?;
        job.unlocked().await?;
        let blobs = &job.ctx.services.blobs;
        let upload = file.recording_id.get();
        if has_ended(&job.ctx, file.recording_id).await? {
            blobs.remove(upload).await?;
            return Ok(None);
        }
        let source = blobs.open(upload).await?;
        let outcome = bring(job, &file, source).await;
        // What cannot be helped by trying again leaves no sound behind that is not sealed.
        let refused = outcome.as_ref().is_err_and(|failure| {
            matches!(
                failure.r#type(),
                FailureType::Validation | FailureType::NotFound
            )
        });
        if outcome.is_ok() || refused {
            blobs.remove(upload).await?;
        }
        outcome.map(Some)
    }
}

/// Whether the work was done before, or somebody ended it: the patient refused, or the sound was
/// discarded.
async fn has_ended(ctx: &Ctx, recording: RecordingId) -> Result<bool, Failure> {
    let known = ctx.read().await?.recordings().find(recording).await?;
    Ok(known.is_some_and(|known| !known.status.is_open()))
}

/// What is read of a file.
enum Part {
    /// At most a second.
    Second { channels: u32, samples: Vec<u8> },
    /// Its end, and why it came too early.
    End(Option<Error>),
    /// Its end; something before it could not be read and was left out.
    Holed,
}

/// Makes a recording of a file, piece by piece; what was kept stays kept when it is cancelled.
pub async fn bring(
    job: &JobCtx,
    file: &SoundFile,
    source: impl Source + 'static,
) -> Result<ImportReport, Failure> {
    let at = Arc::new(AtomicU64::new(0));
    let watched = Watched {
        source,
        at: Arc::clone(&at),
    };
    let (parts, mut read) = mpsc::channel(ROOM);
    // The receiver goes away when the job is cancelled, and whoever went away needs no news.
    let reader = spawn_blocking(move || tell(watched, |part| parts.blocking_send(part).is_ok()));
    let mut intake = Intake {
        job,
        file,
        recording: None,
        known: 0,
        number: 0,
        frames: 0,
    };
    let mut report = ImportReport::default();
    while let Some(part) = read.recv().await {
        match part {
            Part::Second { channels, samples } => {
                if !intake.keep(channels, &samples).await? {
                    return Ok(report);
                }
                let kib = |bytes: u64| u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX);
                let done = at.load(Ordering::Relaxed).min(file.size);
                job.progress(kib(done), Some(kib(file.size))).await?;
            }
            Part::End(None) => {}
            Part::End(Some(error)) => report.issues.push(intake.cut_short(error).await?),
            Part::Holed => report
                .issues
                .push(intake.issue(&Error::Damaged { frames: 0 })),
        }
    }
    reader.await?;
    report.created = 1;
    intake.finish().await?;
    Ok(report)
}

/// Reads a file to its end, as long as somebody listens.
fn tell(source: impl Source, told: impl Fn(Part) -> bool) {
    let mut decoding = match decode(source, LONGEST) {
        Ok(decoding) => decoding,
        Err(error) => {
            told(Part::End(Some(error)));
            return;
        }
    };
    let channels = u32::try_from(decoding.channels().count()).unwrap_or(1);
    for second in decoding.by_ref() {
        let goes_on = match second {
            Ok(samples) => told(Part::Second {
                channels,
                samples: samples.into_iter().flat_map(i16::to_le_bytes).collect(),
            }),
            Err(error) => {
                told(Part::End(Some(error)));
                false
            }
        };
        if !goes_on {
            return;
        }
    }
    let found = decoding.summary();
    told(match (found.truncated, found.skipped) {
        (true, _) => Part::End(Some(Error::Damaged {
            frames: found.frames,
        })),
        (false, 0) => Part::End(None),
        (false, _) => Part::Holed,
    });
}

/// The recording that a file becomes.
struct Intake<'a> {
    job: &'a JobCtx,
    file: &'a SoundFile,
    recording: Option<Recording>,
    /// Pieces that were kept before a crash.
    known: u32,
    /// The next piece.
    number: u32,
    /// Frames before it.
    frames: u32,
}

impl Intake<'_> {
    /// Keeps the next second; false when somebody ended the recording meanwhile.
    async fn keep(&mut self, channels: u32, samples: &[u8]) -> Result<bool, Failure> {
        // Sound that came lately is what tells that the work goes on.
        let ctx = &self.job.now();
        if self.recording.is_none() {
            let (recording, known) = begin(ctx, self.file, channels).await?;
            (self.recording, self.known) = (Some(recording), known);
        }
        if self.number >= self.known {
            let id = self.file.recording_id;
            let _turn = sound::turn(ctx, id).await;
            let now = find(ctx.read().await?.as_mut(), id).await?;
            if !now.status.is_open() {
                return Ok(false);
            }
            sound::keep(ctx, &now, self.number, self.frames, samples).await?;
        }
        self.number += 1;
        self.frames += u32::try_from(samples.len())? / 2 / channels;
        Ok(true)
    }

    fn issue(&self, error: &Error) -> ImportIssue {
        ImportIssue {
            line: self.frames / RATE,
            field: None,
            rule: broken(error),
            problem: error.to_string(),
        }
    }

    /// What was read before is kept, and its end is marked.
    async fn cut_short(&self, error: Error) -> Result<ImportIssue, Failure> {
        let recording = match (&error, &self.recording) {
            (Error::Read(_), _) | (_, None) => return Err(refusal(error)),
            (_, Some(recording)) => recording,
        };
        let ctx = &self.job.now();
        let mut work = ctx.write().await?;
        let mark = RecordingMark {
            at_ms: milliseconds(self.frames),
            kind: MarkKind::Gap,
            marked_at: ctx.now(),
        };
        work.recordings().add_mark(recording, &mark).await?;
        work.commit().await?;
        Ok(self.issue(&error))
    }

    /// Ends the recording as a stop does.
    async fn finish(self) -> Result<(), Failure> {
        let ctx = &self.job.now();
        if self.recording.is_none() {
            return Err(refusal(Error::Empty));
        }
        let mut work = ctx.write().await?;
        let mut recording = find(work.as_mut(), self.file.recording_id).await?;
        if recording.status.is_open() {
            let stop = RecordingEvent::Stop;
            recording = work.recordings().transition(&recording, stop).await?;
        }
        enqueue(ctx, work.as_mut(), &recording).await?;
        work.commit().await?;
        ctx.services.events.jobs_changed();
        super::words::tell(ctx);
        Ok(())
    }
}

/// The recording that a file becomes, found again when the work begins anew, and the pieces from its
/// first that are kept without a gap.
async fn begin(ctx: &Ctx, file: &SoundFile, channels: u32) -> Result<(Recording, u32), Failure> {
    let mut work = ctx.write().await?;
    let id = file.recording_id;
    if let Some(known) = work.recordings().find(id).await? {
        let stored = work.recordings().stored(id).await?;
        return Ok((known, stored.next));
    }
    // The patient may have refused since it was asked for, or the visit may be signed or gone.
    if let Some(visit_id) = file.visit_id {
        check_visit(work.as_mut(), visit_id).await?;
    }
    let new = NewRecording {
        recording_id: id,
        visit_id: file.visit_id,
        recorded_by: file.recorded_by,
        source: RecordingSource::File,
        name: file.name.clone(),
        channels,
        key_id: ctx.services.sealer.key_id()?,
    };
    work.recordings().insert(&new).await?;
    let recording = find(work.as_mut(), id).await?;
    work.commit().await?;
    super::words::tell(ctx);
    Ok((recording, 0))
}

/// A file whose reader tells where it is.
struct Watched<S> {
    source: S,
    at: Arc<AtomicU64>,
}

impl<S: Read> Read for Watched<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.at.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl<S: Seek> Seek for Watched<S> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = self.source.seek(to)?;
        self.at.store(at, Ordering::Relaxed);
        Ok(at)
    }
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn aud_1_a_name_is_only_a_label() {
        for (name, shown) in [
            ("rozmowa.wav", "rozmowa.wav"),
            ("../../etc/passwd", "passwd"),
            (r"C:\Users\me\talk.mp3", "talk.mp3"),
            ("/", ""),
        ] {
            assert_eq!(label(name), shown);
        }
        assert_eq!(label(&"ż".repeat(255)).chars().count(), 200);
    }
}
