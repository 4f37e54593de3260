//! What a report is on: the quarter, the year, and what they are compared with.

use dateline_temporal::{Amount, Classes, Core, Grain, Meaning, Origin, Period, TimeOfDay};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::resolve::{Resolved, Resolver};
use crate::tense::Tense;
use crate::value::Value;

/// No sentence is looked through beyond this many tokens, so that work stays proportional to the text.
pub(crate) const SENTENCE: usize = 200;

impl Resolver<'_> {
    /// "A year ago": the period that is compared, an amount back.
    pub(crate) fn compared(&self, amount: Amount, at: usize, plain: impl Fn(Value) -> Resolved) -> Resolved {
        let months = amount.whole().unwrap_or(1) * amount.grain.months();
        let topic = self.month_before(at).or(self.topic).filter(|_| !self.narrative);
        let topic = topic.or_else(|| self.origin(Origin::Now, -1).and_then(|day| Period::of(Grain::Year, day)));
        let period = topic.and_then(|topic| {
            let per = topic.grain().months();
            if per > 0 && months % per == 0 { topic.shift(-(months / per)) } else { None }
        });
        match period {
            Some(period) => Resolved { anchor: self.now, ..plain(Value::Period(period, TimeOfDay::None)) },
            None => plain(Value::Amount(amount)),
        }
    }

    /// The month that a sentence is on: "Output in October fell 2% from a year earlier".
    fn month_before(&self, at: usize) -> Option<Period> {
        let then = self.then.filter(|then| then.grain() == Grain::Month)?;
        let between = self.work.tokens.get(self.then_at..at).filter(|between| between.len() < SENTENCE)?;
        (!between.iter().any(|token| token.is(Classes::STOP))).then_some(then)
    }

    /// "The quarter", "the latest period", "the year", "the weekend".
    pub(crate) fn topic(&self, grain: Grain, at: usize, plain: impl Fn(Value) -> Resolved) -> Option<Resolved> {
        let Some(now) = self.base() else { return Some(plain(Value::Reference(0))) };
        let whole = |period: Option<Period>| {
            period.map(|period| Resolved { anchor: Some(now), ..plain(Value::Period(period, TimeOfDay::None)) })
        };
        match grain {
            Grain::Quarter | Grain::Unknown => {
                // The quarter that most of the three months before its end lie in.
                let ended = self.ended(at).and_then(|end| Period::of(Grain::Quarter, end.checked_sub(45.days()).ok()?));
                let complete = Period::of(Grain::Quarter, now).and_then(|quarter| quarter.shift(-1));
                whole(ended.or(self.quarter).or(complete))
            }
            Grain::Weekend => {
                let weekend = Period::of(Grain::Weekend, now)?;
                let over = now >= weekend.first();
                let ahead = self.words.tense(&self.work.tokens, at) == Tense::Future;
                whole(if over || ahead { Some(weekend) } else { weekend.shift(-1) })
            }
            Grain::Day if !self.narrative => {
                whole(self.then.filter(|then| then.grain() == Grain::Day).or_else(|| Period::day(now)))
            }
            Grain::Week if self.ended(at).is_some() => {
                whole(self.ended(at).and_then(|end| Period::of(Grain::Week, end)))
            }
            Grain::Year if self.ended(at).is_some() => Some(plain(Value::Amount(Amount::new(1, Grain::Year)))),
            _ => whole(Period::of(grain, now)),
        }
    }

    /// "The year-ago quarter", "the 1988 period".
    pub(crate) fn topic_year(
        &self,
        year: Option<i16>,
        shift: i32,
        grain: Grain,
        plain: impl Fn(Value) -> Resolved,
    ) -> Option<Resolved> {
        let now = self.base()?;
        let topic = match grain {
            Grain::Month | Grain::Week | Grain::Day => Period::of(grain, now),
            Grain::Quarter => self.quarter.or_else(|| Period::of(Grain::Quarter, now)?.shift(-1)),
            _ => self.topic.or_else(|| Period::of(Grain::Year, now)),
        }?;
        let first = topic.first();
        let year = year.unwrap_or(first.year().checked_add(shift as i16)?);
        let day = Date::new(year, first.month(), first.day().min(28)).ok()?;
        let period = Period::of(topic.grain(), day)?;
        Some(Resolved { anchor: Some(now), ..plain(Value::Period(period, TimeOfDay::None)) })
    }

    /// The day behind "ended" or "ending", right of a phrase.
    pub(crate) fn ended(&self, at: usize) -> Option<Date> {
        let tokens = &self.work.tokens;
        let verb = tokens.get(at + 1)?;
        if verb.word == 0 || (verb.word != self.words.ended && verb.word != self.words.ending) {
            return None;
        }
        let day = (at + 2..at + 4).find(|&next| tokens.get(next).is_some_and(|token| token.is(Classes::DATE)))?;
        let resolved = self.meaning(self.work.meaning(&tokens[day])?, day, 3)?;
        resolved.value.days().map(|(first, _)| first)
    }

    /// What later expressions lean on.
    pub(crate) fn remember(&mut self, meaning: &Meaning, resolved: &Resolved, at: usize) {
        match resolved.value {
            Value::Period(period, _) => {
                match period.grain() {
                    // A charge to come in the fourth quarter does not change what the report is on.
                    Grain::Quarter | Grain::Half
                        if !matches!(meaning.core, Core::TopicYear(..) | Core::Compared(_))
                            && (self.quarter.is_none() || self.words.tense(&self.work.tokens, at) != Tense::Future) =>
                    {
                        self.topic = Some(period);
                        self.quarter = self.topic.filter(|topic| topic.grain() == Grain::Quarter).or(self.quarter);
                    }
                    Grain::Year if matches!(meaning.core, Core::Topic(_)) => self.topic = Some(period),
                    _ => {}
                }
                if period.grain() <= Grain::Year && !resolved.set {
                    (self.then, self.then_at) = (Some(period), at);
                    if period.grain() == Grain::Day {
                        self.then_day = Some(period.first());
                    }
                }
            }
            // "The three months ended Dec. 31" is a quarter.
            Value::Amount(Amount { grain: Grain::Month, num: 3, den: 1, .. }) if self.ended(at).is_some() => {
                let end = self.ended(at).and_then(|end| end.checked_sub(45.days()).ok());
                self.topic = end.and_then(|day| Period::of(Grain::Quarter, day)).or(self.topic);
            }
            // "The nine months" compares with a year.
            Value::Amount(Amount { grain: Grain::Month, num: 6 | 9 | 12, den: 1, .. })
                if matches!(meaning.core, Core::Amount(_)) =>
            {
                self.topic = self.base().and_then(|day| Period::of(Grain::Year, day));
            }
            _ => {}
        }
    }
}
