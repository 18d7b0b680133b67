//! Lines with speaker tags, or without.

use std::collections::HashMap;

use praxis_domain::scribe::model::Speaker;

use super::{Turn, speakers::role};

/// Words that a tag may have; more is a sentence with a colon in it.
const TAG_WORDS: usize = 3;

pub fn read(text: &str) -> Vec<Turn> {
    let lines: Vec<(Option<u32>, &str)> = text.lines().map(|line| time(line.trim())).collect();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (tag, _) in lines.iter().filter_map(|(_, line)| colon(line)) {
        *seen.entry(tag).or_default() += 1;
    }
    // A tag that nobody knows is a tag when it comes again; `Plan: rest` alone is speech.
    let is_tag = |tag: &str| role(tag).is_some() || seen.get(tag).is_some_and(|times| *times > 1);
    let mut turns: Vec<Turn> = Vec::new();
    let mut tagged = false;
    for (start_ms, line) in lines {
        let parted = bracket(line).or_else(|| colon(line).filter(|(tag, _)| is_tag(tag)));
        match parted {
            Some((tag, said)) => {
                tagged = true;
                let mut turn = Turn::said(role(tag).unwrap_or(Speaker::Unknown), said);
                turn.start_ms = start_ms;
                turns.push(turn);
            }
            None if line.is_empty() => {}
            None => match turns.last_mut().filter(|_| tagged) {
                Some(last) => {
                    last.text.push(' ');
                    last.text.push_str(line);
                }
                None => {
                    let mut turn = Turn::said(Speaker::Unknown, line);
                    turn.start_ms = start_ms;
                    turns.push(turn);
                }
            },
        }
    }
    turns
}

/// `[doctor] hello`
fn bracket(line: &str) -> Option<(&str, &str)> {
    let (tag, said) = line.strip_prefix('[')?.split_once(']')?;
    let short = tag.split_whitespace().count() <= TAG_WORDS && !tag.is_empty();
    let letters = tag.chars().any(char::is_alphabetic);
    (short && letters).then_some((tag, said.trim_start_matches(':').trim()))
}

/// `Doctor: hello`
fn colon(line: &str) -> Option<(&str, &str)> {
    let (tag, said) = line.split_once(':')?;
    let tag = tag.trim();
    let word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '_' | '-' | '\'' | '*');
    let short = !tag.is_empty() && tag.split_whitespace().count() <= TAG_WORDS && tag.len() <= 60;
    (short && tag.starts_with(|c: char| c.is_alphabetic() || c == '*') && tag.chars().all(word))
        .then_some((tag, said.trim()))
}

/// Takes a time from the head of a line: `[00:01:23] …` or `00:01:23 …`.
fn time(line: &str) -> (Option<u32>, &str) {
    let bare = line.strip_prefix(['[', '(']).unwrap_or(line);
    let end = bare
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ','))
        .unwrap_or(bare.len());
    let (stamp, rest) = bare.split_at(end);
    let Some(ms) = super::cues::clock(stamp).filter(|_| stamp.contains(':')) else {
        return (None, line);
    };
    let rest = rest.strip_prefix([']', ')']).unwrap_or(rest);
    (Some(ms), rest.trim_start_matches([' ', '-', '\t']))
}
