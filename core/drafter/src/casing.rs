//! Keeps the capitals of names where the transcript has them.

use std::collections::{HashMap, HashSet};

use praxis_domain::scribe::{
    model::Transcript,
    words::{Kind, slice, split},
};

/// Words that are always written with a capital in this conversation.
#[derive(Debug, Default)]
pub struct Casing(HashMap<String, String>);

impl Casing {
    /// Learns which words carry capitals inside sentences and nowhere go without.
    pub fn of(transcript: &Transcript) -> Self {
        let mut capitals: HashMap<String, String> = HashMap::new();
        let mut plain: HashSet<String> = HashSet::new();
        let (mut upper, mut lower) = (0usize, 0usize);
        for segment in &transcript.segments {
            upper += segment.text.chars().filter(|c| c.is_uppercase()).count();
            lower += segment.text.chars().filter(|c| c.is_lowercase()).count();
            let mut begins = true;
            for word in split(&segment.text) {
                if word.kind == Kind::Mark {
                    begins = !matches!(word.text.as_str(), "," | "-");
                    continue;
                }
                let Some(said) = slice(&segment.text, word.start, word.end) else {
                    continue;
                };
                if !said.starts_with(char::is_uppercase) {
                    plain.insert(word.text);
                } else if !begins && said.chars().count() > 1 && !said.contains(['\'', '’']) {
                    capitals.insert(word.text, said.to_owned());
                }
                begins = false;
            }
        }
        // A conversation in capitals throughout tells nothing.
        if upper > lower {
            return Self::default();
        }
        capitals.retain(|word, _| !plain.contains(word));
        Self(capitals)
    }

    /// Writes the known words of a text with their capitals.
    pub fn apply(&self, text: &str) -> String {
        if self.0.is_empty() {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        for piece in text.split_inclusive(|c: char| !c.is_alphanumeric() && c != '-') {
            let end = piece.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
            let (word, rest) = piece.split_at(end);
            match self.0.get(&word.to_lowercase()) {
                Some(known) if !word.is_empty() => out.push_str(known),
                _ => out.push_str(word),
            }
            out.push_str(rest);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use praxis_domain::scribe::model::{Segment, Speaker};

    #[test]
    fn names_keep_their_capitals() {
        let text = "I saw Dr. Nowak in Kraków. Then He told me, And Nowak left. and he".to_owned();
        let segment = Segment {
            index: 0,
            speaker: Speaker::Patient,
            text,
            start_ms: None,
            end_ms: None,
            spoken: None,
        };
        let casing = Casing::of(&Transcript {
            segments: vec![segment],
        });
        assert_eq!(
            casing.apply("she saw nowak in kraków, and then left"),
            "she saw Nowak in Kraków, and then left"
        );
    }
}
