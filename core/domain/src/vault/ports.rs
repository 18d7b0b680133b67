//! What sealing needs of the program that runs it.

use super::model::KeyState;
use async_trait::async_trait;
use praxis_kernel::{Failure, Secret};

/// What something is sealed for. Each purpose has a key of its own, so that what was sealed for
/// one is never opened as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A piece of a recorded conversation.
    RecordedSound,
    /// A key or password with which the practice signs in elsewhere.
    ProviderSecret,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 2] = [Self::RecordedSound, Self::ProviderSecret];

    /// The word that goes into the key. Whoever changes it can open nothing that was sealed before.
    pub const fn name(self) -> &'static str {
        match self {
            Self::RecordedSound => "recorded-sound",
            Self::ProviderSecret => "provider-secret",
        }
    }
}

/// Seals with the current key of the installation, and opens with that one or an older one.
/// Nothing here waits or touches a disk.
pub trait Sealer: Send + Sync {
    /// Seals `plain`. What it is `about` (see [`about`]) is not stored: whoever opens it must say
    /// the same again, so that sealed pieces cannot change places unnoticed.
    ///
    /// `Unavailable` when there is no key.
    fn seal(&self, purpose: Purpose, about: &[u8], plain: &[u8]) -> Result<Vec<u8>, Failure>;

    /// Opens what was sealed: the plain bytes, whole, or a failure and none of them.
    ///
    /// `Unavailable` when the key that it was sealed with is not here; `Internal`, with words of
    /// its own, when it is damaged, was changed, or is about something else.
    fn open(&self, purpose: Purpose, about: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Failure>;

    /// Public name of the key that seals now: 32 hexadecimal digits from which the key cannot be
    /// worked out. Stored beside what is sealed, it tells which key is missing, and whether there
    /// was one before.
    ///
    /// `Unavailable` when there is no key.
    fn key_id(&self) -> Result<String, Failure>;
}

/// Where the keys of the installation lie. What was locked opens while the program runs.
#[async_trait]
pub trait KeyStore: Send + Sync {
    /// Where they lie, and whether they can be used.
    fn state(&self) -> KeyState;

    /// Draws the first key and keeps it in a file that opens with this passphrase.
    ///
    /// `Conflict` where no passphrase is wanted.
    async fn choose(&self, passphrase: &Secret) -> Result<(), Failure>;

    /// Opens the file with this passphrase. One is tried at a time.
    ///
    /// `Conflict` where no passphrase is asked for.
    async fn open(&self, passphrase: &Secret) -> Result<(), Failure>;

    /// Looks once more where the keys lie, if they could not be had: a keychain was unlocked since,
    /// or a file put right. What comes of it, the state says.
    async fn look_again(&self) -> Result<(), Failure>;
}

/// Keys that a clinic gave for services, by the address that each is for.
#[async_trait]
pub trait ServiceKeys: Send {
    /// The addresses, each with its key as it lies sealed.
    async fn sealed_keys(&mut self) -> Result<Vec<(String, Vec<u8>)>, Failure>;
    /// Keeps the sealed key with the fingerprint of what sealed it, or removes it.
    async fn set_sealed_key(
        &mut self,
        address: &str,
        sealed: Option<(&[u8], &str)>,
    ) -> Result<(), Failure>;
    /// Fingerprints of all keys that sealed any of these, in every clinic.
    async fn sealing_keys(&mut self) -> Result<Vec<String>, Failure>;
}

/// Names what sealed bytes belong to: organisation, record, number of the piece. Each part goes in
/// with its length, so that no two lists of parts are the same bytes.
pub fn about(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aud_12_no_two_lists_of_parts_are_the_same_bytes() {
        let lists: [&[&[u8]]; 7] = [
            &[],
            &[b""],
            &[b"", b""],
            &[b"ab"],
            &[b"a", b"b"],
            &[b"", b"ab"],
            &[b"b", b"a"],
        ];
        for (at, one) in lists.iter().enumerate() {
            for (other_at, other) in lists.iter().enumerate() {
                assert_eq!(about(one) == about(other), at == other_at);
            }
        }
    }

    #[test]
    fn aud_12_purposes_have_names_of_their_own() {
        assert_eq!(
            Purpose::ALL.map(Purpose::name),
            ["recorded-sound", "provider-secret"]
        );
    }
}
