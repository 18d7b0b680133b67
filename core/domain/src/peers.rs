//! Other processes that work on the same database.

use async_trait::async_trait;
use praxis_kernel::Failure;

/// Longest text that can be told at once, in bytes.
pub const LONGEST: usize = 7_000;

/// What is heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// From here on nothing is missed; what was told before was not heard.
    Connected,
    /// Told by a process, perhaps by this one.
    Text(String),
}

/// Tells and hears short texts, at most once each and without keeping them: what was told while
/// nobody was connected is lost.
#[async_trait]
pub trait Peers: Send + Sync {
    /// Tells all processes, this one too. At most [`LONGEST`] bytes.
    async fn tell(&self, text: &str) -> Result<(), Failure>;
    /// Connects where that is needed, and else waits for the next text.
    async fn hear(&self) -> Result<Heard, Failure>;
}
