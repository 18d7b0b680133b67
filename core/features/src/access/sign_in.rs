use super::{attempts::Attempt, setup::Nothing};
use crate::{Ctx, Done, Failure, Verdict};
use praxis_domain::{
    access::{
        model::{
            Credentials, CurrentUser, Organization, Session, SessionId, SessionView, SignedIn, User,
        },
        ports::{NewSession, RefreshFound},
        rules::{ABSOLUTE_SECONDS, IDLE_SECONDS},
    },
    store::{Touched, Work},
};
use praxis_kernel::{FailureType, Timestamp, operation, wire};
use sha2::{Digest, Sha256};

/// What is typed to sign in.
#[wire(input)]
pub struct SignIn {
    /// The login.
    pub login: String,
    /// The password.
    pub password: String,
}

/// Signs in with a password.
#[operation(POST "/v1/auth/login", allow = "public", changes = [Me], errors = [Unauthenticated, TooManyRequests], session = Starts)]
pub async fn sign_in(ctx: &Ctx, input: SignIn) -> Result<SignedIn, Failure> {
    let attempt = Attempt::begin(ctx, Some(&input.login)).await?;
    let known = ctx.read().await?.access().credentials(&input.login).await?;
    // An unknown login and a deactivated user cost as much time as a wrong password.
    let hash = known
        .as_ref()
        .filter(|known| known.user.active)
        .map(|known| known.password_hash.clone());
    let verdict = ctx
        .services
        .passwords
        .verify(&input.password, hash.as_deref())
        .await?;
    match (known, verdict) {
        (Some(known), Verdict::Right) => welcome(ctx, &known, &attempt, None).await,
        (Some(known), Verdict::RightButWeak(hash)) => {
            welcome(ctx, &known, &attempt, Some(&hash)).await
        }
        (known, _) => {
            if let Some(known) = known {
                record_refusal(ctx, &known).await?;
            }
            Err(Failure::new(
                FailureType::Unauthenticated,
                "Login or password is wrong.",
            ))
        }
    }
}

async fn welcome(
    ctx: &Ctx,
    known: &Credentials,
    attempt: &Attempt,
    stronger: Option<&str>,
) -> Result<SignedIn, Failure> {
    let actor = ctx.actor_as(known.organization.organization_id, Some(known.user.user_id));
    let mut work = ctx.services.store.write(&actor).await?;
    attempt.succeeded(work.as_mut()).await?;
    if let Some(hash) = stronger {
        work.access()
            .update_password(known.user.user_id, hash)
            .await?;
    }
    let (session, tokens) =
        open_session(ctx, work.as_mut(), &known.user, &known.organization).await?;
    let me = view(ctx, work.as_mut(), &session).await?;
    work.commit().await?;
    Ok(tokens.answer(me))
}

/// A known account's clinic sees in its audit log that somebody tried.
async fn record_refusal(ctx: &Ctx, known: &Credentials) -> Result<(), Failure> {
    let actor = ctx.actor_as(known.organization.organization_id, None);
    let refused = Touched::one("refused", "user", known.user.user_id.get(), None);
    ctx.services.store.record(&actor, vec![refused]).await
}

/// Exchanges a refresh token for a new pair.
#[wire(input)]
pub struct RefreshSession {
    /// The refresh token; it works once.
    pub refresh_token: String,
}

/// Renews a session. A refresh token that was used before ends the whole session.
#[operation(POST "/v1/auth/token", allow = "public", errors = [Unauthenticated, TooManyRequests], session = Starts)]
pub async fn refresh_session(ctx: &Ctx, input: RefreshSession) -> Result<SignedIn, Failure> {
    let attempt = Attempt::begin(ctx, None).await?;
    let refused = || {
        Failure::new(
            FailureType::Unauthenticated,
            "The session has ended. Please sign in.",
        )
    };
    let hash = token_hash(&input.refresh_token);
    let found = ctx.read().await?.access().refresh_token(&hash).await?;
    match found {
        RefreshFound::Current(session) if is_alive(&session, ctx.now()) => {
            let tokens = Tokens::new(ctx);
            let actor = ctx.actor_as(
                session.organization.organization_id,
                Some(session.user.user_id),
            );
            let mut work = ctx.services.store.write(&actor).await?;
            // Two exchanges at the same moment: only the first still finds the token.
            let still = work.access().refresh_token(&hash).await?;
            if !matches!(still, RefreshFound::Current(_)) {
                work.access().end_session(session.session_id).await?;
                work.commit().await?;
                return Err(refused());
            }
            work.access()
                .rotate_session(
                    session.session_id,
                    &token_hash(&tokens.bearer),
                    &token_hash(&tokens.refresh),
                )
                .await?;
            attempt.succeeded(work.as_mut()).await?;
            let me = view(ctx, work.as_mut(), &session).await?;
            work.commit().await?;
            Ok(tokens.answer(me))
        }
        RefreshFound::Spent(session) => {
            let mut work = ctx.write().await?;
            work.access().end_session(session).await?;
            work.commit().await?;
            Err(refused())
        }
        _ => Err(refused()),
    }
}

/// Ends the caller's session.
#[operation(POST "/v1/auth/logout", allow = "signed_in", changes = [Me], session = Ends)]
pub async fn sign_out(ctx: &Ctx, _input: Nothing) -> Result<Done, Failure> {
    let session = ctx.session()?;
    let mut work = ctx.write().await?;
    work.access().end_session(session.session_id).await?;
    ctx.actor.trail.push(Touched::one(
        "ended",
        "session",
        session.session_id.get(),
        None,
    ));
    work.commit().await?;
    Ok(Done {})
}

/// Whether a session may still be used.
pub fn is_alive(session: &Session, now: Timestamp) -> bool {
    now < session.expires_at && now < session.seen_at.plus_seconds(i64::from(IDLE_SECONDS))
}

/// SHA-256 of a token: what storage knows of it.
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// A new pair of tokens, 256 bits each.
pub(super) struct Tokens {
    bearer: String,
    refresh: String,
}

impl Tokens {
    fn new(ctx: &Ctx) -> Self {
        Self {
            bearer: hex::encode(ctx.services.random.secret()),
            refresh: hex::encode(ctx.services.random.secret()),
        }
    }
    pub(super) fn answer(self, me: CurrentUser) -> SignedIn {
        SignedIn {
            token: self.bearer,
            refresh_token: self.refresh,
            me,
        }
    }
}

pub(super) async fn open_session(
    ctx: &Ctx,
    work: &mut dyn Work,
    user: &User,
    organization: &Organization,
) -> Result<(Session, Tokens), Failure> {
    let tokens = Tokens::new(ctx);
    let session = Session {
        session_id: SessionId::new(ctx.id()),
        user: user.clone(),
        organization: organization.clone(),
        authenticated_at: ctx.now(),
        seen_at: ctx.now(),
        expires_at: ctx.now().plus_seconds(ABSOLUTE_SECONDS),
    };
    work.access()
        .insert_session(&NewSession {
            session_id: session.session_id,
            user_id: user.user_id,
            token_hash: token_hash(&tokens.bearer),
            refresh_hash: token_hash(&tokens.refresh),
            expires_at: session.expires_at,
        })
        .await?;
    ctx.actor.trail.push(Touched::one(
        "started",
        "session",
        session.session_id.get(),
        None,
    ));
    Ok((session, tokens))
}

/// The caller as screens see them.
pub(super) async fn view(
    ctx: &Ctx,
    work: &mut dyn Work,
    session: &Session,
) -> Result<CurrentUser, Failure> {
    Ok(CurrentUser {
        user: session.user.clone(),
        organization: session.organization.clone(),
        permissions: ctx.services.policy.permissions(&session.user.roles),
        session: SessionView {
            expires_at: session.expires_at,
            idle_seconds: IDLE_SECONDS,
        },
        preferences: work.access().preferences(session.user.user_id).await?,
    })
}
