//! What needs a process of its own: being killed, and a computer without a keychain. A test of
//! this file starts itself again, with `AS` telling the copy what it is.

use crate::support::{Folder, chance};
use praxis_domain::vault::ports::Sealer;
use praxis_keychain::{KeyProblem, NoKeys, Place, add_key, load_or_create};
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const AS: &str = "PRAXIS_TEST_AS";

/// This test again, as a process.
fn again(test: &str, value: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test, "--nocapture"])
        .env(AS, value);
    command
}

#[test]
fn vlt_11_who_is_killed_leaves_whole_keys_or_none() {
    if let Some(folder) = std::env::var_os(AS) {
        return adds_keys_until_killed(folder.as_ref());
    }
    for round in 0..40_u32 {
        let folder = Folder::new("killed");
        let name = "alone::vlt_11_who_is_killed_leaves_whole_keys_or_none";
        let mut child = again(name, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut told = vec![];
        let mut listen = |lines: &mut dyn Iterator<Item = std::io::Result<String>>, most: u32| {
            for line in lines {
                let line = line.unwrap();
                told.extend(line.split_once("key ").map(|(_, id)| id.to_owned()));
                if told.len() >= most as usize {
                    break;
                }
            }
        };
        listen(&mut lines, round / 2 + 1);
        thread::sleep(Duration::from_micros(u64::from(round) * 61));
        child.kill().unwrap();
        child.wait().unwrap();
        // What it said before it died.
        listen(&mut lines, u32::MAX);

        assert!(told.len() > round as usize / 2, "round {round}");
        let kept = load_or_create(&folder.key_file(), false, &chance(1)).unwrap();
        let kept = kept.ids();
        assert!(told.iter().all(|id| kept.contains(id)), "round {round}");
        // One may have been kept and not told any more.
        assert!(kept.len() <= told.len() + 1, "round {round}");
        // Neither the lock nor a draft is in the way of the next one.
        let next = add_key(&folder.key_file(), &chance(2)).unwrap();
        assert_eq!(next.ids()[1..], kept);
        assert_eq!(folder.names(), ["keys", "keys.lock"]);
    }
}

fn adds_keys_until_killed(folder: &Path) {
    let path = folder.join("keys");
    let (place, chance) = (Place::KeyFile { path }, chance(3));
    let mut keys = load_or_create(&place, true, &chance).unwrap();
    // Long before the file is full.
    for _ in 0..500 {
        println!("key {}", keys.key_id().unwrap());
        keys = add_key(&place, &chance).unwrap();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn vlt_1_without_a_keychain_the_program_is_told_and_does_not_wait() {
    let name = "alone::vlt_1_without_a_keychain_the_program_is_told_and_does_not_wait";
    if let Some(folder) = std::env::var_os(AS) {
        return asks_for_keys(folder.as_ref());
    }
    let folder = Folder::new("no-keychain");
    let silent = folder.path().join("silent");
    let _listener = std::os::unix::net::UnixListener::bind(&silent).unwrap();
    let address = |path: &Path| format!("unix:path={}", path.display());
    for (bus, within) in [
        (None, Duration::from_secs(1)),
        (
            Some(address(&folder.path().join("gone"))),
            Duration::from_secs(1),
        ),
        (Some("nonsense".to_owned()), Duration::from_secs(1)),
        // Somebody is there and never says a word.
        (Some(address(&silent)), Duration::from_secs(5)),
    ] {
        let mut command = again(name, folder.path());
        command
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env("XDG_RUNTIME_DIR", folder.path())
            .envs(bus.as_ref().map(|bus| ("DBUS_SESSION_BUS_ADDRESS", bus)));
        let output = command.output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{text}");
        let took = text.lines().find_map(|line| line.split_once("took "));
        let took = Duration::from_millis(took.unwrap().1.parse().unwrap());
        assert!(took < within, "{bus:?}: {took:?}");
    }
}

#[cfg(target_os = "linux")]
fn asks_for_keys(folder: &Path) {
    let place = Place::Keychain {
        account: "test".to_owned(),
        beside: folder.join("keychain"),
    };
    let start = Instant::now();
    let problem = load_or_create(&place, true, &chance(4)).unwrap_err();
    println!("\ntook {}", start.elapsed().as_millis());
    assert!(matches!(problem, KeyProblem::Unreachable(_)), "{problem:?}");
    let words = problem.words();
    assert!(words.contains("a file with a passphrase"), "{words}");
    let failure = NoKeys(problem).key_id().unwrap_err();
    assert_eq!(failure.wire("").message, words);
}
