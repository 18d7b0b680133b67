//! How fast and with how much memory files are decoded and heard: `cargo run --release --example measure_audio -- FILE...`

use cap::Cap;
use praxis_audio::decode::decode;
use praxis_audio::utterances::Utterances;
use praxis_audio::{RATE, level, peaks};
use std::alloc::System;
use std::fs::File;
use std::io::{BufReader, Write};
use std::time::{Duration, Instant};

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout();
    for path in std::env::args().skip(1) {
        let mut utterances = Utterances::starting_at(0);
        let (mut listening, mut drawing, mut found) = (Duration::ZERO, Duration::ZERO, 0);
        let began = Instant::now();
        let before = MEMORY.allocated();
        let mut decoding = decode(BufReader::new(File::open(&path)?), 10 * 3_600)?;
        let channels = decoding.channels();
        for segment in &mut decoding {
            let segment = segment?;
            let at = Instant::now();
            found += utterances.push(Some(&channels.mixed(&segment))).len();
            listening += at.elapsed();
            let at = Instant::now();
            let peaks = peaks::of(Some(&segment), channels);
            let levels = level::of(Some(&segment), channels);
            drawing += at.elapsed();
            std::hint::black_box((peaks, levels));
        }
        let decoded = began.elapsed() - listening - drawing;
        let summary = decoding.summary();
        let seconds = summary.frames as f64 / f64::from(RATE);
        let minutes = seconds / 60.0;
        writeln!(
            out,
            "{path}: {seconds:.0} s, {:.0} times real time, {found} utterances at {:.1} ms a minute, peaks and level at \
             {:.1} ms a minute, most memory {} KiB, {summary:?}",
            seconds / decoded.as_secs_f64(),
            listening.as_secs_f64() * 1_000.0 / minutes,
            drawing.as_secs_f64() * 1_000.0 / minutes,
            MEMORY.max_allocated().saturating_sub(before) / 1_024,
        )?;
    }
    Ok(())
}
