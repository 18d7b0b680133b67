//! Sessions, refresh tokens, and counts of failed attempts.

use super::{access::UserRow, count, unit::Unit};
use crate::engine::{self, Ts};
use praxis_domain::access::{
    model::{Organization, OrganizationId, Session, SessionId, UserId},
    ports::{Attempts, NewSession, RefreshFound},
};
use praxis_kernel::{Failure, Timestamp};
use uuid::Uuid;

struct Row {
    session_id: Uuid,
    authenticated_at: Ts,
    seen_at: Ts,
    expires_at: Ts,
    user_id: Uuid,
    login: String,
    display_name: String,
    roles: String,
    active: bool,
    version: i64,
    created_at: Ts,
    organization_id: Uuid,
    name: String,
}

impl TryFrom<Row> for Session {
    type Error = Failure;
    fn try_from(row: Row) -> Result<Self, Failure> {
        Ok(Self {
            session_id: SessionId::new(row.session_id),
            user: UserRow {
                user_id: row.user_id,
                login: row.login,
                display_name: row.display_name,
                roles: row.roles,
                active: row.active,
                version: row.version,
                created_at: row.created_at,
            }
            .try_into()?,
            organization: Organization {
                organization_id: OrganizationId::new(row.organization_id),
                name: row.name,
            },
            authenticated_at: Timestamp::new(row.authenticated_at.into()),
            seen_at: Timestamp::new(row.seen_at.into()),
            expires_at: Timestamp::new(row.expires_at.into()),
        })
    }
}

pub(super) async fn insert(unit: &mut Unit, session: &NewSession) -> Result<(), Failure> {
    let now = unit.now();
    sqlx::query!(
        "INSERT INTO sessions (session_id, user_id, token_hash, refresh_hash, authenticated_at, seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $5, $6)",
        session.session_id.get(),
        session.user_id.get(),
        session.token_hash,
        session.refresh_hash,
        now as _,
        Ts::from(session.expires_at.get()) as _
    )
    .execute(unit.db())
    .await
    .map_err(engine::failure)?;
    Ok(())
}

/// Only who changes nothing is answered from memory.
pub(super) async fn find(unit: &mut Unit, token_hash: &[u8]) -> Result<Option<Session>, Failure> {
    if unit.writes() {
        return look_up(unit, token_hash).await;
    }
    let now = unit.actor().now;
    if let Some(session) = unit.remembered().find(token_hash, now) {
        return Ok(Some(session));
    }
    let found = look_up(unit, token_hash).await?;
    if let Some(session) = &found {
        let epoch = unit.epoch();
        unit.remembered().keep(epoch, token_hash, now, session);
    }
    Ok(found)
}

async fn look_up(unit: &mut Unit, token_hash: &[u8]) -> Result<Option<Session>, Failure> {
    let row = sqlx::query_as!(
        Row,
        "SELECT s.session_id, s.authenticated_at, s.seen_at, s.expires_at,
                u.user_id, u.login, u.display_name, u.roles, u.active, u.version, u.created_at,
                o.organization_id, o.name
           FROM sessions s
           JOIN users u ON u.user_id = s.user_id
           JOIN organizations o ON o.organization_id = u.organization_id
          WHERE s.token_hash = $1 AND s.ended_at IS NULL AND u.active",
        token_hash
    )
    .fetch_optional(unit.db())
    .await
    .map_err(engine::failure)?;
    row.map(TryInto::try_into).transpose()
}

pub(super) async fn seen(unit: &mut Unit, session: SessionId) -> Result<(), Failure> {
    let now = unit.now();
    sqlx::query!(
        "UPDATE sessions SET seen_at = $2 WHERE session_id = $1 AND ended_at IS NULL",
        session.get(),
        now as _
    )
    .execute(unit.db())
    .await
    .map_err(engine::failure)?;
    Ok(())
}

pub(super) async fn end(unit: &mut Unit, session: SessionId) -> Result<(), Failure> {
    let now = unit.now();
    sqlx::query!(
        "UPDATE sessions SET ended_at = $2 WHERE session_id = $1 AND ended_at IS NULL",
        session.get(),
        now as _
    )
    .execute(unit.db())
    .await
    .map_err(engine::failure)?;
    Ok(())
}

pub(super) async fn end_all(unit: &mut Unit, user: UserId) -> Result<(), Failure> {
    let now = unit.now();
    sqlx::query!(
        "UPDATE sessions SET ended_at = $2 WHERE user_id = $1 AND ended_at IS NULL",
        user.get(),
        now as _
    )
    .execute(unit.db())
    .await
    .map_err(engine::failure)?;
    Ok(())
}

pub(super) async fn by_refresh(unit: &mut Unit, hash: &[u8]) -> Result<RefreshFound, Failure> {
    // Two exchanges of one token wait for one another.
    if let Some(about) = hash.first_chunk() {
        unit.alone(Uuid::from_bytes(*about)).await?;
    }
    let row = sqlx::query_as!(
        Row,
        "SELECT s.session_id, s.authenticated_at, s.seen_at, s.expires_at,
                u.user_id, u.login, u.display_name, u.roles, u.active, u.version, u.created_at,
                o.organization_id, o.name
           FROM sessions s
           JOIN users u ON u.user_id = s.user_id
           JOIN organizations o ON o.organization_id = u.organization_id
          WHERE s.refresh_hash = $1 AND s.ended_at IS NULL AND u.active",
        hash
    )
    .fetch_optional(unit.db())
    .await
    .map_err(engine::failure)?;
    if let Some(row) = row {
        return Ok(RefreshFound::Current(Box::new(row.try_into()?)));
    }
    let spent = sqlx::query_scalar!(
        "SELECT session_id FROM spent_refresh_tokens WHERE refresh_hash = $1",
        hash
    )
    .fetch_optional(unit.db())
    .await
    .map_err(engine::failure)?;
    Ok(spent.map_or(RefreshFound::Unknown, |id| {
        RefreshFound::Spent(SessionId::new(id))
    }))
}

pub(super) async fn rotate(
    unit: &mut Unit,
    session: SessionId,
    token_hash: &[u8],
    refresh_hash: &[u8],
) -> Result<(), Failure> {
    let now = unit.now();
    sqlx::query!(
        "INSERT INTO spent_refresh_tokens (refresh_hash, session_id)
         SELECT refresh_hash, session_id FROM sessions WHERE session_id = $1",
        session.get()
    )
    .execute(unit.db())
    .await
    .map_err(engine::failure)?;
    sqlx::query!(
        "UPDATE sessions SET token_hash = $2, refresh_hash = $3, seen_at = $4 WHERE session_id = $1",
        session.get(),
        token_hash,
        refresh_hash,
        now as _
    )
    .execute(unit.db())
    .await
    .map_err(engine::failure)?;
    Ok(())
}

pub(super) async fn count_attempt(
    unit: &mut Unit,
    key: &str,
    window_start: Timestamp,
) -> Result<Attempts, Failure> {
    let now = unit.now();
    let row = sqlx::query!(
        r#"INSERT INTO sign_in_attempts (key, failures, since) VALUES ($1, 1, $2)
           ON CONFLICT (key) DO UPDATE SET
               failures = CASE WHEN sign_in_attempts.since < $3 THEN 1 ELSE sign_in_attempts.failures + 1 END,
               since = CASE WHEN sign_in_attempts.since < $3 THEN excluded.since ELSE sign_in_attempts.since END
           RETURNING failures AS "failures!: i64", since AS "since!: Ts""#,
        key,
        now as _,
        Ts::from(window_start.get()) as _
    )
    .fetch_one(unit.db())
    .await
    .map_err(engine::failure)?;
    Ok(Attempts {
        failures: count(row.failures),
        since: Timestamp::new(row.since.into()),
    })
}

pub(super) async fn take_back_attempt(unit: &mut Unit, key: &str) -> Result<(), Failure> {
    sqlx::query!(
        "UPDATE sign_in_attempts SET failures = failures - 1 WHERE key = $1 AND failures > 0",
        key
    )
    .execute(unit.db())
    .await
    .map_err(engine::failure)?;
    Ok(())
}

pub(super) async fn clear_attempts(unit: &mut Unit, key: &str) -> Result<(), Failure> {
    sqlx::query!("DELETE FROM sign_in_attempts WHERE key = $1", key)
        .execute(unit.db())
        .await
        .map_err(engine::failure)?;
    Ok(())
}
