//! The tagger: parts of speech by a linear model, greedily from left to right.
//!
//! An averaged perceptron (Collins 2002, as in Honnibal's greedy tagger of 2013) over exact features: what a word is
//! and what stands beside it adds one row of weights, a weight a label, and the label of the largest sum wins. What makes
//! it fast is what is not looked up: words that have nearly always one tag in the training data take it at once, and
//! everything that a known word contributes from one position ("this word", "the word before" ...) was summed to a single
//! row when the model was trained ([`model::Model::middle`], [`model::Model::beside`]). Only pairs of words and of words
//! with tags are left for the dictionary.

pub mod features;
pub mod lemma;
pub mod model;
mod words;

use dateline_core::Span;
use dateline_layers::Token;

use crate::rows::Found;
use features::{Word, pairs, with_tags};
use model::{LABELS, Model, NONE};

pub use words::{Ends, Normal, Seen, normalise};

/// A tagger over a model.
#[derive(Clone, Copy, Debug)]
pub struct Tagger<'m> {
    model: Model<'m>,
}

/// What a [`Tagger`] works in, kept between documents.
#[derive(Default, Debug)]
pub struct TaggerScratch {
    words: Vec<Word>,
}

impl<'m> Tagger<'m> {
    /// A tagger that uses this model.
    pub const fn new(model: Model<'m>) -> Tagger<'m> {
        Tagger { model }
    }

    /// The model.
    pub const fn model(&self) -> &Model<'m> {
        &self.model
    }

    /// Appends the label of each token of one sentence to `labels`.
    pub fn tag(&self, text: &str, sentence: &[Token], scratch: &mut TaggerScratch, labels: &mut Vec<u8>) {
        let words = &mut scratch.words;
        words.clear();
        words.extend([Word::BOUNDARY; 2]);
        for (at, token) in sentence.iter().enumerate() {
            words.push(Word::of(&self.model, text, *token, at == 0 || first_word(sentence, at)));
        }
        words.extend([Word::BOUNDARY; 2]);
        let (mut before, mut last) = (model::BEGIN, model::BEGIN);
        for (at, token) in sentence.iter().enumerate() {
            let word = words[at + 2];
            let label = match self.fixed(*token, word) {
                Some(label) => label,
                None => self.best(&words[at..at + 5], before, last),
            };
            labels.push(label);
            before = last;
            last = label;
        }
    }

    /// The label that needs no model: of quotation marks, and of words that have but one.
    fn fixed(&self, token: Token, word: Word) -> Option<u8> {
        if token.is(Token::QUOTE_MARK) && !token.is(Token::SINGLE) {
            return Some(self.model.quote_label(token.is(Token::OPENS)));
        }
        let only = self.model.only(word.id);
        (only != NONE).then_some(only)
    }

    /// The best label of the middle one of five words, after these two labels.
    fn best(&self, words: &[Word], before: u8, last: u8) -> u8 {
        let model = &self.model;
        let mut found = Found::new();
        pairs(words, |key| model.find(key, &mut found));
        with_tags(words, before, last, |key| model.find(key, &mut found));
        let mut sums = [0_i16; LABELS];
        for (position, word) in words.iter().enumerate() {
            if position == 2 {
                if let Some(row) = model.middle(word.id) {
                    sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum = sum.wrapping_add(*weight));
                    continue;
                }
            } else if let Some(row) = model.beside(position, word.id) {
                model::add(&mut sums, row);
                continue;
            }
            features::of_word(position, word, |key| model.find(key, &mut found));
        }
        model.add(&found, &mut sums);
        let largest = sums.iter().fold(i16::MIN, |largest, score| largest.max(*score));
        let best = sums.iter().position(|score| *score == largest).unwrap_or(0);
        best as u8
    }
}

/// Whether only marks stand before it in its sentence, so that its capital means little.
pub fn first_word(sentence: &[Token], at: usize) -> bool {
    at < 4 && sentence[..at].iter().all(|token| token.is(Token::MARK))
}

/// The text of a token.
pub(crate) fn text_of(text: &str, span: Span) -> &str {
    &text[span.range()]
}
