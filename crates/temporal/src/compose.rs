//! The actions that take more than a line: dates of several parts, clock times, pairs.

use jiff::civil::Date;

use crate::captures::{Captures, DAY_OF_MONTH, Outcome};
use crate::figures::century_of;
use crate::token::Token;
use crate::{Classes, Clock, Core, Fields, Grain, Meaning, Period, TimeOfDay, Toward};

/// The period that fields name in full, or the fields.
pub(crate) fn complete(fields: Fields, toward: Toward) -> Option<Core> {
    match fields.year {
        Some(year) if fields.weekday.is_none() || fields.day.is_some() => fields.in_year(year).map(Core::Period),
        _ => {
            // The thirtieth of February is no date in any year.
            if fields.day.is_some() && fields.month.is_some() {
                fields.in_year(2000)?;
            }
            Some(Core::Fields(fields, toward))
        }
    }
}

/// "Tuesday, Jan. 24": the date, and the weekday for what it leaves open.
pub(crate) fn with_weekday(caps: &Captures<'_>) -> Option<Meaning> {
    let weekday = match caps.nth(Classes::WEEKDAY.with(Classes::WEEKDAYABBR), 0) {
        Some(token) => token.num as i8,
        None => match caps.phrase(Classes::BAREDAY)?.1.core {
            Core::Fields(fields, _) => fields.weekday?,
            _ => return None,
        },
    };
    let date = caps.phrases(Classes::DAYDATE).next_back()?;
    let mut meaning = caps.meanings[date.meaning as usize];
    match &mut meaning.core {
        Core::Fields(fields, _) if fields.month.is_some() => fields.weekday = Some(weekday),
        Core::Period(_) => {}
        _ => return None,
    }
    Some(meaning)
}

/// "The third quarter", "Q3 1989", "the first half of fiscal 1990".
pub(crate) fn ordinal(caps: &Captures<'_>, grain: Grain, toward: Toward) -> Option<Meaning> {
    let n = caps.number(Classes::ORD.with(Classes::QNAME).with(Classes::HNAME)).or(if toward == Toward::Last {
        Some(4)
    } else {
        None
    })?;
    let mut fields = Fields { year: caps.number(Classes::YEAR).map(|year| year as i16), ..Fields::default() };
    match grain {
        Grain::Quarter if (1..=4).contains(&n) => fields.quarter = Some(n as i8),
        Grain::Half if (1..=2).contains(&n) => fields.half = Some(n as i8),
        _ => return None,
    }
    Some(Meaning::new(complete(fields, toward)?))
}

pub(crate) fn decade(caps: &Captures<'_>) -> Option<Core> {
    let n = caps.number(Classes::DECADE)?;
    let year = match caps.number(Classes::YEAR.with(Classes::NUM)) {
        // "Nineteen-eighties".
        Some(century @ 11..=20) if n < 100 => century * 100 + n,
        _ if n < 100 => {
            let year = century_of(n);
            if year >= 2000 { year - 100 } else { year }
        }
        _ => n,
    };
    Some(Core::Period(Period::of(Grain::Decade, Date::new(i16::try_from(year).ok()?, 1, 1).ok()?)?))
}

/// A date and a time of day, in either order.
pub(crate) fn at(caps: &Captures<'_>) -> Option<Meaning> {
    let time = match caps.phrase(Classes::TIME) {
        Some((_, meaning)) => meaning.time,
        None => match caps.nth(Classes::PART, 0) {
            Some(part) => TimeOfDay::Part(part_letters(part)?),
            None => return clock(caps),
        },
    };
    let (_, mut meaning) = caps.phrase(Classes::DATE.with(Classes::NUMERIC))?;
    // Only a day has a time: "noon last century" is two expressions.
    if matches!(meaning.time, TimeOfDay::Clock(_)) || meaning.grain() != Some(Grain::Day) {
        return None;
    }
    if let (TimeOfDay::Part(part), TimeOfDay::Clock(clock)) = (meaning.time, time) {
        // "Tuesday night at 8": the part tells which eight.
        let late = matches!(&part, b"AF" | b"EV" | b"NI") && (1..12).contains(&clock.hour);
        meaning.time = TimeOfDay::Clock(Clock { hour: clock.hour + if late { 12 } else { 0 }, ..clock });
        return Some(meaning);
    }
    meaning.time = time;
    Some(meaning)
}

pub(crate) fn clock(caps: &Captures<'_>) -> Option<Meaning> {
    let mut clock = Clock::default();
    if let Some(token) = caps.nth(Classes::CLOCK, 0) {
        clock.hour = (token.num / 60) as u8;
        clock.minute = Some((token.num % 60) as u8);
        clock.second = u8::try_from(token.den).ok();
        // "08:15 +01:00", "08:15 -0530".
        if let Some(at) = caps.positions(Classes::CLOCK.with(Classes::HHMM)).nth(1) {
            let (zone, sign) = (caps.tokens[at], caps.tokens[at - 1].num);
            let east =
                if caps.path[at] == Classes::HHMM.index() { zone.num / 100 * 60 + zone.num % 100 } else { zone.num };
            // "CEST+02:00" says the same twice.
            clock.zone = i16::try_from(east * sign).ok().filter(|zone| zone.abs() <= 15 * 60);
        }
    } else if let Some(token) = caps.nth(Classes::HHMM, 0) {
        clock.hour = (token.num / 100) as u8;
        clock.minute = Some((token.num % 100) as u8);
    } else {
        let hour = caps.number(Classes::HOUR.with(Classes::NUM))?;
        if !(0..=24).contains(&hour) {
            return None;
        }
        clock.hour = hour as u8;
    }
    if let Some(half) = caps.nth(Classes::AMPM, 0) {
        if clock.hour > 12 || clock.hour == 0 && clock.minute.is_none() {
            return None;
        }
        clock.hour = clock.hour % 12 + half.num as u8;
    }
    let late = caps.nth(Classes::PART, 0).and_then(part_letters).is_some_and(|part| part != *b"MO");
    if late && (1..12).contains(&clock.hour) {
        clock.hour += 12;
    }
    if let Some(zone) = caps.nth(Classes::ZONE, 0)
        && clock.zone.is_none()
    {
        // "GMT +3", "UTC-5".
        let offset = caps.positions(Classes::NUM).last().filter(|&at| at > 1 && caps.path[at - 1] == Captures::WORD);
        let hours = offset.map_or(0, |at| caps.tokens[at].num.saturating_mul(caps.tokens[at - 1].num));
        clock.zone =
            i16::try_from(hours.saturating_mul(60).saturating_add(zone.num)).ok().filter(|zone| zone.abs() <= 15 * 60);
    }
    Some(Meaning { time: TimeOfDay::Clock(clock), ..Meaning::new(Core::TimeOnly) })
}

/// "Half past seven", "ten to three": an hour and minutes before or after it.
pub(crate) fn past(hour: i32, minutes: i32) -> Option<Meaning> {
    if !(1..=12).contains(&hour) || !(-30..=30).contains(&minutes) {
        return None;
    }
    let minute = hour * 60 + minutes;
    let clock = Clock { hour: (minute / 60) as u8, minute: Some((minute % 60) as u8), ..Clock::default() };
    Some(Meaning { time: TimeOfDay::Clock(clock), ..Meaning::new(Core::TimeOnly) })
}

/// "Between 2 and 4 p.m.": two hours of which the second tells the half of the day.
pub(crate) fn hours(caps: &Captures<'_>) -> Option<Outcome> {
    let hours = Classes::HOUR.with(Classes::NUM);
    let (first, second) = (caps.positions(hours).next()?, caps.positions(hours).nth(1)?);
    let half = caps.number(Classes::AMPM)?;
    let (from, to) = (caps.tokens[first].num, caps.tokens[second].num);
    if !(1..=12).contains(&from) || !(1..=12).contains(&to) {
        return None;
    }
    let to_hour = to % 12 + half;
    // "11 to 2 p.m." begins in the other half.
    let from_hour = [from % 12 + half, from % 12 + 12 - half].into_iter().find(|hour| *hour < to_hour)?;
    let zone = caps.number(Classes::ZONE).map(|zone| zone as i16);
    let of = |hour: i32| {
        let time = TimeOfDay::Clock(Clock { hour: hour as u8, zone, ..Clock::default() });
        Meaning { time, ..Meaning::new(Core::TimeOnly) }
    };
    Some(Outcome::Two(of(from_hour), first + 1, second, of(to_hour)))
}

/// "218 to 201 BC": two years before Christ.
pub(crate) fn years_before(caps: &Captures<'_>) -> Option<Outcome> {
    let years = Classes::YEAR.with(Classes::NUM);
    let (first, second) = (caps.positions(years).next()?, caps.positions(years).nth(1)?);
    let (from, to) = (caps.tokens[first].num, caps.tokens[second].num);
    // They count down: 218-01 is 218 to 201.
    let to = if to < 100 && from > to + 99 { from / 100 * 100 + to } else { to };
    if from <= to {
        return None;
    }
    let of = |year: i32| Some(Meaning::new(Core::Period(Period::year(i16::try_from(1 - year).ok()?)?)));
    Some(Outcome::Two(of(from)?, first + 1, second, of(to)?))
}

/// "The late 19th and early 20th centuries": two of them.
pub(crate) fn centuries(caps: &Captures<'_>) -> Option<Outcome> {
    let ordinals = Classes::ORD.with(Classes::ROMAN);
    let (first, second) = (caps.positions(ordinals).next()?, caps.positions(ordinals).nth(1)?);
    let of = |at: usize| {
        let n = Some(caps.tokens[at].num).filter(|n| (1..=90).contains(n))?;
        let first = Date::new(i16::try_from((n - 1) * 100).ok()?, 1, 1).ok()?;
        Some(Meaning::new(Core::Period(Period::of(Grain::Century, first)?)))
    };
    // The second begins behind the word that joins them.
    Some(Outcome::Two(of(first)?, first + 1, first + 2, of(second)?))
}

pub(crate) fn part_letters(token: &Token) -> Option<[u8; 2]> {
    Some(token.den.to_be_bytes()).filter(|letters| letters[0] != 0)
}

/// "February 15-16", "15-16 February": two days of a month.
pub(crate) fn days(caps: &Captures<'_>) -> Option<Outcome> {
    let days = DAY_OF_MONTH;
    let (first, second) = (caps.positions(days).next()?, caps.positions(days).nth(1)?);
    let (low, high) = (caps.tokens[first].num as i8, caps.tokens[second].num as i8);
    let fields = caps.fields();
    if low >= high || (low, high) == (0, 0) {
        return None;
    }
    let of = |day| complete(Fields { day: Some(day), weekday: None, ..fields }, Toward::Open).map(Meaning::new);
    Some(Outcome::Two(of(low)?, first + 1, second, of(high)?))
}

/// "May-June 2016": two months of a year.
pub(crate) fn months(caps: &Captures<'_>) -> Option<Outcome> {
    let (first, second) = (caps.positions(Classes::MONTH).next()?, caps.positions(Classes::MONTH).nth(1)?);
    let year = caps.number(Classes::YEAR).map(|year| year as i16);
    let of = |at: usize| {
        let month = Some(caps.tokens[at].num as i8);
        complete(Fields { year, month, ..Fields::default() }, Toward::Open).map(Meaning::new)
    };
    Some(Outcome::Two(of(first)?, first + 1, second, of(second)?))
}

/// "12 Ramadan 1438": a day or month of a named calendar.
pub(crate) fn other_calendar(caps: &Captures<'_>) -> Option<Core> {
    use crate::calendar::{Calendar, to_gregorian};
    let month = caps.number(Classes::CALMONTH)?;
    let year = caps.number(Classes::YEAR.with(Classes::NUM))?;
    let calendar = match month / 100 {
        1 => Calendar::Islamic,
        2 => Calendar::Hebrew,
        _ => Calendar::Persian,
    };
    let day = caps.number(DAY_OF_MONTH)?;
    to_gregorian(calendar, year, (month % 100) as u8, day as u8).and_then(Period::day).map(Core::Period)
}
