//! Feasts and named days, whose date in a year is computed.
//!
//! Easter by the anonymous Gregorian computus (Meeus/Jones/Butcher) and the Julian one for the Orthodox feast;
//! Islamic feasts by the tabular calendar (30-year cycle, civil epoch), which may be a day beside the sighted moon;
//! Jewish ones by the Hebrew calendar's molad and postponements; Nowruz by the March equinox as a fixed table of
//! leap days holds it (20 or 21 March, 1900 to 2100); Diwali by a table of new moons for 1990 to 2030, the lunar new
//! year by one for 1900 to 2100.

use std::sync::LazyLock;

use dateline_core::table;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::calendar;

/// The table of feasts: name, patterns, how to compute it.
const TABLE: &str = include_str!("../data/festivals.tsv");
/// Diwali's day in each year: year, month, day.
const DIWALI: &str = include_str!("../data/diwali.tsv");

/// The lunar year's first day in each year: year, month, day.
const LUNAR: &str = include_str!("../data/lunar.tsv");

/// How a feast's day is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    Fixed(i8, i8),
    /// Days from Western Easter.
    Easter(i64),
    /// Days from Orthodox Easter.
    Pascha(i64),
    /// The nth (from the end where negative) weekday of a month.
    Weekday(i8, i8, Weekday),
    /// Month and day of the Islamic calendar.
    Islamic(u8, u8),
    /// Month and day of the Hebrew calendar.
    Hebrew(u8, u8),
    /// Either of the two Islamic feasts of that name.
    Eid,
    Nowruz,
    Diwali,
    /// The first day of the lunar year, as in China.
    Lunar,
    /// Month, first day, weekday, and every so many years from a year: elections.
    Election(i16, i16),
}

/// The days of the feast number `id` in `year`, in order: most feasts have one, those of the shorter Islamic year at
/// times two, and an unnamed Eid is either of the two feasts of that name.
///
/// ```
/// use dateline_temporal::festival;
///
/// let eid = festival::find("eid al-fitr").unwrap();
/// let days: Vec<String> = festival::days(eid, 2000).map(|day| day.to_string()).collect();
/// assert_eq!(days, ["2000-01-08", "2000-12-28"]);
/// ```
pub fn days(id: u8, year: i16) -> impl DoubleEndedIterator<Item = Date> {
    let mut found = [None; 4];
    match RULES.get(usize::from(id)).copied() {
        Some(Rule::Islamic(month, day)) => found[..2].copy_from_slice(&calendar::islamic_in(year, month, day)),
        Some(Rule::Eid) => {
            found[..2].copy_from_slice(&calendar::islamic_in(year, 10, 1));
            found[2..].copy_from_slice(&calendar::islamic_in(year, 12, 10));
        }
        _ => found[0] = day(id, year),
    }
    found.sort_unstable();
    found.into_iter().flatten()
}

/// The day of the feast number `id` in `year`; for Islamic feasts the first one in it.
///
/// ```
/// use dateline_temporal::festival;
///
/// let easter = festival::find("easter sunday").unwrap();
/// assert_eq!(festival::day(easter, 2024).unwrap().to_string(), "2024-03-31");
/// let nowruz = festival::find("nowruz").unwrap();
/// assert_eq!(festival::day(nowruz, 2017).unwrap().to_string(), "2017-03-21");
/// ```
pub fn day(id: u8, year: i16) -> Option<Date> {
    match *RULES.get(usize::from(id))? {
        Rule::Fixed(month, day) => Date::new(year, month, day).ok(),
        Rule::Easter(days) => easter(year)?.checked_add(days.days()).ok(),
        Rule::Pascha(days) => pascha(year)?.checked_add(days.days()).ok(),
        Rule::Weekday(month, nth, weekday) => Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok(),
        Rule::Islamic(..) | Rule::Eid => days(id, year).next(),
        Rule::Hebrew(month, day) => calendar::hebrew_in(year, month, day),
        Rule::Nowruz => calendar::nowruz(year),
        Rule::Diwali => in_table(DIWALI, year),
        Rule::Lunar => in_table(LUNAR, year),
        Rule::Election(from, every) => {
            let held = year >= from && (year - from) % every == 0;
            let monday = Date::new(year, 11, 1).ok()?.nth_weekday_of_month(1, Weekday::Monday).ok()?;
            if held { monday.tomorrow().ok() } else { None }
        }
    }
}

/// The number of a feast by its name in the table.
pub fn find(name: &str) -> Option<u8> {
    lines().position(|line| line.split('\t').next() == Some(name)).map(|at| at as u8)
}

/// `(name, pattern, number)` of every feast, for the grammar.
pub(crate) fn patterns() -> impl Iterator<Item = (&'static str, &'static str, usize)> {
    lines().enumerate().filter_map(|(id, line)| {
        let mut columns = table::parts(line, b'\t');
        Some((columns.next()?, columns.next()?, id))
    })
}

fn lines() -> impl Iterator<Item = &'static str> {
    table::rows(TABLE)
}

/// How the days of each feast are found, by its number.
static RULES: LazyLock<Vec<Rule>> =
    LazyLock::new(|| lines().map(|line| line.split('\t').nth(2).and_then(rule).unwrap_or(Rule::Fixed(0, 0))).collect());

fn rule(text: &str) -> Option<Rule> {
    let mut words = text.split(' ');
    let kind = words.next()?;
    let mut number = || words.next()?.parse::<i64>().ok();
    Some(match kind {
        "fixed" => Rule::Fixed(number()? as i8, number()? as i8),
        "easter" => Rule::Easter(number()?),
        "pascha" => Rule::Pascha(number()?),
        "weekday" => {
            Rule::Weekday(number()? as i8, number()? as i8, Weekday::from_monday_one_offset(number()? as i8).ok()?)
        }
        "islamic" => Rule::Islamic(number()? as u8, number()? as u8),
        "hebrew" => Rule::Hebrew(number()? as u8, number()? as u8),
        "nowruz" => Rule::Nowruz,
        "eid" => Rule::Eid,
        "diwali" => Rule::Diwali,
        "lunar" => Rule::Lunar,
        "election" => Rule::Election(number()? as i16, number()? as i16),
        _ => return None,
    })
}

/// Western Easter (Meeus, Astronomical Algorithms, chapter 8), from 1583 on.
#[expect(clippy::many_single_char_names, reason = "the letters are those of the source")]
fn easter(year: i16) -> Option<Date> {
    if year < 1583 {
        return None;
    }
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let m = (a + 11 * h) / 319;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - c % 4 - h + m) % 7;
    let month = (h - m + l + 90) / 25;
    let day = (h - m + l + month + 19) % 32;
    Date::new(year, month as i8, day as i8).ok()
}

/// Orthodox Easter in the Gregorian calendar: the Julian computus and the distance of the calendars.
fn pascha(year: i16) -> Option<Date> {
    let y = i32::from(year);
    if y < 1583 {
        return None;
    }
    let d = (19 * (y % 19) + 15) % 30;
    let e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
    let (month, day) = ((d + e + 114) / 31, (d + e + 114) % 31 + 1);
    let apart = y / 100 - y / 400 - 2;
    Date::new(year, month as i8, day as i8).ok()?.checked_add(i64::from(apart).days()).ok()
}

fn in_table(table: &str, year: i16) -> Option<Date> {
    table.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let mut columns = line.split('\t').map_while(|column| column.parse::<i16>().ok());
        let (y, month, day) = (columns.next()?, columns.next()?, columns.next()?);
        if y == year { Date::new(y, month as i8, day as i8).ok() } else { None }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_can_be_computed_for_its_stated_year() {
        for (id, line) in lines().enumerate() {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 4, "{line}");
            assert!(rule(columns[2]).is_some(), "{line}");
            let stated: Date = columns[3].parse().expect("an example day");
            assert_eq!(day(id as u8, stated.year()), Some(stated), "{line}");
        }
    }
}
