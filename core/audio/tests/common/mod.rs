//! The sample files, and what is made of them.
#![allow(dead_code, reason = "each test file uses a part of this")]

use praxis_audio::Channels;
use praxis_audio::decode::{Error, Summary, decode};
use std::io::Cursor;

macro_rules! samples {
    ($($name:literal),* $(,)?) => {
        /// Every sample file by its name.
        pub const SAMPLES: &[(&str, &[u8])] =
            &[$(($name, include_bytes!(concat!("../data/", $name)))),*];
    };
}

samples![
    "speech.flac",
    "speech.mp3",
    "plain.mp3",
    "speech.m4a",
    "live.mp4",
    "bare.aac",
    "lossless.m4a",
    "speech.ogg",
    "speech.opus",
    "live.webm",
    "adpcm.wav",
    "mulaw.wav",
    "small.aiff",
];

/// A file of the samples.
pub fn sample(name: &str) -> &'static [u8] {
    SAMPLES.iter().find(|(known, _)| *known == name).unwrap().1
}

/// A minute is more than any sample has.
pub const LIMIT: u32 = 60;

/// What a file decodes to.
pub struct Heard {
    pub channels: Channels,
    pub samples: Vec<i16>,
    pub summary: Summary,
    /// The error that ended it.
    pub error: Option<Error>,
}

/// Decodes to the end, and checks what holds for every input.
pub fn hear(bytes: &[u8]) -> Result<Heard, Error> {
    let mut decoding = decode(Cursor::new(bytes), LIMIT)?;
    let channels = decoding.channels();
    let mut samples = Vec::new();
    let mut error = None;
    let mut short = false;
    for segment in &mut decoding {
        match segment {
            Ok(segment) => {
                assert!(!short, "only the last segment is short");
                assert!(!segment.is_empty() && segment.len().is_multiple_of(channels.count()));
                assert!(segment.len() <= channels.segment_samples());
                short = segment.len() < channels.segment_samples();
                samples.extend(segment);
            }
            Err(it) => error = Some(it),
        }
    }
    assert!(decoding.next().is_none(), "an end is an end");
    let summary = decoding.summary();
    assert_eq!(summary.frames as usize * channels.count(), samples.len());
    assert!(summary.frames <= u64::from(LIMIT * praxis_audio::RATE));
    Ok(Heard {
        channels,
        samples,
        summary,
        error,
    })
}

/// What the samples were made from, left and right.
pub fn voices() -> [Vec<i16>; 2] {
    let heard = hear(sample("speech.flac")).unwrap();
    [0, 1].map(|index| heard.channels.channel(&heard.samples, index).into_owned())
}

/// A WAV file with a format and data of any kind.
pub fn wav(tag: u16, channels: u16, rate: u32, bits: u16, data: &[u8]) -> Vec<u8> {
    let frame = channels * bits.div_ceil(8);
    let mut file = b"RIFF".to_vec();
    file.extend((36 + data.len() as u32).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    file.extend(tag.to_le_bytes());
    file.extend(channels.to_le_bytes());
    file.extend(rate.to_le_bytes());
    file.extend((rate.wrapping_mul(u32::from(frame))).to_le_bytes());
    file.extend(frame.to_le_bytes());
    file.extend(bits.to_le_bytes());
    file.extend(b"data");
    file.extend((data.len() as u32).to_le_bytes());
    file.extend(data);
    file
}
