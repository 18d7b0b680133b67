//! The sound of a recording: 16 kHz, signed 16 bits, one or two channels, cut into segments of one second.
//!
//! A **segment** holds the samples of one second, of two channels interleaved; only the last of a recording is
//! shorter. A recording may have **gaps**: numbers whose segment never arrived. Everything here takes a gap as
//! `None`, hears silence in it and keeps the time. Nothing here does input or output beyond the reader that
//! [`decode`] is lent; no clock, no chance: the same sound gives the same answer.

mod channels;
pub mod decode;
pub mod level;
pub mod peaks;
pub mod utterances;
pub mod wav;

pub use channels::Channels;

/// Frames per second; a frame is one sample of each channel.
pub const RATE: u32 = 16_000;

/// Frames of a whole segment: one second.
pub const SEGMENT_FRAMES: usize = 16_000;
