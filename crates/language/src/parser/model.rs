//! The weights of the parser, as they lie in their file.

use dateline_core::Result;
use dateline_layers::{Relation, Tag, Upos, Xpos};

use super::features;
use super::lines::{self, Line};
use crate::tagger::Normal;
use crate::weights::{Weights, foreign};

/// The most labels of arcs.
pub const LABELS: usize = 48;

/// A feature of arcs that says something of more labels than this has a row of its own.
pub const MANY: usize = 10;

/// The value of a feature of arcs that has a row of its own: this and the number of the row.
pub const ROW: u32 = 1 << 31;

/// How many numbers parts of speech have; 0 stands for no word.
pub const TAGS: usize = 64;

/// The number of a word that neither the vocabulary nor its list of endings has.
pub const UNKNOWN_ID: u16 = 1;

/// What the tables of the file are, by their numbers.
pub mod tables {
    /// Ids of the training data and their terms, one a line.
    pub const SOURCES: usize = 0;
    /// Relations, one a line, in the order of the labels.
    pub const RELATIONS: usize = 1;
    /// Parts of speech, one a line: XPOS, tabulator, UPOS; numbered from 1.
    pub const TAGS: usize = 2;
    /// Slots of words and endings: a mark, and what it is: its number, and its cluster in the higher half.
    pub const WORDS: usize = 3;
    /// The larger cluster around each cluster.
    pub const COARSE: usize = 4;
    /// Lines of the features of states: what each gives the arcs to the left and to the right.
    pub const STEPS: usize = 5;
    /// Lines of the features of arcs: for each a row of [`ROWS`], or where in [`GIVEN`] it begins (`>> 4`) and how many
    /// there are (`& 15`).
    pub const ARCS: usize = 6;
    /// What features of arcs give: a label and a weight.
    pub const GIVEN: usize = 7;
    /// What those features give that speak of many labels: a weight for each.
    pub const ROWS: usize = 8;
}

/// A model that is read where it lies.
#[derive(Clone, Debug)]
pub struct Model<'m> {
    words: Marked<'m>,
    coarse: &'m [u8],
    steps: &'m [Line],
    arcs: &'m [Line],
    given: &'m [[i8; 2]],
    rows: &'m [[i8; LABELS]],
    relations: Vec<Relation>,
    tags: Vec<u8>,
}

impl<'m> Model<'m> {
    /// Looks at a file of weights.
    ///
    /// # Errors
    ///
    /// When it is none, or was trained with other templates.
    pub fn read(weights: &Weights<'m>) -> Result<Model<'m>> {
        let relations = weights.text(tables::RELATIONS)?.lines();
        let relations = relations.map(|name| Relation::named(name).unwrap_or(Relation::DEP)).take(LABELS).collect();
        Ok(Model {
            words: Marked::read(weights, tables::WORDS)?,
            coarse: weights.table(tables::COARSE)?,
            steps: lines(weights, tables::STEPS)?,
            arcs: lines(weights, tables::ARCS)?,
            given: weights.table(tables::GIVEN)?,
            rows: weights.table(tables::ROWS)?,
            relations,
            tags: number_tags(weights.text(tables::TAGS)?),
        })
    }

    /// The hash of the templates that this program reads.
    pub const fn templates() -> u64 {
        features::VERSION << 32 | (2 << 16) | LABELS as u64
    }

    /// The relations, in the order of the labels.
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// The number of a part of speech.
    pub fn tag(&self, xpos: Xpos, upos: Upos) -> u8 {
        let upos = upos.index().min(Upos::NAMES.len());
        self.tags.get(xpos.index().min(Xpos::NAMES.len()) * (Upos::NAMES.len() + 1) + upos).copied().unwrap_or(0)
    }

    /// A word as the templates see it.
    pub fn word(&self, normal: &Normal, tag: &Tag) -> features::Word {
        let entry = self.words.get(normal.hash());
        let fine = (entry >> 16) as u16;
        let id = match entry as u16 {
            0 => (self.words.get(ending_key(normal)) as u16).max(UNKNOWN_ID),
            id => id,
        };
        let coarse = self.coarse.get(usize::from(fine)).copied().unwrap_or(0);
        features::Word { id, fine, coarse, tag: self.tag(tag.xpos, tag.upos), passed: [0; 3] }
    }

    /// Adds what these features give the two steps that make an arc, beside the step that makes none.
    #[inline]
    pub(crate) fn add_steps(&self, keys: &[u64], sums: &mut [i32; 2]) {
        lines::add_steps(self.steps, keys, sums);
    }

    /// The best label for an arc with these features.
    #[inline]
    pub(crate) fn best_label(&self, keys: &[u64]) -> u8 {
        let mut sum = [0_i16; LABELS];
        let mut values = [0; features::MOST];
        let values = &mut values[..keys.len()];
        lines::find_arcs(self.arcs, keys, values);
        for &found in &*values {
            if found & ROW != 0 {
                let row = self.rows.get((found & !ROW) as usize).unwrap_or(&[0; LABELS]);
                for (sum, weight) in sum.iter_mut().zip(row) {
                    *sum += i16::from(*weight);
                }
            } else {
                let (start, count) = ((found >> 4) as usize, (found & 15) as usize);
                for &[label, weight] in self.given.get(start..start + count).unwrap_or(&[]) {
                    if let Some(sum) = sum.get_mut(label as usize) {
                        *sum += i16::from(weight);
                    }
                }
            }
        }
        let sum = &sum[..self.relations.len()];
        (1..sum.len()).fold(0, |best, label| if sum[label] > sum[best] { label } else { best }) as u8
    }
}

/// A table of lines, which holds at least one.
fn lines<'m>(weights: &Weights<'m>, at: usize) -> Result<&'m [Line]> {
    let lines: &[Line] = weights.table(at)?;
    if lines.is_empty() { Err(foreign()) } else { Ok(lines) }
}

/// The number of each pair of parts of speech, or of the first with the same XPOS, or else of the same UPOS.
fn number_tags(lines: &str) -> Vec<u8> {
    let known: Vec<(Xpos, Upos)> = lines
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(xpos, upos)| (Xpos::named(xpos).unwrap_or(Xpos::NONE), Upos::named(upos).unwrap_or(Upos::NONE)))
        .take(TAGS - 1)
        .collect();
    let mut numbers = Vec::new();
    for xpos in 0..=Xpos::NAMES.len() {
        for upos in 0..=Upos::NAMES.len() {
            let same = |of: &dyn Fn(&(Xpos, Upos)) -> bool| known.iter().position(of).map(|at| at as u8 + 1);
            let number = same(&|k| k.0.index() == xpos && k.1.index() == upos)
                .or_else(|| same(&|k| k.0.index() == xpos))
                .or_else(|| same(&|k| k.1.index() == upos));
            numbers.push(number.unwrap_or(1));
        }
    }
    numbers
}

/// The key of the class of unknown words that a word is in: its last three bytes.
pub fn ending_key(word: &Normal) -> u64 {
    word.ends().suffix(3) | 1 << 40
}

/// A hash table of slots of eight bytes: a mark of 32 bits, by which a key is known, and its value; 0 is none.
#[derive(Clone, Copy, Debug)]
struct Marked<'m> {
    slots: &'m [[u32; 2]],
}

impl<'m> Marked<'m> {
    fn read(weights: &Weights<'m>, at: usize) -> Result<Marked<'m>> {
        let slots: &[[u32; 2]] = weights.table(at)?;
        if slots.iter().all(|slot| slot[1] != 0) {
            return Err(foreign());
        }
        Ok(Marked { slots })
    }

    #[inline]
    fn get(&self, key: u64) -> u32 {
        let (mut at, mark) = place(key, self.slots.len());
        loop {
            let [found, value] = self.slots[at];
            if found == mark || value == 0 {
                return value;
            }
            at = if at + 1 == self.slots.len() { 0 } else { at + 1 };
        }
    }
}

/// Lays out keys and their values, which are never 0, as slots of a file.
pub fn lay_out_marked(features: &[(u64, u32)]) -> Vec<[u32; 2]> {
    let mut slots = vec![[0; 2]; slots_for(features.len())];
    for &(key, value) in features {
        let (mut at, mark) = place(key, slots.len());
        while slots[at][1] != 0 && slots[at][0] != mark {
            at = (at + 1) % slots.len();
        }
        if slots[at][1] == 0 {
            slots[at] = [mark, value];
        }
    }
    slots
}

/// Room for a fifth more than there are.
const fn slots_for(features: usize) -> usize {
    features * 5 / 4 + 1
}

/// Where a feature lies among so many slots, and its mark.
#[inline]
fn place(key: u64, slots: usize) -> (usize, u32) {
    let mixed = (key ^ key >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((((mixed >> 32) * slots as u64) >> 32) as usize, (mixed ^ mixed >> 32) as u32)
}
