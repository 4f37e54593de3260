//! What the tables tell of a word by itself, in one: a text is looked up once a token.

use std::sync::LazyLock;

use dateline_names::{Fixed, Table};

use crate::cue::{self, Cue};
use crate::grammar::{self, Grammar};

/// The words, and the cues among them.
pub(crate) struct Entries {
    rows: Fixed<Row>,
    cues: Vec<Cue>,
}

impl Entries {
    /// Those of the tables, read when they are first asked for.
    pub(crate) fn all() -> &'static Entries {
        &ENTRIES
    }

    /// What is known of the word with this hash.
    #[inline]
    pub(crate) fn row(&self, hash: u64) -> Row {
        self.rows.get(hash)
    }

    /// The cue that a word may be; a verb where it may be a noun as well.
    #[inline]
    pub(crate) fn cue(&self, row: Row) -> Option<Cue> {
        row.cue.checked_sub(1).map(|cue| self.cues[cue as usize])
    }
}

/// What is known of a word: small, since most words are no cues.
#[derive(Clone, Copy, Default)]
pub(crate) struct Row {
    /// Its classes.
    pub(crate) grammar: Grammar,
    /// 1 + the place of its cue, 0 where it is none.
    cue: u16,
}

impl Row {
    pub(crate) const fn is_cue(self) -> bool {
        self.cue > 0
    }
}

static ENTRIES: LazyLock<Entries> = LazyLock::new(|| {
    let mut rows = Table::with_capacity(4096);
    let mut cues = Vec::with_capacity(4096);
    grammar::each(|hash, classes| {
        let grammar = &mut rows.entry(hash, Row::default()).grammar;
        *grammar = grammar.with(classes);
    });
    cue::each(|hash, cue| {
        let row = rows.entry(hash, Row::default());
        if row.cue == 0 {
            cues.push(cue);
            row.cue = cues.len() as u16;
        }
    });
    Entries { rows: rows.fixed(), cues }
});
