//! The file of engines and voices, read again when it was changed.

use crate::{
    Unusable,
    described::{self, Described},
    whisper::WorkerProgram,
};
use praxis_domain::scribe::speech::{GivenKeys, Speech, SpeechEngine, SpeechSource};
use std::{
    io::ErrorKind,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

/// When a file was last changed, and its length; absent when there is none.
type Stamp = Option<(SystemTime, u64)>;

/// The engines and voices of a file. A file that cannot be used describes none, and it is said why.
pub struct SpeechFile {
    path: PathBuf,
    first: Vec<Arc<dyn SpeechEngine>>,
    worker: Option<WorkerProgram>,
    read: Mutex<Option<(Stamp, Arc<Described>)>>,
}

impl SpeechFile {
    /// The file at `path`, whose engines come after `first`. `worker` is what runs whisper.cpp;
    /// absent in a program that was built without it.
    pub fn new(
        path: PathBuf,
        first: Vec<Arc<dyn SpeechEngine>>,
        worker: Option<WorkerProgram>,
    ) -> Self {
        Self {
            path,
            first,
            worker,
            read: Mutex::new(None),
        }
    }

    fn stamp(&self) -> std::io::Result<Stamp> {
        match std::fs::metadata(&self.path) {
            Ok(known) => Ok(Some((known.modified()?, known.len()))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn parsed(&self, is_there: bool) -> Result<Described, Unusable> {
        if !is_there {
            return Ok(Described::default());
        }
        let text = std::fs::read_to_string(&self.path)
            .map_err(|error| Unusable(format!("it cannot be read: {}", error.kind())))?;
        described::parse(&text, self.worker.as_ref())
    }

    fn described(&self, is_there: bool) -> Arc<Described> {
        let described = self.parsed(is_there).unwrap_or_else(|Unusable(why)| {
            let file = self.path.file_name().unwrap_or_default().to_string_lossy();
            Described {
                problem: Some(format!("the file {file} cannot be used: {why}")),
                ..Described::default()
            }
        });
        Arc::new(described)
    }

    fn now(&self) -> Arc<Described> {
        // A file whose state is not known is read each time.
        let Ok(stamp) = self.stamp() else {
            return self.described(true);
        };
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        match &*read {
            Some((before, described)) if *before == stamp => Arc::clone(described),
            _ => {
                let described = self.described(stamp.is_some());
                *read = Some((stamp, Arc::clone(&described)));
                described
            }
        }
    }
}

impl SpeechSource for SpeechFile {
    fn current(&self, keys: &GivenKeys) -> Speech {
        let mut speech = self.now().with(keys);
        speech.engines.splice(0..0, self.first.iter().cloned());
        speech
    }
}
