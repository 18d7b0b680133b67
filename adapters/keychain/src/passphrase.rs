//! Keys in a file that opens with a passphrase:
//!
//! ```text
//! praxis-keys-under-passphrase 1
//! argon2id <KiB of memory> <passes> <lanes>
//! <salt>
//! <nonce and sealed keys>
//! <SHA-256 of the lines above>
//! ```
//!
//! The first three lines are authenticated with the keys. The last one tells a damaged file from a
//! wrong passphrase, and says nothing of either: it covers only what everybody can read.

use crate::{Chance, KeyProblem};
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce, aead::Aead, aead::Payload};
use sha2::{Digest, Sha256};
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

const FIRST_LINE: &str = "praxis-keys-under-passphrase 1";
const NONCE: usize = 24;

/// RFC 9106, section 4, for computers with little memory: 64 MiB, three passes, four lanes. A third
/// of a second, once at each start.
const COST: Cost = Cost {
    memory: 64 * 1024,
    passes: 3,
    lanes: 4,
};

/// What stands in a file may ask for this much, and no more: 1 GiB, half a minute.
const MOST: Cost = Cost {
    memory: 1024 * 1024,
    passes: 16,
    lanes: 16,
};

/// A passphrase. Wiped when dropped, and never printed.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Fewest characters of a new one. It is more than a password needs: whoever has the file may
    /// try as often as they like.
    pub const MIN: usize = 12;

    /// Takes what was typed. Letters with marks are the same however the keyboard composes them
    /// (NFC, as RFC 8265 asks).
    pub fn new(typed: String) -> Self {
        let typed = Zeroizing::new(typed);
        // Reserved whole, because a text that grows leaves copies behind: NFC makes a text at most
        // three times as long.
        let mut composed = Zeroizing::new(String::with_capacity(typed.len() * 3));
        composed.extend(typed.nfc());
        Self(composed)
    }

    fn check_new(&self) -> Result<(), KeyProblem> {
        if self.0.chars().count() < Self::MIN {
            return Err(KeyProblem::ShortPassphrase);
        }
        Ok(())
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Passphrase")
    }
}

struct Cost {
    memory: u32,
    passes: u32,
    lanes: u32,
}

/// The text of a new file.
pub(crate) fn seal(
    keys: &[u8],
    passphrase: &Passphrase,
    chance: &Chance,
) -> Result<String, KeyProblem> {
    passphrase.check_new()?;
    let salt = hex::encode(chance());
    let Cost {
        memory,
        passes,
        lanes,
    } = COST;
    let head = format!("{FIRST_LINE}\nargon2id {memory} {passes} {lanes}\n{salt}\n");
    let drawn = chance();
    let nonce = &drawn[..NONCE];
    let failed = || KeyProblem::Damaged("they cannot be sealed");
    let sealed = cipher(passphrase, &COST, salt.as_bytes())
        .ok_or_else(failed)?
        .encrypt(
            &XNonce::try_from(nonce).map_err(|_| failed())?,
            payload(keys, &head),
        )
        .map_err(|_| failed())?;
    let body = format!("{head}{}{}\n", hex::encode(nonce), hex::encode(sealed));
    let sum = hex::encode(Sha256::digest(&body));
    Ok(format!("{body}{sum}\n"))
}

/// The keys of a file.
pub(crate) fn open(file: &[u8], passphrase: &Passphrase) -> Result<Zeroizing<Vec<u8>>, KeyProblem> {
    let damaged =
        || KeyProblem::Damaged("the file does not fit its checksum, or is of another kind");
    let (head, cost, salt, sealed) = parse(file).ok_or_else(damaged)?;
    let (nonce, sealed) = sealed.split_at_checked(NONCE).ok_or_else(damaged)?;
    let nonce = XNonce::try_from(nonce).map_err(|_| damaged())?;
    cipher(passphrase, &cost, salt.as_bytes())
        .ok_or_else(damaged)?
        .decrypt(&nonce, payload(sealed, head))
        .map(Zeroizing::new)
        .map_err(|_| KeyProblem::WrongPassphrase)
}

fn payload<'a>(msg: &'a [u8], head: &'a str) -> Payload<'a, 'a> {
    Payload {
        msg,
        aad: head.as_bytes(),
    }
}

/// The first three lines, what the second and the third say, and the sealed keys.
fn parse(file: &[u8]) -> Option<(&str, Cost, &str, Vec<u8>)> {
    let text = std::str::from_utf8(file).ok()?;
    let (body, sum) = text.strip_suffix('\n')?.rsplit_once('\n')?;
    let body = &text[..=body.len()];
    if hex::encode(Sha256::digest(body)) != sum {
        return None;
    }
    let (head, sealed) = body.strip_suffix('\n')?.rsplit_once('\n')?;
    let head = &text[..=head.len()];
    let [first, cost, salt, ""] = *head.split('\n').collect::<Vec<_>>() else {
        return None;
    };
    if first != FIRST_LINE {
        return None;
    }
    Some((head, read_cost(cost)?, salt, hex::decode(sealed).ok()?))
}

fn read_cost(line: &str) -> Option<Cost> {
    let numbers = line.strip_prefix("argon2id ")?.split(' ');
    let numbers: Vec<u32> = numbers.map(|it| it.parse().ok()).collect::<Option<_>>()?;
    let [memory, passes, lanes] = *numbers else {
        return None;
    };
    let fine = memory <= MOST.memory && passes <= MOST.passes && lanes <= MOST.lanes;
    fine.then_some(Cost {
        memory,
        passes,
        lanes,
    })
}

fn cipher(passphrase: &Passphrase, cost: &Cost, salt: &[u8]) -> Option<XChaCha20Poly1305> {
    let params = Params::new(cost.memory, cost.passes, cost.lanes, None).ok()?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.0.as_bytes(), salt, key.as_mut_slice())
        .ok()?;
    Some(XChaCha20Poly1305::new((&*key).into()))
}
