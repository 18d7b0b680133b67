//! Every format gives the sound that it was made from.
#![allow(clippy::unwrap_used, reason = "a test that finds nothing fails")]

mod common;

use common::{Heard, hear, sample, voices, wav};
use praxis_audio::Channels;
use praxis_audio::decode::{Error, decode};
use std::io::{self, Cursor, Read, Seek, SeekFrom};

/// How alike a sound is to a second of its original, from -1 to 1, if it comes about `late` frames later.
fn likeness(original: &[i16], sound: &[i16], late: usize) -> f64 {
    let begin = original.iter().position(|it| it.abs() > 1_000).unwrap();
    let original = &original[begin..begin + 12_000];
    let at = |shift: usize| {
        let heard = &sound[(begin + late + shift - 8).min(sound.len())..];
        let pairs = original.iter().zip(heard);
        let (mut product, mut lefts, mut rights) = (0.0, 0.0, 0.0);
        for (&one, &other) in pairs {
            let (one, other) = (f64::from(one), f64::from(other));
            product += one * other;
            lefts += one * one;
            rights += other * other;
        }
        product / (lefts * rights).sqrt().max(1.0)
    };
    (0..16).map(at).fold(-1.0, f64::max)
}

fn frames(heard: &Heard) -> usize {
    heard.samples.len() / heard.channels.count()
}

#[test]
fn aud_1_every_format_sounds_like_its_original() {
    let [left, right] = voices();
    let mixed: Vec<i16> = left
        .iter()
        .zip(&right)
        .map(|(&it, &other)| it.midpoint(other))
        .collect();
    assert_eq!(left.len(), 59_200);
    // How long it is, how many frames later it comes (what an encoder puts before is told by some formats only), and
    // how alike it is.
    let table = [
        ("speech.mp3", Channels::Two, 59_200, 0, 0.99),
        ("plain.mp3", Channels::One, 59_769, 401, 0.99),
        ("speech.m4a", Channels::Two, 59_815, 372, 0.94),
        ("live.mp4", Channels::One, 59_734, 341, 0.94),
        ("bare.aac", Channels::One, 59_815, 372, 0.94),
        ("speech.ogg", Channels::Two, 59_200, 0, 0.99),
        ("speech.opus", Channels::Two, 59_200, 0, 0.99),
        ("live.webm", Channels::One, 59_416, 0, 0.91),
        ("adpcm.wav", Channels::One, 61_230, 0, 0.99),
        ("mulaw.wav", Channels::One, 59_200, 0, 0.99),
        ("lossless.m4a", Channels::One, 19_200, 0, 0.99),
        ("small.aiff", Channels::One, 19_200, 0, 0.99),
    ];
    for (name, channels, length, late, alike) in table {
        let heard = hear(sample(name)).unwrap();
        assert_eq!(heard.channels, channels, "{name}");
        assert!(heard.error.is_none(), "{name}: {:?}", heard.error);
        assert_eq!(heard.summary.skipped, 0, "{name}");
        assert!(!heard.summary.truncated, "{name}");
        assert_eq!(frames(&heard), length, "{name}");
        let originals: &[&[i16]] = match channels {
            Channels::One => &[&mixed],
            Channels::Two => &[&left, &right],
        };
        for (index, original) in originals.iter().enumerate() {
            let channel = channels.channel(&heard.samples, index);
            let likeness = likeness(original, &channel, late);
            assert!(likeness > alike, "{name} {index}: {likeness}");
        }
    }
}

#[test]
fn sound_of_our_own_rate_comes_back_bit_by_bit() {
    let samples: Vec<i16> = (0..40_001)
        .map(|at| (at * 7_919 % 65_536 - 32_768) as i16)
        .collect();
    let data: Vec<u8> = samples.iter().flat_map(|it| it.to_le_bytes()).collect();
    let heard = hear(&wav(1, 1, 16_000, 16, &data)).unwrap();
    assert_eq!(heard.samples, samples);
    let heard = hear(&wav(1, 2, 16_000, 16, &data[..80_000])).unwrap();
    assert_eq!(heard.channels, Channels::Two);
    assert_eq!(heard.samples, samples[..40_000]);
}

#[test]
fn every_width_of_samples_is_read() {
    let [left, _] = voices();
    let bytes = |of: fn(i16) -> Vec<u8>| left.iter().flat_map(|&it| of(it)).collect::<Vec<u8>>();
    let table = [
        (
            "8 bits",
            1,
            8,
            256,
            bytes(|it| vec![((it >> 8) as u8) ^ 0x80]),
        ),
        ("16 bits", 1, 16, 0, bytes(|it| it.to_le_bytes().to_vec())),
        (
            "24 bits",
            1,
            24,
            0,
            bytes(|it| [&[0], &it.to_le_bytes()[..]].concat()),
        ),
        (
            "32 bits",
            1,
            32,
            0,
            bytes(|it| [&[0, 0], &it.to_le_bytes()[..]].concat()),
        ),
        (
            "floats",
            3,
            32,
            0,
            bytes(|it| (f32::from(it) / 32_768.0).to_le_bytes().to_vec()),
        ),
        (
            "doubles",
            3,
            64,
            0,
            bytes(|it| (f64::from(it) / 32_768.0).to_le_bytes().to_vec()),
        ),
    ];
    for (name, tag, bits, margin, data) in table {
        let heard = hear(&wav(tag, 1, 16_000, bits, &data)).unwrap();
        assert_eq!(heard.samples.len(), left.len(), "{name}");
        let near = |(it, other): (&i16, &i16)| it.abs_diff(*other) <= margin;
        assert!(heard.samples.iter().zip(&left).all(near), "{name}");
    }
}

#[test]
fn rates_are_converted_without_aliases_and_keep_their_length() {
    let tone = |rate: u32, hertz: f64| -> Vec<u8> {
        (0..rate + rate / 3)
            .map(|at| f64::from(at) * hertz * std::f64::consts::TAU / f64::from(rate))
            .flat_map(|angle| ((angle.sin() * 16_384.0) as i16).to_le_bytes())
            .collect()
    };
    let power = |samples: &[i16]| {
        let middle = &samples[2_000..18_000];
        let sum: f64 = middle.iter().map(|&it| f64::from(it).powi(2)).sum();
        10.0 * (sum / middle.len() as f64 / (16_384.0_f64.powi(2) / 2.0))
            .max(1e-12)
            .log10()
    };
    for rate in [
        8_000, 11_025, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000, 44_099,
    ] {
        let heard = hear(&wav(1, 1, rate, 16, &tone(rate, 1_000.0))).unwrap();
        let expected = (u64::from(rate + rate / 3) * 16_000).div_ceil(u64::from(rate));
        assert_eq!(heard.samples.len() as u64, expected, "{rate}");
        assert!(
            power(&heard.samples).abs() < 0.1,
            "{rate}: {}",
            power(&heard.samples)
        );
        // Of what 16 kHz cannot carry, nothing may come back as another tone; of speech's upper range, all is kept.
        if rate >= 22_050 {
            let heard = hear(&wav(1, 1, rate, 16, &tone(rate, 9_000.0))).unwrap();
            assert!(
                power(&heard.samples) < -60.0,
                "{rate}: {}",
                power(&heard.samples)
            );
            let heard = hear(&wav(1, 1, rate, 16, &tone(rate, 7_000.0))).unwrap();
            assert!(
                power(&heard.samples).abs() < 0.5,
                "{rate}: {}",
                power(&heard.samples)
            );
        }
    }
}

#[test]
fn many_channels_are_mixed_to_one() {
    let frame: Vec<u8> = [3_000_i16, 0, -600, 600, 0, 3_000]
        .iter()
        .flat_map(|it| it.to_le_bytes())
        .collect();
    let heard = hear(&wav(1, 6, 16_000, 16, &frame.repeat(2_000))).unwrap();
    assert_eq!(heard.channels, Channels::One);
    assert_eq!(heard.samples, [1_000; 2_000]);
}

#[test]
fn floats_that_are_no_sound_spoil_nothing_else() {
    let mut floats = vec![0.25_f32; 48_000];
    floats[20_000..20_004].copy_from_slice(&[f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e38]);
    let data: Vec<u8> = floats.iter().flat_map(|it| it.to_le_bytes()).collect();
    let heard = hear(&wav(3, 1, 48_000, 32, &data)).unwrap();
    assert!(
        heard.samples[8_000..15_000]
            .iter()
            .all(|&it| it.abs_diff(8_192) < 20)
    );
}

#[test]
fn what_is_no_sound_says_so() {
    let long: Vec<u8> = wav(1, 1, 16_000, 16, &[0; 2 * 16_000 * 61]);
    let heard = hear(&long).unwrap();
    assert!(matches!(heard.error, Some(Error::TooLong)));
    assert_eq!(heard.summary.frames, 60 * 16_000);

    let text = "Not a sound, but a letter. ".repeat(1_000);
    let picture = [b"\x89PNG\r\n\x1a\n".as_slice(), &[0; 500]].concat();
    for bytes in [
        b"".as_slice(),
        b"RIFF",
        text.as_bytes(),
        &picture,
        &[0; 100_000],
    ] {
        assert!(
            matches!(hear(bytes), Err(Error::NotAudio)),
            "{:?}",
            hear(bytes).err()
        );
    }
    assert!(matches!(
        hear(&wav(1, 1, 16_000, 16, &[])),
        Err(Error::Empty)
    ));
    for rate in [0, 1, 10_000_000, u32::MAX] {
        let odd = hear(&wav(1, 1, rate, 16, &[0; 4_000])).err();
        assert!(
            matches!(odd, Some(Error::Damaged { frames: 0 })),
            "{rate}: {odd:?}"
        );
    }
}

#[test]
fn decoding_may_go_to_another_thread() {
    let decoding = decode(Cursor::new(sample("speech.flac")), 60).unwrap();
    let count = std::thread::spawn(|| decoding.filter_map(Result::ok).count());
    assert_eq!(count.join().unwrap(), 4);
}

#[test]
fn files_that_were_joined_are_heard_one_after_the_other() {
    let joined = [sample("speech.ogg"), sample("speech.ogg")].concat();
    let heard = hear(&joined).unwrap();
    assert!(heard.error.is_none(), "{:?}", heard.error);
    assert!(
        frames(&heard).abs_diff(2 * 59_200) < 400,
        "{}",
        frames(&heard)
    );
}

/// A source that refuses after so many bytes.
struct Refusing(Cursor<Vec<u8>>, u64);

impl Read for Refusing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0.position() >= self.1 {
            return Err(io::Error::other("the disk is gone"));
        }
        let most = buffer.len().min(1_000);
        self.0.read(&mut buffer[..most])
    }
}

impl Seek for Refusing {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.0.seek(position)
    }
}

#[test]
fn a_source_that_refuses_is_not_a_damaged_file() {
    let data = vec![1; 2 * 16_000 * 3];
    for (name, bytes) in [
        ("wav", wav(1, 1, 16_000, 16, &data).as_slice()),
        ("mp3", sample("speech.mp3")),
        ("flac", sample("speech.flac")),
        ("m4a", sample("speech.m4a")),
        ("ogg", sample("speech.ogg")),
        ("opus", sample("speech.opus")),
        ("webm", sample("live.webm")),
    ] {
        for at in [0, bytes.len() as u64 / 2] {
            let source = Refusing(Cursor::new(bytes.to_vec()), at);
            let error = match decode(source, 60) {
                Err(error) => Some(error),
                Ok(decoding) => decoding.filter_map(Result::err).last(),
            };
            assert!(
                matches!(error, Some(Error::Read(_))),
                "{name} at {at}: {error:?}"
            );
        }
    }
}
