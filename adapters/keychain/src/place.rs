//! Where keys are kept.

use crate::{
    Chance, KeyProblem, Keys, Passphrase, file, format,
    keys::{Key, Secret},
    passphrase, system,
};
use std::{fs::File, path::PathBuf};
use zeroize::Zeroizing;

/// Sealed keys are written as two digits a byte, and a few lines go before them.
const PASSPHRASE_FILE_MAX: usize = 2 * format::MAX_BYTES + 1024;

/// Where the keys of the installation are kept.
#[derive(Debug, Clone)]
pub enum Place {
    /// The computer's own keychain, which opens when its user signs in: for the desktop.
    Keychain {
        /// Tells this installation from others of the same user.
        account: String,
        /// A file of the installation; beside it lies the lock under which its keys are changed,
        /// because keychains know none.
        beside: PathBuf,
    },
    /// A file that opens with a passphrase: for a desktop without a keychain.
    PassphraseFile {
        /// The file.
        path: PathBuf,
        /// What was typed.
        passphrase: Passphrase,
    },
    /// A file that only its owner may read: for servers, whose disk or secret store protects it.
    KeyFile {
        /// The file.
        path: PathBuf,
    },
}

/// The keys that a place holds. When it holds none and `may_create` says that nothing was sealed
/// yet, one is drawn and kept; otherwise this is [`KeyProblem::Missing`]. Processes that create at
/// the same time end with the same key.
///
/// It reads a disk or asks the computer's keychain, which may ask the user: not for an async
/// thread.
pub fn load_or_create(
    place: &Place,
    may_create: bool,
    chance: &Chance,
) -> Result<Keys, KeyProblem> {
    if let Some(keys) = place.read(chance)? {
        return Ok(keys);
    }
    if !may_create {
        return Err(KeyProblem::Missing);
    }
    let _lock = place.lock()?;
    // Another process may have been faster.
    if let Some(keys) = place.read(chance)? {
        return Ok(keys);
    }
    place.keep(&Keys::new(draw(chance)?, vec![], chance.clone()), chance)
}

/// Draws a new key that seals from now on; the older ones stay and go on opening. Whoever holds
/// [`Keys`] from before goes on with the old current key, which is safe.
pub fn add_key(place: &Place, chance: &Chance) -> Result<Keys, KeyProblem> {
    let _lock = place.lock()?;
    let before = place.read(chance)?.ok_or(KeyProblem::Missing)?;
    let older = before.all().cloned().collect();
    place.keep(&Keys::new(draw(chance)?, older, chance.clone()), chance)
}

fn draw(chance: &Chance) -> Result<Key, KeyProblem> {
    Key::new(Secret::new(chance())).map_err(|_| KeyProblem::Damaged("a key cannot be drawn"))
}

impl Place {
    fn read(&self, chance: &Chance) -> Result<Option<Keys>, KeyProblem> {
        let text = self.text()?;
        text.map(|text| format::read(&text, chance)).transpose()
    }

    /// Keeps the keys and reads them back: nothing is sealed with a key that was not kept.
    fn keep(&self, keys: &Keys, chance: &Chance) -> Result<Keys, KeyProblem> {
        let text = format::write(keys);
        if text.len() > format::MAX_BYTES {
            return Err(KeyProblem::Damaged("there are too many keys"));
        }
        self.replace(text.as_bytes(), chance)?;
        let kept = self.read(chance)?.ok_or(KeyProblem::Missing)?;
        if kept.ids() != keys.ids() {
            return Err(KeyProblem::Damaged("what was kept is not what was written"));
        }
        Ok(kept)
    }

    fn text(&self) -> Result<Option<Zeroizing<Vec<u8>>>, KeyProblem> {
        match self {
            Self::Keychain { account, .. } => system::read(account),
            Self::PassphraseFile { path, passphrase } => file::read(path, PASSPHRASE_FILE_MAX)?
                .map(|file| passphrase::open(&file, passphrase))
                .transpose(),
            Self::KeyFile { path } => file::read(path, format::MAX_BYTES),
        }
    }

    fn replace(&self, text: &[u8], chance: &Chance) -> Result<(), KeyProblem> {
        match self {
            Self::Keychain { account, .. } => system::replace(account, text),
            Self::PassphraseFile { path, passphrase } => {
                let sealed = passphrase::seal(text, passphrase, chance)?;
                file::replace(path, sealed.as_bytes())
            }
            Self::KeyFile { path } => file::replace(path, text),
        }
    }

    fn lock(&self) -> Result<File, KeyProblem> {
        match self {
            Self::Keychain { beside, .. } => file::lock(beside),
            Self::PassphraseFile { path, .. } | Self::KeyFile { path } => file::lock(path),
        }
    }
}
