//! The microphone, since the webview denies it to pages: what it hears goes through the operation
//! that browsers use, piece by piece.

use crate::shared::Shared;
use base64::{Engine, engine::general_purpose::STANDARD};
use praxis_domain::scribe::recordings::model::RecordingId;
use praxis_features::scribe::record::{AppendRecording, append_recording};
use praxis_kernel::{Emit, Failure, FailureType, WireFailure, wire};
use praxis_microphone::{Capture, Channels, Event, RATE, Segment};
use praxis_runtime::{Request, reference};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tauri::ipc::Channel;
use tokio::sync::mpsc;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// A piece that could not be kept is tried again after so long.
const AGAIN: Duration = Duration::from_secs(1);
/// So often, for a recording that is not known.
const TRIES: u32 = 60;

/// A microphone of this computer.
#[wire]
pub struct Microphone {
    /// Names it when recording starts.
    pub id: String,
    /// To show.
    pub name: String,
    /// The one that the system would choose.
    pub is_default: bool,
    /// Channels that it gives; absent when it cannot be asked now.
    pub channels: Option<u32>,
}

/// What the page is told while it is recorded.
#[wire]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum RecorderEvent {
    /// How loud it is.
    Level {
        /// Root mean square in dBFS, -96 to 0.
        rms: f32,
        /// Largest sample in dBFS, -96 to 0.
        peak: f32,
    },
    /// A piece of sound was heard, and is on its way to be kept.
    Heard {
        /// Counts pieces.
        number: u32,
        /// Frames before it, without pauses.
        first_frame: u32,
        /// Its length in frames.
        frames: u32,
    },
    /// Here sound is missing.
    Gap {
        /// Where, in milliseconds of the sound.
        at_ms: u32,
    },
    /// The microphone is gone; what was heard before is kept.
    Lost {
        /// What to do.
        message: String,
    },
    /// A piece could not be kept yet; it is tried again.
    Waiting {
        /// Why.
        failure: Box<WireFailure>,
    },
    /// What had to wait is kept now.
    Kept,
}

/// The microphones that can be opened now.
pub fn microphones() -> Result<Vec<Microphone>, Failure> {
    let found = praxis_microphone::devices()?.into_iter();
    Ok(found
        .map(|device| Microphone {
            id: device.id,
            name: device.name,
            is_default: device.is_default,
            channels: device.channels.map(u32::from),
        })
        .collect())
}

/// How far a recording has come.
#[wire]
#[derive(Copy, Default)]
pub struct RecorderPlace {
    /// Number of the next piece.
    pub number: u32,
    /// Frames before it.
    pub first_frame: u32,
}

/// The one recording of this window.
#[derive(Default)]
pub struct Recorder {
    capture: Mutex<Option<Capture>>,
    place: Arc<Mutex<RecorderPlace>>,
    /// Grows while pieces wait to be kept.
    keeping: TaskTracker,
}

/// Where a recording goes on: 0 and 0 for a new one.
#[wire(input)]
pub struct RecorderStart {
    /// Which recording takes in the sound; it was started before.
    pub recording_id: RecordingId,
    /// Number of the next piece.
    pub number: u32,
    /// Frames before it.
    pub first_frame: u32,
    /// Which microphone; the system's choice when absent.
    pub device: Option<String>,
    /// Channels of the recording: 1, or 2 that are kept apart.
    pub channels: u32,
}

impl Recorder {
    fn slot(&self) -> MutexGuard<'_, Option<Capture>> {
        lock(&self.capture)
    }

    /// How far it has come: what was heard before a pause or a stop counts when that has answered.
    pub fn place(&self) -> RecorderPlace {
        *lock(&self.place)
    }

    /// Opens the microphone. What it hears is kept until `stop`, whatever the page does.
    pub fn start(
        &self,
        shared: &Shared,
        start: RecorderStart,
        page: Channel<RecorderEvent>,
    ) -> Result<(), Failure> {
        let mut slot = self.slot();
        if slot.is_some() {
            return Err(Failure::new(
                FailureType::Conflict,
                "Another recording is running in this window.",
            ));
        }
        let (pieces, received) = mpsc::unbounded_channel();
        *lock(&self.place) = RecorderPlace {
            number: start.number,
            first_frame: start.first_frame,
        };
        let place = Arc::clone(&self.place);
        let told = page.clone();
        let runtime = shared
            .runtime_if_open()
            .ok_or_else(|| Failure::new(FailureType::Unavailable, "The program is starting."))?;
        let clock = Arc::clone(&runtime.services().clock);
        let device = start.device.clone();
        let channels = match start.channels {
            2 => Channels::Apart,
            _ => Channels::Mixed,
        };
        let capture = Capture::start(
            device.as_deref(),
            channels,
            move || clock.now(),
            move |event| {
                let mut place = lock(&place);
                if let Event::Segment(segment) = event {
                    let frames = frames(&segment);
                    // The keeper ends after us, and a page that is gone needs no news.
                    let _kept = pieces.send(append(&start, *place, &segment));
                    let _gone = told.send(RecorderEvent::Heard {
                        number: place.number,
                        first_frame: place.first_frame,
                        frames,
                    });
                    place.number += 1;
                    place.first_frame += frames;
                } else if let Some(event) = told_of(event, place.first_frame) {
                    let _gone = told.send(event);
                }
            },
        )?;
        let keeping = self
            .keeping
            .track_future(keep(shared.clone(), received, page));
        tauri::async_runtime::spawn(keeping);
        *slot = Some(capture);
        Ok(())
    }

    /// Does something with the running recording.
    pub fn with<T>(
        &self,
        action: impl FnOnce(&Capture) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.slot().as_ref().map_or_else(|| Err(none()), action)
    }

    /// Closes the microphone; the rest is on its way to be kept when this answers.
    pub fn stop(&self) -> Result<(), Failure> {
        let capture = self.slot().take().ok_or_else(none)?;
        capture.stop()
    }

    /// Waits until everything that was heard is kept.
    pub async fn kept(&self) {
        self.keeping.close();
        self.keeping.wait().await;
        self.keeping.reopen();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn none() -> Failure {
    Failure::not_found("recording in this window")
}

fn frames(segment: &Segment) -> u32 {
    let samples = segment.samples.len() / usize::from(segment.channels.max(1));
    u32::try_from(samples).unwrap_or(RATE)
}

/// A piece with as many channels as the recording has: a device that was plugged in later, and gives
/// only one, is heard on both.
fn append(start: &RecorderStart, place: RecorderPlace, segment: &Segment) -> AppendRecording {
    let copies = match (start.channels, segment.channels) {
        (2, 1) => 2,
        _ => 1,
    };
    let bytes: Vec<u8> = segment
        .samples
        .iter()
        .flat_map(|sample| std::iter::repeat_n(sample.to_le_bytes(), copies))
        .flatten()
        .collect();
    AppendRecording {
        recording_id: start.recording_id,
        number: place.number,
        first_frame: place.first_frame,
        data: STANDARD.encode(bytes),
    }
}

fn milliseconds(frames: u32) -> u32 {
    praxis_domain::scribe::recordings::rules::milliseconds(frames)
}

fn told_of(event: Event, frames: u32) -> Option<RecorderEvent> {
    match event {
        Event::Segment(_) => None,
        Event::Level(level) => Some(RecorderEvent::Level {
            rms: level.rms,
            peak: level.peak,
        }),
        Event::Gap { .. } => Some(RecorderEvent::Gap {
            at_ms: milliseconds(frames),
        }),
        Event::Lost(failure) => Some(RecorderEvent::Lost {
            message: failure.wire("").message,
        }),
    }
}

/// Keeps pieces in their order; one that cannot be kept is tried until it can, and the page is told.
async fn keep(
    shared: Shared,
    mut pieces: mpsc::UnboundedReceiver<AppendRecording>,
    page: Channel<RecorderEvent>,
) {
    let mut waits = false;
    while let Some(piece) = pieces.recv().await {
        let mut tries = 0;
        while let Err(failure) = keep_one(&shared, &piece).await {
            tries += 1;
            // The recording is announced while the microphone opens, so it may not be known yet; one
            // that was discarded takes no more.
            let gone = failure.r#type == FailureType::NotFound && tries > TRIES
                || failure.r#type == FailureType::InvalidTransition;
            let is_known = failure.r#type != FailureType::NotFound || gone;
            if is_known {
                waits = true;
                let _gone = page.send(RecorderEvent::Waiting {
                    failure: Box::new(failure),
                });
            }
            if gone {
                break;
            }
            tokio::time::sleep(AGAIN).await;
        }
        if std::mem::take(&mut waits) {
            let _gone = page.send(RecorderEvent::Kept);
        }
    }
}

async fn keep_one(shared: &Shared, piece: &AppendRecording) -> Result<(), WireFailure> {
    let runtime = shared.runtime().await;
    let request = Request {
        token: shared.session().token(),
        origin: "desktop".to_owned(),
        reference: reference(runtime),
        unattended: false,
        cancel: CancellationToken::new(),
    };
    let piece = AppendRecording {
        data: piece.data.clone(),
        ..*piece
    };
    let (out, _nobody) = Emit::channel(1);
    let kept = runtime.invoke::<append_recording>(request, piece, out);
    kept.await.map(drop)
}
