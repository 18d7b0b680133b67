//! How long a piece of a recording takes to be sealed and opened.

#![allow(clippy::unwrap_used)]

use praxis_domain::vault::ports::{Purpose, Sealer, about};
use praxis_keychain::{Place, load_or_create};
use std::{hint::black_box, sync::Arc, time::Instant};

/// A second of sound: 16,000 samples of 16 bits.
const PIECE: usize = 32_000;
const TIMES: u32 = 5_000;

fn main() {
    let folder = std::env::temp_dir().join(format!("praxis-seal-{}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join("keys");
    #[allow(clippy::disallowed_methods)]
    let chance: praxis_keychain::Chance = Arc::new(|| {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).unwrap();
        bytes
    });
    let keys = load_or_create(&Place::KeyFile { path }, true, &chance);
    std::fs::remove_dir_all(&folder).unwrap();
    let keys = keys.unwrap();
    let plain = vec![7; PIECE];
    let about = about(&[&[1; 16], &[2; 16], &[3; 4]]);
    let purpose = Purpose::RecordedSound;
    let sealed = keys.seal(purpose, &about, &plain).unwrap();

    let start = Instant::now();
    for _ in 0..TIMES {
        black_box(keys.seal(purpose, &about, black_box(&plain)).unwrap());
    }
    let seal = start.elapsed() / TIMES;
    let start = Instant::now();
    for _ in 0..TIMES {
        black_box(keys.open(purpose, &about, black_box(&sealed)).unwrap());
    }
    let open = start.elapsed() / TIMES;
    println!("{PIECE} bytes: sealed in {seal:.1?}, opened in {open:.1?}");
}
