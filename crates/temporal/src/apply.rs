//! From a match to its meaning: what each action does.

use crate::action::Action;
use crate::captures::{Captures, DAY_OF_MONTH, Outcome};
use crate::compose::{
    at, centuries, clock, complete, days, decade, hours, months, ordinal, other_calendar, part_letters, past,
    with_weekday, years_before,
};
use crate::{Amount, Classes, Clock, Core, Fields, Grain, Meaning, Modifier, Origin, Period, TimeOfDay, Toward};

impl Action {
    pub(crate) fn apply(self, caps: &Captures<'_>) -> Outcome {
        match self {
            Action::Days => days(caps).unwrap_or(Outcome::None),
            Action::Months => months(caps).unwrap_or(Outcome::None),
            Action::YearsBefore => years_before(caps).unwrap_or(Outcome::None),
            Action::Centuries => centuries(caps).unwrap_or(Outcome::None),
            Action::Hours => hours(caps).unwrap_or(Outcome::None),
            _ => self.one(caps).map_or(Outcome::None, Outcome::One),
        }
    }

    fn one(self, caps: &Captures<'_>) -> Option<Meaning> {
        let core = match self {
            Action::Fields(toward) => complete(caps.fields(), toward)?,
            Action::Retarget(toward) => {
                let (_, mut meaning) = caps.phrase(Classes::DATE)?;
                meaning.core = match meaning.core {
                    Core::Fields(fields, _) => Core::Fields(fields, toward),
                    Core::Festival(id, None, _) => Core::Festival(id, None, toward),
                    _ => return None,
                };
                return Some(meaning);
            }
            Action::Weekday => return with_weekday(caps),
            Action::Ordinal(grain, toward) => return ordinal(caps, grain, toward),
            Action::Firsts => {
                // "The first two quarters of 1990" is a half of it.
                let (of, _) = caps.phrase(Classes::DATE)?;
                if caps.phrase(Classes::QUANT)?.1.core != Core::Amount(Amount::new(2, Grain::Quarter)) {
                    return None;
                }
                Core::Within(Fields { half: Some(1), ..Fields::default() }, of)
            }
            Action::Decade => decade(caps)?,
            Action::Century(bc) => {
                let n = caps.number(Classes::ORD.with(Classes::ROMAN))?;
                if !(1..=90).contains(&n) {
                    return None;
                }
                let year = if bc { -(n * 100) } else { (n - 1) * 100 };
                Core::Period(Period::of(Grain::Century, jiff::civil::Date::new(year as i16, 1, 1).ok()?)?)
            }
            Action::Year(bc) => {
                let n = caps.number(Classes::YEAR.with(Classes::NUM))?;
                Core::Period(Period::year(i16::try_from(if bc { 1 - n } else { n }).ok()?)?)
            }
            Action::Shift(origin, n, grain) => Core::Shift(origin, n, grain.or(caps.grain())?),
            Action::Amount => Core::Amount(caps.amount()?),
            Action::AmountAndHalf => {
                let amount = caps.amount()?;
                let num = amount.num.checked_mul(2)?.checked_add(amount.den)?;
                Core::Amount(Amount { num, den: amount.den.checked_mul(2)?, ..amount })
            }
            Action::HalfAmount => Core::Amount(Amount::ratio(1, 2, caps.grain()?)),
            Action::AmountRange => Core::Amount(Amount::vague(caps.grain()?)),
            Action::Vague(grain) => Core::Amount(Amount::vague(grain.or(caps.grain())?)),
            Action::Sum => {
                let (Core::Amount(first), Core::Amount(second)) = (
                    caps.phrase(Classes::QUANT)?.1.core,
                    caps.meanings[caps.phrases(Classes::QUANT).nth(1)?.meaning as usize].core,
                ) else {
                    return None;
                };
                if first.vague || second.vague || second.grain >= first.grain || first.rest != 0 {
                    return None;
                }
                Core::Amount(first.and(second))
            }
            Action::Away(origin, sign, modifier) => {
                let meaning = caps.quantity()?;
                let Core::Amount(amount) = meaning.core else { return None };
                let modifier = if modifier == Modifier::None { meaning.modifier } else { modifier };
                return Some(Meaning { core: Core::Away(origin, sign, amount), modifier, ..meaning });
            }
            Action::From(sign) => {
                let (Core::Amount(amount), (of, _)) =
                    (caps.phrase(Classes::QUANT)?.1.core, caps.phrase(Classes::DATE)?)
                else {
                    return None;
                };
                Core::From(of, sign, amount)
            }
            Action::Nth(n) => {
                let (of, whole) = caps.phrase(Classes::DATE)?;
                let grain = caps.grain()?;
                if whole.grain().is_some_and(|whole| whole <= grain) {
                    return None;
                }
                Core::Nth(n.or(caps.number(Classes::ORD))?, grain, of)
            }
            Action::Within => {
                let part = caps.phrase(
                    Classes::QUARTERDATE.with(Classes::MONTHDATE).with(Classes::SEASONDATE).with(Classes::OPENDAY),
                )?;
                let of = caps.phrases(Classes::YEARDATE).next_back()?.meaning;
                let Core::Fields(fields, _) = part.1.core else { return None };
                return Some(Meaning { core: Core::Within(fields, of), ..part.1 });
            }
            Action::Span(sign) => match caps.quantity()?.core {
                Core::Amount(amount) => Core::Span(amount, sign),
                _ => return None,
            },
            Action::Modify(modifier) => {
                let (_, meaning) =
                    caps.phrase(Classes::DATE.with(Classes::QUANT).with(Classes::FOUND).with(Classes::TIME))?;
                return Some(Meaning { modifier, ..meaning });
            }
            Action::FestivalYear => {
                let (_, year) = caps.phrase(Classes::YEARDATE)?;
                match (caps.phrase(Classes::DAYDATE)?.1.core, year.core) {
                    (Core::Festival(id, _, toward), Core::Period(year)) => {
                        Core::Festival(id, Some(year.first().year()), toward)
                    }
                    _ => return None,
                }
            }
            Action::At => return at(caps),
            Action::Clock => return clock(caps),
            Action::Oclock(hour) => {
                let zone = caps.number(Classes::ZONE).map(|zone| zone as i16);
                let time = TimeOfDay::Clock(Clock { hour, zone, ..Clock::default() });
                return Some(Meaning { time, ..Meaning::new(Core::TimeOnly) });
            }
            Action::EndOfUnit(n) => {
                let core = Core::Shift(Origin::Now, n, caps.grain()?);
                return Some(Meaning { modifier: Modifier::End, ..Meaning::new(core) });
            }
            Action::Part(origin, n, part) => {
                let part = part.or_else(|| caps.nth(Classes::PART, 0).and_then(part_letters))?;
                return Some(Meaning {
                    time: TimeOfDay::Part(part),
                    ..Meaning::new(Core::Shift(origin, n, Grain::Day))
                });
            }
            Action::PartAlone => {
                let part = caps.nth(Classes::PART, 0).and_then(part_letters)?;
                return Some(Meaning { time: TimeOfDay::Part(part), ..Meaning::new(Core::TimeOnly) });
            }
            Action::PartOfDay(part) => {
                return Some(Meaning { time: TimeOfDay::Part(part), ..Meaning::new(Core::TimeOnly) });
            }
            Action::Reference(way) => Core::Reference(way),
            Action::Compared => match caps.quantity()?.core {
                Core::Amount(amount) => Core::Compared(amount),
                _ => return None,
            },
            Action::Topic(grain) => Core::Topic(grain.or(caps.grain()).unwrap_or(Grain::Unknown)),
            Action::TopicYear(n) => {
                let year = caps.phrase(Classes::YEARDATE.with(Classes::QUARTERDATE)).map(|(_, meaning)| meaning.core);
                match year {
                    // "The year-ago third quarter", "the 1988 period", "last year's quarter".
                    Some(Core::Fields(fields, _)) => Core::Fields(fields, Toward::Before),
                    Some(Core::Period(year)) => Core::TopicYear(Some(year.first().year()), 0, Grain::Unknown),
                    Some(Core::Shift(_, years, _)) => {
                        Core::TopicYear(None, years, caps.grain().unwrap_or(Grain::Unknown))
                    }
                    _ => Core::TopicYear(None, n, caps.compared().unwrap_or(Grain::Unknown)),
                }
            }
            Action::Every => Core::Every(caps.amount()?),
            Action::EveryUnit(n) => Core::Every(Amount::new(n, caps.grain()?)),
            Action::EachAmount(n, grain) => Core::Every(Amount::new(n, grain)),
            Action::EachField => {
                let time = caps.nth(Classes::PART, 0).and_then(part_letters).map_or(TimeOfDay::None, TimeOfDay::Part);
                return Some(Meaning { time, ..Meaning::new(Core::EachField(caps.fields())) });
            }
            Action::EachWeekend => Core::EachField(Fields { weekday: Some(Fields::WEEKEND), ..Fields::default() }),
            Action::WeekOf => Core::Nth(1, Grain::Week, caps.phrase(Classes::DATE)?.0),
            Action::AmountOf(grain) => Core::Amount(caps.number_of(grain)?),
            Action::Festival(id) => Core::Festival(id, None, Toward::Open),
            Action::Figures => return caps.phrase(Classes::NUMERIC).map(|(_, meaning)| meaning),
            Action::OtherCalendar => other_calendar(caps)?,
            Action::Fixed(period) => Core::Period(period),
            Action::Nothing => Core::Nothing,
            Action::FieldsBefore => {
                let year = caps.number(Classes::YEAR.with(Classes::NUM))?;
                let year = Some(i16::try_from(1 - year).ok()?);
                complete(Fields { year, ..caps.fields() }, Toward::Open)?
            }
            Action::AncientYear => Core::AncientYear(i16::try_from(caps.number(Classes::NUM)?).ok()?),
            Action::Season(years) => Core::Season(caps.number(Classes::SEASON)? as i8, years),
            Action::InWeek => {
                let Core::Fields(Fields { weekday: Some(day), .. }, _) = caps.phrase(Classes::BAREDAY)?.1.core else {
                    return None;
                };
                let week = caps.phrases(Classes::WEEKENDDATE).next_back()?;
                if caps.meanings.get(week.meaning as usize)?.grain() != Some(Grain::Week) {
                    return None;
                }
                Core::Nth(i32::from(day), Grain::Day, week.meaning)
            }
            Action::KeepLast => {
                let last = caps.phrases(Classes::DATE).next_back()?;
                return caps.meanings.get(last.meaning as usize).copied();
            }
            Action::IfDay(day, period) => {
                if caps.number(DAY_OF_MONTH)? != day {
                    return None;
                }
                Core::Period(period)
            }
            Action::Past(minutes) => return past(caps.number(Classes::HOUR.with(Classes::NUM))?, minutes),
            Action::MinutesPast(sign) => {
                let minutes = caps.number(Classes::NUM)?;
                let hour = caps.nth(Classes::NUM.with(Classes::HOUR), 1)?;
                return past(hour.num, minutes.checked_mul(sign)?);
            }
            Action::EveryNth => Core::Every(Amount::new(caps.number(Classes::ORD)?, caps.grain()?)),
            Action::Days | Action::Months | Action::YearsBefore | Action::Centuries | Action::Hours => return None,
        };
        Some(Meaning::new(core))
    }
}
