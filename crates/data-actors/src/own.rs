//! Actors of a user, laid over the tables.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use dateline_core::Day;

use crate::phrases::Phrases;
use crate::{Actor, Kind, Named, name_at};

/// A row of a user's table.
#[derive(Clone, Copy, Debug)]
pub struct OwnRow<'a> {
    /// Its name, and the one that is written.
    pub name: &'a str,
    /// Its other names.
    pub aliases: &'a [String],
    /// Its code, up to eight ASCII letters and digits.
    pub code: &'a str,
    /// Its CAMEO sector, or "".
    pub sector: &'a str,
    /// The first day on which it is this actor; none where there is no first.
    pub from: Day,
    /// The last such day; none where there is no last.
    pub to: Day,
}

/// Actors of a user: where a name of theirs is at least as long as one of the tables, theirs holds.
///
/// ```
/// use dateline_core::Day;
/// use dateline_data_actors::{Own, OwnRow};
///
/// let row = OwnRow { name: "Port of Lund", aliases: &[], code: "LUND", sector: "GOV", from: Day::NONE, to: Day::NONE };
/// let own = Own::new([row]);
/// assert_eq!(own.name_at(["Port", "of", "Lund"], Day::NONE).map(|named| named.actor.code), Some("LUND"));
/// assert_eq!(own.name_at(["Kenya"], Day::NONE).map(|named| named.actor.code), Some("KEN"));
/// ```
#[derive(Default)]
pub struct Own {
    names: Phrases<Bounded>,
}

#[derive(Clone, Copy)]
struct Bounded {
    actor: Actor,
    from: Day,
    to: Day,
}

impl Own {
    /// Reads rows; of two that bear the same name on the same day the first holds.
    pub fn new<'a>(rows: impl IntoIterator<Item = OwnRow<'a>>) -> Own {
        let mut names = Vec::new();
        for row in rows {
            let OwnRow { code, sector, name, .. } = row;
            let actor = Actor { code: keep(code), sector: keep(sector), name: keep(name), kind: Kind::Own };
            let bounded = Bounded { actor, from: row.from, to: row.to };
            names.push((actor.name, bounded));
            names.extend(row.aliases.iter().map(|alias| (keep(alias), bounded)));
        }
        Own { names: Phrases::new(names) }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// As [`name_at`], on a day: none where it is not known, when only what has no bounds holds.
    pub fn name_at<'t>(&self, words: impl IntoIterator<Item = &'t str, IntoIter: Clone>, day: Day) -> Option<Named> {
        let words = words.into_iter();
        let holds = |one: &Bounded| {
            let begun = one.from.is_none() || (day.is_some() && one.from <= day);
            let over = one.to.is_some() && (day.is_none() || one.to < day);
            begun && !over
        };
        let own = self.names.longest_of(words.clone(), holds);
        let own = own.map(|(words, bounded)| Named { words, actor: bounded.actor });
        let listed = name_at(words);
        match (own, listed) {
            (Some(own), Some(listed)) if listed.words > own.words => Some(listed),
            (own, listed) => own.or(listed),
        }
    }
}

/// The text for as long as the program runs, each text once: tables are read once, and findings hold on to their names.
fn keep(text: &str) -> &'static str {
    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kept.get(text) {
        return known;
    }
    let new: &'static str = Box::leak(text.into());
    kept.insert(new);
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_change_hands() {
        let row = |code, from, to| OwnRow { name: "Anna Berg", aliases: &[], code, sector: "GOV", from, to };
        let change = Day::new(2020, 1, 1);
        let own = Own::new([row("SWE", Day::NONE, Day::new(2019, 12, 31)), row("UN", change, Day::NONE)]);
        let on = |day| own.name_at(["Anna", "Berg"], day).map(|named| named.actor.code);
        assert_eq!((on(Day::new(2019, 5, 1)), on(change), on(Day::NONE)), (Some("SWE"), Some("UN"), None));
    }

    #[test]
    fn the_longer_name_holds_and_the_users_own_of_two_alike() {
        let aliases = ["Kenya".to_owned()];
        let row = OwnRow { name: "Ken", aliases: &aliases, code: "MINE", sector: "", from: Day::NONE, to: Day::NONE };
        let own = Own::new([row]);
        let code = |words: &[&'static str]| own.name_at(words.iter().copied(), Day::NONE).map(|named| named.actor.code);
        assert_eq!((code(&["Kenya"]), code(&["South", "Sudan"])), (Some("MINE"), Some("SSD")));
        assert!(Own::default().is_empty() && !own.is_empty());
    }
}
