//! The computer's own keychain: the Secret Service on Linux, Keychain on macOS, the Credential
//! Manager on Windows.

use crate::KeyProblem;
use anyhow::anyhow;
use keyring::{Entry, Error};
use std::{sync::mpsc, thread, time::Duration};
use zeroize::Zeroizing;

/// Under which all of the program's entries stand.
const SERVICE: &str = "org.praxis.app";

/// How long the keychain may take to answer at all. Without one there is nobody who would answer.
const TO_ANSWER: Duration = Duration::from_secs(3);
/// How long it may take to hand out an entry: it may ask the user to unlock it.
const TO_UNLOCK: Duration = Duration::from_secs(120);

pub fn read(account: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyProblem> {
    match ask(account, |entry| entry.get_secret().map(Zeroizing::new)) {
        Ok(secret) => Ok(Some(secret)),
        Err(Asked::Answered(Error::NoEntry)) => Ok(None),
        Err(problem) => Err(problem.into()),
    }
}

pub fn replace(account: &str, secret: &[u8]) -> Result<(), KeyProblem> {
    let secret = Zeroizing::new(secret.to_vec());
    Ok(ask(account, move |entry| entry.set_secret(&secret))?)
}

enum Asked {
    Answered(Error),
    Silent(&'static str),
}

impl From<Asked> for KeyProblem {
    fn from(asked: Asked) -> Self {
        Self::Unreachable(match asked {
            // These two carry what was found, and it may be a key.
            Asked::Answered(Error::BadEncoding(_) | Error::BadDataFormat(..)) => {
                anyhow!("the keychain's entry is of another form")
            }
            Asked::Answered(error) => error.into(),
            Asked::Silent(why) => anyhow!(why),
        })
    }
}

fn ask<T: Send + 'static>(
    account: &str,
    question: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
) -> Result<T, Asked> {
    // The first use connects, once for the whole program, and remembers whether it could.
    let reached = within(TO_ANSWER, || Entry::store_status().is_ok())?;
    if !reached {
        return Err(Asked::Silent("this computer has no keychain that answers"));
    }
    let account = account.to_owned();
    within(TO_UNLOCK, move || {
        Entry::new(SERVICE, &account).and_then(|entry| question(&entry))
    })?
    .map_err(Asked::Answered)
}

/// Asks on a thread of its own: the libraries wait without an end, and may not be called from
/// async code. A thread that never hears back stays behind.
fn within<T: Send + 'static>(
    patience: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Asked> {
    let (answer, answered) = mpsc::sync_channel(1);
    thread::Builder::new()
        .name("keychain".to_owned())
        .spawn(move || {
            // Nobody may be waiting any more.
            let _ = answer.send(work());
        })
        .map_err(|_| Asked::Silent("no thread could be started"))?;
    answered
        .recv_timeout(patience)
        .map_err(|_| Asked::Silent("the keychain did not answer in time"))
}
