//! Words that tell whether a line is of a story or of the site around it: the table `data/words.tsv`.

use std::sync::LazyLock;

use dateline_core::table;

/// What a word tells, a bit each.
pub(crate) mod tells {
    /// A small word that sentences are made with.
    pub(crate) const SMALL: u8 = 1;
    /// Speaks to the reader, or of the house.
    pub(crate) const US: u8 = 2;
    /// A thing of sites.
    pub(crate) const SITE: u8 = 4;
    /// What a site asks its readers to do, at the head of a line.
    pub(crate) const CALL: u8 = 8;
    /// What a story says that people did.
    pub(crate) const TOLD: u8 = 16;
    /// A part of an address.
    pub(crate) const ADDRESS: u8 = 32;
    /// What those who write are.
    pub(crate) const ROLE: u8 = 64;
}

const CLASSES: [(&str, u8); 7] = [
    ("small", tells::SMALL),
    ("us", tells::US),
    ("site", tells::SITE),
    ("call", tells::CALL),
    ("told", tells::TOLD),
    ("address", tells::ADDRESS),
    ("role", tells::ROLE),
];

/// The longest words that are told apart, in bytes.
const LONGEST: usize = 16;
const SLOTS: usize = 2048;

/// A table of words by their hash, each slot a word and what it tells.
static TABLE: LazyLock<Vec<(u128, u8)>> = LazyLock::new(|| {
    let mut table = vec![(0_u128, 0_u8); SLOTS];
    let rows = table::rows(include_str!("../../data/words.tsv"));
    for (class, word) in rows.filter_map(|row| row.split_once('\t')) {
        let bit = CLASSES.iter().find(|(name, _)| *name == class).map_or(0, |(_, bit)| *bit);
        let key = pack(word.bytes());
        let mut at = slot(key);
        while table[at].0 != 0 && table[at].0 != key {
            at = (at + 1) % SLOTS;
        }
        table[at] = (key, table[at].1 | bit);
    }
    table
});

/// What a word tells, in any case; 0 for most words.
pub(crate) fn look_up(word: &[u8]) -> u8 {
    if word.len() > LONGEST {
        return 0;
    }
    let key = pack(word.iter().map(u8::to_ascii_lowercase));
    let mut at = slot(key);
    loop {
        match TABLE[at] {
            (0, _) => return 0,
            (found, bits) if found == key => return bits,
            _ => at = (at + 1) % SLOTS,
        }
    }
}

fn pack(word: impl Iterator<Item = u8>) -> u128 {
    word.fold(0, |packed, byte| packed << 8 | u128::from(byte))
}

fn slot(key: u128) -> usize {
    let folded = (key as u64) ^ (key >> 64) as u64;
    (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 53) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_word_of_a_class_and_is_found() {
        let rows = table::rows(include_str!("../../data/words.tsv"));
        let rows: Vec<&str> = rows.collect();
        assert!(rows.len() * 2 <= SLOTS, "{} words are too many for {SLOTS} slots", rows.len());
        for (at, row) in rows.iter().enumerate() {
            let (class, word) = row.split_once('\t').expect(row);
            let bit = CLASSES.iter().find(|(name, _)| *name == class).expect(row).1;
            assert!(look_up(word.as_bytes()) & bit != 0, "{row} is not found: too long, or not in small letters");
            assert!(!rows[..at].contains(row), "{row} stands twice");
        }
    }

    #[test]
    fn words_tell() {
        assert_eq!(look_up(b"Newsletter"), tells::SITE);
        assert_eq!(look_up(b"follow"), tells::SITE | tells::CALL);
        assert_eq!(look_up(b"bridge"), 0);
        assert_eq!(look_up(b""), 0);
    }
}
