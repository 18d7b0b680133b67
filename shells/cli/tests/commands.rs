//! Commands as somebody types them.

#![allow(clippy::unwrap_used)]

use std::{
    io::Write,
    process::{Command, Stdio},
};

#[test]
fn dev_5_migrate_makes_a_database_and_finds_it_up_to_date() {
    let folder = std::env::temp_dir().join(format!("praxis-migrate-{}", std::process::id()));
    for _ in 0..2 {
        let done = Command::new(env!("CARGO_BIN_EXE_praxis"))
            .args(["migrate", "--data"])
            .arg(&folder)
            .env_remove("PRAXIS_DATABASE_URL")
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
        assert_eq!(done.stdout, b"The database is up to date.\n");
        assert!(folder.join("praxis.db").exists());
    }
    // What cannot be a data folder is said in words.
    let refused = Command::new(env!("CARGO_BIN_EXE_praxis"))
        .args(["migrate", "--data"])
        .arg(folder.join("praxis.db"))
        .env_remove("PRAXIS_DATABASE_URL")
        .output()
        .unwrap();
    assert!(!refused.status.success());
    let words = String::from_utf8(refused.stderr).unwrap();
    assert!(
        words.contains("data folder cannot be made or used"),
        "{words}"
    );
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn aud_1_a_sound_file_is_brought_in_on_the_command_line() {
    let folder = std::env::temp_dir().join(format!("praxis-sound-{}", std::process::id()));
    let run = |words: &[&str], input: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_praxis"))
            .args(words)
            .arg("--data")
            .arg(&folder)
            .env_remove("PRAXIS_DATABASE_URL")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A command that reads nothing may be gone before it is told.
        let _gone = stdin.write_all(input.as_bytes());
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    };
    let clinic = "setup --organization Clinic --name Doctor --login anna";
    let words: Vec<_> = clinic.split(' ').collect();
    assert!(run(&words, "correct horse battery staple\n").0);
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let import = |file: &str, visit: &[&str]| {
        let file = format!("{root}/{file}");
        let mut words = vec!["import", "recording", "--as", "anna", &file];
        words.extend(visit);
        run(&words, "")
    };
    let talk = "core/audio/tests/data/speech.mp3";
    let (done, said) = import(talk, &[]);
    assert!(
        done && said.contains("speech.mp3 is now recording"),
        "{said}"
    );
    let sounds = std::fs::read_dir(folder.join("recordings")).unwrap();
    assert_eq!(sounds.count(), 1);
    let (done, said) = import("README.md", &[]);
    assert!(!done && said.contains("not a sound file"), "{said}");
    let nowhere = "01a2153e-c7ef-7012-8f24-7d3fa2a5820f";
    let (done, said) = import(talk, &["--visit", nowhere]);
    assert!(!done && said.contains("There is no such visit"), "{said}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn aic_1_a_model_that_is_named_drafts_on_the_command_line() {
    use praxis_model_testkit::{Fault, Script, Server};
    let talk = std::env::temp_dir().join(format!("praxis-talk-{}.txt", std::process::id()));
    std::fs::write(&talk, "[doctor] What is it?\n[patient] My knee hurts.").unwrap();
    let note = r#"{"subjective":[{"text":"Knee pain.","turns":[1],"quote":"knee hurts"}],"objective":[],"assessment":[],"plan":[]}"#;
    let wrong = Script::saying(note).with(Fault::MissingField("plan"));
    let server = Server::start([wrong, Script::saying(note)]).await;
    let draft = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_praxis"));
        command
            .arg("draft")
            .arg(&talk)
            .args(["--provider", "openai-compatible"]);
        command.args(["--model", "m"]).args(more).output().unwrap()
    };
    let done = draft(&["--base-url", server.url()]);
    assert!(done.status.success(), "{done:?}");
    assert!(
        String::from_utf8(done.stdout)
            .unwrap()
            .contains("Knee pain.")
    );
    assert_eq!(server.journal().len(), 2, "asked once more for the form");
    let refused = draft(&["--base-url", "https://cloud.invalid"]);
    assert!(!refused.status.success());
    let words = String::from_utf8(refused.stderr).unwrap();
    assert!(words.contains("--allow-outside"), "{words}");
    std::fs::remove_file(talk).unwrap();
}
