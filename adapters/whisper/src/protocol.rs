//! WAV files come in one after the other; a line of JSON goes out when the model is loaded, and one
//! for each file.

use crate::Problem;
use serde::Serialize;
use std::{
    io::{ErrorKind, Read, Write},
    process,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// Bytes of the header that `praxis-speech` writes.
const HEADER: usize = 44;
/// Longest utterance, in bytes of samples: two minutes.
const LONGEST: u32 = 2 * 60 * 16_000 * 2;
/// Who has nothing to do for so long gives the memory back; it is started again when needed.
const IDLE: Duration = Duration::from_secs(600);

/// What is heard in an utterance.
pub trait Hearing {
    /// The words, and how sure it is from 0 to 1; none when it failed.
    fn hear(&mut self, samples: &[i16]) -> Option<(String, Option<f32>)>;
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Said {
    Ready,
    Heard {
        text: String,
        confidence: Option<f32>,
    },
    Failed,
}

/// Answers until the input ends.
///
/// # Errors
/// When something else than an utterance comes, or nobody reads the answers.
pub fn serve(
    mut input: impl Read,
    mut output: impl Write,
    hearing: &mut impl Hearing,
) -> Result<(), Problem> {
    let rest = Rest::begin();
    // A damaged model may load and crash only when it hears: better now than in the middle of a talk.
    let _silence = hearing.hear(&[0; 16_000]);
    say(&mut output, &Said::Ready)?;
    while let Some(samples) = utterance(&mut input)? {
        rest.work();
        let said = hearing
            .hear(&samples)
            .map_or(Said::Failed, |(text, confidence)| Said::Heard {
                text,
                confidence,
            });
        say(&mut output, &said)?;
        rest.rest();
    }
    Ok(())
}

fn say(output: &mut impl Write, said: &Said) -> Result<(), Problem> {
    let mut line = serde_json::to_vec(said).map_err(std::io::Error::from)?;
    line.push(b'\n');
    output.write_all(&line)?;
    output.flush()?;
    Ok(())
}

/// The samples of the next file; none at the end.
fn utterance(input: &mut impl Read) -> Result<Option<Vec<i16>>, Problem> {
    let mut header = [0; HEADER];
    let (first, rest) = header.split_at_mut(1);
    if input.read(first)? == 0 {
        return Ok(None);
    }
    input.read_exact(rest).map_err(cut)?;
    let sizes = header.last_chunk::<4>().copied().unwrap_or_default();
    let length = u32::from_le_bytes(sizes);
    let is_ours = header.starts_with(b"RIFF") && header.get(8..16) == Some(b"WAVEfmt ");
    // PCM of one channel, 16,000 times a second.
    let is_plain = header.get(20..28) == Some(&[1, 0, 1, 0, 0x80, 0x3e, 0, 0]);
    if !is_ours || !is_plain || length > LONGEST || !length.is_multiple_of(2) {
        return Err(Problem::Utterance);
    }
    let mut bytes = vec![0; length as usize];
    input.read_exact(&mut bytes).map_err(cut)?;
    let samples = bytes
        .chunks_exact(2)
        .map(|pair| i16::from_le_bytes([pair[0], pair[1]]));
    Ok(Some(samples.collect()))
}

fn cut(error: std::io::Error) -> Problem {
    if error.kind() == ErrorKind::UnexpectedEof {
        Problem::Utterance
    } else {
        Problem::Gone(error)
    }
}

/// Ends the process after long idleness.
struct Rest {
    begun: Instant,
    /// Milliseconds at which idleness began; `WORKING` while it works.
    since: Arc<AtomicU64>,
}

const WORKING: u64 = u64::MAX;

impl Rest {
    fn begin() -> Self {
        let begun = Instant::now();
        let since = Arc::new(AtomicU64::new(0));
        let watched = Arc::clone(&since);
        thread::spawn(move || {
            loop {
                thread::sleep(IDLE / 20);
                let since = watched.load(Ordering::SeqCst);
                if since != WORKING && begun.elapsed() > Duration::from_millis(since) + IDLE {
                    process::exit(0);
                }
            }
        });
        Self { begun, since }
    }
    fn work(&self) {
        self.since.store(WORKING, Ordering::SeqCst);
    }
    fn rest(&self) {
        let now = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(0);
        self.since.store(now, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hears how many samples there are.
    struct Counts;

    impl Hearing for Counts {
        fn hear(&mut self, samples: &[i16]) -> Option<(String, Option<f32>)> {
            (!samples.is_empty()).then(|| (format!("{} \"ż\"\n", samples.len()), Some(0.5)))
        }
    }

    fn file(samples: u32) -> Vec<u8> {
        let mut file =
            b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data"
                .to_vec();
        file.extend((samples * 2).to_le_bytes());
        file.resize(file.len() + samples as usize * 2, 7);
        file
    }

    fn served(input: &[u8]) -> (String, Result<(), Problem>) {
        let mut output = vec![];
        let outcome = serve(input, &mut output, &mut Counts);
        (String::from_utf8(output).unwrap(), outcome)
    }

    #[test]
    fn aud_8_each_file_is_answered_by_a_line() {
        let input = [file(3), file(0), file(2)].concat();
        let (output, outcome) = served(&input);
        assert!(outcome.is_ok());
        let expected = r#"{"event":"ready"}
{"event":"heard","text":"3 \"ż\"\n","confidence":0.5}
{"event":"failed"}
{"event":"heard","text":"2 \"ż\"\n","confidence":0.5}
"#;
        assert_eq!(output, expected);
    }

    #[test]
    fn aud_8_anything_else_ends_the_worker() {
        let mut stereo = file(2);
        stereo[22] = 2;
        let mut endless = file(2);
        endless[40..44].copy_from_slice(&u32::MAX.to_le_bytes());
        for input in [
            &b"words"[..],
            &[0; 100],
            &stereo,
            &endless,
            &file(9)[..50],
            &file(9)[..40],
        ] {
            assert!(matches!(served(input).1, Err(Problem::Utterance)));
        }
    }
}
