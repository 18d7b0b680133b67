//! The file itself: what it may say, and that changes are noticed.

use super::folder;
use crate::{SpeechFile, Unusable, described};
use praxis_domain::scribe::speech::{GivenKeys, SpeechSource};
use serde_json::json;
use std::sync::Arc;

#[test]
fn aud_8_what_is_wrong_with_a_description_is_said() {
    for (description, expected) in [
        (
            json!({"engines": [{"command": ["a"]}]}),
            "engine 1 needs a name",
        ),
        (
            json!({"engines": [{"name": " ", "command": ["a"]}]}),
            "engine 1 needs a name",
        ),
        (
            json!({"engines": [{"name": "A"}]}),
            "A needs a `command`, a `url` or a `whisper_model`",
        ),
        (
            json!({"voices": [{"name": "A", "whisper_model": "a"}]}),
            "A needs a `command` or a `url`",
        ),
        (
            json!({"engines": [{"name": "A", "command": []}]}),
            "A needs a command",
        ),
        (
            json!({"engines": [{"name": "A", "command": ["a"], "key": "k"}]}),
            "A: unknown field `key`",
        ),
        (
            json!({"engines": [{"name": "A", "command": ["a"], "url": "http://localhost"}]}),
            "A: unknown field `url`",
        ),
        (
            json!({"engines": [{"name": "A", "command": ["a"]}, {"name": "A", "command": ["b"]}]}),
            "the name of engine 2 is taken",
        ),
        (
            json!({"engines": [{"name": "A", "url": "http://localhost"}]}),
            "A: missing field `model`",
        ),
        (
            json!({"engines": [{"name": "A", "url": "file:///etc/passwd", "model": "m"}]}),
            "the address of A is none, or holds a user or a password",
        ),
        (
            json!({"engines": [{"name": "A", "url": "http://me:secret@localhost", "model": "m"}]}),
            "the address of A is none, or holds a user or a password",
        ),
        (
            json!({"engines": [{"name": "A", "url": "http://", "model": "m"}]}),
            "the address of A is none, or holds a user or a password",
        ),
        (
            json!({"engines": [{"name": "A", "whisper_model": "m", "language": "--version"}]}),
            "the language of A is not a code",
        ),
        (
            json!({"voices": [{"name": "A", "command": ["a"], "languages": ["de"]}]}),
            "A: unknown variant `de`",
        ),
        (json!({"motors": []}), "unknown field `motors`"),
    ] {
        let Err(Unusable(why)) = described::parse(&description.to_string(), None) else {
            panic!("{description} was taken");
        };
        assert!(why.starts_with(expected), "{why}");
        assert!(!why.contains("secret"), "{why}");
    }
    assert!(described::parse("{", None).is_err());
    assert!(described::parse("{}", None).unwrap().engines.is_empty());
}

#[test]
fn aud_8_a_changed_file_is_read_again_and_an_unreadable_one_is_said() {
    let folder = folder("file");
    let path = folder.join("speech.json");
    let file = SpeechFile::new(path.clone(), vec![], None);
    let current = || file.current(&GivenKeys::new());
    let names = || -> Vec<String> {
        let now = current();
        now.engines
            .iter()
            .map(|engine| engine.info().name)
            .collect()
    };
    assert!(names().is_empty() && current().problem.is_none());
    let write = |names: &[&str]| {
        let engines: Vec<_> = names
            .iter()
            .map(|name| json!({"name": name, "command": ["true"]}))
            .collect();
        std::fs::write(&path, json!({ "engines": engines }).to_string()).unwrap();
    };
    write(&["One"]);
    assert_eq!(names(), ["One"]);
    let once = || current().engines.remove(0);
    assert!(Arc::ptr_eq(&once(), &once()), "read once");
    write(&["One", "Two"]);
    assert_eq!(names(), ["One", "Two"]);
    std::fs::write(&path, "{ \"engines\": ").unwrap();
    assert!(names().is_empty());
    let problem = current().problem.unwrap();
    assert!(
        problem.starts_with("the file speech.json cannot be used: EOF"),
        "{problem}"
    );
    std::fs::remove_file(&path).unwrap();
    assert!(names().is_empty() && current().problem.is_none());
    std::fs::create_dir(&path).unwrap();
    let problem = current().problem.unwrap();
    assert!(problem.contains("it cannot be read"), "{problem}");
    std::fs::remove_dir_all(&folder).unwrap();
}
