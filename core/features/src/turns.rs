//! Work on one thing takes turns.

use std::sync::Arc;
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Whoever works on something takes a turn first, under its name. Each place is shared by some names.
pub struct Turns([Arc<Mutex<()>>; 64]);

impl Default for Turns {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Arc::default()))
    }
}

impl Turns {
    /// Waits for a turn, which ends when the answer is dropped.
    pub async fn take(&self, name: &str) -> Option<OwnedMutexGuard<()>> {
        let place = name.bytes().map(usize::from).sum::<usize>() % self.0.len();
        Some(Arc::clone(self.0.get(place)?).lock_owned().await)
    }
}
