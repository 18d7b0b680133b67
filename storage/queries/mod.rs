//! Every statement, written once. This folder is no crate: `storage/sqlite` and
//! `storage/postgres` each compile it against their own schema.

mod access;
mod audit;
mod consents;
mod jobs;
mod ledger;
mod model_calls;
mod models;
mod patients;
mod patients_search;
mod pool;
mod recordings;
mod remembered;
mod retention;
mod scribe;
mod segments;
mod service_keys;
mod sessions;
mod suggestions;
mod transitions;
mod unit;
mod uploads;
mod visits;

pub use ledger::{Entry, Ledger};
pub use pool::{Lent, Pool};
pub use unit::Database;

use praxis_kernel::Failure;

/// A count as the database keeps it, as the wire carries it.
fn count(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

/// A version as the database keeps it, as the wire carries it.
fn version(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Text that the program itself wrote and now cannot read.
fn unreadable(what: &str) -> Failure {
    Failure::internal(anyhow::anyhow!("stored {what} cannot be read"))
}

fn to_json(value: &impl serde::Serialize) -> Result<String, Failure> {
    Ok(serde_json::to_string(value)?)
}

/// The parser's own words may quote what is stored, and causes are logged.
fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|_| unreadable("JSON"))
}

/// A word of a closed set, as `#[wire]` writes it.
fn from_word<T: serde::de::DeserializeOwned>(word: &str) -> Result<T, Failure> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|_| unreadable("word"))
}

fn to_word(value: &impl serde::Serialize) -> Result<String, Failure> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(word) => Ok(word),
        _ => Err(unreadable("word")),
    }
}
