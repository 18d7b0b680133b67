//! Days and moments as people of the language write them.

use crate::labels::Labels;
use jiff::tz::TimeZone;
use praxis_kernel::{Date, Timestamp};

/// `21.11.2026` in Polish, `21 Nov 2026` in English.
pub fn day(labels: &Labels, date: Date) -> String {
    civil(labels, date.get())
}

/// `21 Nov 2026, 09:30 (UTC+01:00)`: the clock of the zone, and how it stands to UTC.
pub fn moment(labels: &Labels, at: Timestamp, zone: &TimeZone) -> String {
    let there = at.get().to_zoned(zone.clone());
    let minutes = there.offset().seconds() / 60;
    format!(
        "{}, {:02}:{:02} (UTC{}{:02}:{:02})",
        civil(labels, there.date()),
        there.hour(),
        there.minute(),
        if minutes < 0 { '-' } else { '+' },
        minutes.abs() / 60,
        minutes.abs() % 60,
    )
}

fn civil(labels: &Labels, date: jiff::civil::Date) -> String {
    let month = usize::try_from(date.month() - 1).unwrap_or(0);
    match labels.months.and_then(|months| months.get(month).copied()) {
        Some(name) => format!("{} {name} {}", date.day(), date.year()),
        None => format!("{:02}.{:02}.{}", date.day(), date.month(), date.year()),
    }
}
