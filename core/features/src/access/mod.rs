//! Organisations, users and sessions.

pub mod attempts;
pub mod me;
pub mod setup;
pub mod sign_in;
pub mod users;
