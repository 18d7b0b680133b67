//! What was recorded: sound in pieces of a second, and whether the patient agreed.

pub mod model;
pub mod ports;
pub mod rules;
pub mod states;
