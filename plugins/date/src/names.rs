//! Names that leave their year or week open: weekdays, months, days, seasons, feasts.

use dateline_temporal::{Classes, Core, Fields, Grain, Period, TimeOfDay, Toward, festival};
use jiff::civil::Date;

use crate::resolve::{Resolved, Resolver};
use crate::tense::Tense;
use crate::value::Value;

impl Resolver<'_> {
    pub(crate) fn fields(
        &self,
        fields: Fields,
        toward: Toward,
        at: usize,
        time: TimeOfDay,
        plain: impl Fn(Value) -> Resolved,
    ) -> Resolved {
        let (base, toward) = match toward {
            Toward::After => (self.then.map(Period::last).or(self.now), Toward::Next),
            Toward::Before if fields.quarter.is_none() => (self.then.map(Period::first).or(self.now), Toward::Last),
            Toward::Same => (self.then.map(Period::first).or(self.now), toward),
            _ => (self.base(), toward),
        };
        if let Some(period) = self.shared_year(fields, toward, at) {
            return plain(Value::Period(period, time));
        }
        let Some(base) = base else { return plain(Value::Open(fields, time)) };
        let tense = self.words.tense(&self.work.tokens, at);
        let period = if let Fields { day: Some(day), month: None, .. } = fields {
            self.day_of_month(day, base, tense)
        } else if let (Some(weekday), None) = (fields.weekday, fields.day) {
            self.beside(weekday, at).or_else(|| self.weekday(weekday, toward, time, base, tense))
        } else {
            let since = toward == Toward::Open && self.is_since(at) && !self.narrative;
            self.in_some_year(fields, if since { Toward::Since } else { toward }, base, tense)
        };
        match period {
            Some(period) => Resolved { anchor: Some(base), ..plain(Value::Period(period, time)) },
            None => plain(Value::Open(fields, time)),
        }
    }

    /// Whether "since" stands before `tokens[at]`.
    fn is_since(&self, at: usize) -> bool {
        at > 0 && self.words.since != 0 && self.work.tokens[at - 1].word == self.words.since
    }

    /// The period of a month or day without a year that is joined to one with a year: "from 5 June to 2 July 1942", "May,
    /// June and July 1942", "from 3 June 1943 to 5 July".
    fn shared_year(&self, fields: Fields, toward: Toward, at: usize) -> Option<Period> {
        if !fields.wants_year() || toward != Toward::Open {
            return None;
        }
        let tokens = &self.work.tokens;
        let joiner = |i: usize| tokens.get(i).map_or(0, |token| token.word);
        let told = |i: usize| match self.work.meaning(tokens.get(i)?)?.core {
            Core::Period(period) if period.grain() <= Grain::Month => Some(period),
            _ => None,
        };
        let open = |i: usize| {
            let meaning = tokens.get(i).and_then(|token| self.work.meaning(token));
            matches!(meaning.map(|meaning| meaning.core), Some(Core::Fields(fields, Toward::Open)) if fields.wants_year())
        };
        let mut ahead = at + 1;
        while ahead < at + 8 && joiner(ahead) != 0 && self.words.joiners.contains(&joiner(ahead)) {
            // Another "and" or a dash ends a list; commas go on.
            if let Some(period) = told(ahead + 1).filter(|_| joiner(ahead) != self.words.comma) {
                let same = fields.in_year(period.first().year())?;
                return if same.first() <= period.last() {
                    Some(same)
                } else {
                    fields.in_year(period.first().year() - 1)
                };
            }
            if !open(ahead + 1) {
                break;
            }
            ahead += 2;
        }
        let before = at.checked_sub(2)?;
        let link = joiner(at - 1);
        let pair = link != 0 && link != self.words.comma && self.words.joiners.contains(&link);
        let between = link != self.words.and || before > 0 && tokens[before - 1].word == self.words.between;
        let period = told(before).filter(|_| pair && between)?;
        let same = fields.in_year(period.first().year())?;
        if same.last() >= period.first() { Some(same) } else { fields.in_year(period.first().year() + 1) }
    }

    /// The weekday of a time that is told twice, in two zones: "8 p.m. (0100 GMT Thursday)" is a day away at most.
    fn beside(&self, weekday: i8, at: usize) -> Option<Period> {
        let tokens = &self.work.tokens;
        let (before, mark) = (at.checked_sub(2)?, &tokens[at - 1]);
        if mark.is(Classes::CAPITAL.with(Classes::LOWER)) || mark.word != self.words.bracket {
            return None;
        }
        let twice = |i: usize| self.work.meaning(&tokens[i]).is_some_and(|meaning| meaning.time != TimeOfDay::None);
        let told = self.told_time.filter(|_| twice(before) && twice(at))?;
        let today = told.weekday().to_monday_one_offset();
        let ahead = i32::from((weekday - today).rem_euclid(7));
        match ahead {
            0 | 1 => Period::day(told)?.shift(ahead),
            6 => Period::day(told)?.shift(-1),
            _ => None,
        }
    }

    /// The day of that weekday which is meant.
    pub(crate) fn weekday(
        &self,
        weekday: i8,
        toward: Toward,
        time: TimeOfDay,
        base: Date,
        tense: Tense,
    ) -> Option<Period> {
        let today = base.weekday().to_monday_one_offset();
        let ahead = i32::from((weekday - today).rem_euclid(7));
        let back = i32::from((today - weekday).rem_euclid(7));
        let days = match toward {
            Toward::Last | Toward::Before => -(if back == 0 { 7 } else { back }),
            Toward::Next | Toward::After => {
                if ahead == 0 {
                    7
                } else {
                    ahead
                }
            }
            Toward::This | Toward::Same => {
                if tense == Tense::Past {
                    -back
                } else {
                    ahead
                }
            }
            // A narrative goes forward.
            Toward::Open if self.narrative => ahead,
            Toward::Since => -back,
            Toward::Open => match tense {
                // "Struck at 12:49 a.m. Thursday", in a report of Wednesday: it is later in the day where that was.
                Tense::Past if ahead == 1 && matches!(time, TimeOfDay::Clock(clock) if clock.hour < 12) => ahead,
                Tense::Future => ahead,
                Tense::Unknown if self.future => ahead,
                Tense::Past | Tense::Unknown => -back,
            },
        };
        Period::day(base)?.shift(days)
    }

    /// "The 14th": of the month of the base, or of the one before or after it.
    pub(crate) fn day_of_month(&self, day: i8, base: Date, tense: Tense) -> Option<Period> {
        let month = Period::of(Grain::Month, base)?;
        let of = |month: Option<Period>| month?.first().with().day(day).build().ok();
        let this = of(Some(month));
        let found = match tense {
            _ if self.narrative => this,
            Tense::Past => this.filter(|found| *found <= base).or_else(|| of(month.shift(-1))),
            Tense::Future => this.filter(|found| *found >= base).or_else(|| of(month.shift(1))),
            Tense::Unknown => this,
        };
        found.and_then(Period::day)
    }

    /// The year that a month, day, quarter or season without one belongs to.
    pub(crate) fn in_some_year(&self, fields: Fields, toward: Toward, base: Date, tense: Tense) -> Option<Period> {
        let year = base.year();
        let last = || (year.saturating_sub(8)..=year).rev().filter_map(|year| fields.in_year(year));
        let next = || (year..=year.saturating_add(8)).filter_map(|year| fields.in_year(year));
        // The latest that has begun, and the first that is not over.
        let past = last().find(|period| period.first() <= base);
        let future = next().find(|period| period.last() >= base);
        match toward {
            // Nobody says "last February" in March.
            Toward::Last if fields.month.is_some() => {
                let near = Period::of(Grain::Month, base).and_then(|month| month.shift(-1))?.first();
                return last().find(|period| period.last() < near);
            }
            Toward::Last => return last().find(|period| period.last() < base),
            Toward::Next | Toward::After => return next().find(|period| period.first() > base),
            Toward::Since => return past,
            Toward::Before => return past.and_then(|period| fields.in_year(period.first().year() - 1)),
            Toward::Same => return fields.in_year(year),
            Toward::This => {
                return match fields.season {
                    Some(_) if tense == Tense::Past => past,
                    Some(_) => future,
                    None => fields.in_year(year),
                };
            }
            Toward::Open => {}
        }
        if self.narrative {
            return self.in_story(fields, base);
        }
        let (past, future) = (past?, future?);
        let distance = |period: Period| {
            let days = if period.last() < base { base - period.last() } else { period.first() - base };
            days.get_days().max(0)
        };
        if fields.quarter.is_some() || fields.half.is_some() {
            // What is being reported is hardly over, whatever the tense.
            let recent = distance(past) <= 60;
            return Some(if tense == Tense::Future && !recent { future } else { past });
        }
        if fields.day.is_some() && distance(past) > 300 && distance(future) < 66 {
            // A day that is ten months back would be told with its year.
            return Some(future);
        }
        Some(match tense {
            Tense::Past => past,
            Tense::Unknown if self.future => future,
            Tense::Unknown if distance(past) <= distance(future) || (fields.day.is_none() && distance(past) < 240) => {
                past
            }
            Tense::Future | Tense::Unknown => future,
        })
    }

    /// In a narrative: the year told last, or the next where the story goes on over its end.
    pub(crate) fn in_story(&self, fields: Fields, base: Date) -> Option<Period> {
        let period = fields.in_year(base.year()).or_else(|| fields.in_year(base.year() + 1))?;
        let month = |day: Date| i32::from(day.month());
        let told_month = self.then.is_some_and(|then| then.grain() <= Grain::Month);
        if told_month && month(base) >= 10 && month(period.first()) <= 3 {
            return fields.in_year(base.year() + 1);
        }
        Some(period)
    }

    pub(crate) fn festival(
        &self,
        id: u8,
        year: Option<i16>,
        toward: Toward,
        at: usize,
        time: TimeOfDay,
        plain: impl Fn(Value) -> Resolved,
    ) -> Resolved {
        let open = plain(Value::Open(Fields::default(), time));
        if let Some(year) = year {
            return festival::day(id, year).and_then(Period::day).map_or(open, |day| plain(Value::Period(day, time)));
        }
        let Some(base) = self.base() else { return open };
        let year = base.year();
        let days = || (year.saturating_sub(4)..=year.saturating_add(4)).flat_map(|year| festival::days(id, year));
        let past = days().rev().find(|day| *day <= base);
        let future = days().find(|day| *day >= base);
        let tense = if self.narrative { Tense::Future } else { self.words.tense(&self.work.tokens, at) };
        // The moon may be seen a day sooner than the tables say.
        let near = future.filter(|day| toward == Toward::Open && (*day - base).get_days() < 2);
        let day = match (toward, tense) {
            (Toward::Open, Tense::Past) if near.is_some() => near,
            (Toward::Last | Toward::Before, _) | (Toward::Open, Tense::Past) => past,
            (Toward::Next | Toward::After, _) | (Toward::Open, Tense::Future) => future,
            _ => match (past, future) {
                (Some(past), Some(future)) if (base - past).get_days() <= (future - base).get_days() => Some(past),
                (past, future) => future.or(past),
            },
        };
        day.and_then(Period::day).map_or(open, |day| Resolved { anchor: Some(base), ..plain(Value::Period(day, time)) })
    }
}
