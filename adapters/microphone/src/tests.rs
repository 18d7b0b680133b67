//! All that needs no sound card: here what the tape makes of sound.

mod edges;

use crate::{Channels, Event, Level, RATE, Segment, ear::Heard, tape::Tape};
use praxis_kernel::{FailureType, Timestamp};

/// A moment so many microseconds after the start.
fn at(micros: u64) -> Timestamp {
    Timestamp::new(
        jiff::Timestamp::from_microsecond(1_790_000_000_000_000 + micros as i64).unwrap(),
    )
}

/// Numbers that look like chance and are the same in each run.
struct Dice(u64);
impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// A tone on the left, another on the right.
fn tones(rate: u32, frames: usize) -> Vec<Heard> {
    let tone = |hertz: f64, n: usize| {
        (0.5 * (std::f64::consts::TAU * hertz * n as f64 / f64::from(rate)).sin()) as f32
    };
    (0..frames)
        .map(|n| Heard::Frame([tone(440.0, n), tone(1_000.0, n)]))
        .collect()
}

/// What a tape makes of portions of sound that come in time; the levels are left out.
struct Bench {
    tape: Tape,
    rate: u32,
    frames: u64,
    events: Vec<Event>,
}
impl Bench {
    fn new(wanted: Channels, rate: u32, channels: u16) -> Self {
        let mut tape = Tape::new(wanted);
        tape.open(rate, channels).unwrap();
        Self {
            tape,
            rate,
            frames: 0,
            events: Vec::new(),
        }
    }
    fn hear(&mut self, heard: &[Heard]) {
        self.frames += heard.len() as u64;
        let now = at(self.frames * 1_000_000 / u64::from(self.rate));
        self.tape
            .hear(heard.iter().copied(), now, &mut |e| self.events.push(e))
            .unwrap();
    }
    fn hear_in_portions(&mut self, heard: &[Heard], mut portion: impl FnMut() -> usize) {
        let mut rest = heard;
        while !rest.is_empty() {
            let (first, later) = rest.split_at(portion().min(rest.len()));
            self.hear(first);
            rest = later;
        }
    }
    fn close(&mut self) {
        self.tape.close(&mut |e| self.events.push(e)).unwrap();
    }
    fn segments(&self) -> Vec<&Segment> {
        self.events
            .iter()
            .filter_map(|event| match event {
                Event::Segment(segment) => Some(segment),
                _ => None,
            })
            .collect()
    }
    fn samples(&self) -> Vec<i16> {
        self.segments()
            .iter()
            .flat_map(|s| s.samples.clone())
            .collect()
    }
    fn told(&self) -> Vec<String> {
        let of = |event: &Event| match event {
            Event::Segment(s) => Some(format!("{}: {}x{}", s.number, s.samples.len(), s.channels)),
            Event::Gap { milliseconds } => Some(format!("gap {milliseconds}")),
            Event::Lost(_) => Some("lost".to_owned()),
            Event::Level(_) => None,
        };
        self.events.iter().filter_map(of).collect()
    }
}

#[test]
fn aud_2_portions_of_any_size_give_the_same_samples() {
    for rate in [
        8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 44_056,
    ] {
        for channels in [1, 2] {
            let sound = tones(rate, rate as usize + 777);
            let mut whole = Bench::new(Channels::Apart, rate, channels);
            whole.hear(&sound);
            whole.close();
            for seed in 1..4 {
                let mut dice = Dice(seed);
                let mut pieces = Bench::new(Channels::Apart, rate, channels);
                pieces.hear_in_portions(&sound, || 1 + dice.below(4_000) as usize);
                pieces.close();
                assert_eq!(
                    pieces.segments(),
                    whole.segments(),
                    "{rate} Hz, seed {seed}"
                );
            }
            let mut single = Bench::new(Channels::Apart, rate, channels);
            single.hear_in_portions(&sound[..3_000], || 1);
            single.close();
            assert_eq!(single.samples(), {
                let mut short = Bench::new(Channels::Apart, rate, channels);
                short.hear(&sound[..3_000]);
                short.close();
                short.samples()
            });
        }
    }
}

#[test]
fn aud_2_ten_seconds_at_any_rate_are_ten_seconds() {
    for rate in [
        8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 192_000, 44_056,
    ] {
        let mut bench = Bench::new(Channels::Apart, rate, 1);
        bench.hear_in_portions(&tones(rate, rate as usize * 10), || 1_024);
        bench.close();
        assert_eq!(bench.samples().len(), 160_000, "{rate} Hz");
        let told = bench.told();
        assert_eq!(told.len(), 10, "{told:?}");
        assert_eq!((&*told[0], &*told[9]), ("0: 16000x1", "9: 16000x1"));
    }
}

#[test]
fn aud_2_a_resampled_tone_is_the_same_tone_at_the_same_time() {
    // A block of an odd number of frames, as at 22,050 Hz, moves all by half a frame.
    for (rate, tolerance) in [
        (8_000, 0.002),
        (22_050, 0.075),
        (44_100, 0.002),
        (48_000, 0.002),
        (96_000, 0.002),
    ] {
        let mut bench = Bench::new(Channels::Apart, rate, 2);
        bench.hear(&tones(rate, rate as usize));
        bench.close();
        let pcm = tones(RATE, RATE as usize);
        let samples = bench.samples();
        // The edges are cut off: a tone that begins at once has no band limit.
        for n in 800..15_200 {
            let Heard::Frame(frame) = pcm[n] else {
                unreachable!()
            };
            for channel in [0, 1] {
                let is = f32::from(samples[2 * n + channel]) / 32_768.0;
                assert!(
                    (is - frame[channel]).abs() < tolerance,
                    "{rate} Hz, {channel}, {n}: {is} for {}",
                    frame[channel]
                );
            }
        }
    }
}

#[test]
fn aud_2_what_lies_above_half_the_rate_does_not_come_back_as_hiss() {
    let rate = 48_000;
    let whistle: Vec<_> = (0..rate)
        .map(|n| {
            Heard::Frame([
                (std::f32::consts::TAU * ((n * 10_000) % rate) as f32 / rate as f32).sin(),
                0.0,
            ])
        })
        .collect();
    let mut bench = Bench::new(Channels::Apart, rate as u32, 1);
    bench.hear(&whistle);
    bench.close();
    let loudest = bench.samples()[800..15_200]
        .iter()
        .map(|s| s.unsigned_abs())
        .max()
        .unwrap();
    assert!(loudest < 33, "{loudest} is above -60 dBFS");
}

#[test]
fn aud_2_sound_that_needs_no_change_is_not_changed() {
    let all: Vec<i16> = (i16::MIN..=i16::MAX).collect();
    let mut bench = Bench::new(Channels::Apart, RATE, 1);
    let heard: Vec<_> = all
        .iter()
        .map(|s| Heard::Frame([f32::from(*s) / 32_768.0, 0.0]))
        .collect();
    bench.hear_in_portions(&heard, || 333);
    bench.close();
    assert_eq!(bench.samples(), all);
}

#[test]
fn aud_2_channels_are_kept_apart_or_mixed() {
    let heard = vec![Heard::Frame([0.5, -0.25]); 4];
    for (wanted, device, expected) in [
        (
            Channels::Apart,
            2,
            vec![
                16_384, -8_192, 16_384, -8_192, 16_384, -8_192, 16_384, -8_192,
            ],
        ),
        (Channels::Mixed, 2, vec![4_096; 4]),
        (Channels::Apart, 1, vec![16_384; 4]),
        (Channels::Mixed, 1, vec![16_384; 4]),
        (Channels::Mixed, 6, vec![4_096; 4]),
    ] {
        let mut bench = Bench::new(wanted, RATE, device);
        bench.hear(&heard);
        bench.close();
        assert_eq!(bench.samples(), expected, "{wanted:?} of {device}");
        assert_eq!(
            usize::from(bench.segments()[0].channels),
            expected.len() / 4
        );
    }
}

#[test]
fn aud_2_a_pause_neither_loses_nor_doubles_a_sample() {
    for seed in 1..6 {
        let mut dice = Dice(seed);
        let sound = tones(RATE, 100_000);
        let mut whole = Bench::new(Channels::Apart, RATE, 2);
        whole.hear(&sound);
        whole.close();
        let mut paused = Bench::new(Channels::Apart, RATE, 2);
        let mut rest = &sound[..];
        while !rest.is_empty() {
            let (first, later) = rest.split_at((1 + dice.below(40_000) as usize).min(rest.len()));
            paused.hear_in_portions(first, || 480);
            paused.close();
            paused.close();
            // What a closed device still gives belongs to nobody.
            paused.hear(&first[..1]);
            paused.tape.open(RATE, 2).unwrap();
            rest = later;
        }
        assert_eq!(paused.samples(), whole.samples());
        for (n, segment) in paused.segments().iter().enumerate() {
            assert_eq!(segment.number as usize, n);
            assert!((1..=32_000).contains(&segment.samples.len()));
        }
    }
}

#[test]
fn aud_2_a_pause_delivers_what_the_resampler_holds() {
    let mut bench = Bench::new(Channels::Mixed, 44_100, 2);
    for frames in [1, 100, 441, 44_100, 50_000] {
        bench.hear(&tones(44_100, frames));
        bench.close();
        bench.tape.open(44_100, 2).unwrap();
    }
    assert_eq!(
        bench.told(),
        [
            "0: 36x1",
            "1: 160x1",
            "2: 16000x1",
            "3: 16000x1",
            "4: 2141x1"
        ]
    );
}

#[test]
fn aud_2_sound_that_found_no_room_is_a_gap_in_its_place() {
    let mut bench = Bench::new(Channels::Apart, 48_000, 1);
    let sound = tones(48_000, 72_000);
    bench.hear(&sound[..24_000]);
    let mut after = vec![Heard::Lost(12_000)];
    after.extend(&sound[24_000..]);
    bench.frames += 12_000;
    bench.hear(&after);
    bench.hear(&[Heard::Lost(1)]);
    bench.close();
    assert_eq!(
        bench.told(),
        ["0: 8000x1", "gap 250", "1: 16000x1", "gap 1"]
    );
}

#[test]
fn aud_2_a_gap_stands_between_what_was_heard_before_and_after() {
    let mut bench = Bench::new(Channels::Apart, RATE, 1);
    let sound = tones(RATE, RATE as usize * 3);
    bench.hear_in_portions(&sound, || 800);
    bench.frames += u64::from(RATE) * 60;
    bench.hear_in_portions(&sound, || 800);
    bench.close();
    let told = bench.told();
    assert_eq!(
        told.iter()
            .filter(|t| t.starts_with("gap"))
            .collect::<Vec<_>>(),
        ["gap 60000"]
    );
    assert_eq!(bench.samples().len(), 6 * RATE as usize);
    let place = told.iter().position(|t| t.starts_with("gap")).unwrap();
    let before: usize = bench.segments()[..place]
        .iter()
        .map(|s| s.samples.len())
        .sum();
    let late = before - 3 * RATE as usize;
    assert!(
        late <= 2 * RATE as usize,
        "found {late} samples after it was"
    );
}

#[test]
fn aud_2_levels_are_few_and_true() {
    let levels = |bench: &Bench| -> Vec<Level> {
        let of = |event: &Event| match event {
            Event::Level(level) => Some(*level),
            _ => None,
        };
        bench.events.iter().filter_map(of).collect()
    };
    let near = |level: Level, rms: f32, peak: f32| {
        assert!(
            (level.rms - rms).abs() < 0.1 && (level.peak - peak).abs() < 0.1,
            "{level:?}, not {rms} {peak}"
        );
    };
    let mut loud = Bench::new(Channels::Apart, RATE, 2);
    loud.hear_in_portions(&tones(RATE, 16_000), || 100);
    assert_eq!(levels(&loud).len(), 10);
    levels(&loud)
        .into_iter()
        .for_each(|level| near(level, -9.03, -6.02));
    // After a burst there is one level, not thirty.
    loud.hear(&tones(RATE, 48_000));
    assert_eq!(levels(&loud).len(), 11);

    for (frame, rms, peak) in [
        ([0.0, 0.0], -96.0, -96.0),
        ([1.0, 0.0], 0.0, 0.0),
        ([0.0, -0.1], -20.0, -20.0),
        ([1e-7, 0.0], -96.0, -96.0),
        ([9.0, 0.0], 0.0, 0.0),
        ([f32::NAN, 0.0], -96.0, -96.0),
    ] {
        let mut bench = Bench::new(Channels::Apart, RATE, 2);
        bench.hear(&vec![Heard::Frame(frame); 1_600]);
        near(levels(&bench)[0], rms, peak);
    }
}

#[test]
fn aud_2_nonsense_from_a_driver_does_no_harm() {
    for rate in [4_001, 47_999, 768_000] {
        let mut bench = Bench::new(Channels::Mixed, rate, 2);
        bench.hear(&vec![Heard::Frame([f32::INFINITY, f32::NAN]); 5_000]);
        bench.hear(&[]);
        bench.close();
        let expected = (5_000_f64 * 16_000.0 / f64::from(rate)).round() as usize;
        assert_eq!(bench.samples().len(), expected, "{rate} Hz");
    }
    assert_eq!(
        Tape::new(Channels::Mixed).open(0, 2).unwrap_err().r#type(),
        FailureType::Internal
    );
}
