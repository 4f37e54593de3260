//! What the tables tell of a word by itself, in one: a text is looked up once a token.

use std::sync::LazyLock;

use dateline_names::Table;

use crate::cue::{self, Cue};
use crate::grammar::{self, Grammar};

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    /// Its classes.
    pub(crate) grammar: Grammar,
    /// The cue that it may be; a verb where it may be a noun as well.
    pub(crate) cue: Option<Cue>,
}

impl Entry {
    /// What is known of the word with this hash.
    pub(crate) fn of_hash(hash: u64) -> Entry {
        WORDS.get(hash).unwrap_or_default()
    }
}

static WORDS: LazyLock<Table<Entry>> = LazyLock::new(|| {
    let mut words = Table::with_capacity(4096);
    grammar::each(|hash, classes| {
        let grammar = &mut words.entry(hash, Entry::default()).grammar;
        *grammar = grammar.with(classes);
    });
    cue::each(|hash, cue| {
        words.entry(hash, Entry::default()).cue.get_or_insert(cue);
    });
    words
});
