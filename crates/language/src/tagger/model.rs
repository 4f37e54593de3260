//! The weights of the tagger, as they lie in their file.

use dateline_core::Result;

use super::features::{self, SHAPES, Word};
use crate::rows::{Found, Rows};
use crate::shortcuts::Shortcuts;
use crate::slots::Slots;
use crate::weights::Weights;

/// How many labels a row has room for.
pub const LABELS: usize = 64;

/// The weights that one feature gives each label.
pub type Row = [i8; LABELS];

/// What the features of a word give each label.
pub type Sums = [i16; LABELS];

/// What a word gives each label: where it is the word to be tagged, and then in a byte each where it stands before that
/// and behind it. Four cache lines, side by side.
pub type OfWord = [i16; 2 * LABELS];

/// What stands in the place of the first label where a feature gives more than eight labels.
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
    /// What each is: a [`Known`](super::Known).
    pub const WORDS: usize = 3;
    /// What each number gives: an [`OfWord`](super::OfWord).
    pub const OF_WORDS: usize = 4;
    /// What the words of each label class give two words off, before and behind.
    pub const OF_CLASSES: usize = 5;
    /// What the label before gives with the [shape](super::features::SHAPES) of a word.
    pub const OF_LAST: usize = 6;
    /// What features give, each a [`Few`](super::Few): five tables ([`Rows`](crate::rows::Rows)).
    pub const FEATURES: usize = 7;
    /// Rows of features that give many labels.
    pub const ROWS: usize = FEATURES + crate::rows::TABLES;
    /// Keys of words whose lemma no rule gives, with their XPOS.
    pub const LEMMA_WORD_KEYS: usize = ROWS + 1;
    /// Their changes.
    pub const LEMMA_WORD_CHANGES: usize = ROWS + 2;
    /// Keys of endings, with their XPOS.
    pub const LEMMA_ENDING_KEYS: usize = ROWS + 3;
    /// Their changes.
    pub const LEMMA_ENDING_CHANGES: usize = ROWS + 4;
    /// Changes, one a line: the number of bytes to cut, tabulator, what to append.
    pub const LEMMA_CHANGES: usize = ROWS + 5;
    /// [Situations](super::features::situation) with their labels: two tables
    /// ([`Shortcuts`](crate::shortcuts::Shortcuts)).
    pub const SHORTCUTS: usize = ROWS + 6;
}

/// What a feature gives: eight labels and then their weights; or [`WIDE`] and in the last four bytes the number of a row.
pub type Few = [u8; 16];

/// What a feature with these weights gives. A row that is too wide is put into `rows`.
pub fn few(row: &Row, rows: &mut Vec<Row>) -> Few {
    let mut few = [0; 16];
    for (n, (label, weight)) in row.iter().enumerate().filter(|(_, weight)| **weight != 0).enumerate() {
        if n == 8 {
            let [a, b, c, d] = (rows.len() as u32).to_le_bytes();
            rows.push(*row);
            return [WIDE, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, a, b, c, d];
        }
        (few[n], few[8 + n]) = (label as u8, *weight as u8);
    }
    few
}

/// What is known of a word by itself, in one number; 0 is a word that the vocabulary lacks.
#[derive(Clone, Copy, Debug)]
pub struct Known(pub u32);

impl Known {
    /// `only`: its only label, or [`NONE`]. None where the number is too large.
    pub fn new(id: u32, class: u8, only: u8) -> Option<Known> {
        let only = u32::from(only.wrapping_add(1));
        (id <= 0xffff).then_some(Known(id | u32::from(class) << 16 | only << 24))
    }

    /// Its number in the vocabulary.
    pub const fn id(self) -> u32 {
        self.0 & 0xffff
    }

    /// The set of labels that it has in the training data, as a number.
    pub const fn class(self) -> u8 {
        (self.0 >> 16) as u8
    }

    /// The only label that it has there, or [`NONE`].
    pub const fn only(self) -> u8 {
        ((self.0 >> 24) as u8).wrapping_sub(1)
    }
}

/// A model that is read where it lies.
#[derive(Clone, Copy, Debug)]
pub struct Model<'m> {
    words: Slots<'m, 2>,
    of_words: &'m [OfWord],
    of_classes: &'m [[Row; 2]],
    of_last: &'m [Sums],
    features: Rows<'m, Few>,
    rows: &'m [Row],
    shortcuts: Shortcuts<'m>,
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
            words: Slots::read(weights, tables::WORD_PLACES, tables::WORDS)?,
            of_words: weights.table(tables::OF_WORDS)?,
            of_classes: weights.table(tables::OF_CLASSES)?,
            of_last: weights.table(tables::OF_LAST)?,
            features: Rows::read(weights, tables::FEATURES)?,
            rows: weights.table(tables::ROWS)?,
            shortcuts: Shortcuts::read(weights, tables::SHORTCUTS)?,
            labels,
            quotes: [find("''"), find("``")],
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

    /// The labels, as XPOS and UPOS.
    pub fn labels(&self) -> impl Iterator<Item = (&'m str, &'m str)> {
        self.labels.lines().filter_map(|line| line.split_once('\t'))
    }

    /// What is known of the word with this hash.
    #[inline]
    pub fn known(&self, hash: u64) -> Known {
        Known(self.words.find(hash)[1])
    }

    /// The label of a double quotation mark.
    pub fn quote_label(&self, opens: bool) -> u8 {
        self.quotes[usize::from(opens)]
    }

    /// Notes a feature where it is in the model.
    #[inline]
    pub(super) fn find(&self, key: u64, found: &mut Found) {
        // Which it is, is known when this is compiled.
        self.features.find(features::is_of_kinds(key), key, found);
    }

    /// Adds what the features that were found give each label.
    #[inline]
    pub(super) fn add(&self, found: &Found, sums: &mut Sums) {
        for few in self.features.of(found) {
            if few[0] == WIDE {
                let row = u32::from_le_bytes([few[12], few[13], few[14], few[15]]);
                if let Some(row) = self.rows.get(row as usize) {
                    add(sums, row);
                }
                continue;
            }
            for n in 0..8 {
                let sum = &mut sums[usize::from(few[n]) % LABELS];
                *sum = sum.wrapping_add(i16::from(few[8 + n] as i8));
            }
        }
    }

    /// What known words give the middle one of five by themselves, those two off by their classes, and the label before
    /// with the shape of that word: what is told without a search.
    #[inline]
    pub(super) fn sums(&self, words: &[Word; 5], last: u8) -> Sums {
        let of_word = |at: usize| self.of_words.get(words[at].id as usize).unwrap_or(&[0; 2 * LABELS]);
        let of_class = |at: usize| self.of_classes.get(usize::from(words[at].class)).unwrap_or(&[[0; LABELS]; 2]);
        let ([far, _], [_, beyond]) = (of_class(0), of_class(4));
        let (before, behind) = (beside(of_word(1))[0], beside(of_word(3))[1]);
        let of_last = self.of_last.get(last_and_shape(last, words[2].shape)).unwrap_or(&[0; LABELS]);
        let middle = of_word(2);
        let mut sums = [0; LABELS];
        for at in 0..LABELS {
            let near = i16::from(before[at]).wrapping_add(i16::from(behind[at]));
            let off = i16::from(far[at]).wrapping_add(i16::from(beyond[at]));
            sums[at] = middle[at].wrapping_add(of_last[at]).wrapping_add(near).wrapping_add(off);
        }
        sums
    }
}

/// What a word gives where it stands before the one to be tagged, and behind it.
#[inline]
fn beside(of_word: &OfWord) -> [&[i8]; 2] {
    let (before, behind) = of_word[LABELS..].split_at(LABELS / 2);
    [bytemuck::cast_slice(before), bytemuck::cast_slice(behind)]
}

/// Where what a label gives with the shape of the next word lies. [`BEGIN`] lies behind all labels.
#[inline]
pub fn last_and_shape(last: u8, shape: u8) -> usize {
    usize::from(last).min(LABELS) * SHAPES + usize::from(shape)
}

/// Adds a row of weights.
#[inline]
fn add(sums: &mut Sums, row: &Row) {
    for at in 0..LABELS {
        sums[at] = sums[at].wrapping_add(i16::from(row[at]));
    }
}
