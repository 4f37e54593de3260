//! What an expression says before anybody knows when it was said.

use jiff::civil::Date;

use crate::{Amount, Grain, Period};

/// Calendar fields that an expression names; those it leaves open are `None`.
///
/// ```
/// use dateline_temporal::Fields;
///
/// let fields = Fields { month: Some(2), day: Some(29), ..Fields::default() };
/// assert_eq!(fields.in_year(2016).unwrap().to_string(), "2016-02-29");
/// assert_eq!(fields.in_year(2017), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// Astronomical year: 0 is 1 BC.
    pub year: Option<i16>,
    /// 1 to 12.
    pub month: Option<i8>,
    /// 1 to 31.
    pub day: Option<i8>,
    /// 1 (Monday) to 7.
    pub weekday: Option<i8>,
    /// 1 (spring) to 4 (winter).
    pub season: Option<i8>,
    /// 1 to 4.
    pub quarter: Option<i8>,
    /// 1 or 2.
    pub half: Option<i8>,
}

impl Fields {
    /// Stands for a weekday where every Saturday and Sunday are meant.
    pub const WEEKEND: i8 = 8;

    /// The period they name in `year`, if there is one; a weekday alone names none.
    pub fn in_year(self, year: i16) -> Option<Period> {
        let (grain, month, day) = match self {
            Fields { month: Some(month), day: Some(day), .. } => (Grain::Day, month, day),
            Fields { month: Some(month), .. } => (Grain::Month, month, 1),
            Fields { quarter: Some(quarter), .. } => (Grain::Quarter, quarter * 3 - 2, 1),
            Fields { half: Some(half), .. } => (Grain::Half, half * 6 - 5, 1),
            Fields { season: Some(season), .. } => (Grain::Season, season * 3, 1),
            Fields { weekday: None, day: None, .. } => (Grain::Year, 1, 1),
            _ => return None,
        };
        Period::of(grain, Date::new(year, month, day).ok()?)
    }

    /// Whether they name a period once a year is known.
    pub const fn wants_year(self) -> bool {
        self.year.is_none()
            && (self.month.is_some() || self.quarter.is_some() || self.half.is_some() || self.season.is_some())
    }
}

/// What a relative expression is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The time of writing or speaking: "yesterday", "last week".
    Now,
    /// The time that the text talks about at this point: "the following day", "that year".
    Then,
}

/// Which of the periods of a name is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// Not said: tense and cues decide.
    Open,
    /// "Last May", "the past weekend".
    Last,
    /// "This September".
    This,
    /// "That summer": of the time talked about.
    Same,
    /// "Next Monday", "the coming spring".
    Next,
    /// "The following Monday": after the time talked about.
    After,
    /// "Since May": not after the time of writing.
    Since,
    /// "The previous Monday": before the time talked about.
    Before,
}

/// The core of an expression, without its modifier and time of day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Core {
    /// A period that is told in full.
    Period(Period),
    /// Calendar fields that leave something open.
    Fields(Fields, Toward),
    /// `n` units of a grain away from an origin; the result has that grain.
    Shift(Origin, i32, Grain),
    /// An amount before (-1) or after (1) an origin: "two weeks ago", "three days later".
    Away(Origin, i32, Amount),
    /// An amount before or after another expression: "two days after Christmas".
    From(u32, i32, Amount),
    /// The `n`th unit (from the end where negative) of another expression: "the first week of May".
    Nth(i32, Grain, u32),
    /// Fields within another expression: "the third quarter of last year", "January this year".
    Within(Fields, u32),
    /// A year of three figures, which is one before Christ where the text counts so.
    AncientYear(i16),
    /// A season of the year so many years from that of the time talked about: "the spring of the following year".
    Season(i8, i32),
    /// The same as `amount` ago, in the grain of what it is compared with: "a year earlier".
    Compared(Amount),
    /// The period talked about: "the quarter", "the latest period".
    Topic(Grain),
    /// The period talked about, moved by years: "the year-ago quarter", "the 1988 period" (absolute where the year is told).
    TopicYear(Option<i16>, i32, Grain),
    /// A length of time.
    Amount(Amount),
    /// A length of time that ends (-1) or begins (1) at the anchor: "the past two days".
    Span(Amount, i32),
    /// Every so often: an amount between two, or a repeated name.
    Every(Amount),
    /// A repeated weekday, month or part of the day: "Monday nights".
    EachField(Fields),
    /// `PAST_REF` (-1), `PRESENT_REF` (0), `FUTURE_REF` (1).
    Reference(i8),
    /// A feast by its number in the table of festivals, in a year where one is told.
    Festival(u8, Option<i16>, Toward),
    /// Only a time of day, which the time of day field holds.
    TimeOnly,
    /// Nothing: a false friend that must not be taken for anything else.
    Nothing,
}

/// The TIMEX3 modifier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of TIMEX3")]
pub enum Modifier {
    #[default]
    None,
    Start,
    Mid,
    End,
    Approx,
    Before,
    After,
    OnOrBefore,
    OnOrAfter,
    LessThan,
    MoreThan,
    EqualOrLess,
    EqualOrMore,
}

impl Modifier {
    /// As TIMEX3 writes it; "" for none.
    pub const fn name(self) -> &'static str {
        match self {
            Modifier::None => "",
            Modifier::Start => "START",
            Modifier::Mid => "MID",
            Modifier::End => "END",
            Modifier::Approx => "APPROX",
            Modifier::Before => "BEFORE",
            Modifier::After => "AFTER",
            Modifier::OnOrBefore => "ON_OR_BEFORE",
            Modifier::OnOrAfter => "ON_OR_AFTER",
            Modifier::LessThan => "LESS_THAN",
            Modifier::MoreThan => "MORE_THAN",
            Modifier::EqualOrLess => "EQUAL_OR_LESS",
            Modifier::EqualOrMore => "EQUAL_OR_MORE",
        }
    }
}

impl std::str::FromStr for Modifier {
    type Err = ();

    fn from_str(name: &str) -> Result<Modifier, ()> {
        const ALL: [Modifier; 12] = [
            Modifier::Start,
            Modifier::Mid,
            Modifier::End,
            Modifier::Approx,
            Modifier::Before,
            Modifier::After,
            Modifier::OnOrBefore,
            Modifier::OnOrAfter,
            Modifier::LessThan,
            Modifier::MoreThan,
            Modifier::EqualOrLess,
            Modifier::EqualOrMore,
        ];
        ALL.into_iter().find(|modifier| modifier.name() == name).ok_or(())
    }
}

/// A time of the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeOfDay {
    /// None told.
    #[default]
    None,
    /// A part of the day by its TIMEX3 letters: "MO", "AF", "EV", "NI", "MI", "DT".
    Part([u8; 2]),
    /// Clock time. Minutes are absent in "5 p.m.", seconds nearly always.
    Clock(Clock),
}

/// A clock time and its zone.
///
/// ```
/// use dateline_temporal::Clock;
///
/// let clock = Clock { hour: 19, minute: Some(35), second: None, zone: Some(180) };
/// assert_eq!(clock.to_string(), "19:35+03:00");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// 0 to 24.
    pub hour: u8,
    /// 0 to 59.
    pub minute: Option<u8>,
    /// 0 to 59.
    pub second: Option<u8>,
    /// Minutes east of Greenwich, where a zone is told.
    pub zone: Option<i16>,
}

impl std::fmt::Display for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute.unwrap_or(0))?;
        if let Some(second) = self.second {
            write!(f, ":{second:02}")?;
        }
        match self.zone {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(east) => {
                let sign = if east < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", east.abs() / 60, east.abs() % 60)
            }
        }
    }
}

/// The order of day and month in a date in figures: the evidence for those that could be either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Not in figures, or with the year first.
    #[default]
    None,
    /// The day must be first: "16/02/2017".
    DayFirst,
    /// The month must be first: "2/16/2017".
    MonthFirst,
    /// "3/4/2017"; the meaning has the month first.
    Either,
}

/// An expression's whole meaning: what, when in the day, and how exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meaning {
    /// The period, amount or set.
    pub core: Core,
    /// The time of day.
    pub time: TimeOfDay,
    /// The modifier.
    pub modifier: Modifier,
    /// Counted in a fiscal year: the value is a name, not days.
    pub fiscal: bool,
    /// In which order figures told day and month.
    pub order: Order,
}

impl Meaning {
    /// A core without modifier and time of day.
    pub const fn new(core: Core) -> Meaning {
        Meaning { core, time: TimeOfDay::None, modifier: Modifier::None, fiscal: false, order: Order::None }
    }

    /// The grain of what it names, where that is known without a context.
    pub fn grain(&self) -> Option<Grain> {
        Some(match self.core {
            Core::Period(period) => period.grain(),
            Core::Fields(f, _) | Core::Within(f, _) => {
                if f.weekday.is_some() || f.day.is_some() {
                    Grain::Day
                } else if f.month.is_some() {
                    Grain::Month
                } else if f.quarter.is_some() {
                    Grain::Quarter
                } else if f.half.is_some() {
                    Grain::Half
                } else if f.season.is_some() {
                    Grain::Season
                } else {
                    Grain::Year
                }
            }
            Core::Shift(_, _, grain) | Core::Nth(_, grain, _) | Core::Topic(grain) | Core::TopicYear(_, _, grain) => {
                grain
            }
            Core::Away(_, _, amount) | Core::From(_, _, amount) => amount.grain,
            Core::Festival(..) => Grain::Day,
            Core::AncientYear(_) => Grain::Year,
            Core::Season(..) => Grain::Season,
            _ => return None,
        })
    }
}
