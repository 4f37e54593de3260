//! From what an expression says to what it means here: the anchor, the tense, the time and the period talked about.

use dateline_temporal::{
    Amount, Classes, Core, Fields, Grain, Meaning, Modifier, Order, Origin, Period, TimeOfDay, Workspace,
};
use jiff::civil::Date;

use crate::quoted::saying_day;
use crate::tense::{Tense, Words};
use crate::topic::SENTENCE;
use crate::value::Value;

/// An expression made concrete.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resolved {
    pub(crate) value: Value,
    pub(crate) set: bool,
    pub(crate) modifier: Modifier,
    /// The first and last day it covers.
    pub(crate) days: Option<(Date, Date)>,
    /// The day it was counted from.
    pub(crate) anchor: Option<Date>,
}

/// What a document says so far.
#[allow(
    clippy::struct_excessive_bools,
    reason = "four traits of a document or of what the user asked, each free of the others"
)]
pub(crate) struct Resolver<'a> {
    pub(crate) work: &'a Workspace,
    pub(crate) words: &'a Words,
    /// The day of writing.
    pub(crate) now: Option<Date>,
    /// Relative expressions lean on the last date told rather than on the day of writing.
    pub(crate) narrative: bool,
    /// An open name that nothing decides is the next one.
    pub(crate) future: bool,
    /// Whether ambiguous figures have the day first.
    pub(crate) day_first: bool,
    /// The zone of clock times without one.
    pub(crate) zone: Option<i16>,
    /// Whether years of three figures are years before Christ.
    pub(crate) ancient: bool,
    /// The last day told by something that stands for itself, and its position among the tokens.
    pub(crate) told: Option<(usize, Date)>,
    /// The day of the last clock time.
    pub(crate) told_time: Option<Date>,
    /// The last period told.
    pub(crate) then: Option<Period>,
    /// The last day told.
    pub(crate) then_day: Option<Date>,
    /// Where among the tokens `then` was told.
    pub(crate) then_at: usize,
    /// The quarter, half or year that figures are compared with.
    pub(crate) topic: Option<Period>,
    /// The quarter that a report is on.
    pub(crate) quarter: Option<Period>,
}

impl Resolver<'_> {
    /// The value of the phrase `tokens[at]`, or none where it means nothing here.
    pub(crate) fn resolve(&mut self, at: usize) -> Option<Resolved> {
        let token = &self.work.tokens[at];
        let meaning = *self.work.meaning(token)?;
        let resolved = match self.now_of_speaker(&meaning, at) {
            Some(day) => {
                let writing = self.now.replace(day);
                let resolved = self.meaning(&meaning, at, 0);
                self.now = writing;
                resolved?
            }
            None => self.meaning(&meaning, at, 0)?,
        };
        self.remember(&meaning, &resolved, at);
        Some(resolved)
    }

    /// The day that a quoted "today" is counted from, where the text says when it was said.
    fn now_of_speaker(&self, meaning: &Meaning, at: usize) -> Option<Date> {
        if self.narrative || !matches!(meaning.core, Core::Shift(Origin::Now, _, grain) if grain <= Grain::Day) {
            return None;
        }
        let day = saying_day(&self.work.tokens, at)?;
        let said = self.meaning(self.work.meaning(&self.work.tokens[day])?, day, 3)?;
        said.value.days().map(|(first, _)| first)
    }

    pub(crate) fn meaning(&self, meaning: &Meaning, at: usize, depth: u8) -> Option<Resolved> {
        let plain = |value: Value| Resolved { value, set: false, modifier: meaning.modifier, days: None, anchor: None };
        let time = self.zoned(meaning.time);
        let from_now = |period: Option<Period>, instead: i8| match period {
            Some(period) => Resolved { anchor: self.now, ..plain(Value::Period(period, time)) },
            None => plain(Value::Reference(instead)),
        };
        let mut resolved = match meaning.core {
            Core::Nothing => return None,
            Core::Period(period) => plain(Value::Period(self.ordered(meaning, period), time)),
            Core::Fields(fields, toward) => self.fields(fields, toward, at, time, plain),
            Core::Shift(origin, n, grain) => {
                // News that last told a month says "the previous day" of the day of writing.
                let coarse = self.then.is_some_and(|then| then.grain() > Grain::Week);
                let origin = if grain == Grain::Day
                    && origin == Origin::Then
                    && coarse
                    && self.then_day.is_none()
                    && !self.narrative
                {
                    self.now
                } else {
                    self.origin_of(origin, n, grain)
                };
                let period = origin.and_then(|day| Period::of(grain, day)).and_then(|period| period.shift(n));
                Resolved { anchor: origin, ..from_now(period, n.signum() as i8) }
            }
            Core::Away(origin, sign, amount) => {
                let origin_is_now = origin == Origin::Now;
                let origin = self.origin_of(origin, sign, amount.grain);
                match origin.and_then(|day| away(day, sign, amount)) {
                    Some(period) => Resolved { anchor: origin, ..plain(Value::Period(period, time)) },
                    // "Minutes later", "some years ago": no day to be had.
                    None if amount.vague && origin_is_now => plain(Value::Reference(sign as i8)),
                    None => plain(Value::Amount(amount)),
                }
            }
            Core::From(of, sign, amount) => {
                let of = self.inner(of, at, depth)?;
                let (first, last) = of.value.days()?;
                let day = if sign < 0 { first } else { last };
                let period = match of.value {
                    Value::Period(of, _) if of.grain() == Grain::Day => from_day(day, sign, amount),
                    // "Two years ago this month".
                    Value::Period(of, _) if of.grain() < amount.grain && amount.grain.months() > 0 => {
                        from_day(day, sign, amount).and_then(|day| Period::of(of.grain(), day.first()))
                    }
                    _ => away(day, sign, amount),
                }?;
                Resolved { anchor: of.anchor, ..plain(Value::Period(period, time)) }
            }
            Core::Nth(n, grain, of) => {
                let of = self.inner(of, at, depth)?;
                let Value::Period(whole, _) = of.value else { return None };
                Resolved { anchor: of.anchor, ..plain(Value::Period(whole.nth(n, grain)?, time)) }
            }
            Core::Within(fields, of) => {
                let of = self.inner(of, at, depth)?;
                let year = of.value.days()?.0.year();
                Resolved { anchor: of.anchor, ..plain(Value::Period(fields.in_year(year)?, time)) }
            }
            Core::AncientYear(year) => {
                let year = Period::year(1 - year).filter(|_| self.ancient)?;
                plain(Value::Period(year, time))
            }
            Core::Season(season, years) => {
                let base = self.origin(Origin::Then, 0)?;
                let fields = Fields { season: Some(season), ..Fields::default() };
                let period = fields.in_year(base.year().checked_add(years as i16)?)?;
                Resolved { anchor: Some(base), ..plain(Value::Period(period, time)) }
            }
            Core::Compared(amount) => self.compared(amount, at, plain),
            Core::Topic(grain) => self.topic(grain, at, plain)?,
            Core::TopicYear(year, shift, grain) => self.topic_year(year, shift, grain, plain)?,
            Core::Amount(amount) => plain(Value::Amount(amount)),
            Core::Span(amount, sign) => {
                let anchor = self.origin(Origin::Now, sign);
                let days = anchor.and_then(|day| span(day, sign, amount));
                Resolved { days, anchor, ..plain(Value::Amount(amount)) }
            }
            Core::Every(amount) => Resolved { set: true, ..plain(Value::Amount(amount)) },
            Core::EachField(fields) => Resolved { set: true, ..plain(Value::Set(fields, time)) },
            Core::Reference(way) => plain(Value::Reference(way)),
            Core::Festival(id, year, toward) => self.festival(id, year, toward, at, time, plain),
            Core::TimeOnly => match self.day_of_time(at).and_then(Period::day) {
                Some(day) => Resolved { anchor: Some(day.first()), ..plain(Value::Period(day, time)) },
                None => plain(Value::Time(time)),
            },
        };
        if resolved.days.is_none() && !meaning.fiscal {
            resolved.days = resolved.value.days();
        }
        // Days before the common era are no days that a calendar of today can show.
        resolved.days = resolved.days.filter(|(first, _)| first.year() > 0);
        Some(resolved)
    }

    /// A meaning within another; nesting is no deeper than the layers of rules.
    fn inner(&self, meaning: u32, at: usize, depth: u8) -> Option<Resolved> {
        if depth > 4 {
            return None;
        }
        self.meaning(self.work.meanings.get(meaning as usize)?, at, depth + 1)
    }

    /// Figures that can be read either way round, in the document's order.
    fn ordered(&self, meaning: &Meaning, period: Period) -> Period {
        let day = period.first();
        if !(meaning.order == Order::Either && self.day_first) {
            return period;
        }
        Date::new(day.year(), day.day(), day.month()).ok().and_then(Period::day).unwrap_or(period)
    }

    fn zoned(&self, time: TimeOfDay) -> TimeOfDay {
        match time {
            TimeOfDay::Clock(mut clock) if clock.zone.is_none() && self.zone.is_some() => {
                clock.zone = self.zone;
                TimeOfDay::Clock(clock)
            }
            time => time,
        }
    }

    /// The day that something is counted from; the end of the period talked about, when counting on from it.
    pub(crate) fn origin(&self, origin: Origin, way: i32) -> Option<Date> {
        let then = self.then.map(|then| if way > 0 { then.last() } else { then.first() });
        match origin {
            Origin::Now if self.narrative => then.or(self.now),
            Origin::Now => self.now,
            Origin::Then => then.or(self.now),
        }
    }

    /// The same for something of a grain: the next day after "mid-1941" is not the first of the next year.
    fn origin_of(&self, origin: Origin, way: i32, grain: Grain) -> Option<Date> {
        if (origin == Origin::Then || self.narrative) && grain <= Grain::Week && !grain.is_clock() {
            return self.then_day.or_else(|| self.origin(origin, way));
        }
        self.origin(origin, way)
    }

    /// The day of a clock time alone: one told before in its sentence or, of what is past, in the sentence before; else
    /// the one that all leans on.
    fn day_of_time(&self, at: usize) -> Option<Date> {
        if let Some((place, day)) = self.told.filter(|(place, _)| at - place < SENTENCE) {
            let stops = self.work.tokens[place..at].iter().filter(|token| token.is(Classes::STOP)).count();
            // Of the sentence before only the days that a report is on: "It blew up in 1988. Crews worked through the night."
            let near = || self.now.is_none_or(|now| (0..8).contains(&(now - day).get_days()));
            let past = || self.words.tense(&self.work.tokens, at) == Tense::Past;
            if stops == 0 || (stops == 1 && near() && past()) {
                return Some(day);
            }
        }
        match self.then {
            Some(then) if self.narrative && then.grain() == Grain::Day => Some(then.first()),
            _ if self.narrative => None,
            _ => self.now,
        }
    }

    /// The day that open names are nearest to.
    pub(crate) fn base(&self) -> Option<Date> {
        if self.narrative { self.then.map(Period::first).or(self.now) } else { self.now }
    }
}

/// The period an amount away from a day, in the amount's grain; none for clock units and untold numbers.
fn away(day: Date, sign: i32, amount: Amount) -> Option<Period> {
    if amount.vague || amount.grain.is_clock() || amount.grain == Grain::Unknown {
        return None;
    }
    if amount.den != 1 || amount.rest != 0 {
        // "Two and a half days ago" names neither a day nor a month.
        if amount.grain.months() == 0 {
            return None;
        }
        let months = i64::from(amount.num) * i64::from(amount.grain.months()) / i64::from(amount.den.max(1))
            + i64::from(amount.rest) * i64::from(amount.rest_grain.months());
        let span = jiff::Span::new().try_months(months * i64::from(sign)).ok()?;
        let grain = if months % 12 == 0 { Grain::Year } else { Grain::Month };
        return Period::of(grain, day.checked_add(span).ok()?);
    }
    // "Two decades ago" is a year, "three quarters ago" a quarter.
    let (grain, factor) = match amount.grain {
        Grain::Decade => (Grain::Year, 10),
        Grain::Century => (Grain::Year, 100),
        Grain::Millennium => (Grain::Year, 1000),
        grain => (grain, 1),
    };
    Period::of(grain, day)?.shift(amount.num.checked_mul(factor * sign)?)
}

/// The day an amount away from a day that is told: "a month after 5 May" is the fifth of June.
fn from_day(day: Date, sign: i32, amount: Amount) -> Option<Period> {
    let months = amount.grain.months();
    if amount.vague || amount.den != 1 || amount.rest != 0 || (months == 0 && amount.grain != Grain::Week) {
        return away(day, sign, amount);
    }
    let n = i64::from(amount.num) * i64::from(sign);
    let span = if months > 0 {
        jiff::Span::new().try_months(n.checked_mul(i64::from(months))?)
    } else {
        jiff::Span::new().try_days(7 * n)
    };
    Period::day(day.checked_add(span.ok()?).ok()?)
}

/// The days that an amount up to or from a day covers, that day among them.
fn span(day: Date, sign: i32, amount: Amount) -> Option<(Date, Date)> {
    let whole = i64::from(amount.whole()?);
    let months = i64::from(amount.grain.months());
    let days = match amount.grain {
        Grain::Day => whole,
        Grain::Week | Grain::Weekend => whole.checked_mul(7)?,
        _ if months > 0 => 0,
        _ => return None,
    };
    let sign = i64::from(sign);
    let far = if months > 0 {
        day.checked_add(jiff::Span::new().try_months(sign * months.checked_mul(whole)?).ok()?).ok()?
    } else {
        day.checked_add(jiff::Span::new().try_days(sign * (days - 1).max(0)).ok()?).ok()?
    };
    Some(if sign < 0 { (far, day) } else { (day, far) })
}
