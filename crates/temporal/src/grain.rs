//! The calendar units that expressions count in.

/// A calendar unit, finest first: the granularity of a period or of an amount.
///
/// ```
/// use dateline_temporal::Grain;
///
/// assert!(Grain::Day < Grain::Month);
/// assert_eq!("quarter".parse(), Ok(Grain::Quarter));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// A second of a clock.
    Second,
    /// A minute of a clock.
    Minute,
    /// An hour of a clock.
    Hour,
    /// A civil day.
    Day,
    /// Saturday and Sunday of an ISO week.
    Weekend,
    /// An ISO week, Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// A meteorological season: three months from March, June, September or December.
    Season,
    /// Six months from January or July.
    Half,
    /// A calendar year.
    Year,
    /// Ten years from one that ends in 0.
    Decade,
    /// A hundred years; the twentieth century is 1900 to 1999, as TIMEX3 has it.
    Century,
    /// A thousand years.
    Millennium,
    /// A stretch of no stated unit: "a while".
    Unknown,
}

impl Grain {
    /// Its length in months, or 0 where it is shorter than a month or unknown.
    ///
    /// ```
    /// use dateline_temporal::Grain;
    ///
    /// assert_eq!((Grain::Quarter.months(), Grain::Decade.months(), Grain::Week.months()), (3, 120, 0));
    /// ```
    pub const fn months(self) -> i32 {
        match self {
            Grain::Month => 1,
            Grain::Quarter | Grain::Season => 3,
            Grain::Half => 6,
            Grain::Year => 12,
            Grain::Decade => 120,
            Grain::Century => 1_200,
            Grain::Millennium => 12_000,
            _ => 0,
        }
    }

    /// For decades, centuries and millennia, which TIMEX3 writes as the first digits of their years ("199", "19", "1"):
    /// how many digits, and how many years one lasts.
    ///
    /// ```
    /// use dateline_temporal::Grain;
    ///
    /// assert_eq!((Grain::Century.big(), Grain::Year.big()), (Some((2, 100)), None));
    /// ```
    pub const fn big(self) -> Option<(usize, i16)> {
        match self {
            Grain::Decade => Some((3, 10)),
            Grain::Century => Some((2, 100)),
            Grain::Millennium => Some((1, 1000)),
            _ => None,
        }
    }

    /// Whether it is an hour, a minute or a second: a unit behind the T of a TIMEX3 value.
    pub const fn is_clock(self) -> bool {
        matches!(self, Grain::Second | Grain::Minute | Grain::Hour)
    }

    /// The designator that TIMEX3 writes behind an amount ("P2W"), and how many of them one unit is.
    /// TIMEX3 has letters for quarters and decades too, but annotators write the plain unit.
    pub const fn designator(self) -> (char, i32) {
        match self {
            Grain::Second => ('S', 1),
            Grain::Minute | Grain::Month => ('M', 1),
            Grain::Hour => ('H', 1),
            Grain::Day => ('D', 1),
            Grain::Weekend | Grain::Week => ('W', 1),
            Grain::Quarter | Grain::Season => ('M', 3),
            Grain::Half => ('M', 6),
            Grain::Year => ('Y', 1),
            Grain::Decade => ('Y', 10),
            Grain::Century => ('Y', 100),
            Grain::Millennium => ('Y', 1000),
            Grain::Unknown => ('X', 1),
        }
    }
}

impl std::str::FromStr for Grain {
    type Err = ();

    fn from_str(name: &str) -> Result<Grain, ()> {
        Ok(match name {
            "second" => Grain::Second,
            "minute" => Grain::Minute,
            "hour" => Grain::Hour,
            "day" => Grain::Day,
            "weekend" => Grain::Weekend,
            "week" => Grain::Week,
            "month" => Grain::Month,
            "quarter" => Grain::Quarter,
            "season" => Grain::Season,
            "half" => Grain::Half,
            "year" => Grain::Year,
            "decade" => Grain::Decade,
            "century" => Grain::Century,
            "millennium" => Grain::Millennium,
            "unknown" => Grain::Unknown,
            _ => return Err(()),
        })
    }
}
