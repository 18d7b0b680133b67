//! Where somebody speaks: the stretches that are transcribed one by one.
//!
//! A voice detector judges frames of 16 ms. Frames of speech with less than 320 ms between them are one utterance; it
//! is widened by 200 ms on both sides, or to the middle of the pause if its neighbour is nearer, and dropped if less
//! than 250 ms were spoken. No utterance is longer than 30 s: a longer one is cut at its quietest place within the
//! last ten of them, and nothing between the parts is lost.
//!
//! While nobody speaks, the detector begins anew at every boundary of segments. So an [`Utterances`] that begins at
//! such a boundary finds exactly what one finds that heard everything before.

use crate::{RATE, SEGMENT_FRAMES};
use earshot::Detector;

/// The detector's frame.
const FRAME: usize = 256;

const SAMPLES_PER_MS: u64 = RATE as u64 / 1_000;

/// The detector's score from which a frame counts as speech; its authors' default.
const SPEECH: f32 = 0.5;

/// A shorter pause is part of an utterance.
const PAUSE: u64 = 320 * SAMPLES_PER_MS;

/// What is taken before and after speech, for its soft beginnings and ends.
const MARGIN: u64 = 200 * SAMPLES_PER_MS;

/// Less speech is a click or a cough.
const SHORTEST: u64 = 250 * SAMPLES_PER_MS;

/// The longest utterance; recognisers read no more than this at once.
const LONGEST: u64 = 30_000 * SAMPLES_PER_MS;

/// A cut is made after so much of it.
const CUT_AFTER: u64 = 20_000 * SAMPLES_PER_MS;

/// Frames over which quiet is measured for a cut: 80 ms, about a short pause between words.
const QUIET_FRAMES: usize = 5;

/// What a new detector is shown beforehand, this often: the beginning of its first segment. Without that, it takes the
/// sudden noise of a loud room for speech.
const FAMILIAR: usize = 8 * FRAME;
const REPEATED: usize = 4;

/// A stretch of speech, in milliseconds from the beginning of the recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Utterance {
    /// Where it begins.
    pub start_ms: u64,
    /// Where it ends; later than it begins, by 30,000 at most.
    pub end_ms: u64,
}

/// Finds the utterances of one channel, segment by segment.
pub struct Utterances {
    detector: Box<Detector>,
    // The position of the first sample of `rest`, in samples from the beginning of the recording.
    at: u64,
    // Samples that do not fill a frame yet.
    rest: Vec<i16>,
    open: Option<Open>,
}

/// An utterance that may go on.
struct Open {
    // Where it begins, margin included.
    start: u64,
    // Where speech was heard first and last.
    onset: u64,
    last: u64,
    // It follows a cut, so that it is kept however short.
    continued: bool,
    // The energy of each frame from `onset` on.
    energies: Vec<u64>,
}

impl Utterances {
    /// Begins with the segment of this number, as if nobody had spoken before: with 0, or where
    /// [`is_resting`](Self::is_resting) said so.
    pub fn starting_at(segment: u32) -> Self {
        Self {
            detector: Detector::default_boxed(),
            at: u64::from(segment) * SEGMENT_FRAMES as u64,
            rest: Vec::new(),
            open: None,
        }
    }

    /// Whether no utterance is open, so that one may later start at the next segment and find the same.
    pub const fn is_resting(&self) -> bool {
        self.open.is_none()
    }

    /// Hears the next segment, of one channel, and gives the utterances that ended. `None` is a gap: a second of
    /// silence. A segment that lacks samples is followed by silence until the next one.
    pub fn push(&mut self, segment: Option<&[i16]>) -> Vec<Utterance> {
        let mut found = Vec::new();
        self.fill_second();
        let resting = self.is_resting();
        if resting {
            self.at += self.rest.len() as u64;
            self.rest.clear();
        }
        match segment {
            Some(samples) => self.rest.extend(samples.iter().take(SEGMENT_FRAMES)),
            None => self.rest.resize(self.rest.len() + SEGMENT_FRAMES, 0),
        }
        let samples = std::mem::take(&mut self.rest);
        if resting {
            self.detector.reset();
            let beginning = &samples[..samples.len().min(FAMILIAR)];
            for _ in 0..REPEATED {
                for frame in beginning.chunks_exact(FRAME) {
                    self.detector.predict_i16(frame);
                }
            }
        }
        let frames = samples.chunks_exact(FRAME);
        self.rest = frames.remainder().to_vec();
        for frame in frames {
            self.judge(frame, &mut found);
        }
        found
    }

    /// The recording has ended: gives the utterance that was still open.
    pub fn finish(mut self) -> Option<Utterance> {
        let end = self.at + self.rest.len() as u64;
        let open = self.open.take()?;
        open.closed(end)
    }

    fn fill_second(&mut self) {
        let heard = (self.at + self.rest.len() as u64) % SEGMENT_FRAMES as u64;
        if heard > 0 {
            let missing = SEGMENT_FRAMES - heard as usize;
            self.rest.resize(self.rest.len() + missing, 0);
        }
    }

    fn judge(&mut self, frame: &[i16], found: &mut Vec<Utterance>) {
        let begin = self.at;
        self.at += FRAME as u64;
        let speech = self.detector.predict_i16(frame) >= SPEECH;
        if let Some(open) = &mut self.open {
            open.energies.push(energy(frame));
        }
        if speech {
            self.speak(begin, energy(frame), found);
        }
        let Some(open) = &mut self.open else {
            return;
        };
        if self.at - open.last >= 2 * MARGIN {
            let closed = self.open.take().and_then(|open| open.closed(u64::MAX));
            found.extend(closed);
        } else if self.at - open.start > LONGEST - FRAME as u64 {
            found.push(open.cut());
        }
    }

    /// A frame of speech that begins here goes on with what is open, or opens anew.
    fn speak(&mut self, begin: u64, energy: u64, found: &mut Vec<Utterance>) {
        let end = begin + FRAME as u64;
        let mut start = begin.saturating_sub(MARGIN);
        if let Some(open) = &mut self.open {
            if begin - open.last < PAUSE {
                open.last = end;
                return;
            }
            start = open.last.midpoint(begin);
        }
        let before = self.open.replace(Open {
            start,
            onset: begin,
            last: end,
            continued: false,
            energies: vec![energy],
        });
        found.extend(before.and_then(|open| open.closed(start)));
    }
}

impl Open {
    /// The utterance, with its margin but not beyond `limit`; none if too little was spoken.
    fn closed(self, limit: u64) -> Option<Utterance> {
        let spoken = self.last - self.onset;
        let enough = spoken >= SHORTEST || self.continued && spoken > 0;
        enough.then(|| utterance(self.start, (self.last + MARGIN).min(limit)))
    }

    /// Gives what is before the quietest place near its end, and goes on from there.
    fn cut(&mut self) -> Utterance {
        // The energies begin with the onset, which is at most a margin after the start.
        let first = (self.start + CUT_AFTER - self.onset) as usize / FRAME;
        let windows = self.energies.windows(QUIET_FRAMES).enumerate().skip(first);
        let quietest = windows
            .map(|(index, window)| (index, window.iter().sum::<u64>()))
            .reduce(|best, next| if next.1 <= best.1 { next } else { best });
        let frames = quietest.map_or(first, |(index, _)| index) + QUIET_FRAMES / 2;
        let place = self.onset + (frames * FRAME) as u64;
        let before = utterance(self.start, place);
        self.energies.drain(..frames.min(self.energies.len()));
        self.start = place;
        self.onset = place;
        self.last = self.last.max(place);
        self.continued = true;
        before
    }
}

const fn utterance(start: u64, end: u64) -> Utterance {
    Utterance {
        start_ms: start / SAMPLES_PER_MS,
        end_ms: end / SAMPLES_PER_MS,
    }
}

fn energy(frame: &[i16]) -> u64 {
    frame
        .iter()
        .map(|&sample| u64::from(sample.unsigned_abs()).pow(2))
        .sum()
}
