//! Conversations and what is drafted from them.

pub mod answers;
pub mod checks;
pub mod drugs;
pub mod findings;
pub mod model;
pub mod numbers;
pub mod polarity;
pub mod ports;
pub mod recordings;
pub mod speech;
pub mod suggestions;
pub mod words;
