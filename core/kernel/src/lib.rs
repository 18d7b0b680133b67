//! What every operation, feature and shell agrees on. No I/O.

mod events;
mod failure;
mod machine;
mod operation;
mod secret;
mod time;

pub use events::{Event, EventFrame, Topic};
pub use failure::{Failure, FailureType, Rule, WireFailure};
pub use machine::{Machine, Refused};
pub use operation::{Emit, Meta, Method, Operation, SessionEffect, Tag, Tool};
pub use praxis_macros::{operation, states, wire};
pub use secret::Secret;
pub use time::{Date, Timestamp};

/// Declares opaque identifiers: UUIDs of version 7 that travel as strings.
#[macro_export]
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, ::serde::Serialize, ::serde::Deserialize, ::specta::Type, ::schemars::JsonSchema)]
        #[serde(transparent)]
        #[schemars(with = "String", extend("format" = "uuid"))]
        pub struct $name(#[specta(type = String)] ::uuid::Uuid);

        impl $name {
            /// Wraps an identifier that storage or the identifier source made.
            pub const fn new(id: ::uuid::Uuid) -> Self { Self(id) }
            /// The bare identifier, for storage.
            pub const fn get(self) -> ::uuid::Uuid { self.0 }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { self.0.fmt(f) }
        }
        impl ::std::str::FromStr for $name {
            type Err = ::uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
    )* };
}
