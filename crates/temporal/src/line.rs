//! The absolute dates and clock times of one line, as page furniture, bylines and datelines write them.

use dateline_core::Span;
use jiff::civil::Date;

use crate::{Clock, Core, Grain, Grammar, Order, TimeOfDay, Workspace};

/// A date, a clock time, or both, that need no context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absolute {
    /// Where it stands in the line.
    pub span: Span,
    /// The day, where one is told in full.
    pub date: Option<Date>,
    /// The clock time, with its zone where one is told.
    pub clock: Option<Clock>,
    /// Whether day and month may be read the other way round; `date` has the month first.
    pub ambiguous: bool,
}

/// The absolute dates and clock times of `line`, in order.
///
/// ```
/// use dateline_temporal::{Grammar, Workspace, line};
///
/// let grammar = Grammar::new();
/// let mut work = Workspace::default();
/// let found: Vec<_> = line::dates(&grammar, "19:35 GMT +3, 16 February 2017", &mut work).collect();
/// assert_eq!(found[0].clock.unwrap().zone, Some(180));
/// assert_eq!(found[0].date.unwrap().to_string(), "2017-02-16");
/// ```
pub fn dates<'w>(grammar: &Grammar, line: &str, work: &'w mut Workspace) -> impl Iterator<Item = Absolute> + 'w {
    grammar.read(line, work);
    let work = &*work;
    work.found().filter_map(|token| {
        let meaning = work.meaning(token)?;
        let date = match meaning.core {
            Core::Period(period) if period.grain() == Grain::Day => Some(period.first()),
            Core::TimeOnly => None,
            _ => return None,
        };
        let clock = match meaning.time {
            TimeOfDay::Clock(clock) => Some(clock),
            _ => None,
        };
        if date.is_none() && clock.is_none() {
            return None;
        }
        Some(Absolute { span: token.span, date, clock, ambiguous: meaning.order == Order::Either })
    })
}
