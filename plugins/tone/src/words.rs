//! The words of a document as the rules see them: tokens looked up in the vocabulary.
//!
//! A hyphen parts words and then vanishes ("cease-fire" reads as "cease fire", "US-led" as "US led"), however the
//! tokenizer treats it; case and typographic apostrophes make no difference for the look-up.

use std::cell::Cell;
use std::ops::Range;

use dateline_core::Span;
use dateline_layers::{Sentence, Token};

use crate::lexicon::lexicon;
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

thread_local! {
    /// The words that this thread has read last. The extractors of this crate run one after another over the same
    /// document, and only the first of them has to look its words up.
    static LAST: Cell<Words> = Cell::default();
}

/// The words of one document.
#[derive(Debug, Default)]
pub(crate) struct Words {
    all: Vec<Word>,
    sentences: Vec<Range<u32>>,
    /// A word without its soft hyphens.
    whole: String,
    after_hyphen: bool,
    /// What the words were read from.
    text: String,
    tokens: Vec<Token>,
    bounds: Vec<Sentence>,
}

impl Words {
    /// The words of a document, looked up in the lexicons: those that were read last, where they were of the same.
    pub(crate) fn of(text: &str, tokens: &[Token], sentences: &[Sentence]) -> Words {
        let mut words = LAST.take();
        if !words.are_of(text, tokens, sentences) {
            words.read(&lexicon().vocabulary, text, tokens, sentences);
        }
        words
    }

    /// Keeps them, as they may be asked for again, and their memory will be.
    pub(crate) fn keep(self) {
        LAST.set(self);
    }

    fn are_of(&self, text: &str, tokens: &[Token], sentences: &[Sentence]) -> bool {
        let token = |token: &Token| (token.span, token.shape);
        let sentence = |sentence: &Sentence| (sentence.first, sentence.tokens);
        self.text == text
            && self.tokens.iter().map(token).eq(tokens.iter().map(token))
            && self.bounds.iter().map(sentence).eq(sentences.iter().map(sentence))
    }

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
        text.clone_into(&mut self.text);
        tokens.clone_into(&mut self.tokens);
        sentences.clone_into(&mut self.bounds);
    }

    /// The words of each sentence.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = &[Word]> {
        (0..self.sentences.len()).map(|at| self.sentence(at))
    }

    /// The words of one sentence.
    pub(crate) fn sentence(&self, at: usize) -> &[Word] {
        let range = &self.sentences[at];
        &self.all[range.start as usize..range.end as usize]
    }

    /// The words that lie in a stretch of the text.
    pub(crate) fn within(&self, span: Span) -> &[Word] {
        let first = self.all.partition_point(|word| word.span.start < span.start);
        let after = self.all[first..].partition_point(|word| word.span.end <= span.end);
        &self.all[first..first + after]
    }

    fn push(&mut self, vocabulary: &Vocabulary, text: &str, token: &Token) {
        let surface = token.span.of(text);
        let is_word = token.is(Token::WORD);
        if !is_word && is_hyphen(surface) && !token.is(Token::SPACED) {
            if let Some(before) = self.all.last_mut().filter(|before| before.span.end == token.span.start) {
                before.hyphenated = true;
                self.after_hyphen = true;
            }
            return;
        }
        self.after_hyphen &= !token.is(Token::SPACED);
        if is_word && surface.as_bytes().contains(&b'-') {
            return self.push_parts(vocabulary, token, surface);
        }
        let form = self.form(vocabulary, surface);
        let hyphenated = std::mem::take(&mut self.after_hyphen);
        self.all.push(Word { span: token.span, form, shape: token.shape, hyphenated });
    }

    /// Pushes the words between the hyphens of a token.
    fn push_parts(&mut self, vocabulary: &Vocabulary, token: &Token, surface: &str) {
        self.after_hyphen = false;
        let mut start = token.span.start;
        for part in surface.split('-') {
            let end = start + part.len() as u32;
            if !part.is_empty() {
                let form = self.form(vocabulary, part);
                self.all.push(Word { span: Span::new(start, end), form, shape: token.shape, hyphenated: true });
            }
            start = end + 1;
        }
    }

    fn form(&mut self, vocabulary: &Vocabulary, surface: &str) -> Form {
        let form = vocabulary.get(surface);
        if form != Form::UNKNOWN || surface.is_ascii() || !surface.contains(SOFT_HYPHEN) {
            return form;
        }
        self.whole.clear();
        self.whole.extend(surface.split(SOFT_HYPHEN));
        vocabulary.get(&self.whole)
    }
}

/// Where a word may be parted at the end of a line; it means nothing.
const SOFT_HYPHEN: char = '\u{ad}';

fn is_hyphen(surface: &str) -> bool {
    matches!(surface, "-" | "\u{2010}" | "\u{2011}")
}
