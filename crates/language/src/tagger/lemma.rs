//! Lemmas: a table of words that follow no rule, and rules by ending, both under the part of speech.

use dateline_core::Result;
use dateline_layers::Xpos;

use super::model::tables;
use super::{Normal, normalise};
use crate::weights::{Lookup, Weights};

/// The longest ending that a rule names.
pub const LONGEST_ENDING: usize = 6;

/// A change that cuts the whole word.
pub const CUT_ALL: u8 = u8::MAX;

/// Finds lemmas.
#[derive(Clone, Debug)]
pub struct Lemmatiser<'m> {
    words: Lookup<'m>,
    endings: Lookup<'m>,
    changes: Vec<(u8, &'m str)>,
    /// Whether any ending has a rule under each part of speech.
    inflects: [bool; Xpos::NAMES.len()],
}

impl<'m> Lemmatiser<'m> {
    /// Looks at a file of weights.
    ///
    /// # Errors
    ///
    /// When the file holds no lemmas.
    pub fn read(weights: &Weights<'m>) -> Result<Lemmatiser<'m>> {
        let changes = weights
            .text(tables::LEMMA_CHANGES)?
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter_map(|(cut, append)| Some((cut.parse().ok()?, append)))
            .collect();
        let endings = Lookup::read(weights, tables::LEMMA_ENDING_KEYS, tables::LEMMA_ENDING_CHANGES)?;
        let mut inflects = [false; Xpos::NAMES.len()];
        for key in endings.keys() {
            if let Some(inflects) = inflects.get_mut((key >> 56) as usize) {
                *inflects = true;
            }
        }
        let words = Lookup::read(weights, tables::LEMMA_WORD_KEYS, tables::LEMMA_WORD_CHANGES)?;
        Ok(Lemmatiser { words, endings, changes, inflects })
    }

    /// Writes the lemma of a word into `lemma`, which it empties.
    pub fn lemma(&self, word: &str, xpos: Xpos, lemma: &mut String) {
        lemma.clear();
        let normal = normalise(word);
        let change = self.words.get(word_key(&normal, xpos)).or_else(|| self.by_ending(&normal, xpos));
        let (cut, append) = change.and_then(|at| self.changes.get(at as usize)).copied().unwrap_or((0, ""));
        let kept = if cut == CUT_ALL { "" } else { word.get(..word.len().saturating_sub(cut.into())).unwrap_or(word) };
        for c in kept.chars() {
            match c {
                '\u{ad}' => {}
                '\u{2019}' => lemma.push('\''),
                c if xpos.is_name() => lemma.push(c),
                c if c.is_ascii() => lemma.push(c.to_ascii_lowercase()),
                c => lemma.extend(c.to_lowercase()),
            }
        }
        lemma.push_str(append);
    }

    fn by_ending(&self, word: &Normal, xpos: Xpos) -> Option<u32> {
        if !self.inflects.get(xpos.index()).copied().unwrap_or(false) {
            return None;
        }
        (0..=LONGEST_ENDING.min(word.bytes().len())).rev().find_map(|n| self.endings.get(ending_key(word, n, xpos)))
    }
}

/// The key of a word with its part of speech.
pub fn word_key(word: &Normal, xpos: Xpos) -> u64 {
    (word.hash() ^ (xpos.index() as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)).max(1)
}

/// The key of the last `n` bytes of a word with its part of speech.
pub fn ending_key(word: &Normal, n: usize, xpos: Xpos) -> u64 {
    let bytes = word.bytes();
    let ending = bytes[bytes.len() - n..].iter().fold(0, |sum, b| sum << 8 | u64::from(*b));
    (xpos.index() as u64) << 56 | (n as u64 + 1) << 48 | ending
}
