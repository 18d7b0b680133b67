//! The life of a worker, played by a script: it answers in the protocol and says which process it is.

use super::{folder, in_the_end, speech};
use crate::whisper::WorkerProgram;
use praxis_domain::scribe::speech::{EngineKind, Heard, SpeechEngine, SpeechProblem};
use serde_json::json;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

/// An utterance of 100 samples is a file of 244 bytes.
const UTTERANCE: [i16; 100] = [7; 100];
/// Reads one file; false at the end.
const FILE: &str = "[ $(head -c 244 | wc -c) = 244 ]";
const READY: &str = r#"echo '{"event":"ready"}'"#;
/// Answers with what it was started with, and with its own number.
const ANSWER: &str = r#"echo "{\"event\":\"heard\",\"text\":\" $* is $$ \",\"confidence\":0.5}""#;

fn worker(model: &Path, script: &str) -> Arc<dyn SpeechEngine> {
    let program = WorkerProgram {
        program: "sh".into(),
        arguments: ["-c", script, "worker"].map(Into::into).to_vec(),
    };
    let described = json!({"name": "Whisper", "whisper_model": model, "language": "pl"});
    let speech = speech(&json!({ "engines": [described] }), Some(&program));
    Arc::clone(&speech.engines[0])
}

fn model(name: &str) -> PathBuf {
    let model = folder(name).join("model.bin");
    std::fs::write(&model, "weights").unwrap();
    model
}

fn process(heard: Result<Heard, SpeechProblem>) -> u32 {
    let heard = heard.unwrap();
    assert_eq!(heard.confidence, Some(50));
    heard.text.rsplit_once(' ').unwrap().1.parse().unwrap()
}

fn is_alive(process: u32) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{process}/stat"));
    state.is_ok_and(|state| !state.contains(") Z "))
}

#[tokio::test]
async fn aud_8_one_worker_hears_one_utterance_after_the_other() {
    let model = model("one");
    let engine = worker(&model, &format!("{READY}; while {FILE}; do {ANSWER}; done"));
    let info = engine.info();
    assert_eq!(
        (info.kind, info.local, info.blocked),
        (EngineKind::Whisper, true, None)
    );
    let heard = engine.hear(&UTTERANCE).await.unwrap();
    let expected = format!("--model {} --language pl is ", model.display());
    assert!(heard.text.starts_with(&expected), "{}", heard.text);
    let (second, third) = tokio::join!(engine.hear(&UTTERANCE), engine.hear(&UTTERANCE));
    let worker = process(Ok(heard));
    assert_eq!((process(second), process(third)), (worker, worker));
    drop(engine);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!is_alive(worker), "it ends with the engine");
}

#[tokio::test]
async fn aud_8_a_worker_that_was_killed_is_started_again() {
    let model = model("killed");
    let engine = worker(&model, &format!("{READY}; while {FILE}; do {ANSWER}; done"));
    let first = process(engine.hear(&UTTERANCE).await);
    let killed = std::process::Command::new("kill")
        .args(["-9", &first.to_string()])
        .status();
    assert!(killed.unwrap().success());
    let second = process(engine.hear(&UTTERANCE).await);
    assert_ne!(first, second);
}

#[tokio::test]
async fn aud_8_a_worker_that_crashes_is_tried_anew_once() {
    let model = model("crashes");
    // Answers once and crashes at the second utterance.
    let script = format!("{READY}; {FILE}; {ANSWER}; {FILE}; kill -9 $$");
    let engine = worker(&model, &script);
    let first = process(engine.hear(&UTTERANCE).await);
    let second = process(engine.hear(&UTTERANCE).await);
    assert_ne!(first, second);
    let always = worker(&model, &format!("{READY}; {FILE}; kill -9 $$"));
    assert_eq!(always.hear(&UTTERANCE).await, Err(SpeechProblem::Failed));
    assert_eq!(always.hear(&UTTERANCE).await, Err(SpeechProblem::Failed));
}

#[tokio::test]
async fn aud_8_a_model_that_cannot_be_read_is_said() {
    let model = model("malformed");
    for script in ["exit 3", "kill -ABRT $$"] {
        let engine = worker(&model, script);
        for _ in 0..2 {
            assert_eq!(
                engine.hear(&UTTERANCE).await,
                Err(SpeechProblem::ModelUnreadable),
                "{script}"
            );
        }
    }
    let nowhere = worker(Path::new("/nowhere/model.bin"), READY);
    assert_eq!(
        nowhere.hear(&UTTERANCE).await,
        Err(SpeechProblem::ModelUnreadable)
    );
}

#[tokio::test]
async fn aud_8_what_a_worker_says_is_not_believed_blindly() {
    let model = model("says");
    for (script, problem) in [
        ("echo words", SpeechProblem::Unreadable),
        (
            r#"echo '{"event":"ready"}'; echo words; cat"#,
            SpeechProblem::Unreadable,
        ),
        (
            r#"echo '{"event":"ready"}'; echo '{"event":"ready"}'; cat"#,
            SpeechProblem::Unreadable,
        ),
        (
            r#"echo '{"event":"ready"}'; echo '{"event":"failed"}'; cat"#,
            SpeechProblem::Failed,
        ),
    ] {
        let engine = worker(&model, script);
        assert_eq!(engine.hear(&UTTERANCE).await, Err(problem), "{script}");
    }
}

#[tokio::test]
async fn aud_4_cancelling_ends_the_worker_and_what_it_started() {
    let model = model("cancel");
    let file = model.with_file_name("pulse");
    let pulse = format!(
        "while true; do date +%N > {}; sleep 0.05; done",
        file.display()
    );
    let engine = worker(&model, &format!("{READY}; {FILE}; ({pulse}) & wait"));
    let begun = Instant::now();
    let call = tokio::time::timeout(Duration::from_millis(500), engine.hear(&UTTERANCE));
    assert!(call.await.is_err());
    assert!(begun.elapsed() < Duration::from_secs(1));
    tokio::time::sleep(Duration::from_millis(200)).await;
    let before = std::fs::read_to_string(&file).unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(std::fs::read_to_string(&file).unwrap(), before);
}

#[tokio::test]
async fn aud_4_a_worker_that_hangs_is_given_up() {
    let model = model("hangs");
    let engine = worker(&model, &format!("{READY}; cat > /dev/null"));
    let hanging = in_the_end(engine.hear(&UTTERANCE)).await;
    assert_eq!(hanging, (Err(SpeechProblem::Late), 30));
    let silent = worker(&model, "cat > /dev/null");
    let loading = in_the_end(silent.hear(&UTTERANCE)).await;
    assert_eq!(loading, (Err(SpeechProblem::Late), 120));
}

#[tokio::test]
async fn aud_8_a_program_without_whisper_says_so() {
    let described = json!({"name": "Whisper", "whisper_model": "/models/a.bin"});
    let speech = speech(&json!({ "engines": [described] }), None);
    let engine = &speech.engines[0];
    assert_eq!(engine.info().blocked, Some(SpeechProblem::NotBuilt));
    assert!(!speech.hears());
    assert_eq!(engine.hear(&UTTERANCE).await, Err(SpeechProblem::NotBuilt));
}
