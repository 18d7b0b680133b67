//! Records the default microphone for so many seconds and prints what came and how much memory the
//! program holds: `time scripts/virtual-sound.sh target/release/examples/measure 60`.

use praxis_kernel::Timestamp;
use praxis_microphone::{Capture, Channels, Event};
use std::{
    sync::mpsc::channel,
    time::{Duration, Instant},
};

#[expect(clippy::disallowed_methods)] // This program is the owner that lends the clock.
fn now() -> Timestamp {
    Timestamp::new(jiff::Timestamp::now())
}

fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    line.unwrap_or("VmRSS: unknown").to_owned()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let seconds: u64 = std::env::args().nth(1).unwrap_or("60".to_owned()).parse()?;
    let (sink, events) = channel();
    let capture = Capture::start(None, Channels::Apart, now, move |event| {
        let _ended = sink.send(event);
    })
    .map_err(|failure| failure.wire("").message)?;
    let end = Instant::now() + Duration::from_secs(seconds);
    let (mut samples, mut segments, mut levels, mut gaps) = (0, 0, 0, 0);
    while let Ok(event) = events.recv_timeout(end.saturating_duration_since(Instant::now())) {
        match event {
            Event::Segment(segment) => {
                samples += segment.samples.len();
                segments += 1;
                if segments % 10 == 5 {
                    println!("{segments} s: {}", resident());
                }
            }
            Event::Level(_) => levels += 1,
            Event::Gap { .. } => gaps += 1,
            Event::Lost(failure) => return Err(failure.wire("").message.into()),
        }
    }
    capture.stop().map_err(|failure| failure.wire("").message)?;
    println!("{segments} segments, {samples} samples, {levels} levels, {gaps} gaps");
    Ok(())
}
