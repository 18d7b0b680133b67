//! The microphone itself, on a machine whose microphone hears what a test plays into it:
//! `scripts/virtual-sound.sh cargo test -p praxis-microphone`.

#![allow(clippy::unwrap_used)]

use praxis_kernel::{FailureType, Timestamp};
use praxis_microphone::{Capture, Channels, Event, Level, RATE, Segment, devices};
use std::{
    path::PathBuf,
    process::{Child, Command},
    sync::{
        Mutex, MutexGuard,
        mpsc::{Receiver, channel},
    },
    thread::sleep,
    time::{Duration, Instant},
};

const PLAYER: &str = "PRAXIS_PLAY_INTO_MICROPHONE";

/// There is one microphone for all tests. None without `scripts/virtual-sound.sh`; in CI that fails.
fn alone() -> Option<MutexGuard<'static, ()>> {
    static ONE: Mutex<()> = Mutex::new(());
    if std::env::var_os(PLAYER).is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "not run by scripts/virtual-sound.sh"
        );
        eprintln!("SKIPPED: not run by scripts/virtual-sound.sh, the microphone was not tried");
        return None;
    }
    Some(ONE.lock().unwrap_or_else(|e| e.into_inner()))
}

#[expect(clippy::disallowed_methods)] // The clock that the owner lends, in a test of real time.
fn now() -> Timestamp {
    Timestamp::new(jiff::Timestamp::now())
}

fn record(device: Option<&str>, channels: Channels) -> (Capture, Receiver<Event>) {
    let (sink, events) = channel();
    let capture = Capture::start(device, channels, now, move |event| {
        sink.send(event).unwrap()
    });
    (capture.unwrap(), events)
}

/// What came, after a capture has ended or paused.
#[derive(Default)]
struct Came {
    segments: Vec<Segment>,
    levels: Vec<Level>,
    gaps: Vec<u64>,
    lost: usize,
}
impl Came {
    fn from(events: &Receiver<Event>) -> Self {
        let mut came = Self::default();
        for event in events.try_iter() {
            match event {
                Event::Segment(segment) => came.segments.push(segment),
                Event::Level(level) => came.levels.push(level),
                Event::Gap { milliseconds } => came.gaps.push(milliseconds),
                Event::Lost(_) => came.lost += 1,
            }
        }
        came
    }
    /// Samples of the first channel.
    fn samples(&self) -> Vec<i16> {
        let first = |s: &Segment| -> Vec<i16> {
            s.samples
                .iter()
                .copied()
                .step_by(usize::from(s.channels))
                .collect()
        };
        self.segments.iter().flat_map(first).collect()
    }
    /// As much came as was heard since then; opening and closing take their time.
    fn fills(&self, took: Duration) {
        let is = self.samples().len() as f64 / f64::from(RATE);
        assert!((is - took.as_secs_f64()).abs() < 0.5, "{is} s of {took:?}");
    }
}

fn loudness(samples: &[i16]) -> f64 {
    let squares: f64 = samples
        .iter()
        .map(|s| (f64::from(*s) / 32_768.0).powi(2))
        .sum();
    10.0 * (squares / samples.len() as f64 + 1e-12).log10()
}

/// A tone of 440 Hz whose loudness changes each second, as a WAV file of 48 kHz.
fn wav(name: &str, decibels: &[i32]) -> PathBuf {
    let mut data = Vec::new();
    for n in 0..48_000 * decibels.len() {
        let loud = 10_f64.powf(f64::from(decibels[n / 48_000]) / 20.0);
        let sample = loud * (std::f64::consts::TAU * 440.0 * n as f64 / 48_000.0).sin();
        data.extend(((sample * 32_767.0) as i16).to_le_bytes());
    }
    let length = data.len() as u32;
    let mut file = Vec::new();
    file.extend(b"RIFF");
    file.extend((36 + length).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend(48_000_u32.to_le_bytes());
    file.extend(96_000_u32.to_le_bytes());
    file.extend(b"\x02\0\x10\0data");
    file.extend(length.to_le_bytes());
    file.extend(data);
    let name = format!("{}-{name}", std::process::id());
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, file).unwrap();
    path
}

/// Plays until it ends or is dropped, and then removes the file.
struct Player {
    child: Child,
    file: PathBuf,
}
impl Player {
    fn start(file: PathBuf) -> Self {
        let player = std::env::var_os(PLAYER).unwrap();
        let child = Command::new(player).arg(&file).spawn().unwrap();
        Self { child, file }
    }
    fn finish(mut self) {
        let ended = self.child.wait().unwrap();
        assert!(ended.success(), "the player ended with {ended}");
    }
}
impl Drop for Player {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        self.child.wait().unwrap();
        std::fs::remove_file(&self.file).unwrap();
    }
}

fn server(order: &[&str]) {
    let told = Command::new("pactl").args(order).output().unwrap();
    assert!(told.status.success(), "{order:?}: {told:?}");
}

#[test]
fn aud_2_what_is_played_is_what_is_recorded() {
    let Some(_alone) = alone() else { return };
    let file = wav("pattern.wav", &[-6, -40, -6, -40, -12, -40]);
    let (capture, events) = record(None, Channels::Apart);
    let began = Instant::now();
    Player::start(file).finish();
    capture.stop().unwrap();
    let took = began.elapsed();
    let came = Came::from(&events);

    assert_eq!((&came.gaps[..], came.lost), (&[][..], 0));
    came.fills(took);
    for (n, segment) in came.segments.iter().enumerate() {
        assert_eq!((segment.number as usize, segment.channels), (n, 2));
        let is_last = n + 1 == came.segments.len();
        assert!(segment.samples.len() == 32_000 || is_last && segment.samples.len() < 32_000);
        assert!(
            segment.samples.chunks(2).all(|pair| pair[0] == pair[1]),
            "both hear the same"
        );
    }
    let samples = came.samples();
    let begin = samples
        .iter()
        .position(|s| s.unsigned_abs() > 1_000)
        .unwrap();
    // A sine's mean is 3 dB below its peak.
    for (second, expected) in [-9.0, -43.0, -9.0, -43.0, -15.0].into_iter().enumerate() {
        let from = begin + second * RATE as usize;
        let part = &samples[from + 1_600..from + 14_400];
        let is = loudness(part);
        assert!(
            (is - expected).abs() < 1.0,
            "second {second}: {is} dBFS, not {expected}"
        );
        let turns = part.windows(2).filter(|w| w[0] < 0 && w[1] >= 0).count();
        assert!(
            (350..=354).contains(&turns),
            "second {second}: {turns} periods in 0.8 s"
        );
    }
    let heard = came.levels.len() as f64 / took.as_secs_f64();
    // Portions that come at once share a level.
    assert!((4.0..=10.5).contains(&heard), "{heard} levels a second");
    let loudest = came.levels.iter().map(|l| l.rms).fold(f32::MIN, f32::max);
    assert!((loudest + 9.0).abs() < 1.0, "{loudest}");
    assert!(came.levels.iter().any(|l| l.rms < -42.0));
}

#[test]
fn aud_2_nothing_is_heard_in_a_pause() {
    let Some(_alone) = alone() else { return };
    let file = wav("long.wav", &[-6; 6]);
    let (capture, events) = record(None, Channels::Mixed);
    let began = Instant::now();
    let _player = Player::start(file);
    sleep(Duration::from_millis(1_700));
    capture.pause().unwrap();
    let took = began.elapsed();
    let before = Came::from(&events);
    assert_eq!(before.segments.len(), 2);
    before.fills(took);
    assert!(before.segments[1].samples.len() < 16_000);

    sleep(Duration::from_millis(800));
    capture.pause().unwrap();
    assert_eq!(events.try_iter().count(), 0);

    capture.resume().unwrap();
    capture.resume().unwrap();
    let began = Instant::now();
    sleep(Duration::from_millis(1_500));
    drop(capture);
    let took = began.elapsed();
    let after = Came::from(&events);
    let numbers: Vec<_> = after
        .segments
        .iter()
        .map(|s| (s.number, s.channels))
        .collect();
    assert_eq!(numbers, [(2, 1), (3, 1)]);
    after.fills(took);
    let loud = loudness(&after.samples()[8_000..]);
    assert!((loud + 9.0).abs() < 1.0, "{loud} dBFS after the pause");
    assert_eq!((before.gaps.len(), after.gaps.len()), (0, 0));
}

#[test]
fn aud_2_a_lost_microphone_is_told_and_can_be_resumed() {
    let Some(_alone) = alone() else { return };
    let (capture, events) = record(None, Channels::Mixed);
    sleep(Duration::from_millis(1_300));
    server(&["unload-module", "module-null-sink"]);
    let deadline = Instant::now() + Duration::from_secs(3);
    let mut kept = Vec::new();
    let failure = loop {
        match events.recv_timeout(deadline - Instant::now()).unwrap() {
            Event::Segment(segment) => kept.push(segment),
            Event::Lost(failure) => break failure,
            Event::Level(_) | Event::Gap { .. } => {}
        }
    };
    assert_eq!(failure.r#type(), FailureType::Unavailable);
    assert_eq!(kept.len(), 2);
    let kept: usize = kept.iter().map(|s| s.samples.len()).sum();
    assert!((14_000..=26_000).contains(&kept), "{kept} samples of 1.3 s");
    let failure = capture.resume().unwrap_err();
    assert_eq!(failure.r#type(), FailureType::Unavailable);

    server(&[
        "load-module",
        "module-null-sink",
        "sink_name=mouth",
        "norewinds=1",
    ]);
    server(&["set-default-source", "mouth.monitor"]);
    capture.resume().unwrap();
    let began = Instant::now();
    sleep(Duration::from_millis(1_200));
    capture.stop().unwrap();
    let took = began.elapsed();
    let after = Came::from(&events);
    assert_eq!(after.segments[0].number, 2);
    after.fills(took);
}

#[test]
fn aud_2_a_slow_owner_loses_nothing() {
    let Some(_alone) = alone() else { return };
    let (sink, events) = channel();
    let mut first = true;
    let capture = Capture::start(None, Channels::Mixed, now, move |event| {
        if matches!(event, Event::Segment(_)) && std::mem::take(&mut first) {
            sleep(Duration::from_secs(3));
        }
        sink.send(event).unwrap();
    });
    let capture = capture.unwrap();
    let began = Instant::now();
    sleep(Duration::from_secs(6));
    capture.stop().unwrap();
    let took = began.elapsed();
    let came = Came::from(&events);
    assert!(came.gaps.is_empty());
    came.fills(took);
}

#[test]
fn aud_2_the_microphones_are_named() {
    let Some(_alone) = alone() else { return };
    let devices = devices().unwrap();
    let default: Vec<_> = devices.iter().filter(|d| d.is_default).collect();
    assert_eq!(default.len(), 1, "{devices:?}");
    assert_eq!(
        (&*default[0].name, default[0].channels),
        ("Virtual microphone", Some(2))
    );
    let (capture, events) = record(Some(&default[0].id), Channels::Mixed);
    sleep(Duration::from_millis(500));
    capture.stop().unwrap();
    assert!(!Came::from(&events).segments.is_empty());

    for unknown in ["alsa:plughw:CARD=Nobody,DEV=0", "nonsense", ""] {
        let failure = Capture::start(Some(unknown), Channels::Mixed, now, |_| {})
            .err()
            .unwrap();
        assert_eq!(failure.r#type(), FailureType::Unavailable, "{unknown}");
    }
}

#[test]
fn aud_2_the_owner_may_drop_the_capture_from_within() {
    let Some(_alone) = alone() else { return };
    let (give, given) = channel::<Capture>();
    let (done, ended) = channel();
    let capture = Capture::start(None, Channels::Mixed, now, move |_| {
        if let Ok(capture) = given.try_recv() {
            let refused = capture.pause().is_err();
            drop(capture);
            done.send(refused).unwrap();
        }
    });
    give.send(capture.unwrap()).unwrap();
    assert!(ended.recv_timeout(Duration::from_secs(5)).unwrap());
}
