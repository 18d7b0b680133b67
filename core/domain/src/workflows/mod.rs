//! Work that outlives a request: jobs.

pub mod model;
pub mod ports;
pub mod states;
