//! The small word lists of the tokeniser, read once from `data/*.tsv` into flat tables.

use std::sync::LazyLock;

use dateline_core::table;

/// What an abbreviation's full stop says about the end of a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Abbreviation {
    /// Stands before a name ("Gen.", "Mr."): never ends a sentence.
    Title,
    /// Stands before a number ("No.", "p."): an abbreviation only there, and never ends a sentence.
    Number,
    /// Stands after a number ("ft.", "oz."): an abbreviation only there; may end a sentence.
    Measure,
    /// A month or day ("Jan.", "Tue."): may end a sentence, never before a number.
    Calendar,
    /// Introduces what follows ("e.g.", "vs."): never ends a sentence.
    Leading,
    /// Closes a name or phrase ("Inc.", "etc.", "a.m."): may end a sentence.
    Trailing,
}

/// The abbreviation that `word`, written without its last full stop, is; `None` if none is known.
///
/// ```
/// use dateline_language::{Abbreviation, abbreviation};
/// assert_eq!(abbreviation("Gen"), Some(Abbreviation::Title));
/// assert_eq!(abbreviation("gen"), None, "listed with a capital, found with one");
/// assert_eq!(abbreviation("table"), None);
/// ```
pub fn abbreviation(word: &str) -> Option<Abbreviation> {
    let (class, capital) = LEXICON.abbreviations.get(word)?;
    (!capital || word.starts_with(|c: char| c.is_ascii_uppercase())).then_some(class)
}

/// Where a word written as one parts ("cannot": 3; "dunno": 2 and 3).
pub(crate) fn parting(word: &str) -> Option<[u8; 2]> {
    LEXICON.partings.get(word)
}

/// Whether a hyphen after it leaves the word whole ("non-", "e-").
pub(crate) fn is_prefix(word: &str) -> bool {
    LEXICON.prefixes.get(word).is_some()
}

/// Whether a hyphen before it leaves the word whole ("-esque").
pub(crate) fn is_suffix(word: &str) -> bool {
    LEXICON.suffixes.get(word).is_some()
}

/// Whether it is a unit that is a word of its own after a number ("5km", "8am").
pub(crate) fn is_unit(word: &str) -> bool {
    LEXICON.units.get(word).is_some()
}

/// Whether a capital on it says that a sentence begins ("The", "However"), since it is no name.
pub(crate) fn is_starter(word: &str) -> bool {
    LEXICON.starters.get(word).is_some()
}

/// Whether it reports speech ("said", "asked"), so that it may follow a quotation's question mark.
pub(crate) fn is_report(word: &str) -> bool {
    LEXICON.reports.get(word).is_some()
}

struct Lexicon {
    abbreviations: Table<(Abbreviation, bool)>,
    partings: Table<[u8; 2]>,
    prefixes: Table<()>,
    suffixes: Table<()>,
    units: Table<()>,
    starters: Table<()>,
    reports: Table<()>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon {
        abbreviations: Table::default(),
        partings: Table::default(),
        prefixes: Table::default(),
        suffixes: Table::default(),
        units: Table::default(),
        starters: Table::default(),
        reports: Table::default(),
    };
    for (word, class, _) in rows(include_str!("../data/abbreviations.tsv")) {
        let capital = word.starts_with(|c: char| c.is_ascii_uppercase());
        if let Some(class) = abbreviation_class(class) {
            lexicon.abbreviations.insert(word, (class, capital));
        }
    }
    for (word, class, _) in rows(include_str!("../data/words.tsv")) {
        match class {
            "prefix" => lexicon.prefixes.insert(word, ()),
            "suffix" => lexicon.suffixes.insert(word, ()),
            "unit" => lexicon.units.insert(word, ()),
            "starter" => lexicon.starters.insert(word, ()),
            "report" => lexicon.reports.insert(word, ()),
            _ => {
                let mut parts = class.split('|').map(|part| part.len() as u8);
                let first = parts.next().unwrap_or(0);
                let second = parts.next().map_or(0, |n| first + n);
                let last = if usize::from(second) < word.len() { second } else { 0 };
                lexicon.partings.insert(word, [first, last]);
            }
        }
    }
    lexicon
});

fn abbreviation_class(name: &str) -> Option<Abbreviation> {
    Some(match name {
        "title" => Abbreviation::Title,
        "number" => Abbreviation::Number,
        "measure" => Abbreviation::Measure,
        "calendar" => Abbreviation::Calendar,
        "leading" => Abbreviation::Leading,
        "trailing" => Abbreviation::Trailing,
        _ => return None,
    })
}

/// Word, class and example of each row of a table.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    table::rows(table).filter_map(|row| {
        let mut columns = table::parts(row, b'\t');
        Some((columns.next()?, columns.next()?, columns.next()?))
    })
}

/// A hash table of short ASCII words in any case: the word itself is the key, packed into 16 bytes.
struct Table<V> {
    slots: Vec<(u128, Option<V>)>,
    len: usize,
    /// By the last five bits of the first letter, which do not tell its case: a bit for each length that some word has.
    /// Most words that are asked for are seen to be none by this.
    lengths: [u16; 32],
}

impl<V: Copy> Default for Table<V> {
    fn default() -> Self {
        Table { slots: vec![(0, None); 64], len: 0, lengths: [0; 32] }
    }
}

impl<V: Copy> Table<V> {
    fn get(&self, word: &str) -> Option<V> {
        let lengths = self.lengths[usize::from(word.as_bytes().first()? & 31)];
        if word.len() > 16 || lengths & length_bit(word) == 0 {
            return None;
        }
        let key = pack(word)?;
        let mut at = self.slot_of(key);
        loop {
            match self.slots[at] {
                (k, value @ Some(_)) if k == key => return value,
                (_, None) => return None,
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
    }

    fn insert(&mut self, word: &str, value: V) {
        if self.len * 4 >= self.slots.len() {
            let larger = vec![(0, None); self.slots.len() * 2];
            let old = std::mem::replace(&mut self.slots, larger);
            for (key, value) in old {
                if value.is_some() {
                    self.place(key, value);
                }
            }
        }
        if let Some(key) = pack(word) {
            self.len += 1;
            self.lengths[usize::from(word.as_bytes()[0] & 31)] |= length_bit(word);
            self.place(key, Some(value));
        }
    }

    fn place(&mut self, key: u128, value: Option<V>) {
        let mut at = self.slot_of(key);
        while self.slots[at].1.is_some() && self.slots[at].0 != key {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = (key, value);
    }

    fn slot_of(&self, key: u128) -> usize {
        let mixed = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 32) as usize & (self.slots.len() - 1)
    }
}

/// The bit of the length of a word of 1 to 16 bytes.
fn length_bit(word: &str) -> u16 {
    1 << (word.len() - 1)
}

/// The word in small letters as one number; `None` where it is longer than 16 bytes or not ASCII.
fn pack(word: &str) -> Option<u128> {
    if word.is_empty() || word.len() > 16 {
        return None;
    }
    let mut key = 0_u128;
    for b in word.bytes() {
        if b >= 0x80 {
            return None;
        }
        key = key << 8 | u128::from(b.to_ascii_lowercase());
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::{abbreviation, abbreviation_class, is_starter, pack, parting, rows};

    #[test]
    fn every_row_is_read_and_shown_in_its_example() {
        for table in [include_str!("../data/abbreviations.tsv"), include_str!("../data/words.tsv")] {
            for line in table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
                assert_eq!(line.split('\t').count(), 3, "three columns: {line}");
            }
            for (word, _, example) in rows(table) {
                assert!(pack(word).is_some(), "too long or not ASCII: {word}");
                assert!(example.to_lowercase().contains(&word.to_lowercase()), "{word}: {example}");
            }
        }
        for (word, class, example) in rows(include_str!("../data/abbreviations.tsv")) {
            assert_eq!(abbreviation(word), abbreviation_class(class), "{word}");
            assert!(example.contains(&format!("{word}.")), "{word}. is not in: {example}");
        }
    }

    #[test]
    fn partings_are_byte_offsets() {
        assert_eq!(parting("cannot"), Some([3, 0]));
        assert_eq!(parting("Dunno"), Some([2, 3]));
        assert_eq!(parting("canyon"), None);
        assert!(is_starter("However") && !is_starter("Astana"));
    }
}
