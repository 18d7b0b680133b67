//! Engines and voices as a file describes them.

mod file;
mod services;
mod voices;
mod workers;

use crate::{described, whisper::WorkerProgram};
use praxis_domain::scribe::speech::{GivenKeys, Speech, SpeechEngine, Voice};
use serde_json::{Value, json};
use std::sync::Arc;

fn speech(description: &Value, worker: Option<&WorkerProgram>) -> Speech {
    keyed(description, worker, &GivenKeys::new())
}

fn keyed(description: &Value, worker: Option<&WorkerProgram>, keys: &GivenKeys) -> Speech {
    let described = described::parse(&description.to_string(), worker);
    described.expect("a good description").with(keys)
}

fn engine(description: Value) -> Arc<dyn SpeechEngine> {
    let described = speech(&json!({ "engines": [description] }), None);
    Arc::clone(&described.engines[0])
}

fn voice(description: Value) -> Arc<dyn Voice> {
    let described = speech(&json!({ "voices": [description] }), None);
    Arc::clone(&described.voices[0])
}

/// A new folder of this test.
fn folder(name: &str) -> std::path::PathBuf {
    let name = format!("praxis-speech-{}-{name}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// What a call answers whose time runs out; it is begun in real time, so that programs and
/// connections are there, and then nobody waits. Also how many seconds were waited for.
async fn in_the_end<T>(call: impl Future<Output = T>) -> (T, u64) {
    let before = tokio::time::Instant::now();
    let pausing = async {
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        tokio::time::pause();
    };
    let (answer, ()) = tokio::join!(call, pausing);
    tokio::time::resume();
    (answer, before.elapsed().as_secs())
}
