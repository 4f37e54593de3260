//! A table of a lexicon that is complete: half the size of the one that it was made in, for the caches' sake.

use crate::Table;

/// What stands for the words of a lexicon, by [`hash_word`](crate::hash_word). A text is looked up in it once a token.
///
/// A word is told apart by its place and a part of its hash: some 45 bits. Where two of a lexicon are alike in those, making
/// the table fails in its tests.
#[derive(Clone, Debug)]
pub struct Fixed<V> {
    /// A part of the hash and what stands for the word; 0 where there is none.
    slots: Vec<(u32, V)>,
}

impl<V: Copy + Default> Fixed<V> {
    /// What stands for the word with this hash; the default where nothing does.
    ///
    /// ```
    /// use dateline_names::{Table, hash_word};
    ///
    /// let mut table = Table::with_capacity(1);
    /// table.entry(hash_word("said"), 7);
    /// let fixed = table.fixed();
    /// assert_eq!((fixed.get(hash_word("Said")), fixed.get(hash_word("sad"))), (7, 0));
    /// ```
    #[inline]
    pub fn get(&self, hash: u64) -> V {
        let mask = self.slots.len() - 1;
        let (wanted, mut at) = (label_of(hash), hash as usize);
        loop {
            match self.slots[at & mask] {
                (label, value) if label == wanted => return value,
                (0, _) => return V::default(),
                _ => at = at.wrapping_add(1),
            }
        }
    }
}

impl<V: Copy + Default> Table<V> {
    /// The table as it is now, in half the room.
    pub fn fixed(&self) -> Fixed<V> {
        let mut slots = vec![(0, V::default()); (2 * self.len()).next_power_of_two().max(16)];
        let mask = slots.len() - 1;
        for (hash, value) in self.iter() {
            let mut at = hash as usize & mask;
            while slots[at].0 != 0 {
                debug_assert!(slots[at].0 != label_of(hash), "two words of a lexicon look alike");
                at = (at + 1) & mask;
            }
            slots[at] = (label_of(hash), value);
        }
        Fixed { slots }
    }
}

/// What a slot keeps of a hash, which depends on all of it; never 0.
const fn label_of(hash: u64) -> u32 {
    (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32 | 1
}

#[cfg(test)]
mod tests {
    use crate::{Table, hash_word};

    #[test]
    fn every_word_stays_what_it_was() {
        let mut table = Table::with_capacity(1);
        let word = |n: u32| hash_word(&format!("begins {n}"));
        for n in 0..1000 {
            *table.entry(word(n), 0) = n;
        }
        let fixed = table.fixed();
        assert!((0..1000).all(|n| fixed.get(word(n)) == n) && (1000..9000).all(|n| fixed.get(word(n)) == 0));
        assert_eq!((fixed.get(hash_word("1000")), Table::<u32>::with_capacity(0).fixed().get(0)), (0, 0));
    }
}
