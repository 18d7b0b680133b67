//! Jobs, as people see them.

pub mod jobs;
