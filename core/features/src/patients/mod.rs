//! Patients and owners.

pub mod demo;
pub mod import;
pub mod owners;
pub mod read;
pub mod write;
