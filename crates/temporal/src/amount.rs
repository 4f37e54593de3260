//! Amounts of time: "two and a half years", "some 40 minutes", "months".

use std::fmt;

use crate::Grain;

/// A length of time, counted in calendar units.
///
/// `Display` writes the TIMEX3 duration in the units that annotators use: years for decades, months for quarters,
/// halves in the next finer unit, X for a number that is not told.
///
/// ```
/// use dateline_temporal::{Amount, Grain};
///
/// assert_eq!(Amount::new(2, Grain::Decade).to_string(), "P20Y");
/// assert_eq!(Amount::ratio(5, 2, Grain::Year).to_string(), "P2Y6M");
/// assert_eq!(Amount::vague(Grain::Minute).to_string(), "PTXM");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// How many units, times `den`; meaningless where `vague`.
    pub num: i32,
    /// What `num` is divided by: 1 for whole numbers.
    pub den: i32,
    /// The unit.
    pub grain: Grain,
    /// "Several", "a few", a bare plural: the number is not told.
    pub vague: bool,
    /// A second, finer part ("two years and *three months*"); 0 for none.
    pub rest: i32,
    /// The unit of `rest`.
    pub rest_grain: Grain,
}

impl Amount {
    /// `n` units.
    pub const fn new(n: i32, grain: Grain) -> Amount {
        Amount::ratio(n, 1, grain)
    }

    /// `num / den` units.
    pub const fn ratio(num: i32, den: i32, grain: Grain) -> Amount {
        Amount { num, den, grain, vague: false, rest: 0, rest_grain: grain }
    }

    /// An untold number of units.
    pub const fn vague(grain: Grain) -> Amount {
        Amount { vague: true, ..Amount::new(0, grain) }
    }

    /// This amount and `finer`: "two years" and "three months".
    #[must_use]
    pub const fn and(self, finer: Amount) -> Amount {
        Amount { rest: finer.num / finer.den, rest_grain: finer.grain, ..self }
    }

    /// The number of whole units, if it is told.
    pub const fn whole(self) -> Option<i32> {
        if self.vague { None } else { Some(self.num / self.den) }
    }

    /// It as a whole number of `(designator, clock)` parts, coarse first; `None` where it takes a decimal point.
    fn parts(self) -> Option<[(i64, char, bool); 3]> {
        let (letter, factor) = self.grain.designator();
        let clock = self.grain.is_clock();
        let (num, den) = (i64::from(self.num) * i64::from(factor), i64::from(self.den));
        let (whole, left) = (num / den, num % den);
        let mut parts = [(whole, letter, clock), (0, 'X', false), (0, 'X', false)];
        if left != 0 {
            let (finer, per, clock) = match (letter, clock) {
                ('Y', _) => ('M', 12, false),
                ('W', _) => ('D', 7, false),
                ('D', _) => ('H', 24, true),
                ('H', true) => ('M', 60, true),
                ('M', true) => ('S', 60, true),
                _ => return None,
            };
            if left * per % den != 0 {
                return None;
            }
            parts[1] = (left * per / den, finer, clock);
        }
        if self.rest != 0 {
            let (letter, factor) = self.rest_grain.designator();
            parts[2] = (i64::from(self.rest) * i64::from(factor), letter, self.rest_grain.is_clock());
        }
        Some(parts)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (letter, factor) = self.grain.designator();
        let clock = if self.grain.is_clock() { "T" } else { "" };
        if self.grain == Grain::Unknown {
            return f.write_str("PXX");
        }
        if self.vague {
            // "Decades" and "centuries" keep a designator of their own: PXY would say years.
            let letter = match self.grain {
                Grain::Quarter => 'Q',
                Grain::Decade => return f.write_str("PXDE"),
                Grain::Century => return f.write_str("PXCE"),
                _ => letter,
            };
            return write!(f, "P{clock}X{letter}");
        }
        let Some(parts) = self.parts() else {
            let tenths = i64::from(self.num) * i64::from(factor) * 10 / i64::from(self.den);
            return write!(f, "P{clock}{}.{}{letter}", tenths / 10, tenths % 10);
        };
        f.write_str("P")?;
        let mut in_clock = false;
        let mut written = false;
        for (n, letter, clock) in parts {
            if n == 0 {
                continue;
            }
            if clock && !in_clock {
                f.write_str("T")?;
                in_clock = true;
            }
            write!(f, "{n}{letter}")?;
            written = true;
        }
        if written { Ok(()) } else { write!(f, "{clock}0{letter}") }
    }
}
