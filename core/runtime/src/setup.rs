//! Who may do the first-run set-up.

use praxis_features::{Clock, Random, SetupGate};
use praxis_kernel::Timestamp;

/// Minutes for which a printed code works.
const CODE_MINUTES: i64 = 15;

/// The server's gate: a code that only whoever sees the console knows.
pub struct PrintedCode {
    code: String,
    expires_at: Timestamp,
}

impl PrintedCode {
    /// A new code, valid for fifteen minutes.
    pub fn new(clock: &dyn Clock, random: &dyn Random) -> Self {
        Self {
            code: hex::encode(&random.secret()[..10]),
            expires_at: clock.now().plus_seconds(CODE_MINUTES * 60),
        }
    }
    /// The code, to be printed once.
    pub fn code(&self) -> &str {
        &self.code
    }
}

impl SetupGate for PrintedCode {
    fn code_required(&self) -> bool {
        true
    }
    fn admits(&self, code: Option<&str>, now: Timestamp) -> bool {
        code.map(str::trim) == Some(self.code.as_str()) && now < self.expires_at
    }
}

/// The gate of a program that only its own user can reach: the desktop app and the command line.
#[derive(Debug, Default)]
pub struct NoCode;

impl SetupGate for NoCode {
    fn code_required(&self) -> bool {
        false
    }
    fn admits(&self, _code: Option<&str>, _now: Timestamp) -> bool {
        true
    }
}
