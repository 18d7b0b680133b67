//! The keys of the installation, or in words why there are none.

use async_trait::async_trait;
use praxis_domain::{
    store::{Actor, Store},
    vault::{
        model::{KeyFault, KeyLocation, KeyState},
        ports::{KeyStore, Purpose, Sealer},
    },
};
use praxis_features::{Clock, Random};
use praxis_kernel::{Failure, FailureType, Secret};
use praxis_keychain::{Chance, KeyProblem, Keys, NoKeys, Passphrase, Place, load_or_create};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};
use tokio::sync::Mutex;

/// In the data folder, what only its owner may read, and what opens with a passphrase.
const OWNER_FILE: &str = "praxis.key";
const PASSPHRASE_FILE: &str = "praxis-passphrase.key";

/// Where the keys are that seal recordings and the keys of providers.
#[derive(Debug, Clone)]
pub enum KeyPlace {
    /// In a file that only its owner may read: for servers.
    File(PathBuf),
    /// In the computer's keychain; on a computer without one, in a file of the data folder that
    /// opens with a passphrase, or in one that only its owner may read where that is there.
    Keychain,
}

/// The keys as they are now. What was locked opens while the program runs.
pub struct Keyring {
    where_to_look: Where,
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    now: Arc<RwLock<Now>>,
    /// One passphrase is tried at a time: each takes time and memory on purpose.
    turn: Arc<Mutex<()>>,
}

/// Where keys are looked for, and what a new one is drawn from.
#[derive(Clone)]
struct Where {
    place: KeyPlace,
    data: PathBuf,
    /// By which name a keychain keeps them, unless it has one already.
    account: String,
    chance: Chance,
}

struct Now {
    sealer: Arc<dyn Sealer>,
    state: KeyState,
}

/// Where keys were looked for, and what was there.
type Found = (KeyLocation, Result<Keys, KeyProblem>);

impl Keyring {
    /// Takes the keys from their place. A new one is drawn only while nothing was sealed: otherwise
    /// a missing key stays missing, and what needs it says so, while the rest of the program works.
    pub async fn open(
        place: KeyPlace,
        data: &Path,
        store: Arc<dyn Store>,
        random: Arc<dyn Random>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Failure> {
        let where_to_look = Where {
            place,
            data: data.to_owned(),
            account: random.id().to_string(),
            chance: Arc::new(move || random.secret()),
        };
        let sealed = sealed_by(store.as_ref(), clock.as_ref()).await?;
        let found = where_to_look.look(sealed.is_empty()).await?;
        Ok(Self {
            where_to_look,
            store,
            clock,
            now: Arc::new(RwLock::new(Now::of(found, &sealed))),
            turn: Arc::default(),
        })
    }

    fn sealer(&self) -> Arc<dyn Sealer> {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&now.sealer)
    }

    /// Takes the keys from the file with a passphrase. They are there from then on, also when
    /// whoever asked went away meanwhile.
    async fn load(&self, passphrase: &Secret, asked: KeyFault) -> Result<(), Failure> {
        let turn = Arc::clone(&self.turn).lock_owned().await;
        let state = self.state();
        if state.fault != Some(asked) {
            return Err(Failure::new(FailureType::Conflict, not_wanted(&state)));
        }
        let sealed = sealed_by(self.store.as_ref(), self.clock.as_ref()).await?;
        let may_create = asked == KeyFault::NotChosen && sealed.is_empty();
        let place = Place::PassphraseFile {
            path: self.where_to_look.data.join(PASSPHRASE_FILE),
            passphrase: Passphrase::new(passphrase.reveal().to_owned()),
        };
        let chance = Arc::clone(&self.where_to_look.chance);
        let now = Arc::clone(&self.now);
        let loaded = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let keys = load_or_create(&place, may_create, &chance)?;
            let opened = Now::of((KeyLocation::PassphraseFile, Ok(keys)), &sealed);
            *now.write().unwrap_or_else(PoisonError::into_inner) = opened;
            Ok::<_, KeyProblem>(())
        });
        Ok(loaded.await??)
    }
}

#[async_trait]
impl KeyStore for Keyring {
    fn state(&self) -> KeyState {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        now.state.clone()
    }
    async fn choose(&self, passphrase: &Secret) -> Result<(), Failure> {
        self.load(passphrase, KeyFault::NotChosen).await
    }
    async fn open(&self, passphrase: &Secret) -> Result<(), Failure> {
        self.load(passphrase, KeyFault::Locked).await
    }
    async fn look_again(&self) -> Result<(), Failure> {
        let _turn = self.turn.lock().await;
        let fault = self.state().fault;
        // Those two wait for a passphrase, and nothing else opens them.
        if matches!(fault, None | Some(KeyFault::Locked | KeyFault::NotChosen)) {
            return Ok(());
        }
        let sealed = sealed_by(self.store.as_ref(), self.clock.as_ref()).await?;
        let found = self.where_to_look.look(sealed.is_empty()).await?;
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Now::of(found, &sealed);
        Ok(())
    }
}

impl Sealer for Keyring {
    fn seal(&self, purpose: Purpose, about: &[u8], plain: &[u8]) -> Result<Vec<u8>, Failure> {
        self.sealer().seal(purpose, about, plain)
    }
    fn open(&self, purpose: Purpose, about: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Failure> {
        self.sealer().open(purpose, about, sealed)
    }
    fn key_id(&self) -> Result<String, Failure> {
        self.sealer().key_id()
    }
}

impl Where {
    async fn look(&self, may_create: bool) -> Result<Found, Failure> {
        let Self {
            place,
            data,
            account,
            chance,
        } = self.clone();
        let looking = tokio::task::spawn_blocking(move || match place {
            KeyPlace::File(path) => of_file(path, may_create, &chance),
            KeyPlace::Keychain => of_computer(&data, &account, may_create, &chance),
        });
        Ok(looking.await?)
    }
}

impl Now {
    fn of((location, found): Found, sealed: &[String]) -> Self {
        let mut state = KeyState {
            location,
            fault: None,
            key_id: None,
            missing: vec![],
        };
        match found {
            Ok(keys) => {
                let here = keys.ids();
                state.missing = sealed.to_vec();
                state.missing.retain(|id| !here.contains(id));
                for key in &state.missing {
                    tracing::warn!(
                        key,
                        "a key that sealed recordings or keys of providers is not here"
                    );
                }
                state.key_id = here.into_iter().next();
                Self {
                    sealer: Arc::new(keys),
                    state,
                }
            }
            Err(problem) => {
                let cause = problem.words();
                match problem {
                    KeyProblem::Locked | KeyProblem::NotChosen => tracing::info!(cause, "locked"),
                    _ => tracing::error!(cause, "sealing is not possible"),
                }
                state.fault = Some(fault(&problem));
                Self {
                    sealer: Arc::new(NoKeys(problem)),
                    state,
                }
            }
        }
    }
}

const fn fault(problem: &KeyProblem) -> KeyFault {
    match problem {
        KeyProblem::Unreachable(_) => KeyFault::Unreachable,
        KeyProblem::Missing => KeyFault::Missing,
        KeyProblem::Locked | KeyProblem::WrongPassphrase => KeyFault::Locked,
        KeyProblem::NotChosen | KeyProblem::ShortPassphrase => KeyFault::NotChosen,
        KeyProblem::Damaged(_) => KeyFault::Damaged,
        KeyProblem::Exposed(_) => KeyFault::Exposed,
        KeyProblem::Disk(_) => KeyFault::Disk,
    }
}

/// Why a passphrase is of no use now.
const fn not_wanted(state: &KeyState) -> &'static str {
    match (state.location, state.fault) {
        (KeyLocation::OwnerFile, _) => {
            "No passphrase is needed: the keys lie in a file that only its owner may read."
        }
        (KeyLocation::Keychain, _) => {
            "No passphrase is needed: the keys lie in the computer's keychain."
        }
        (_, Some(KeyFault::NotChosen)) => "No passphrase was chosen yet.",
        (_, Some(_)) => "A passphrase was chosen before. Enter that one.",
        (_, None) => "The keys are open already.",
    }
}

/// Public names of all keys that something was sealed with, in every clinic.
async fn sealed_by(store: &dyn Store, clock: &dyn Clock) -> Result<Vec<String>, Failure> {
    let mut work = store.read(&Actor::program("keys", clock.now())).await?;
    let mut sealed = work.recordings().key_ids().await?;
    sealed.extend(work.models().sealed_by().await?);
    sealed.extend(work.service_keys().sealing_keys().await?);
    sealed.sort_unstable();
    sealed.dedup();
    Ok(sealed)
}

fn of_file(path: PathBuf, may_create: bool, chance: &Chance) -> Found {
    let found = load_or_create(&Place::KeyFile { path }, may_create, chance);
    (KeyLocation::OwnerFile, found)
}

/// From a file when there is one, since that computer had no keychain; else from the keychain.
fn of_computer(data: &Path, account: &str, may_create: bool, chance: &Chance) -> Found {
    let file = data.join(OWNER_FILE);
    if file.exists() {
        return of_file(file, may_create, chance);
    }
    if data.join(PASSPHRASE_FILE).exists() {
        return (KeyLocation::PassphraseFile, Err(KeyProblem::Locked));
    }
    match of_keychain(data, account, may_create, chance) {
        // Nothing was sealed, so a key in another place loses nothing.
        Err(KeyProblem::Unreachable(_)) if may_create => {
            (KeyLocation::PassphraseFile, Err(KeyProblem::NotChosen))
        }
        found => (KeyLocation::Keychain, found),
    }
}

fn of_keychain(
    data: &Path,
    account: &str,
    may_create: bool,
    chance: &Chance,
) -> Result<Keys, KeyProblem> {
    let beside = data.join("installation");
    let account = installation(&beside, account)?;
    load_or_create(&Place::Keychain { account, beside }, may_create, chance)
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
