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
    /// Which lengths of endings have rules, as bits, by part of speech and last letter: hardly any word has to be looked
    /// up at all of them.
    lengths: [[u8; LETTERS]; Xpos::NAMES.len()],
}

/// How many last letters are told apart: those of ASCII by their lower five bits.
const LETTERS: usize = 32;

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
        let mut lengths = [[0; LETTERS]; Xpos::NAMES.len()];
        for key in endings.keys() {
            let Some(lengths) = lengths.get_mut((key >> 56) as usize) else { continue };
            match (key >> 48) as usize & 0xff {
                1 => lengths.iter_mut().for_each(|lengths| *lengths |= 1),
                n if n <= LONGEST_ENDING + 1 => lengths[key as usize % LETTERS] |= 1 << n >> 1,
                _ => {}
            }
        }
        let words = Lookup::read(weights, tables::LEMMA_WORD_KEYS, tables::LEMMA_WORD_CHANGES)?;
        Ok(Lemmatiser { words, endings, changes, lengths })
    }

    /// The lemma of a word: the word itself, or what is written into `room`.
    pub fn lemma<'t>(&self, word: &'t str, xpos: Xpos, room: &'t mut String) -> &'t str {
        let normal = normalise(word);
        let change = self.words.get(word_key(&normal, xpos)).or_else(|| self.by_ending(&normal, xpos));
        let change = change.and_then(|at| self.changes.get(at as usize));
        let is_ascii = word.is_ascii();
        let keeps_case = xpos.is_name() || is_ascii && !word.bytes().any(|byte| byte.is_ascii_uppercase());
        if change.is_none() && is_ascii && keeps_case {
            return word;
        }
        let (cut, append) = change.copied().unwrap_or((0, ""));
        let kept = if cut == CUT_ALL { "" } else { word.get(..word.len().saturating_sub(cut.into())).unwrap_or(word) };
        room.clear();
        if is_ascii {
            room.push_str(kept);
            if !keeps_case {
                room.make_ascii_lowercase();
            }
        } else {
            for c in kept.chars() {
                match c {
                    '\u{ad}' => {}
                    '\u{2019}' => room.push('\''),
                    c if xpos.is_name() => room.push(c),
                    c => room.extend(c.to_lowercase()),
                }
            }
        }
        room.push_str(append);
        room
    }

    fn by_ending(&self, word: &Normal, xpos: Xpos) -> Option<u32> {
        let bytes = word.bytes();
        let last = bytes.last().map_or(0, |last| usize::from(*last) % LETTERS);
        let mut lengths = self.lengths.get(xpos.index())?[last] & ((2 << LONGEST_ENDING.min(bytes.len())) - 1);
        // The longest ending first.
        while let Some(n) = lengths.checked_ilog2() {
            if let Some(change) = self.endings.get(ending_key(word, n as usize, xpos)) {
                return Some(change);
            }
            lengths ^= 1 << n;
        }
        None
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
