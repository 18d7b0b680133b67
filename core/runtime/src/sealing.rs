//! The keys of the installation, or in words why there are none.

use praxis_domain::{
    store::{Actor, Store},
    vault::ports::Sealer,
};
use praxis_features::Random;
use praxis_kernel::Failure;
use praxis_keychain::{Chance, KeyProblem, Keys, NoKeys, Place, load_or_create};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Where the keys are that seal recordings and the keys of providers.
#[derive(Debug, Clone)]
pub enum KeyPlace {
    /// In a file that only its owner may read: for servers.
    File(PathBuf),
    /// In the computer's keychain; on a computer without one, in a file of the data folder that
    /// only its owner may read.
    Keychain,
}

/// Takes the keys from their place. A new one is drawn only while nothing was sealed: otherwise a
/// missing key stays missing, and what needs it says so, while the rest of the program works.
pub async fn open(
    place: &KeyPlace,
    data: &Path,
    store: &dyn Store,
    random: &Arc<dyn Random>,
    actor: &Actor,
) -> Result<Arc<dyn Sealer>, Failure> {
    let mut work = store.read(actor).await?;
    let mut sealed = work.recordings().key_ids().await?;
    sealed.extend(work.models().sealed_by().await?);
    drop(work);
    let (place, data, may_create) = (place.clone(), data.to_owned(), sealed.is_empty());
    let random = Arc::clone(random);
    let account = random.id().to_string();
    let chance: Chance = Arc::new(move || random.secret());
    let loaded = tokio::task::spawn_blocking(move || match place {
        KeyPlace::File(path) => load_or_create(&Place::KeyFile { path }, may_create, &chance),
        KeyPlace::Keychain => of_computer(&data, &account, may_create, &chance),
    })
    .await?;
    Ok(match loaded {
        Ok(keys) => {
            for id in sealed.iter().filter(|id| !keys.ids().contains(id)) {
                tracing::warn!(
                    key = id,
                    "a key that sealed recordings or keys of providers is not here"
                );
            }
            Arc::new(keys)
        }
        Err(problem) => {
            tracing::error!(cause = problem.words(), "sealing is not possible");
            Arc::new(NoKeys(problem))
        }
    })
}

/// From the file when there is one, since that computer had no keychain; else from the keychain.
fn of_computer(
    data: &Path,
    account: &str,
    may_create: bool,
    chance: &Chance,
) -> Result<Keys, KeyProblem> {
    let path = data.join("praxis.key");
    let file = Place::KeyFile { path: path.clone() };
    if path.exists() {
        return load_or_create(&file, may_create, chance);
    }
    let beside = data.join("installation");
    let keychain = Place::Keychain {
        account: installation(&beside, account)?,
        beside,
    };
    match load_or_create(&keychain, may_create, chance) {
        Err(KeyProblem::Unreachable(_)) if may_create => load_or_create(&file, may_create, chance),
        outcome => outcome,
    }
}

/// The name under which the keychain keeps the keys of this data folder; given once.
fn installation(file: &Path, fresh: &str) -> Result<String, KeyProblem> {
    use std::io::Write;
    match std::fs::File::create_new(file) {
        Ok(mut created) => {
            created.write_all(fresh.as_bytes())?;
            created.sync_all()?;
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error.into()),
    }
    Ok(std::fs::read_to_string(file)?.trim().to_owned())
}
