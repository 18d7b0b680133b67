use crate::Tag;
use praxis_macros::wire;

/// The names under which events travel, `feature:event`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Topic(pub &'static str);

/// Everything that is told to screens without being asked; the one list of events.
#[wire]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// Records changed: answers made of these tags are stale.
    RecordsChanged {
        /// What is stale.
        tags: Vec<Tag>,
    },
    /// A job moved.
    ProcessingProgress {
        /// Which job.
        job_id: String,
        /// What it does.
        kind: String,
        /// Its state.
        status: String,
        /// Steps done.
        done: u32,
        /// Steps in all, when known.
        total: Option<u32>,
    },
    /// A session ended; a screen that shows it must ask for a new sign-in.
    AccessSessionEnded {
        /// Whose.
        user_id: String,
    },
    /// The reader fell too far behind: forget everything and read anew.
    ProcessingReload,
}

impl Event {
    /// Every name, for the generated front-end list.
    pub const TOPICS: &'static [Topic] = &[
        Topic("records:changed"),
        Topic("processing:progress"),
        Topic("access:session-ended"),
        Topic("processing:reload"),
    ];

    /// The name it travels under.
    pub const fn topic(&self) -> &'static str {
        match self {
            Self::RecordsChanged { .. } => Self::TOPICS[0].0,
            Self::ProcessingProgress { .. } => Self::TOPICS[1].0,
            Self::AccessSessionEnded { .. } => Self::TOPICS[2].0,
            Self::ProcessingReload => Self::TOPICS[3].0,
        }
    }
}

/// An event with its place in the stream.
#[wire]
pub struct EventFrame {
    /// Ascending by one within a server's life; what `Last-Event-ID` names.
    pub sequence: u32,
    /// `feature:event`.
    pub name: String,
    /// What happened.
    pub payload: Event,
}
