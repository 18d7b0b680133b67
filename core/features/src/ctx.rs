//! What an operation is lent: the caller, storage, time, chance, and the ways out.

use crate::{models::ModelHealth, turns::Turns};
use async_trait::async_trait;
use praxis_domain::{
    access::model::{Organization, OrganizationId, Role, Session, User, UserId},
    audit::ports::Anchors,
    documents::Blobs,
    models::ports::LanguageModels,
    scribe::{ports::Drafter, speech::SpeechSource},
    store::{Actor, Store, Work},
    vault::ports::{KeyStore, Sealer},
};
use praxis_kernel::{Event, Failure, Timestamp, wire};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// The answer of an operation that has nothing to say.
#[wire]
#[derive(Default)]
pub struct Done {}

/// Time.
pub trait Clock: Send + Sync {
    /// This moment, in UTC.
    fn now(&self) -> Timestamp;
}

/// Chance.
pub trait Random: Send + Sync {
    /// A new identifier (UUID version 7).
    fn id(&self) -> Uuid;
    /// 32 unguessable bytes, for tokens.
    fn secret(&self) -> [u8; 32];
}

/// What a password check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Right.
    Right,
    /// Right, and the stored hash should be replaced by this stronger one.
    RightButWeak(String),
    /// Wrong.
    Wrong,
}

/// Password hashing, with a bounded number of verifications at a time.
#[async_trait]
pub trait Passwords: Send + Sync {
    /// argon2id in PHC form.
    async fn hash(&self, password: &str) -> Result<String, Failure>;
    /// Compares; without a hash it takes as long and finds `Wrong`.
    async fn verify(&self, password: &str, hash: Option<&str>) -> Result<Verdict, Failure>;
}

/// The one-time code of the first-run set-up.
pub trait SetupGate: Send + Sync {
    /// Whether a code is asked for: on the server, where anybody on the network could be first.
    fn code_required(&self) -> bool;
    /// Whether the code is right and not expired.
    fn admits(&self, code: Option<&str>, now: Timestamp) -> bool;
}

/// What roles may do.
pub trait Policy: Send + Sync {
    /// The permissions of somebody with these roles, such as `patient:read`, in order.
    fn permissions(&self, roles: &[Role]) -> Vec<String>;
}

/// Where events go; they are told only after the change is durable.
pub trait Events: Send + Sync {
    /// Tells the screens of one organisation.
    fn publish(&self, organization: OrganizationId, event: Event);
    /// Wakes the workers, because a job was enqueued or cancelled.
    fn jobs_changed(&self);
}

/// Everything outside that operations need, put together once by the runtime.
pub struct Services {
    /// The database.
    pub store: Arc<dyn Store>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub random: Arc<dyn Random>,
    /// Passwords.
    pub passwords: Arc<dyn Passwords>,
    /// Attempts to sign in wait here for each other.
    pub account_turns: Turns,
    /// Writers of one recording's sound wait here for each other.
    pub sound_turns: Turns,
    /// What roles may do.
    pub policy: Arc<dyn Policy>,
    /// Set-up code.
    pub setup: Arc<dyn SetupGate>,
    /// Who drafts notes.
    pub drafter: Arc<dyn Drafter>,
    /// Asks language models.
    pub models: Arc<dyn LanguageModels>,
    /// Which connections to models answer.
    pub model_health: ModelHealth,
    /// Where files lie on their way in.
    pub blobs: Arc<dyn Blobs>,
    /// Where the sound of recordings lies, sealed.
    pub sounds: Arc<dyn Blobs>,
    /// Seals what must not be read from the disk.
    pub sealer: Arc<dyn Sealer>,
    /// Where the keys lie that it seals with.
    pub keys: Arc<dyn KeyStore>,
    /// Where the ends of the audit log are remembered outside the database.
    pub anchors: Arc<dyn Anchors>,
    /// What turns sound into words, and words into sound.
    pub speech: Arc<dyn SpeechSource>,
    /// Jobs that turn one recording into words wait here for each other.
    pub speech_turns: Turns,
    /// Where events go.
    pub events: Arc<dyn Events>,
}

/// One call of one operation.
#[derive(Clone)]
pub struct Ctx {
    /// On whose behalf, and what is read on the way.
    pub actor: Actor,
    /// The caller's session; absent for public operations.
    pub session: Option<Session>,
    /// Everything outside.
    pub services: Arc<Services>,
    /// Ends when the caller no longer wants the answer.
    pub cancel: CancellationToken,
}

impl Ctx {
    /// Reads.
    pub async fn read(&self) -> Result<Box<dyn Work>, Failure> {
        self.services.store.read(&self.actor).await
    }
    /// Reads one state of the database, however many statements it takes.
    pub async fn snapshot(&self) -> Result<Box<dyn Work>, Failure> {
        self.services.store.snapshot(&self.actor).await
    }
    /// Changes; nothing is stored before `commit`.
    pub async fn write(&self) -> Result<Box<dyn Work>, Failure> {
        self.services.store.write(&self.actor).await
    }
    /// The moment of the request.
    pub const fn now(&self) -> Timestamp {
        self.actor.now
    }
    /// A new identifier.
    pub fn id(&self) -> Uuid {
        self.services.random.id()
    }
    /// The caller's session.
    pub fn session(&self) -> Result<&Session, Failure> {
        self.session.as_ref().ok_or_else(Failure::signed_out)
    }
    /// The caller.
    pub fn user(&self) -> Result<&User, Failure> {
        self.session().map(|session| &session.user)
    }
    /// The caller's clinic.
    pub fn organization(&self) -> Result<&Organization, Failure> {
        self.session().map(|session| &session.organization)
    }
    /// The same request on behalf of somebody who is only now known.
    pub fn actor_as(&self, organization: OrganizationId, user: Option<UserId>) -> Actor {
        Actor {
            organization: Some(organization),
            user,
            ..self.actor.clone()
        }
    }
}
