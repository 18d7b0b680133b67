//! JSON lines on standard error: what happened, under which reference, never anything clinical.

use tracing_subscriber::{EnvFilter, fmt};

/// What is logged when `PRAXIS_LOG` says nothing. The decoder of sound files calls every file that is
/// none an error; the operation refuses it in words, and nothing is wrong with the program.
const USUAL: &str = "warn,symphonia=off";

/// Begins to log; `PRAXIS_LOG` chooses how much (warnings when absent).
pub fn start() {
    let filter = EnvFilter::try_from_env("PRAXIS_LOG").unwrap_or_else(|_| EnvFilter::new(USUAL));
    fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // A log that cannot be written, on a full disk, must not end the request: the complaint
        // about it goes the same way and would panic.
        .log_internal_errors(false)
        .init();
    // The message of a panic may quote data, so only its place is logged.
    std::panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map_or_else(String::new, ToString::to_string);
        tracing::error!(place, "panic");
    }));
}
