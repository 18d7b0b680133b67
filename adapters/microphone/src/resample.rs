use crate::RATE;
use praxis_kernel::Failure;
use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler};

/// Turns a stream of interleaved frames at one rate into the same stream at [`RATE`]. What comes out
/// does not depend on the portions that go in, begins with the first frame, and ends with the last:
/// the filter's delay is cut off in front and made up for at the end.
pub(crate) struct Stretch {
    rate: u32,
    channels: usize,
    /// None when there is nothing to change.
    filter: Option<Filter>,
}

struct Filter {
    fft: Fft<f32>,
    /// What waits for the rest of a block.
    waiting: Vec<f32>,
    out: Vec<f32>,
    /// Frames of the delay that are still to be cut off.
    skip: usize,
    taken: u64,
    given: u64,
}

impl Stretch {
    /// # Errors
    /// `Internal` when the rate is one that cannot be changed, such as 0.
    pub(crate) fn new(rate: u32, channels: usize) -> Result<Self, Failure> {
        let filter = (rate != RATE).then(|| Filter::new(rate, channels));
        Ok(Self {
            rate,
            channels,
            filter: filter.transpose()?,
        })
    }

    /// Takes frames and gives what is ready. `frames` has whole frames.
    pub(crate) fn push(
        &mut self,
        mut frames: &[f32],
        give: &mut dyn FnMut(&[f32]),
    ) -> Result<(), Failure> {
        let Some(filter) = &mut self.filter else {
            give(frames);
            return Ok(());
        };
        filter.taken += (frames.len() / self.channels) as u64;
        let block = filter.fft.input_frames_max() * self.channels;
        while !frames.is_empty() {
            let room = block - filter.waiting.len();
            let (first, later) = frames.split_at(room.min(frames.len()));
            filter.waiting.extend_from_slice(first);
            frames = later;
            if filter.waiting.len() == block {
                filter.turn(self.channels, u64::MAX, give)?;
            }
        }
        Ok(())
    }

    /// Gives all that is still inside. Nothing can be pushed afterwards.
    pub(crate) fn finish(mut self, give: &mut dyn FnMut(&[f32])) -> Result<(), Failure> {
        let Some(filter) = &mut self.filter else {
            return Ok(());
        };
        let rate = u64::from(self.rate);
        let due = (filter.taken * u64::from(RATE) + rate / 2) / rate;
        let block = filter.fft.input_frames_max() * self.channels;
        while filter.given < due {
            filter.waiting.resize(block, 0.0);
            filter.turn(self.channels, due, give)?;
        }
        Ok(())
    }
}

impl Filter {
    fn new(rate: u32, channels: usize) -> Result<Self, Failure> {
        // Blocks of about 20 ms: the level meter does not wait, and the filter is steep enough to
        // keep all but the last few hundred hertz below 8 kHz.
        let block = (rate / 50).max(1) as usize;
        let fft = Fft::new_custom(
            rate as usize,
            RATE as usize,
            block,
            1,
            channels,
            rubato::WindowFunction::BlackmanHarris2,
            FixedSync::Both,
        )
        .map_err(Failure::internal)?;
        Ok(Self {
            waiting: Vec::with_capacity(fft.input_frames_max() * channels),
            out: vec![0.0; fft.output_frames_max() * channels],
            skip: fft.output_delay(),
            taken: 0,
            given: 0,
            fft,
        })
    }

    /// One block through the filter; gives no more than `due` frames over all.
    fn turn(
        &mut self,
        channels: usize,
        due: u64,
        give: &mut dyn FnMut(&[f32]),
    ) -> Result<(), Failure> {
        let frames = self.waiting.len() / channels;
        let room = self.out.len() / channels;
        let from =
            InterleavedSlice::new(&self.waiting, channels, frames).map_err(Failure::internal)?;
        let mut to =
            InterleavedSlice::new_mut(&mut self.out, channels, room).map_err(Failure::internal)?;
        let (_, made) = self
            .fft
            .process_into_buffer(&from, &mut to, None)
            .map_err(Failure::internal)?;
        self.waiting.clear();
        let first = self.skip.min(made);
        self.skip -= first;
        let count = ((made - first) as u64).min(due.saturating_sub(self.given)) as usize;
        self.given += count as u64;
        if count > 0 {
            give(&self.out[first * channels..(first + count) * channels]);
        }
        Ok(())
    }
}
