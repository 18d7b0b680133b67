//! WebVTT and SRT: numbered or named cues with two times and lines of text.

use praxis_domain::scribe::model::Speaker;

use super::{TranscriptError, Turn, speakers::role};

pub fn read(text: &str) -> Result<Vec<Turn>, TranscriptError> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((at, line)) = lines.next() {
        let line = line.trim();
        if ["NOTE", "STYLE", "REGION"]
            .iter()
            .any(|block| is_block(line, block))
        {
            while lines
                .peek()
                .is_some_and(|(_, line)| !line.trim().is_empty())
            {
                lines.next();
            }
            continue;
        }
        if !line.contains("-->") {
            continue;
        }
        let (start, end) = times(line).ok_or(TranscriptError::Time { line: at + 1 })?;
        let mut said = String::new();
        while let Some((_, line)) =
            lines.next_if(|(_, line)| !line.trim().is_empty() && !line.contains("-->"))
        {
            said.push_str(line.trim());
            said.push('\n');
        }
        turns.extend(voices(&said).into_iter().map(|(speaker, text)| Turn {
            speaker,
            text,
            start_ms: Some(start),
            end_ms: Some(end),
        }));
    }
    Ok(turns)
}

fn is_block(line: &str, name: &str) -> bool {
    line.strip_prefix(name)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', ':']))
}

/// `00:01.000 --> 00:02.500 align:start`
fn times(line: &str) -> Option<(u32, u32)> {
    let (start, rest) = line.split_once("-->")?;
    let start = clock(start.trim())?;
    let end = clock(rest.split_whitespace().next()?)?;
    (start <= end).then_some((start, end))
}

/// `1:02:03.004`, `02:03,004` or `02:03` in milliseconds.
pub fn clock(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let digits = |part: &str| {
        !part.is_empty() && part.len() <= 6 && part.bytes().all(|b| b.is_ascii_digit())
    };
    if !digits(fraction) {
        return None;
    }
    let mut seconds: u32 = 0;
    for part in whole.split(':') {
        if !digits(part) {
            return None;
        }
        seconds = seconds.checked_mul(60)?.checked_add(part.parse().ok()?)?;
    }
    let thousandths: String = format!("{fraction}00").chars().take(3).collect();
    seconds
        .checked_mul(1000)?
        .checked_add(thousandths.parse().ok()?)
}

/// Splits the text of a cue by its voices.
fn voices(said: &str) -> Vec<(Speaker, String)> {
    let mut parts: Vec<(Speaker, String)> = Vec::new();
    for (at, chunk) in said.split("<v").enumerate() {
        let named = chunk
            .split_once('>')
            .filter(|(tag, _)| at > 0 && tag.starts_with([' ', '.', '\t']));
        let (speaker, text) = match named {
            Some((tag, text)) => (role(tag).unwrap_or(Speaker::Unknown), plain(text)),
            None => tagged(&plain(chunk)),
        };
        if !text.is_empty() {
            parts.push((speaker, text));
        }
    }
    parts
}

/// A cue without a voice may begin with `Doctor:` or `[doctor]`.
fn tagged(text: &str) -> (Speaker, String) {
    let bracket = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let parted = bracket
        .or_else(|| text.split_once(':'))
        .filter(|(tag, _)| tag.split_whitespace().count() <= 3);
    match parted.and_then(|(tag, said)| Some((role(tag)?, said))) {
        Some((speaker, said)) => (speaker, said.trim_start_matches(':').trim().to_owned()),
        None => (Speaker::Unknown, text.trim_start_matches("- ").to_owned()),
    }
}

/// Text without tags, with the five entities that WebVTT knows.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = &rest[open..];
        // A lone `<` is a sign: `BP < 140`.
        let is_tag = tag[1..].starts_with(|c: char| c.is_alphanumeric() || c == '/');
        match tag.find('>').filter(|_| is_tag) {
            Some(close) => rest = &tag[close + 1..],
            None => {
                out.push('<');
                rest = &tag[1..];
            }
        }
    }
    out.push_str(rest);
    let out = out
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
