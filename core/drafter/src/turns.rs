//! Turns out of utterances: what one speaker says without a break is read as a whole, and points back to its parts.

use std::borrow::Cow;

use praxis_domain::scribe::{
    answers::{classify, is_question},
    model::{EvidenceSpan, Segment, Speaker, Transcript},
    polarity::Polarity,
    words::{Word, slice, split},
};

use crate::{
    text::listens,
    voices::{Voices, voices},
};

/// A conversation of turns with speakers.
pub struct Turns<'a> {
    /// The turns; utterances of an uncertain speaker stay apart and unknown.
    pub transcript: Cow<'a, Transcript>,
    original: &'a Transcript,
    /// For each turn where its utterances stand in it; empty when nothing was joined.
    parts: Vec<Vec<Part>>,
    /// Whether the words probably come from an engine that writes no marks.
    unmarked: bool,
}

/// An utterance in its turn.
struct Part {
    segment: u32,
    /// In the turn's text, in characters.
    start: u32,
    end: u32,
}

impl Part {
    fn of(segment: &Segment, start: u32) -> Self {
        Self {
            segment: segment.index,
            start,
            end: start.saturating_add(length(&segment.text)),
        }
    }
}

/// Stands between the utterances of a turn: [`crate::text::PAUSE`] and spaces around it.
const JOINT: &str = " \u{2} ";

/// In characters.
fn length(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

/// Whether somebody wrote where the sentence ends.
fn ends_with_a_mark(segment: &Segment) -> bool {
    segment.text.trim_end().ends_with(['.', '?', '!', '…'])
}

/// Who speaks each segment, as far as that is certain.
///
/// `Yeah` or `okay` inside what somebody says belongs to it, whoever says it: an answer is read to its end, and the
/// word alone tells least of all who speaks.
fn speakers(segments: &[Segment], models: &Voices, certain: f32) -> Vec<Speaker> {
    let mut all: Vec<Speaker> = voices(segments, models)
        .into_iter()
        .map(|voice| {
            if voice.certainty < certain {
                Speaker::Unknown
            } else {
                voice.speaker
            }
        })
        .collect();
    for at in 1..all.len().saturating_sub(1) {
        let guessed = segments[at].speaker == Speaker::Unknown;
        let around = all[at - 1] == all[at + 1] && all[at - 1] != Speaker::Other;
        let words = |at: usize| split(&segments[at].text);
        // What follows a question is its answer, however short.
        if guessed && around && listens(&words(at)) && !is_question(&words(at - 1)) {
            all[at] = all[at - 1];
        }
    }
    all
}

impl<'a> Turns<'a> {
    /// Finds the speakers where they are unknown, and joins their utterances; leaves a conversation alone whose
    /// speakers are all known.
    pub fn of(original: &'a Transcript, models: &Voices, certain: f32) -> Self {
        let known = |segment: &Segment| segment.speaker != Speaker::Unknown;
        if original.segments.iter().all(known) {
            return Self {
                transcript: Cow::Borrowed(original),
                original,
                parts: Vec::new(),
                unmarked: !original.segments.iter().any(ends_with_a_mark),
            };
        }
        let mut segments: Vec<Segment> = Vec::new();
        let mut parts: Vec<Vec<Part>> = Vec::new();
        for (segment, speaker) in
            original
                .segments
                .iter()
                .zip(speakers(&original.segments, models, certain))
        {
            let goes_on =
                |turn: &&mut Segment| turn.speaker == speaker && speaker != Speaker::Unknown;
            match (segments.last_mut().filter(goes_on), parts.last_mut()) {
                (Some(turn), Some(own)) => {
                    let before = own.last().map_or(0, |part| part.end);
                    own.push(Part::of(segment, before.saturating_add(length(JOINT))));
                    turn.text.extend([JOINT, &segment.text]);
                }
                _ => {
                    parts.push(vec![Part::of(segment, 0)]);
                    segments.push(Segment {
                        index: u32::try_from(segments.len()).unwrap_or(u32::MAX),
                        speaker,
                        ..segment.clone()
                    });
                }
            }
        }
        Self {
            transcript: Cow::Owned(Transcript { segments }),
            original,
            parts,
            unmarked: true,
        }
    }

    /// True for what the clinician says last before the patient says no, where no mark ends it: it was asked.
    ///
    /// Said only of conversations without speakers, and of those in which no sentence ends with a mark: their words
    /// come from an engine that writes none.
    pub fn is_denied(&self, spans: &[EvidenceSpan]) -> bool {
        let turns = &self.transcript.segments;
        let Some(span) = spans.last().filter(|_| self.unmarked) else {
            return false;
        };
        let at = span.segment as usize;
        let (Some(own), Some(next)) = (turns.get(at), turns.get(at + 1)) else {
            return false;
        };
        let part = |from, to| split(slice(&own.text, from, to).unwrap_or_default());
        let said = part(span.start, span.end);
        let last = !part(span.end, length(&own.text))
            .iter()
            .any(Word::is_spoken);
        own.speaker == Speaker::Clinician
            && next.speaker == Speaker::Patient
            && last
            && said.last().is_some_and(Word::is_spoken)
            && classify(&said, &split(&next.text)) == Polarity::Negated
    }

    /// Spans in the segments as they came, from spans in the turns.
    pub fn restored(&self, spans: &[EvidenceSpan]) -> Vec<EvidenceSpan> {
        if self.parts.is_empty() {
            return spans.to_vec();
        }
        spans.iter().flat_map(|span| self.within(span)).collect()
    }

    fn within<'b>(&'b self, span: &'b EvidenceSpan) -> impl Iterator<Item = EvidenceSpan> + 'b {
        let parts = self.parts.get(span.segment as usize).into_iter().flatten();
        parts
            .map(|part| EvidenceSpan {
                segment: part.segment,
                start: span.start.max(part.start).saturating_sub(part.start),
                end: span.end.min(part.end).saturating_sub(part.start),
            })
            .filter(|own| {
                let segment = self.original.segments.get(own.segment as usize);
                segment
                    .and_then(|segment| slice(&segment.text, own.start, own.end))
                    .is_some_and(|said| !said.trim().is_empty())
            })
    }
}
