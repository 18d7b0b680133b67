//! What every command is lent.

use crate::{recorder::Recorder, session::Keeper};
use praxis_runtime::Runtime;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::SetOnce;
use tokio_util::sync::CancellationToken;

/// Everything the commands share; cheap to clone.
#[derive(Clone)]
pub struct Shared(Arc<Inner>);

struct Inner {
    runtime: SetOnce<Arc<Runtime>>,
    session: Keeper,
    running: Mutex<HashMap<String, CancellationToken>>,
    listening: Mutex<CancellationToken>,
    recorder: Recorder,
}

impl Shared {
    /// With a program that is still being opened.
    pub fn new(session: Keeper) -> Self {
        Self(Arc::new(Inner {
            runtime: SetOnce::new(),
            session,
            running: Mutex::default(),
            listening: Mutex::default(),
            recorder: Recorder::default(),
        }))
    }

    /// The program is open: commands that wait for it go on.
    pub fn opened(&self, runtime: Arc<Runtime>) {
        if self.0.runtime.set(runtime).is_err() {
            tracing::error!("the program was opened twice");
        }
    }

    /// The program, as soon as it is open.
    pub async fn runtime(&self) -> &Arc<Runtime> {
        self.0.runtime.wait().await
    }

    /// The program, if it was ever opened.
    pub fn runtime_if_open(&self) -> Option<&Arc<Runtime>> {
        self.0.runtime.get()
    }

    /// The microphone of this window.
    pub fn recorder(&self) -> &Recorder {
        &self.0.recorder
    }

    /// Who is signed in at this window.
    pub fn session(&self) -> &Keeper {
        &self.0.session
    }

    /// Notes that an operation runs, so that it can be cancelled by its id.
    pub fn begin(&self, operation_id: Option<String>) -> Running {
        let cancel = CancellationToken::new();
        if let Some(id) = &operation_id {
            lock(&self.0.running).insert(id.clone(), cancel.clone());
        }
        Running {
            shared: self.clone(),
            operation_id,
            cancel,
        }
    }

    /// Stops an operation; whether it was still running.
    pub fn cancel(&self, operation_id: &str) -> bool {
        let running = lock(&self.0.running).get(operation_id).cloned();
        running.inspect(CancellationToken::cancel).is_some()
    }

    /// A new listener takes the place of the one before: a page that was loaded anew listens once.
    pub fn listen(&self) -> CancellationToken {
        let mut listening = lock(&self.0.listening);
        listening.cancel();
        *listening = CancellationToken::new();
        listening.clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An operation that runs; dropped with it.
pub struct Running {
    shared: Shared,
    operation_id: Option<String>,
    /// Ends the operation.
    pub cancel: CancellationToken,
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(id) = &self.operation_id {
            lock(&self.shared.0.running).remove(id);
        }
    }
}
