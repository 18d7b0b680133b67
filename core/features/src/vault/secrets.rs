//! Keys of providers, sealed and opened for what they belong to.

use crate::{Ctx, Failure};
use praxis_domain::{
    models::ports::ProviderKey,
    vault::ports::{Purpose, about},
};
use praxis_kernel::{Rule, Secret};
use zeroize::Zeroizing;

/// Seals a key for one thing of a kind, such as a connection; also the name of what sealed it.
pub(crate) fn seal(
    ctx: &Ctx,
    kind: &[u8],
    of: &[u8],
    key: &Secret,
) -> Result<(Vec<u8>, String), Failure> {
    let key = key.reveal().trim();
    check(key)?;
    let sealer = &ctx.services.sealer;
    let place = place(ctx, kind, of)?;
    let sealed = sealer.seal(Purpose::ProviderSecret, &place, key.as_bytes())?;
    Ok((sealed, sealer.key_id()?))
}

/// Opens a key that was sealed for the same thing.
pub(crate) fn open(
    ctx: &Ctx,
    kind: &[u8],
    of: &[u8],
    sealed: &[u8],
) -> Result<ProviderKey, Failure> {
    let place = place(ctx, kind, of)?;
    let sealer = &ctx.services.sealer;
    let opened = sealer.open(Purpose::ProviderSecret, &place, sealed)?;
    let key = String::from_utf8(opened)
        .map_err(|_| Failure::internal(anyhow::anyhow!("a stored key is no text")))?;
    Ok(ProviderKey(Zeroizing::new(key)))
}

fn check(key: &str) -> Result<(), Failure> {
    let visible = !key.is_empty() && key.chars().all(|letter| letter.is_ascii_graphic());
    if visible && key.len() <= 1000 {
        return Ok(());
    }
    Err(Failure::validation(
        "key",
        Rule::Malformed,
        "A key is one word of at most 1000 letters, digits and signs.",
    ))
}

fn place(ctx: &Ctx, kind: &[u8], of: &[u8]) -> Result<Vec<u8>, Failure> {
    let organization = ctx.actor.organization.ok_or_else(Failure::signed_out)?;
    Ok(about(&[kind, organization.get().as_bytes(), of]))
}
