//! Sound on its way to an engine and from a voice.

use praxis_audio::{Channels, RATE, decode::decode, wav};
use praxis_domain::scribe::speech::SpeechProblem;
use std::{io::Cursor, time::Duration};

/// Longest that a voice may speak at once, in seconds; what it says is at most a few sentences.
const SPEECH_MAX: u32 = 180;
/// Shortest time that an engine gets, and how often it gets the length of the sound beyond that.
const PATIENCE: Duration = Duration::from_secs(30);
const PATIENCE_PER_SECOND: u32 = 20;

/// A WAV file of one channel.
pub(crate) fn file_of(samples: &[i16]) -> Result<Vec<u8>, SpeechProblem> {
    let frames = samples.len() as u64;
    let header = wav::header(Channels::One, frames).map_err(|_| SpeechProblem::Failed)?;
    let mut file = header.to_vec();
    file.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    Ok(file)
}

/// How long an engine may take for so much sound.
pub(crate) fn patience(samples: &[i16]) -> Duration {
    let seconds = u32::try_from(samples.len()).unwrap_or(u32::MAX) / RATE;
    PATIENCE + Duration::from_secs(1) * (seconds * PATIENCE_PER_SECOND)
}

/// The samples of a sound file of any known format, as one channel.
pub(crate) async fn samples_of(file: Vec<u8>) -> Result<Vec<i16>, SpeechProblem> {
    let decoded = tokio::task::spawn_blocking(move || {
        let decoding =
            decode(Cursor::new(file), SPEECH_MAX).map_err(|_| SpeechProblem::Unreadable)?;
        let channels = decoding.channels();
        let mut samples = vec![];
        for segment in decoding {
            let segment = segment.map_err(|_| SpeechProblem::Unreadable)?;
            samples.extend_from_slice(&channels.mixed(&segment));
        }
        Ok(samples)
    });
    decoded.await.map_err(|_| SpeechProblem::Unreadable)?
}

/// Words as one line.
pub(crate) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// From 0 to 1 as percent; anything outside is a mistake of the engine, and no reason to lose the
/// words.
pub(crate) fn percent(sure: f64) -> Option<u32> {
    (0.0..=1.0)
        .contains(&sure)
        .then(|| (sure * 100.0).round() as u32)
}
