//! No file, however damaged, does more than fail.
#![allow(clippy::unwrap_used, reason = "a test that finds nothing fails")]

mod common;

use common::{SAMPLES, hear, sample, wav};
use praxis_audio::decode::{Error, decode};
use proptest::collection::vec;
use proptest::prelude::*;
use std::io::Cursor;

#[test]
fn a_truncated_file_gives_what_is_there_and_says_so() {
    for (name, bytes) in SAMPLES {
        let whole = hear(bytes).unwrap().summary;
        let half = hear(&bytes[..bytes.len() / 2]);
        // Of these, the end is read first.
        if ["speech.m4a", "lossless.m4a", "small.aiff"].contains(name) {
            assert!(matches!(half, Err(Error::Damaged { frames: 0 })), "{name}");
            continue;
        }
        let half = half.unwrap_or_else(|error| panic!("{name}: {error}"));
        let share = half.summary.frames as f64 / whole.frames as f64;
        assert!(share > 0.25 && share < 0.6, "{name}: {share}");
        assert!(half.error.is_none(), "{name}: {:?}", half.error);
        // The others do not say how long they are, and may end anywhere.
        let named = ["speech.flac", "speech.mp3", "adpcm.wav", "mulaw.wav"];
        assert_eq!(half.summary.truncated, named.contains(name), "{name}");
    }
}

#[test]
fn every_truncation_of_a_small_file_is_survived() {
    let small: Vec<u8> = (0..600).map(|at| (at * 37) as u8).collect();
    let small = wav(1, 1, 8_000, 8, &small);
    let samples = SAMPLES.iter().map(|(_, bytes)| &bytes[..400]);
    for file in samples.chain([small.as_slice()]) {
        for length in 0..file.len() {
            if let Ok(heard) = hear(&file[..length]) {
                assert!(heard.summary.frames < 60_000);
            }
        }
    }
}

#[test]
fn a_damaged_packet_is_left_out_and_counted() {
    // Ogg, MP3 and bare AAC look for the next intact packet themselves, so that nothing is counted.
    let table = [
        ("speech.mp3", 0, 58_000),
        ("speech.m4a", 2, 59_000),
        ("live.mp4", 2, 59_000),
        ("bare.aac", 0, 59_000),
        ("speech.opus", 0, 43_000),
        ("speech.flac", 0, 50_000),
    ];
    for (name, skipped, frames) in table {
        let mut bytes = sample(name).to_vec();
        let middle = bytes.len() / 2;
        bytes[middle..middle + 40].fill(0xa5);
        let heard = hear(&bytes).unwrap();
        assert!(heard.error.is_none(), "{name}: {:?}", heard.error);
        assert_eq!(heard.summary.skipped, skipped, "{name}");
        assert!(
            heard.summary.frames >= frames,
            "{name}: {:?}",
            heard.summary
        );
    }
}

#[test]
fn what_cannot_be_found_again_ends_the_sound() {
    let mut bytes = sample("live.webm").to_vec();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 40].fill(0xa5);
    let heard = hear(&bytes).unwrap();
    let frames = heard.summary.frames;
    assert!(frames > 20_000);
    assert!(matches!(heard.error, Some(Error::Damaged { frames: told }) if told == frames));
}

#[test]
fn lies_in_the_head_are_survived() {
    // What is written to a pipe does not know its length; a length beyond the whole is a lie.
    let mut piped = wav(1, 1, 16_000, 16, &[1; 32_000]);
    piped[40..44].fill(0xff);
    assert!(matches!(hear(&piped), Err(Error::Damaged { frames: 0 })));
    piped[4..8].fill(0xff);
    let heard = hear(&piped).unwrap();
    assert_eq!(heard.summary.frames, 16_000);
    assert!(!heard.summary.truncated);
    for (channels, bits) in [(0, 16), (u16::MAX, 16), (1, 0), (1, 7), (32, 64)] {
        let mut odd = wav(1, 1, 16_000, 16, &[1; 32_000]);
        odd[22..24].copy_from_slice(&u16::to_le_bytes(channels));
        odd[34..36].copy_from_slice(&u16::to_le_bytes(bits));
        let _ = hear(&odd);
    }
    // An MP4 that is nothing but atoms within atoms, each as long as the rest of the file.
    for kind in [b"moov", b"trak", b"udta", b"meta", b"moof", b"ilst"] {
        let depth = 50_000_u32;
        let mut nested = b"\0\0\0\x18ftypM4A \0\0\0\0M4A isom".to_vec();
        for level in (1..=depth).rev() {
            nested.extend((level * 8).to_be_bytes());
            nested.extend(kind);
        }
        assert!(hear(&nested).is_err());
    }
}

#[test]
fn a_limit_of_nothing_accepts_nothing() {
    let mut decoding = decode(Cursor::new(sample("speech.mp3")), 0).unwrap();
    assert!(matches!(decoding.next(), Some(Err(Error::TooLong))));
    assert!(decoding.next().is_none());
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_bytes_are_survived(bytes in vec(any::<u8>(), 0..4_000), magic in 0_usize..8) {
        let magics: [&[u8]; 8] = [
            b"", b"RIFF\xff\xff\xff\xffWAVEfmt ", b"fLaC", b"ID3\x04\0\0", b"\xff\xfb\x90\x64", b"OggS\0\x02",
            b"\x1a\x45\xdf\xa3", b"\0\0\0\x18ftypM4A \0\0\0\0M4A isom",
        ];
        let _ = hear(&[magics[magic], &bytes].concat());
    }

    #[test]
    fn any_change_of_a_file_is_survived(
        file in 0..SAMPLES.len(),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        head in any::<bool>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = SAMPLES[file].1.to_vec();
        let reach = if head { 600 } else { bytes.len() };
        for (at, byte) in changes {
            bytes[at.index(reach)] = byte;
        }
        let _ = hear(&bytes);
        let cut = cut.index(bytes.len());
        let _ = hear(&bytes[cut..]);
    }
}
