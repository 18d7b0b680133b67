use std::borrow::Cow;

/// How many channels a recording has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channels {
    /// One microphone, or all of them mixed.
    One,
    /// Two that are kept apart, such as a microphone for each speaker; interleaved, left first.
    Two,
}

impl Channels {
    /// One for a count of 1, two for a count of 2, `None` for any other count.
    pub const fn of(count: usize) -> Option<Self> {
        match count {
            1 => Some(Self::One),
            2 => Some(Self::Two),
            _ => None,
        }
    }

    /// 1 or 2.
    pub const fn count(self) -> usize {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }

    /// Samples of a whole segment: 16,000 or 32,000.
    pub const fn segment_samples(self) -> usize {
        crate::SEGMENT_FRAMES * self.count()
    }

    /// The samples of one channel: `index` 0 is the left or only one, 1 the right one. A channel that is not there
    /// has no samples.
    pub fn channel(self, segment: &[i16], index: usize) -> Cow<'_, [i16]> {
        match self {
            Self::One if index == 0 => Cow::Borrowed(segment),
            Self::Two if index < 2 => {
                let frames = segment.chunks_exact(2);
                Cow::Owned(frames.map(|frame| frame[index]).collect())
            }
            _ => Cow::Borrowed(&[]),
        }
    }

    /// Both channels mixed to one: the mean of each frame, rounded down, so that nothing is clipped.
    pub fn mixed(self, segment: &[i16]) -> Cow<'_, [i16]> {
        match self {
            Self::One => Cow::Borrowed(segment),
            Self::Two => {
                let frames = segment.chunks_exact(2);
                Cow::Owned(frames.map(|frame| frame[0].midpoint(frame[1])).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_are_taken_apart_and_mixed() {
        let stereo = [1, -2, 30_000, 32_000, i16::MIN, i16::MIN];
        assert_eq!(*Channels::Two.channel(&stereo, 0), [1, 30_000, i16::MIN]);
        assert_eq!(*Channels::Two.channel(&stereo, 1), [-2, 32_000, i16::MIN]);
        assert!(Channels::Two.channel(&stereo, 2).is_empty());
        assert_eq!(*Channels::Two.mixed(&stereo), [0, 31_000, i16::MIN]);
        assert_eq!(*Channels::One.channel(&stereo, 0), stereo);
        assert_eq!(*Channels::One.mixed(&stereo), stereo);
        assert!(Channels::One.channel(&stereo, 1).is_empty());
    }

    #[test]
    fn only_one_and_two_are_counts() {
        assert_eq!(Channels::of(1), Some(Channels::One));
        assert_eq!(Channels::of(2).map(Channels::count), Some(2));
        assert_eq!(Channels::of(0), None);
        assert_eq!(Channels::of(3), None);
    }
}
