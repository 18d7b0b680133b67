use crate::Refused;
use praxis_macros::wire;
use std::borrow::Cow;

/// The closed set of ways in which an operation fails. Add one only when a screen acts on it.
#[wire]
#[serde(rename_all = "PascalCase")]
pub enum FailureType {
    /// The input is not acceptable; `field` and `rule` say what and why.
    Validation,
    /// No valid session.
    Unauthenticated,
    /// The session may not do this.
    Forbidden,
    /// No such record within reach of the caller.
    NotFound,
    /// Somebody else changed or already has it; `current` or `existing` shows what is there.
    Conflict,
    /// The state does not allow this event; `from`, `to` and `allowed` say more.
    InvalidTransition,
    /// The request is larger than accepted.
    TooLarge,
    /// Too many attempts; `retry_after_seconds` says when to come back.
    TooManyRequests,
    /// Not finished within the time that is given.
    Timeout,
    /// Stopped because somebody asked for it.
    Cancelled,
    /// A part of the program cannot answer now.
    Unavailable,
    /// The disk is full: nothing was written. On SQLite reading goes on.
    StorageFull,
    /// A fault of the program; the log has the cause under the reference.
    Internal,
}

impl FailureType {
    /// Every type, for documents and tests.
    pub const ALL: [Self; 13] = [
        Self::Validation,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NotFound,
        Self::Conflict,
        Self::InvalidTransition,
        Self::TooLarge,
        Self::TooManyRequests,
        Self::Timeout,
        Self::Cancelled,
        Self::Unavailable,
        Self::StorageFull,
        Self::Internal,
    ];

    /// The HTTP status.
    pub const fn status(self) -> u16 {
        match self {
            Self::Validation => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict | Self::InvalidTransition => 409,
            Self::TooLarge => 413,
            Self::TooManyRequests => 429,
            Self::Cancelled => 499,
            Self::Internal => 500,
            Self::Unavailable => 503,
            Self::Timeout => 504,
            Self::StorageFull => 507,
        }
    }
}

/// Why a value is refused; screens put it into words of the reader's language.
#[wire]
pub enum Rule {
    /// It is missing or blank.
    Required,
    /// It is not of the expected form.
    Malformed,
    /// It is longer than accepted.
    TooLong,
    /// It is shorter than accepted.
    TooShort,
    /// It is below or above the accepted range.
    OutOfRange,
    /// It lies in the future.
    InFuture,
    /// It is known to be easily guessed.
    TooCommon,
    /// It contradicts another field.
    Inconsistent,
    /// The field is not part of the request.
    UnknownField,
    /// It was right once and no longer is.
    Expired,
    /// It does not match what is stored.
    Wrong,
    /// Sentences without support wait for a decision.
    Undecided,
    /// It is in a format that is not known.
    Unsupported,
    /// Nothing is in it.
    Empty,
    /// It cannot be read to its end.
    Damaged,
}

/// A failed operation: what the caller may read, and what only the log may read.
#[derive(Debug)]
pub struct Failure {
    // Boxed, because every result is as large as its larger side.
    wire: Box<WireFailure>,
    cause: Option<anyhow::Error>,
}

/// What a client sees of a failure.
#[wire]
pub struct WireFailure {
    /// Which of the closed set.
    pub r#type: FailureType,
    /// One sentence in English; screens use their own words, keyed by `type` and `rule`.
    pub message: String,
    /// Finds the entry of the log.
    pub reference: String,
    /// The input's field that is at fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Why the field is at fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
    /// Identifier of the record that is in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub existing: Option<String>,
    /// The record as it is now, when the caller sent an older version; of the operation's own output type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[specta(type = Option<specta_typescript::Unknown>)]
    pub current: Option<serde_json::Value>,
    /// The state that refuses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The state or event that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The events that are possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Vec<String>>,
    /// When to try again, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
}

impl Failure {
    /// A failure of a type, with one sentence that is safe to show.
    pub fn new(r#type: FailureType, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            wire: Box::new(WireFailure {
                r#type,
                message: message.into().into_owned(),
                reference: String::new(),
                field: None,
                rule: None,
                existing: None,
                current: None,
                from: None,
                to: None,
                allowed: None,
                retry_after_seconds: None,
            }),
            cause: None,
        }
    }
    /// Nobody is signed in.
    pub fn signed_out() -> Self {
        Self::new(FailureType::Unauthenticated, "Please sign in.")
    }
    /// The input's `field` breaks `rule`.
    pub fn validation(
        field: impl Into<String>,
        rule: Rule,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let mut failure = Self::new(FailureType::Validation, message);
        failure.wire.field = Some(field.into());
        failure.wire.rule = Some(rule);
        failure
    }
    /// An input that cannot be read, from what the parser said of it. What was sent is left out: it
    /// may be clinical.
    pub fn malformed(problem: &str) -> Self {
        if problem.starts_with("missing field") {
            let field = problem.split('`').nth(1).unwrap_or_default();
            let message = format!("The field {field} is missing.");
            return Self::validation(field, Rule::Required, message);
        }
        let is_name = |text: &&str| {
            text.chars()
                .all(|letter| letter.is_ascii_lowercase() || matches!(letter, '_' | '.'))
        };
        let before = problem.split_once(": ").map(|(before, _)| before);
        let field = before.filter(is_name).unwrap_or("request");
        let (rule, message) = if problem.starts_with("unknown field") {
            let message = "The request has a field that is not known here.";
            (Rule::UnknownField, message)
        } else {
            let message = "The request cannot be read: a value is not of the expected form.";
            (Rule::Malformed, message)
        };
        Self::validation(field, rule, message)
    }
    /// No such record within reach; `what` is a word such as `patient`.
    pub fn not_found(what: &str) -> Self {
        Self::new(FailureType::NotFound, format!("There is no such {what}."))
    }
    /// Somebody changed the record since the caller read it.
    pub fn stale(current: &impl serde::Serialize) -> Self {
        let mut failure = Self::new(
            FailureType::Conflict,
            "Somebody else changed this in the meantime.",
        );
        failure.wire.field = Some("version".to_owned());
        failure.wire.current = serde_json::to_value(current).ok();
        failure
    }
    /// The value of `field` is taken by the record `existing`.
    pub fn taken(
        field: &str,
        existing: impl ToString,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let mut failure = Self::new(FailureType::Conflict, message);
        failure.wire.field = Some(field.to_owned());
        failure.wire.existing = Some(existing.to_string());
        failure
    }
    /// Too many attempts; come back after so many seconds.
    pub fn too_many(seconds: u32) -> Self {
        let mut failure = Self::new(
            FailureType::TooManyRequests,
            "Too many attempts. Please wait and try again.",
        );
        failure.wire.retry_after_seconds = Some(seconds.max(1));
        failure
    }
    /// A fault of the program; the cause is for the log alone.
    pub fn internal(cause: impl Into<anyhow::Error>) -> Self {
        let mut failure = Self::new(
            FailureType::Internal,
            "Something went wrong on our side. Nothing was changed.",
        );
        failure.cause = Some(cause.into());
        failure
    }
    /// Keeps a cause beside a failure of another type: for the log, and for whoever knows its type.
    #[must_use]
    pub fn because(mut self, cause: impl Into<anyhow::Error>) -> Self {
        self.cause = Some(cause.into());
        self
    }
    /// Which of the closed set.
    pub const fn r#type(&self) -> FailureType {
        self.wire.r#type
    }
    /// What only the log may read.
    pub const fn cause(&self) -> Option<&anyhow::Error> {
        self.cause.as_ref()
    }
    /// The failure as the caller sees it, without the cause.
    #[must_use]
    pub fn wire(self, reference: &str) -> WireFailure {
        WireFailure {
            reference: reference.to_owned(),
            ..*self.wire
        }
    }
}

/// Anything unclassified is `Internal`: its text goes to the log, never to a client.
impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::internal(error)
    }
}

impl Failure {
    /// The state does not allow the event.
    pub fn transition(refused: Refused) -> Self {
        let mut failure = Self::new(
            FailureType::InvalidTransition,
            format!("This is not possible while it is {}.", refused.from),
        );
        failure.wire.from = Some(refused.from.to_owned());
        failure.wire.to = Some(refused.event.to_owned());
        failure.wire.allowed = Some(refused.allowed.into_iter().map(str::to_owned).collect());
        failure
    }
}
