//! The waveform that a player draws.

use crate::Channels;

/// Peaks of a whole segment.
pub const PER_SECOND: usize = 10;

const BUCKET_FRAMES: usize = crate::SEGMENT_FRAMES / PER_SECOND;

/// The lowest and the highest sample of a stretch of sound, over all channels, in 256ths of the scale towards zero:
/// from -128 to 127, and 0 for what is too quiet to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peak {
    /// The lowest.
    pub min: i8,
    /// The highest, never below `min`.
    pub max: i8,
}

impl Peak {
    /// A stretch in which nothing is heard.
    pub const FLAT: Self = Self { min: 0, max: 0 };

    const fn with(self, other: Self) -> Self {
        Self {
            min: if other.min < self.min {
                other.min
            } else {
                self.min
            },
            max: if other.max > self.max {
                other.max
            } else {
                self.max
            },
        }
    }
}

/// The peaks of a segment, one for each tenth of a second that was begun: ten for a whole one, flat ones for a gap.
/// Those of a recording are those of its segments, one after the other.
pub fn of(segment: Option<&[i16]>, channels: Channels) -> Vec<Peak> {
    let Some(segment) = segment else {
        return vec![Peak::FLAT; PER_SECOND];
    };
    segment
        .chunks(BUCKET_FRAMES * channels.count())
        .map(|bucket| {
            let min = bucket.iter().min().copied().unwrap_or_default();
            let max = bucket.iter().max().copied().unwrap_or_default();
            Peak {
                min: scaled(min),
                max: scaled(max),
            }
        })
        .collect()
}

/// Merges peaks that follow one another down to at most so many. Each of the new ones covers the same share of the
/// time, to within one of the old ones: number `i` of `n` begins at `i / n` of the whole.
pub fn merge(peaks: &[Peak], at_most: usize) -> Vec<Peak> {
    let wanted = at_most.min(peaks.len());
    let begin = |index: usize| index * peaks.len() / wanted;
    (0..wanted)
        .filter_map(|index| {
            let share = peaks.get(begin(index)..begin(index + 1))?;
            share.iter().copied().reduce(Peak::with)
        })
        .collect()
}

// Division rounds towards zero, so that the last bits of a quiet room draw a flat line and not one at -1.
fn scaled(sample: i16) -> i8 {
    i8::try_from(sample / 256).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    #[test]
    fn the_extremes_of_each_tenth_are_found() {
        let mut segment = vec![0; 16_000];
        segment[0] = i16::MIN;
        segment[1_599] = i16::MAX;
        segment[1_600] = -255;
        segment[1_601] = 256;
        let peaks = of(Some(&segment), Channels::One);
        assert_eq!(peaks.len(), PER_SECOND);
        let all = Peak {
            min: -128,
            max: 127,
        };
        assert_eq!(peaks[..2], [all, Peak { min: 0, max: 1 }]);
        assert!(peaks[2..].iter().all(|&peak| peak == Peak::FLAT));
    }

    #[test]
    fn two_channels_are_drawn_as_one() {
        let mut segment = vec![0; 32_000];
        segment[3_198] = -2_560;
        segment[3_199] = 2_560;
        let peaks = of(Some(&segment), Channels::Two);
        assert_eq!(peaks.len(), PER_SECOND);
        assert_eq!(peaks[0], Peak { min: -10, max: 10 });
        assert_eq!(peaks[1], Peak::FLAT);
    }

    #[test]
    fn gaps_keep_their_time_and_short_segments_theirs() {
        assert_eq!(of(None, Channels::Two), [Peak::FLAT; PER_SECOND]);
        assert_eq!(of(Some(&[0; 1_601]), Channels::One).len(), 2);
        assert!(of(Some(&[]), Channels::One).is_empty());
        assert!(merge(&[], 5).is_empty());
        assert!(merge(&[Peak::FLAT], 0).is_empty());
    }

    proptest! {
        #[test]
        fn merging_keeps_the_extremes_and_the_number(
            samples in vec(any::<i16>(), 1..20_000),
            at_most in 1_usize..40,
        ) {
            let peaks = of(Some(&samples), Channels::One);
            let merged = merge(&peaks, at_most);
            prop_assert_eq!(merged.len(), peaks.len().min(at_most));
            prop_assert_eq!(merge(&merged, 1), merge(&peaks, 1));
            let min = samples.iter().min().copied().unwrap_or_default();
            prop_assert_eq!(merge(&peaks, 1)[0].min, scaled(min));
        }
    }
}
