//! What may be recorded, and where a piece of sound lies.

use super::model::{Consent, ConsentDecision};
use crate::visits::model::VisitId;
use praxis_kernel::{Failure, Rule, Timestamp};
use std::ops::RangeInclusive;

/// Frames a second.
pub const RATE: u32 = 16_000;
/// Bytes of one sample.
const SAMPLE: u32 = 2;
/// Longest recording in frames: twelve hours.
pub const MAX_FRAMES: u32 = 12 * 3600 * RATE;
/// Without a piece of sound for so many seconds, whoever recorded went away.
pub const INTERRUPTED_SECONDS: i64 = 15;
/// Bytes of a recording's file that belong to one piece of one channel: a second of samples, and
/// room for what sealing adds.
const SLOT: u64 = 32 * 1024;

/// Where a piece lies in a recording's file, in bytes.
pub fn slot(channels: u32, number: u32) -> u64 {
    u64::from(number) * slot_size(channels)
}

/// Bytes that a sealed piece may take.
pub fn slot_size(channels: u32) -> u64 {
    u64::from(channels) * SLOT
}

/// Checks a piece of sound and answers its frames: whole ones of `channels` samples of 16 bits, at
/// least one and at most a second.
pub fn frames_of(channels: u32, bytes: usize) -> Result<u32, Failure> {
    let frame = channels * SAMPLE;
    let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
    if bytes == 0 || frame == 0 || !bytes.is_multiple_of(frame) || bytes / frame > RATE {
        return Err(Failure::validation(
            "data",
            Rule::OutOfRange,
            "A piece has whole frames of 16-bit samples: at least one, and at most one second.",
        ));
    }
    Ok(bytes / frame)
}

/// Checks where a piece lies in time. `number` counts pieces, and no piece is longer than a second,
/// so the sound before it is not longer than so many seconds.
pub fn check_place(number: u32, first_frame: u32, frames: u32) -> Result<(), Failure> {
    let fits = first_frame
        .checked_add(frames)
        .is_some_and(|end| end <= MAX_FRAMES);
    let before = u64::from(number) * u64::from(RATE);
    if fits && number < MAX_FRAMES / RATE * 4 && u64::from(first_frame) <= before {
        return Ok(());
    }
    Err(Failure::validation(
        "first_frame",
        Rule::OutOfRange,
        "A recording is at most twelve hours long, and each piece at most one second.",
    ))
}

/// Below so many bytes free, whoever records is warned: a working day of one microphone.
const SCARCE: u64 = 1_000_000_000;

/// Megabytes that are left, when they are so few that whoever records should know.
pub fn scarce(free: u64) -> Option<u32> {
    (free < SCARCE).then(|| u32::try_from(free / 1_000_000).unwrap_or(u32::MAX))
}

/// Days for which a clinic may keep the sound of a signed visit, unless it keeps it for ever.
pub const RETENTION_DAYS: RangeInclusive<u32> = 7..=365;

/// Refuses other times.
pub fn check_retention(days: Option<u32>) -> Result<(), Failure> {
    if days.is_none_or(|days| RETENTION_DAYS.contains(&days)) {
        return Ok(());
    }
    Err(Failure::validation(
        "days",
        Rule::OutOfRange,
        "Sound is kept for 7 to 365 days after the signing, or for ever.",
    ))
}

/// Frames as milliseconds.
pub fn milliseconds(frames: u32) -> u32 {
    u32::try_from(u64::from(frames) * 1000 / u64::from(RATE)).unwrap_or(u32::MAX)
}

/// Milliseconds as frames.
pub fn frames_at(ms: u32) -> u32 {
    u32::try_from(u64::from(ms) * u64::from(RATE) / 1000).unwrap_or(u32::MAX)
}

/// Whether the patient's latest decision holds for the visit: a recording of it, or sending it outside.
pub fn allows(latest: Option<&Consent>, visit: VisitId) -> bool {
    latest.is_some_and(|consent| match consent.decision {
        ConsentDecision::Given => true,
        ConsentDecision::ThisVisit => consent.visit_id == Some(visit),
        ConsentDecision::Refused => false,
    })
}

/// Refuses to record without consent.
pub fn check_consent(latest: Option<&Consent>, visit: VisitId) -> Result<(), Failure> {
    if allows(latest, visit) {
        return Ok(());
    }
    Err(Failure::validation(
        "consent",
        Rule::Required,
        "Ask the patient first: there is no consent to a recording of this visit.",
    ))
}

/// Whether whoever recorded went away: nothing came for a while.
pub fn is_interrupted(heard_at: Timestamp, now: Timestamp) -> bool {
    heard_at.plus_seconds(INTERRUPTED_SECONDS) < now
}

/// Waveform of at most `parts` equal parts from peaks of pieces: `(first frame, frames, loudest
/// values of equal parts of the piece)`. What is missing stays 0.
pub fn waveform(total: u32, parts: usize, pieces: &[(u32, u32, Vec<u8>)]) -> Vec<u32> {
    let parts = parts.min(total as usize);
    let mut wave = vec![0_u32; parts];
    for (first, frames, peaks) in pieces {
        for (index, peak) in peaks.iter().enumerate() {
            let within = u64::from(*frames) * index as u64 / peaks.len() as u64;
            let place = (u64::from(*first) + within) * parts as u64 / u64::from(total.max(1));
            if let Some(part) = wave.get_mut(usize::try_from(place).unwrap_or(usize::MAX)) {
                *part = (*part).max(u32::from(*peak));
            }
        }
    }
    wave
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        access::model::UserId,
        patients::model::PatientId,
        scribe::recordings::model::{ConsentId, ConsentPurpose},
    };
    use uuid::Uuid;

    fn decided(decision: ConsentDecision, visit: Option<VisitId>) -> Consent {
        Consent {
            consent_id: ConsentId::new(Uuid::from_u128(1)),
            patient_id: PatientId::new(Uuid::from_u128(2)),
            purpose: ConsentPurpose::Recording,
            decision,
            visit_id: visit,
            recorded_by: UserId::new(Uuid::from_u128(3)),
            recorded_by_name: String::new(),
            recorded_at: "2026-11-21T08:30:00Z".parse().map(Timestamp::new).unwrap(),
        }
    }

    #[test]
    fn aud_2_recording_needs_a_yes_that_holds_for_the_visit() {
        let visit = VisitId::new(Uuid::from_u128(7));
        let other = VisitId::new(Uuid::from_u128(8));
        for (latest, allowed) in [
            (None, false),
            (Some(decided(ConsentDecision::Given, None)), true),
            (Some(decided(ConsentDecision::Given, Some(other))), true),
            (Some(decided(ConsentDecision::ThisVisit, Some(visit))), true),
            (
                Some(decided(ConsentDecision::ThisVisit, Some(other))),
                false,
            ),
            (Some(decided(ConsentDecision::ThisVisit, None)), false),
            (Some(decided(ConsentDecision::Refused, None)), false),
            (Some(decided(ConsentDecision::Refused, Some(visit))), false),
        ] {
            assert_eq!(allows(latest.as_ref(), visit), allowed, "{latest:?}");
            assert_eq!(check_consent(latest.as_ref(), visit).is_ok(), allowed);
        }
    }

    #[test]
    fn aud_1_a_piece_is_whole_frames_of_at_most_a_second() {
        for (channels, bytes, frames) in [
            (1, 32_000, Some(16_000)),
            (1, 2, Some(1)),
            (2, 64_000, Some(16_000)),
            (2, 4, Some(1)),
            (1, 0, None),
            (1, 3, None),
            (2, 6, None),
            (1, 32_002, None),
            (2, 64_004, None),
            (0, 2, None),
            (1, usize::MAX, None),
        ] {
            assert_eq!(
                frames_of(channels, bytes).ok(),
                frames,
                "{channels} {bytes}"
            );
        }
    }

    #[test]
    fn aud_1_a_piece_lies_where_it_can() {
        for (number, first, frames, fits) in [
            (0, 0, 16_000, true),
            (0, 1, 16_000, false),
            (1, 16_000, 16_000, true),
            (1, 16_001, 1, false),
            (9, 3, 1, true),
            (43_199, MAX_FRAMES - 16_000, 16_000, true),
            (43_200, MAX_FRAMES - 15_999, 16_000, false),
            (u32::MAX, 0, 1, false),
            (u32::MAX, u32::MAX, 16_000, false),
        ] {
            assert_eq!(
                check_place(number, first, frames).is_ok(),
                fits,
                "{number} {first} {frames}"
            );
        }
    }

    #[test]
    fn aud_6_pieces_lie_side_by_side() {
        assert_eq!((slot(1, 0), slot(1, 2), slot(2, 1)), (0, 65_536, 65_536));
        assert!(slot_size(1) > 32_000 && slot_size(2) > 64_000);
        assert_eq!(
            (milliseconds(MAX_FRAMES), frames_at(1_500)),
            (43_200_000, 24_000)
        );
    }

    #[test]
    fn aud_6_a_waveform_shows_the_loudest_of_each_part_and_gaps_as_nothing() {
        let pieces = [(0, 100, vec![1, 9]), (200, 100, vec![5, 7])];
        assert_eq!(waveform(300, 3, &pieces), [9, 0, 7]);
        assert_eq!(waveform(300, 6, &pieces), [1, 9, 0, 0, 5, 7]);
        assert_eq!(waveform(0, 6, &[]), Vec::<u32>::new());
        assert_eq!(waveform(2, 6, &[(0, 2, vec![3, 4])]), [3, 4]);
        assert_eq!(
            waveform(10, 2, &[(5_000, 9, vec![1])]),
            [0, 0],
            "beyond the end"
        );
    }

    #[test]
    fn aud_2_little_space_is_told_in_megabytes() {
        for (free, told) in [
            (0, Some(0)),
            (999_999, Some(0)),
            (999_999_999, Some(999)),
            (1_000_000_000, None),
            (u64::MAX, None),
        ] {
            assert_eq!(scarce(free), told, "{free}");
        }
    }

    #[test]
    fn aud_7_sound_is_kept_for_a_week_to_a_year_or_for_ever() {
        for (days, allowed) in [
            (None, true),
            (Some(7), true),
            (Some(365), true),
            (Some(0), false),
            (Some(6), false),
            (Some(366), false),
        ] {
            assert_eq!(check_retention(days).is_ok(), allowed, "{days:?}");
        }
    }
}
