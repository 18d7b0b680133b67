//! Visits, their notes, signatures and amendments.

pub mod model;
pub mod ports;
pub mod rules;
pub mod states;
