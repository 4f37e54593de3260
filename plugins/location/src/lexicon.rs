//! Words that tell places from other names: the tables in `data/`, laid out by the compiler.

use std::cell::Cell;

use dateline_data_gazetteer::word::{as_numbers, both_small};

use crate::words::Word;

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

            /// What the classes are called in the table of cues, in their order.
            const NAMES: &[&[u8]] = &[ $( $text.as_bytes() ),+ ];
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

    /// The class that the table of cues calls so.
    const fn named(name: &[u8]) -> Option<Class> {
        let mut at = 0;
        while at < Self::NAMES.len() {
            if is_same(Self::NAMES[at], name) {
                return Some(Class(1 << at));
            }
            at += 1;
        }
        None
    }
}

/// What `==` says, where the compiler computes.
const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// What is known of a word, whatever its case.
#[inline]
fn class(word: &str) -> Class {
    // None that is listed is longer than two numbers.
    let Some(numbers) = as_numbers(word.as_bytes()) else { return Class(0) };
    let hash = mix(both_small(numbers));
    if !WORDS.may_have(hash) {
        return Class(0);
    }
    let slot = WORDS.slots[WORDS.slot(hash)];
    WORDS.sets[usize::from(slot as u8)]
}

/// The classes of the words of a document. Rules ask for the same few words again and again: a word is looked up when it is
/// asked for first.
#[derive(Default)]
pub(crate) struct Classes(Vec<Cell<Class>>);

/// No word has all classes.
const NOT_ASKED: Class = Class(u64::MAX);

impl Classes {
    /// Begins a document of so many words.
    pub(crate) fn clear(&mut self, words: usize) {
        self.0.clear();
        self.0.resize(words, Cell::new(NOT_ASKED));
    }

    /// The class of a word; none where there is no word.
    #[inline]
    pub(crate) fn of(&self, text: &str, words: &[Word], at: usize) -> Class {
        let (Some(known), Some(word)) = (self.0.get(at), words.get(at)) else { return Class::default() };
        if known.get() == NOT_ASKED {
            known.set(class(word.of(text)));
        }
        known.get()
    }
}

/// All words that the rules know. The compiler makes this table, so that there is nothing to read at start-up, and of
/// its quarter of a megabyte no more is mapped in than a text asks for.
#[allow(long_running_const_eval, reason = "some seconds for 17,000 words")]
static WORDS: Words = Words::listed();

struct Words {
    /// The upper bits of a word's hash and the number of its set of classes; 0 where there is none.
    slots: [u64; SLOTS],
    /// The sets of classes that words have, the empty one first.
    sets: [Class; 256],
    count: usize,
    /// A bit for each word that is listed: it fits the first cache, and most words that are not listed are told by it.
    listed: [u64; LISTED / 64],
}

/// Eight times as many as there are words.
const LISTED: usize = 1 << 17;

/// Twice as many as there are words.
const SLOTS: usize = 1 << 15;

impl Words {
    #[allow(clippy::large_stack_arrays, reason = "only the compiler calls this")]
    const fn listed() -> Self {
        let mut words = Words { slots: [0; SLOTS], sets: [Class(0); 256], count: 1, listed: [0; LISTED / 64] };
        words.add_list(include_bytes!("../data/common_words.txt"), Class::COMMON);
        words.add_list(include_bytes!("../data/first_names.txt"), Class::FIRST);
        words.add_list(include_bytes!("../data/surnames.txt"), Class::SURNAME);
        let mut rest: &[u8] = include_bytes!("../data/cues.tsv");
        while !rest.is_empty() {
            let (line, behind) = part(rest, b'\n');
            rest = behind;
            if line[0] != b'#' {
                let (name, cells) = part(line, b'\t');
                let class = Class::named(name).expect("a line of the cues begins with a class");
                words.add_list(part(cells, b'\t').0, class);
            }
        }
        words
    }

    /// Adds words of small letters that spaces or line ends part; a line that begins with `#` has none.
    const fn add_list(&mut self, list: &[u8], class: Class) {
        let (mut at, mut numbers, mut len) = (0, [0; 2], 0);
        while at <= list.len() {
            if at < list.len() && list[at] == b'#' {
                while list[at] != b'\n' {
                    at += 1;
                }
            } else if at < list.len() && list[at] > b' ' {
                numbers[len / 8] |= (list[at] as u64) << (8 * (len % 8));
                len += 1;
            } else if len > 0 {
                self.add(mix(numbers), class);
                (numbers, len) = ([0; 2], 0);
            }
            at += 1;
        }
    }

    const fn add(&mut self, hash: u64, class: Class) {
        let (at, bit) = Self::bit(hash);
        self.listed[at] |= bit;
        let slot = self.slot(hash);
        let known = self.sets[self.slots[slot] as u8 as usize];
        self.slots[slot] = hash & !0xff | self.set(known.or(class)) as u64;
    }

    /// Whether the word of this hash may be listed.
    #[inline]
    fn may_have(&self, hash: u64) -> bool {
        let (at, bit) = Self::bit(hash);
        self.listed[at] & bit != 0
    }

    /// Its bit, by the upper bits of the hash.
    #[inline]
    const fn bit(hash: u64) -> (usize, u64) {
        let at = (hash >> (64 - LISTED.trailing_zeros())) as usize;
        (at / 64, 1 << (at % 64))
    }

    /// The number of a set of classes, which is added where it is new.
    const fn set(&mut self, set: Class) -> usize {
        let mut at = 0;
        while at < self.count && self.sets[at].0 != set.0 {
            at += 1;
        }
        if at == self.count {
            self.sets[at] = set;
            self.count += 1;
        }
        at
    }

    /// Where the word of this hash is, or an empty slot.
    const fn slot(&self, hash: u64) -> usize {
        let mut at = hash as usize % SLOTS;
        while self.slots[at] != 0 && self.slots[at] >> 8 != hash >> 8 {
            at = (at + 1) % SLOTS;
        }
        at
    }
}

/// What stands before the first `mark`, and behind it.
const fn part(text: &[u8], mark: u8) -> (&[u8], &[u8]) {
    let mut at = 0;
    while at < text.len() && text[at] != mark {
        at += 1;
    }
    let (before, behind) = text.split_at(at);
    (before, if behind.is_empty() { behind } else { behind.split_at(1).1 })
}

/// The letters of a word mixed to one number; of words of up to eight bytes no two have the same.
const fn mix([head, tail]: [u64; 2]) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mixed = (head ^ tail.wrapping_mul(ODD)).wrapping_mul(ODD);
    mixed ^ mixed >> 47
}

/// The lines of the table of cues: class, words, example.
#[cfg(test)]
pub(crate) fn cues() -> impl Iterator<Item = (Class, &'static str, &'static str)> {
    include_str!("../data/cues.tsv").lines().filter(|l| !l.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((Class::named(cells.next()?.as_bytes())?, cells.next()?, cells.next()?))
    })
}

/// Whether a point behind this word ends no sentence.
pub(crate) fn is_abbreviation(word: &str) -> bool {
    const KNOWN: [&str; 44] = [
        "Mr", "Mrs", "Ms", "Dr", "St", "Ste", "Mt", "Ft", "Gov", "Sen", "Rep", "Gen", "Col", "Lt", "Sgt", "Capt",
        "Maj", "Cmdr", "Adm", "Rev", "Prof", "Hon", "Jr", "Sr", "Pres", "Supt", "Det", "Cpl", "Pvt", "Msgr", "Del",
        "Atty", "Ave", "Blvd", "Jan", "Feb", "Mar", "Apr", "Aug", "Sept", "Oct", "Nov", "Dec", "vs",
    ];
    word.len() <= 4 && KNOWN.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_cues_has_a_known_class_words_and_an_example() {
        let lines = include_str!("../data/cues.tsv").lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(cues().count(), lines, "a line has an unknown class or too few cells");
        for (listed, words, example) in cues() {
            assert!(words.split(' ').all(|w| class(w).has(listed)), "{words}");
            let said = example.to_lowercase();
            assert!(words.split(' ').any(|w| said.contains(w)), "no word of this line is in its example: {example}");
        }
    }

    #[test]
    fn case_does_not_matter() {
        assert!(class("Reading").has(Class::COMMON) && class("BASHAR").has(Class::FIRST));
        assert_eq!(class("a word of far more letters than any that is listed"), Class::default());
    }
}
