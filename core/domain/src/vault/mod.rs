//! Sealing of what must not be read from the disk: sound, keys of providers.

pub mod ports;
