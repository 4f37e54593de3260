//! Words that tell places from other names: the tables in `data/`, read once.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

macro_rules! classes {
    ($( $(#[doc = $doc:literal])+ $name:ident = $text:literal ),+ $(,)?) => {
        /// What is known of a word: a set of classes.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub(crate) struct Class(u64);

        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u64)]
        enum Bit { $( $name ),+ }

        impl Class {
            $( $(#[doc = $doc])+ pub(crate) const $name: Class = Class(1 << Bit::$name as u64); )+

            fn named(name: &str) -> Option<Class> {
                match name {
                    $( $text => Some(Self::$name), )+
                    _ => None,
                }
            }
        }
    };
}

classes! {
    /// First names.
    FIRST = "first name",
    /// Surnames that are names of places too.
    SURNAME = "surname",
    /// Common words that are names of places too.
    COMMON = "common",
    /// What stands before a person's name: "Gov.", "President".
    TITLE = "title",
    /// Kinsfolk before a first name, and media before the name of one.
    KIN = "kin",
    /// Prepositions that places follow: "in", "near".
    WHERE = "where",
    /// Prepositions that places and others follow: "from", "to", "of".
    WITHER = "whither",
    /// Nouns of direction and part before a place: "downtown", "northern", "eastern".
    PART = "part",
    /// Heads of institutions that bear a place's name before them: "Police", "University".
    INSTITUTION = "institution",
    /// Heads of institutions that bear a place's name behind "of".
    INSTITUTION_OF = "institution of",
    /// Kinds of features behind a name: "River", "Mountains".
    FEATURE = "feature",
    /// Streets and roads behind a name.
    STREET = "street",
    /// Companies behind a name: "Inc", "Corp".
    COMPANY = "company",
    /// Verbs of speech.
    SAYS = "says",
    /// Verbs of states that act.
    ACTS = "acts",
    /// Offices behind a place: "mayor", "envoy".
    OFFICE = "office",
    /// Nouns before a place: "the city of", "province of".
    KIND_OF = "kind of place",
    /// Months and days.
    CALENDAR = "calendar",
    /// Events and bodies named by where they are held: "talks", "summit".
    EVENT = "event",
    /// Teams and what is won.
    SPORT = "sport",
    /// What states have with each other: "relations", "ties".
    RELATION = "relation",
    /// What leads from place to place: "flights", "road".
    JOURNEY = "journey",
    /// What stands before a city in the name of its team: "Real", "Bayern".
    CLUB = "club",
    /// What is done to a state as to somebody: "accused", "urged".
    ADDRESSES = "addresses",
    /// What only somebody who acts has: "view", "reluctance".
    STANCE = "stance",
    /// What makes a state do something: "prompting Japan to".
    CAUSES = "causes",
    /// What a state gives or has with another: "backing from", "engaging with".
    PARTNER = "partner",
    /// Verbs of which a place is the subject as a place: "lies", "suffered".
    UNDERGOES = "undergoes",
    /// What a place is, before or behind its name: "town", "province".
    SETTLEMENT = "settlement",
    /// Ordinals, feasts, makers, bodies that are namesakes of villages.
    NO_PLACE = "no place",
    /// Institutions that bear the names of their founders.
    ENDOWED = "endowed",
    /// Who is said to be of a town.
    TOWNSMAN = "townsman",
    /// Sites that bear the name of where they are.
    SITE = "site",
    /// Languages are spoken.
    TONGUE = "tongue",
}

impl Class {
    pub(crate) fn has(self, other: Class) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn or(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }
}

/// All words that the rules know: none is longer than a key.
pub(crate) struct Lexicon(HashMap<u128, Class, BuildHasherDefault<Mixed>>);

/// The letters of a word as a number: the keys are our own tables, so nobody can choose them to collide.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u128(u128::from(*byte));
        }
    }

    fn write_u128(&mut self, key: u128) {
        let mixed = (key as u64 ^ ((key >> 64) as u64).rotate_left(29) ^ self.0).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        // The table takes its index from the low bits and its marks from the high ones.
        self.0 = mixed ^ mixed >> 29;
    }
}

/// A word in small letters (of ASCII) as a key.
fn key(word: &str) -> Option<u128> {
    let mut letters = [0; 16];
    letters.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    letters.make_ascii_lowercase();
    Some(u128::from_le_bytes(letters))
}

impl Lexicon {
    pub(crate) fn new() -> Self {
        let mut words: HashMap<u128, Class, BuildHasherDefault<Mixed>> =
            HashMap::with_capacity_and_hasher(16_384, BuildHasherDefault::default());
        let mut add = |word: &str, class: Class| {
            if let Some(key) = key(word) {
                let known = words.entry(key).or_default();
                *known = known.or(class);
            }
        };
        for (table, class) in [
            (include_str!("../data/common_words.txt"), Class::COMMON),
            (include_str!("../data/first_names.txt"), Class::FIRST),
            (include_str!("../data/surnames.txt"), Class::SURNAME),
        ] {
            table.lines().filter(|l| !l.starts_with('#')).for_each(|word| add(word, class));
        }
        for (class, list, _) in cues() {
            list.split(' ').for_each(|word| add(word, class));
        }
        Lexicon(words)
    }

    /// What is known of a word, whatever its case.
    pub(crate) fn class(&self, word: &str) -> Class {
        key(word).and_then(|key| self.0.get(&key)).copied().unwrap_or_default()
    }
}

/// The lines of the table of cues: class, words, example.
pub(crate) fn cues() -> impl Iterator<Item = (Class, &'static str, &'static str)> {
    include_str!("../data/cues.tsv").lines().filter(|l| !l.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((Class::named(cells.next()?)?, cells.next()?, cells.next()?))
    })
}

/// Whether a point behind this word ends no sentence.
pub(crate) fn is_abbreviation(word: &str) -> bool {
    const KNOWN: [&str; 44] = [
        "Mr", "Mrs", "Ms", "Dr", "St", "Ste", "Mt", "Ft", "Gov", "Sen", "Rep", "Gen", "Col", "Lt", "Sgt", "Capt",
        "Maj", "Cmdr", "Adm", "Rev", "Prof", "Hon", "Jr", "Sr", "Pres", "Supt", "Det", "Cpl", "Pvt", "Msgr", "Del",
        "Atty", "Ave", "Blvd", "Jan", "Feb", "Mar", "Apr", "Aug", "Sept", "Oct", "Nov", "Dec", "vs",
    ];
    KNOWN.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_cues_has_a_known_class_words_and_an_example() {
        let lines = include_str!("../data/cues.tsv").lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(cues().count(), lines, "a line has an unknown class or too few cells");
        let lexicon = Lexicon::new();
        for (class, words, example) in cues() {
            assert!(words.split(' ').all(|w| lexicon.class(w).has(class)), "{words}");
            let said = example.to_lowercase();
            assert!(words.split(' ').any(|w| said.contains(w)), "no word of this line is in its example: {example}");
        }
    }

    #[test]
    fn case_does_not_matter() {
        let lexicon = Lexicon::new();
        assert!(lexicon.class("Reading").has(Class::COMMON) && lexicon.class("BASHAR").has(Class::FIRST));
        assert_eq!(lexicon.class("a word of far more letters than any that is listed"), Class::default());
    }
}
