//! The weights of the name recogniser, as they lie in their file.

use dateline_core::Result;
use dateline_layers::EntityType;

use super::features::{self, Entry};
use crate::slots::{Batch, Slots};
use crate::weights::Weights;

/// How many labels a row has room for.
pub const LABELS: usize = 24;

/// The weights that one feature gives each label.
pub type Row = [i16; LABELS];

/// Sums of rows, with more room than there are labels: five bits are always one of them.
pub type Sums = [i32; 32];

/// What stands in the place of the first label where a feature gives more labels than a slot has room for.
const WIDE: u8 = u8::MAX;

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
    /// Where the features lie.
    pub const FEATURE_PLACES: usize = 1;
    /// The features: see [`slot`](super::slot).
    pub const FEATURES: usize = 2;
    /// The rows of those that give more labels than a slot has room for.
    pub const ROWS: usize = 3;
    /// Where the words lie that lists and clusters have.
    pub const WORD_PLACES: usize = 4;
    /// What each is: an [`Entry`](super::features::Entry).
    pub const WORDS: usize = 5;
}

/// The slot of a feature with these weights: four labels and their weights, or the number of a row that is put into `rows`.
pub fn slot(row: &Row, rows: &mut Vec<Row>) -> [u32; 4] {
    let (mut labels, mut weights) = ([0; 4], [0_u16; 4]);
    for (n, (label, weight)) in row.iter().enumerate().filter(|(_, weight)| **weight != 0).enumerate() {
        if n == labels.len() {
            rows.push(*row);
            return [0, u32::from(WIDE), rows.len() as u32 - 1, 0];
        }
        (labels[n], weights[n]) = (label as u8, *weight as u16);
    }
    let two = |at: usize| u32::from(weights[at]) | u32::from(weights[at + 1]) << 16;
    [0, u32::from_le_bytes(labels), two(0), two(2)]
}

/// A model that is read where it lies.
#[derive(Clone, Copy, Debug)]
pub struct Model<'m> {
    features: Slots<'m, 4>,
    rows: &'m [Row],
    words: Slots<'m, 2>,
}

impl<'m> Model<'m> {
    /// Looks at a file of weights.
    ///
    /// # Errors
    ///
    /// When it is none, or was trained with other templates.
    pub fn read(weights: &Weights<'m>) -> Result<Model<'m>> {
        Ok(Model {
            features: Slots::read(weights, tables::FEATURE_PLACES, tables::FEATURES)?,
            rows: weights.table(tables::ROWS)?,
            words: Slots::read(weights, tables::WORD_PLACES, tables::WORDS)?,
        })
    }

    /// Where it lies, which tells it from any other that is there at the same time.
    pub(super) fn address(&self) -> usize {
        self.features.address()
    }

    /// The hash of the templates that this program reads.
    pub const fn templates() -> u64 {
        features::VERSION << 32 | (2 << 16) | LABELS as u64
    }

    /// What the lists of people's names and the clusters say of the word with this hash.
    pub fn entry(&self, hash: u64) -> Entry {
        Entry(self.words.find(hash)[1])
    }

    /// What a feature gives, for [`Model::add`].
    #[inline]
    pub(super) fn find(&self, key: u64) -> [u32; 4] {
        self.features.find(key)
    }

    /// Adds what features give each label.
    #[inline]
    pub(super) fn add(&self, features: &Batch, sums: &mut Sums) {
        for [_, labels, first, second] in features.iter() {
            let labels = labels.to_le_bytes();
            if labels[0] == WIDE {
                if let Some(row) = self.rows.get(*first as usize) {
                    sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += i32::from(*weight));
                }
                continue;
            }
            let weights = [*first as i16, (first >> 16) as i16, *second as i16, (second >> 16) as i16];
            for (label, weight) in labels.iter().zip(weights) {
                sums[usize::from(label & 31)] += i32::from(weight);
            }
        }
    }
}
