//! The tagger: parts of speech by a linear model, greedily from left to right.
//!
//! An averaged perceptron (Collins 2002, as in Honnibal's greedy tagger of 2013) over exact features: what a word is
//! and what stands beside it adds one row of weights, a weight a label, and the label of the largest sum wins. What makes
//! it fast is what is not looked up: words that have nearly always one tag in the training data take it at once, so do
//! those in a situation in which the model nearly always says the same ([`crate::shortcuts`]), and everything that a
//! known word contributes from one position ("this word", "the word before" ...) was summed to a single row when the
//! model was trained ([`model::OfWord`]), and so was the little that words two off and the last label by itself do. Only
//! pairs of words and of words with tags are left for the dictionary.

pub mod features;
pub mod lemma;
pub mod model;
mod words;

use dateline_core::Span;
use dateline_layers::Token;

use crate::rows::Found;
use crate::shortcuts::Shortcuts;
use features::{Word, is_folded, pairs, situation, with_tags};
use model::{LABELS, Model, NONE, Sums, UNKNOWN_ID};

pub use words::{Ends, Normal, Seen, normalise};

/// A tagger over a model.
#[derive(Clone, Copy, Debug)]
pub struct Tagger<'m> {
    model: Model<'m>,
    shortcuts: Option<Shortcuts<'m>>,
}

/// What a [`Tagger`] works in, kept between documents.
#[derive(Default, Debug)]
pub struct TaggerScratch {
    words: Vec<Word>,
}

impl<'m> Tagger<'m> {
    /// A tagger that uses this model.
    pub const fn new(model: Model<'m>) -> Tagger<'m> {
        Tagger { model, shortcuts: Some(model.shortcuts()) }
    }

    /// One that takes no shortcuts, as models are trained with.
    pub const fn without_shortcuts(model: Model<'m>) -> Tagger<'m> {
        Tagger { model, shortcuts: None }
    }

    /// The model.
    pub const fn model(&self) -> &Model<'m> {
        &self.model
    }

    /// Appends the label of each token of one sentence to `labels`.
    pub fn tag(&self, text: &str, sentence: &[Token], scratch: &mut TaggerScratch, labels: &mut Vec<u8>) {
        self.tag_noting(text, sentence, scratch, labels, |_, _| ());
    }

    /// The same, and tells the [situation] of each word that was weighed, with its label.
    #[inline]
    pub fn tag_noting(
        &self,
        text: &str,
        sentence: &[Token],
        scratch: &mut TaggerScratch,
        labels: &mut Vec<u8>,
        mut note: impl FnMut(u64, u8),
    ) {
        let words = &mut scratch.words;
        words.clear();
        words.extend([Word::BOUNDARY; 2]);
        let start = labels.len();
        for (at, token) in sentence.iter().enumerate() {
            let seen = Seen::at(text, token.span);
            let known = self.model.known(seen.hash);
            words.push(Word::of(seen, known, *token, at == 0 || first_word(sentence, at)));
            // Quotation marks, and words that have but one label, need no more of the model.
            let is_quote = token.is(Token::QUOTE_MARK) && !token.is(Token::SINGLE);
            labels.push(if is_quote { self.model.quote_label(token.is(Token::OPENS)) } else { known.only() });
        }
        words.extend([Word::BOUNDARY; 2]);
        let (mut before, mut last) = (model::BEGIN, model::BEGIN);
        let windows = words.windows(5).filter_map(|words| words.first_chunk());
        for (words, label) in windows.zip(&mut labels[start..]) {
            if *label == NONE {
                let situation = situation(words, last);
                *label = self.shortcuts.and_then(|shortcuts| shortcuts.find(situation)).unwrap_or_else(|| {
                    let best = self.best(words, before, last);
                    note(situation, best);
                    best
                });
            }
            (before, last) = (last, *label);
        }
    }

    /// The best label of the middle one of five words, after these two labels.
    fn best(&self, words: &[Word; 5], before: u8, last: u8) -> u8 {
        let model = &self.model;
        let mut found = Found::new();
        pairs(words, |key| model.find(key, &mut found));
        with_tags(words, before, last, |key| {
            // Which it is, is known when this is compiled.
            if !is_folded(key) {
                model.find(key, &mut found);
            }
        });
        for position in [1, 2, 3] {
            if words[position].id == UNKNOWN_ID {
                features::of_word(position, &words[position], |key| model.find(key, &mut found));
            }
        }
        let mut sums = model.sums(words, last);
        model.add(&found, &mut sums);
        first_of_largest(&sums)
    }
}

/// Which of these is the largest; of equals the first.
#[expect(clippy::needless_range_loop, reason = "plain loops become vectors, and no sum is branched upon")]
fn first_of_largest(sums: &Sums) -> u8 {
    let mut largest = i16::MIN;
    for at in 0..LABELS {
        largest = largest.max(sums[at]);
    }
    let mut first = i16::MAX;
    for at in 0..LABELS {
        first = first.min(if sums[at] == largest { at as i16 } else { i16::MAX });
    }
    first as u8
}

/// Whether only marks stand before it in its sentence, so that its capital means little.
pub fn first_word(sentence: &[Token], at: usize) -> bool {
    at < 4 && sentence[..at].iter().all(|token| token.is(Token::MARK))
}

/// The text of a token.
pub(crate) fn text_of(text: &str, span: Span) -> &str {
    &text[span.range()]
}
