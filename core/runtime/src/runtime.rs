//! The program without a shell.

use crate::{
    anchors::{self, FileAnchors},
    blobs::FolderBlobs,
    cleaning,
    drafter::BuiltInDrafter,
    events::Hub,
    jobs,
    outside::{SystemClock, SystemRandom},
    passwords::Argon2Passwords,
    peers,
    policy::CedarPolicy,
    sealing::{KeyPlace, Keyring},
};
use praxis_domain::{
    documents::Blobs,
    models::ports::LanguageModels,
    scribe::speech::{GivenKeys, SpeechEngine, SpeechSource},
    store::Store,
    vault::ports::{KeyStore, Sealer},
};
use praxis_features::{Clock, JobHandler, Random, Services, SetupGate, handlers};
use praxis_kernel::{Failure, FailureType};
use praxis_speech::{SpeechFile, WorkerProgram};
use std::{path::PathBuf, sync::Arc};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// Which database.
#[derive(Debug, Clone)]
pub enum DatabaseChoice {
    /// A file in the data folder.
    Embedded,
    /// `postgres://…`
    Postgres {
        /// Address with user and password.
        url: String,
    },
}

/// What a shell decides.
pub struct Configuration {
    /// Where files lie; made when absent, readable by its owner alone.
    pub data: PathBuf,
    /// Which database.
    pub database: DatabaseChoice,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub random: Arc<dyn Random>,
    /// Who may do the first-run set-up.
    pub setup: Arc<dyn SetupGate>,
    /// Where the keys are that seal recordings.
    pub keys: KeyPlace,
    /// Where the sound of recordings lies, sealed.
    pub sounds: Arc<dyn Blobs>,
    /// What turns sound into words, before those that `speech.json` in the data folder describes.
    pub engines: Vec<Arc<dyn SpeechEngine>>,
    /// Whether nothing of this process may reach beyond this machine, whatever a clinic decides.
    pub local_only: bool,
    /// Asks language models.
    pub models: Arc<dyn LanguageModels>,
    /// What runs whisper.cpp; absent in a program that was built without it.
    pub whisper: Option<WorkerProgram>,
    /// What runs the jobs.
    pub handlers: Vec<Arc<dyn JobHandler>>,
}

impl Configuration {
    /// The usual: real time, real chance, the embedded database.
    pub fn new(data: PathBuf, setup: Arc<dyn SetupGate>) -> Self {
        let path = data.join("praxis.key");
        let sounds = Arc::new(FolderBlobs::new(data.join("recordings")));
        Self {
            data,
            sounds,
            database: DatabaseChoice::Embedded,
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            setup,
            keys: KeyPlace::File(path),
            engines: vec![],
            local_only: false,
            models: Arc::new(praxis_models::Models),
            whisper: None,
            handlers: handlers(),
        }
    }
}

/// The program, ready to be asked.
pub struct Runtime {
    services: Arc<Services>,
    policy: Arc<CedarPolicy>,
    hub: Arc<Hub>,
    tasks: TaskTracker,
    stop: CancellationToken,
}

/// Connections that read, or all connections of PostgreSQL.
const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 24;

impl Runtime {
    /// Opens the database, validates the policies, starts the workers.
    pub async fn start(configuration: Configuration) -> Result<Arc<Self>, Failure> {
        if configuration.local_only {
            praxis_network::forbid_outside();
        }
        make_private(&configuration.data)?;
        let store = open(&configuration).await?;
        let policy = Arc::new(CedarPolicy::new().map_err(Failure::internal)?);
        let start = configuration.random.id().as_u64_pair().1;
        // Half of the numbers are left for what will happen.
        let hub = Arc::new(Hub::new(u32::try_from(start >> 33).unwrap_or(0)));
        let keys = Keyring::open(
            configuration.keys,
            &configuration.data,
            Arc::clone(&store),
            Arc::clone(&configuration.random),
            Arc::clone(&configuration.clock),
        )
        .await?;
        let keys = Arc::new(keys);
        let speech = SpeechFile::new(
            configuration.data.join("speech.json"),
            configuration.engines,
            configuration.whisper,
        );
        if let Some(problem) = speech.current(&GivenKeys::new()).problem {
            tracing::warn!(
                problem,
                "nothing that the operator described turns sound into words"
            );
        }
        let services = Arc::new(Services {
            store,
            sealer: Arc::clone(&keys) as Arc<dyn Sealer>,
            keys: keys as Arc<dyn KeyStore>,
            clock: configuration.clock,
            random: configuration.random,
            account_turns: Default::default(),
            sound_turns: Default::default(),
            speech_turns: Default::default(),
            speech: Arc::new(speech),
            passwords: Arc::new(Argon2Passwords::new()),
            policy: Arc::clone(&policy) as Arc<dyn praxis_features::Policy>,
            setup: configuration.setup,
            drafter: Arc::new(BuiltInDrafter),
            models: configuration.models,
            model_health: Default::default(),
            blobs: Arc::new(FolderBlobs::new(configuration.data.join("uploads"))),
            sounds: configuration.sounds,
            anchors: Arc::new(FileAnchors::new(configuration.data.join("audit-ends.json"))),
            events: Arc::clone(&hub) as Arc<dyn praxis_features::Events>,
        });
        let runtime = Arc::new(Self {
            services,
            policy,
            hub,
            tasks: TaskTracker::new(),
            stop: CancellationToken::new(),
        });
        peers::start(&runtime, &runtime.tasks, &runtime.stop);
        jobs::start(
            &runtime,
            configuration.handlers,
            &runtime.tasks,
            &runtime.stop,
        );
        anchors::start(&runtime, &runtime.tasks, &runtime.stop);
        cleaning::start(&runtime, &runtime.tasks, &runtime.stop);
        Ok(runtime)
    }

    /// What operations are lent.
    pub const fn services(&self) -> &Arc<Services> {
        &self.services
    }
    /// The policies.
    pub const fn policy(&self) -> &Arc<CedarPolicy> {
        &self.policy
    }
    /// Where events come from.
    pub const fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// Parks running jobs, finishes writing, closes the database.
    pub async fn stop(&self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        anchors::remember(self).await;
        self.services.store.close().await;
    }
}

async fn open(configuration: &Configuration) -> Result<Arc<dyn Store>, Failure> {
    Ok(match &configuration.database {
        DatabaseChoice::Embedded => {
            let options = praxis_sqlite::Options {
                path: configuration.data.join("praxis.db"),
                readers: READERS,
            };
            Arc::new(praxis_sqlite::Database::open(&options).await?)
        }
        DatabaseChoice::Postgres { url } => {
            let options = praxis_postgres::Options {
                url: url.clone(),
                connections: POSTGRES_CONNECTIONS,
            };
            Arc::new(praxis_postgres::Database::open(&options).await?)
        }
    })
}

/// Makes the data folder; nobody but its owner may look inside.
fn make_private(folder: &PathBuf) -> Result<(), Failure> {
    let made = || {
        std::fs::create_dir_all(folder)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
        }
        Ok(())
    };
    made().map_err(|error: std::io::Error| {
        Failure::new(
            FailureType::Unavailable,
            "The data folder cannot be made or used.",
        )
        .because(error)
    })
}
