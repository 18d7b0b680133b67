//! Engines that turn sound into words, as the clinic describes them in a file.
//!
//! ```json
//! { "engines": [ { "name": "whisper.cpp", "command": ["whisper-cli", "-m", "model.bin", "-f", "-", "-nt", "-np"] } ] }
//! ```
//!
//! Whoever may write that file may run programs on this machine, so it lies beside the database and
//! no screen writes it.

mod command;

pub use command::CommandEngine;

use praxis_domain::scribe::speech::SpeechEngine;
use serde::Deserialize;
use std::{io::ErrorKind, path::Path, sync::Arc};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Described {
    engines: Vec<CommandEngine>,
}

/// Why the file of engines cannot be used, in words for whoever wrote it.
#[derive(Debug)]
pub struct Unusable(pub String);

/// The engines of a file, in their order; none when there is no such file.
pub fn read(path: &Path) -> Result<Vec<Arc<dyn SpeechEngine>>, Unusable> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(vec![]),
        Err(error) => return Err(Unusable(format!("it cannot be read: {}", error.kind()))),
    };
    let described: Described =
        serde_json::from_str(&text).map_err(|error| Unusable(error.to_string()))?;
    let mut engines: Vec<Arc<dyn SpeechEngine>> = vec![];
    for engine in described.engines {
        engine
            .check()
            .map_err(|problem| Unusable(problem.to_owned()))?;
        engines.push(Arc::new(engine));
    }
    Ok(engines)
}
