//! What the repository knows of itself: used by `cargo run -p xtask` and by the tidy tests.

pub mod bench;
pub mod generate;
pub mod repository;
pub mod traceability;
pub mod visits;
