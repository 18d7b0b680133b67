//! What is sealed is opened whole by whoever may, and not at all otherwise.

mod support;

use praxis_domain::vault::ports::{Purpose, Sealer, about};
use praxis_kernel::FailureType;
use praxis_keychain::{OVERHEAD, add_key, load_or_create};
use support::{Folder, chance, fresh};

const SOUND: Purpose = Purpose::RecordedSound;

#[test]
fn aud_12_what_is_sealed_opens_again_and_does_not_show() {
    let keys = fresh(1);
    for length in [0, 1, 15, 16, 17, 63, 64, 65, 1000, 32_000, 1 << 20] {
        let plain: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
        let about = about(&[b"organisation", b"recording", &7_u32.to_be_bytes()]);
        let sealed = keys.seal(SOUND, &about, &plain).unwrap();
        assert_eq!(sealed.len(), plain.len() + OVERHEAD);
        let shows = |part: &[u8]| sealed.windows(part.len()).any(|window| window == part);
        assert!(length < 16 || !shows(&plain[..16]));
        assert_eq!(keys.open(SOUND, &about, &sealed).unwrap(), plain);
    }
}

#[test]
fn aud_12_any_flipped_bit_is_noticed() {
    let keys = fresh(2);
    let sealed = keys.seal(SOUND, b"piece 1", b"a few words").unwrap();
    for bit in 0..sealed.len() * 8 {
        let mut changed = sealed.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let failure = keys.open(SOUND, b"piece 1", &changed).unwrap_err();
        // A changed name of the key looks like a key that is not here; nothing can tell.
        let expected = match bit / 8 {
            1..=16 => FailureType::Unavailable,
            _ => FailureType::Internal,
        };
        assert_eq!(failure.r#type(), expected, "bit {bit}");
    }
}

#[test]
fn aud_12_what_was_cut_off_or_added_to_is_noticed() {
    let keys = fresh(3);
    let sealed = keys.seal(SOUND, b"piece 1", b"a few words").unwrap();
    for length in 0..sealed.len() {
        assert!(keys.open(SOUND, b"piece 1", &sealed[..length]).is_err());
        assert!(keys.open(SOUND, b"piece 1", &sealed[length + 1..]).is_err());
    }
    let longer = [sealed.as_slice(), &[0]].concat();
    assert!(keys.open(SOUND, b"piece 1", &longer).is_err());
}

#[test]
fn aud_12_what_is_about_something_else_or_for_something_else_is_not_opened() {
    let keys = fresh(4);
    let one = about(&[b"clinic", b"recording", b"1"]);
    let sealed = keys.seal(SOUND, &one, b"first").unwrap();
    let others = [
        about(&[b"clinic", b"recording", b"2"]),
        about(&[b"clinic", b"another", b"1"]),
        about(&[b"other clinic", b"recording", b"1"]),
        about(&[b"clinic", b"recording1"]),
        vec![],
    ];
    for other in others {
        let failure = keys.open(SOUND, &other, &sealed).unwrap_err();
        assert_eq!(failure.r#type(), FailureType::Internal);
    }
    for purpose in Purpose::ALL {
        assert_eq!(keys.open(purpose, &one, &sealed).is_ok(), purpose == SOUND);
    }
}

#[test]
fn vlt_11_two_installations_share_neither_keys_nor_sealed_bytes() {
    let (one, other) = (fresh(5), fresh(6));
    assert_ne!(one.key_id().unwrap(), other.key_id().unwrap());
    let sealed = one.seal(SOUND, b"", b"the same text").unwrap();
    let again = one.seal(SOUND, b"", b"the same text").unwrap();
    let theirs = other.seal(SOUND, b"", b"the same text").unwrap();
    assert_ne!(sealed, again);
    assert_ne!(sealed[1..], theirs[1..]);
    let failure = other.open(SOUND, b"", &sealed).unwrap_err();
    assert_eq!(failure.r#type(), FailureType::Unavailable);
    let words = failure.wire("").message;
    assert!(words.contains("is not here"), "{words}");
    assert!(words.contains(&one.key_id().unwrap()), "{words}");
}

#[test]
fn vlt_11_after_a_new_key_the_old_data_still_open() {
    let folder = Folder::new("rotation");
    let (place, chance) = (folder.key_file(), chance(7));
    let mut sealed = vec![];
    let mut ids = vec![];
    let first = load_or_create(&place, true, &chance).unwrap();
    let mut keys = first.clone();
    for round in 0..5_u8 {
        ids.insert(0, keys.key_id().unwrap());
        sealed.push(keys.seal(SOUND, &[round], b"text").unwrap());
        keys = add_key(&place, &chance).unwrap();
    }
    ids.insert(0, keys.key_id().unwrap());
    let loaded = load_or_create(&place, false, &chance).unwrap();
    assert_eq!(loaded.ids(), ids);
    for (round, sealed) in (0_u8..).zip(&sealed) {
        assert_eq!(loaded.open(SOUND, &[round], sealed).unwrap(), b"text");
    }
    // A process that still holds the keys of before cannot open what newer ones sealed, and says so.
    let newer = loaded.seal(SOUND, b"", b"text").unwrap();
    let failure = first.open(SOUND, b"", &newer).unwrap_err();
    assert_eq!(failure.r#type(), FailureType::Unavailable);
}

#[test]
fn vlt_11_sealed_bytes_of_the_first_version_stay_readable() {
    let folder = Folder::new("known");
    let place = folder.key_file();
    let text = include_str!("data/keys-1");
    std::fs::write(folder.path().join("keys"), text).unwrap();
    support::make_private(&folder.path().join("keys"));
    let keys = load_or_create(&place, false, &chance(8)).unwrap();
    let sealed = hex::decode(include_str!("data/sealed-1").trim()).unwrap();
    let plain = keys.open(SOUND, &about(&[b"clinic", b"1"]), &sealed);
    assert_eq!(plain.unwrap(), b"sealed by the first version");
}

#[test]
fn vlt_11_keys_are_not_printed() {
    let folder = Folder::new("printed");
    let keys = load_or_create(&folder.key_file(), true, &chance(9)).unwrap();
    let file = std::fs::read_to_string(folder.path().join("keys")).unwrap();
    let secret = file.trim().rsplit(' ').next().unwrap();
    assert_eq!(secret.len(), 64);
    let printed = format!("{keys:?}");
    assert!(printed.contains(&keys.key_id().unwrap()));
    assert!(!printed.contains(secret));
}
