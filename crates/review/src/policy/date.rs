//! Calendar days, as policy documents and ledgers count them.

use std::fmt;
use std::str::FromStr;

use serde::de::{MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Months of a year.
pub const MONTHS_A_YEAR: u32 = 12;

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(toml::value::Date);

impl Date {
    /// A real day of the Gregorian calendar.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let valid = (1..=12).contains(&month) && day >= 1 && day <= days_of(year, month);
        valid.then_some(Self(toml::value::Date { year, month, day }))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> u16 {
        self.0.year
    }

    /// The same day so many months later, or the month's last where it has no such day.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let all = u32::from(self.0.year) * 12 + u32::from(self.0.month) - 1;
        let all = all.saturating_add(months).min(u32::from(u16::MAX) * 12);
        let (year, month) = ((all / 12) as u16, (all % 12 + 1) as u8);
        Self(toml::value::Date { year, month, day: self.0.day.min(days_of(year, month)) })
    }
}

fn days_of(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

impl FromStr for Date {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a date of the form YYYY-MM-DD");
        let parsed: toml::value::Datetime = text.parse().map_err(|_| wrong())?;
        match (parsed.date, parsed.time, parsed.offset) {
            (Some(date), None, None) => Ok(Self(date)),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DayVisitor)
    }
}

/// TOML gives a day as a value of its own (a map inside serde), JSON as text.
struct DayVisitor;

impl<'de> Visitor<'de> for DayVisitor {
    type Value = Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date YYYY-MM-DD")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Date, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Date, A::Error> {
        let value = toml::value::Datetime::deserialize(MapAccessDeserializer::new(map))?;
        value.date.map(Date).ok_or_else(|| serde::de::Error::custom("a date YYYY-MM-DD is wanted"))
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn months_are_added_and_the_last_day_is_kept_within_the_month() {
        assert_eq!(day("2017-01-01").plus_months(60), day("2022-01-01"));
        assert_eq!(day("2024-01-31").plus_months(1), day("2024-02-29"));
        assert_eq!(day("2023-11-30").plus_months(3), day("2024-02-29"));
        assert_eq!(day("2020-02-29").plus_months(12), day("2021-02-28"));
    }

    #[test]
    fn only_real_days_are_made() {
        assert_eq!(Date::new(2024, 2, 29).map(|d| d.to_string()).as_deref(), Some("2024-02-29"));
        assert!(
            Date::new(2023, 2, 29).is_none() && Date::new(2023, 13, 1).is_none() && Date::new(2023, 1, 0).is_none()
        );
    }
}
