//! The word list: every word that a rule or a lookup asks for, in one hash table.

use dateline_core::table;

use crate::{Classes, Grain};

/// A word's number in the lexicon; 0 is any word that is not in it.
pub type WordId = u16;

/// What the word list says of a word.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its classes whatever its case.
    pub classes: Classes,
    /// More classes where its first letter is a capital.
    pub capital: Classes,
    /// More classes where all its letters are capitals.
    pub upper: Classes,
    /// Its number: a month's, a weekday's, a numeral's value, a zone's minutes east.
    pub num: i32,
    /// Its unit.
    pub grain: Grain,
    /// The TIMEX3 letters of a part of the day.
    pub part: [u8; 2],
    /// Whether a full stop behind it belongs to it.
    pub abbreviation: bool,
    text: (u32, u32),
}

/// All known words.
#[derive(Debug)]
pub struct Lexicon {
    entries: Vec<Entry>,
    keys: Vec<u64>,
    pool: String,
    /// The numbers of the words while they are added, by open addressing.
    added: Vec<WordId>,
    /// How many of its steps a word is moved, by a part of its hash.
    moves: Vec<u8>,
    /// The number of the one word that may stand there.
    places: Vec<WordId>,
}

impl Default for Lexicon {
    fn default() -> Lexicon {
        Lexicon::new()
    }
}

/// The word list as it stands in the repository.
const WORDS: &str = include_str!("../data/words.tsv");
/// For how many words there is room at first.
const ROOM: usize = 2048;

impl Lexicon {
    /// The built-in word list.
    ///
    /// # Panics
    /// Never for the list in this repository; a test reads it line by line.
    pub fn new() -> Lexicon {
        let mut lexicon = Lexicon::read();
        lexicon.finish();
        lexicon
    }

    /// The same, for those who add more words before it is finished.
    pub(crate) fn read() -> Lexicon {
        let mut lexicon = Lexicon {
            entries: Vec::with_capacity(ROOM),
            keys: Vec::with_capacity(ROOM),
            pool: String::with_capacity(8 * ROOM),
            added: vec![0; 4096],
            moves: vec![0],
            places: vec![0],
        };
        lexicon.entries.push(blank((0, 0)));
        lexicon.keys.push(0);
        for line in table::rows(WORDS) {
            lexicon.add_line(line).unwrap_or_else(|what| panic!("words.tsv: {line:?}: {what}"));
        }
        lexicon
    }

    /// Adds one line of a word list: `[^|^^]word<TAB>CLASS[=value] ...`.
    ///
    /// # Errors
    /// Where a class or value is unknown; the message names it.
    pub fn add_line(&mut self, line: &str) -> Result<(), String> {
        let (word, classes) = line.split_once('\t').ok_or("no tab")?;
        let (bare, case) = match word.strip_prefix("^^") {
            Some(bare) => (bare, 2),
            None => word.strip_prefix('^').map_or((word, 0), |bare| (bare, 1)),
        };
        let id = self.add(bare);
        let entry = &mut self.entries[usize::from(id)];
        for part in classes.split_ascii_whitespace() {
            let (name, value) = part.split_once('=').map_or((part, None), |(name, value)| (name, Some(value)));
            if name == "ABBR" {
                entry.abbreviation = true;
                continue;
            }
            let class = Classes::named(name).ok_or_else(|| format!("no class {name}"))?;
            match case {
                0 => entry.classes = entry.classes.with(class),
                1 => entry.capital = entry.capital.with(class),
                _ => entry.upper = entry.upper.with(class),
            }
            let Some(value) = value else { continue };
            if class == Classes::UNIT {
                entry.grain = value.parse().map_err(|()| format!("no unit {value}"))?;
            } else if class == Classes::PART && value.len() == 2 {
                entry.part.copy_from_slice(value.as_bytes());
            } else {
                entry.num = value.parse().map_err(|_| format!("no number {value}"))?;
            }
        }
        Ok(())
    }

    /// The number of a word, which is added where it is new.
    pub fn add(&mut self, word: &str) -> WordId {
        let lower = if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            std::borrow::Cow::Owned(word.to_ascii_lowercase())
        } else {
            std::borrow::Cow::Borrowed(word)
        };
        let key = key(lower.as_bytes());
        let mut slot = spread(key) & (self.added.len() - 1);
        while self.added[slot] != 0 {
            let id = self.added[slot];
            if self.keys[usize::from(id)] == key && self.text(id) == lower {
                return id;
            }
            slot = (slot + 1) & (self.added.len() - 1);
        }
        let id = self.entries.len() as WordId;
        let start = self.pool.len() as u32;
        self.pool.push_str(&lower);
        self.entries.push(blank((start, self.pool.len() as u32)));
        self.keys.push(key);
        self.added[slot] = id;
        if self.entries.len() * 2 > self.added.len() {
            self.grow();
        }
        id
    }

    /// The number of a word that consists of the given lower-case bytes, by its [`key`]; 0 where the list has none.
    ///
    /// Every other word of a text is in the list, so that no branch asks: each word has one place, where no other stands.
    #[inline]
    pub fn find(&self, key: u64, word: &[u8]) -> WordId {
        let moved = self.moves[group(key) & (self.moves.len() - 1)];
        let id = self.places[place(key, moved.into()) & (self.places.len() - 1)];
        let id = std::hint::select_unpredictable(self.keys[usize::from(id)] == key, id, 0);
        // A short word is its key.
        let (long, found) = (key & LONG != 0, id != 0);
        if long & found && !self.text(id).as_bytes().eq_ignore_ascii_case(word) {
            return 0;
        }
        id
    }

    /// Gives each word its place. To be called when all words are added.
    pub(crate) fn finish(&mut self) {
        let groups = (self.entries.len() / 2).next_power_of_two();
        let group = |id: &WordId| group(self.keys[usize::from(*id)]) & (groups - 1);
        let mut words: Vec<WordId> = (1..self.keys.len() as WordId).collect();
        words.sort_unstable_by_key(|id| (group(id), *id));
        let mut order: Vec<(usize, &[WordId])> =
            words.chunk_by(|one, other| group(one) == group(other)).map(|words| (group(&words[0]), words)).collect();
        // The largest groups first, while there is room.
        order.sort_unstable_by_key(|(group, words)| std::cmp::Reverse((words.len(), *group)));
        self.moves = vec![0; groups];
        let mut size = (2 * self.entries.len()).next_power_of_two();
        loop {
            self.places = vec![0; size];
            if order.iter().all(|(group, words)| self.settle(*group, words)) {
                return;
            }
            size *= 2;
        }
    }

    /// Finds a move that leads each word of a group to a free place, and puts them there. Whether there was one.
    fn settle(&mut self, group: usize, words: &[WordId]) -> bool {
        let mask = self.places.len() - 1;
        (0..256).any(|moved| {
            let at = |id: WordId| place(self.keys[usize::from(id)], moved) & mask;
            for (count, id) in words.iter().enumerate() {
                if self.places[at(*id)] != 0 {
                    words[..count].iter().for_each(|id| self.places[at(*id)] = 0);
                    return false;
                }
                self.places[at(*id)] = *id;
            }
            self.moves[group] = moved as u8;
            true
        })
    }

    /// What the list says of a word; an empty entry for number 0.
    #[inline]
    pub fn entry(&self, id: WordId) -> &Entry {
        &self.entries[usize::from(id)]
    }

    /// The number of a word written in capitals, if it is in one of `classes` so.
    pub(crate) fn number_of(&self, word: &str, classes: Classes) -> Option<i32> {
        let entry = self.entry(self.find(key(word.as_bytes()), word.as_bytes()));
        entry.classes.with(entry.capital).with(entry.upper).meets(classes).then_some(entry.num)
    }

    /// Marks a word as one that rules name.
    pub fn mark_literal(&mut self, id: WordId) {
        let entry = &mut self.entries[usize::from(id)];
        entry.classes = entry.classes.with(Classes::LIT);
    }

    /// Marks a word as one that some pattern begins with.
    pub(crate) fn mark_start(&mut self, id: WordId) {
        let entry = &mut self.entries[usize::from(id)];
        entry.classes = entry.classes.with(Classes::STARTS);
    }

    /// A word's text.
    pub fn text(&self, id: WordId) -> &str {
        let (start, end) = self.entries[usize::from(id)].text;
        &self.pool[start as usize..end as usize]
    }

    fn grow(&mut self) {
        self.added = vec![0; self.added.len() * 2];
        let mask = self.added.len() - 1;
        for (id, key) in self.keys.iter().enumerate().skip(1) {
            let mut slot = spread(*key) & mask;
            while self.added[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            self.added[slot] = id as WordId;
        }
    }
}

/// The key of a word: its bytes in small letters, eight at a time as numbers that are mixed. Words of up to eight ASCII
/// letters have the same key only if they are the same word; those of longer ones are marked as [`LONG`].
pub(crate) fn key(word: &[u8]) -> u64 {
    word.iter().enumerate().fold(0, |key, (at, &byte)| step(key, at, byte))
}

/// One byte more of a [`key`], the one at `at`.
#[inline]
pub(crate) const fn step(key: u64, at: usize, byte: u8) -> u64 {
    // A letter's small form differs in this bit alone; other bytes of words (apostrophes) have it set already.
    let small = (byte | 0x20) as u64;
    let place = small << (8 * (at % 8));
    if at < 8 {
        key | place
    } else {
        // What stands before the current eight was mixed when they began; the bytes of eight do not touch each other.
        (if at.is_multiple_of(8) { mix(key) } else { key }) ^ (place & !LONG)
    }
}

/// The same for up to eight bytes at once, which begin at `at`, a multiple of eight.
#[inline]
pub(crate) const fn join(key: u64, letters: u64, at: usize) -> u64 {
    if at == 0 || letters == 0 { key | letters } else { mix(key) ^ letters }
}

/// Marks the keys of words of more than eight bytes, and of such with others than ASCII: their text is compared too.
const LONG: u64 = 1 << 63;

#[inline]
const fn mix(key: u64) -> u64 {
    key.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) | LONG
}

/// Reads up to eight letters at the head of `bytes` at once: how many, their [`key`], and whether one of them is small.
#[inline]
pub(crate) fn letters(bytes: [u8; 8]) -> (usize, u64, bool) {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    let text = u64::from_le_bytes(bytes);
    let small = text | (0x20 * ONES);
    let seven = small & !HIGH;
    // The high bit of each byte says whether it is at least "a", and whether it is beyond "z".
    let from_a = seven + (0x80 - 0x61) * ONES;
    let past_z = seven + (0x80 - 0x7a - 1) * ONES;
    let others = !(from_a & !past_z & !text) & HIGH;
    let count = others.trailing_zeros() as usize / 8;
    let mask = if count == 8 { u64::MAX } else { (1 << (8 * count)) - 1 };
    (count, small & mask, text & mask & (0x20 * ONES) != 0)
}

#[inline]
const fn spread(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize
}

/// The words that are moved alike.
#[inline]
const fn group(key: u64) -> usize {
    spread(key) >> 12
}

/// Where a word stands that is moved by so many steps, which are its own.
#[inline]
const fn place(key: u64, moved: usize) -> usize {
    let hash = key.wrapping_mul(0xd6e8_feb8_6659_fd93);
    ((hash >> 32) as usize).wrapping_add(moved * ((hash >> 44) as usize | 1))
}

const fn blank(text: (u32, u32)) -> Entry {
    Entry {
        classes: Classes(0),
        capital: Classes(0),
        upper: Classes(0),
        num: 0,
        grain: Grain::Unknown,
        part: [0; 2],
        abbreviation: false,
        text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_list_reads_and_finds_its_words_in_any_case() {
        let lexicon = Lexicon::new();
        let find = |word: &str| lexicon.find(key(word.as_bytes()), word.as_bytes());
        let january = find("JANUARY");
        assert!(january != 0 && find("January") == january && find("januar") == 0);
        assert_eq!(lexicon.entry(january).num, 1);
        assert!((1..lexicon.entries.len() as WordId).all(|id| find(lexicon.text(id)) == id));
    }

    #[test]
    fn eight_letters_at_once_are_as_one_by_one() {
        for text in ["thursday", "the past", "Mr. Kerr", "@[`{zZaA", "\u{e9}tat xx", "........", "ABCDEFGH"] {
            let bytes: [u8; 8] = text.as_bytes()[..8].try_into().expect("eight bytes");
            let count = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            let small = bytes[..count].iter().any(u8::is_ascii_lowercase);
            assert_eq!(letters(bytes), (count, key(&bytes[..count]), small), "{text}");
        }
        for text in ["supercalifragilistic", "december", "thirteenth", "internationalised"] {
            let mut joined = 0;
            for (at, chunk) in text.as_bytes().chunks(8).enumerate() {
                let mut eight = [b' '; 8];
                eight[..chunk.len()].copy_from_slice(chunk);
                joined = join(joined, letters(eight).1, 8 * at);
            }
            assert_eq!(joined, key(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_bad_line_says_what_is_wrong() {
        let mut lexicon = Lexicon::new();
        assert_eq!(lexicon.add_line("brumaire\tMONHT=2"), Err("no class MONHT".to_owned()));
    }
}
