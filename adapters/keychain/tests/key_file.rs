//! A plain file of keys: private, whole, never made anew over old data.

mod support;

use praxis_domain::vault::ports::Sealer;
use praxis_kernel::{Failure, FailureType};
use praxis_keychain::{KeyProblem, add_key, load_or_create};
use std::{collections::BTreeSet, fs, thread};
use support::{Folder, chance, make_private};

#[test]
fn vlt_11_no_key_is_made_unless_the_caller_says_so() {
    let folder = Folder::new("missing");
    let place = folder.key_file();
    for _ in 0..2 {
        let problem = load_or_create(&place, false, &chance(1)).unwrap_err();
        assert!(matches!(problem, KeyProblem::Missing), "{problem:?}");
        assert_eq!(folder.names(), [""; 0]);
    }
    let failure = Failure::from(load_or_create(&place, false, &chance(1)).unwrap_err());
    assert_eq!(failure.r#type(), FailureType::Unavailable);
    assert!(matches!(
        add_key(&place, &chance(1)),
        Err(KeyProblem::Missing)
    ));
    let made = load_or_create(&place, true, &chance(1)).unwrap();
    let again = load_or_create(&place, true, &chance(2)).unwrap();
    assert_eq!(made.ids(), again.ids());
}

#[test]
fn vlt_11_eight_that_create_at_once_end_with_the_same_key() {
    for round in 0..20 {
        let folder = Folder::new("at-once");
        let ids: BTreeSet<_> = thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|seed| {
                    let place = folder.key_file();
                    scope.spawn(move || {
                        load_or_create(&place, true, &chance(round * 8 + seed))
                            .unwrap()
                            .key_id()
                            .unwrap()
                    })
                })
                .collect();
            threads.into_iter().map(|it| it.join().unwrap()).collect()
        });
        assert_eq!(ids.len(), 1);
        assert_eq!(folder.names(), ["keys", "keys.lock"]);
    }
}

#[test]
fn vlt_11_eight_that_add_keys_at_once_lose_none() {
    let folder = Folder::new("adding");
    load_or_create(&folder.key_file(), true, &chance(100)).unwrap();
    thread::scope(|scope| {
        for seed in 0..8 {
            let place = folder.key_file();
            scope.spawn(move || add_key(&place, &chance(seed)).unwrap());
        }
    });
    let keys = load_or_create(&folder.key_file(), false, &chance(0)).unwrap();
    assert_eq!(keys.ids().into_iter().collect::<BTreeSet<_>>().len(), 9);
}

#[test]
fn vlt_11_a_file_that_holds_no_keys_is_refused_and_left_alone() {
    let folder = Folder::new("damaged");
    let path = folder.path().join("keys");
    load_or_create(&folder.key_file(), true, &chance(3)).unwrap();
    let good = fs::read(&path).unwrap();
    let line = &good[14..];
    let mut bad: Vec<Vec<u8>> = (0..good.len()).map(|end| good[..end].to_vec()).collect();
    for bit in 0..good.len() * 8 {
        let mut changed = good.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        // Letters of either case are the same digits in a key; all else must be noticed.
        let is_case = bit % 8 == 5 && good[bit / 8].is_ascii_lowercase() && bit / 8 >= 14 + 33;
        if !is_case {
            bad.push(changed);
        }
    }
    bad.extend([
        b"praxis-keys 1\n".to_vec(),
        [b"praxis-keys 2\n", line].concat(),
        [good.as_slice(), b"\n"].concat(),
        [b"praxis-keys 1\r\n", line].concat(),
        hex::encode([7; 32]).into_bytes(),
        vec![7; 32],
        vec![b'a'; 70_000],
    ]);
    for bytes in bad {
        fs::write(&path, &bytes).unwrap();
        make_private(&path);
        for may_create in [false, true] {
            let problem = load_or_create(&folder.key_file(), may_create, &chance(4)).unwrap_err();
            assert!(matches!(problem, KeyProblem::Damaged(_)), "{problem:?}");
        }
        let problem = add_key(&folder.key_file(), &chance(4)).unwrap_err();
        assert!(matches!(problem, KeyProblem::Damaged(_)), "{problem:?}");
        assert!(fs::read(&path).unwrap() == bytes);
    }
}

#[test]
fn vlt_11_a_draft_that_a_crash_left_behind_is_no_key() {
    let folder = Folder::new("draft");
    fs::write(folder.path().join("keys.new"), "praxis-keys 1\n0011").unwrap();
    let problem = load_or_create(&folder.key_file(), false, &chance(5)).unwrap_err();
    assert!(matches!(problem, KeyProblem::Missing), "{problem:?}");
    load_or_create(&folder.key_file(), true, &chance(5)).unwrap();
    assert_eq!(folder.names(), ["keys", "keys.lock"]);
}

#[test]
fn vlt_11_what_is_in_the_way_is_told() {
    let folder = Folder::new("in-the-way");
    fs::create_dir(folder.path().join("keys")).unwrap();
    let problem = load_or_create(&folder.key_file(), true, &chance(6)).unwrap_err();
    assert!(matches!(problem, KeyProblem::Damaged(_)), "{problem:?}");
    let nowhere = praxis_keychain::Place::KeyFile {
        path: folder.path().join("no such folder/keys"),
    };
    let problem = load_or_create(&nowhere, true, &chance(6)).unwrap_err();
    assert!(matches!(problem, KeyProblem::Disk(_)), "{problem:?}");
}

#[cfg(unix)]
mod private {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    #[test]
    fn vlt_11_every_file_is_private_from_the_start() {
        let folder = Folder::new("private");
        load_or_create(&folder.key_file(), true, &chance(7)).unwrap();
        add_key(&folder.key_file(), &chance(8)).unwrap();
        for name in folder.names() {
            let mode = fs::metadata(folder.path().join(&name)).unwrap().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }

    #[test]
    fn vlt_11_a_key_file_that_others_may_read_is_refused() {
        let folder = Folder::new("exposed");
        let path = folder.path().join("keys");
        load_or_create(&folder.key_file(), true, &chance(9)).unwrap();
        for (mode, fine) in [
            (0o600, true),
            (0o400, true),
            (0o700, true),
            (0o640, false),
            (0o604, false),
            (0o620, false),
            (0o602, false),
            (0o610, false),
            (0o644, false),
            (0o777, false),
        ] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let loaded = load_or_create(&folder.key_file(), true, &chance(10));
            assert_eq!(loaded.is_ok(), fine, "{mode:o}");
            let Err(problem) = loaded else { continue };
            assert!(matches!(problem, KeyProblem::Exposed(found) if found == mode));
            assert!(problem.words().contains("chmod 600"));
        }
    }

    #[test]
    fn vlt_11_keys_in_a_folder_that_is_not_written_to_are_read() {
        // As secrets are mounted into containers: a link into a folder of another's.
        let folder = Folder::new("mounted");
        load_or_create(&folder.key_file(), true, &chance(11)).unwrap();
        let elsewhere = Folder::new("elsewhere");
        symlink(folder.path().join("keys"), elsewhere.path().join("keys")).unwrap();
        load_or_create(&elsewhere.key_file(), false, &chance(12)).unwrap();
        assert_eq!(elsewhere.names(), ["keys"]);
    }
}
