//! A file that opens with a passphrase.

use crate::support::{Folder, chance, make_private};
use praxis_domain::vault::ports::{Purpose, Sealer};
use praxis_kernel::{Failure, FailureType};
use praxis_keychain::{KeyProblem, Passphrase, Place, add_key, load_or_create};
use sha2::{Digest, Sha256};
use std::fs;

fn place(folder: &Folder, passphrase: &str) -> Place {
    Place::PassphraseFile {
        path: folder.path().join("keys"),
        passphrase: Passphrase::new(passphrase.to_owned()),
    }
}

#[test]
fn vlt_1_keys_open_with_the_passphrase_alone() {
    let folder = Folder::new("passphrase");
    let right = place(&folder, "zażółć gęślą jaźń");
    let missing = load_or_create(&right, false, &chance(1));
    assert!(matches!(missing, Err(KeyProblem::Missing)), "{missing:?}");
    let first = load_or_create(&right, true, &chance(1)).unwrap();
    let sealed = first.seal(Purpose::RecordedSound, b"", b"text").unwrap();
    let second = add_key(&right, &chance(2)).unwrap();
    assert_eq!(second.ids()[1..], first.ids());

    // The same letters as other keyboards compose them: marks on their own.
    let apart =
        "z\u{61}\u{17c}\u{f3}\u{142}\u{63}\u{301} ge\u{328}s\u{301}la\u{328} jaz\u{301}n\u{301}";
    for same in ["zażółć gęślą jaźń", apart] {
        let loaded = load_or_create(&place(&folder, same), false, &chance(3)).unwrap();
        assert_eq!(loaded.ids(), second.ids());
        let opened = loaded.open(Purpose::RecordedSound, b"", &sealed);
        assert_eq!(opened.unwrap(), b"text");
    }
    let file = fs::read(folder.path().join("keys")).unwrap();
    for other in ["", "zażółć gęślą jaźn", "Zażółć gęślą jaźń"] {
        for may_create in [false, true] {
            let refused = load_or_create(&place(&folder, other), may_create, &chance(3));
            assert!(matches!(refused, Err(KeyProblem::WrongPassphrase)));
        }
        let refused = add_key(&place(&folder, other), &chance(3));
        assert!(matches!(refused, Err(KeyProblem::WrongPassphrase)));
    }
    assert!(fs::read(folder.path().join("keys")).unwrap() == file);
    let failure = Failure::from(KeyProblem::WrongPassphrase);
    assert_eq!(failure.r#type(), FailureType::Validation);
}

#[test]
fn vlt_1_a_short_new_passphrase_is_refused() {
    let folder = Folder::new("short");
    let short = load_or_create(&place(&folder, "eleven char"), true, &chance(4));
    assert!(matches!(short, Err(KeyProblem::ShortPassphrase)));
    assert!(!folder.path().join("keys").exists());
    load_or_create(&place(&folder, "twelve chars"), true, &chance(4)).unwrap();
}

#[test]
fn vlt_1_a_damaged_file_is_told_apart_from_a_wrong_passphrase() {
    let folder = Folder::new("damaged");
    let path = folder.path().join("keys");
    let right = place(&folder, "correct horse battery");
    load_or_create(&right, true, &chance(5)).unwrap();
    let good = fs::read(&path).unwrap();
    let mut bad: Vec<Vec<u8>> = (0..good.len()).map(|end| good[..end].to_vec()).collect();
    for at in 0..good.len() {
        let mut changed = good.clone();
        changed[at] ^= 1 << (at % 8);
        bad.push(changed);
    }
    bad.push([good.as_slice(), b"\n"].concat());
    bad.push(b"praxis-keys 1\n".to_vec());
    for bytes in bad {
        fs::write(&path, &bytes).unwrap();
        make_private(&path);
        let problem = load_or_create(&right, true, &chance(6)).unwrap_err();
        assert!(matches!(problem, KeyProblem::Damaged(_)), "{problem:?}");
    }
}

/// Replaces a line of the file and corrects the checksum, as somebody would who means harm.
fn forge(file: &str, line: usize, with: &str) -> String {
    let mut lines: Vec<&str> = file.lines().collect();
    lines[line] = with;
    lines.pop();
    let body = lines.join("\n") + "\n";
    format!("{body}{}\n", hex::encode(Sha256::digest(&body)))
}

#[test]
fn vlt_1_a_file_that_was_made_to_harm_is_refused() {
    let folder = Folder::new("forged");
    let path = folder.path().join("keys");
    let right = place(&folder, "correct horse battery");
    load_or_create(&right, true, &chance(7)).unwrap();
    let good = fs::read_to_string(&path).unwrap();
    let sealed = good.lines().nth(3).unwrap();
    let mut changed = sealed.to_owned();
    let last = if changed.pop() == Some('0') { '1' } else { '0' };
    changed.push(last);
    for (line, with, is_damaged) in [
        (1, "argon2id 4294967295 3 4", true),
        (1, "argon2id 65536 4294967295 4", true),
        (1, "argon2id 65536 3 4294967295", true),
        (1, "argon2id 0 0 0", true),
        (1, "argon2id 65536 3", true),
        (1, "argon2i 65536 3 4", true),
        (1, "argon2id 8192 1 1", false),
        (2, "00", true),
        (2, "0000000000000000", false),
        (3, "", true),
        (3, "00", true),
        (3, &sealed[..sealed.len() - 2], false),
        (3, &changed, false),
    ] {
        fs::write(&path, forge(&good, line, with)).unwrap();
        make_private(&path);
        let problem = load_or_create(&right, true, &chance(8)).unwrap_err();
        match problem {
            KeyProblem::Damaged(_) => assert!(is_damaged, "{line} {with}"),
            KeyProblem::WrongPassphrase => assert!(!is_damaged, "{line} {with}"),
            other => panic!("{other:?}"),
        }
    }
    fs::write(&path, forge(&good, 3, sealed)).unwrap();
    load_or_create(&right, false, &chance(8)).unwrap();
}

#[test]
fn vlt_1_neither_keys_nor_passphrase_show() {
    let folder = Folder::new("hidden");
    let right = place(&folder, "correct horse battery");
    assert!(!format!("{right:?}").contains("horse"));
    let keys = load_or_create(&right, true, &chance(9)).unwrap();
    let file = fs::read_to_string(folder.path().join("keys")).unwrap();
    assert!(!file.contains("horse"));
    assert!(!file.contains(&keys.key_id().unwrap()));
    // Chance is the same as in the plain file: its key must not stand in this one.
    let plain = Folder::new("plain");
    load_or_create(&plain.key_file(), true, &chance(9)).unwrap();
    let plain = fs::read_to_string(plain.path().join("keys")).unwrap();
    assert!(!file.contains(plain.trim().rsplit(' ').next().unwrap()));
}
