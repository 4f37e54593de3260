//! TimeML 1.2: the text with its temporal expressions marked inline, as the scorers and corpora of the field have it.
//!
//! Each document is a `TimeML` element; several in one file want a root around them, which whoever writes the file adds. The day of publication is `t0`, and expressions counted from it say so. A range
//! is two expressions and, behind them, an empty one of type DURATION that names both as its ends. What XML cannot hold
//! (control characters) becomes U+FFFD, so that the output is well-formed for any text.

use std::io::Write as _;

use dateline_core::{Day, Document, LayerView};
use dateline_layers::{Temporal, TemporalType};

use super::Writer;

/// Writes documents as TimeML.
#[derive(Default)]
pub(super) struct TimeMl;

impl Writer for TimeMl {
    fn begin(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    fn write(&mut self, document: &Document, out: &mut Vec<u8>) {
        let published = document.meta.published;
        out.extend_from_slice(b"<TimeML>\n<DOCID>");
        escape(&document.id, out);
        out.extend_from_slice(b"</DOCID>\n");
        if published.day.is_some() {
            // Writing into memory cannot fail.
            let _ = writeln!(
                out,
                "<DCT><TIMEX3 tid=\"t0\" type=\"{}\" value=\"{published}\" temporalFunction=\"false\" \
                 functionInDocument=\"CREATION_TIME\">{published}</TIMEX3></DCT>",
                if published.clock < 0 { "DATE" } else { "TIME" },
            );
        }
        if let Some(headline) = document.headline() {
            out.extend_from_slice(b"<TITLE>");
            escape(headline, out);
            out.extend_from_slice(b"</TITLE>\n");
        }
        out.extend_from_slice(b"<TEXT>");
        marked(document, out);
        out.extend_from_slice(b"</TEXT>\n</TimeML>\n");
    }
}

/// The text with its expressions marked.
fn marked(document: &Document, out: &mut Vec<u8>) {
    let text = document.text.as_str();
    let dates = document.items::<Temporal>();
    let mut written = 0;
    for (at, date) in dates.iter().enumerate() {
        // Expressions neither nest nor overlap; a loaded plugin might see to others.
        let Some(before) = text.get(written..date.span.start as usize) else { continue };
        let Some(surface) = text.get(date.span.range()) else { continue };
        escape(before, out);
        open(document, dates, at, out);
        escape(surface, out);
        out.extend_from_slice(b"</TIMEX3>");
        close_range(dates, at, out);
        written = date.span.end as usize;
    }
    escape(&text[written..], out);
}

/// The opening tag of the expression at a position of its layer.
fn open(document: &Document, dates: LayerView<'_, Temporal>, at: usize, out: &mut Vec<u8>) {
    let date = &dates[at];
    let _ =
        write!(out, "<TIMEX3 tid=\"t{}\" type=\"{}\" value=\"", at + 1, date.temporal_type.name().unwrap_or("DATE"));
    escape(dates.str(date.value).unwrap_or_default(), out);
    out.push(b'"');
    if let Some(modifier) = date.modifier.name() {
        let _ = write!(out, " mod=\"{modifier}\"");
    }
    if date.temporal_type == TemporalType::SET {
        out.extend_from_slice(b" quant=\"EVERY\"");
    }
    if date.anchor.is_some() {
        out.extend_from_slice(b" temporalFunction=\"true\"");
        if date.anchor == document.meta.published.day {
            out.extend_from_slice(b" anchorTimeID=\"t0\"");
        }
    }
    out.push(b'>');
}

/// Behind the second end of a range: the empty expression that stands for the whole.
fn close_range(dates: LayerView<'_, Temporal>, at: usize, out: &mut Vec<u8>) {
    let range = dates[at].range;
    let Some(other) = range.with.get().filter(|other| *other < at) else { return };
    let days = number(range.end) - number(range.begin) + 1;
    let _ = write!(
        out,
        "<TIMEX3 tid=\"t{}\" type=\"DURATION\" value=\"P{days}D\" beginPoint=\"t{}\" endPoint=\"t{}\" \
         temporalFunction=\"true\"/>",
        // Numbers behind those of the expressions, so that no two are equal.
        dates.len() + at + 1,
        other + 1,
        at + 1,
    );
}

/// The number of a day on a scale that goes up by one a day (Howard Hinnant's days from civil).
fn number(day: Day) -> i64 {
    let (month, day_of_month) = (i64::from(day.month()), i64::from(day.day()));
    let year = i64::from(day.year()) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day_of_month - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year
}

/// Text as XML has it.
fn escape(text: &str, out: &mut Vec<u8>) {
    let mut written = 0;
    for (at, character) in text.char_indices() {
        let instead: &[u8] = match character {
            '&' => b"&amp;",
            '<' => b"&lt;",
            '>' => b"&gt;",
            '"' => b"&quot;",
            // Parsers would make a line feed of it.
            '\r' => b"&#13;",
            '\t' | '\n' => continue,
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => "\u{fffd}".as_bytes(),
            _ => continue,
        };
        out.extend_from_slice(&text.as_bytes()[written..at]);
        out.extend_from_slice(instead);
        written = at + character.len_utf8();
    }
    out.extend_from_slice(&text.as_bytes()[written..]);
}

#[cfg(test)]
mod tests {
    use dateline_core::{Document, Item, Layer, Published, Ref, Span};
    use dateline_layers::{Interval, Mod};

    use super::*;

    fn date(layer: &mut Layer, span: Span, value: &str, range: Interval, anchor: Day) {
        let value = layer.pool_mut().intern(value);
        let (temporal_type, modifier) = (TemporalType::DATE, Mod::NONE);
        layer.push(&Temporal {
            span,
            temporal_type,
            value,
            modifier,
            range,
            begin: range.begin,
            end_date: range.end,
            anchor,
        });
    }

    #[test]
    fn marks_stand_inline_and_a_range_is_linked() {
        let mut layer = Layer::new(&const { Temporal::SCHEMA });
        let whole = |with| Interval { begin: Day::new(2017, 2, 15), end: Day::new(2017, 2, 16), with: Ref::to(with) };
        date(&mut layer, Span::new(9, 20), "2017-02-15", whole(1), Day::new(2017, 2, 16));
        date(&mut layer, Span::new(21, 23), "2017-02-16", whole(0), Day::NONE);
        layer.finish();
        let mut document =
            Document { id: "a<b".into(), text: "Talks on February 15-16 & \u{1}.".into(), ..Document::default() };
        document.meta.published = Published::on(Day::new(2017, 2, 16));
        document.layers.push(layer);
        let mut out = Vec::new();
        TimeMl.write(&document, &mut out);
        let out = String::from_utf8(out).expect("UTF-8");
        assert_eq!(
            out,
            "<TimeML>\n<DOCID>a&lt;b</DOCID>\n<DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"2017-02-16\" \
             temporalFunction=\"false\" functionInDocument=\"CREATION_TIME\">2017-02-16</TIMEX3></DCT>\n<TEXT>Talks on \
             <TIMEX3 tid=\"t1\" type=\"DATE\" value=\"2017-02-15\" temporalFunction=\"true\" anchorTimeID=\"t0\">February \
             15</TIMEX3>-<TIMEX3 tid=\"t2\" type=\"DATE\" value=\"2017-02-16\">16</TIMEX3><TIMEX3 tid=\"t4\" \
             type=\"DURATION\" value=\"P2D\" beginPoint=\"t1\" endPoint=\"t2\" temporalFunction=\"true\"/> &amp; \
             \u{fffd}.</TEXT>\n</TimeML>\n"
        );
    }

    #[test]
    fn days_are_numbered_over_leap_years() {
        let apart =
            |a: (i16, u8, u8), b: (i16, u8, u8)| number(Day::new(b.0, b.1, b.2)) - number(Day::new(a.0, a.1, a.2));
        assert_eq!(apart((2016, 2, 28), (2016, 3, 1)), 2);
        assert_eq!(apart((2017, 2, 28), (2017, 3, 1)), 1);
        assert_eq!(apart((1999, 12, 31), (2000, 1, 1)), 1);
    }
}
