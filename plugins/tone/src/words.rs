//! The words of a document as the rules see them: tokens looked up in the vocabulary.
//!
//! A hyphen parts words and then vanishes ("cease-fire" reads as "cease fire", "US-led" as "US led"), however the
//! tokenizer treats it; case and typographic apostrophes make no difference for the look-up.

use std::ops::Range;

use dateline_core::Span;
use dateline_layers::{Sentence, Token};

use crate::vocabulary::{Form, Vocabulary};

/// A word or mark of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// Where it stands.
    pub(crate) span: Span,
    /// What it is to the lexicons.
    pub(crate) form: Form,
    /// The shape of its token.
    shape: u32,
    /// Whether a hyphen glues it to a neighbour.
    hyphenated: bool,
}

impl Word {
    /// Whether all these bits of [`Token`] are set.
    pub(crate) fn is(&self, bits: u32) -> bool {
        self.shape & bits == bits
    }

    /// Whether a hyphen glues it to a neighbour.
    pub(crate) fn is_hyphenated(&self) -> bool {
        self.hyphenated
    }

    /// Its letters.
    pub(crate) fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.span.range()]
    }
}

/// The words of one document, kept for the next one.
#[derive(Debug, Default)]
pub(crate) struct Words {
    all: Vec<Word>,
    sentences: Vec<Range<u32>>,
    lower: String,
    after_hyphen: bool,
}

impl Words {
    /// Reads a document.
    pub(crate) fn read(&mut self, vocabulary: &Vocabulary, text: &str, tokens: &[Token], sentences: &[Sentence]) {
        self.all.clear();
        self.sentences.clear();
        self.after_hyphen = false;
        for sentence in sentences {
            let first = self.all.len() as u32;
            for token in tokens.get(sentence.range()).unwrap_or_default() {
                self.push(vocabulary, text, token);
            }
            self.sentences.push(first..self.all.len() as u32);
        }
    }

    /// The words of each sentence.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = &[Word]> {
        self.sentences.iter().map(|range| &self.all[range.start as usize..range.end as usize])
    }

    /// The words that lie in a stretch of the text.
    pub(crate) fn within(&self, span: Span) -> &[Word] {
        let first = self.all.partition_point(|word| word.span.start < span.start);
        let after = self.all[first..].partition_point(|word| word.span.end <= span.end);
        &self.all[first..first + after]
    }

    fn push(&mut self, vocabulary: &Vocabulary, text: &str, token: &Token) {
        let surface = &text[token.span.range()];
        if is_hyphen(surface) && !token.is(Token::SPACED) {
            if let Some(before) = self.all.last_mut().filter(|before| before.span.end == token.span.start) {
                before.hyphenated = true;
                self.after_hyphen = true;
            }
            return;
        }
        self.after_hyphen &= !token.is(Token::SPACED);
        if !surface.contains('-') || !token.is(Token::WORD) {
            return self.push_word(vocabulary, token, token.span, surface);
        }
        let mut start = token.span.start;
        for part in surface.split('-') {
            let end = start + part.len() as u32;
            if !part.is_empty() {
                self.push_word(vocabulary, token, Span::new(start, end), part);
            }
            start = end + 1;
        }
    }

    fn push_word(&mut self, vocabulary: &Vocabulary, token: &Token, span: Span, surface: &str) {
        let form = if surface.bytes().all(|byte| byte.is_ascii_lowercase()) {
            vocabulary.get(surface)
        } else {
            self.lower.clear();
            if surface.is_ascii() {
                self.lower.push_str(surface);
                self.lower.make_ascii_lowercase();
            } else {
                let straight = surface.chars().filter(|letter| *letter != '\u{ad}').map(|letter| match letter {
                    '’' | 'ʼ' | '‘' => '\'',
                    letter => letter,
                });
                self.lower.extend(straight.flat_map(char::to_lowercase));
            }
            vocabulary.get(&self.lower)
        };
        let after_hyphen = std::mem::take(&mut self.after_hyphen);
        let hyphenated = after_hyphen || span.len() < token.span.len();
        self.all.push(Word { span, form, shape: token.shape, hyphenated });
    }
}

fn is_hyphen(surface: &str) -> bool {
    matches!(surface, "-" | "\u{2010}" | "\u{2011}")
}
