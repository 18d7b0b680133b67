//! Where the session lives: in this process and in a file that only its owner can read. The page
//! never sees a token.

use praxis_domain::access::model::SignedIn;
use praxis_features::access::sign_in::RefreshSession;
use praxis_kernel::{FailureType, Meta, SessionEffect, WireFailure};
use serde::{Deserialize, Serialize};
use std::{
    any::Any,
    fs, io,
    path::{Path, PathBuf},
};
use tokio::sync::watch;

/// The pair of tokens of a session.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    token: String,
    refresh_token: String,
}

/// Keeps the session of the window.
pub struct Keeper {
    file: PathBuf,
    kept: watch::Sender<Option<Tokens>>,
}

impl Keeper {
    /// With the session that was open when the app was last closed, if there was one.
    pub fn open(data: &Path) -> Self {
        let file = data.join("session");
        let kept = fs::read(&file)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self {
            file,
            kept: watch::Sender::new(kept),
        }
    }

    /// The token of the session.
    pub fn token(&self) -> Option<String> {
        self.kept.borrow().as_ref().map(|kept| kept.token.clone())
    }

    /// Waits until the session with this token is no longer the window's.
    pub async fn ended(&self, token: &str) {
        let mut changes = self.kept.subscribe();
        let _closed = changes
            .wait_for(|kept| kept.as_ref().is_none_or(|kept| kept.token != token))
            .await;
    }

    /// Lays the kept refresh token into an input that asks for one.
    pub fn lend(&self, input: &mut dyn Any) {
        if let Some(refresh) = input.downcast_mut::<RefreshSession>()
            && let Some(kept) = &*self.kept.borrow()
        {
            refresh.refresh_token.clone_from(&kept.refresh_token);
        }
    }

    /// Takes the tokens out of an answer, and keeps or forgets the session as the operation says.
    /// False when a session should start and the answer has no tokens.
    pub fn settle(&self, meta: &Meta, output: &mut dyn Any) -> bool {
        // Whatever the catalogue says: an answer with tokens does not reach the page with them.
        let tokens = output.downcast_mut::<SignedIn>().map(|answer| Tokens {
            token: std::mem::take(&mut answer.token),
            refresh_token: std::mem::take(&mut answer.refresh_token),
        });
        match (meta.session, tokens) {
            (Some(SessionEffect::Starts), Some(tokens)) => self.keep(tokens),
            (Some(SessionEffect::Starts), None) => return false,
            (Some(SessionEffect::Ends), _) => self.forget(),
            (None, _) => {}
        }
        true
    }

    /// A session that is refused is over; a wrong password at sign-in says nothing about it.
    pub fn refused(&self, meta: &Meta, token: Option<&str>, failure: &WireFailure) {
        let is_over = failure.r#type == FailureType::Unauthenticated && meta.allow != "public";
        if is_over && token.is_some() && token == self.token().as_deref() {
            self.forget();
        }
    }

    fn keep(&self, tokens: Tokens) {
        let written = serde_json::to_vec(&tokens)
            .map_err(io::Error::from)
            .and_then(|bytes| write_private(&self.file, &bytes));
        if let Err(error) = written {
            tracing::warn!(%error, "the session will not outlive the app");
        }
        self.kept.send_replace(Some(tokens));
    }

    fn forget(&self) {
        if let Err(error) = fs::remove_file(&self.file)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "the session's file cannot be removed");
        }
        self.kept.send_replace(None);
    }
}

/// Writes a file that nobody but its owner may read, whole or not at all.
fn write_private(file: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write;
    let draft = file.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut written = options.open(&draft)?;
    written.write_all(bytes)?;
    written.sync_all()?;
    fs::rename(&draft, file)
}
