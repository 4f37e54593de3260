//! When a page was published, from what stands on it, and how that was found.

use dateline_core::{Day, Meta, Published, PublishedFrom, RegionKind};

use crate::cues::Cue;
use crate::dateline::Reading;
use crate::lines::{self, Line};
use crate::signs::is_dated;
use crate::story::Story;

/// How a date on the page is to be taken; the higher the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    /// The clock of the site, which tells the day of the visit: counts only where something else says the same day.
    Clock,
    /// The day of a change.
    Updated,
    /// The date and time group of a wire, at the foot as a rule.
    Filed,
    /// A date on a line above the story.
    Stated,
    /// A date that is labelled as that of publication.
    Labelled,
}

/// Finds the day of publication, unless the record gave it, and settles the year of the dateline's day.
pub(crate) fn settle(text: &str, lines: &[Line], story: &Story, url: &str, meta: &mut Meta) {
    let given = meta.published.day.is_some();
    let linked = day_of_url(url);
    if !given {
        let dated = story.dateline.filter(|(_, reading)| reading.has_year).map_or(Day::NONE, |(_, it)| it.dateline.day);
        if let Some(published) = on_page(text, lines, story, linked, dated) {
            meta.published = published;
            meta.published_from = PublishedFrom::PAGE;
        } else if linked.is_some() {
            meta.published = Published::on(linked);
            meta.published_from = PublishedFrom::URL;
        } else if dated.is_some() {
            meta.published = Published::on(dated);
            meta.published_from = PublishedFrom::DATELINE;
        }
    }
    if let Some((_, reading)) = &story.dateline {
        meta.dateline.day = day_of(reading, meta.published.day);
    }
}

/// The best date of the page. A day in the address must agree with it, or the address is right.
fn on_page(text: &str, lines: &[Line], story: &Story, linked: Day, dated: Day) -> Option<Published> {
    let candidates = lines.iter().enumerate().filter_map(|(at, line)| Some((worth(line, at, story)?, at, line)));
    let near = |at: usize| std::cmp::Reverse(at.abs_diff(story.headline.unwrap_or(story.lead)));
    let (worth, at, line) = candidates.max_by_key(|(worth, at, _)| (*worth, near(*at)))?;
    let mut found = line.moment.at;
    let mut zone_of = &line.moment;
    if line.moment.ambiguous {
        found.day = in_order(text, lines, at, story, [linked, dated])?;
    }
    if linked.is_some() && day_number(linked).abs_diff(day_number(found.day)) > 3 {
        return None;
    }
    if worth == Worth::Clock {
        let others = lines.iter().enumerate().filter(|(other, line)| *other != at && line.moment.at.day == found.day);
        let said_again = others.count() > 0 || linked == found.day || dated == found.day;
        if !said_again {
            return None;
        }
    }
    if found.clock < 0 {
        // The clock stands on a line near that of the day.
        let near = [at.wrapping_sub(1), at + 1, at.wrapping_sub(2), at + 2].into_iter().filter_map(|at| lines.get(at));
        let mut stated = near.filter(|line| line.kind == RegionKind::HEADER).map(|line| &line.moment);
        let clock = stated.find(|other| other.at.day.is_none() && other.at.clock >= 0);
        if let Some(clock) = clock {
            zone_of = clock;
            found.clock = clock.at.clock;
        }
    }
    if found.clock >= 0 {
        found.zone = zone_of.zone_on(found.day);
    }
    Some(found)
}

/// The day of a line that may have its month first or its day, when the address, the dateline, another date of the page
/// or a weekday tells which. None where nothing does, or both are as likely.
fn in_order(text: &str, lines: &[Line], at: usize, story: &Story, told: [Day; 2]) -> Option<Day> {
    let moment = &lines[at].moment;
    let readings = [moment.at.day, moment.turned()];
    if readings[0] == readings[1] || told.contains(&readings[0]) {
        return Some(readings[0]);
    }
    let signed = story.dateline.map_or(Day::NONE, |(_, reading)| reading.dateline.day);
    let stated = lines.iter().filter(|line| !line.moment.ambiguous).map(|line| line.moment.at.day);
    let others: Vec<Day> = told.into_iter().chain(stated).filter(|day| day.is_some()).collect();
    let beside = weekdays(lines[at].span.of(text), true);
    let head = lines[story.lead..].iter().take(4);
    let spoken =
        head.map(|line| weekdays(lines::head(line.span.of(text), Line::LOOK), false)).fold(0, |all, some| all | some);
    let [one, other] = readings.map(|day| {
        let number = day_number(day);
        let weekday = |ago: i64| 1_u8 << (number - ago + 2).rem_euclid(7);
        let near = others.iter().any(|other| day_number(*other).abs_diff(number) <= 3);
        let same = signed.is_some() && (signed.month(), signed.day()) == (day.month(), day.day());
        // News of a day names it, or the day before.
        let named = spoken & (weekday(0) | weekday(1)) != 0;
        2 * i32::from(near || same || beside & weekday(0) != 0) + i32::from(named)
    });
    match one.cmp(&other) {
        std::cmp::Ordering::Greater => Some(readings[0]),
        std::cmp::Ordering::Less => Some(readings[1]),
        std::cmp::Ordering::Equal => None,
    }
}

/// The weekdays that a text names, a bit each from Monday on; cut short too, where it is no prose.
fn weekdays(text: &str, cut: bool) -> u8 {
    const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let named = |word: &str| {
        let short = cut && word.len() <= 5;
        NAMES.iter().position(|name| {
            name.eq_ignore_ascii_case(word)
                || (short && name.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)))
        })
    };
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() >= 3);
    words.filter_map(named).fold(0, |all, day| all | 1 << day)
}

/// What a line's date is worth; none where it is part of the story or of a caption.
fn worth(line: &Line, at: usize, story: &Story) -> Option<Worth> {
    if line.moment.at.day.is_none()
        || !matches!(
            line.kind,
            RegionKind::HEADER | RegionKind::BYLINE | RegionKind::BOILERPLATE | RegionKind::DATELINE
        )
    {
        return None;
    }
    // Below the story "Published in the print edition of May 5" is a sentence about something else.
    if line.cues.has(Cue::Published) && (at < story.lead || !line.is_prose()) {
        Some(Worth::Labelled)
    } else if line.moment.is_group && line.words <= 8 {
        Some(Worth::Filed)
    } else if line.cues.has(Cue::Updated) {
        Some(Worth::Updated)
    } else if at < story.lead && line.cues.any(&[Cue::Clock, Cue::Chrome]) {
        Some(Worth::Clock)
    } else {
        (at < story.lead && (is_dated(line) || line.kind == RegionKind::BYLINE)).then_some(Worth::Stated)
    }
}

/// The day in the path of an address: `/2017/02/16/`, `/2017-02-16-`, `/20170216`. NONE where there is none.
///
/// ```
/// let day = dateline_page::day_of_url("https://example.com/2017/02/16/talks");
/// assert_eq!(day.to_string(), "2017-02-16");
/// ```
pub fn day_of_url(url: &str) -> Day {
    let bytes = url.as_bytes();
    for at in 0..bytes.len() {
        if at > 0 && bytes[at - 1].is_ascii_digit() {
            continue;
        }
        let Some(year) = number(bytes, at, 4).filter(|year| (1990..=2099).contains(year)) else { continue };
        let split = bytes.get(at + 4).is_some_and(|byte| matches!(byte, b'/' | b'-' | b'.'));
        let step = usize::from(split);
        let month = number(bytes, at + 4 + step, 2);
        let same = !split || bytes.get(at + 7) == bytes.get(at + 4);
        let day = number(bytes, at + 6 + 2 * step, 2);
        let ended = !bytes.get(at + 8 + 2 * step).is_some_and(u8::is_ascii_digit);
        if let (Some(month @ 1..=12), Some(day @ 1..=31), true, true) = (month, day, same, ended)
            && day <= length_of(year, month)
        {
            return Day::new(year as i16, month as u8, day as u8);
        }
    }
    Day::NONE
}

fn number(bytes: &[u8], at: usize, digits: usize) -> Option<u32> {
    let digits = bytes.get(at..at + digits)?;
    digits.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0')))
}

/// The day of a dateline. Without a year it is that of publication, or the year before where the day would lie ahead.
fn day_of(reading: &Reading, published: Day) -> Day {
    let day = reading.dateline.day;
    if day.is_none() || reading.has_year {
        return day;
    }
    if published.is_none() {
        return Day::NONE;
    }
    let in_year = |year: i16| Day::new(year, day.month(), day.day());
    // A day ahead is the zone of the site; more is last year's.
    let candidate =
        [published.year() + 1, published.year(), published.year() - 1].map(in_year).into_iter().find(|day| {
            day_number(*day) <= day_number(published) + 1
                && u32::from(day.day()) <= length_of(day.year() as u32, u32::from(day.month()))
        });
    candidate.unwrap_or(Day::NONE)
}

/// A number that grows by one from day to day: days since 1970, plus a constant (proleptic Gregorian calendar, days from civil by H. Hinnant).
pub fn day_number(day: Day) -> i64 {
    let (month, year) = (i64::from(day.month()), i64::from(day.year()) - i64::from(day.month() <= 2));
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + i64::from(day.day()) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year
}

fn length_of(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_addresses() {
        for (url, expected) in [
            ("https://example.com/2017/02/16/talks", "2017-02-16"),
            ("https://example.com/world/2017-02-16-talks.html", "2017-02-16"),
            ("https://example.com/20170216/1050.html", "2017-02-16"),
            ("https://example.com/201702161050.html", "none"),
            ("https://example.com/2017/02/31/talks", "none"),
            ("https://example.com/article/1234567", "none"),
            ("", "none"),
        ] {
            assert_eq!(format!("{:?}", day_of_url(url)), expected, "{url}");
        }
    }

    #[test]
    fn a_weekday_tells_which_number_is_the_month() {
        let published = |text: &str| {
            let mut document = dateline_core::Document { text: text.to_owned(), ..Default::default() };
            crate::Analyser::new().analyse(&mut document);
            format!("{:?}", document.meta.published.day)
        };
        let page = |line: &str, weekday: &str| {
            published(&format!(
                "Talks on River Resume\n{line}\n\nThe talks on the river resumed on {weekday}, a spokesman said.\n"
            ))
        };
        // The fifth of October 2021 was a Tuesday, the tenth of May a Monday.
        assert_eq!(page("05/10/2021", "Tuesday"), "2021-10-05");
        assert_eq!(page("05/10/2021", "Monday"), "none");
        assert_eq!(page("05/10/2021", "Sunday"), "2021-05-10");
        assert_eq!(page("Mon 05/10/2021", "Sunday"), "2021-05-10");
        assert_eq!(page("05/10/2021", "some day"), "none");
    }

    #[test]
    fn days_count_on() {
        assert_eq!(day_number(Day::new(1970, 1, 1)) - day_number(Day::new(1969, 12, 31)), 1);
        assert_eq!(day_number(Day::new(2016, 3, 1)) - day_number(Day::new(2016, 2, 28)), 2);
        assert_eq!(day_number(Day::new(2017, 3, 1)) - day_number(Day::new(2017, 2, 28)), 1);
    }
}
