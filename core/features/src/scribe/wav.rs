//! A recording as a WAV file that nobody holds: which sound any range of its bytes needs.

use super::{
    listen::{GetRecordingSound, SOUND_MAX},
    words::channels,
};
use crate::Failure;
use base64::{Engine, engine::general_purpose::STANDARD};
use praxis_audio::wav::{File, HEADER};
use praxis_domain::scribe::recordings::{
    model::{Recording, RecordingId, Sound},
    rules,
};
use std::ops::Range;

/// Bytes of a sample.
const SAMPLE: u64 = 2;

/// A recording as a WAV file, with the sound that there is now.
#[derive(Debug, Clone, Copy)]
pub struct WavFile {
    recording_id: RecordingId,
    duration_ms: u32,
    /// Bytes of a millisecond.
    millisecond: u64,
    file: File,
}

impl WavFile {
    /// `NotFound` when its sound was removed.
    pub fn of(recording: &Recording) -> Result<Self, Failure> {
        if !recording.status.has_sound() {
            return Err(Failure::not_found("sound any more"));
        }
        let channels = channels(recording);
        let frames = u64::from(rules::frames_at(recording.duration_ms));
        Ok(Self {
            recording_id: recording.recording_id,
            duration_ms: recording.duration_ms,
            millisecond: u64::from(rules::RATE) / 1000 * SAMPLE * channels.count() as u64,
            file: File::new(channels, frames).map_err(Failure::internal)?,
        })
    }

    /// Its length in bytes; never 0.
    pub fn bytes(self) -> u64 {
        self.file.len()
    }

    /// What the bytes of a range need.
    pub fn slice(self, range: Range<u64>) -> Slice {
        let head = HEADER as u64;
        let end = range.end.min(self.bytes());
        Slice {
            header: self.file.slice(range.clone()).header,
            file: self,
            at: range.start.saturating_sub(head),
            end: end.saturating_sub(head),
        }
    }
}

/// What a range of bytes needs: the header first, then stretches of sound, in order.
#[derive(Debug)]
pub struct Slice {
    /// The bytes of the header that lie in the range.
    pub header: Vec<u8>,
    file: WavFile,
    /// Bytes behind the header.
    at: u64,
    end: u64,
}

/// A stretch of sound, and which of its bytes are wanted.
#[derive(Debug)]
pub struct Stretch {
    /// What to ask for.
    pub sound: GetRecordingSound,
    bytes: Range<usize>,
}

impl Iterator for Slice {
    type Item = Stretch;

    fn next(&mut self) -> Option<Stretch> {
        if self.at >= self.end {
            return None;
        }
        let most = u64::from(SOUND_MAX) * self.file.millisecond;
        let number = u32::try_from(self.at / most).ok()?;
        let begin = u64::from(number) * most;
        let end = self.end.min(begin + most);
        let bytes = usize::try_from(self.at - begin).ok()?..usize::try_from(end - begin).ok()?;
        self.at = end;
        let from_ms = number.checked_mul(SOUND_MAX)?;
        Some(Stretch {
            sound: GetRecordingSound {
                recording_id: self.file.recording_id,
                from_ms,
                to_ms: from_ms.saturating_add(SOUND_MAX).min(self.file.duration_ms),
            },
            bytes,
        })
    }
}

impl Stretch {
    /// The bytes that are wanted, from the answer.
    pub fn cut(&self, answer: &Sound) -> Result<Vec<u8>, Failure> {
        let bytes = STANDARD.decode(&answer.data).map_err(Failure::internal)?;
        let wanted = bytes.get(self.bytes.clone());
        wanted
            .map(<[u8]>::to_vec)
            .ok_or_else(|| Failure::internal(anyhow::anyhow!("a stretch of sound is too short")))
    }
}
