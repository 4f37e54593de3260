//! A hash table keyed by words in any case, for lexicons that are looked up once a token.

use dateline_core::Span;

/// The hash of a word in small letters, with every apostrophe as `'`: equal for "Don’t" and "don't".
///
/// Words of a lexicon are told apart by it alone: of ten thousand words two collide once in 10^11 lexicons, which the
/// tests of each lexicon would show.
///
/// ```
/// use dateline_names::hash_word;
///
/// assert_eq!(hash_word("GOV’T"), hash_word("gov't"));
/// assert_eq!(hash_word("Élise"), hash_word("élise"));
/// ```
#[inline]
pub fn hash_word(word: &str) -> u64 {
    let (mut hash, mut all) = (SEED, 0);
    let (eights, rest) = word.as_bytes().as_chunks::<8>();
    for eight in eights {
        let eight = u64::from_le_bytes(*eight);
        all |= eight;
        hash = step(hash, small(eight));
    }
    if !rest.is_empty() {
        let eight = last(rest);
        all |= eight;
        hash = step(hash, small(eight));
    }
    // Nearly every word is of ASCII, which is seen on the way.
    if all & (0x80 * ONES) == 0 { hash ^ (hash >> 32) } else { hash_letters(word) }
}

/// The hash of the word that stands at a place of a text: reads past its end where the text goes on, to branch less.
#[inline]
pub(crate) fn hash_at(text: &str, span: Span) -> u64 {
    let (bytes, end) = (text.as_bytes(), span.end as usize);
    let (mut at, mut hash, mut all) = (span.start as usize, SEED, 0);
    let eight =
        |at: usize| bytes.get(at..at + 8).and_then(|eight| eight.first_chunk()).map(|eight| u64::from_le_bytes(*eight));
    while at < end {
        let Some(mut eight) = eight(at) else { return hash_word(span.of(text)) };
        if end - at < 8 {
            eight &= u64::MAX >> (64 - 8 * (end - at));
        }
        all |= eight;
        hash = step(hash, small(eight));
        at += 8;
    }
    if all & (0x80 * ONES) == 0 { hash ^ (hash >> 32) } else { hash_letters(span.of(text)) }
}

/// The hash of a word with letters beyond ASCII.
#[cold]
fn hash_letters(word: &str) -> u64 {
    let (mut hash, mut eight, mut length) = (SEED, 0, 0);
    for c in word.chars() {
        let c = if matches!(c, '\u{2019}' | '\u{2bc}' | '\u{2018}') { '\'' } else { c };
        for c in c.to_lowercase() {
            let mut utf8 = [0; 4];
            for byte in c.encode_utf8(&mut utf8).bytes() {
                eight |= u64::from(byte) << (8 * length);
                length += 1;
                if length == 8 {
                    hash = step(hash, eight);
                    (eight, length) = (0, 0);
                }
            }
        }
    }
    if length > 0 {
        hash = step(hash, eight);
    }
    hash ^ (hash >> 32)
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const ONES: u64 = 0x0101_0101_0101_0101;

/// Eight bytes more.
const fn step(hash: u64, eight: u64) -> u64 {
    (hash ^ eight).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
}

/// One to seven bytes as a number, the first one lowest.
fn last(rest: &[u8]) -> u64 {
    let at = |at: usize| u64::from(rest[at]) << (8 * at);
    match (rest.first_chunk(), rest.last_chunk()) {
        (Some(low), Some(high)) => {
            // The two halves overlap where there are fewer than eight.
            let (low, high) = (u32::from_le_bytes(*low), u32::from_le_bytes(*high));
            u64::from(low) | u64::from(high) << (8 * (rest.len() - 4))
        }
        // The first, the middle and the last of at most three.
        _ => at(0) | at(rest.len() / 2) | at(rest.len() - 1),
    }
}

/// Eight ASCII characters in small letters, at once; of others something or other.
const fn small(eight: u64) -> u64 {
    // The high bit of each byte says whether it is at least "A", and whether it is beyond "Z".
    let from_a = eight.wrapping_add((0x80 - 0x41) * ONES);
    let past_z = eight.wrapping_add((0x80 - 0x5b) * ONES);
    eight | ((from_a & !past_z & (0x80 * ONES)) >> 2)
}

/// An open-addressed table keyed by [`hash_word`].
#[derive(Clone, Debug)]
pub struct Table<V> {
    slots: Vec<(u64, Option<V>)>,
    len: usize,
}

impl<V: Copy> Table<V> {
    /// A table with room for this many words.
    pub fn with_capacity(words: usize) -> Table<V> {
        Table { slots: vec![(0, None); (2 * words).next_power_of_two().max(16)], len: 0 }
    }

    /// How many words it has.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Forgets every word. Its memory stays, but what one large document needed does not slow the next small ones.
    pub fn clear(&mut self) {
        if self.slots.len() > 64 * self.len.max(64) {
            self.slots.truncate(self.slots.len() / 2);
        }
        if self.len > 0 {
            self.slots.fill((0, None));
            self.len = 0;
        }
    }

    /// What stands for the word with this hash.
    #[inline]
    pub fn get(&self, hash: u64) -> Option<V> {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            match self.slots[at] {
                (key, value @ Some(_)) if key == hash => return value,
                (_, None) => return None,
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// What stands for the word with this hash; `new` where nothing did.
    #[inline]
    pub fn entry(&mut self, hash: u64, new: V) -> &mut V {
        let mut at = self.free(hash);
        if self.slots[at].1.is_none() {
            at = self.claim(hash, at);
        }
        self.slots[at].1.get_or_insert(new)
    }

    /// Gives the free slot `at` to a word that is new; another one where the table has to grow.
    fn claim(&mut self, hash: u64, mut at: usize) -> usize {
        if self.len * 2 >= self.slots.len() {
            let larger = vec![(0, None); self.slots.len() * 2];
            for (key, value) in std::mem::replace(&mut self.slots, larger) {
                if value.is_some() {
                    let at = self.free(key);
                    self.slots[at] = (key, value);
                }
            }
            at = self.free(hash);
        }
        self.len += 1;
        self.slots[at].0 = hash;
        at
    }

    /// The words, by their hashes, in no order that means anything.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, V)> {
        self.slots.iter().filter_map(|(hash, value)| Some((*hash, (*value)?)))
    }

    /// The slot of a word, or the free one where it belongs.
    #[inline]
    fn free(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at].1.is_some() && self.slots[at].0 != hash {
            at = (at + 1) & mask;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use dateline_core::Span;

    use super::{Table, hash_at, hash_word};

    #[test]
    fn a_word_has_the_same_hash_in_its_text() {
        let text = "An a International Élise INTERNATIONALLY abcdefgh said";
        for (start, word) in text.split(' ').map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word)) {
            let span = Span::new(start as u32, (start + word.len()) as u32);
            assert_eq!(hash_at(text, span), hash_word(word), "{word}");
        }
        assert_eq!([Span::new(0, 0), Span::NONE].map(|span| hash_at(text, span)), [hash_word(""); 2]);
    }

    #[test]
    fn case_marks_and_lengths_are_as_they_should_be() {
        for (one, other) in [
            ("INTERNATIONALLY", "internationally"),
            ("Gov\u{2019}ernments", "gov'ernments"),
            ("@[`{AZaz", "@[`{azaz"),
            ("ÉLISE-ÉTIENNE", "élise-étienne"),
        ] {
            assert_eq!(hash_word(one), hash_word(other), "{one}");
        }
        let words = ["", "a", "aa", "abcdefgh", "abcdefgha", "abcdefghi", "habcdefg", "@", "`", "{", "[", "é", "e"];
        let hashes: std::collections::BTreeSet<u64> = words.iter().map(|word| hash_word(word)).collect();
        assert_eq!(hashes.len(), words.len());
    }

    #[test]
    fn it_grows_and_forgets() {
        let mut table = Table::with_capacity(1);
        for n in 0..1000_u32 {
            *table.entry(hash_word(&n.to_string()), 0) += n;
        }
        assert!((0..1000).all(|n| table.get(hash_word(&n.to_string())) == Some(n)));
        assert_eq!((table.len(), table.get(hash_word("1000"))), (1000, None));
        table.clear();
        assert!(table.is_empty() && table.get(hash_word("7")).is_none());
    }
}
