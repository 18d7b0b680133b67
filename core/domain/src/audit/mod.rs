//! Who did what, when, to whom: an append-only chain.

pub mod chain;
pub mod model;
pub mod ports;
