//! Keys as text, which is what each place keeps:
//!
//! ```text
//! praxis-keys 1
//! <name> <key>
//! ```
//!
//! One line a key, the current one first, in hexadecimal digits. The name can be worked out from
//! the key; it is there so that a damaged key is noticed, and so that people can tell keys apart.

use crate::{Chance, KeyProblem, Keys, keys::Key, keys::Secret};
use zeroize::Zeroizing;

const FIRST_LINE: &str = "praxis-keys 1";
/// Name, space, key, end of line.
const LINE: usize = 32 + 1 + 64 + 1;

/// Nothing is written that is longer; so nothing longer is read.
pub(crate) const MAX_BYTES: usize = 64 * 1024;

pub(crate) fn write(keys: &Keys) -> Zeroizing<String> {
    // Reserved whole, because a text that grows leaves copies behind.
    let lines = keys.all().count();
    let mut text = Zeroizing::new(String::with_capacity(FIRST_LINE.len() + 1 + lines * LINE));
    text.push_str(FIRST_LINE);
    text.push('\n');
    for key in keys.all() {
        text.push_str(&key.id());
        text.push(' ');
        let digits = Zeroizing::new(hex::encode(key.secret()));
        text.push_str(&digits);
        text.push('\n');
    }
    text
}

pub(crate) fn read(text: &[u8], chance: &Chance) -> Result<Keys, KeyProblem> {
    let text = std::str::from_utf8(text).map_err(|_| KeyProblem::Damaged("it is no text"))?;
    let body = text
        .strip_suffix('\n')
        .ok_or(KeyProblem::Damaged("its end is missing"))?;
    let mut lines = body.split('\n');
    if lines.next() != Some(FIRST_LINE) {
        return Err(KeyProblem::Damaged("the first line is not `praxis-keys 1`"));
    }
    let mut keys = lines.map(key).collect::<Result<Vec<_>, _>>()?;
    if keys.is_empty() {
        return Err(KeyProblem::Damaged("it holds no key"));
    }
    let current = keys.remove(0);
    Ok(Keys::new(current, keys, chance.clone()))
}

fn key(line: &str) -> Result<Key, KeyProblem> {
    let damaged = || KeyProblem::Damaged("a line is not a name and a key in hexadecimal digits");
    let (name, digits) = line.split_once(' ').ok_or_else(damaged)?;
    let mut secret = Secret::default();
    hex::decode_to_slice(digits, secret.as_mut_slice()).map_err(|_| damaged())?;
    let key = Key::new(secret).map_err(|_| damaged())?;
    if key.id() != name {
        return Err(KeyProblem::Damaged("a key does not fit its name"));
    }
    Ok(key)
}
