//! The weights of features: a feature that is in the model has a row there.
//!
//! What is asked of memory decides the speed, so it is asked in two steps. Half of all features of a word are not in the
//! model: a table of marks of 16 bits, which stays in the cache, tells so (one feature in 65,536 that is not there is taken
//! for another). Only then the rows of those that are there are looked at, none of which waits for another's memory.
//!
//! Features that hold a word are seldom and many, those that hold only kinds of words are few and everywhere. Each of the
//! two has a part of its own, so that the rows that are always needed lie together and stay in the cache.

use bytemuck::AnyBitPattern;
use dateline_core::Result;

use crate::slots::{arrange, displaced, mix, scale};
use crate::weights::{Weights, foreign};

/// A row for each feature.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'m, R> {
    parts: [Part<'m>; PARTS],
    all: &'m [R],
}

/// How many tables of the file [`Rows`] are.
pub const TABLES: usize = 2 * PARTS + 1;

const PARTS: usize = 2;

/// The marks of one part, whose rows lie from `start` on.
#[derive(Clone, Copy, Debug)]
struct Part<'m> {
    places: &'m [u16],
    marks: &'m [u16],
    start: u32,
}

/// The features of a word that are in the model, by where their rows lie.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    at: [u32; Found::ROOM],
    len: usize,
}

impl Found {
    /// More than any word has.
    const ROOM: usize = 64;

    #[inline]
    pub(crate) const fn new() -> Found {
        Found { at: [0; Found::ROOM], len: 0 }
    }

    #[inline]
    pub(crate) const fn clear(&mut self) {
        self.len = 0;
    }
}

impl<'m, R: AnyBitPattern> Rows<'m, R> {
    /// The rows that lie in this table of the file and those behind it ([`TABLES`] in all).
    ///
    /// # Errors
    ///
    /// When they are none.
    pub fn read(weights: &Weights<'m>, first: usize) -> Result<Rows<'m, R>> {
        let table = |at: usize| {
            weights.table::<u16>(first + at).and_then(|t| if t.is_empty() { Err(foreign()) } else { Ok(t) })
        };
        let of_words = Part { places: table(0)?, marks: table(1)?, start: 0 };
        let of_kinds = Part { places: table(2)?, marks: table(3)?, start: of_words.marks.len() as u32 };
        let all = weights.table::<R>(first + 2 * PARTS)?;
        let fits = of_words.marks.len() + of_kinds.marks.len() == all.len();
        if fits { Ok(Rows { parts: [of_words, of_kinds], all }) } else { Err(foreign()) }
    }

    /// Notes a feature where it is in the model. `of_kinds`: it holds no word, only kinds of words.
    #[inline]
    pub(crate) fn find(&self, of_kinds: bool, key: u64, found: &mut Found) {
        let Part { places, marks, start } = self.parts[usize::from(of_kinds)];
        let hash = mix(key);
        let place = places[scale(hash, places.len())];
        let slot = scale(displaced(hash, place), marks.len());
        found.at[found.len % Found::ROOM] = start + slot as u32;
        found.len += usize::from(marks[slot] == mark(hash));
    }

    /// The rows of the features that were found.
    #[inline]
    pub(crate) fn of<'f>(&self, found: &'f Found) -> impl Iterator<Item = &'m R> + use<'f, 'm, R> {
        debug_assert!(found.len <= Found::ROOM);
        let all = self.all;
        found.at[..found.len.min(Found::ROOM)].iter().filter_map(move |slot| all.get(*slot as usize))
    }
}

/// Lays out features, each of which comes once, with their rows, as the tables that [`Rows::read`] reads, all but the last
/// of which are of marks. `is_of_kinds`: which hold no word.
pub fn lay_out<R: AnyBitPattern>(
    pairs: &[(u64, R)],
    is_of_kinds: impl Fn(u64) -> bool,
) -> ([[Vec<u16>; 2]; PARTS], Vec<R>) {
    let mut rows = Vec::new();
    let parts = [false, true].map(|part| {
        let pairs: Vec<&(u64, R)> = pairs.iter().filter(|(key, _)| is_of_kinds(*key) == part).collect();
        let (places, order) = arrange(&pairs.iter().map(|(key, _)| *key).collect::<Vec<_>>());
        let marks = order.iter().map(|key| key.map_or(0, |key| mark(mix(pairs[key].0)))).collect();
        rows.extend(order.iter().map(|key| key.map_or_else(R::zeroed, |key| pairs[key].1)));
        [places, marks]
    });
    (parts, rows)
}

#[inline]
const fn mark(hash: u64) -> u16 {
    hash as u16
}

#[cfg(test)]
mod tests {
    use super::{Found, Part, Rows, lay_out};

    #[test]
    fn every_feature_is_found_and_hardly_another() {
        for count in [0, 1, 2, 3, 100, 5000] {
            let pairs: Vec<(u64, [i8; 3])> =
                (0..count).map(|n| (n * 0x0123_4567_89ab + 1, [n as i8, 1, !(n as i8)])).collect();
            let is_of_kinds = |key: u64| key & 2 == 0;
            let ([[a, b], [c, d]], rows) = lay_out(&pairs, is_of_kinds);
            let of_words = Part { places: &a, marks: &b, start: 0 };
            let of_kinds = Part { places: &c, marks: &d, start: b.len() as u32 };
            let table = Rows { parts: [of_words, of_kinds], all: &rows };
            let of = |key: u64| {
                let mut found = Found::new();
                table.find(is_of_kinds(key), key, &mut found);
                table.of(&found).next().copied()
            };
            for (key, given) in &pairs {
                assert_eq!(of(*key), Some(*given));
            }
            let wrong = (1..1000).filter(|n| of(n << 50 | 7).is_some()).count();
            assert!(wrong < 5, "{wrong} of 1000 features that are not there were found");
        }
    }
}
