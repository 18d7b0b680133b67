//! What tests of storage need: databases that are made for one test and gone after it, raw SQL
//! that goes past the program, and sample records. The contract itself is in `tests/contract`.

#![allow(
    clippy::disallowed_methods,
    reason = "a test makes its own identifiers and tasks"
)]
// Tests end with a panic; nothing else uses this crate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod place;
mod raw;
mod samples;

pub use place::{Kind, Place};
pub use raw::Raw;
pub use samples::{Kit, NOW, animal, at, person, user};
