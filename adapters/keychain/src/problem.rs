use praxis_kernel::{Failure, FailureType, Rule};

/// Why there are no keys. Its words are safe to show, and say what to do.
///
/// It is no [`std::error::Error`]: as one it would turn into a fault of the program on its way into
/// a [`Failure`], and these words would be lost.
#[derive(Debug)]
pub enum KeyProblem {
    /// The place cannot be reached now: no keychain is running, it is locked, or it refuses.
    Unreachable(anyhow::Error),
    /// The place is there and holds no keys, and none may be created.
    Missing,
    /// The keys lie under a passphrase that nobody has entered yet.
    Locked,
    /// There is no keychain, and nobody has chosen a passphrase for a file instead.
    NotChosen,
    /// The passphrase is not the one that the file was written with.
    WrongPassphrase,
    /// A new passphrase is too short.
    ShortPassphrase,
    /// What the place holds cannot be keys: it was damaged or cut off. Says how.
    Damaged(&'static str),
    /// Others than the owner may read the file; its mode is given.
    Exposed(u32),
    /// The disk refused.
    Disk(std::io::Error),
}

impl KeyProblem {
    /// One sentence or two for whoever runs the program.
    pub fn words(&self) -> String {
        match self {
            Self::Unreachable(_) => "The keychain of this computer cannot be reached. Unlock it and try again, or keep the keys in a file with a passphrase.".to_owned(),
            Self::Missing => "The keys that the data are sealed with are not here. Bring them back from where they were kept; no new key was made, for it would open nothing.".to_owned(),
            Self::Locked => "The keys lie in a file with a passphrase, and nobody has entered it yet. Enter it in the settings.".to_owned(),
            Self::NotChosen => "This computer has no keychain. Choose a passphrase for the keys in the settings.".to_owned(),
            Self::WrongPassphrase => "This is not the passphrase that the keys are kept under.".to_owned(),
            Self::ShortPassphrase => format!("The passphrase needs at least {} characters.", crate::Passphrase::MIN),
            Self::Damaged(how) => format!("The keys are damaged ({how}). Bring them back from a copy; nothing was changed."),
            Self::Exposed(mode) => format!("The key file can be read by others than its owner (mode {mode:03o}). Make it private with `chmod 600`, and consider its keys as known."),
            Self::Disk(error) => format!("The keys cannot be read or written: {}.", error.kind()),
        }
    }
}

impl From<KeyProblem> for Failure {
    fn from(problem: KeyProblem) -> Self {
        let words = problem.words();
        match problem {
            KeyProblem::WrongPassphrase => Self::validation("passphrase", Rule::Wrong, words),
            KeyProblem::ShortPassphrase => Self::validation("passphrase", Rule::TooShort, words),
            KeyProblem::Unreachable(cause) => {
                Self::new(FailureType::Unavailable, words).because(cause)
            }
            KeyProblem::Disk(cause) => Self::new(FailureType::Unavailable, words).because(cause),
            KeyProblem::Missing
            | KeyProblem::Locked
            | KeyProblem::NotChosen
            | KeyProblem::Damaged(_)
            | KeyProblem::Exposed(_) => Self::new(FailureType::Unavailable, words),
        }
    }
}

impl From<std::io::Error> for KeyProblem {
    fn from(error: std::io::Error) -> Self {
        Self::Disk(error)
    }
}
