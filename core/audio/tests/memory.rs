//! However long a file is or says it is, little of it is held.
#![allow(clippy::unwrap_used, reason = "a test that finds nothing fails")]

mod common;

use cap::Cap;
use common::{SAMPLES, sample, wav};
use praxis_audio::decode::decode;
use std::alloc::System;
use std::io::Cursor;

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

const MEGABYTE: usize = 1 << 20;

/// The most bytes that decoding takes at once, for all that one can tell: what was taken before hides less.
fn most_taken(bytes: &[u8]) -> usize {
    let before = MEMORY.allocated();
    if let Ok(decoding) = decode(Cursor::new(bytes), 600) {
        decoding.for_each(drop);
    }
    MEMORY.max_allocated() - before
}

/// One test, so that no other one's memory is counted.
#[test]
fn little_is_held() {
    // Some decoders panic on lies, which is caught; a report of that with its stack would take more
    // memory than decoding does.
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let mut worst = 0;
    let mut check = |lie: &[u8]| worst = most_taken(lie).max(worst);
    for (channels, rate, bits) in [(u16::MAX, 16_000, 8), (255, 383_999, 64), (1, 383_999, 16)] {
        let mut lie = wav(1, 1, rate, bits, &[1; 64_000]);
        lie[22..24].copy_from_slice(&channels.to_le_bytes());
        lie[32..34].fill(0xff);
        check(&lie);
    }
    // Every four bytes of the heads claim four billion of something, one after the other.
    for (_, bytes) in SAMPLES {
        let mut lie = bytes[..bytes.len().min(4_000)].to_vec();
        for at in (0..1_200).step_by(8) {
            lie[at..at + 4].fill(0xff);
            check(&lie);
            lie[at..at + 4].copy_from_slice(&bytes[at..at + 4]);
        }
    }
    // The index of an MP4 stands at its end.
    let m4a = sample("speech.m4a");
    let mut lie = m4a.to_vec();
    for at in (m4a.len() - 1_800..m4a.len() - 4).step_by(2) {
        for claim in [0xff, 0x0f] {
            lie[at] = claim;
            lie[at + 1..at + 4].fill(0xff);
            check(&lie);
        }
        lie[at..at + 4].copy_from_slice(&m4a[at..at + 4]);
    }
    // Ten minutes of MP3: the frames of a sample, over and over.
    check(&sample("plain.mp3").repeat(165));
    std::panic::set_hook(report);
    assert!(worst < 24 * MEGABYTE, "{worst}");
}
