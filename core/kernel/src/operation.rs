use crate::Failure;
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use specta::Type;
use std::future::Future;
use tokio::sync::mpsc;

/// An HTTP method, as the catalogue names it.
#[allow(clippy::upper_case_acronyms)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    GET,
    /// Creates or acts.
    POST,
    /// Replaces.
    PUT,
    /// Changes a part.
    PATCH,
    /// Removes.
    DELETE,
}

impl Method {
    /// Whether the input travels as a JSON body; otherwise it is the query.
    pub const fn has_body(self) -> bool {
        matches!(self, Self::POST | Self::PUT | Self::PATCH)
    }
    /// As written in a request.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GET => "GET",
            Self::POST => "POST",
            Self::PUT => "PUT",
            Self::PATCH => "PATCH",
            Self::DELETE => "DELETE",
        }
    }
}

/// What an answer is made of, or what a change makes stale; the front end's cache follows these.
#[praxis_macros::wire]
pub enum Tag {
    /// People who sign in, and their rights.
    Users,
    /// The signed-in person.
    Me,
    /// Patients and owners.
    Patients,
    /// Visits and their notes.
    Visits,
    /// Transcripts and drafts.
    Drafts,
    /// Recordings and consents.
    Recordings,
    /// Connections to models, and what was asked of them.
    Models,
    /// Where the keys of the installation lie.
    Keys,
    /// Long-running work.
    Jobs,
    /// The audit log.
    Audit,
}

/// How a model may use the operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// Offered freely.
    Read,
    /// Offered, but a person must agree to each call.
    Confirm,
}

/// What an operation does to the caller's session; shells keep the token where pages cannot read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionEffect {
    /// The answer carries a new token.
    Starts,
    /// The token is dead afterwards.
    Ends,
}

/// Everything the catalogue says of one operation.
#[derive(Debug, Clone, Copy)]
pub struct Meta {
    /// Its name everywhere.
    pub id: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path with `{placeholders}` that are fields of the input.
    pub path: &'static str,
    /// The permission it needs; `public` needs none, `signed_in` any session.
    pub allow: &'static str,
    /// The documentation.
    pub doc: &'static str,
    /// HTTP status of success.
    pub status: u16,
    /// Whether it sends items before its answer.
    pub streams: bool,
    /// What its answer is made of.
    pub reads: &'static [Tag],
    /// What it makes stale.
    pub changes: &'static [Tag],
    /// Failures that are part of its contract, besides those every operation may have.
    pub errors: &'static [crate::FailureType],
    /// Whether models may call it.
    pub tool: Option<Tool>,
    /// What it does to the session.
    pub session: Option<SessionEffect>,
    /// Seconds within which it ends, where that is not the usual time.
    pub lasts: Option<u32>,
}

/// One operation, written by `#[operation]`.
pub trait Operation: 'static {
    /// What the catalogue says of it.
    const META: Meta;
    /// What it is lent.
    type Ctx: Send + Sync;
    /// What it is asked.
    type Input: DeserializeOwned + Serialize + Type + JsonSchema + Send + 'static;
    /// What it answers.
    type Output: Serialize + Type + JsonSchema + Send + 'static;
    /// What it sends while it works; `()` unless it streams.
    type Item: Serialize + Type + JsonSchema + Send + 'static;
    /// Runs it. Only `invoke` calls this.
    fn call(
        ctx: &Self::Ctx,
        input: Self::Input,
        out: Emit<Self::Item>,
    ) -> impl Future<Output = Result<Self::Output, Failure>> + Send;
}

/// Where a streaming operation puts its items.
#[derive(Debug)]
pub struct Emit<T>(mpsc::Sender<T>);

impl<T> Emit<T> {
    /// A sender and its receiver; the sender waits when `room` items are unread.
    pub fn channel(room: usize) -> (Self, mpsc::Receiver<T>) {
        let (sender, receiver) = mpsc::channel(room.max(1));
        (Self(sender), receiver)
    }
    /// Sends one item; a receiver that went away is not an error of the operation.
    pub async fn send(&self, item: T) {
        let _gone = self.0.send(item).await;
    }
    /// Runs work that cannot wait for whoever reads, such as a callback, and sends on in order what
    /// it hands over. Nothing is bounded here: the work itself must be.
    pub async fn relay<F: Future>(
        &self,
        work: impl FnOnce(mpsc::UnboundedSender<T>) -> F,
    ) -> F::Output {
        let (sender, mut waiting) = mpsc::unbounded_channel();
        let sending = async {
            while let Some(item) = waiting.recv().await {
                self.send(item).await;
            }
        };
        tokio::join!(work(sender), sending).0
    }
}
