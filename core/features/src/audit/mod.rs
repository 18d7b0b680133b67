//! The audit log.

pub mod log;
