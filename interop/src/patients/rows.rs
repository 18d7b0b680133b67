//! Rows of a delimited table: quotes, fields over several lines, and recovery after a quote that never closes.

use super::lines::{Line, Lines};
use std::io::{self, BufRead};

/// Longest physical line.
const LINE_BYTES: u64 = 64 * 1024;
/// Most physical lines of one row. A row with more has a quotation mark that is not closed.
const ROW_LINES: usize = 100;

/// What stands in a row.
pub enum Row {
    /// Its fields.
    Fields(Vec<Vec<u8>>),
    /// A line is longer than any row should be.
    TooLong,
    /// A quotation mark opens and never closes. The lines below the first come again as rows.
    Open,
}

pub struct Rows<R> {
    lines: Lines<R>,
    delimiter: u8,
}

impl<R: BufRead> Rows<R> {
    /// Looks at the first line that is not blank to learn the delimiter. A line `sep=;` is consumed.
    pub fn new(input: R) -> io::Result<Self> {
        let mut lines = Lines::new(input, LINE_BYTES);
        let mut delimiter = b',';
        while let Some(line) = lines.next()? {
            if line.is_blank() {
                continue;
            }
            match line.bytes[..] {
                [b's', b'e', b'p', b'=', named @ (b',' | b';' | b'|' | b'\t')] => delimiter = named,
                _ => {
                    delimiter = guess(&line.bytes);
                    lines.give_back(vec![line]);
                }
            }
            break;
        }
        Ok(Self { lines, delimiter })
    }

    /// The next row and the line where it begins; blank lines between rows are skipped.
    pub fn next(&mut self) -> io::Result<Option<(u32, Row)>> {
        let mut splitter = Splitter::new(self.delimiter);
        let Some(first) = self.first_line()? else {
            return Ok(None);
        };
        let number = first.number;
        if first.cut {
            return Ok(Some((number, Row::TooLong)));
        }
        splitter.line(&first.bytes);
        let mut below: Vec<Line> = Vec::new();
        while splitter.is_open() {
            let next = if below.len() < ROW_LINES {
                self.lines.next()?
            } else {
                None
            };
            let Some(line) = next else {
                self.lines.give_back(below);
                return Ok(Some((number, Row::Open)));
            };
            if line.cut {
                below.push(line);
                self.lines.give_back(below);
                return Ok(Some((number, Row::Open)));
            }
            splitter.line(&line.bytes);
            below.push(line);
        }
        Ok(Some((number, Row::Fields(splitter.finish()))))
    }

    fn first_line(&mut self) -> io::Result<Option<Line>> {
        while let Some(line) = self.lines.next()? {
            // A line of tabs is a row of empty fields, which nobody needs either.
            if !line.is_blank() {
                return Ok(Some(line));
            }
        }
        Ok(None)
    }
}

/// The most frequent delimiter outside quotation marks.
fn guess(header: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    for byte in header {
        if *byte == b'"' {
            quoted = !quoted;
        }
        for (delimiter, count) in &mut counts {
            if !quoted && delimiter == byte {
                *count = count.saturating_add(1);
            }
        }
    }
    let mut best = counts[0];
    for candidate in counts {
        if candidate.1 > best.1 {
            best = candidate;
        }
    }
    best.0
}

enum State {
    /// At the start of a field.
    Start,
    /// In a field without quotation marks; marks in it are letters.
    Plain,
    /// Between quotation marks.
    Quoted,
    /// Behind a mark in a quoted field: its end, or the first of two.
    Closing,
}

struct Splitter {
    delimiter: u8,
    state: State,
    field: Vec<u8>,
    fields: Vec<Vec<u8>>,
}

impl Splitter {
    const fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            state: State::Start,
            field: Vec::new(),
            fields: Vec::new(),
        }
    }

    fn is_open(&self) -> bool {
        matches!(self.state, State::Quoted)
    }

    fn line(&mut self, bytes: &[u8]) {
        if self.is_open() {
            self.field.push(b'\n');
        }
        for byte in bytes {
            self.byte(*byte);
        }
    }

    fn byte(&mut self, byte: u8) {
        match self.state {
            State::Quoted if byte == b'"' => self.state = State::Closing,
            State::Quoted => self.field.push(byte),
            _ if byte == self.delimiter => {
                self.fields.push(std::mem::take(&mut self.field));
                self.state = State::Start;
            }
            State::Start if byte == b'"' => {
                self.field.clear();
                self.state = State::Quoted;
            }
            // A blank before the mark: `, "Nowak"`.
            State::Start if byte == b' ' => self.field.push(byte),
            State::Closing if byte == b'"' => {
                self.field.push(byte);
                self.state = State::Quoted;
            }
            State::Start | State::Plain | State::Closing => {
                self.field.push(byte);
                self.state = State::Plain;
            }
        }
    }

    fn finish(mut self) -> Vec<Vec<u8>> {
        self.fields.push(self.field);
        self.fields
    }
}
