//! Conversations as recordings give them: cut at pauses, without marks, without speakers.

use praxis_domain::scribe::{
    model::{Segment, Speaker, Transcript},
    words::slice,
};
use praxis_drafter::{model::Boundaries, text::sentences};

/// The conversation cut at the ends of sentences, as a recording is cut at pauses.
pub fn cut(whole: &Transcript, boundaries: &Boundaries) -> Transcript {
    let mut spans: Vec<_> = sentences(whole, boundaries)
        .into_iter()
        .flat_map(|sentence| sentence.spans)
        .collect();
    spans.sort_by_key(|span| (span.segment, span.start));
    let parts = spans.iter().filter_map(|span| {
        let segment = whole.segments.get(span.segment as usize)?;
        let text = slice(&segment.text, span.start, span.end)?.to_owned();
        Some((text, segment))
    });
    let segments = parts.zip(0..).map(|((text, segment), index)| Segment {
        index,
        text,
        ..segment.clone()
    });
    Transcript {
        segments: segments.collect(),
    }
}

/// As an engine writes it that knows words only.
pub fn without_marks(transcript: &Transcript) -> Transcript {
    let segments = transcript.segments.iter().map(|segment| {
        let words = segment.text.to_lowercase();
        let words = words
            .split_whitespace()
            .map(|word| word.trim_matches(['.', ',', '?', '!', ';', ':', '"', '-']))
            .filter(|word| !word.is_empty());
        Segment {
            text: words.collect::<Vec<_>>().join(" "),
            ..segment.clone()
        }
    });
    Transcript {
        segments: segments.collect(),
    }
}

/// The conversation as a recording with one microphone gives it.
pub fn unlabelled(transcript: &Transcript) -> Transcript {
    let segments = transcript.segments.iter().map(|segment| Segment {
        speaker: Speaker::Unknown,
        ..segment.clone()
    });
    Transcript {
        segments: segments.collect(),
    }
}
