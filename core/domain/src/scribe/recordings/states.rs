//! The life of a recording.

use praxis_kernel::states;

states! {
    /// A recording takes in sound until it is stopped. Discarding and cleaning remove the sound.
    machine Recording: RecordingStatus, RecordingEvent;
    initial Running;
    Pause: Running => Paused;
    Resume: Paused => Running;
    Stop: Running | Paused => Stopped;
    Discard: Running | Paused | Stopped => Discarded;
    Clean: Stopped => Cleaned;
}

impl RecordingStatus {
    /// Whether sound may still come.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Running | Self::Paused)
    }
    /// Whether its sound is kept.
    pub const fn has_sound(self) -> bool {
        matches!(self, Self::Running | Self::Paused | Self::Stopped)
    }
}
