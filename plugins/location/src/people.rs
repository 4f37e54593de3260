//! Words that are parts of persons' names, so that "Jordan" in "Michael Jordan" is no kingdom.

use dateline_data_gazetteer::Gazetteer;
use dateline_layers::EntityType;

use crate::byline;
use crate::hints::Hints;
use crate::lexicon::{Class, Classes};
use crate::spots::{Spot, meanings};
use crate::words::{Gap, Word};

/// What is known of the persons of a document.
#[derive(Default)]
pub(crate) struct People {
    /// For each word whether it is part of a person's name.
    part: Vec<bool>,
    /// Surnames, as hashes of folded words.
    surnames: Vec<u64>,
    /// The same of persons whom only the recogniser of names knows.
    taken: Vec<u64>,
}

impl People {
    /// Whether the word at `at` is part of a person's full name.
    pub(crate) fn is_part(&self, at: u32) -> bool {
        self.part.get(at as usize).copied().unwrap_or(false)
    }

    /// Whether a person of the document bears this surname.
    pub(crate) fn is_surname(&self, word: &str) -> bool {
        self.surnames.binary_search(&hash(word)).is_ok()
    }

    /// Whether the recogniser of names knows a person of this surname: "Chadwick Boseman".
    pub(crate) fn is_taken_for_surname(&self, word: &str) -> bool {
        self.taken.binary_search(&hash(word)).is_ok()
    }

    /// Notes the persons whom the recogniser of names found.
    pub(crate) fn note(&mut self, text: &str, hints: Hints<'_>) {
        self.taken.clear();
        for name in hints.names.iter().filter(|name| name.entity_type == EntityType::PERSON) {
            // A surname of two words is called by either: "Ricardo Rosselló Nevares".
            let words = name.span.of(text).split_whitespace().skip(1);
            self.taken.extend(words.filter(|word| word.starts_with(char::is_uppercase)).map(hash));
        }
        self.taken.sort_unstable();
        self.taken.dedup();
    }

    /// Finds the full names and the names behind titles.
    pub(crate) fn find(
        &mut self,
        text: &str,
        words: &[Word],
        classes: &Classes,
        spots: &[Spot],
        gazetteer: &Gazetteer,
    ) {
        self.part.clear();
        self.part.resize(words.len(), false);
        self.surnames.clear();
        let mut next_spot = 0;
        let mut at = 0;
        while at < words.len() {
            // Most words have no capital, and no name begins with them.
            if !words[at].capital {
                at += 1;
                continue;
            }
            while spots.get(next_spot).is_some_and(|s| s.behind as usize <= at) {
                next_spot += 1;
            }
            let spot = spots.get(next_spot).filter(|s| s.first as usize <= at);
            // No person's name begins within a name of several words: "West [Virginia Lottery]", "U.[S. House]".
            if let Some(longer) = spot.filter(|s| s.behind > s.first + 1) {
                at = longer.behind as usize;
                continue;
            }
            match name_at(text, words, classes, at, spot, gazetteer) {
                Some((from, behind)) => {
                    self.part[from..behind].fill(true);
                    self.surnames.push(hash(words[behind - 1].of(text)));
                    at = behind;
                }
                None => at += 1,
            }
        }
        byline::find(text, words, classes, spots, |from, behind| {
            self.part[from..behind].fill(true);
            self.surnames.push(hash(words[behind - 1].of(text)));
        });
        self.surnames.sort_unstable();
        self.surnames.dedup();
    }
}

/// FNV-1a of the ASCII-folded word.
fn hash(word: &str) -> u64 {
    word.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(0x100_0000_01b3))
}

/// Whether the words at `at` and behind it go on one name.
fn goes_on(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|w| w.capital && !w.number && matches!(w.gap, Gap::Space | Gap::Point))
}

/// Whether the second word stands on a new line in another case than the first: a byline, then "TEHRAN/VIENNA, May 3".
fn other_line(text: &str, before: &Word, word: &Word) -> bool {
    before.shouted != word.shouted && text[before.end as usize..word.start as usize].contains('\n')
}

/// A person's name at `at`: a title and a name, a first name and a surname, initials and a surname.
fn name_at(
    text: &str,
    words: &[Word],
    classes: &Classes,
    at: usize,
    spot: Option<&Spot>,
    gazetteer: &Gazetteer,
) -> Option<(usize, usize)> {
    const NO_NAME: Class = Class::INSTITUTION
        .or(Class::FEATURE)
        .or(Class::STREET)
        .or(Class::COMPANY)
        .or(Class::CALENDAR)
        .or(Class::OFFICE)
        .or(Class::EVENT);
    let word = &words[at];
    if !word.capital || word.number {
        return None;
    }
    let class = |at: usize| classes.of(text, words, at);
    let known = class(at);
    // The name goes on over capitals, initials, and particles before a capital ("van der Bellen", "al-Assad").
    let end_from = |from: usize| {
        let mut end = from;
        while end < words.len() && end < from + 4 {
            let particle =
                matches!(words[end].of(text), "al" | "el" | "bin" | "ibn" | "van" | "von" | "der" | "de" | "di" | "da");
            let joined = matches!(words[end].gap, Gap::Space | Gap::Point | Gap::Hyphen | Gap::Tight);
            if end > from && (!joined || other_line(text, &words[end - 1], &words[end])) {
                break;
            }
            if particle && end > from && words.get(end + 1).is_some_and(|w| w.capital) {
                end += 2;
                continue;
            }
            if !words[end].capital || words[end].number {
                break;
            }
            if end > from && class(end).has(NO_NAME) && !class(end).has(Class::SURNAME) {
                break;
            }
            end += 1;
        }
        end.min(words.len())
    };
    if known.has(Class::TITLE) && goes_on(words, at + 1) {
        let next = class(at + 1);
        // "Gov. Jerry Brown" is a person, "President of", "Police Department" and "Prime Minister" are none.
        if !next.has(NO_NAME.or(Class::TITLE)) {
            return Some((at + 1, end_from(at + 1))).filter(|(a, b)| a < b);
        }
        return None;
    }
    let first = known.has(Class::FIRST);
    let initial = word.len() == 1 && words.get(at + 1).is_some_and(|w| matches!(w.gap, Gap::Point | Gap::Tight));
    if !(initial || first && goes_on(words, at + 1)) {
        return None;
    }
    // "BY CHAD KLIMACK" at the head of a line is a byline, whatever the first name is.
    let byline = at > 0 && words[at - 1].gap == Gap::Sentence && words[at - 1].of(text).eq_ignore_ascii_case("by");
    let surname = byline || class(at + 1).has(Class::SURNAME);
    if !surname && spot.is_some_and(|s| is_great(gazetteer, s)) {
        return None;
    }
    let second = class(at + 1);
    if at + 1 == words.len() || second.has(NO_NAME) && !second.has(Class::SURNAME) {
        return None;
    }
    let end = end_from(at);
    (end > at + 1).then_some((at, end))
}

/// A place so great that its name is a first name only before a known surname: "Dallas Cowboys", "Georgia Division".
fn is_great(gazetteer: &Gazetteer, spot: &Spot) -> bool {
    meanings(gazetteer, spot)
        .next()
        .is_some_and(|c| c.place.population() > 150_000 || c.place.country().is_some_and(|k| k == c.place))
}
