//! Types, rules and ports of every feature. No I/O.

pub mod access;
pub mod audit;
pub mod documents;
pub mod models;
pub mod patients;
pub mod peers;
pub mod scribe;
pub mod store;
pub mod text;
pub mod vault;
pub mod visits;
pub mod workflows;

mod page;
pub use page::{DEFAULT_LIMIT, MAX_LIMIT, PageRequest};
