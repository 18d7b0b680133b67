use std::fmt::Debug;

/// A state machine as `states!` writes it; the functions here are the only way to change a state.
pub trait Machine: Copy + PartialEq + Debug + Sized + 'static {
    /// What may happen.
    type Event: Copy + PartialEq + Debug + 'static;
    /// The machine's word, such as `visit`.
    const NAME: &'static str;
    /// Where everything begins.
    const INITIAL: Self;
    /// Every state, the initial one first.
    const STATES: &'static [Self];
    /// Every event.
    const EVENTS: &'static [Self::Event];
    /// From, event, to.
    const TABLE: &'static [(Self, Self::Event, Self)];
    /// The transitions as a state diagram in text, for the documentation.
    const PICTURE: &'static str;

    /// The state as stored and sent.
    fn word(self) -> &'static str;
    /// The event as stored and sent.
    fn event_word(event: Self::Event) -> &'static str;

    /// The state that a stored word names.
    fn from_word(word: &str) -> Option<Self> {
        Self::STATES.iter().copied().find(|s| s.word() == word)
    }
    /// Where the event leads, or why it does not.
    fn apply(self, event: Self::Event) -> Result<Self, Refused> {
        Self::TABLE
            .iter()
            .find(|(from, on, _)| *from == self && *on == event)
            .map(|(_, _, to)| *to)
            .ok_or_else(|| Refused {
                from: self.word(),
                event: Self::event_word(event),
                allowed: self.valid_transitions(),
            })
    }
    /// Whether the event leads anywhere from here.
    fn can(self, event: Self::Event) -> bool {
        self.apply(event).is_ok()
    }
    /// The words of the events that are possible from here.
    fn valid_transitions(self) -> Vec<&'static str> {
        Self::TABLE
            .iter()
            .filter(|(from, _, _)| *from == self)
            .map(|(_, on, _)| Self::event_word(*on))
            .collect()
    }
}

/// An event that is not possible in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The state it was tried in.
    pub from: &'static str,
    /// The event that was tried.
    pub event: &'static str,
    /// What would be possible.
    pub allowed: Vec<&'static str>,
}
