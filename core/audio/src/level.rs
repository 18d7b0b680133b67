//! How loud a segment is.

use crate::Channels;

/// What is told for digital silence, whose logarithm has no bound, in dBFS; nothing lower is told.
pub const FLOOR: f32 = -120.0;

/// Below this RMS, in dBFS, a second is *silent*. A convention of this program: a microphone in a quiet room stays
/// above it by its own noise, a muted or unplugged one does not.
pub const SILENT_BELOW: f32 = -65.0;

/// The loudness of one channel of a segment, in dBFS: decibels relative to full scale, where 0 dBFS is the amplitude
/// 32,768. From [`FLOOR`] to 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// `20·log10(r / 32768)`, where `r` is the root of the mean of the squares of the samples after their mean is
    /// taken away: a constant offset is no sound. A sine at full scale reads -3.01 and a square wave 0.
    pub rms: f32,
    /// `20·log10(p / 32768)`, where `p` is the largest amplitude of a sample as it stands; near 0 it was cut off.
    pub peak: f32,
}

impl Level {
    /// The level of digital silence, and of a gap.
    pub const SILENCE: Self = Self {
        rms: FLOOR,
        peak: FLOOR,
    };

    /// Whether nothing is heard: the RMS is below [`SILENT_BELOW`]. One silent second says little; eight in a row
    /// mean a microphone that is muted, unplugged or the wrong one.
    pub fn is_silent(self) -> bool {
        self.rms < SILENT_BELOW
    }
}

/// The level of each channel of a segment; silence for a gap and for a segment without samples.
pub fn of(segment: Option<&[i16]>, channels: Channels) -> Vec<Level> {
    let segment = segment.unwrap_or_default();
    (0..channels.count())
        .map(|index| of_channel(&channels.channel(segment, index)))
        .collect()
}

fn of_channel(samples: &[i16]) -> Level {
    if samples.is_empty() {
        return Level::SILENCE;
    }
    let count = samples.len() as f64;
    let mean = samples.iter().map(|&it| f64::from(it)).sum::<f64>() / count;
    let squares = samples.iter().map(|&it| (f64::from(it) - mean).powi(2));
    let peak = samples.iter().map(|it| it.unsigned_abs()).max();
    Level {
        rms: dbfs((squares.sum::<f64>() / count).sqrt()),
        peak: dbfs(f64::from(peak.unwrap_or_default())),
    }
}

fn dbfs(amplitude: f64) -> f32 {
    let level = 20.0 * (amplitude / 32_768.0).log10();
    // `max` also takes the floor when the logarithm is minus infinity.
    (level as f32).clamp(FLOOR, 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    fn sine(amplitude: f64) -> Vec<i16> {
        (0..16_000)
            .map(|index| {
                let angle = TAU * 440.0 * f64::from(index) / 16_000.0;
                (amplitude * angle.sin()).round() as i16
            })
            .collect()
    }

    fn one(samples: &[i16]) -> Level {
        of(Some(samples), Channels::One)[0]
    }

    #[test]
    fn levels_are_those_of_known_signals() {
        let square = [i16::MIN, i16::MAX].repeat(8_000);
        let table: [(&str, Vec<i16>, f32, f32); 6] = [
            ("a sine at full scale", sine(32_767.0), -3.01, 0.0),
            ("a sine at a tenth", sine(3_276.7), -23.01, -20.0),
            ("a square wave", square, 0.0, 0.0),
            ("digital silence", vec![0; 16_000], FLOOR, FLOOR),
            ("an offset alone", vec![1_000; 16_000], FLOOR, -30.31),
            ("the last bit", [0, 1].repeat(8_000), -96.33, -90.31),
        ];
        for (name, samples, rms, peak) in table {
            let level = one(&samples);
            assert!((level.rms - rms).abs() < 0.01, "{name}: {level:?}");
            assert!((level.peak - peak).abs() < 0.01, "{name}: {level:?}");
        }
    }

    #[test]
    fn each_channel_has_its_own_level() {
        let loud = sine(10_000.0);
        let stereo: Vec<i16> = loud.iter().flat_map(|&sample| [sample, 0]).collect();
        let levels = of(Some(&stereo), Channels::Two);
        assert_eq!(levels, [one(&loud), Level::SILENCE]);
    }

    #[test]
    fn a_gap_and_an_empty_segment_are_silence() {
        assert_eq!(of(None, Channels::One), [Level::SILENCE]);
        assert_eq!(of(None, Channels::Two), [Level::SILENCE; 2]);
        assert_eq!(of(Some(&[]), Channels::One), [Level::SILENCE]);
    }

    #[test]
    fn a_muted_microphone_is_silent_and_a_quiet_room_is_not() {
        // A room at -55 dBFS and a muted input at -80 dBFS.
        assert!(!one(&sine(82.0)).is_silent());
        assert!(one(&sine(4.6)).is_silent());
        assert!(Level::SILENCE.is_silent());
    }
}
