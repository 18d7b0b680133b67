//! Files that come in piece by piece.

pub mod uploads;
