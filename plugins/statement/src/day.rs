//! On which day it was said, where the clause of the cue tells.

use dateline_core::{Day, Span};
use dateline_layers::{Quote, Temporal};

/// Words before a date that make it the day of something else: "after Friday's vote", "since Monday".
const OTHER_DAYS: [&str; 14] = [
    "after",
    "before",
    "since",
    "until",
    "till",
    "by",
    "from",
    "for",
    "ahead of",
    "following",
    "of",
    "to",
    "between",
    "prior to",
];

/// The day that the attribution states ("said Thursday"): a single day, outside the content, that is nobody else's.
/// The date nearest to the cue wins.
pub(crate) fn in_clause(text: &str, quote: &Quote, clause: Span, dates: &[Temporal]) -> Day {
    if clause.is_none() {
        return Day::NONE;
    }
    let first = dates.partition_point(|date| date.span.start < clause.start);
    let inside = dates[first..].iter().take_while(|date| date.span.start < clause.end);
    let of_saying = inside.filter(|date| {
        date.begin.is_some()
            && date.begin == date.end_date
            && !overlap(date.span, quote.span)
            && is_of_saying(text, date.span)
            && !crate::clause::is_aside(text, quote.attribution, quote.cue, date.span)
    });
    let nearest = of_saying.min_by_key(|date| distance(date.span, quote.cue));
    nearest.map_or(Day::NONE, |date| date.begin)
}

/// Whether the words around a date leave it to the saying.
fn is_of_saying(text: &str, date: Span) -> bool {
    let after = &text[date.end as usize..];
    if after.starts_with("'s") || after.starts_with("’s") {
        return false;
    }
    let before = text[..date.start as usize].trim_end();
    !OTHER_DAYS.iter().any(|word| {
        before.len() >= word.len()
            && before.is_char_boundary(before.len() - word.len())
            && before[before.len() - word.len()..].eq_ignore_ascii_case(word)
            && !before[..before.len() - word.len()].ends_with(char::is_alphanumeric)
    })
}

fn overlap(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}

fn distance(date: Span, cue: Span) -> u32 {
    if cue.is_none() {
        return date.start;
    }
    date.start.saturating_sub(cue.end).max(cue.start.saturating_sub(date.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str, date: &str) -> bool {
        let start = text.find(date).expect("the date stands in the text");
        is_of_saying(text, Span::of_range(start..start + date.len()))
    }

    #[test]
    fn a_day_of_something_else_is_not_the_day_of_saying() {
        assert!(kept("he said Thursday", "Thursday") && kept("he said on Thursday", "Thursday"));
        assert!(kept("Thursday", "Thursday"));
        assert!(!kept("he said after Friday's vote", "Friday"));
        assert!(!kept("he said ahead of Friday", "Friday"));
        assert!(!kept("he said of Friday’s vote", "Friday"));
        assert!(kept("he said thereof Friday", "Friday"));
    }
}
