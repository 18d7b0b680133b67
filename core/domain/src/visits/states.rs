//! The life of a visit.

use praxis_kernel::states;

states! {
    /// A visit is written, signed once, and afterwards only amended.
    machine Visit: VisitStatus, VisitEvent;
    initial Draft;
    Start: Draft => InProgress;
    Finalize: Draft | InProgress => Finalized;
    Amend: Finalized | Amended => Amended;
    Cancel: Draft | InProgress => Cancelled;
}

impl VisitStatus {
    /// Whether the note may still be written.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::InProgress)
    }
}
