use crate::{Channels, Event, Level, RATE, Segment, ear::Heard, lag::Lag, resample::Stretch};
use praxis_kernel::{Failure, Timestamp};

/// Frames between two levels: a tenth of a second.
const LEVEL: usize = RATE as usize / 10;

/// Where events go.
pub(crate) type Sink<'a> = &'a mut dyn FnMut(Event);

/// Makes events of what is heard. Pure: no device, no clock of its own, no thread.
pub(crate) struct Tape {
    wanted: Channels,
    next: u32,
    run: Option<Run>,
}

/// From one opening of the device to its closing.
struct Run {
    rate: u32,
    /// Of the device: 1 or 2.
    given: usize,
    lag: Lag,
    /// Frames for the resampler; kept so that it need not be made anew.
    frames: Vec<f32>,
    stretch: Stretch,
    cut: Cut,
}

/// Cuts a stream at [`RATE`] into segments, and measures it.
struct Cut {
    channels: usize,
    next: u32,
    samples: Vec<i16>,
    meter: Meter,
}

#[derive(Default)]
struct Meter {
    frames: usize,
    squares: [f64; 2],
    peaks: [f32; 2],
}

impl Tape {
    pub(crate) fn new(wanted: Channels) -> Self {
        Self {
            wanted,
            next: 0,
            run: None,
        }
    }

    /// A device was opened that runs at `rate` frames a second with so many channels.
    pub(crate) fn open(&mut self, rate: u32, channels: u16) -> Result<(), Failure> {
        let given = usize::from(channels).clamp(1, 2);
        let kept = match self.wanted {
            Channels::Mixed => 1,
            Channels::Apart => given,
        };
        self.run = Some(Run {
            rate,
            given,
            lag: Lag::new(rate),
            frames: Vec::new(),
            stretch: Stretch::new(rate, kept)?,
            cut: Cut::new(kept, self.next),
        });
        Ok(())
    }

    /// Takes what was heard until `now`.
    pub(crate) fn hear(
        &mut self,
        heard: impl IntoIterator<Item = Heard>,
        now: Timestamp,
        sink: Sink,
    ) -> Result<(), Failure> {
        let Some(run) = &mut self.run else {
            return Ok(());
        };
        let mut any = false;
        for one in heard {
            any = true;
            match one {
                Heard::Frame(frame) => run.keep(frame),
                Heard::Lost(frames) => {
                    run.push(sink)?;
                    run.lag.count(u64::from(frames));
                    let milliseconds = u64::from(frames) * 1_000 / u64::from(run.rate.max(1));
                    run.gap(milliseconds.max(1), sink)?;
                }
            }
        }
        run.push(sink)?;
        if any && let Some(milliseconds) = run.lag.missing(now) {
            run.gap(milliseconds, sink)?;
        }
        if let Some(level) = run.cut.meter.read() {
            sink(Event::Level(level));
        }
        self.next = run.cut.next;
        Ok(())
    }

    /// The device was closed: delivers what is left.
    pub(crate) fn close(&mut self, sink: Sink) -> Result<(), Failure> {
        if let Some(mut run) = self.run.take() {
            let finished = run.stretch.finish(&mut |frames| run.cut.push(frames, sink));
            run.cut.rest(sink);
            self.next = run.cut.next;
            finished?;
        }
        Ok(())
    }
}

impl Run {
    fn keep(&mut self, frame: [f32; 2]) {
        // A broken driver may give what is no number, at which the resampler would panic.
        let [left, right] = frame.map(|s| if s.is_nan() { 0.0 } else { s.clamp(-1.0, 1.0) });
        match (self.given, self.cut.channels) {
            (2, 1) => self.frames.push(0.5 * (left + right)),
            (2, _) => self.frames.extend([left, right]),
            _ => self.frames.push(left),
        }
    }

    fn push(&mut self, sink: Sink) -> Result<(), Failure> {
        self.lag
            .count((self.frames.len() / self.cut.channels) as u64);
        let cut = &mut self.cut;
        self.stretch
            .push(&self.frames, &mut |frames| cut.push(frames, sink))?;
        self.frames.clear();
        Ok(())
    }

    /// Delivers what came before the gap, so that its place is known, and starts afresh behind it.
    fn gap(&mut self, milliseconds: u64, sink: Sink) -> Result<(), Failure> {
        let fresh = Stretch::new(self.rate, self.cut.channels)?;
        let cut = &mut self.cut;
        std::mem::replace(&mut self.stretch, fresh).finish(&mut |frames| cut.push(frames, sink))?;
        self.cut.rest(sink);
        sink(Event::Gap { milliseconds });
        Ok(())
    }
}

impl Cut {
    fn new(channels: usize, next: u32) -> Self {
        Self {
            channels,
            next,
            samples: Vec::with_capacity(RATE as usize * channels),
            meter: Meter::default(),
        }
    }

    fn push(&mut self, frames: &[f32], sink: Sink) {
        let whole = RATE as usize * self.channels;
        for frame in frames.chunks_exact(self.channels) {
            self.meter.note(frame);
            self.samples.extend(frame.iter().copied().map(pcm));
            if self.samples.len() >= whole {
                self.rest(sink);
            }
        }
    }

    /// Delivers the segment as far as it has come.
    fn rest(&mut self, sink: Sink) {
        if self.samples.is_empty() {
            return;
        }
        let fresh = Vec::with_capacity(RATE as usize * self.channels);
        sink(Event::Segment(Segment {
            number: self.next,
            channels: if self.channels == 2 { 2 } else { 1 },
            samples: std::mem::replace(&mut self.samples, fresh),
        }));
        self.next = self.next.saturating_add(1);
    }
}

impl Meter {
    fn note(&mut self, frame: &[f32]) {
        self.frames += 1;
        for ((sample, square), peak) in frame.iter().zip(&mut self.squares).zip(&mut self.peaks) {
            *square += f64::from(sample * sample);
            *peak = peak.max(sample.abs());
        }
    }

    /// The level since the last one, when a tenth of a second has passed.
    fn read(&mut self) -> Option<Level> {
        if self.frames < LEVEL {
            return None;
        }
        let Self {
            frames,
            squares: [left, right],
            peaks: [first, second],
        } = std::mem::take(self);
        let rms = (left.max(right) / frames as f64).sqrt() as f32;
        Some(Level {
            rms: decibels(rms),
            peak: decibels(first.max(second)),
        })
    }
}

fn decibels(amplitude: f32) -> f32 {
    (20.0 * amplitude.log10()).clamp(Level::SILENCE, 0.0)
}

/// The nearest 16-bit sample. What a device gave in 16 bits comes out the same.
fn pcm(sample: f32) -> i16 {
    (sample * 32_768.0).round() as i16
}
