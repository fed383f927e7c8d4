//! Dates of the proleptic Gregorian calendar as numbers: ordinals count from 1 January of year 1.

use super::super::time::calendar;

pub const MIN_YEAR: i64 = 1;
pub const MAX_YEAR: i64 = 9999;
pub const MAX_ORDINAL: i64 = 3_652_059;
/// Ordinal of 1 January 1970.
pub const EPOCH: i64 = 719_163;
pub const DAY: i64 = 86_400;

const BEFORE: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

pub fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(calendar::is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Number of a day in its year, from 1.
pub fn day_of_year(year: i64, month: i64, day: i64) -> i64 {
    let before = BEFORE.get((month - 1) as usize).copied().unwrap_or(0);
    before + day + i64::from(month > 2 && calendar::is_leap(year))
}

pub fn ordinal(year: i64, month: i64, day: i64) -> i64 {
    let y = year - 1;
    y * 365 + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + day_of_year(year, month, day)
}

/// Year, month and day of an ordinal.
pub fn from_ordinal(ordinal: i64) -> (i64, i64, i64) {
    let (year, month, day) = calendar::date(ordinal - EPOCH);
    (year, month.into(), day.into())
}

/// Monday is 0.
pub fn weekday(ordinal: i64) -> i64 {
    (ordinal + 6).rem_euclid(7)
}

/// Ordinal of the Monday of a year's first ISO week.
pub fn first_monday(year: i64) -> i64 {
    let first = ordinal(year, 1, 1);
    let weekday = weekday(first);
    let monday = first - weekday;
    if weekday > 3 { monday + 7 } else { monday }
}

/// Year, week and weekday (from 1) of ISO 8601.
pub fn iso_calendar(year: i64, ordinal: i64) -> (i64, i64, i64) {
    let mut year = year;
    let mut start = first_monday(year);
    if ordinal < start {
        year -= 1;
        start = first_monday(year);
    } else if ordinal >= first_monday(year + 1) {
        year += 1;
        start = first_monday(year);
    }
    (year, (ordinal - start) / 7 + 1, (ordinal - start) % 7 + 1)
}

/// What is wrong with an ISO date.
pub enum Wrong {
    Week,
    Day,
}

/// The ordinal of an ISO year, week and day.
pub fn from_iso(year: i64, week: i64, day: i64) -> Result<i64, Wrong> {
    let weeks = (first_monday(year + 1) - first_monday(year)) / 7;
    if week < 1 || week > weeks {
        return Err(Wrong::Week);
    }
    if !(1..=7).contains(&day) {
        return Err(Wrong::Day);
    }
    Ok(first_monday(year) + (week - 1) * 7 + day - 1)
}
