//! The events of an answer as they come: server-sent events, or a JSON object on each line.
//!
//! What comes is foreign: a line, an event and the whole answer have a longest length, and the
//! time that is spent on a byte does not grow with how many came before.

use crate::problems;
use praxis_domain::models::ports::ModelProblem;
use reqwest::Response;
use std::{collections::VecDeque, time::Duration};
use tokio::time::{Instant, timeout_at};

/// Longest event, in bytes.
const LONGEST_EVENT: usize = 1 << 20;

/// Most bytes of an answer with everything that is wrapped round its text. A token of ten bytes
/// travels in an envelope of a few hundred.
const LONGEST_STREAM: usize = 128 << 20;

/// How events are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framing {
    /// Server-sent events.
    Sse,
    /// One a line.
    Lines,
}

/// Reads the events of a response.
pub(crate) struct Events {
    response: Response,
    cutter: Cutter,
    ready: VecDeque<String>,
    silence: Duration,
    deadline: Instant,
    received: usize,
    any: bool,
    over: bool,
}

impl Events {
    pub(crate) fn of(
        response: Response,
        framing: Framing,
        silence: Duration,
        deadline: Instant,
    ) -> Self {
        Self {
            response,
            cutter: Cutter::new(framing),
            ready: VecDeque::new(),
            silence,
            deadline,
            received: 0,
            any: false,
            over: false,
        }
    }

    /// The model gave a sign of life: the silence begins anew.
    pub(crate) fn go_on(&mut self) {
        self.deadline = Instant::now() + self.silence;
    }

    /// The next event, or none when the stream ended as it should. A stream of which nothing could
    /// be read as an event is unreadable.
    pub(crate) async fn next(&mut self) -> Result<Option<String>, ModelProblem> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                self.any = true;
                return Ok(Some(event));
            }
            if self.over {
                return if self.any || self.received == 0 {
                    Ok(None)
                } else {
                    Err(ModelProblem::Unreadable)
                };
            }
            let chunk = timeout_at(self.deadline, self.response.chunk())
                .await
                .map_err(|_| ModelProblem::Late)?
                .map_err(|error| problems::of_transport(&error))?;
            if let Some(bytes) = chunk {
                self.received += bytes.len();
                if self.received > LONGEST_STREAM {
                    return Err(ModelProblem::Unreadable);
                }
                self.cutter.take(&bytes, &mut self.ready)?;
            } else {
                self.over = true;
                self.cutter.finish(&mut self.ready)?;
            }
        }
    }
}

/// Cuts bytes into events.
struct Cutter {
    framing: Framing,
    line: Vec<u8>,
    after_cr: bool,
    data: Option<String>,
}

impl Cutter {
    fn new(framing: Framing) -> Self {
        Self {
            framing,
            line: vec![],
            after_cr: false,
            data: None,
        }
    }

    fn take(&mut self, mut bytes: &[u8], out: &mut VecDeque<String>) -> Result<(), ModelProblem> {
        while !bytes.is_empty() {
            if std::mem::take(&mut self.after_cr) && bytes[0] == b'\n' {
                bytes = &bytes[1..];
                continue;
            }
            let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let part = &bytes[..end.unwrap_or(bytes.len())];
            if self.line.len() + part.len() > LONGEST_EVENT {
                return Err(ModelProblem::Unreadable);
            }
            self.line.extend_from_slice(part);
            let Some(end) = end else { break };
            self.after_cr = bytes[end] == b'\r';
            bytes = &bytes[end + 1..];
            self.end_line(out)?;
        }
        Ok(())
    }

    fn end_line(&mut self, out: &mut VecDeque<String>) -> Result<(), ModelProblem> {
        let text = std::str::from_utf8(&self.line).map_err(|_| ModelProblem::Unreadable)?;
        match self.framing {
            Framing::Lines if text.trim().is_empty() => {}
            Framing::Lines => out.push_back(text.to_owned()),
            Framing::Sse if text.is_empty() => out.extend(self.data.take()),
            Framing::Sse => {
                // Names of events are said again inside their data; comments keep a line open.
                if let Some(value) = text.strip_prefix("data:") {
                    let value = value.strip_prefix(' ').unwrap_or(value);
                    match &mut self.data {
                        None => self.data = Some(value.to_owned()),
                        Some(data) if data.len() + value.len() > LONGEST_EVENT => {
                            return Err(ModelProblem::Unreadable);
                        }
                        Some(data) => {
                            data.push('\n');
                            data.push_str(value);
                        }
                    }
                }
            }
        }
        self.line.clear();
        Ok(())
    }

    /// The stream ended: what is whole counts, even without the line end or the empty line after
    /// it, and an event of which a part is missing says that the answer broke off.
    fn finish(&mut self, out: &mut VecDeque<String>) -> Result<(), ModelProblem> {
        let line = std::mem::take(&mut self.line);
        let begun = match self.framing {
            Framing::Sse => line.starts_with(b"data:") || line.starts_with(b"event:"),
            Framing::Lines => {
                if serde_json::from_slice::<serde::de::IgnoredAny>(&line).is_ok() {
                    self.line = line;
                    return self.end_line(out);
                }
                line.starts_with(b"{")
            }
        };
        if begun {
            return Err(ModelProblem::BrokenOff);
        }
        out.extend(self.data.take());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(framing: Framing, pieces: &[&[u8]]) -> Result<Vec<String>, ModelProblem> {
        let mut cutter = Cutter::new(framing);
        let mut out = VecDeque::new();
        for piece in pieces {
            cutter.take(piece, &mut out)?;
        }
        cutter.finish(&mut out)?;
        Ok(out.into())
    }

    #[test]
    fn aia_3_events_are_the_same_however_their_bytes_come() {
        for ends in ["\n", "\r\n", "\r"] {
            let text =
                ": hello\n\nevent: x\ndata: zażółć\n\n\ndata:🩺\ndata:  two\n\nid: 3\n\ndata: last\n"
                    .replace('\n', ends);
            let expected = ["zażółć", "🩺\n two", "last"];
            for size in 1..=text.len() {
                let pieces: Vec<&[u8]> = text.as_bytes().chunks(size).collect();
                assert_eq!(cut(Framing::Sse, &pieces).unwrap(), expected, "{size}");
            }
        }
        let lines = cut(Framing::Lines, &[b"{\"a\":1}\r\n\n{\"b\"", b":2}"]).unwrap();
        assert_eq!(lines, ["{\"a\":1}", "{\"b\":2}"]);
    }

    #[test]
    fn aia_3_half_events_do_not_count() {
        for (framing, half) in [
            (Framing::Sse, b"data: half".as_slice()),
            (Framing::Sse, b"data: za\xc5"),
            (Framing::Sse, b"data: {}\n\nevent: x"),
            (Framing::Lines, b"{}\n{\"half\""),
        ] {
            assert_eq!(cut(framing, &[half]), Err(ModelProblem::BrokenOff));
        }
        let whole = cut(Framing::Sse, &[b"data: {}\n: half a comment"]);
        assert_eq!(whole.unwrap(), ["{}"]);
    }

    #[test]
    fn aia_3_long_lines_long_events_and_noise_are_refused() {
        let piece = vec![b'a'; 64 << 10];
        let pieces: Vec<&[u8]> = (0..17).map(|_| piece.as_slice()).collect();
        assert!(cut(Framing::Sse, &pieces).is_err());
        assert!(cut(Framing::Lines, &pieces).is_err());
        let mut line = b"data: ".to_vec();
        line.extend(vec![b'a'; 600 << 10]);
        line.push(b'\n');
        assert!(cut(Framing::Sse, &[&line, &line]).is_err());
        assert!(cut(Framing::Sse, &[b"data: \xff\xfe\n\n"]).is_err());
    }
}
