//! Who works here, and who is asking.

use praxis_kernel::{Timestamp, ids, wire};

ids! {
    /// A clinic; every record belongs to exactly one.
    OrganizationId
    /// A person who signs in.
    UserId
    /// One signed-in device.
    SessionId
}

/// What a person may do, as named sets of permissions; the policies are in `core/runtime/policy`.
#[wire]
pub enum Role {
    /// Runs the clinic's program: users, audit, everything clinical.
    Admin,
    /// Doctor or vet: patients, visits, signing.
    Clinician,
    /// Nurse or assistant: patients, visits without signing.
    Assistant,
    /// Registers patients.
    FrontDesk,
    /// Reads patients and notes.
    Pharmacist,
    /// Reads patients.
    Billing,
    /// Reads patients and notes.
    Viewer,
    /// Reads the audit log.
    Auditor,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 8] = [
        Self::Admin,
        Self::Clinician,
        Self::Assistant,
        Self::FrontDesk,
        Self::Pharmacist,
        Self::Billing,
        Self::Viewer,
        Self::Auditor,
    ];

    /// As stored, sent and named in policies.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Clinician => "clinician",
            Self::Assistant => "assistant",
            Self::FrontDesk => "front_desk",
            Self::Pharmacist => "pharmacist",
            Self::Billing => "billing",
            Self::Viewer => "viewer",
            Self::Auditor => "auditor",
        }
    }
    /// The role that a stored word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// A clinic.
#[wire]
pub struct Organization {
    /// Its identifier.
    pub organization_id: OrganizationId,
    /// Its name, printed on notes.
    pub name: String,
}

/// A person who signs in.
#[wire]
pub struct User {
    /// Identifier.
    pub user_id: UserId,
    /// What is typed to sign in; unique in the installation, compared without case.
    pub login: String,
    /// The name that signs notes.
    pub display_name: String,
    /// What the person may do.
    pub roles: Vec<Role>,
    /// A deactivated user cannot sign in, and open sessions are dead.
    pub active: bool,
    /// Counts changes; send it back when changing the user.
    pub version: i32,
    /// When the account was made.
    pub created_at: Timestamp,
}

/// A user with what only sign-in may see.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The user.
    pub user: User,
    /// Their clinic.
    pub organization: Organization,
    /// argon2id in PHC form.
    pub password_hash: String,
}

/// What is stored of a session; the tokens themselves are nowhere.
#[derive(Debug, Clone)]
pub struct Session {
    /// Identifier.
    pub session_id: SessionId,
    /// Whose.
    pub user: User,
    /// In which clinic.
    pub organization: Organization,
    /// When the password was last checked.
    pub authenticated_at: Timestamp,
    /// Last use; the idle limit counts from here.
    pub seen_at: Timestamp,
    /// End, whatever happens.
    pub expires_at: Timestamp,
}

/// A session as its owner sees it.
#[wire]
pub struct SessionView {
    /// End, whatever happens.
    pub expires_at: Timestamp,
    /// Without use for so many seconds, it ends.
    pub idle_seconds: u32,
}

/// Interface languages.
#[wire]
pub enum Language {
    /// English.
    En,
    /// Polish.
    Pl,
}

/// Colour schemes.
#[wire]
pub enum Theme {
    /// As the operating system says.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// What a user chose for the screens.
#[wire]
pub struct Preferences {
    /// Language of the screens; the browser's until chosen.
    pub language: Option<Language>,
    /// Colours.
    pub theme: Theme,
    /// Whether single letters act as keys outside text fields.
    pub single_keys: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: None,
            theme: Theme::System,
            single_keys: true,
        }
    }
}

/// The signed-in person, with everything a screen needs to show the right things.
#[wire]
pub struct CurrentUser {
    /// The person.
    pub user: User,
    /// The clinic.
    pub organization: Organization,
    /// Permissions such as `patient:read`; screens disable what is not here.
    pub permissions: Vec<String>,
    /// The session.
    pub session: SessionView,
    /// What was chosen for the screens.
    pub preferences: Preferences,
}

/// The answer to signing in.
#[wire]
pub struct SignedIn {
    /// Bearer token; empty where the shell keeps it (cookie, desktop).
    pub token: String,
    /// Exchanges for a new pair, once; empty where the shell keeps the session.
    pub refresh_token: String,
    /// Who signed in.
    pub me: CurrentUser,
}

/// Whether the first-run set-up is still to be done.
#[wire]
pub struct SetupStatus {
    /// True until the first admin exists.
    pub needed: bool,
    /// Whether the set-up code from the console is asked for; the desktop app needs none.
    pub code_required: bool,
}
