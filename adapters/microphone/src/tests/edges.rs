//! What leads to the tape: the ring, the clock, the names and words of devices.

use super::at;
use crate::{
    device::{lost, offered, refused},
    ear::{Ear, Heard},
    lag::Lag,
};
use praxis_kernel::FailureType;

#[test]
fn aud_2_a_full_ring_counts_what_it_drops() {
    let drained = |ring: &mut rtrb::Consumer<Heard>| -> Vec<Heard> {
        std::iter::from_fn(|| ring.pop().ok()).collect()
    };
    let (mut ear, mut ring) = Ear::with_room(3);
    let frame = |n: u8| [f32::from(n), 0.0];
    (0..8).for_each(|n| ear.hear(frame(n)));
    assert_eq!(
        drained(&mut ring),
        [
            Heard::Frame(frame(0)),
            Heard::Frame(frame(1)),
            Heard::Frame(frame(2))
        ]
    );
    (8..11).for_each(|n| ear.hear(frame(n)));
    assert_eq!(
        drained(&mut ring),
        [
            Heard::Lost(5),
            Heard::Frame(frame(8)),
            Heard::Frame(frame(9))
        ]
    );
    drop(ear);
    assert_eq!(drained(&mut ring), [Heard::Lost(1)]);
}

#[test]
fn aud_2_samples_of_every_format_come_out_alike() {
    fn heard<T: cpal::SizedSample>(samples: [T; 4], channels: usize) -> Vec<Heard>
    where
        f32: cpal::FromSample<T>,
    {
        assert!(crate::ear::understands(T::FORMAT));
        let (mut ear, mut ring) = Ear::with_room(8);
        ear.frames(Some(&samples), channels);
        std::iter::from_fn(|| ring.pop().ok()).collect()
    }
    // Silence, half up, half down, the least.
    let expected = [Heard::Frame([0.0, 0.5]), Heard::Frame([-0.5, -1.0])];
    let i24 = |value: i32| cpal::I24::new(value).unwrap();
    let u24 = |value: i32| cpal::U24::new(value).unwrap();
    assert_eq!(heard([0_i8, 64, -64, -128], 2), expected);
    assert_eq!(heard([0_i16, 1 << 14, -(1 << 14), i16::MIN], 2), expected);
    assert_eq!(
        heard([i24(0), i24(1 << 22), i24(-(1 << 22)), i24(-(1 << 23))], 2),
        expected
    );
    assert_eq!(heard([0_i32, 1 << 30, -(1 << 30), i32::MIN], 2), expected);
    assert_eq!(heard([0_i64, 1 << 62, -(1 << 62), i64::MIN], 2), expected);
    assert_eq!(heard([128_u8, 192, 64, 0], 2), expected);
    assert_eq!(heard([1_u16 << 15, 3 << 14, 1 << 14, 0], 2), expected);
    assert_eq!(
        heard([u24(1 << 23), u24(3 << 22), u24(1 << 22), u24(0)], 2),
        expected
    );
    assert_eq!(heard([1_u32 << 31, 3 << 30, 1 << 30, 0], 2), expected);
    assert_eq!(heard([1_u64 << 63, 3 << 62, 1 << 62, 0], 2), expected);
    assert_eq!(heard([0.0_f32, 0.5, -0.5, -1.0], 2), expected);
    assert_eq!(heard([0.0_f64, 0.5, -0.5, -1.0], 2), expected);
    assert_eq!(
        heard([0.0_f32, 0.5, -0.5, -1.0], 4),
        [Heard::Frame([0.0, 0.5])]
    );
    assert_eq!(heard([0.5_f32; 4], 1), [Heard::Frame([0.5, 0.0]); 4]);
    assert_eq!(heard([0.5_f32; 4], 3).len(), 1);
    assert!(!crate::ear::understands(cpal::SampleFormat::DsdU8));
}

#[test]
fn aud_2_sleep_is_a_gap_and_lateness_is_none() {
    // Portions of 50 ms: when they come (in ms), and what is told.
    let steady = |from: u64, count: u64| (0..count).map(move |n| from + 50 * n).collect::<Vec<_>>();
    let slept = [steady(0, 100), steady(3_600_000, 100)].concat();
    let busy = [steady(0, 100), vec![8_000; 60], steady(8_050, 100)].concat();
    let set_back = [steady(100_000, 100), steady(95_000, 100)].concat();
    let half_a_second = [steady(0, 100), steady(5_500, 100)].concat();
    let little = [steady(0, 100), steady(5_150, 100)].concat();
    let drifting: Vec<u64> = (0..72_000).map(|n| 50 * n + n / 200).collect();
    let dropping: Vec<u64> = (0..2_000).map(|n| 50 * n + n).collect();
    for (name, times, expected) in [
        ("steady", steady(0, 2_000), vec![]),
        ("slept for an hour", slept, vec![3_595_000]),
        ("busy for 3 s, then a burst", busy, vec![]),
        ("the clock was set back", set_back, vec![]),
        ("half a second is missing", half_a_second, vec![500]),
        ("too little to tell", little, vec![]),
        ("a sound card 100 ppm slow, for an hour", drifting, vec![]),
    ] {
        assert_eq!(gaps(&times), expected, "{name}");
    }
    let found: u64 = gaps(&dropping).iter().sum();
    assert!(
        (1_600..=2_000).contains(&found),
        "1 ms of each 50 is missing for 100 s: {found}"
    );
}

/// What is missing when portions of 50 ms come at these milliseconds.
fn gaps(times: &[u64]) -> Vec<u64> {
    let mut lag = Lag::new(48_000);
    let told = times.iter().filter_map(|time| {
        lag.count(2_400);
        lag.missing(at(time * 1_000))
    });
    told.collect()
}

#[test]
fn aud_2_a_card_is_offered_once() {
    let laptop = [
        (
            "null",
            "Discard all samples (playback) or generate zero samples (capture)",
        ),
        (
            "default",
            "Default ALSA Output (currently PipeWire Media Server)",
        ),
        ("pulse", "PulseAudio Sound Server"),
        ("hw:CARD=PCH,DEV=0", "HDA Intel PCH, ALC257 Analog"),
        ("plughw:CARD=PCH,DEV=0", "HDA Intel PCH, ALC257 Analog"),
        ("sysdefault:CARD=PCH", "HDA Intel PCH, ALC257 Analog"),
        ("front:CARD=PCH,DEV=0", "HDA Intel PCH, ALC257 Analog"),
        ("dsnoop:CARD=PCH,DEV=0", "HDA Intel PCH, ALC257 Analog"),
        ("plughw:CARD=Snowball,DEV=0", "Blue Snowball, USB Audio"),
        ("plughw:CARD=Snowball_1,DEV=0", "Blue Snowball, USB Audio"),
        ("hw:CARD=0,DEV=0", "HDA Intel PCH, ALC257 Analog"),
        ("plughw:CARD=0,DEV=0", "HDA Intel PCH, ALC257 Analog"),
        ("plughw:CARD=1,DEV=0", "Blue Snowball, USB Audio"),
        (
            "plughw:CARD=3,DEV=0",
            "A card that is listed by its number alone",
        ),
    ];
    let expected = [
        "default",
        "plughw:CARD=3,DEV=0",
        "plughw:CARD=PCH,DEV=0",
        "plughw:CARD=Snowball,DEV=0",
        "plughw:CARD=Snowball_1,DEV=0",
    ];
    assert_eq!(offered(&laptop).into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn aud_2_a_refusal_says_what_to_do() {
    use cpal::ErrorKind;
    for (kind, word) in [
        (ErrorKind::DeviceNotAvailable, "Plug"),
        (ErrorKind::HostUnavailable, "Plug"),
        (ErrorKind::PermissionDenied, "Allow"),
        (ErrorKind::DeviceBusy, "Close"),
        (ErrorKind::UnsupportedConfig, "Choose"),
        (ErrorKind::BackendError, "Unplug"),
    ] {
        let failure = refused(cpal::Error::with_message(kind, "a driver's words"));
        assert_eq!(failure.r#type(), FailureType::Unavailable);
        assert!(failure.cause().is_some());
        let message = failure.wire("").message;
        assert!(
            message.contains(word) && !message.contains("driver"),
            "{message}"
        );
    }
    assert!(lost().wire("").message.contains("resume"));
}
