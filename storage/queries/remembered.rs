//! Sessions that were looked up a moment ago, so that most requests need not ask the database who
//! asks.
//!
//! Whatever this process changes of users and sessions empties the memory before the change is
//! answered. What another process changes is noticed when an entry has grown old.

use praxis_domain::access::model::Session;
use praxis_kernel::Timestamp;
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// An entry is believed for so long, in microseconds.
const LIFE: i64 = 250_000;
/// Entries at most; more sessions than that begin anew.
const SIZE: usize = 4_096;

#[derive(Default)]
struct State {
    /// How often the memory was emptied.
    epoch: u64,
    sessions: HashMap<Vec<u8>, (Timestamp, Session)>,
}

#[derive(Default)]
pub struct Remembered(Mutex<State>);

impl Remembered {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The epoch of what is read from the database from now on.
    pub fn epoch(&self) -> u64 {
        self.state().epoch
    }

    /// The session as it was a moment ago.
    pub fn find(&self, token_hash: &[u8], now: Timestamp) -> Option<Session> {
        let state = self.state();
        let (at, session) = state.sessions.get(token_hash)?;
        let age = now.micros() - at.micros();
        (0..LIFE).contains(&age).then(|| session.clone())
    }

    /// Keeps what the database answered, unless something changed since the epoch of the reading.
    pub fn keep(&self, epoch: u64, token_hash: &[u8], now: Timestamp, session: &Session) {
        let mut state = self.state();
        if state.epoch != epoch {
            return;
        }
        if state.sessions.len() >= SIZE {
            state.sessions.clear();
        }
        let entry = (now, session.clone());
        state.sessions.insert(token_hash.to_vec(), entry);
    }

    /// Empties the memory.
    pub fn forget(&self) {
        let mut state = self.state();
        state.epoch += 1;
        state.sessions.clear();
    }
}
