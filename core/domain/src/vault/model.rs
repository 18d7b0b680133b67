//! Where the keys of the installation lie, as screens see it.

use praxis_kernel::wire;

/// Where the keys lie.
#[wire]
pub enum KeyLocation {
    /// In the computer's own keychain.
    Keychain,
    /// In a file of the data folder that opens with a passphrase.
    PassphraseFile,
    /// In a file of the data folder that only its owner may read.
    OwnerFile,
}

/// Why there are no keys to seal and open with.
#[wire]
pub enum KeyFault {
    /// The computer's keychain is not running, is locked, or refuses.
    Unreachable,
    /// Something was sealed, and the key is not where it was kept.
    Missing,
    /// Nobody has entered the passphrase since the program started.
    Locked,
    /// There is no keychain, and nobody has chosen a passphrase yet.
    NotChosen,
    /// What lies there cannot be keys.
    Damaged,
    /// Others than the owner may read the file.
    Exposed,
    /// The disk refuses.
    Disk,
}

/// The keys that seal recordings and keys of providers, and nothing of the keys themselves.
#[wire]
pub struct KeyState {
    /// Where they lie.
    pub location: KeyLocation,
    /// Why they cannot be used; absent when they can.
    pub fault: Option<KeyFault>,
    /// Public name of the key that seals now.
    pub key_id: Option<String>,
    /// Public names of keys that something was sealed with and that are not here.
    pub missing: Vec<String>,
}
