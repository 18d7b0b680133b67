//! Conversations from files: plain text with speaker tags, WebVTT, SRT, Praat TextGrid and JSON segments.
//!
//! Every reader keeps speakers and times where the file has them, and none quotes what was said in an error.

mod cues;
mod json;
mod plain;
mod speakers;
mod textgrid;

use praxis_domain::scribe::model::{Segment, Speaker, Transcript};

pub use textgrid::parse_pair as parse_textgrid_pair;

/// A file format that holds a conversation.
#[praxis_kernel::wire]
pub enum TranscriptFormat {
    /// Lines, each perhaps with a tag: `[doctor] …` or `Doctor: …`.
    Plain,
    /// W3C WebVTT.
    Webvtt,
    /// SubRip.
    Srt,
    /// Praat TextGrid, long or short form.
    Textgrid,
    /// An object with `segments`, or an array of segments.
    Json,
}

/// Why a file is no conversation. Lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TranscriptError {
    /// Nothing is said in it.
    #[error("the file holds no speech")]
    Empty,
    /// Neither UTF-8 nor UTF-16.
    #[error("the file is neither UTF-8 nor UTF-16 text")]
    Encoding,
    /// A time that is none, or an end before its start.
    #[error("line {line}: this is not a time")]
    Time {
        /// Where.
        line: usize,
    },
    /// Something that the format asks for is missing.
    #[error("line {line}: expected {expected}")]
    Syntax {
        /// Where.
        line: usize,
        /// What the format asks for here.
        expected: &'static str,
    },
}

/// A turn before it gets its number.
pub(crate) struct Turn {
    speaker: Speaker,
    text: String,
    start_ms: Option<u32>,
    end_ms: Option<u32>,
}

impl Turn {
    fn said(speaker: Speaker, text: &str) -> Self {
        Self {
            speaker,
            text: text.to_owned(),
            start_ms: None,
            end_ms: None,
        }
    }
}

/// Reads a conversation in whatever format it is.
pub fn parse(text: &str) -> Result<Transcript, TranscriptError> {
    parse_as(detect(text), text)
}

/// Reads a conversation in one format.
pub fn parse_as(format: TranscriptFormat, text: &str) -> Result<Transcript, TranscriptError> {
    let text = text.trim_start_matches('\u{feff}');
    let turns = match format {
        TranscriptFormat::Plain => plain::read(text),
        TranscriptFormat::Webvtt | TranscriptFormat::Srt => cues::read(text)?,
        TranscriptFormat::Textgrid => textgrid::read(text)?,
        TranscriptFormat::Json => json::read(text)?,
    };
    number(turns)
}

/// Reads a conversation from bytes: UTF-8, or UTF-16 with a byte order mark as Praat writes it.
pub fn parse_bytes(bytes: &[u8]) -> Result<Transcript, TranscriptError> {
    parse(&decode(bytes)?)
}

/// The text of a file in UTF-8, or in UTF-16 with a byte order mark.
pub fn decode(bytes: &[u8]) -> Result<String, TranscriptError> {
    let wide = |read: fn([u8; 2]) -> u16| {
        let (pairs, rest) = bytes[2..].as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| read(*pair)).collect();
        if rest.is_empty() {
            String::from_utf16(&units).map_err(|_| TranscriptError::Encoding)
        } else {
            Err(TranscriptError::Encoding)
        }
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8(bytes.to_vec()).map_err(|_| TranscriptError::Encoding),
    }
}

/// Guesses the format from the first lines.
pub fn detect(text: &str) -> TranscriptFormat {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let head: Vec<&str> = text.lines().take(12).map(str::trim).collect();
    let first = head.first().copied().unwrap_or_default();
    if first.starts_with("WEBVTT") {
        TranscriptFormat::Webvtt
    } else if first.contains("ooTextFile") {
        TranscriptFormat::Textgrid
    } else if head.iter().take(3).any(|line| line.contains("-->")) {
        TranscriptFormat::Srt
    } else if looks_like_json(text) {
        TranscriptFormat::Json
    } else {
        TranscriptFormat::Plain
    }
}

/// `[doctor] …` begins like an array, so the character after the bracket decides.
fn looks_like_json(text: &str) -> bool {
    let mut chars = text.chars().filter(|c| !c.is_whitespace());
    matches!(
        (chars.next(), chars.next()),
        (Some('{'), Some('"' | '}')) | (Some('['), Some('{' | '"' | ']'))
    )
}

/// Drops what says nothing, and numbers the rest.
fn number(turns: Vec<Turn>) -> Result<Transcript, TranscriptError> {
    let spoken = turns
        .into_iter()
        .filter(|turn| !turn.text.trim().is_empty());
    let segments: Vec<Segment> = spoken
        .zip(0u32..)
        .map(|(turn, index)| Segment {
            index,
            speaker: turn.speaker,
            text: turn.text.trim().to_owned(),
            start_ms: turn.start_ms,
            end_ms: turn.end_ms,
            spoken: None,
        })
        .collect();
    if segments.is_empty() {
        return Err(TranscriptError::Empty);
    }
    Ok(Transcript { segments })
}

/// Seconds to whole milliseconds; `None` for what is no time.
fn milliseconds(seconds: f64) -> Option<u32> {
    let value = (seconds * 1000.0).round();
    // The comparison also refuses NaN.
    (value >= 0.0 && value <= f64::from(u32::MAX)).then_some(value as u32)
}

#[cfg(test)]
mod tests;
