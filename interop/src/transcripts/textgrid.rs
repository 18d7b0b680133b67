//! Praat TextGrid in its long and its short form.
//!
//! Praat reads only free-standing numbers, quoted strings and flags; everything else is comment. So does this reader,
//! which makes both forms one.

use praxis_domain::scribe::model::{Speaker, Transcript};

use super::{TranscriptError, Turn, cues::plain, milliseconds, number, speakers::role};

enum Value {
    Number(f64),
    Text(String),
}

/// A file as its values, each with the line that it begins on.
struct Values {
    list: std::vec::IntoIter<(usize, Value)>,
    line: usize,
}

impl Values {
    fn number(&mut self, expected: &'static str) -> Result<f64, TranscriptError> {
        match self.next() {
            Some(Value::Number(value)) => Ok(value),
            _ => Err(self.missing(expected)),
        }
    }

    fn text(&mut self, expected: &'static str) -> Result<String, TranscriptError> {
        match self.next() {
            Some(Value::Text(value)) => Ok(value),
            _ => Err(self.missing(expected)),
        }
    }

    fn next(&mut self) -> Option<Value> {
        let (line, value) = self.list.next()?;
        self.line = line;
        Some(value)
    }

    fn missing(&self, expected: &'static str) -> TranscriptError {
        TranscriptError::Syntax {
            line: self.line,
            expected,
        }
    }
}

/// Reads both halves of a consultation that was recorded apart, and puts the turns in order of time.
pub fn parse_pair(doctor: &str, patient: &str) -> Result<Transcript, TranscriptError> {
    let mut turns = Vec::new();
    for (text, speaker) in [(doctor, Speaker::Clinician), (patient, Speaker::Patient)] {
        let half = read(text.trim_start_matches('\u{feff}'))?;
        turns.extend(half.into_iter().map(|turn| Turn { speaker, ..turn }));
    }
    turns.sort_by_key(|turn| turn.start_ms);
    number(turns)
}

pub fn read(text: &str) -> Result<Vec<Turn>, TranscriptError> {
    let mut values = Values {
        list: values(text)?.into_iter(),
        line: 1,
    };
    let class = "the header of a TextGrid";
    if values.text(class)? != "ooTextFile" || values.text(class)? != "TextGrid" {
        return Err(values.missing(class));
    }
    values.number("the start of the grid")?;
    values.number("the end of the grid")?;
    let tiers = values.number("the number of tiers")?;
    let mut turns = Vec::new();
    let mut read = 0.0;
    while read < tiers {
        tier(&mut values, &mut turns)?;
        read += 1.0;
    }
    turns.sort_by_key(|turn: &Turn| turn.start_ms);
    Ok(turns)
}

fn tier(values: &mut Values, turns: &mut Vec<Turn>) -> Result<(), TranscriptError> {
    let interval = match values.text("the class of a tier")?.as_str() {
        "IntervalTier" => true,
        "TextTier" => false,
        _ => return Err(values.missing("IntervalTier or TextTier")),
    };
    let name = values.text("the name of a tier")?;
    let speaker = role(&name).unwrap_or(Speaker::Unknown);
    values.number("the start of a tier")?;
    values.number("the end of a tier")?;
    let count = values.number("the number of intervals")?;
    let mut read = 0.0;
    while read < count {
        let start = time(values)?;
        let end = if interval { time(values)? } else { start };
        if end < start {
            return Err(TranscriptError::Time { line: values.line });
        }
        let text = plain(&values.text("the text of an interval")?);
        if !text.is_empty() {
            turns.push(Turn {
                speaker,
                text,
                start_ms: Some(start),
                end_ms: Some(end),
            });
        }
        read += 1.0;
    }
    Ok(())
}

fn time(values: &mut Values) -> Result<u32, TranscriptError> {
    let seconds = values.number("a time in seconds")?;
    milliseconds(seconds).ok_or(TranscriptError::Time { line: values.line })
}

/// Splits a file into quoted strings and free-standing numbers.
fn values(text: &str) -> Result<Vec<(usize, Value)>, TranscriptError> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(c) = rest.chars().next() {
        if c == '"' {
            let (value, used) = quoted(rest).ok_or(TranscriptError::Syntax {
                line,
                expected: "a closing quote",
            })?;
            let lines = rest[..used].matches('\n').count();
            found.push((line, Value::Text(value)));
            line += lines;
            rest = &rest[used..];
        } else if c == '!' {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
        } else if c.is_whitespace() {
            line += usize::from(c == '\n');
            rest = &rest[c.len_utf8()..];
        } else {
            let end = rest
                .find(|c: char| c.is_whitespace() || c == '"')
                .unwrap_or(rest.len());
            if let Ok(value) = rest[..end].parse() {
                found.push((line, Value::Number(value)));
            }
            rest = &rest[end..];
        }
    }
    Ok(found)
}

/// A string in quotes, where a doubled quote is one, and the bytes it takes.
fn quoted(text: &str) -> Option<(String, usize)> {
    let mut at = 1;
    let mut value = String::new();
    loop {
        let close = at + text[at..].find('"')?;
        value.push_str(&text[at..close]);
        if !text[close + 1..].starts_with('"') {
            return Some((value, close + 1));
        }
        value.push('"');
        at = close + 2;
    }
}
