use praxis_kernel::Timestamp;

/// What is reported; less is told apart badly from a busy machine.
const LEAST: i64 = 200_000;
/// How long sound may come late before it counts as missing.
const PATIENCE: i64 = 1_000_000;
const CALLS: u32 = 5;
/// By how much a sound card's clock may differ from the computer's: one in so many.
const DRIFT: i64 = 2_000;

/// Finds missing sound: what the clock says has passed, against what was heard. Sound that comes late,
/// in a burst after the machine was busy, is not missing. All in microseconds.
pub(crate) struct Lag {
    rate: u64,
    frames: u64,
    /// What the clock is usually ahead by; the device's own delay is in it.
    usual: Option<i64>,
    window: Option<Window>,
}

/// The least lag of a while: that of the call that came with the least delay.
struct Window {
    began: i64,
    calls: u32,
    least: i64,
}

impl Lag {
    pub(crate) fn new(rate: u32) -> Self {
        Self {
            rate: u64::from(rate.max(1)),
            frames: 0,
            usual: None,
            window: None,
        }
    }

    /// Notes frames that were heard, or are known to be missing and reported already.
    pub(crate) fn count(&mut self, frames: u64) {
        self.frames += frames;
    }

    /// Milliseconds that are missing and were not reported before. To be asked when sound came.
    pub(crate) fn missing(&mut self, now: Timestamp) -> Option<u64> {
        let now = now.micros();
        let heard = i64::try_from(self.frames * 1_000_000 / self.rate).unwrap_or(i64::MAX);
        let lag = now.saturating_sub(heard);
        let window = self.window.get_or_insert(Window {
            began: now,
            calls: 0,
            least: lag,
        });
        window.calls += 1;
        window.least = window.least.min(lag);
        let took = now.saturating_sub(window.began);
        // A clock that was set back ends the window, too.
        if (0..PATIENCE).contains(&took) || window.calls < CALLS {
            return None;
        }
        let least = window.least;
        self.window = None;
        let usual = *self.usual.get_or_insert(least);
        let more = least.saturating_sub(usual);
        if more >= LEAST {
            self.usual = Some(least);
            return u64::try_from(more / 1_000).ok();
        }
        self.usual = Some(usual.saturating_add(more.min(took.max(0) / DRIFT)));
        None
    }
}
