//! The weights of the tagger, as they lie in their file.

use dateline_core::Result;

use super::features;
use crate::rows::{Found, Rows};
use crate::slots::Slots;
use crate::weights::Weights;

/// How many labels a row has room for.
pub const LABELS: usize = 64;

/// The weights that one feature gives each label.
pub type Row = [i8; LABELS];

/// What the features of a word give each label.
pub type Sums = [i16; LABELS];

/// What stands in the place of the first label where a feature gives more than six labels.
const WIDE: u8 = u8::MAX;

/// No label.
pub const NONE: u8 = u8::MAX;

/// The label before the first word.
pub const BEGIN: u8 = 0xfe;

/// The number of words that the vocabulary lacks.
pub const UNKNOWN_ID: u32 = 0;

/// The number of what stands before the first and after the last word.
pub const BOUNDARY_ID: u32 = 1;

/// What the tables of the file are, by their numbers.
pub mod tables {
    /// Ids of the training data, one a line.
    pub const SOURCES: usize = 0;
    /// Labels, one a line: XPOS, tabulator, UPOS.
    pub const LABELS: usize = 1;
    /// Where the words of the vocabulary lie.
    pub const WORD_PLACES: usize = 2;
    /// Their numbers.
    pub const WORD_IDS: usize = 3;
    /// The label class of each number.
    pub const CLASSES: usize = 4;
    /// The only label of each number, where it has but one.
    pub const ONLY: usize = 5;
    /// What each number gives where it is the word to be tagged, as `i16`.
    pub const MIDDLE: usize = 6;
    /// For the four positions beside it, the row of each number in [`ROWS`].
    pub const BESIDE: usize = 7;
    /// What features give, each a [`Few`](super::Few): three tables ([`Rows`](crate::rows::Rows)).
    pub const FEATURES: usize = 8;
    /// Rows, of words beside and of features that give many labels.
    pub const ROWS: usize = 11;
    /// Keys of words whose lemma no rule gives, with their XPOS.
    pub const LEMMA_WORD_KEYS: usize = 12;
    /// Their changes.
    pub const LEMMA_WORD_CHANGES: usize = 13;
    /// Keys of endings, with their XPOS.
    pub const LEMMA_ENDING_KEYS: usize = 14;
    /// Their changes.
    pub const LEMMA_ENDING_CHANGES: usize = 15;
    /// Changes, one a line: the number of bytes to cut, tabulator, what to append.
    pub const LEMMA_CHANGES: usize = 16;
}

/// What a feature gives: six labels and then their weights; or [`WIDE`] and in the last four bytes the number of a row.
pub type Few = [u8; 12];

/// What a feature with these weights gives. A row that is too wide is put into `rows`.
pub fn few(row: &Row, rows: &mut Vec<Row>) -> Few {
    let mut few = [0; 12];
    for (n, (label, weight)) in row.iter().enumerate().filter(|(_, weight)| **weight != 0).enumerate() {
        if n == 6 {
            let [a, b, c, d] = (rows.len() as u32).to_le_bytes();
            rows.push(*row);
            return [WIDE, 0, 0, 0, 0, 0, 0, 0, a, b, c, d];
        }
        (few[n], few[6 + n]) = (label as u8, *weight as u8);
    }
    few
}

/// A model that is read where it lies.
#[derive(Clone, Copy, Debug)]
pub struct Model<'m> {
    words: Slots<'m, 2>,
    classes: &'m [u8],
    only: &'m [u8],
    middle: &'m [[i16; LABELS]],
    beside: &'m [[u32; 4]],
    features: Rows<'m, Few>,
    rows: &'m [Row],
    labels: &'m str,
    quotes: [u8; 2],
}

impl<'m> Model<'m> {
    /// Looks at a file of weights.
    ///
    /// # Errors
    ///
    /// When it is none, or was trained with other templates.
    pub fn read(weights: &Weights<'m>) -> Result<Model<'m>> {
        let labels = weights.text(tables::LABELS)?;
        let find = |tag: &str| labels.lines().position(|l| l.split('\t').next() == Some(tag)).unwrap_or(0) as u8;
        Ok(Model {
            words: Slots::read(weights, tables::WORD_PLACES, tables::WORD_IDS)?,
            classes: weights.table(tables::CLASSES)?,
            only: weights.table(tables::ONLY)?,
            middle: weights.table(tables::MIDDLE)?,
            beside: weights.table(tables::BESIDE)?,
            features: Rows::read(weights, tables::FEATURES)?,
            rows: weights.table(tables::ROWS)?,
            labels,
            quotes: [find("''"), find("``")],
        })
    }

    /// The hash of the templates that this program reads.
    pub const fn templates() -> u64 {
        features::VERSION << 32 | (3 << 16) | LABELS as u64
    }

    /// The labels, as XPOS and UPOS.
    pub fn labels(&self) -> impl Iterator<Item = (&'m str, &'m str)> {
        self.labels.lines().filter_map(|line| line.split_once('\t'))
    }

    /// The number of the word with this hash.
    pub fn id(&self, hash: u64) -> u32 {
        self.words.find(hash)[1]
    }

    /// The label class of a number.
    pub fn class(&self, id: u32) -> u8 {
        self.classes.get(id as usize).copied().unwrap_or(0)
    }

    /// The only label of a number, or [`NONE`].
    pub fn only(&self, id: u32) -> u8 {
        self.only.get(id as usize).copied().unwrap_or(NONE)
    }

    /// The label of a double quotation mark.
    pub fn quote_label(&self, opens: bool) -> u8 {
        self.quotes[usize::from(opens)]
    }

    /// Notes a feature where it is in the model.
    #[inline]
    pub(super) fn find(&self, key: u64, found: &mut Found) {
        self.features.find(key, found);
    }

    /// Adds what the features that were found give each label.
    #[inline]
    pub(super) fn add(&self, found: &Found, sums: &mut Sums) {
        for few in self.features.of(found) {
            if few[0] == WIDE {
                let row = u32::from_le_bytes([few[8], few[9], few[10], few[11]]);
                if let Some(row) = self.rows.get(row as usize) {
                    add(sums, row);
                }
                continue;
            }
            for n in 0..6 {
                let sum = &mut sums[usize::from(few[n]) % LABELS];
                *sum = sum.wrapping_add(i16::from(few[6 + n] as i8));
            }
        }
    }

    /// What a known word gives where it is the word to be tagged.
    #[inline]
    pub fn middle(&self, id: u32) -> Option<&'m [i16; LABELS]> {
        if id == UNKNOWN_ID { None } else { self.middle.get(id as usize) }
    }

    /// What a known word gives at another position of the five.
    #[inline]
    pub fn beside(&self, position: usize, id: u32) -> Option<&'m Row> {
        if id == UNKNOWN_ID {
            return None;
        }
        let column = if position < 2 { position } else { position - 1 };
        self.rows.get(self.beside.get(id as usize)?[column] as usize)
    }
}

/// Adds a row of weights.
#[inline]
pub(super) fn add(sums: &mut Sums, row: &Row) {
    for at in 0..LABELS {
        sums[at] = sums[at].wrapping_add(i16::from(row[at]));
    }
}
