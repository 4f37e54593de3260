//! What a whole document tells of its dates before any of them is read.

use dateline_core::{Meta, Published};
use dateline_temporal::{Core, Grain, Grammar, Order, Workspace};
use jiff::civil::Date;

use crate::config::Locale;
use crate::tense::Words;

/// The numbers of the words that tense and ranges tell apart.
pub(crate) fn words(grammar: &mut Grammar) -> Words {
    let mut of = |word: &str| grammar.word(word);
    Words {
        to: of("to"),
        be: of("be"),
        had: of("had"),
        since: of("since"),
        is: of("is"),
        are: of("are"),
        due: of("due"),
        nouns: ["plan", "plans", "planned", "expected", "scheduled", "proposed", "planning", "hopes", "beginning"]
            .map(&mut of),
        determiners: ["a", "an", "the", "its", "their", "his", "her"].map(&mut of),
        by: of("by"),
        until: of("until"),
        later: of("later"),
        ended: of("ended"),
        ending: of("ending"),
        between: of("between"),
    }
}

/// Whether a document tells a story of the past: it names years that are over again and again, and hardly ever
/// a day as a newspaper does.
pub(crate) fn is_narrative(work: &Workspace, now: Option<Date>) -> bool {
    let (mut distant, mut near) = (0, 0);
    for token in work.found() {
        let Some(meaning) = work.meaning(token) else { continue };
        match meaning.core {
            Core::Period(period) if period.grain() <= Grain::Year => {
                let year = period.first().year();
                if now.is_none_or(|now| (now.year() - year).abs() > 2) { distant += 1 } else { near += 1 }
            }
            Core::Shift(dateline_temporal::Origin::Now, ..) => near += 2,
            Core::Fields(fields, _) if fields.weekday.is_some() && fields.day.is_none() => near += 1,
            _ => {}
        }
    }
    distant >= 4 && distant > near * 2
}

/// Whether ambiguous figures have the day first: as the option says, else as unambiguous figures of the document show,
/// else as the zone of the page suggests.
pub(crate) fn day_first(locale: Locale, work: &Workspace, meta: &Meta) -> bool {
    match locale {
        Locale::DayFirst => return true,
        Locale::MonthFirst => return false,
        Locale::Auto => {}
    }
    let (mut day_first, mut month_first) = (0, 0);
    for meaning in &work.meanings {
        match meaning.order {
            Order::DayFirst => day_first += 1,
            Order::MonthFirst => month_first += 1,
            Order::None | Order::Either => {}
        }
    }
    if day_first != month_first {
        return day_first > month_first;
    }
    let zone = meta.published.zone;
    zone != Published::NO_ZONE && zone > -60
}
