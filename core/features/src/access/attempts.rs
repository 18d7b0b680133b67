//! Attempts to prove who one is. Each is counted before its proof is looked at, so that guesses
//! sent at the same moment are counted as well, and given back when the proof was right.

use super::sign_in::token_hash;
use crate::{Ctx, Failure, Verdict};
use praxis_domain::{
    access::rules::{ADDRESS_ATTEMPTS_MAX, ATTEMPT_WINDOW_SECONDS, ATTEMPTS_MAX},
    store::Work,
    text::fold,
};
use praxis_kernel::Rule;
use tokio::sync::OwnedMutexGuard;

/// An attempt that was counted.
pub(super) struct Attempt {
    address: Option<String>,
    account: Option<String>,
    /// Until the attempt ends, others for the account wait, so that a right password is not refused
    /// because of others that are still being looked at.
    turn: Option<OwnedMutexGuard<()>>,
}

impl Attempt {
    /// Counts an attempt from the caller's address, and for an account where one is named; refused
    /// when too many failed before.
    pub(super) async fn begin(ctx: &Ctx, login: Option<&str>) -> Result<Self, Failure> {
        let address = Some(key("address", &ctx.actor.origin));
        Self::count(ctx, address, login).await
    }

    async fn count(
        ctx: &Ctx,
        address: Option<String>,
        login: Option<&str>,
    ) -> Result<Self, Failure> {
        let mut attempt = Self {
            address,
            account: login.map(|login| key("account", &fold(login))),
            turn: None,
        };
        if let Some(account) = &attempt.account {
            attempt.turn = ctx.services.account_turns.take(account).await;
        }
        let window_start = ctx.now().plus_seconds(-ATTEMPT_WINDOW_SECONDS);
        let limits = [
            (&attempt.address, ADDRESS_ATTEMPTS_MAX),
            (&attempt.account, ATTEMPTS_MAX),
        ];
        let mut work = ctx.services.store.write(&ctx.actor).await?;
        for (key, most) in limits {
            let Some(key) = key else { continue };
            let counted = work.access().count_attempt(key, window_start).await?;
            if counted.failures > most {
                // What was counted for the address stays counted.
                work.commit().await?;
                let again = counted.since.plus_seconds(ATTEMPT_WINDOW_SECONDS);
                let seconds = (again.micros() - ctx.now().micros()) / 1_000_000;
                return Err(Failure::too_many(u32::try_from(seconds).unwrap_or(1)));
            }
        }
        work.commit().await?;
        Ok(attempt)
    }

    /// The proof was right: the address gets its attempt back, the account forgets its failures.
    pub(super) async fn succeeded(&self, work: &mut dyn Work) -> Result<(), Failure> {
        if let Some(address) = &self.address {
            work.access().take_back_attempt(address).await?;
        }
        if let Some(account) = &self.account {
            work.access().clear_attempts(account).await?;
        }
        Ok(())
    }
}

fn key(kind: &str, of: &str) -> String {
    format!("{kind} {}", hex::encode(token_hash(of)))
}

/// Checks the signed-in user's password again, counting attempts as sign-in does. The address is
/// left alone: whoever is signed in has a name.
pub async fn reauthenticate(ctx: &Ctx, password: &str) -> Result<(), Failure> {
    let user = ctx.user()?;
    let attempt = Attempt::count(ctx, None, Some(&user.login)).await?;
    let hash = ctx
        .read()
        .await?
        .access()
        .password_hash(user.user_id)
        .await?;
    let verdict = ctx
        .services
        .passwords
        .verify(password, hash.as_deref())
        .await?;
    if verdict == Verdict::Wrong {
        return Err(Failure::validation(
            "password",
            Rule::Wrong,
            "The password is wrong.",
        ));
    }
    let mut work = ctx.write().await?;
    attempt.succeeded(work.as_mut()).await?;
    work.commit().await
}
