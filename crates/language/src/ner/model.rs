//! The weights of the name recogniser, as they lie in their file.

use dateline_core::Result;
use dateline_layers::EntityType;

use super::features::{self, Entry};
use crate::weights::{Lookup, Weights};

/// How many labels a row has room for.
pub const LABELS: usize = 24;

/// The weights that one feature gives each label.
pub type Row = [i16; LABELS];

/// The kinds of names, in the order of the labels.
pub const KINDS: [EntityType; 4] = [EntityType::PERSON, EntityType::ORGANISATION, EntityType::PLACE, EntityType::GROUP];

/// The label of a token outside any name.
pub const OUTSIDE: u8 = 0;

/// The label before the first token.
pub const BEGIN: u8 = LABELS as u8 - 1;

/// Where in a name a token stands. The label of a kind and a part is `1 + 4 * kind + part`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// First of several.
    First,
    /// Between.
    Inner,
    /// Last of several.
    Last,
    /// All of it.
    Whole,
}

/// The label of a part of a name of this kind.
pub const fn label(kind: usize, part: Part) -> u8 {
    1 + 4 * kind as u8 + part as u8
}

/// Whether a name is open after this label: it has begun and not ended.
pub const fn is_open(label: u8) -> bool {
    label != OUTSIDE && label < BEGIN && (label - 1) % 4 <= Part::Inner as u8
}

/// Whether `next` may follow `last`.
pub const fn may_follow(last: u8, next: u8) -> bool {
    if is_open(last) {
        next != OUTSIDE && (next - 1) / 4 == (last - 1) / 4 && matches!((next - 1) % 4, 1 | 2)
    } else {
        next == OUTSIDE || matches!((next - 1) % 4, 0 | 3)
    }
}

/// What the tables of the file are, by their numbers.
pub mod tables {
    /// Ids of the training data, one a line.
    pub const SOURCES: usize = 0;
    /// Keys of the features.
    pub const FEATURE_KEYS: usize = 1;
    /// Their rows.
    pub const FEATURE_ROWS: usize = 2;
    /// The rows.
    pub const ROWS: usize = 3;
    /// Hashes of the words that lists and clusters have.
    pub const WORD_KEYS: usize = 4;
    /// What each is: an [`Entry`](super::features::Entry).
    pub const WORDS: usize = 5;
}

/// A model that is read where it lies.
#[derive(Clone, Copy, Debug)]
pub struct Model<'m> {
    features: Lookup<'m>,
    rows: &'m [Row],
    words: Lookup<'m>,
}

impl<'m> Model<'m> {
    /// Looks at a file of weights.
    ///
    /// # Errors
    ///
    /// When it is none, or was trained with other templates.
    pub fn read(weights: &Weights<'m>) -> Result<Model<'m>> {
        Ok(Model {
            features: Lookup::read(weights, tables::FEATURE_KEYS, tables::FEATURE_ROWS)?,
            rows: weights.table(tables::ROWS)?,
            words: Lookup::read(weights, tables::WORD_KEYS, tables::WORDS)?,
        })
    }

    /// Where it lies, which tells it from any other that is there at the same time.
    pub(super) fn address(&self) -> usize {
        self.rows.as_ptr() as usize
    }

    /// The hash of the templates that this program reads.
    pub const fn templates() -> u64 {
        features::VERSION << 32 | (1 << 16) | LABELS as u64
    }

    /// What the lists of people's names and the clusters say of the word with this hash.
    pub fn entry(&self, hash: u64) -> Entry {
        Entry(self.words.get(hash).unwrap_or(0))
    }

    /// The row of a feature.
    #[inline]
    pub fn row(&self, key: u64) -> Option<&'m Row> {
        self.rows.get(self.features.get(key)? as usize)
    }
}
