//! argon2id, a bounded number at a time: each takes 19 MiB.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use async_trait::async_trait;
use praxis_features::{Passwords, Verdict};
use praxis_kernel::{Failure, FailureType};
use std::sync::{
    OnceLock,
    atomic::{AtomicUsize, Ordering},
};
use tokio::sync::Semaphore;

/// Verifications that run at the same time.
const AT_A_TIME: usize = 2;
/// Verifications that may wait; more are turned away.
const WAITING: usize = 64;

/// Hashes and checks passwords with argon2id and the library's parameters (19 MiB, two passes),
/// which are OWASP's minimum of 2026.
pub struct Argon2Passwords {
    room: Semaphore,
    waiting: AtomicUsize,
}

impl Argon2Passwords {
    pub fn new() -> Self {
        Self {
            room: Semaphore::new(AT_A_TIME),
            waiting: AtomicUsize::new(0),
        }
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        struct Leave<'a>(&'a AtomicUsize);
        impl Drop for Leave<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::SeqCst);
            }
        }
        let before = self.waiting.fetch_add(1, Ordering::SeqCst);
        let _leave = Leave(&self.waiting);
        if before >= WAITING + AT_A_TIME {
            return Err(Failure::new(
                FailureType::Unavailable,
                "Too many people sign in at this moment. Please try again.",
            ));
        }
        let _permit = self.room.acquire().await?;
        tokio::task::spawn_blocking(work).await?
    }
}

/// A hash to compare with when there is none, so that an unknown login takes as long.
fn nobody() -> Option<&'static str> {
    static HASH: OnceLock<Option<String>> = OnceLock::new();
    HASH.get_or_init(|| hash("nobody's password").ok())
        .as_deref()
}

fn hash(password: &str) -> Result<String, Failure> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|_| Failure::internal(anyhow::anyhow!("a password could not be hashed")))
}

fn verify(password: &str, stored: Option<&str>) -> Result<Verdict, Failure> {
    let text = stored.or(nobody()).unwrap_or_default();
    let unreadable = || Failure::internal(anyhow::anyhow!("a stored password hash is unreadable"));
    let parsed = PasswordHash::new(text).map_err(|_| unreadable())?;
    let right = Argon2::default()
        .verify_password(password.as_bytes(), &parsed)
        .is_ok();
    if !right || stored.is_none() {
        return Ok(Verdict::Wrong);
    }
    let parameters = |phc: &str| phc.split('$').nth(3).map(str::to_owned);
    if parameters(text) == nobody().and_then(parameters) {
        return Ok(Verdict::Right);
    }
    hash(password).map(Verdict::RightButWeak)
}

#[async_trait]
impl Passwords for Argon2Passwords {
    async fn hash(&self, password: &str) -> Result<String, Failure> {
        let password = password.to_owned();
        self.in_turn(move || hash(&password)).await
    }
    async fn verify(&self, password: &str, hash: Option<&str>) -> Result<Verdict, Failure> {
        let (password, hash) = (password.to_owned(), hash.map(str::to_owned));
        self.in_turn(move || verify(&password, hash.as_deref()))
            .await
    }
}
