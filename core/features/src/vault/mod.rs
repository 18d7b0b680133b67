//! The keys of the installation, which seal recordings and keys of providers.

pub(crate) mod secrets;

use crate::{Ctx, Failure};
use praxis_domain::vault::model::KeyState;
use praxis_kernel::{Secret, operation, wire};

/// Nothing is asked.
#[wire(input)]
pub struct GetKeyState {}

/// Where the keys of this installation lie, and why they cannot be used where they cannot.
#[operation(GET "/v1/keys", allow = "key:use", reads = [Keys])]
pub async fn get_key_state(ctx: &Ctx, _input: GetKeyState) -> Result<KeyState, Failure> {
    Ok(ctx.services.keys.state())
}

/// What opens the keys.
#[wire(input)]
pub struct Passphrase {
    /// At least 12 characters, where it is a new one.
    pub passphrase: Secret,
}

/// Chooses the passphrase of the keys, on a computer without a keychain, and draws the first key. Nobody can open the keys without it.
#[operation(POST "/v1/keys/passphrase", allow = "key:write", changes = [Keys], errors = [Conflict])]
pub async fn choose_passphrase(ctx: &Ctx, input: Passphrase) -> Result<KeyState, Failure> {
    let keys = &ctx.services.keys;
    keys.choose(&input.passphrase).await?;
    ctx.services.events.jobs_changed();
    Ok(keys.state())
}

/// Opens the keys with their passphrase, until the program ends.
#[operation(POST "/v1/keys/open", allow = "key:use", changes = [Keys], errors = [Conflict])]
pub async fn open_keys(ctx: &Ctx, input: Passphrase) -> Result<KeyState, Failure> {
    let keys = &ctx.services.keys;
    keys.open(&input.passphrase).await?;
    ctx.services.events.jobs_changed();
    Ok(keys.state())
}

/// Looks once more where the keys lie, after a keychain was unlocked or a file was put right.
#[operation(POST "/v1/keys/look", allow = "key:use", changes = [Keys])]
pub async fn look_for_keys(ctx: &Ctx, _input: GetKeyState) -> Result<KeyState, Failure> {
    let keys = &ctx.services.keys;
    keys.look_again().await?;
    ctx.services.events.jobs_changed();
    Ok(keys.state())
}
