//! The computer's keychain for real. `tests/secret-service.sh` starts a Secret Service of its own
//! and runs this; without one it fails.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "keys/support.rs"]
mod support;

use praxis_domain::vault::ports::{Purpose, Sealer};
use praxis_keychain::{KeyProblem, Place, add_key, load_or_create};
use std::{collections::BTreeSet, thread};
use support::{Folder, chance};

fn main() {
    vlt_1_the_keychain_keeps_keys();
    vlt_1_eight_that_create_at_once_end_with_the_same_key();
    println!("the keychain keeps keys");
}

fn place(folder: &Folder, account: &str) -> Place {
    Place::Keychain {
        account: format!("{account} {}", std::process::id()),
        beside: folder.path().join("keychain"),
    }
}

fn vlt_1_the_keychain_keeps_keys() {
    let folder = Folder::new("keychain");
    let place = place(&folder, "one");
    let missing = load_or_create(&place, false, &chance(1));
    assert!(matches!(missing, Err(KeyProblem::Missing)), "{missing:?}");
    let first = load_or_create(&place, true, &chance(1)).unwrap();
    let sealed = first.seal(Purpose::RecordedSound, b"1", b"text").unwrap();
    let second = add_key(&place, &chance(2)).unwrap();
    assert_eq!(second.ids()[1..], first.ids());
    let loaded = load_or_create(&place, false, &chance(3)).unwrap();
    assert_eq!(loaded.ids(), second.ids());
    let opened = loaded.open(Purpose::RecordedSound, b"1", &sealed);
    assert_eq!(opened.unwrap(), b"text");
}

fn vlt_1_eight_that_create_at_once_end_with_the_same_key() {
    let folder = Folder::new("keychain");
    let ids: BTreeSet<_> = thread::scope(|scope| {
        let create = |seed| {
            let place = place(&folder, "two");
            let create = move || load_or_create(&place, true, &chance(seed)).unwrap().ids();
            scope.spawn(create)
        };
        let threads: Vec<_> = (0..8).map(create).collect();
        threads.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert_eq!(ids.len(), 1);
}
