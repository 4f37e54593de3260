//! The dates and clock times of a line.

use std::sync::{Arc, LazyLock};

use dateline_core::{Day, Published, Span};
use dateline_temporal::{Core, Grain, Grammar, Workspace, line};

use crate::lines::tail;

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
}

impl Moment {
    pub(crate) const NONE: Moment = Moment { at: Published::NONE, covers: 0, first: 0, ambiguous: false };

    /// The day with day and month exchanged.
    pub(crate) fn turned(&self) -> Day {
        Day::new(self.at.day.year(), self.at.day.day(), self.at.day.month())
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
    is_sure.then_some(moment.at)
}

static GRAMMAR: LazyLock<Arc<Grammar>> = LazyLock::new(Grammar::shared);

impl When {
    /// What a short line says of the time. Of two days the first counts.
    pub(crate) fn moment(&mut self, text: &str) -> Moment {
        let mut found = Moment::NONE;
        for absolute in line::dates(&GRAMMAR, text, &mut self.work) {
            let day = absolute.date.map(|date| Day::new(date.year(), date.month() as u8, date.day() as u8));
            if found.covers == 0 {
                found.first = absolute.span.start;
            }
            found.covers += absolute.span.len();
            if let Some(day) = day.filter(|_| found.at.day.is_none()) {
                found.at.day = day;
                found.ambiguous = absolute.ambiguous;
            }
            if let Some(clock) = absolute.clock.filter(|_| found.at.clock < 0) {
                let minutes = i32::from(clock.hour) * 60 + i32::from(clock.minute.unwrap_or(0));
                // Midnight at the end of a day is written as its last second.
                found.at.clock = (minutes * 60 + i32::from(clock.second.unwrap_or(0))).min(86_399);
                found.at.zone = clock.zone.map_or(Published::NO_ZONE, i32::from);
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

    /// The first day that the head of a paragraph names, with or without its year, or a weekday alone.
    pub(crate) fn head_date(&mut self, text: &str) -> Option<HeadDate> {
        GRAMMAR.read(text, &mut self.work);
        let work = &self.work;
        work.found().find_map(|token| {
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
        })
    }
}
