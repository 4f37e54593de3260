//! What an expression comes to: type, TIMEX3 value, days.

use std::fmt;

use dateline_temporal::{Amount, Clock, Fields, Grain, Period, TimeOfDay};
use jiff::civil::Date;

/// A TIMEX3 value; `Display` writes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value {
    /// A calendar period, with a time of day where it is a day.
    Period(Period, TimeOfDay),
    /// A length.
    Amount(Amount),
    /// Something that comes back.
    Set(Fields, TimeOfDay),
    /// Fields whose year nobody knows.
    Open(Fields, TimeOfDay),
    /// A time of a day that nobody knows.
    Time(TimeOfDay),
    /// Past (-1), present (0), future (1).
    Reference(i8),
}

impl Value {
    /// The first and last day it covers, where it covers any.
    pub(crate) fn days(&self) -> Option<(Date, Date)> {
        match self {
            Value::Period(period, _) => Some((period.first(), period.last())),
            _ => None,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Period(period, time) => {
                write!(f, "{period}")?;
                write_time(f, *time)
            }
            Value::Amount(amount) => write!(f, "{amount}"),
            Value::Set(fields, time) | Value::Open(fields, time) => {
                write_open(f, *fields)?;
                write_time(f, *time)
            }
            Value::Time(time) => {
                f.write_str("XXXX-XX-XX")?;
                write_time(f, *time)
            }
            Value::Reference(-1) => f.write_str("PAST_REF"),
            Value::Reference(0) => f.write_str("PRESENT_REF"),
            Value::Reference(_) => f.write_str("FUTURE_REF"),
        }
    }
}

fn write_time(f: &mut fmt::Formatter<'_>, time: TimeOfDay) -> fmt::Result {
    match time {
        TimeOfDay::None => Ok(()),
        TimeOfDay::Part([a, b]) => write!(f, "T{}{}", a as char, b as char),
        TimeOfDay::Clock(Clock { hour, minute: None, zone: None, .. }) => write!(f, "T{hour:02}:00"),
        TimeOfDay::Clock(clock) => write!(f, "T{clock}"),
    }
}

/// Fields without a year, with X for what is open.
fn write_open(f: &mut fmt::Formatter<'_>, fields: Fields) -> fmt::Result {
    match fields {
        Fields { month: Some(month), day: Some(day), .. } => write!(f, "XXXX-{month:02}-{day:02}"),
        Fields { month: Some(month), .. } => write!(f, "XXXX-{month:02}"),
        Fields { weekday: Some(Fields::WEEKEND), .. } => f.write_str("XXXX-WXX-WE"),
        Fields { weekday: Some(weekday), .. } => write!(f, "XXXX-WXX-{weekday}"),
        Fields { quarter: Some(quarter), .. } => write!(f, "XXXX-Q{quarter}"),
        Fields { half: Some(half), .. } => write!(f, "XXXX-H{half}"),
        Fields { season: Some(season), .. } => {
            write!(f, "XXXX-{}", ["SP", "SU", "FA", "WI"][(season.clamp(1, 4) - 1) as usize])
        }
        _ => f.write_str("XXXX-XX-XX"),
    }
}

/// The grain of what fields name when they come back.
pub(crate) fn is_duration(value: &Value) -> bool {
    matches!(value, Value::Amount(_))
}

/// Whether a clock or a part of the day is told.
pub(crate) fn is_time(value: &Value) -> bool {
    match value {
        Value::Period(period, time) => period.grain() == Grain::Day && *time != TimeOfDay::None,
        Value::Time(_) => true,
        Value::Open(_, time) => *time != TimeOfDay::None,
        _ => false,
    }
}
