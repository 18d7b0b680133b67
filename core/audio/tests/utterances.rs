//! Speech is found where it is, and always in the same way.
#![allow(clippy::unwrap_used, reason = "a test that finds nothing fails")]

mod common;

use common::voices;
use praxis_audio::utterances::{Utterance, Utterances};
use proptest::prelude::*;

/// Noise that is the same every time, up to this amplitude.
fn noise(frames: usize, amplitude: i64) -> Vec<i16> {
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 20) as i64 % (2 * amplitude + 1) - amplitude
    };
    (0..frames).map(|_| next() as i16).collect()
}

/// The two voices without the silence around them: 1.1 and 1.2 s.
fn sentences() -> [Vec<i16>; 2] {
    voices().map(|voice| {
        let loud = |it: &i16| it.abs() > 200;
        let begin = voice.iter().position(loud).unwrap();
        let end = voice.iter().rposition(loud).unwrap();
        voice[begin..end].to_vec()
    })
}

/// The recording with a floor of noise, as segments.
fn segments(recording: &[i16]) -> Vec<Option<Vec<i16>>> {
    let floor = noise(recording.len(), 20);
    let mixed = recording
        .iter()
        .zip(&floor)
        .map(|(it, other)| it.saturating_add(*other));
    mixed
        .collect::<Vec<_>>()
        .chunks(16_000)
        .map(|it| Some(it.to_vec()))
        .collect()
}

fn find(segments: &[Option<Vec<i16>>]) -> Vec<Utterance> {
    let mut utterances = Utterances::starting_at(0);
    let mut found = Vec::new();
    for segment in segments {
        found.extend(utterances.push(segment.as_deref()));
    }
    found.extend(utterances.finish());
    found
}

/// Silences of these lengths in ms, with a sentence between each and the next.
fn conversation(pauses: &[usize]) -> (Vec<i16>, Vec<(u64, u64)>) {
    let sentences = sentences();
    let mut recording = Vec::new();
    let mut spoken = Vec::new();
    for (index, pause) in pauses.iter().enumerate() {
        recording.resize(recording.len() + pause * 16, 0);
        if index + 1 < pauses.len() {
            let begin = recording.len() as u64 / 16;
            recording.extend(&sentences[index % 2]);
            spoken.push((begin, recording.len() as u64 / 16));
        }
    }
    (recording, spoken)
}

#[test]
fn sentences_with_pauses_between_them_are_utterances() {
    let (recording, spoken) = conversation(&[1_500, 1_500, 2_300, 900, 5_000]);
    let found = find(&segments(&recording));
    assert_eq!(found.len(), spoken.len(), "{found:?} {spoken:?}");
    for (utterance, (begin, end)) in found.iter().zip(spoken) {
        // All of the sentence and little more than the margins; the detector lets go late.
        assert!(
            utterance.start_ms <= begin && begin - utterance.start_ms < 400,
            "{found:?}"
        );
        assert!(
            utterance.end_ms >= end && utterance.end_ms - end < 600,
            "{found:?}"
        );
    }
}

#[test]
fn silence_gaps_and_noise_are_no_utterances() {
    assert_eq!(find(&vec![Some(vec![0; 16_000]); 30]), []);
    assert_eq!(find(&vec![None; 30]), []);
    for amplitude in [20, 300, 1_000, 3_000] {
        let hiss: Vec<_> = noise(16_000 * 20, amplitude)
            .chunks(16_000)
            .map(|it| Some(it.to_vec()))
            .collect();
        assert_eq!(find(&hiss), [], "{amplitude}");
    }
    assert_eq!(find(&[]), []);
}

#[test]
fn a_gap_keeps_its_time() {
    let (recording, _) = conversation(&[500, 3_000, 1_000]);
    let whole = segments(&recording);
    let mut with_gaps = whole.clone();
    // The third second is within the pause.
    with_gaps[2] = None;
    with_gaps.insert(2, None);
    let (before, after) = (find(&whole), find(&with_gaps));
    assert_eq!(after.len(), 2);
    assert!(after[0].start_ms.abs_diff(before[0].start_ms) < 50);
    assert!(
        after[1].start_ms.abs_diff(before[1].start_ms + 1_000) < 50,
        "{before:?} {after:?}"
    );
}

#[test]
fn a_speech_without_end_is_cut_in_quiet_places() {
    let [one, other] = sentences();
    let mut recording = vec![0; 8_000];
    for _ in 0..40 {
        // Pauses of 128 ms are far too short for an end.
        recording.extend(
            one.iter()
                .chain(&[0; 2_048])
                .chain(&other)
                .chain(&[0; 2_048]),
        );
    }
    recording.extend([0; 16_000]);
    let found = find(&segments(&recording));
    assert!(found.len() >= 4, "{found:?}");
    for pair in found.windows(2) {
        assert_eq!(
            pair[0].end_ms, pair[1].start_ms,
            "nothing is lost between the parts"
        );
        let place = pair[0].end_ms as usize * 16;
        let around = &recording[place - 400..place + 400];
        assert!(
            around.iter().all(|it| it.abs() < 400),
            "{place} is in a word"
        );
    }
    for utterance in &found {
        let length = utterance.end_ms - utterance.start_ms;
        assert!(length <= 30_000, "{found:?}");
    }
    for utterance in &found[..found.len() - 1] {
        assert!(utterance.end_ms - utterance.start_ms >= 20_000, "{found:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 6,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// From every boundary at which nobody spoke, the same is found.
    #[test]
    fn utterances_are_the_same_from_any_resting_place(
        pauses in proptest::collection::vec(0_usize..2_500, 3..12),
        gap in 0_usize..20,
    ) {
        let (recording, _) = conversation(&pauses);
        let mut segments = segments(&recording);
        if let Some(segment) = segments.get_mut(gap) {
            *segment = None;
        }
        let all = find(&segments);
        for pair in all.windows(2) {
            prop_assert!(pair[0].end_ms <= pair[1].start_ms, "{:?}", all);
        }
        let mut first = Utterances::starting_at(0);
        let mut before = Vec::new();
        for (index, segment) in segments.iter().enumerate() {
            if first.is_resting() {
                let mut second = Utterances::starting_at(index as u32);
                let mut found = before.clone();
                for segment in &segments[index..] {
                    found.extend(second.push(segment.as_deref()));
                }
                found.extend(second.finish());
                prop_assert_eq!(&found, &all, "from {}", index);
            }
            before.extend(first.push(segment.as_deref()));
        }
    }

    #[test]
    fn any_samples_are_heard(
        samples in proptest::collection::vec(any::<i16>(), 0..50_000),
        lengths in proptest::collection::vec(0_usize..17_000, 1..6),
    ) {
        let mut utterances = Utterances::starting_at(u32::MAX);
        for length in lengths {
            utterances.push(samples.get(..length));
        }
        let _ = utterances.finish();
    }
}
