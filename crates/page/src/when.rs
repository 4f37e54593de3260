//! The dates and clock times of a line.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use dateline_core::{Day, Published, Span};
use dateline_temporal::{Core, Grain, Grammar, Workspace, line};

use crate::lines::tail;
use crate::published::day_number;
use crate::signs::names_time;

/// What a line says of the time: a day, a clock time, or both.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// Day, clock and zone, as far as they are told.
    pub(crate) at: Published,
    /// How many bytes of the line say so.
    pub(crate) covers: u32,
    /// Where the first of them stands in the line.
    pub(crate) first: u32,
    /// Whether day and month may be read the other way round.
    pub(crate) ambiguous: bool,
    /// Whether it is a wire's date and time group, which is never said of anything but the report itself.
    pub(crate) is_group: bool,
    /// Whether the zone is one of North America's that its name leaves open in summer: "ET".
    wall: bool,
}

impl Moment {
    pub(crate) const NONE: Moment =
        Moment { at: Published::NONE, covers: 0, first: 0, ambiguous: false, is_group: false, wall: false };

    /// The day with day and month exchanged.
    pub(crate) fn turned(&self) -> Day {
        Day::new(self.at.day.year(), self.at.day.day(), self.at.day.month())
    }

    /// The zone of its clock on a day: "ET" is an hour ahead in summer.
    pub(crate) fn zone_on(&self, day: Day) -> i32 {
        self.at.zone + if self.wall && is_summer(day) { 60 } else { 0 }
    }
}

/// A date at the head of a paragraph, which may leave the year open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HeadDate {
    /// Where it stands.
    pub(crate) span: Span,
    /// The day; with the year 0 where none is told.
    pub(crate) day: Day,
    /// Whether a year is told.
    pub(crate) has_year: bool,
}

/// Reads dates. Its workspace is kept from line to line.
#[derive(Debug, Default)]
pub(crate) struct When {
    work: Workspace,
}

/// The day, and the clock time where there is one, that a short text states in words or figures: `Feb. 16, 2017`,
/// `16 February 2017 19:35 GMT`. None where no day is told in full, or day and month may be read either way.
///
/// ```
/// let found = dateline_page::read_date("Thursday, February 16, 2017 7:35 PM").unwrap();
/// assert_eq!(found.to_string(), "2017-02-16T19:35:00");
/// assert_eq!(dateline_page::read_date("02/03/2017"), None);
/// ```
pub fn read_date(text: &str) -> Option<Published> {
    let moment = When::default().moment(text);
    let is_sure = moment.at.day.is_some() && (!moment.ambiguous || moment.at.day.day() == moment.at.day.month());
    is_sure.then_some(Published { zone: moment.zone_on(moment.at.day), ..moment.at })
}

/// Whether North America's clocks are ahead on a day: from the second Sunday of March to the first of November.
fn is_summer(day: Day) -> bool {
    // Which day of the month the first Sunday is, at the latest today.
    let sunday = i64::from(day.day()) - (day_number(day) + 3).rem_euclid(7);
    match day.month() {
        3 => sunday >= 8,
        4..=10 => true,
        11 => sunday < 1,
        _ => false,
    }
}

/// A line as the grammar reads it: "04/Oct/2020", "October 4/2020" and "4. Oct 2020" with spaces for the marks beside the
/// name.
fn spaced(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let beside = |at: usize| {
        let (before, after) = (bytes[at - 1], *bytes.get(at + 1).unwrap_or(&0));
        let year = bytes.get(at + 1..at + 5).is_some_and(|year| year.iter().all(u8::is_ascii_digit));
        let mut back = bytes[..at].iter().rev().skip_while(|byte| byte.is_ascii_digit());
        let named = back.next() == Some(&b' ') && back.next().is_some_and(u8::is_ascii_alphabetic);
        (before.is_ascii_digit() && after.is_ascii_alphabetic())
            || (before.is_ascii_alphabetic() && after.is_ascii_digit())
            || (before.is_ascii_digit() && year && named)
    };
    let ordinal = |at: usize| {
        let behind = text.get(at + 1..).and_then(|rest| rest.strip_prefix(' ')).unwrap_or("");
        bytes[at - 1].is_ascii_digit() && names_time(behind.split(' ').next().unwrap_or(""))
    };
    let marks = memchr::memchr2_iter(b'/', b'.', bytes);
    let marks = marks.filter(|&at| at > 0 && if bytes[at] == b'/' { beside(at) } else { ordinal(at) });
    let mut whole = Cow::Borrowed(text);
    for at in marks {
        whole.to_mut().replace_range(at..=at, " ");
    }
    whole
}

/// The date and time group that wires stamp a report with, written out: "271455 GMT Mar 12" is "27 Mar 2012 14:55 GMT".
fn written_out(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut from = 0;
    loop {
        from += bytes[from..].iter().position(u8::is_ascii_digit)?;
        let digits = bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let apart = from == 0 || !bytes[from - 1].is_ascii_alphanumeric();
        if digits == 6 && apart {
            break;
        }
        from += digits;
    }
    let [day, hour, minute] = [0, 2, 4].map(|at| &text[from + at..from + at + 2]);
    let rest = &text[from + 6..];
    let mut words = rest.strip_prefix('Z').unwrap_or(rest).split_whitespace().peekable();
    let zone = words.next_if(|word| matches!(*word, "GMT" | "UTC"));
    let zone = if rest.starts_with('Z') || zone.is_some() { "GMT" } else { "" };
    let month = words.next().filter(|word| names_time(word))?;
    let year = words.next()?;
    let digits = year.bytes().take_while(u8::is_ascii_digit).count();
    let century = match digits {
        2 if year < "70" => "20",
        2 => "19",
        4 => "",
        _ => return None,
    };
    let in_day = hour < "24" && minute < "60" && ("01"..="31").contains(&day);
    in_day.then(|| format!("{day} {month} {century}{} {hour}:{minute} {zone}", &year[..digits]))
}

static GRAMMAR: LazyLock<Arc<Grammar>> = LazyLock::new(Grammar::shared);

impl When {
    /// What a short line says of the time. Of two days the first counts.
    pub(crate) fn moment(&mut self, text: &str) -> Moment {
        let mut found = Moment::NONE;
        let group = written_out(text);
        let text = &*group.as_ref().map_or_else(|| spaced(text), |group| Cow::Borrowed(group.as_str()));
        for absolute in line::dates(&GRAMMAR, text, &mut self.work) {
            // Years of other calendars stand beside ours.
            let date = absolute.date.filter(|date| (1800..=2200).contains(&date.year()));
            let day = date.map(|date| Day::new(date.year(), date.month() as u8, date.day() as u8));
            if found.covers == 0 {
                found.first = absolute.span.start;
            }
            found.covers += absolute.span.len();
            if let Some(day) = day.filter(|_| found.at.day.is_none()) {
                found.at.day = day;
                found.ambiguous = absolute.ambiguous;
                found.is_group = group.is_some();
            }
            // "Filed on July 19 | Updated on July 20 at 6.55": the hour is that of the second day.
            let of_another = day.is_some_and(|day| day != found.at.day);
            if let Some(clock) = absolute.clock.filter(|_| found.at.clock < 0 && !of_another) {
                let minutes = i32::from(clock.hour) * 60 + i32::from(clock.minute.unwrap_or(0));
                // Midnight at the end of a day is written as its last second.
                found.at.clock = (minutes * 60 + i32::from(clock.second.unwrap_or(0))).min(86_399);
                found.at.zone = clock.zone.map_or(Published::NO_ZONE, i32::from);
                let words = || absolute.span.of(text).split(|c: char| !c.is_alphanumeric());
                found.wall = clock.zone.is_some() && words().any(|word| matches!(word, "ET" | "CT" | "MT" | "PT"));
            }
        }
        found
    }

    /// Whether a text ends with a day, with its year or without.
    pub(crate) fn ends_with_day(&mut self, text: &str) -> bool {
        let end = text.trim_end_matches('.').len() as u32;
        let from = tail(text, 40);
        let skipped = (text.len() - from.len()) as u32;
        GRAMMAR.read(from, &mut self.work);
        let work = &self.work;
        work.found().any(|token| {
            let is_day = work.meaning(token).is_some_and(|meaning| match meaning.core {
                Core::Period(period) => period.grain() == Grain::Day,
                Core::Fields(fields, _) => fields.month.is_some() && fields.day.is_some(),
                _ => false,
            });
            is_day && token.span.end + skipped >= end
        })
    }

    /// The first day that the head of a paragraph names, with or without its year, or a weekday alone. Of a day of another
    /// calendar and the same of ours behind it, ours.
    pub(crate) fn head_date(&mut self, text: &str) -> Option<HeadDate> {
        GRAMMAR.read(&spaced(text), &mut self.work);
        let work = &self.work;
        let mut found = work.found().filter_map(|token| {
            let found = |day, has_year| Some(HeadDate { span: token.span, day, has_year });
            match work.meaning(token)?.core {
                Core::Period(period) if period.grain() == Grain::Day => {
                    let date = period.first();
                    found(Day::new(date.year(), date.month() as u8, date.day() as u8), true)
                }
                Core::Fields(fields, _) => match (fields.month, fields.day) {
                    (Some(month), Some(day)) => found(Day::new(0, month as u8, day as u8), false),
                    (None, None) if fields.weekday.is_some() => found(Day::NONE, false),
                    _ => None,
                },
                _ => None,
            }
        });
        let first = found.next()?;
        // Moons are seen a day early or late.
        let same = |other: &HeadDate| day_number(other.day).abs_diff(day_number(first.day)) <= 2;
        found.next().filter(|other| first.has_year && other.has_year && same(other)).or(Some(first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        read_date(text).map_or_else(String::new, |found| found.to_string())
    }

    #[test]
    fn months_in_letters_between_slashes() {
        assert_eq!(read("04/Oct/2020"), "2020-10-04");
        assert_eq!(read("November 28/2020"), "2020-11-28");
        assert_eq!(read("1. Mar 2020 at 10:12"), "2020-03-01T10:12:00");
        assert_eq!(read("28/11/2020"), "2020-11-28");
    }

    #[test]
    fn groups_of_wires() {
        assert_eq!(read("# dpa 271455 Mar 12"), "2012-03-27T14:55:00");
        assert_eq!(read("051830 GMT JAN 1998"), "1998-01-05T18:30:00Z");
        assert_eq!(read("AFP 051830Z Jan 99"), "1999-01-05T18:30:00Z");
        assert_eq!(read("KUNA 281409 Jul 10NNNN"), "2010-07-28T14:09:00");
        for text in
            ["sold 271455 Mar", "in 320101 Mar 12", "272555 Mar 12", "A271455 Mar 12", "2714550 Mar 12", "271455"]
        {
            assert_eq!(read(text), "", "{text}");
        }
    }

    #[test]
    fn the_hour_of_another_day_is_left() {
        assert_eq!(read("Filed on July 19, 2020 | Last updated on July 20, 2020 at 06.55 am"), "2020-07-19");
    }

    #[test]
    fn eastern_time_is_an_hour_ahead_in_summer() {
        assert_eq!(read("1:00 PM ET, June 14, 2023"), "2023-06-14T13:00:00-04:00");
        assert_eq!(read("1:00 PM ET, January 14, 2023"), "2023-01-14T13:00:00-05:00");
        assert_eq!(read("1:00 PM EST, June 14, 2023"), "2023-06-14T13:00:00-05:00");
        let summers = ["2023-03-11", "2023-03-12", "2023-11-04", "2023-11-05", "2020-03-08", "2020-11-01"];
        let day = |text: &str| is_summer(read_date(text).expect("a day").day);
        assert_eq!(summers.map(day), [false, true, true, false, true, false]);
    }

    #[test]
    fn years_of_other_calendars_are_none() {
        assert_eq!(read("Tuesday 1442/5/21 - 2021/01/05"), "2021-01-05");
    }
}
