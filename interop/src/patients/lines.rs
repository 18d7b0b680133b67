//! Physical lines of bounded length, numbered from 1.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

/// One line without its end.
pub struct Line {
    pub number: u32,
    pub bytes: Vec<u8>,
    /// It was longer than allowed; the rest was skipped.
    pub cut: bool,
}

impl Line {
    pub fn is_blank(&self) -> bool {
        !self.cut && self.bytes.iter().all(u8::is_ascii_whitespace)
    }
}

pub struct Lines<R> {
    input: R,
    limit: u64,
    number: u32,
    returned: VecDeque<Line>,
}

impl<R: BufRead> Lines<R> {
    pub const fn new(input: R, limit: u64) -> Self {
        Self {
            input,
            limit,
            number: 0,
            returned: VecDeque::new(),
        }
    }

    /// The next line; `None` at the end.
    pub fn next(&mut self) -> io::Result<Option<Line>> {
        if let Some(line) = self.returned.pop_front() {
            return Ok(Some(line));
        }
        let mut bytes = Vec::new();
        // Two bytes more than a line may have: its end.
        let mut head = self.input.by_ref().take(self.limit.saturating_add(2));
        if head.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        self.number = self.number.saturating_add(1);
        let ended = bytes.last() == Some(&b'\n');
        if ended {
            bytes.pop();
            if bytes.last() == Some(&b'\r') {
                bytes.pop();
            }
        }
        let cut = bytes.len() as u64 > self.limit;
        if cut && !ended {
            self.skip_line()?;
        }
        Ok(Some(Line {
            number: self.number,
            bytes,
            cut,
        }))
    }

    /// Puts lines back, so that they come again before all others.
    pub fn give_back(&mut self, lines: Vec<Line>) {
        for line in lines.into_iter().rev() {
            self.returned.push_front(line);
        }
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let (length, found) = match buffer.iter().position(|byte| *byte == b'\n') {
                Some(end) => (end.saturating_add(1), true),
                None => (buffer.len(), buffer.is_empty()),
            };
            self.input.consume(length);
            if found {
                return Ok(());
            }
        }
    }
}
