//! Tables that are asked for every word: one look says what a key stands for, or that it is not there.
//!
//! Each key has a slot of its own and no slot is empty but a few: a table of small numbers, which stays in the cache, says
//! where the keys of a bucket lie (hash and displace: Belazzougui, Botelho and Dietzfelbinger 2009). A slot begins with a mark
//! of 32 bits of the key's hash, so a key that is not there is taken for another once in four thousand million times. What
//! is found is masked and not branched upon: half of all features that are asked for are not there, and no processor
//! guesses which.

use bytemuck::AnyBitPattern;
use dateline_core::Result;

use crate::weights::{Weights, foreign};

/// How many keys share a bucket, on average.
const BUCKET: usize = 4;

/// A table whose slots are a mark and `N - 1` numbers.
#[derive(Clone, Copy, Debug)]
pub struct Slots<'m, const N: usize> {
    places: &'m [u16],
    slots: &'m [[u32; N]],
}

impl<'m, const N: usize> Slots<'m, N>
where
    [u32; N]: AnyBitPattern,
{
    /// The table that lies in these tables of the file.
    ///
    /// # Errors
    ///
    /// When they are none.
    pub fn read(weights: &Weights<'m>, places: usize, slots: usize) -> Result<Slots<'m, N>> {
        let (places, slots) = (weights.table::<u16>(places)?, weights.table::<[u32; N]>(slots)?);
        if places.is_empty() || slots.is_empty() { Err(foreign()) } else { Ok(Slots { places, slots }) }
    }

    /// What a key stands for, behind a number that says nothing; zeros where it is not there.
    #[inline]
    pub fn find(&self, key: u64) -> [u32; N] {
        let hash = mix(key);
        let place = self.places[scale(hash, self.places.len())];
        let mut slot = self.slots[scale(displaced(hash, place), self.slots.len())];
        let there = 0_u32.wrapping_sub(u32::from(slot[0] == mark(hash)));
        for number in &mut slot {
            *number &= there;
        }
        slot
    }
}

/// Lays out keys, each of which comes once, with what they stand for; the first number is left for the mark.
pub fn lay_out<const N: usize>(pairs: &[(u64, [u32; N])]) -> (Vec<u16>, Vec<[u32; N]>) {
    let (places, order) = arrange(&pairs.iter().map(|(key, _)| *key).collect::<Vec<_>>());
    let filled = order.into_iter().map(|key| {
        key.map_or([0; N], |key| {
            let mut slot = pairs[key].1;
            slot[0] = mark(mix(pairs[key].0));
            slot
        })
    });
    (places, filled.collect())
}

/// Where the buckets of these keys lie, and which key has each slot.
pub(crate) fn arrange(keys: &[u64]) -> (Vec<u16>, Vec<Option<usize>>) {
    let mut size = keys.len() + keys.len() / 32 + 1;
    loop {
        if let Some(found) = try_arrange(keys, size) {
            return found;
        }
        size += size / 64 + 1;
    }
}

fn try_arrange(all: &[u64], size: usize) -> Option<(Vec<u16>, Vec<Option<usize>>)> {
    let mut places = vec![0_u16; all.len().div_ceil(BUCKET).max(1)];
    let mut buckets: Vec<Vec<usize>> = vec![Vec::new(); places.len()];
    for (at, key) in all.iter().enumerate() {
        buckets[scale(mix(*key), places.len())].push(at);
    }
    // The fullest first, while there is room.
    let mut order: Vec<usize> = (0..buckets.len()).collect();
    order.sort_by_key(|bucket| (usize::MAX - buckets[*bucket].len(), *bucket));
    let mut slots: Vec<Option<usize>> = vec![None; size];
    for bucket in order {
        let keys = &buckets[bucket];
        let at = |key: usize, place: u16| scale(displaced(mix(all[key]), place), size);
        let place = (0..=u16::MAX).find(|place| {
            keys.iter().enumerate().all(|(n, key)| {
                let here = at(*key, *place);
                slots[here].is_none() && keys[..n].iter().all(|other| at(*other, *place) != here)
            })
        })?;
        places[bucket] = place;
        for key in keys {
            slots[at(*key, place)] = Some(*key);
        }
    }
    Some((places, slots))
}

#[inline]
pub(crate) const fn mix(key: u64) -> u64 {
    let mixed = (key ^ key >> 31).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 32
}

#[inline]
pub(crate) const fn displaced(hash: u64, place: u16) -> u64 {
    (hash ^ (place as u64).wrapping_mul(0xd6e8_feb8_6659_fd93)).wrapping_mul(0xa076_1d64_78bd_642f)
}

/// The highest bits of a hash as a number below `len`.
#[inline]
pub(crate) const fn scale(hash: u64, len: usize) -> usize {
    (((hash >> 32) * len as u64) >> 32) as usize
}

#[inline]
const fn mark(hash: u64) -> u32 {
    hash as u32
}

#[cfg(test)]
mod tests {
    use super::{Slots, lay_out};

    #[test]
    fn every_key_is_found_and_no_other() {
        for count in [0, 1, 2, 3, 100, 5000] {
            let pairs: Vec<(u64, [u32; 3])> =
                (0..count).map(|n| (n * 0x0123_4567_89ab + 1, [0, n as u32, !n as u32])).collect();
            let (places, slots) = lay_out(&pairs);
            assert!(slots.len() <= pairs.len() * 11 / 10 + 2);
            let table = Slots { places: &places, slots: &slots };
            for (key, given) in &pairs {
                assert_eq!(table.find(*key)[1..], given[1..]);
            }
            assert!((1..1000).all(|n| table.find(n << 50 | 7)[1..] == [0, 0]));
        }
    }
}
