use super::Error;
use super::track::Sound;
use crate::{Channels, RATE};
use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler as _, WindowFunction};

/// Rates that a file may have, in Hz; outside of them nothing was ever recorded.
const RATES: std::ops::RangeInclusive<u32> = 4_000..=384_000;

/// Frames that are resampled at a time, about.
const CHUNK: usize = 4_096;

/// Blocks in each; with about 1,000 frames in a block, the filter keeps what is below 7.5 kHz.
const BLOCKS: usize = 4;

/// From the rate of a file to ours, and from its channels to those that are wanted.
pub struct Resampler {
    // None if the file has our rate.
    fft: Option<Fft<f32>>,
    channels: Channels,
    rate: u32,
    // Interleaved samples that do not fill a chunk yet.
    waiting: Vec<f32>,
    // Frames of the filter's delay that are still to be left out.
    delay: usize,
    taken: u64,
    given: u64,
}

impl Resampler {
    /// # Errors
    /// [`Error::Damaged`] for a rate that no recording has.
    pub fn new(rate: u32, channels: Channels) -> Result<Self, Error> {
        let damaged = Error::Damaged { frames: 0 };
        if !RATES.contains(&rate) {
            return Err(damaged);
        }
        let fft = if rate == RATE {
            None
        } else {
            let fft = Fft::new_custom(
                rate as usize,
                RATE as usize,
                CHUNK,
                BLOCKS,
                channels.count(),
                WindowFunction::BlackmanHarris2,
                FixedSync::Both,
            );
            Some(fft.map_err(|_| damaged)?)
        };
        Ok(Self {
            delay: fft.as_ref().map_or(0, |fft| fft.output_delay()),
            fft,
            channels,
            rate,
            waiting: Vec::new(),
            taken: 0,
            given: 0,
        })
    }

    pub const fn rate(&self) -> u32 {
        self.rate
    }

    /// Takes sound and adds what comes of it to `samples`.
    pub fn push(&mut self, sound: &Sound, samples: &mut Vec<i16>) -> Result<(), Error> {
        let frames = sound.samples.chunks_exact(sound.channels);
        self.taken += frames.len() as u64;
        for frame in frames {
            self.waiting
                .extend_from_slice(&arranged(frame, self.channels)[..self.channels.count()]);
        }
        let Some(fft) = &self.fft else {
            samples.extend(self.waiting.drain(..).map(quantised));
            return Ok(());
        };
        let chunk = fft.input_frames_next() * self.channels.count();
        while self.waiting.len() >= chunk {
            self.convert(chunk, samples)?;
        }
        Ok(())
    }

    /// Adds what the filter still holds, so that the sound is as long as it was.
    pub fn finish(&mut self, samples: &mut Vec<i16>) -> Result<(), Error> {
        let Some(fft) = &self.fft else {
            return Ok(());
        };
        let chunk = fft.input_frames_next() * self.channels.count();
        let whole = (self.taken * u64::from(RATE)).div_ceil(u64::from(self.rate));
        while self.given < whole {
            self.waiting.resize(chunk, 0.0);
            self.convert(chunk, samples)?;
        }
        let excess = (self.given - whole) as usize * self.channels.count();
        samples.truncate(samples.len().saturating_sub(excess));
        Ok(())
    }

    fn convert(&mut self, chunk: usize, samples: &mut Vec<i16>) -> Result<(), Error> {
        let damaged = || Error::Damaged { frames: 0 };
        let Some(fft) = &mut self.fft else {
            return Ok(());
        };
        let channels = self.channels.count();
        let input = InterleavedSlice::new(&self.waiting[..chunk], channels, chunk / channels)
            .map_err(|_| damaged())?;
        let output = fft
            .process(&input, None)
            .map_err(|_| damaged())?
            .take_data();
        self.waiting.drain(..chunk);
        let frames = output.len() / channels;
        let late = self.delay.min(frames);
        self.delay -= late;
        self.given += (frames - late) as u64;
        samples.extend(output.into_iter().skip(late * channels).map(quantised));
        Ok(())
    }
}

/// A frame with the channels that are wanted: as it is, doubled, or mixed to the mean.
fn arranged(frame: &[f32], channels: Channels) -> [f32; 2] {
    match (frame, channels) {
        ([one], _) => [bounded(*one); 2],
        ([left, right], Channels::Two) => [bounded(*left), bounded(*right)],
        (many, _) => {
            let sum: f32 = many.iter().copied().map(bounded).sum();
            [sum / many.len() as f32; 2]
        }
    }
}

/// Files of floats may hold anything; one infinite sample would spoil a whole block of the filter.
fn bounded(sample: f32) -> f32 {
    if sample.is_finite() {
        sample.clamp(-1.0, 1.0)
    } else {
        0.0
    }
}

/// A sample of 16 bits; what was one comes back as it was.
fn quantised(sample: f32) -> i16 {
    (sample * 32_768.0).round() as i16
}
