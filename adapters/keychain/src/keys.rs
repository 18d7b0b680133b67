//! The keys, and sealing with them.
//!
//! Sealed bytes are: version (1), name of the key (16), nonce (24), the text under
//! XChaCha20-Poly1305, tag (16). The first two and what the text is about are authenticated with it.

use crate::{Chance, KeyProblem};
use chacha20poly1305::{AeadInOut, KeyInit, Tag, XChaCha20Poly1305, XNonce, aead::inout::InOutBuf};
use hkdf::Hkdf;
use praxis_domain::vault::ports::{Purpose, Sealer};
use praxis_kernel::{Failure, FailureType};
use sha2::Sha256;
use std::fmt;
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const ID: usize = 16;
const HEADER: usize = 1 + ID;
const NONCE: usize = 24;
const TAG: usize = 16;

/// By how many bytes what is sealed is longer than what it was.
pub const OVERHEAD: usize = HEADER + NONCE + TAG;

/// 256 bits that were drawn by chance. Wiped when dropped, and never printed.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// One key of the installation.
#[derive(Clone)]
pub(crate) struct Key {
    id: [u8; ID],
    secret: Secret,
}

impl Key {
    pub fn new(secret: Secret) -> Result<Self, Failure> {
        let mut id = [0; ID];
        derive(&secret, b"praxis key id", &mut id)?;
        Ok(Self { id, secret })
    }
    pub fn id(&self) -> String {
        hex::encode(self.id)
    }
    pub fn secret(&self) -> &[u8; 32] {
        &self.secret
    }
    fn cipher(&self, purpose: Purpose) -> Result<XChaCha20Poly1305, Failure> {
        let mut subkey = Secret::default();
        let info = [b"praxis seal ", purpose.name().as_bytes()].concat();
        derive(&self.secret, &info, subkey.as_mut_slice())?;
        Ok(XChaCha20Poly1305::new((&*subkey).into()))
    }
    fn header(&self) -> [u8; HEADER] {
        let mut header = [VERSION; HEADER];
        header[1..].copy_from_slice(&self.id);
        header
    }
}

fn derive(secret: &Secret, info: &[u8], into: &mut [u8]) -> Result<(), Failure> {
    Hkdf::<Sha256>::new(None, secret.as_slice())
        .expand(info, into)
        .map_err(|_| {
            Failure::internal(anyhow::anyhow!("more bytes were asked of HKDF than it has"))
        })
}

/// The keys of the installation: one that seals, and older ones that only open.
#[derive(Clone)]
pub struct Keys {
    current: Key,
    older: Vec<Key>,
    chance: Chance,
}

impl Keys {
    pub(crate) fn new(current: Key, older: Vec<Key>, chance: Chance) -> Self {
        Self {
            current,
            older,
            chance,
        }
    }
    /// The current one first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.current).chain(&self.older)
    }
    /// Public names of all keys, the current one's first.
    pub fn ids(&self) -> Vec<String> {
        self.all().map(Key::id).collect()
    }
}

/// Names of the keys, and nothing of the keys.
impl fmt::Debug for Keys {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_tuple("Keys").field(&self.ids()).finish()
    }
}

impl Sealer for Keys {
    fn seal(&self, purpose: Purpose, about: &[u8], plain: &[u8]) -> Result<Vec<u8>, Failure> {
        let header = self.current.header();
        let drawn = (self.chance)();
        let (nonce, _) = drawn.split_at(NONCE);
        let mut sealed = Vec::with_capacity(plain.len() + OVERHEAD);
        sealed.extend_from_slice(&header);
        sealed.extend_from_slice(nonce);
        sealed.extend_from_slice(plain);
        let tag = self
            .current
            .cipher(purpose)?
            .encrypt_inout_detached(
                &XNonce::try_from(nonce)?,
                &[&header, about].concat(),
                InOutBuf::from(&mut sealed[HEADER + NONCE..]),
            )
            .map_err(|_| Failure::internal(anyhow::anyhow!("the text is too long to be sealed")))?;
        sealed.extend_from_slice(&tag);
        Ok(sealed)
    }

    fn open(&self, purpose: Purpose, about: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Failure> {
        let (header, rest) = sealed.split_at_checked(HEADER).ok_or_else(damaged)?;
        let (nonce, rest) = rest.split_at_checked(NONCE).ok_or_else(damaged)?;
        let text = rest.len().checked_sub(TAG).ok_or_else(damaged)?;
        let (text, tag) = rest.split_at(text);
        if header[0] != VERSION {
            return Err(damaged());
        }
        let key = self
            .all()
            .find(|key| key.id == header[1..])
            .ok_or_else(|| key_is_missing(&header[1..]))?;
        let mut plain = text.to_vec();
        // The tag is compared before anything is deciphered.
        key.cipher(purpose)?
            .decrypt_inout_detached(
                &XNonce::try_from(nonce)?,
                &[header, about].concat(),
                InOutBuf::from(plain.as_mut_slice()),
                &Tag::try_from(tag)?,
            )
            .map_err(|_| damaged())?;
        Ok(plain)
    }

    fn key_id(&self) -> Result<String, Failure> {
        Ok(self.current.id())
    }
}

/// Stands where the keys would be, and says at each call why they are not: the rest of the program
/// goes on.
#[derive(Debug)]
pub struct NoKeys(pub KeyProblem);

impl NoKeys {
    fn failure(&self) -> Failure {
        Failure::new(FailureType::Unavailable, self.0.words())
    }
}

impl Sealer for NoKeys {
    fn seal(&self, _: Purpose, _: &[u8], _: &[u8]) -> Result<Vec<u8>, Failure> {
        Err(self.failure())
    }
    fn open(&self, _: Purpose, _: &[u8], _: &[u8]) -> Result<Vec<u8>, Failure> {
        Err(self.failure())
    }
    fn key_id(&self) -> Result<String, Failure> {
        Err(self.failure())
    }
}

fn damaged() -> Failure {
    Failure::new(
        FailureType::Internal,
        "What is stored here is damaged or was changed, and was not opened.",
    )
}

fn key_is_missing(id: &[u8]) -> Failure {
    Failure::new(
        FailureType::Unavailable,
        format!(
            "The key that this was sealed with is not here. It is the key {}.",
            hex::encode(id)
        ),
    )
}
