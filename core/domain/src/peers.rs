//! Other processes that work on the same database.

use async_trait::async_trait;
use praxis_kernel::Failure;

/// Longest text that can be told at once, in bytes.
pub const LONGEST: usize = 7_000;

/// Tells and hears short texts, at most once each and without keeping them: what was told while
/// nobody was connected is lost.
#[async_trait]
pub trait Peers: Send + Sync {
    /// Tells all processes, this one too. At most [`LONGEST`] bytes.
    async fn tell(&self, text: &str) -> Result<(), Failure>;
    /// Waits for the next text. A failure says that some may have been missed.
    async fn hear(&self) -> Result<String, Failure>;
}
