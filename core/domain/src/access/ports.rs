//! What access needs of storage.

use super::model::{
    Credentials, Organization, OrganizationId, Preferences, Session, SessionId, User, UserId,
};
use async_trait::async_trait;
use praxis_kernel::{Failure, Timestamp};

/// A session on its way into storage. Only hashes of the tokens are kept (SHA-256).
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Identifier.
    pub session_id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// Hash of the bearer token or cookie.
    pub token_hash: Vec<u8>,
    /// Hash of the refresh token.
    pub refresh_hash: Vec<u8>,
    /// End, whatever happens.
    pub expires_at: Timestamp,
}

/// What a refresh token turned out to be.
#[derive(Debug, Clone)]
pub enum RefreshFound {
    /// The current one of a living session.
    Current(Box<Session>),
    /// One that was exchanged before: somebody copied it.
    Spent(SessionId),
    /// None that was ever issued, or of a dead session.
    Unknown,
}

/// Attempts for one account or address that failed or are still being looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    /// How many within the window.
    pub failures: u32,
    /// When the first of them was.
    pub since: Timestamp,
}

/// Organisations, users, sessions.
#[async_trait]
pub trait Access: Send {
    /// Whether any organisation exists, in the whole installation.
    async fn is_set_up(&mut self) -> Result<bool, Failure>;
    /// Adds the organisation of the actor.
    async fn insert_organization(&mut self, organization: &Organization) -> Result<(), Failure>;
    /// Every organisation, for the program's own work.
    async fn organizations(&mut self) -> Result<Vec<OrganizationId>, Failure>;

    /// Adds a user; `Conflict` when the login is taken.
    async fn insert_user(&mut self, user: &User, password_hash: &str) -> Result<(), Failure>;
    /// Changes names, roles and activity; `None` when the version is not the stored one.
    async fn update_user(&mut self, user: &User) -> Result<Option<User>, Failure>;
    /// Replaces the stored hash when its parameters were raised.
    async fn update_password(&mut self, user: UserId, hash: &str) -> Result<(), Failure>;
    /// One user of the organisation.
    async fn user(&mut self, user: UserId) -> Result<Option<User>, Failure>;
    /// All users of the organisation, by name.
    async fn users(&mut self) -> Result<Vec<User>, Failure>;
    /// A user by login, in the whole installation: sign-in knows no organisation yet.
    async fn credentials(&mut self, login: &str) -> Result<Option<Credentials>, Failure>;
    /// The stored hash of a user of the organisation.
    async fn password_hash(&mut self, user: UserId) -> Result<Option<String>, Failure>;
    /// What the user chose for the screens.
    async fn preferences(&mut self, user: UserId) -> Result<Preferences, Failure>;
    /// Keeps what the user chose.
    async fn set_preferences(&mut self, user: UserId, chosen: &Preferences) -> Result<(), Failure>;

    /// Adds a session.
    async fn insert_session(&mut self, session: &NewSession) -> Result<(), Failure>;
    /// The session of a token, unless it ended or its user is deactivated.
    async fn session(&mut self, token_hash: &[u8]) -> Result<Option<Session>, Failure>;
    /// Notes that the session is in use.
    async fn touch_session(&mut self, session: SessionId) -> Result<(), Failure>;
    /// Ends a session.
    async fn end_session(&mut self, session: SessionId) -> Result<(), Failure>;
    /// Ends every session of a user.
    async fn end_sessions_of(&mut self, user: UserId) -> Result<(), Failure>;
    /// What a refresh token is.
    async fn refresh_token(&mut self, hash: &[u8]) -> Result<RefreshFound, Failure>;
    /// Exchanges the tokens of a session; the old refresh token is remembered as spent.
    async fn rotate_session(
        &mut self,
        session: SessionId,
        token_hash: &[u8],
        refresh_hash: &[u8],
    ) -> Result<(), Failure>;

    /// Counts one more attempt for a key and says how many there were in the window, with it.
    async fn count_attempt(
        &mut self,
        key: &str,
        window_start: Timestamp,
    ) -> Result<Attempts, Failure>;
    /// One attempt for a key was no failure.
    async fn take_back_attempt(&mut self, key: &str) -> Result<(), Failure>;
    /// Forgets the failures of a key.
    async fn clear_attempts(&mut self, key: &str) -> Result<(), Failure>;
}
