//! What a whole document tells of its dates before any of them is read.

use dateline_core::{Meta, Published};
use dateline_temporal::{Core, Grain, Grammar, Order, Origin, Toward, WordId, Workspace};
use jiff::civil::Date;

use crate::config::Locale;
use crate::tense::Words;

/// The numbers of the words that tense and ranges tell apart.
pub(crate) fn words(grammar: &Grammar) -> Words {
    // No token has the number that stands for a word that is not there; a test holds that all are.
    let of = |word: &str| grammar.word(word).unwrap_or(WordId::MAX);
    Words {
        to: of("to"),
        be: of("be"),
        had: of("had"),
        since: of("since"),
        is: of("is"),
        are: of("are"),
        due: of("due"),
        nouns: ["plan", "plans", "planned", "expected", "scheduled", "proposed", "planning", "hopes", "beginning"]
            .map(of),
        determiners: ["a", "an", "the", "its", "their", "his", "her"].map(of),
        by: of("by"),
        until: of("until"),
        later: of("later"),
        ended: of("ended"),
        ending: of("ending"),
        between: of("between"),
        modals: ["will", "shall", "'ll", "may", "might", "must", "would", "wo"].map(of),
        joiners: ["to", "through", "until", "till", "-", "and", "or", "/", ","].map(of),
        and: of("and"),
        comma: of(","),
        bracket: of("("),
        set: of("set"),
        have: of("have"),
        was: of("was"),
        were: of("were"),
        fors: of("for"),
        timetable: ["open", "begin", "resume", "convene", "meet", "gather", "arrive", "reopen", "go"].map(of),
        subjects: ["they", "we", "who", "which"].map(of),
        defers: ["adjourned", "postponed", "delayed", "deferred", "extended", "suspended", "gave", "given", "remanded"]
            .map(of),
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
                // A day or month of long ago is a step of a story; a year may only be looked back to.
                let weight = if period.grain() <= Grain::Month { 2 } else { 1 };
                if now.is_none_or(|now| now.year() - year > 2) { distant += weight } else { near += 1 }
            }
            Core::Shift(Origin::Now, ..) => near += 2,
            Core::Within(_, of) if is_from_now(work, of) => near += 2,
            Core::Away(Origin::Now, ..) => near += 1,
            // Stories of long ago hardly ever name a weekday alone.
            Core::Fields(fields, toward) if fields.weekday.is_some() && fields.day.is_none() => {
                near += if matches!(toward, Toward::After | Toward::Before | Toward::Same) { 1 } else { 2 };
            }
            _ => {}
        }
    }
    distant >= 2 && distant > near * 2
}

/// Whether a meaning within another is counted from now: that of "November last year".
fn is_from_now(work: &Workspace, meaning: u32) -> bool {
    let meaning = work.meanings.get(meaning as usize);
    meaning.is_some_and(|meaning| matches!(meaning.core, Core::Shift(Origin::Now, ..)))
}

/// Whether a text counts its years before Christ.
pub(crate) fn is_ancient(work: &Workspace) -> bool {
    work.meanings.iter().any(|meaning| match meaning.core {
        Core::Period(period) => period.grain() <= Grain::Year && period.first().year() < 1,
        _ => false,
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_that_is_asked_for_is_in_the_list() {
        let words = words(&Grammar::shared());
        let missing = u64::from(WordId::MAX).to_string();
        assert!(!format!("{words:?}").contains(&missing), "{words:?}");
    }
}
