//! The weights of the name recogniser, as they lie in their file.

use dateline_core::Result;
use dateline_layers::EntityType;

use super::features::{self, Entry, PLAIN, Word, holds};
use crate::rows::{Found, Rows};
use crate::shortcuts::Shortcuts;
use crate::slots::Slots;
use crate::weights::Weights;

/// How many labels there are, [`OUTSIDE`] among them.
pub const LABELS: usize = 1 + 4 * KINDS.len();

/// The weights that one feature gives each label but [`OUTSIDE`], as compared with what it gives that one.
pub type Row = [i8; LABELS - 1];

/// Sums of rows.
pub type Sums = [i16; LABELS - 1];

/// What the features of a word give that hold no other, by its position among the five: sums before, in and behind the
/// middle where the middle one is [`PLAIN`], what it gives with that shape among them; the same without a shape; and rows
/// two before and two behind, as bytes.
pub type OfWord = [Sums; 7];

/// The kinds of names, in the order of the labels.
pub const KINDS: [EntityType; 4] = [EntityType::PERSON, EntityType::ORGANISATION, EntityType::PLACE, EntityType::GROUP];

/// The label of a token outside any name.
pub const OUTSIDE: u8 = 0;

/// The label before the first token.
pub const BEGIN: u8 = LABELS as u8;

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
    /// The rows of features: five tables ([`Rows`](crate::rows::Rows)).
    pub const FEATURES: usize = 1;
    /// Where the words lie that have a number.
    pub const FREQUENT_PLACES: usize = FEATURES + crate::rows::TABLES;
    /// What each is: an [`Entry`](super::features::Entry).
    pub const FREQUENT: usize = FREQUENT_PLACES + 1;
    /// Where the other words lie that lists and clusters have.
    pub const WORD_PLACES: usize = FREQUENT_PLACES + 2;
    /// What each is.
    pub const WORDS: usize = FREQUENT_PLACES + 3;
    /// What each number gives: an [`OfWord`](super::OfWord).
    pub const OF_WORDS: usize = FREQUENT_PLACES + 4;
    /// [Situations](super::features::situation) with their labels: two tables
    /// ([`Shortcuts`](crate::shortcuts::Shortcuts)).
    pub const SHORTCUTS: usize = FREQUENT_PLACES + 5;
}

/// A model that is read where it lies.
#[derive(Clone, Copy, Debug)]
pub struct Model<'m> {
    rows: Rows<'m, Row>,
    /// Nearly all words of a text are among the few that are frequent, whose table stays in the cache.
    frequent: Slots<'m, 2>,
    words: Slots<'m, 2>,
    of_words: &'m [OfWord],
    shortcuts: Shortcuts<'m>,
}

impl<'m> Model<'m> {
    /// Looks at a file of weights.
    ///
    /// # Errors
    ///
    /// When it is none, or was trained with other templates.
    pub fn read(weights: &Weights<'m>) -> Result<Model<'m>> {
        Ok(Model {
            rows: Rows::read(weights, tables::FEATURES)?,
            frequent: Slots::read(weights, tables::FREQUENT_PLACES, tables::FREQUENT)?,
            words: Slots::read(weights, tables::WORD_PLACES, tables::WORDS)?,
            of_words: weights.table(tables::OF_WORDS)?,
            shortcuts: Shortcuts::read(weights, tables::SHORTCUTS)?,
        })
    }

    /// The hash of the templates that this program reads.
    pub const fn templates() -> u64 {
        features::VERSION << 32 | (4 << 16) | LABELS as u64
    }

    /// What it nearly always says in a [situation](features::situation).
    pub const fn shortcuts(&self) -> Shortcuts<'m> {
        self.shortcuts
    }

    /// What the lists of people's names and the clusters say of the word with this hash.
    pub fn entry(&self, hash: u64) -> Entry {
        let [_, frequent] = self.frequent.find(hash);
        Entry(if frequent != 0 { frequent } else { self.words.find(hash)[1] })
    }

    /// Notes a feature where it is in the model.
    #[inline]
    pub(super) fn find(&self, key: u64, found: &mut Found) {
        // Which it is, is known when this is compiled.
        self.rows.find(features::is_of_kinds(key), key, found);
    }

    /// What the words by themselves give the middle one, as far as that is summed, and what these sums
    /// [hold](features::holds).
    #[inline]
    pub(super) fn of_words(&self, words: &[Word; 5]) -> (Sums, u8) {
        let (mut sums, mut told) = ([0; LABELS - 1], 0);
        let plain = words[2].shape == PLAIN;
        for (position, word) in words.iter().enumerate() {
            let Some(of_word) = self.of_words.get(usize::from(word.id)).filter(|_| word.id != 0) else { continue };
            told |= 1 << position;
            if position == 0 || position == 4 {
                let rows: &[Row; 2] = bytemuck::cast_ref(&of_word[6]);
                add_row(&mut sums, &rows[position / 4]);
                continue;
            }
            let more = &of_word[position - 1 + if plain { 0 } else { 3 }];
            for at in 0..LABELS - 1 {
                sums[at] = sums[at].wrapping_add(more[at]);
            }
            told |= if plain { holds::LAST_SHAPE << (position - 1) } else { 0 };
        }
        (sums, told)
    }

    /// Adds what the features that were found give each label.
    #[inline]
    pub(super) fn add(&self, found: &Found, sums: &mut Sums) {
        for row in self.rows.of(found) {
            add_row(sums, row);
        }
    }
}

#[inline]
fn add_row(sums: &mut Sums, row: &Row) {
    for at in 0..LABELS - 1 {
        sums[at] = sums[at].wrapping_add(i16::from(row[at]));
    }
}
