//! A recording as a WAV file that nobody holds: its header, its length, and the segments that any range of its bytes
//! needs.

use crate::{Channels, RATE, SEGMENT_FRAMES};
use std::ops::Range;

/// Bytes of the header.
pub const HEADER: usize = 44;

const SAMPLE_BYTES: u64 = 2;

/// The sizes of a WAV file have 32 bits: 37 hours of one channel, 18 of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The recording is longer than a WAV file can be.")]
pub struct TooLarge;

/// A recording of a known length as a WAV file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct File {
    channels: Channels,
    // Those of all samples; at most `u32::MAX` together with the header.
    data: u32,
}

/// What a range of bytes needs of the samples of one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The number of the segment, from 0.
    pub segment: u32,
    /// The bytes of its samples as little-endian 16-bit numbers.
    pub bytes: Range<usize>,
}

/// What a range of bytes needs.
#[derive(Debug, Clone)]
pub struct Parts {
    /// The bytes of the header that come first; none if the range begins behind it.
    pub header: Vec<u8>,
    data: Range<u64>,
    channels: Channels,
}

/// The header for so many frames.
///
/// # Errors
/// [`TooLarge`] beyond 4 GiB.
pub fn header(channels: Channels, frames: u64) -> Result<[u8; HEADER], TooLarge> {
    File::new(channels, frames).map(File::header)
}

impl File {
    /// A file of so many frames.
    ///
    /// # Errors
    /// [`TooLarge`] beyond 4 GiB.
    pub fn new(channels: Channels, frames: u64) -> Result<Self, TooLarge> {
        let frame = SAMPLE_BYTES * channels.count() as u64;
        let data = frames.checked_mul(frame).ok_or(TooLarge)?;
        let whole = data.checked_add(HEADER as u64).ok_or(TooLarge)?;
        u32::try_from(whole).map_err(|_| TooLarge)?;
        let data = u32::try_from(data).map_err(|_| TooLarge)?;
        Ok(Self { channels, data })
    }

    /// Its length in bytes, header included.
    #[expect(
        clippy::len_without_is_empty,
        reason = "the header makes every file longer than nothing"
    )]
    pub fn len(self) -> u64 {
        HEADER as u64 + u64::from(self.data)
    }

    /// The first bytes of the file; the samples follow at once.
    pub fn header(self) -> [u8; HEADER] {
        let channels = self.channels.count() as u16;
        let frame = channels * SAMPLE_BYTES as u16;
        let mut header = [0; HEADER];
        let mut at = 0;
        let mut put = |bytes: &[u8]| {
            header[at..at + bytes.len()].copy_from_slice(bytes);
            at += bytes.len();
        };
        put(b"RIFF");
        put(&(self.data + HEADER as u32 - 8).to_le_bytes());
        put(b"WAVEfmt ");
        put(&16_u32.to_le_bytes()); // bytes of the format
        put(&1_u16.to_le_bytes()); // PCM
        put(&channels.to_le_bytes());
        put(&RATE.to_le_bytes());
        put(&(RATE * u32::from(frame)).to_le_bytes());
        put(&frame.to_le_bytes());
        put(&16_u16.to_le_bytes()); // bits of a sample
        put(b"data");
        put(&self.data.to_le_bytes());
        header
    }

    /// What the bytes of a range need, cut to what the file has.
    pub fn slice(self, range: Range<u64>) -> Parts {
        let end = range.end.min(self.len());
        let head = HEADER as u64;
        let within_header = range.start.min(head) as usize..end.min(head) as usize;
        let header = self.header();
        Parts {
            header: header.get(within_header).unwrap_or_default().to_vec(),
            data: range.start.saturating_sub(head)..end.saturating_sub(head),
            channels: self.channels,
        }
    }
}

/// The pieces of the segments that follow the header, in order.
impl Iterator for Parts {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if self.data.is_empty() {
            return None;
        }
        let whole = SAMPLE_BYTES * (SEGMENT_FRAMES * self.channels.count()) as u64;
        let segment = self.data.start / whole;
        let begin = segment * whole;
        let end = self.data.end.min(begin + whole);
        let bytes = (self.data.start - begin) as usize..(end - begin) as usize;
        self.data.start = end;
        // A file of four gigabytes has no more than 134,218 segments.
        let segment = u32::try_from(segment).ok()?;
        Some(Piece { segment, bytes })
    }
}

impl Piece {
    /// The bytes of this piece, from the samples of its segment. Always as many as the piece has: a gap, and what a
    /// segment lacks, is silence.
    pub fn cut(&self, samples: Option<&[i16]>) -> Vec<u8> {
        let samples = samples.unwrap_or_default();
        self.bytes
            .clone()
            .map(|at| {
                let sample = samples.get(at / 2).copied().unwrap_or_default();
                sample.to_le_bytes()[at % 2]
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_header_is_that_of_the_format() {
        let expected = [
            b"RIFF".as_slice(),
            &[0x24, 0xee, 0x02, 0x00], // 36 + 192,000
            b"WAVEfmt ",
            &[
                16, 0, 0, 0, 1, 0, 2, 0, 0x80, 0x3e, 0, 0, 0, 0xfa, 0, 0, 4, 0, 16, 0,
            ],
            b"data",
            &[0x00, 0xee, 0x02, 0x00],
        ]
        .concat();
        assert_eq!(header(Channels::Two, 48_000).unwrap().as_slice(), expected);
    }

    #[test]
    fn four_gibibytes_are_the_limit() {
        let most = (u64::from(u32::MAX) - 44) / 2;
        assert_eq!(File::new(Channels::One, most).unwrap().len(), 44 + 2 * most);
        assert_eq!(header(Channels::One, most + 1), Err(TooLarge));
        assert_eq!(header(Channels::Two, most), Err(TooLarge));
        assert_eq!(header(Channels::Two, u64::MAX), Err(TooLarge));
    }

    /// Three segments of which the middle one never arrived and the last is short.
    fn recording(channels: Channels) -> (Vec<Option<Vec<i16>>>, u64) {
        let noise = |count: usize| (0..count).map(|at| (at * 7_919 % 65_521) as u16 as i16);
        let first = noise(channels.segment_samples()).collect();
        let last = noise(channels.count() * 5_000).map(|it| !it).collect();
        (vec![Some(first), None, Some(last)], 37_000)
    }

    fn fetch(file: File, segments: &[Option<Vec<i16>>], range: Range<u64>) -> Vec<u8> {
        let mut parts = file.slice(range);
        let mut bytes = std::mem::take(&mut parts.header);
        for piece in parts {
            let samples = segments[piece.segment as usize].as_deref();
            bytes.extend(piece.cut(samples));
        }
        bytes
    }

    #[test]
    fn aud_6_a_file_is_its_header_and_its_samples_with_silent_gaps() {
        let (segments, frames) = recording(Channels::One);
        let file = File::new(Channels::One, frames).unwrap();
        let silence = vec![0; 16_000];
        let samples = segments
            .iter()
            .flat_map(|it| it.as_ref().unwrap_or(&silence));
        let mut expected = file.header().to_vec();
        expected.extend(samples.flat_map(|sample| sample.to_le_bytes()));
        assert_eq!(expected.len() as u64, file.len());
        assert_eq!(fetch(file, &segments, 0..u64::MAX), expected);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn aud_6_any_range_gives_the_bytes_of_the_whole(
            two in any::<bool>(),
            start in 0_u64..150_000,
            length in 0_u64..150_000,
        ) {
            let channels = if two { Channels::Two } else { Channels::One };
            let (segments, frames) = recording(channels);
            let file = File::new(channels, frames).unwrap();
            let whole = fetch(file, &segments, 0..file.len());
            let start_in = start.min(file.len()) as usize;
            let end_in = (start + length).min(file.len()) as usize;
            prop_assert_eq!(
                fetch(file, &segments, start..start + length),
                &whole[start_in..end_in]
            );
        }

        #[test]
        fn ranges_near_the_ends_of_numbers_are_answered(start in any::<u64>(), end in any::<u64>()) {
            let file = File::new(Channels::Two, 600_000_000).unwrap();
            let mut parts = file.slice(start..end);
            let _ = parts.next();
        }
    }

    #[test]
    fn what_a_segment_lacks_is_silence() {
        let piece = Piece {
            segment: 0,
            bytes: 1..7,
        };
        assert_eq!(piece.cut(Some(&[0x0201, 0x0403])), [2, 3, 4, 0, 0, 0]);
        assert_eq!(piece.cut(None), [0; 6]);
    }
}
