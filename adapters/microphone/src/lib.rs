//! The microphone of the machine that the program runs on: sound in, one-second segments of 16 kHz
//! PCM out. It exists because the desktop app's webview denies pages the microphone.
//!
//! ```text
//! sound card's thread → ear (never waits) → ring of 8 seconds → our thread → tape → the owner
//! ```
//!
//! The `tape` is pure and decides everything: how sound is resampled, cut, paused, and where a gap is.

mod capture;
mod device;
mod ear;
mod lag;
mod resample;
mod tape;
#[cfg(test)]
mod tests;

pub use capture::Capture;
pub use device::{Device, devices};

use praxis_kernel::Failure;

/// Samples per second and channel of what is delivered, whatever the device runs at.
pub const RATE: u32 = 16_000;

/// What a capture tells its owner, in the order of time.
#[derive(Debug)]
pub enum Event {
    /// The next second of sound.
    Segment(Segment),
    /// How loud it is, at most ten times a second of sound.
    Level(Level),
    /// Here sound is missing: the computer slept, or was too busy to take what the device offered.
    /// Speech may be lost. What was heard before has been delivered; where the computer slept, a second
    /// or two of what followed as well. A clock that is set forward looks the same.
    Gap {
        /// How much is missing; at least 1.
        milliseconds: u64,
    },
    /// The device is gone; the message says what to do. All that was heard has been delivered, and the
    /// capture waits as if paused: `resume` or `resume_with` carry on.
    Lost(Failure),
}

/// Up to one second of sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Counts from 0 and has no holes, over pauses and losses too.
    pub number: u32,
    /// 1, or 2 that take turns in `samples`.
    pub channels: u8,
    /// Signed 16-bit samples: [`RATE`] for each channel, or fewer (never none) where the capture was
    /// paused, stopped or lost, and before a gap.
    pub samples: Vec<i16>,
}

/// How loud the last tenth of a second was, in dBFS: 0 is the loudest that can be recorded, and
/// [`Level::SILENCE`] the least. Of two channels, the louder one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// Root mean square: -3 for the loudest sine.
    pub rms: f32,
    /// The largest sample.
    pub peak: f32,
}

impl Level {
    /// Below what 16 bits can hold.
    pub const SILENCE: f32 = -96.0;
}

/// What becomes of a device with two channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channels {
    /// One channel, their mean.
    Mixed,
    /// Both, so that two people with a microphone each can be told apart. A device with one channel
    /// still gives one.
    Apart,
}
