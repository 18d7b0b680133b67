//! Storage on PostgreSQL. `engine` is all that is PostgreSQL; the statements are those of
//! `storage/queries`, compiled and checked here against this crate's schema.

mod engine;
pub use engine::Options;

#[path = "../../queries/mod.rs"]
mod queries;
pub use queries::Database;
