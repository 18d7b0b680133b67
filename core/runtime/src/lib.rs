//! Puts the parts together: policy, sessions, audit, jobs, events, and `invoke`, the one way in.

mod anchors;
mod blobs;
mod cleaning;
mod drafter;
mod events;
mod invoke;
mod jobs;
pub mod logging;
mod outside;
mod passwords;
mod peers;
mod policy;
mod runtime;
mod sealing;
mod setup;

pub use events::{Hub, Subscription};
pub use invoke::{Request, reference};
pub use outside::{SystemClock, SystemRandom};
pub use policy::{CedarPolicy, Decision};
pub use praxis_speech::WorkerProgram;
pub use runtime::{Configuration, DatabaseChoice, Runtime};
pub use sealing::KeyPlace;
pub use setup::{NoCode, PrintedCode};
