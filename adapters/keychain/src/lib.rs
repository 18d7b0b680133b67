//! The keys of the installation: where they are kept, and sealing with them.
//!
//! There is no default key. A key is drawn by chance when whoever starts the program says that one
//! may be created, which is when nothing was sealed yet; otherwise a missing key stays missing.

mod file;
mod format;
mod keys;
mod passphrase;
mod place;
mod problem;
mod system;

pub use keys::{Keys, NoKeys, OVERHEAD};
pub use passphrase::Passphrase;
pub use place::{Place, add_key, load_or_create};
pub use problem::KeyProblem;

use std::sync::Arc;

/// Where chance comes from: 32 bytes that nobody can guess, new at each call.
pub type Chance = Arc<dyn Fn() -> [u8; 32] + Send + Sync>;
