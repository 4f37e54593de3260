//! A document as rules read it: its tokens with what is known of each word.

use dateline_core::Span;
use dateline_layers::{Sentence, Token};

use crate::{Known, Word};

/// Tokens, sentences and words of one document.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// Its sentences.
    pub sentences: &'a [Sentence],
    /// What is known of each token.
    pub words: &'a [Known],
}

impl<'a> Reading<'a> {
    /// What stands at a token; "" past the end.
    #[inline]
    pub fn str(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    /// The bytes at a token, to compare with; none past the end.
    #[inline]
    pub fn bytes(&self, at: usize) -> &'a [u8] {
        let token = self.tokens.get(at).and_then(|token| self.text.as_bytes().get(token.span.range()));
        token.unwrap_or_default()
    }

    /// What is known of a token; nothing past the end.
    #[inline]
    pub fn word(&self, at: usize) -> Word {
        self.words.get(at).map_or(Word::default(), Known::word)
    }

    /// The hash of what stands at a token, whatever its case; 0 past the end.
    #[inline]
    pub fn hash(&self, at: usize) -> u64 {
        self.words.get(at).map_or(0, Known::hash)
    }

    /// Whether the token has these bits of its shape.
    #[inline]
    pub fn shape(&self, at: usize, bits: u32) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(bits))
    }

    /// Whether the token is a word that begins with a capital.
    #[inline]
    pub fn is_capital(&self, at: usize) -> bool {
        self.shape(at, Token::CAPITALISED | Token::WORD)
    }

    /// Whether the token is this mark.
    #[inline]
    pub fn is_mark(&self, at: usize, mark: &str) -> bool {
        self.shape(at, Token::MARK) && self.bytes(at) == mark.as_bytes()
    }

    /// Whether the token is this word, in any case.
    #[inline]
    pub fn is_word(&self, at: usize, word: &str) -> bool {
        self.bytes(at).eq_ignore_ascii_case(word.as_bytes())
    }

    /// Whether the token is a possessive "'s" or "'".
    #[inline]
    pub fn is_possessive(&self, at: usize) -> bool {
        at > 0 && !self.shape(at, Token::SPACED) && matches!(self.str(at), "'s" | "’s" | "'" | "’" | "'S" | "’S")
    }

    /// The text from the first token to the last.
    #[inline]
    pub fn span(&self, first: usize, last: usize) -> Span {
        match (self.tokens.get(first), self.tokens.get(last)) {
            (Some(first), Some(last)) => first.span.hull(last.span),
            _ => Span::NONE,
        }
    }
}
