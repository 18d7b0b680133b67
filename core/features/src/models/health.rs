use praxis_domain::models::{model::ConnectionId, ports::ModelProblem, rules::Health};
use praxis_kernel::Timestamp;
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// What is known of each connection since the program runs.
#[derive(Debug, Default)]
pub struct ModelHealth(Mutex<HashMap<ConnectionId, Health>>);

impl ModelHealth {
    fn all(&self) -> MutexGuard<'_, HashMap<ConnectionId, Health>> {
        // Each entry is replaced as a whole, so what a panic left behind is still good.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// What is known of one.
    pub fn of(&self, id: ConnectionId) -> Health {
        self.all().get(&id).cloned().unwrap_or_default()
    }
    /// It answered.
    pub fn answered(&self, id: ConnectionId, now: Timestamp, latency_ms: u32) {
        self.all().entry(id).or_default().answered(now, latency_ms);
    }
    /// It failed.
    pub fn failed(&self, id: ConnectionId, now: Timestamp, problem: ModelProblem) {
        self.all().entry(id).or_default().failed(now, problem);
    }
    /// It is another place now, or gone.
    pub fn forget(&self, id: ConnectionId) {
        self.all().remove(&id);
    }
}
