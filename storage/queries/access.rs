//! Organisations and users.

use super::{from_json, sessions, to_json, unit::Unit, unreadable, version};
use crate::engine::{self, Ts};
use async_trait::async_trait;
use praxis_domain::{
    access::{
        model::{
            Credentials, Organization, OrganizationId, Preferences, Role, Session, SessionId, User,
            UserId,
        },
        ports::{Access, Attempts, NewSession, RefreshFound},
    },
    store::Touched,
    text::fold,
};
use praxis_kernel::{Failure, Timestamp};
use uuid::Uuid;

/// Two set-ups at once wait for one another under this name.
const SET_UP: Uuid = Uuid::from_u128(1);

pub(super) struct UserRow {
    pub user_id: Uuid,
    pub login: String,
    pub display_name: String,
    pub roles: String,
    pub active: bool,
    pub version: i64,
    pub created_at: Ts,
}

impl TryFrom<UserRow> for User {
    type Error = Failure;
    fn try_from(row: UserRow) -> Result<Self, Failure> {
        let roles: Option<Vec<Role>> = row.roles.split(' ').map(Role::from_word).collect();
        Ok(Self {
            user_id: UserId::new(row.user_id),
            login: row.login,
            display_name: row.display_name,
            roles: roles.ok_or_else(|| unreadable("role"))?,
            active: row.active,
            version: version(row.version),
            created_at: Timestamp::new(row.created_at.into()),
        })
    }
}

fn words(roles: &[Role]) -> String {
    let words: Vec<&str> = roles.iter().map(|role| role.word()).collect();
    words.join(" ")
}

#[async_trait]
impl Access for Unit {
    async fn is_set_up(&mut self) -> Result<bool, Failure> {
        self.alone(SET_UP).await?;
        let users = sqlx::query_scalar!(r#"SELECT count(*) AS "n!: i64" FROM users"#)
            .fetch_one(self.db())
            .await
            .map_err(engine::failure)?;
        Ok(users > 0)
    }

    async fn insert_organization(&mut self, organization: &Organization) -> Result<(), Failure> {
        let now = self.now();
        sqlx::query!(
            "INSERT INTO organizations (organization_id, name, created_at) VALUES ($1, $2, $3)",
            organization.organization_id.get(),
            organization.name,
            now as _
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(())
    }

    async fn organizations(&mut self) -> Result<Vec<OrganizationId>, Failure> {
        let rows = sqlx::query_scalar!("SELECT organization_id FROM organizations ORDER BY name")
            .fetch_all(self.db())
            .await
            .map_err(engine::failure)?;
        Ok(rows.into_iter().map(OrganizationId::new).collect())
    }

    async fn insert_user(&mut self, user: &User, password_hash: &str) -> Result<(), Failure> {
        let (org, now) = (self.org()?, self.now());
        let preferences = to_json(&Preferences::default())?;
        let stored = sqlx::query!(
            "INSERT INTO users (user_id, organization_id, login, login_key, display_name, roles, password_hash,
                                active, preferences, version, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE, $8, 1, $9)
             ON CONFLICT (login_key) DO NOTHING",
            user.user_id.get(),
            org,
            user.login,
            fold(&user.login),
            user.display_name,
            words(&user.roles),
            password_hash,
            preferences,
            now as _
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        if stored.rows_affected() == 0 {
            return Err(Failure::taken("login", "", "This login is taken."));
        }
        self.touch(Touched::one("created", "user", user.user_id.get(), None));
        Ok(())
    }

    async fn update_user(&mut self, user: &User) -> Result<Option<User>, Failure> {
        let org = self.org()?;
        let row = sqlx::query_as!(
            UserRow,
            "UPDATE users SET display_name = $4, roles = $5, active = $6, version = version + 1
              WHERE organization_id = $1 AND user_id = $2 AND version = $3
              RETURNING user_id, login, display_name, roles, active, version, created_at",
            org,
            user.user_id.get(),
            i64::from(user.version),
            user.display_name,
            words(&user.roles),
            user.active
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch(Touched::one("changed", "user", user.user_id.get(), None));
        row.map(TryInto::try_into).transpose()
    }

    async fn update_password(&mut self, user: UserId, hash: &str) -> Result<(), Failure> {
        sqlx::query!(
            "UPDATE users SET password_hash = $2 WHERE user_id = $1",
            user.get(),
            hash
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(())
    }

    async fn user(&mut self, user: UserId) -> Result<Option<User>, Failure> {
        self.alone(user.get()).await?;
        let org = self.org()?;
        let row = sqlx::query_as!(
            UserRow,
            "SELECT user_id, login, display_name, roles, active, version, created_at
               FROM users WHERE organization_id = $1 AND user_id = $2",
            org,
            user.get()
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        row.map(TryInto::try_into).transpose()
    }

    async fn users(&mut self) -> Result<Vec<User>, Failure> {
        let org = self.org()?;
        let rows = sqlx::query_as!(
            UserRow,
            "SELECT user_id, login, display_name, roles, active, version, created_at
               FROM users WHERE organization_id = $1 ORDER BY display_name, user_id",
            org
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch(Touched::list("user", None, vec![]));
        rows.into_iter().map(TryInto::try_into).collect()
    }

    async fn credentials(&mut self, login: &str) -> Result<Option<Credentials>, Failure> {
        let row = sqlx::query!(
            "SELECT u.user_id, u.login, u.display_name, u.roles, u.active, u.version, u.created_at,
                    u.password_hash, o.organization_id, o.name
               FROM users u JOIN organizations o ON o.organization_id = u.organization_id
              WHERE u.login_key = $1",
            fold(login)
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        row.map(|row| {
            Ok(Credentials {
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
                password_hash: row.password_hash,
            })
        })
        .transpose()
    }

    async fn password_hash(&mut self, user: UserId) -> Result<Option<String>, Failure> {
        let org = self.org()?;
        sqlx::query_scalar!(
            "SELECT password_hash FROM users WHERE organization_id = $1 AND user_id = $2",
            org,
            user.get()
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)
    }

    async fn preferences(&mut self, user: UserId) -> Result<Preferences, Failure> {
        let org = self.org()?;
        let text = sqlx::query_scalar!(
            "SELECT preferences FROM users WHERE organization_id = $1 AND user_id = $2",
            org,
            user.get()
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        text.map_or_else(|| Ok(Preferences::default()), |text| from_json(&text))
    }

    async fn set_preferences(&mut self, user: UserId, chosen: &Preferences) -> Result<(), Failure> {
        let (org, text) = (self.org()?, to_json(chosen)?);
        sqlx::query!(
            "UPDATE users SET preferences = $3 WHERE organization_id = $1 AND user_id = $2",
            org,
            user.get(),
            text
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch(Touched::one("changed", "preferences", user.get(), None));
        Ok(())
    }

    async fn insert_session(&mut self, session: &NewSession) -> Result<(), Failure> {
        sessions::insert(self, session).await
    }
    async fn session(&mut self, token_hash: &[u8]) -> Result<Option<Session>, Failure> {
        sessions::find(self, token_hash).await
    }
    async fn touch_session(&mut self, session: SessionId) -> Result<(), Failure> {
        sessions::seen(self, session).await
    }
    async fn end_session(&mut self, session: SessionId) -> Result<(), Failure> {
        sessions::end(self, session).await
    }
    async fn end_sessions_of(&mut self, user: UserId) -> Result<(), Failure> {
        sessions::end_all(self, user).await
    }
    async fn refresh_token(&mut self, hash: &[u8]) -> Result<RefreshFound, Failure> {
        sessions::by_refresh(self, hash).await
    }
    async fn rotate_session(
        &mut self,
        session: SessionId,
        token_hash: &[u8],
        refresh_hash: &[u8],
    ) -> Result<(), Failure> {
        sessions::rotate(self, session, token_hash, refresh_hash).await
    }
    async fn count_attempt(
        &mut self,
        key: &str,
        window_start: Timestamp,
    ) -> Result<Attempts, Failure> {
        sessions::count_attempt(self, key, window_start).await
    }
    async fn take_back_attempt(&mut self, key: &str) -> Result<(), Failure> {
        sessions::take_back_attempt(self, key).await
    }
    async fn clear_attempts(&mut self, key: &str) -> Result<(), Failure> {
        sessions::clear_attempts(self, key).await
    }
}
