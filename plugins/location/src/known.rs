//! What names mean, kept from document to document.

use std::collections::hash_map::Entry;
use std::hash::Hasher as _;

use dateline_data_gazetteer::Gazetteer;
use rustc_hash::{FxHashMap, FxHasher};

use crate::judge::Rank;
use crate::meaning::{Candidate, Weights, candidates};
use crate::spots::Spot;

/// The meanings of names that earlier documents had: they never change, and bulk work meets the same names again. A name is
/// known by its posting, by which of its meanings the spelling allows, and by a hash of its letters, since what they are
/// tells the usual names of a place from others ("St. John's" and "St John’s" have one posting).
#[derive(Default)]
pub(crate) struct Known {
    names: FxHashMap<(u64, u8, u64), Kept>,
    candidates: Vec<Candidate>,
}

/// From which candidate to which, and what the name is first of all.
type Kept = (u32, u32, (Rank, f32));

/// Above this many candidates (3 MB) all is forgotten.
const MOST_KEPT: usize = 40_000;

/// A name of more meanings than this is not told apart better by looking at its smallest villages.
const CANDIDATES: usize = 120;

impl Known {
    /// Appends the candidates of a spot and says what its name is first of all.
    pub(crate) fn candidates(
        &mut self,
        (posting, allowed): (u64, u8),
        gazetteer: &Gazetteer,
        spot: (&str, &Spot),
        weights: &Weights,
        out: &mut Vec<Candidate>,
    ) -> (Rank, f32) {
        let mut letters = FxHasher::default();
        let surface = spot.0.as_bytes().get(spot.1.start as usize..spot.1.end as usize).unwrap_or_default();
        for letter in surface {
            letters.write_u8(letter.to_ascii_lowercase());
        }
        let &mut (first, behind, rank) = match self.names.entry((posting, allowed, letters.finish())) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let first = self.candidates.len() as u32;
                let rank = candidates(gazetteer, spot, weights, CANDIDATES, &mut self.candidates);
                new.insert((first, self.candidates.len() as u32, rank))
            }
        };
        out.extend_from_slice(&self.candidates[first as usize..behind as usize]);
        if self.candidates.len() > MOST_KEPT {
            self.names.clear();
            self.candidates.clear();
        }
        rank
    }
}
