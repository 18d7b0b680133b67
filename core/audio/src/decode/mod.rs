//! The sound of somebody's file, as segments.
//!
//! Known are WAV, AIFF and CAF (integers, floats, A-law, µ-law, ADPCM), FLAC, MP3, AAC and ALAC in MP4 or bare, Vorbis
//! and Opus in Ogg, WebM or Matroska. What a file is, is found by its content, never by its name. A file of one or two
//! channels keeps them; more are mixed to one.

mod opus;
mod resample;
mod source;
mod track;

use crate::{Channels, RATE};
use resample::Resampler;
use std::io::{self, Read, Seek};
use track::{Sound, Track};

/// Why a file gives no sound, or no more of it. The messages are safe to show.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is of no format or codec that is known here.
    #[error("This is not a sound file of a known format.")]
    NotAudio,
    /// It is sound, but nothing is in it.
    #[error("There is no sound in this file.")]
    Empty,
    /// It cannot be read any further; the segments up to here are sound.
    #[error("This sound file is damaged.")]
    Damaged {
        /// The frames that were delivered before.
        frames: u64,
    },
    /// It is longer than accepted; the segments up to here fill the limit.
    #[error("This sound file is too long.")]
    TooLong,
    /// The source refused to be read; what is in the file is not known.
    #[error("The file could not be read.")]
    Read(#[source] io::Error),
}

/// What was found out about a file by reading it to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// The frames that were delivered, at 16 kHz.
    pub frames: u64,
    /// Packets of the file, mostly of 20 to 100 ms, that could not be decoded and were left out; what follows them
    /// moves up. Damage that hides a packet altogether is not counted.
    pub skipped: u64,
    /// The file ends earlier than it says. Many do not say it: what a browser records, Ogg, bare AAC.
    pub truncated: bool,
}

/// A file that is being decoded: an iterator over its segments, each of one second but the last. It holds about a
/// second of sound, however long the file is. After an error it is at its end.
pub struct Decoding<'s> {
    track: Track<'s>,
    resampler: Resampler,
    channels: Channels,
    // Samples that do not fill a segment yet.
    pending: Vec<i16>,
    limit: u64,
    frames: u64,
    state: State,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Sounding,
    // The rest is in `pending`.
    Read,
    // The same, and then it is told that the file is damaged.
    Damaged,
    Ended,
}

/// Begins to decode a file. At most `limit` seconds are decoded; a longer file ends with [`Error::TooLong`].
///
/// # Errors
/// Any of [`Error`]; whatever a file has at its beginning is found here.
pub fn decode<'s>(
    source: impl Read + Seek + Send + Sync + 's,
    limit: u32,
) -> Result<Decoding<'s>, Error> {
    let mut track = Track::open(source)?;
    let first = track
        .next()?
        .ok_or(if track.skipped > 0 || track.truncated() {
            Error::Damaged { frames: 0 }
        } else {
            Error::Empty
        })?;
    let channels = Channels::of(first.channels).unwrap_or(Channels::One);
    let resampler = Resampler::new(first.rate, channels)?;
    let mut decoding = Decoding {
        track,
        resampler,
        channels,
        pending: Vec::new(),
        limit: u64::from(limit) * u64::from(RATE),
        frames: 0,
        state: State::Sounding,
    };
    decoding.hear(&first)?;
    Ok(decoding)
}

impl Decoding<'_> {
    /// The channels of every segment.
    pub const fn channels(&self) -> Channels {
        self.channels
    }

    /// What was found out so far; all of it, once the iterator is at its end.
    pub fn summary(&self) -> Summary {
        Summary {
            frames: self.frames,
            skipped: self.track.skipped,
            truncated: self.track.truncated(),
        }
    }

    fn hear(&mut self, sound: &Sound) -> Result<(), Error> {
        if sound.rate != self.resampler.rate() {
            self.resampler.finish(&mut self.pending)?;
            self.resampler = Resampler::new(sound.rate, self.channels)?;
        }
        self.resampler.push(sound, &mut self.pending)
    }

    /// Decodes until a segment is full or the file is at its end.
    fn fill(&mut self) -> Result<(), Error> {
        while self.state == State::Sounding && self.pending.len() < self.channels.segment_samples()
        {
            match self.track.next() {
                Ok(Some(sound)) => self.hear(&sound)?,
                Ok(None) => self.state = State::Read,
                Err(Error::Damaged { .. }) => self.state = State::Damaged,
                Err(error) => return Err(error),
            }
            if self.state != State::Sounding {
                self.resampler.finish(&mut self.pending)?;
            }
        }
        Ok(())
    }

    fn deliver(&mut self) -> Result<Option<Vec<i16>>, Error> {
        self.fill()?;
        let samples = self.pending.len().min(self.channels.segment_samples());
        if samples == 0 {
            let damaged = self.state == State::Damaged;
            self.state = State::Ended;
            return if damaged {
                Err(Error::Damaged { frames: 0 })
            } else {
                Ok(None)
            };
        }
        let frames = (samples / self.channels.count()) as u64;
        if self.frames + frames > self.limit {
            return Err(Error::TooLong);
        }
        self.frames += frames;
        let rest = self.pending.split_off(samples);
        Ok(Some(std::mem::replace(&mut self.pending, rest)))
    }
}

impl Iterator for Decoding<'_> {
    type Item = Result<Vec<i16>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.state == State::Ended {
            return None;
        }
        let delivered = self.deliver().map_err(|error| {
            self.state = State::Ended;
            match error {
                // Whoever found the damage does not know how far we are.
                Error::Damaged { .. } => Error::Damaged {
                    frames: self.frames,
                },
                error => error,
            }
        });
        delivered.transpose()
    }
}
