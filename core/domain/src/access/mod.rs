//! Organisations, users, sessions and rights.

pub mod model;
pub mod ports;
pub mod rules;
