//! Reading TIMEX3 values back.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use crate::{Grain, Period};

/// The period that a TIMEX3 date value names, its time of day left aside.
///
/// ```
/// use dateline_temporal::value::period;
///
/// assert_eq!(period("2017-02-16T19:35+03:00").unwrap().to_string(), "2017-02-16");
/// assert_eq!(period("1989-Q3").unwrap().last().to_string(), "1989-09-30");
/// assert_eq!(period("BC00").unwrap().last().to_string(), "-000001-12-31");
/// assert_eq!(period("1989-Q7"), None);
/// ```
pub fn period(value: &str) -> Option<Period> {
    let value = value.split_once('T').map_or(value, |(day, _)| day);
    let (era, value) = value.strip_prefix("BC").map_or((false, value), |years| (true, years));
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let count: i16 = number(&value[..digits])?;
    let (year, rest) = if digits == 4 {
        (if era { 1 - count } else { count }, &value[4..])
    } else {
        let grain = [Grain::Decade, Grain::Century, Grain::Millennium]
            .into_iter()
            .find(|grain| digits == value.len() && grain.big().is_some_and(|(width, _)| width == digits))?;
        let first = (if era { -1 - count } else { count }).checked_mul(grain.big()?.1)?;
        return Period::of(grain, Date::new(first, 1, 1).ok()?);
    };
    let Some(rest) = rest.strip_prefix('-') else { return if rest.is_empty() { Period::year(year) } else { None } };
    let month = |grain, month: i8| Period::of(grain, Date::new(year, month, 1).ok()?);
    match *rest.as_bytes() {
        [b'Q', n @ b'1'..=b'4'] => month(Grain::Quarter, (n - b'0') as i8 * 3 - 2),
        [b'H', n @ b'1'..=b'2'] => month(Grain::Half, (n - b'0') as i8 * 6 - 5),
        [b'S', b'P'] => month(Grain::Season, 3),
        [b'S', b'U'] => month(Grain::Season, 6),
        [b'F', b'A'] => month(Grain::Season, 9),
        [b'W', b'I'] => month(Grain::Season, 12),
        [b'W', _, _] => week(year, &rest[1..], Grain::Week),
        [b'W', _, _, b'-', b'W', b'E'] => week(year, &rest[1..3], Grain::Weekend),
        [_, _] => month(Grain::Month, number(rest)?),
        [_, _, b'-', _, _] => Period::day(Date::new(year, number(&rest[..2])?, number(&rest[3..])?).ok()?),
        _ => None,
    }
}

/// Whether a string is a TIMEX3 value at all: a date, a time, a duration, a set or a reference.
///
/// ```
/// use dateline_temporal::value::is_value;
///
/// assert!(["P2Y6M", "PTXM", "XXXX-WXX-1TNI", "1998-02-13TEV", "PAST_REF", "1989-W44-WE", "PXX"].map(is_value) == [true; 7]);
/// assert!(["", "P", "1989-13", "P2Q6", "Thursday"].map(is_value) == [false; 5]);
/// ```
pub fn is_value(value: &str) -> bool {
    if matches!(value, "PAST_REF" | "PRESENT_REF" | "FUTURE_REF" | "PXX") || period_and_time(value) {
        return true;
    }
    if let Some(parts) = value.strip_prefix('P') {
        return duration(parts);
    }
    let day = value.split_once('T').map_or(value, |(day, _)| day);
    let time = value.split_once('T').map(|(_, time)| time);
    day.starts_with("XXXX")
        && day.bytes().all(|byte| byte.is_ascii_digit() || b"XWQSPUFAIEH-".contains(&byte))
        && time.is_none_or(is_time)
}

fn period_and_time(value: &str) -> bool {
    match value.split_once('T') {
        Some((_, time)) => {
            period(value).is_some_and(|period| period.grain() <= Grain::Weekend || !time.contains(':')) && is_time(time)
        }
        None => period(value).is_some(),
    }
}

fn is_time(time: &str) -> bool {
    if ["MO", "AF", "EV", "NI", "MI", "DT"].contains(&time) {
        return true;
    }
    let zone = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(zone);
    let mut parts = clock.split(':');
    let hour = parts.next().is_some_and(|hour| hour.len() == 2 && hour.parse::<u8>().is_ok_and(|hour| hour <= 24));
    hour && parts.clone().count() <= 2
        && parts.all(|part| part.len() == 2 && part.parse::<u8>().is_ok_and(|n| n < 60))
        && (zone.is_empty() || zone == "Z" || (zone.len() == 6 && zone.as_bytes()[3] == b':'))
}

fn duration(parts: &str) -> bool {
    let mut pieces = 0;
    let mut clock = false;
    let mut number = false;
    let mut rest = parts;
    while let Some(byte) = rest.bytes().next() {
        if !number && byte == b'T' && !clock {
            clock = true;
            rest = &rest[1..];
            continue;
        }
        if !number {
            let digits = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
            let length = if digits == 0 && byte == b'X' { 1 } else { digits };
            if length == 0 {
                return false;
            }
            (rest, number) = (&rest[length..], true);
            continue;
        }
        let designator = ["DE", "CE", "Y", "M", "W", "D", "Q", "H", "S"].into_iter().find(|d| rest.starts_with(d));
        let Some(designator) = designator else { return false };
        (rest, number, pieces) = (&rest[designator.len()..], false, pieces + 1);
    }
    pieces > 0 && !number
}

fn week(year: i16, week: &str, grain: Grain) -> Option<Period> {
    let date = ISOWeekDate::new(year, number(week)?, Weekday::Monday).ok()?.date();
    Period::of(grain, date)
}

fn number<T: std::str::FromStr>(digits: &str) -> Option<T> {
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}
