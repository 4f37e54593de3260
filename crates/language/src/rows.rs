//! The weights of features: a feature that is in the model has a row there.
//!
//! What is asked of memory decides the speed, so it is asked in two steps. Half of all features of a word are not in the
//! model: a table of marks of 16 bits, which stays in the cache, tells so (one feature in 65,536 that is not there is taken
//! for another). Only then the rows of those that are there are looked at, none of which waits for another's memory.

use bytemuck::AnyBitPattern;
use dateline_core::Result;

use crate::slots::{arrange, displaced, mix, scale};
use crate::weights::{Weights, foreign};

/// A row for each feature.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'m, R> {
    places: &'m [u16],
    marks: &'m [u16],
    all: &'m [R],
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
    /// The rows that lie in this table of the file and the two behind it.
    ///
    /// # Errors
    ///
    /// When they are none.
    pub fn read(weights: &Weights<'m>, first: usize) -> Result<Rows<'m, R>> {
        let (places, marks) = (weights.table::<u16>(first)?, weights.table::<u16>(first + 1)?);
        let rows = weights.table::<R>(first + 2)?;
        let fits = !places.is_empty() && !marks.is_empty() && marks.len() == rows.len();
        if fits { Ok(Rows { places, marks, all: rows }) } else { Err(foreign()) }
    }

    /// Notes a feature where it is in the model.
    #[inline]
    pub(crate) fn find(&self, key: u64, found: &mut Found) {
        let hash = mix(key);
        let place = self.places[scale(hash, self.places.len())];
        let slot = scale(displaced(hash, place), self.marks.len());
        found.at[found.len % Found::ROOM] = slot as u32;
        found.len += usize::from(self.marks[slot] == mark(hash));
    }

    /// The rows of the features that were found.
    #[inline]
    pub(crate) fn of<'f>(&self, found: &'f Found) -> impl Iterator<Item = &'m R> + use<'f, 'm, R> {
        debug_assert!(found.len <= Found::ROOM);
        let all = self.all;
        found.at[..found.len.min(Found::ROOM)].iter().filter_map(move |slot| all.get(*slot as usize))
    }
}

/// Lays out features, each of which comes once, with their rows, as the three tables that [`Rows::read`] reads.
pub fn lay_out<R: AnyBitPattern>(pairs: &[(u64, R)]) -> (Vec<u16>, Vec<u16>, Vec<R>) {
    let (places, order) = arrange(&pairs.iter().map(|(key, _)| *key).collect::<Vec<_>>());
    let marks = order.iter().map(|key| key.map_or(0, |key| mark(mix(pairs[key].0)))).collect();
    let rows = order.iter().map(|key| key.map_or_else(R::zeroed, |key| pairs[key].1)).collect();
    (places, marks, rows)
}

#[inline]
const fn mark(hash: u64) -> u16 {
    hash as u16
}

#[cfg(test)]
mod tests {
    use super::{Found, Rows, lay_out};

    #[test]
    fn every_feature_is_found_and_hardly_another() {
        for count in [0, 1, 2, 3, 100, 5000] {
            let pairs: Vec<(u64, [i8; 3])> =
                (0..count).map(|n| (n * 0x0123_4567_89ab + 1, [n as i8, 1, !(n as i8)])).collect();
            let (places, marks, rows) = lay_out(&pairs);
            let table = Rows { places: &places, marks: &marks, all: &rows };
            let of = |key: u64| {
                let mut found = Found::new();
                table.find(key, &mut found);
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
