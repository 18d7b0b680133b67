use cpal::{Data, FromSample, SampleFormat, SizedSample};
use rtrb::{Consumer, Producer, RingBuffer};

/// How long our thread may be away (a slow disk) before sound is lost.
const SECONDS: u32 = 8;

/// What the sound card's thread passes on, in order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Heard {
    /// One moment of the first two channels, -1 to 1; the second is 0 where there is none.
    Frame([f32; 2]),
    /// So many frames found no room here.
    Lost(u32),
}

/// The end of the ring that the sound card's thread holds. It neither waits nor allocates.
pub(crate) struct Ear {
    ring: Producer<Heard>,
    lost: u32,
}

impl Ear {
    /// For a device that runs at `rate`.
    pub(crate) fn new(rate: u32) -> (Self, Consumer<Heard>) {
        Self::with_room((rate as usize) * SECONDS as usize)
    }

    pub(crate) fn with_room(frames: usize) -> (Self, Consumer<Heard>) {
        let (ring, heard) = RingBuffer::new(frames);
        (Self { ring, lost: 0 }, heard)
    }

    pub(crate) fn hear(&mut self, frame: [f32; 2]) {
        // A loss goes in before the frame that follows it, so there must be room for both.
        let needed = 1 + usize::from(self.lost > 0);
        if self.ring.slots() < needed {
            self.lost = self.lost.saturating_add(1);
            return;
        }
        self.admit();
        let _full = self.ring.push(Heard::Frame(frame));
    }

    fn admit(&mut self) {
        if self.lost > 0 && self.ring.push(Heard::Lost(self.lost)).is_ok() {
            self.lost = 0;
        }
    }

    /// Takes what a device gives: interleaved frames of `channels`, of which the first two are kept.
    pub(crate) fn take(&mut self, data: &Data, channels: usize) {
        match data.sample_format() {
            SampleFormat::I8 => self.frames(data.as_slice::<i8>(), channels),
            SampleFormat::I16 => self.frames(data.as_slice::<i16>(), channels),
            SampleFormat::I24 => self.frames(data.as_slice::<cpal::I24>(), channels),
            SampleFormat::I32 => self.frames(data.as_slice::<i32>(), channels),
            SampleFormat::I64 => self.frames(data.as_slice::<i64>(), channels),
            SampleFormat::U8 => self.frames(data.as_slice::<u8>(), channels),
            SampleFormat::U16 => self.frames(data.as_slice::<u16>(), channels),
            SampleFormat::U24 => self.frames(data.as_slice::<cpal::U24>(), channels),
            SampleFormat::U32 => self.frames(data.as_slice::<u32>(), channels),
            SampleFormat::U64 => self.frames(data.as_slice::<u64>(), channels),
            SampleFormat::F32 => self.frames(data.as_slice::<f32>(), channels),
            SampleFormat::F64 => self.frames(data.as_slice::<f64>(), channels),
            // Such a device is refused before it is opened.
            _ => {}
        }
    }

    /// None when the samples are of another type than was said, which cpal rules out.
    pub(crate) fn frames<T: SizedSample>(&mut self, samples: Option<&[T]>, channels: usize)
    where
        f32: FromSample<T>,
    {
        for frame in samples.unwrap_or_default().chunks_exact(channels.max(1)) {
            let at = |channel: usize| frame.get(channel).map_or(0.0, |s| s.to_sample::<f32>());
            self.hear([at(0), at(1)]);
        }
    }
}

/// Whether samples of this format are understood.
pub(crate) fn understands(format: SampleFormat) -> bool {
    format.is_int() || format.is_uint() || format.is_float()
}

/// When the device is closed, a loss that nothing followed is told as well.
impl Drop for Ear {
    fn drop(&mut self) {
        self.admit();
    }
}
