//! Sealing of what must not be read from the disk: sound, keys of providers.

pub mod model;
pub mod ports;
