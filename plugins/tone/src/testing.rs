//! What the tests of this crate share: reading a bare text.

use dateline_core::Span;
use dateline_layers::{Sentence, Token};
use dateline_names::{Fixed, Known};

use crate::vocabulary::Marked;
use crate::words::{self, ReadScratch, Word, within};

/// The words of a text, with its sentences.
pub(crate) struct Words {
    all: Vec<Word>,
    sentences: Vec<Sentence>,
}

impl Words {
    /// The words of each sentence.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = &[Word]> {
        self.sentences.iter().map(|sentence| self.within(sentence.span))
    }

    /// The words that lie in a stretch of the text.
    pub(crate) fn within(&self, span: Span) -> &[Word] {
        &self.all[within(&self.all, 0, span)]
    }
}

/// The words of a text.
pub(crate) fn read(forms: &Fixed<Marked>, text: &str) -> Words {
    let mut tokens: Vec<Token> = Vec::new();
    dateline_language::tokenize(text, &mut tokens);
    dateline_language::split_sentences(text, &mut tokens, &[], &mut dateline_language::SentenceScratch::default());
    let sentences: Vec<_> = dateline_language::sentences(&tokens).collect();
    let known: Vec<_> = tokens.iter().map(|token| Known::of(token, text)).collect();
    let mut all = Vec::new();
    words::read(forms, text, (&tokens, &known), &sentences, &mut ReadScratch::default(), |word| all.push(word));
    Words { all, sentences }
}
