//! What kind of word a token is, as far as closed classes and endings tell: the patterns' stand-in for a tagger.

use dateline_core::table;
use dateline_names::hash_word;

/// Classes of a word, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Grammar(u16);

macro_rules! classes {
    ($($name:ident = $text:literal at $at:literal),+ $(,)?) => {
        impl Grammar {
            $(pub(crate) const $name: u16 = 1 << $at;)+

            fn of_class(class: &str) -> u16 {
                match class {
                    $($text => 1 << $at,)+
                    _ => 0,
                }
            }
        }
    };
}

classes! {
    AUX = "aux" at 0, BE = "be" at 1, MODAL = "modal" at 2, NEGATION = "negation" at 3, ADVERB = "adverb" at 4,
    SUBJECT = "subject" at 5, OBJECT = "object" at 6, DETERMINER = "determiner" at 7, PREPOSITION = "preposition" at 8,
    CONJUNCTION = "conjunction" at 9, SUBORDINATOR = "subordinator" at 10, RELATIVE = "relative" at 11,
    QUESTION = "question" at 12, TIME = "time" at 13, PAST = "past" at 14, PRESENT = "present" at 15,
}

impl Grammar {
    /// What the ending of a word tells that no table has; nothing where it begins with a capital.
    pub(crate) fn of_ending(word: &str) -> Grammar {
        let small = word.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
        if !small || word.len() <= 4 {
            Grammar(0)
        } else if word.ends_with("ly") && !NOUNS_IN_LY.contains(&word) {
            Grammar(Grammar::ADVERB)
        } else if word.ends_with("ed") {
            Grammar(Grammar::PAST)
        } else {
            Grammar(0)
        }
    }

    /// Whether the last two bytes of a word may tell something.
    pub(crate) fn may_tell(ending: &[u8]) -> bool {
        ending == b"ly" || ending == b"ed"
    }

    /// These and those.
    pub(crate) const fn with(self, other: Grammar) -> Grammar {
        Grammar(self.0 | other.0)
    }

    /// Whether it is one of these.
    pub(crate) const fn any(self, bits: u16) -> bool {
        self.0 & bits != 0
    }
}

/// Nouns, and adjectives used as nouns, that look like adverbs.
const NOUNS_IN_LY: [&str; 17] = [
    "family",
    "assembly",
    "ally",
    "daily",
    "weekly",
    "monthly",
    "quarterly",
    "reply",
    "supply",
    "rally",
    "monopoly",
    "anomaly",
    "bully",
    "elderly",
    "subassembly",
    "butterfly",
    "jelly",
];

const TABLE: &str = include_str!("../data/grammar.tsv");

/// Tells the hash of every word of the table with a class of it.
pub(crate) fn each(mut tell: impl FnMut(u64, Grammar)) {
    for row in table::rows(TABLE) {
        if let Some((class, members)) = row.split_once('\t') {
            let class = Grammar(Grammar::of_class(class));
            table::parts(members, b' ').for_each(|word| tell(hash_word(word), class));
        }
    }
}

#[cfg(test)]
mod tests {
    use dateline_names::hash_word;

    use super::{Grammar, TABLE};
    use crate::lexicon::Entries;

    #[test]
    fn every_row_has_a_known_class() {
        for line in TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (class, members) = line.split_once('\t').expect("two columns");
            assert!(Grammar::of_class(class) != 0 && !members.is_empty(), "{line}");
        }
    }

    #[test]
    fn endings_tell_where_the_table_does_not() {
        let of = |word: &str| Entries::all().row(hash_word(word)).grammar.with(Grammar::of_ending(word));
        assert!(
            of("flatly").any(Grammar::ADVERB) && of("quickly").any(Grammar::ADVERB) && of("landed").any(Grammar::PAST)
        );
        assert!(!of("family").any(Grammar::ADVERB) && !Grammar::of_ending("Daily").any(u16::MAX));
        assert!(!of("Kelly").any(Grammar::ADVERB) && of("She").any(Grammar::SUBJECT) && !of("table").any(u16::MAX));
    }
}
