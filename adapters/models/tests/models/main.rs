//! Models against a server that speaks and fails as real providers do.

mod answers;
mod faults;
mod lists;
mod pulls;
mod support;
