//! Visits, notes, signing.

pub mod lifecycle;
pub mod note;
pub mod print;
pub mod read;
pub mod sign;
pub mod transfer;
