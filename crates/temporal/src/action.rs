//! What rules make of their match.
//!
//! A rule's third column names an action and its arguments. Actions read the match by class: `fields` takes whatever
//! months, days, years, weekdays it holds; `shift then 1` moves by one of the unit it holds.

use std::str::FromStr;

use crate::{Grain, Modifier, Origin, Period, Toward, value};

/// A parsed third column.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Action {
    Fields(Toward),
    FieldsBefore,
    AncientYear,
    YearsBefore,
    Season(i32),
    KeepLast,
    InWeek,
    IfDay(i32, Period),
    Centuries,
    Hours,
    Past(i32),
    MinutesPast(i32),
    EveryNth,
    Retarget(Toward),
    Weekday,
    Ordinal(Grain, Toward),
    Firsts,
    Decade,
    Century(bool),
    Year(bool),
    Shift(Origin, i32, Option<Grain>),
    Amount,
    AmountAndHalf,
    HalfAmount,
    AmountRange,
    Vague(Option<Grain>),
    Sum,
    Away(Origin, i32, Modifier),
    From(i32),
    Nth(Option<i32>),
    Within,
    Span(i32),
    Modify(Modifier),
    FestivalYear,
    At,
    Clock,
    Oclock(u8),
    EndOfUnit(i32),
    Part(Origin, i32, Option<[u8; 2]>),
    PartAlone,
    PartOfDay([u8; 2]),
    Reference(i8),
    Compared,
    Topic(Option<Grain>),
    TopicYear(i32),
    Every,
    EveryUnit(i32),
    EachAmount(i32, Grain),
    EachField,
    EachWeekend,
    WeekOf,
    AmountOf(Grain),
    Festival(u8),
    Figures,
    Days,
    Months,
    OtherCalendar,
    Fixed(Period),
    Nothing,
}

impl FromStr for Action {
    type Err = String;

    fn from_str(text: &str) -> Result<Action, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let word = |at: usize| words.get(at).copied().unwrap_or("");
        let number =
            |at: usize| word(at).parse::<i32>().map_err(|_| format!("{:?} is no number in {text:?}", word(at)));
        let grain = |at: usize| -> Result<Option<Grain>, String> {
            let name = word(at);
            if name.is_empty() { Ok(None) } else { name.parse().map(Some).map_err(|()| format!("no unit {name:?}")) }
        };
        let must = |at: usize| grain(at)?.ok_or_else(|| format!("{text:?} lacks a unit"));
        let origin = |at: usize| match word(at) {
            "now" => Ok(Origin::Now),
            "then" => Ok(Origin::Then),
            other => Err(format!("{other:?} is neither now nor then")),
        };
        let toward = |at: usize| match word(at) {
            "" => Ok(Toward::Open),
            "last" => Ok(Toward::Last),
            "this" => Ok(Toward::This),
            "same" => Ok(Toward::Same),
            "next" => Ok(Toward::Next),
            "after" => Ok(Toward::After),
            "before" => Ok(Toward::Before),
            other => Err(format!("no direction {other:?}")),
        };
        let modifier = |at: usize| match word(at) {
            "" => Ok(Modifier::None),
            name => name.parse().map_err(|()| format!("no modifier {name:?}")),
        };
        let part = |at: usize| <[u8; 2]>::try_from(word(at).as_bytes()).ok();
        Ok(match word(0) {
            "fields" => Action::Fields(toward(1)?),
            "fields-before" => Action::FieldsBefore,
            "ancient-year" => Action::AncientYear,
            "years-before" => Action::YearsBefore,
            "season" => Action::Season(number(1)?),
            "in-week" => Action::InWeek,
            "keep-last" => Action::KeepLast,
            "if-day" => {
                Action::IfDay(number(1)?, value::period(word(2)).ok_or_else(|| format!("no date in {text:?}"))?)
            }
            "centuries" => Action::Centuries,
            "hours" => Action::Hours,
            "past" => Action::Past(number(1)?),
            "minutes-past" => Action::MinutesPast(number(1)?),
            "every-nth" => Action::EveryNth,
            "retarget" => Action::Retarget(toward(1)?),
            "weekday" => Action::Weekday,
            "ordinal" => Action::Ordinal(must(1)?, toward(2)?),
            "firsts" => Action::Firsts,
            "decade" => Action::Decade,
            "century" => Action::Century(word(1) == "BC"),
            "year" => Action::Year(word(1) == "BC"),
            "shift" => Action::Shift(origin(1)?, number(2)?, grain(3)?),
            "amount" => Action::Amount,
            "amount-and-half" => Action::AmountAndHalf,
            "half-amount" => Action::HalfAmount,
            "amount-range" => Action::AmountRange,
            "vague" => Action::Vague(grain(1)?),
            "sum" => Action::Sum,
            "away" => Action::Away(origin(1)?, number(2)?, modifier(3)?),
            "from" => Action::From(number(1)?),
            "nth" => Action::Nth(if word(1).is_empty() { None } else { Some(number(1)?) }),
            "within" => Action::Within,
            "span" => Action::Span(number(1)?),
            "mod" => Action::Modify(modifier(1)?),
            "keep" => Action::Modify(Modifier::None),
            "festival-year" => Action::FestivalYear,
            "at" => Action::At,
            "clock" => Action::Clock,
            "oclock" => Action::Oclock(number(1)? as u8),
            "end-of-unit" => Action::EndOfUnit(number(1)?),
            "part" => Action::Part(origin(1)?, number(2)?, part(3)),
            "day-part" => Action::PartOfDay(part(1).ok_or("a part of the day has two letters")?),
            "part-alone" => Action::PartAlone,
            "ref" => Action::Reference(number(1)? as i8),
            "compared" => Action::Compared,
            "topic" => Action::Topic(grain(1)?),
            "topic-year" => Action::TopicYear(number(1)?),
            "every" => Action::Every,
            "every-unit" => Action::EveryUnit(if word(1).is_empty() { 1 } else { number(1)? }),
            "each" => Action::EachAmount(number(1)?, must(2)?),
            "each-field" => Action::EachField,
            "each-weekend" => Action::EachWeekend,
            "week-of" => Action::WeekOf,
            "amount-of" => Action::AmountOf(must(1)?),
            "festival" => Action::Festival(number(1)? as u8),
            "figures" => Action::Figures,
            "days" => Action::Days,
            "months" => Action::Months,
            "other-calendar" => Action::OtherCalendar,
            "nothing" => Action::Nothing,
            other => Action::Fixed(value::period(other).ok_or_else(|| format!("no action and no date: {other:?}"))?),
        })
    }
}
