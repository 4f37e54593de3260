//! A table of a lexicon that is complete: a third of the size of the one that it was made in, and without a branch.

use crate::Table;

/// What stands for the words of a lexicon, by [`hash_word`](crate::hash_word). A text is looked up in it once a token.
///
/// Whether a word is in a lexicon is nothing that a processor can guess, so no branch asks for it: each word has one place,
/// found by "hash and displace", where no other word of the lexicon stands. A word is told apart by its place and a part
/// of its hash: some 45 bits. Where two of a lexicon are alike in those, making the table fails in its tests.
#[derive(Clone, Debug)]
pub struct Fixed<V> {
    /// How many of its steps a word is moved, by another part of the hash.
    moves: Vec<u8>,
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
        let moved = self.moves[group_of(hash) & (self.moves.len() - 1)];
        let (label, value) = self.slots[place_of(hash, moved.into()) & (self.slots.len() - 1)];
        std::hint::select_unpredictable(label == label_of(hash), value, V::default())
    }
}

impl<V: Copy + Default> Table<V> {
    /// The table as it is now, in a third of the room.
    pub fn fixed(&self) -> Fixed<V> {
        let groups = (self.len() / 2).next_power_of_two();
        let group = |hash: u64| group_of(hash) & (groups - 1);
        let mut ends = vec![0_u32; groups];
        for (hash, _) in self.iter() {
            ends[group(hash)] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += std::mem::replace(end, sum);
        }
        let mut words = vec![(0, V::default()); self.len()];
        for word in self.iter() {
            let end = &mut ends[group(word.0)];
            words[*end as usize] = word;
            *end += 1;
        }
        let words = |group: usize| {
            let start = group.checked_sub(1).map_or(0, |before| ends[before]);
            &words[start as usize..ends[group] as usize]
        };
        let mut size = (self.len() + self.len() / 4).next_power_of_two().max(16);
        loop {
            let mut fixed = Fixed { moves: vec![0; groups], slots: vec![(0, V::default()); size] };
            // The largest groups first, while there is room.
            let mut settle = |sizes: std::ops::Range<usize>| {
                (0..groups).all(|group| !sizes.contains(&words(group).len()) || fixed.settle(group, words(group)))
            };
            if settle(3..usize::MAX) && settle(2..3) && settle(1..2) {
                return fixed;
            }
            size *= 2;
        }
    }
}

impl<V: Copy> Fixed<V> {
    /// Finds a move that leads each word of a group to a free slot, and puts them there. Whether there was one.
    fn settle(&mut self, group: usize, words: &[(u64, V)]) -> bool {
        let mask = self.slots.len() - 1;
        (0..256).any(|moved| {
            for (count, (hash, value)) in words.iter().enumerate() {
                let slot = &mut self.slots[place_of(*hash, moved) & mask];
                if slot.0 == 0 {
                    *slot = (label_of(*hash), *value);
                    continue;
                }
                debug_assert!(slot.0 != label_of(*hash), "two words of a lexicon look alike");
                words[..count].iter().for_each(|(hash, _)| self.slots[place_of(*hash, moved) & mask].0 = 0);
                return false;
            }
            self.moves[group] = moved as u8;
            true
        })
    }
}

const fn mixed(hash: u64) -> u64 {
    hash.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// What a slot keeps of a hash, which depends on all of it; never 0.
const fn label_of(hash: u64) -> u32 {
    (mixed(hash) >> 32) as u32 | 1
}

/// The words that are moved alike.
const fn group_of(hash: u64) -> usize {
    (mixed(hash) >> 48) as usize
}

/// Where a word stands that is moved by so many steps, which are its own.
const fn place_of(hash: u64, moved: usize) -> usize {
    (hash as usize).wrapping_add(moved * label_of(hash) as usize)
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
