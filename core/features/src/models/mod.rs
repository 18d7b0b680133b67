//! Language models that the clinic chose.

pub mod chat;
pub mod connections;
pub mod pulled;
pub mod settings;
pub mod usage;

mod asking;
mod health;
mod round;

pub(crate) use asking::{Asked, Asking, Heard, ask, plan};
pub use health::ModelHealth;
