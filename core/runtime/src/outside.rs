//! Time and chance of the real world. Everything else is lent them.

use praxis_features::{Clock, Random};
use praxis_kernel::Timestamp;
use uuid::Uuid;

/// The machine's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)]
    fn now(&self) -> Timestamp {
        Timestamp::new(jiff::Timestamp::now())
    }
}

/// The operating system's randomness.
#[derive(Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    #[allow(clippy::disallowed_methods)]
    fn id(&self) -> Uuid {
        Uuid::now_v7()
    }
    #[allow(clippy::disallowed_methods, clippy::expect_used)]
    fn secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        // Without randomness no token may be made; nothing works, and nothing is unsafe.
        getrandom::fill(&mut bytes).expect("the operating system lends randomness");
        bytes
    }
}
