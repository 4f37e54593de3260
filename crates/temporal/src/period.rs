//! Calendar periods: one algebra for days, weeks, quarters and centuries.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};

use crate::Grain;

/// 9999 BC: the first year that TIMEX3 can write. Its last, AD 9999, is also that of the calendar.
const FIRST_YEAR: i16 = -9998;

/// One stretch of the calendar: a day, an ISO week, a quarter, a decade ...
///
/// A period is its grain and its first day; [`Period::of`] makes that hold, so equal periods are equal values.
/// `Display` writes it as TIMEX3 does.
///
/// ```
/// use dateline_temporal::{Grain, Period};
/// use jiff::civil::date;
///
/// let day = date(2017, 2, 16);
/// assert_eq!(Period::of(Grain::Week, day).unwrap().to_string(), "2017-W07");
/// assert_eq!(Period::of(Grain::Quarter, day).unwrap().shift(-1).unwrap().to_string(), "2016-Q4");
/// assert_eq!(Period::of(Grain::Month, day).unwrap().last(), date(2017, 2, 28));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    grain: Grain,
    first: Date,
}

impl Period {
    /// The period of `grain` that `day` lies in; none for clock grains, and none outside the years that TIMEX3 can write
    /// in four digits: 9999 BC to AD 9999.
    ///
    /// ```
    /// use dateline_temporal::{Grain, Period};
    ///
    /// assert_eq!(Period::year(-9998).unwrap().to_string(), "BC9999");
    /// assert_eq!(Period::year(-9999), None);
    /// ```
    pub fn of(grain: Grain, day: Date) -> Option<Period> {
        let month = day.month();
        let first = match grain {
            Grain::Day => day,
            Grain::Week => monday_of(day)?,
            Grain::Weekend => monday_of(day)?.checked_add(5.days()).ok()?,
            Grain::Month => day.first_of_month(),
            Grain::Quarter => Date::new(day.year(), (month - 1) / 3 * 3 + 1, 1).ok()?,
            Grain::Half => Date::new(day.year(), if month < 7 { 1 } else { 7 }, 1).ok()?,
            // January and February belong to the winter of the year before.
            Grain::Season if month < 3 => Date::new(day.year() - 1, 12, 1).ok()?,
            Grain::Season => Date::new(day.year(), month / 3 * 3, 1).ok()?,
            Grain::Year => day.first_of_year(),
            Grain::Decade | Grain::Century | Grain::Millennium => {
                let (_, years) = grain.big()?;
                Date::new(day.year().div_euclid(years) * years, 1, 1).ok()?
            }
            Grain::Second | Grain::Minute | Grain::Hour | Grain::Unknown => return None,
        };
        Period::starting(grain, first)
    }

    /// The period of this grain and first day, unless its year takes more than four digits. Everything that makes periods
    /// comes through here, so that every value reads back.
    fn starting(grain: Grain, first: Date) -> Option<Period> {
        let year = if grain == Grain::Week { ISOWeekDate::from(first).year() } else { first.year() };
        (year >= FIRST_YEAR).then_some(Period { grain, first })
    }

    /// The calendar year `year`; 0 is 1 BC.
    pub fn year(year: i16) -> Option<Period> {
        Period::of(Grain::Year, Date::new(year, 1, 1).ok()?)
    }

    /// The single day `day`.
    pub fn day(day: Date) -> Option<Period> {
        Period::starting(Grain::Day, day)
    }

    /// Its grain.
    pub const fn grain(self) -> Grain {
        self.grain
    }

    /// Its first day.
    pub const fn first(self) -> Date {
        self.first
    }

    /// Its last day; the end of the calendar where it would lie beyond it.
    pub fn last(self) -> Date {
        let next = match self.grain {
            Grain::Weekend => return self.first.checked_add(1.day()).unwrap_or(Date::MAX),
            _ => self.shift(1),
        };
        next.and_then(|next| next.first.yesterday().ok()).unwrap_or(Date::MAX)
    }

    /// The period of the same grain `n` further on (back, where negative), if the calendar reaches that far.
    pub fn shift(self, n: i32) -> Option<Period> {
        let n = i64::from(n);
        let months = i64::from(self.grain.months());
        let first = if months > 0 {
            self.first.checked_add(jiff::Span::new().try_months(months.checked_mul(n)?).ok()?)
        } else {
            let days = if self.grain == Grain::Day { 1 } else { 7 };
            self.first.checked_add(jiff::Span::new().try_days(days * n).ok()?)
        };
        Period::starting(self.grain, first.ok()?)
    }

    /// The period of grain `grain` around its first day, or around its last for a coarser view from the end.
    pub fn widen(self, grain: Grain) -> Option<Period> {
        Period::of(grain, self.first)
    }

    /// The `n`th (from 1; from the end where negative) period of a finer `grain` that begins within it.
    ///
    /// Weeks count as English does: the first week of January is the one that its first day lies in.
    ///
    /// ```
    /// use dateline_temporal::{Grain, Period};
    /// use jiff::civil::date;
    ///
    /// let year = Period::year(1990).unwrap();
    /// assert_eq!(year.nth(2, Grain::Quarter).unwrap().to_string(), "1990-Q2");
    /// assert_eq!(year.nth(-1, Grain::Day).unwrap().to_string(), "1990-12-31");
    /// assert_eq!(year.nth(5, Grain::Quarter), None);
    /// ```
    pub fn nth(self, n: i32, grain: Grain) -> Option<Period> {
        let found = match n {
            1.. => Period::of(grain, self.first)?.shift(n - 1),
            0 => None,
            _ => Period::of(grain, self.last())?.shift(n + 1),
        }?;
        (found.first <= self.last() && found.last() >= self.first).then_some(found)
    }

    /// Whether `day` lies in it.
    pub fn contains(self, day: Date) -> bool {
        self.first <= day && day <= self.last()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        if matches!(self.grain, Grain::Week | Grain::Weekend) {
            let week = ISOWeekDate::from(self.first);
            write_year(f, week.year())?;
            write!(f, "-W{:02}", week.week())?;
            return if self.grain == Grain::Weekend { f.write_str("-WE") } else { Ok(()) };
        }
        match self.grain {
            // Before year 0 the count runs the other way: "19" is 1900 to 1999, "BC00" the hundred years before 0.
            Grain::Decade | Grain::Century | Grain::Millennium => {
                let (digits, years) = self.grain.big().unwrap_or((4, 1));
                let number = i32::from(year).div_euclid(i32::from(years));
                return if number >= 0 {
                    write!(f, "{number:0digits$}")
                } else {
                    write!(f, "BC{:0digits$}", -1 - number)
                };
            }
            _ => write_year(f, year)?,
        }
        match self.grain {
            Grain::Day => write!(f, "-{month:02}-{:02}", self.first.day()),
            Grain::Month => write!(f, "-{month:02}"),
            Grain::Quarter => write!(f, "-Q{}", (month + 2) / 3),
            Grain::Half => write!(f, "-H{}", if month < 7 { 1 } else { 2 }),
            Grain::Season => f.write_str(match month {
                3 => "-SP",
                6 => "-SU",
                9 => "-FA",
                _ => "-WI",
            }),
            _ => Ok(()),
        }
    }
}

/// A year as TIMEX3 writes it: four digits, years before 1 as "BC0208".
fn write_year(f: &mut fmt::Formatter<'_>, year: i16) -> fmt::Result {
    if year > 0 { write!(f, "{year:04}") } else { write!(f, "BC{:04}", 1 - i32::from(year)) }
}

fn monday_of(day: Date) -> Option<Date> {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    debug_assert!(day.weekday() != Weekday::Monday || back == 0);
    day.checked_sub(back.days()).ok()
}
