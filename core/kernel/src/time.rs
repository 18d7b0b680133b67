use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use specta::Type;
use std::fmt;

/// A moment, in UTC with microseconds; RFC 3339 text on the wire, such as `2026-11-21T08:30:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Type, JsonSchema)]
#[schemars(with = "String", extend("format" = "date-time"))]
pub struct Timestamp(#[specta(type = String)] jiff::Timestamp);

/// A calendar day without a time zone; `yyyy-mm-dd` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Type, JsonSchema)]
#[schemars(with = "String", extend("format" = "date"))]
pub struct Date(#[specta(type = String)] jiff::civil::Date);

impl Timestamp {
    /// Truncates to microseconds, which is what both engines keep.
    pub fn new(at: jiff::Timestamp) -> Self {
        let micros = at.as_microsecond();
        Self(jiff::Timestamp::from_microsecond(micros).unwrap_or(at))
    }
    /// The moment as the time library knows it.
    pub const fn get(self) -> jiff::Timestamp {
        self.0
    }
    /// Microseconds since 1970 UTC.
    pub fn micros(self) -> i64 {
        self.0.as_microsecond()
    }
    /// The moment that many seconds later; the last one of the calendar when it would be beyond.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        let span = jiff::SignedDuration::from_secs(seconds);
        Self(self.0.checked_add(span).unwrap_or(jiff::Timestamp::MAX))
    }
    /// The day in UTC.
    pub fn day(self) -> Date {
        Date(self.0.to_zoned(jiff::tz::TimeZone::UTC).date())
    }
}

impl Date {
    /// Wraps a day.
    pub const fn new(day: jiff::civil::Date) -> Self {
        Self(day)
    }
    /// The day as the time library knows it.
    pub const fn get(self) -> jiff::civil::Date {
        self.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl std::str::FromStr for Date {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse::<jiff::Timestamp>()
            .map(Self::new)
            .map_err(|_| D::Error::custom("expected a time such as 2026-11-21T08:30:00Z"))
    }
}
impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let plain = text.len() == 10 && text.is_ascii();
        text.parse()
            .ok()
            .filter(|_| plain)
            .map(Self)
            .ok_or_else(|| D::Error::custom("expected a date such as 1980-05-17"))
    }
}
