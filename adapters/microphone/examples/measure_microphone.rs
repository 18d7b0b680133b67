//! Records the default microphone for so many seconds and prints what came, and how much of a core and
//! of memory it took: `scripts/virtual-sound.sh target/release/examples/measure_microphone 60`.

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

/// Resident memory in MB.
fn resident() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024.0)
}

/// Seconds of a core that this process used; Linux counts them in hundredths.
fn used() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut ticks = fields.split(' ').skip(11);
    let (program, kernel): (f64, f64) = (ticks.next()?.parse().ok()?, ticks.next()?.parse().ok()?);
    Some((program + kernel) / 100.0)
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
                    println!("{segments} s: {:.1} MB", resident().unwrap_or(f64::NAN));
                }
            }
            Event::Level(_) => levels += 1,
            Event::Gap { .. } => gaps += 1,
            Event::Lost(failure) => return Err(failure.wire("").message.into()),
        }
    }
    capture.stop().map_err(|failure| failure.wire("").message)?;
    println!("{segments} segments, {samples} samples, {levels} levels, {gaps} gaps");
    let (used, memory) = (used().ok_or("no CPU")?, resident().ok_or("no memory")?);
    let per_hour = used * 3_600.0 / f64::from(segments);
    println!("per hour of sound: {per_hour:.2} s CPU; memory: {memory:.1} MB");
    Ok(())
}
