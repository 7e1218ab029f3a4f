//! Points in time on the wire.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A server time. Written as RFC 3339 UTC with microseconds (`2026-11-20T08:09:10.123456Z`), so that
/// the text sorts as the time does; read with any offset, with or without a fraction, or naive
/// (which means UTC: seed servers write both).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(DateTime<Utc>);

/// The text has none of the accepted forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an RFC 3339 or naive ISO 8601 time")]
pub struct BadTimestamp;

impl Timestamp {
    /// 1970-01-01 UTC.
    pub const EPOCH: Self = Self(DateTime::UNIX_EPOCH);

    /// Reads RFC 3339 with any offset, or a naive ISO 8601 time taken as UTC.
    pub fn parse(text: &str) -> Result<Self, BadTimestamp> {
        let text = text.trim();
        // RFC 3339 reads a space for the T too; a naive time lacks only its zone.
        DateTime::parse_from_rfc3339(text)
            .or_else(|_| DateTime::parse_from_rfc3339(&format!("{text}Z")))
            .map(|time| Self(time.with_timezone(&Utc)))
            .map_err(|_| BadTimestamp)
    }

    /// From microseconds since 1970-01-01 UTC; `None` outside chrono's range.
    pub fn from_micros(micros: i64) -> Option<Self> {
        DateTime::from_timestamp_micros(micros).map(Self)
    }

    /// Microseconds since 1970-01-01 UTC.
    pub fn micros(self) -> i64 {
        self.0.timestamp_micros()
    }

    /// Milliseconds since 1970-01-01 UTC, as `Date` in a browser counts.
    pub fn millis(self) -> i64 {
        self.0.timestamp_millis()
    }
}

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        Timestamp::parse(text).expect(text).to_string()
    }

    #[test]
    fn naive_times_are_utc_and_offsets_are_applied() {
        assert_eq!(
            written("2023-03-24T08:09:10"),
            "2023-03-24T08:09:10.000000Z"
        );
        assert_eq!(
            written("2023-03-24T08:09:10.123456"),
            "2023-03-24T08:09:10.123456Z"
        );
        assert_eq!(
            written("2023-03-24 08:09:10.5"),
            "2023-03-24T08:09:10.500000Z"
        );
        assert_eq!(
            written("2023-03-24T08:09:10+02:00"),
            "2023-03-24T06:09:10.000000Z"
        );
        assert_eq!(
            written("2023-03-24T08:09:10.1Z"),
            "2023-03-24T08:09:10.100000Z"
        );
    }

    #[test]
    fn text_that_is_no_time_is_refused() {
        for text in [
            "",
            "yesterday",
            "2023-13-01T00:00:00",
            "1700000000",
            "2023-03-24",
        ] {
            assert_eq!(Timestamp::parse(text), Err(BadTimestamp), "{text}");
        }
    }

    #[test]
    fn the_written_form_sorts_like_the_time() {
        let early = Timestamp::from_micros(1_700_000_000_000_000).expect("in range");
        let late = Timestamp::from_micros(1_700_000_000_000_001).expect("in range");
        assert!(early < late);
        assert!(early.to_string() < late.to_string());
    }
}
