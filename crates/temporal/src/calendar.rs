//! Days of other calendars as Gregorian days.
//!
//! The Islamic and Hebrew arithmetic follows Reingold and Dershowitz, "Calendrical Calculations": the tabular Islamic
//! calendar with the civil epoch (16 July 622 Julian) and leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29 of 30,
//! and the Hebrew one with its four postponements. The Persian year begins at the equinox seen from Tehran, computed
//! for 1900 to 2100.

use jiff::civil::Date;

/// A named calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// Hijri, tabular.
    Islamic,
    /// Anno mundi.
    Hebrew,
    /// Solar Hijri, as in Iran and Afghanistan.
    Persian,
}

/// The first of 30 or fewer days from which fixed day numbers count: 1 January of year 1.
fn fixed(date: Date) -> i64 {
    let start = Date::constant(1, 1, 1);
    date.since((jiff::Unit::Day, start)).map_or(0, |span| i64::from(span.get_days())) + 1
}

fn civil(fixed: i64) -> Option<Date> {
    Date::constant(1, 1, 1).checked_add(jiff::Span::new().try_days(fixed - 1).ok()?).ok()
}

/// The Gregorian day of a date in another calendar; months as the calendar itself numbers them (Nisan is 1).
///
/// ```
/// use dateline_temporal::calendar::{self, Calendar};
///
/// assert_eq!(calendar::to_gregorian(Calendar::Islamic, 1438, 9, 1).unwrap().to_string(), "2017-05-27");
/// assert_eq!(calendar::to_gregorian(Calendar::Hebrew, 5778, 7, 1).unwrap().to_string(), "2017-09-21");
/// assert_eq!(calendar::to_gregorian(Calendar::Persian, 1396, 1, 1).unwrap().to_string(), "2017-03-21");
/// ```
pub fn to_gregorian(calendar: Calendar, year: i32, month: u8, day: u8) -> Option<Date> {
    if !(1..=9999).contains(&year) || !(1..=13).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (year, month, day) = (i64::from(year), i64::from(month), i64::from(day));
    match calendar {
        Calendar::Islamic if month <= 12 && day <= 30 => {
            civil(227_014 + (year - 1) * 354 + (3 + 11 * year).div_euclid(30) + 29 * (month - 1) + month / 2 + day)
        }
        Calendar::Hebrew if day <= 30 => hebrew(year, month, day),
        Calendar::Persian if month <= 12 => {
            let before = if month <= 7 { 31 * (month - 1) } else { 30 * (month - 1) + 6 };
            civil(fixed(nowruz_of(year)?) + before + day - 1)
        }
        _ => None,
    }
}

/// The days in Gregorian `year` that are this day of the Islamic calendar: one, and in one year of 33 two.
pub(crate) fn islamic_in(year: i16, month: u8, day: u8) -> [Option<Date>; 2] {
    let about = (i32::from(year) - 622) * 33 / 32;
    let mut days = (about - 1..=about + 2)
        .filter_map(|hijri| to_gregorian(Calendar::Islamic, hijri, month, day))
        .filter(|date| date.year() == year);
    [days.next(), days.next()]
}

/// The day in Gregorian `year` that is this day of the Hebrew calendar.
pub(crate) fn hebrew_in(year: i16, month: u8, day: u8) -> Option<Date> {
    let era = i32::from(year) + 3760;
    (era..=era + 1).find_map(|hebrew_year| {
        // Purim is kept in the last month, the second Adar of a leap year.
        let month = if month == 12 && hebrew_leap(i64::from(hebrew_year)) { 13 } else { month };
        to_gregorian(Calendar::Hebrew, hebrew_year, month, day).filter(|date| date.year() == year)
    })
}

/// The first day of the Persian year that begins in Gregorian `year`, 1900 to 2100.
pub(crate) fn nowruz(year: i16) -> Option<Date> {
    if !(1900..=2100).contains(&year) {
        return None;
    }
    // The equinox by Meeus, "Astronomical Algorithms", chapter 27 (mean, without periodic terms: within 15 minutes),
    // in days of Tehran's mean time; the year begins on the day after where it falls past noon.
    let y = (f64::from(year) - 2000.0) / 1000.0;
    let julian_day = 2_451_623.809_84 + 365_242.374_04 * y + 0.051_69 * y * y - 0.004_11 * y * y * y;
    let tehran = julian_day + 3.5 / 24.0 - 2_400_000.5;
    let day = (tehran + 0.5).floor() as i64;
    Date::constant(1858, 11, 17).checked_add(jiff::Span::new().try_days(day).ok()?).ok()
}

/// The first day of a Persian year.
fn nowruz_of(year: i64) -> Option<Date> {
    nowruz(i16::try_from(year + 621).ok()?)
}

fn hebrew_leap(year: i64) -> bool {
    (7 * year + 1).rem_euclid(19) < 7
}

/// Days from the epoch to the first of Tishri of `year`, with the postponements.
fn hebrew_elapsed(year: i64) -> i64 {
    let months = (235 * year - 234).div_euclid(19);
    let parts = 12_084 + 13_753 * months;
    let day = 29 * months + parts.div_euclid(25_920);
    if (3 * (day + 1)).rem_euclid(7) < 3 { day + 1 } else { day }
}

fn hebrew_new_year(year: i64) -> i64 {
    let (last, this, next) = (hebrew_elapsed(year - 1), hebrew_elapsed(year), hebrew_elapsed(year + 1));
    let correction = match (next - this, this - last) {
        (356, _) => 2,
        (_, 382) => 1,
        _ => 0,
    };
    -1_373_427 + this + correction
}

fn hebrew_month_length(year: i64, month: i64) -> i64 {
    let length = hebrew_new_year(year + 1) - hebrew_new_year(year);
    let long_heshvan = matches!(length, 355 | 385);
    let short_kislev = matches!(length, 353 | 383);
    match month {
        2 | 4 | 6 | 10 | 13 => 29,
        12 if !hebrew_leap(year) => 29,
        8 if !long_heshvan => 29,
        9 if short_kislev => 29,
        _ => 30,
    }
}

fn hebrew(year: i64, month: i64, day: i64) -> Option<Date> {
    let last = if hebrew_leap(year) { 13 } else { 12 };
    if month > last {
        return None;
    }
    let before: i64 = if month < 7 {
        (7..=last).chain(1..month).map(|month| hebrew_month_length(year, month)).sum()
    } else {
        (7..month).map(|month| hebrew_month_length(year, month)).sum()
    };
    civil(hebrew_new_year(year) + before + day - 1)
}
