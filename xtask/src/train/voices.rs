//! What the models learn that tell voices apart: whole turns and their sentences, with marks and without.

use praxis_domain::scribe::{
    model::{Segment, Speaker, Transcript},
    words::slice,
};
use praxis_drafter::{
    model::Boundaries,
    text::sentences,
    voices::{turn_features, utterances, who_features},
};

use crate::visits::Visit;

/// Features with their class.
pub type Rows = Vec<(Vec<u32>, usize)>;

/// Of every utterance who says it, and of every place between two whether the speaker changes.
pub fn rows(visits: &[Visit], boundaries: &Boundaries) -> (Rows, Rows) {
    let (mut who, mut turn) = (Vec::new(), Vec::new());
    for visit in visits {
        let whole = &visit.transcript;
        let cut = cut(whole, boundaries);
        for form in [without_marks(whole), without_marks(&cut), whole.clone(), cut] {
            add(&form.segments, &mut who, &mut turn);
        }
    }
    (who, turn)
}

fn add(segments: &[Segment], who: &mut Rows, turn: &mut Rows) {
    let all = utterances(segments);
    let clinician = |at: usize| usize::from(segments[at].speaker == Speaker::Clinician);
    let known = |at: usize| {
        matches!(
            segments[at].speaker,
            Speaker::Clinician | Speaker::Patient
        )
    };
    for at in (0..all.len()).filter(|at| known(*at)) {
        who.push((who_features(&all, at), clinician(at)));
        if at > 0 && known(at - 1) {
            let changes = clinician(at) != clinician(at - 1);
            turn.push((turn_features(&all, at), usize::from(changes)));
        }
    }
}

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
