//! Days and times of publication as records give them.

use dateline_core::{Day, Published};
use jiff::civil::{Date, Time};
use jiff::fmt::rfc2822;
use jiff::fmt::temporal::{Pieces, PiecesOffset};

/// Understands `2017-02-16`, ISO 8601 and RFC 3339 in their usual spellings (`2017-02-16T19:35:00+03:00`,
/// `2017-02-16 19:35`, `20170216T193500Z`) and RFC 2822 (`Thu, 16 Feb 2017 19:35:00 +0300`). None for anything else.
///
/// ```
/// use dateline_io::parse_published;
///
/// let shown = |text| parse_published(text).map(|published| published.to_string());
/// assert_eq!(shown("2017-02-16").as_deref(), Some("2017-02-16"));
/// assert_eq!(shown("2017-02-16T19:35:00+03:00").as_deref(), Some("2017-02-16T19:35:00+03:00"));
/// assert_eq!(shown("Thu, 16 Feb 2017 19:35:00 GMT").as_deref(), Some("2017-02-16T19:35:00Z"));
/// assert_eq!(shown("last Thursday"), None);
/// ```
pub fn parse_published(text: &str) -> Option<Published> {
    let text = text.trim();
    if let Ok(pieces) = Pieces::parse(text) {
        let zone = match pieces.offset() {
            Some(PiecesOffset::Numeric(offset)) => offset.offset().seconds() / 60,
            Some(_) => 0,
            None => Published::NO_ZONE,
        };
        return Some(published(pieces.date(), pieces.time(), zone));
    }
    let zoned = rfc2822::parse(text).ok()?;
    Some(published(zoned.date(), Some(zoned.time()), zoned.offset().seconds() / 60))
}

fn published(date: Date, time: Option<Time>, zone: i32) -> Published {
    let day = Day::new(date.year(), date.month() as u8, date.day() as u8);
    match time {
        Some(time) => {
            let clock = (i32::from(time.hour()) * 60 + i32::from(time.minute())) * 60 + i32::from(time.second());
            Published { day, clock, zone }
        }
        None => Published::on(day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_records() {
        let cases = [
            ("2019-12-31T23:59:59Z", Some("2019-12-31T23:59:59Z")),
            ("2019-12-31 23:59", Some("2019-12-31T23:59:00")),
            ("2019-12-31T23:59:59.123-05:30", Some("2019-12-31T23:59:59-05:30")),
            ("20191231T235959Z", Some("2019-12-31T23:59:59Z")),
            ("20191231", Some("2019-12-31")),
            (" 2019-12-31 ", Some("2019-12-31")),
            ("Tue, 31 Dec 2019 23:59:59 +0100", Some("2019-12-31T23:59:59+01:00")),
            ("2019-13-01", None),
            ("2019-02-30", None),
            ("31/12/2019", None),
            ("1577836800", None),
            ("\u{0}", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_published(text).map(|found| found.to_string()).as_deref(), expected, "{text}");
        }
    }
}
