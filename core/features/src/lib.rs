//! The operations: what Praxis can be asked, in every shell alike.

mod catalogue;
mod ctx;
mod jobs;
mod turns;

pub mod access;
pub mod audit;
pub mod documents;
pub mod models;
pub mod patients;
pub mod scribe;
pub mod vault;
pub mod visits;
pub mod workflows;

pub use ctx::{Clock, Ctx, Done, Events, Passwords, Policy, Random, Services, SetupGate, Verdict};
pub use jobs::{JobCtx, JobHandler, Progress, handlers};
pub use turns::Turns;

/// What a failing operation returns.
pub use praxis_kernel::Failure;
