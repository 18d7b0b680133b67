//! Language models that a clinic chose: where they are, what may reach them, what they cost.

pub mod address;
pub mod answers;
pub mod incoming;
pub mod masking;
pub mod model;
pub mod ports;
pub mod prompts;
pub mod rules;
