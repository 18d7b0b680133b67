use super::{setup::Nothing, sign_in::view};
use crate::{Ctx, Failure};
use praxis_domain::access::model::{CurrentUser, Preferences};
use praxis_kernel::{operation, wire};

/// Who is signed in, where, and what they may do.
#[operation(GET "/v1/auth/me", allow = "signed_in", reads = [Me])]
pub async fn get_current_user(ctx: &Ctx, _input: Nothing) -> Result<CurrentUser, Failure> {
    let mut work = ctx.read().await?;
    view(ctx, work.as_mut(), ctx.session()?).await
}

/// What the caller chose for the screens.
#[wire(input)]
pub struct UpdatePreferences {
    /// All of them; what is left out is not kept.
    pub preferences: Preferences,
}

/// Keeps what the caller chose for the screens.
#[operation(PUT "/v1/auth/me/preferences", allow = "signed_in", changes = [Me])]
pub async fn update_preferences(
    ctx: &Ctx,
    input: UpdatePreferences,
) -> Result<CurrentUser, Failure> {
    let session = ctx.session()?;
    let mut work = ctx.write().await?;
    work.access()
        .set_preferences(session.user.user_id, &input.preferences)
        .await?;
    let me = view(ctx, work.as_mut(), session).await?;
    work.commit().await?;
    Ok(me)
}
