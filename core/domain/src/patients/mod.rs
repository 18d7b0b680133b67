//! Patients, people and animals, and their owners.

pub mod model;
pub mod ports;
pub mod rules;
