//! The layer of tokens with what is known of their words: looked up once for all who read words.

use dateline_core::{Context, Error, Extractor, Item, LayerKey, Span, item};
use dateline_layers::Token;

use crate::table::hash_at;
use crate::{Fixed, Word};

item! {
    /// A token with the hash of its text and what is known of it as a word.
    pub struct Known: "known-word", "" {
        /// Where it stands.
        span: Span,
        /// The lower half of its hash.
        low: u32,
        /// The upper half of its hash.
        high: u32,
        /// What it can be.
        word: u32,
    }
}

impl Known {
    /// What is known of a token that nobody has looked up.
    pub const NONE: Known = Known { span: Span::NONE, low: 0, high: 0, word: 0 };

    /// What is known of a token.
    pub fn of(token: &Token, text: &str) -> Known {
        Known::among(Word::all(), token, text)
    }

    #[inline]
    fn among(words: &Fixed<Word>, token: &Token, text: &str) -> Known {
        let hash = hash_at(text, token.span);
        // Every token is looked up, the marks too: that asks for no branch.
        let word = words.get(hash);
        let word = if token.is(Token::WORD) { word } else { Word::default() };
        Known { span: token.span, low: hash as u32, high: (hash >> 32) as u32, word: word.bits() }
    }

    /// Where it stands.
    #[inline]
    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// Its hash; see [`hash_word`](crate::hash_word).
    #[inline]
    pub fn hash(&self) -> u64 {
        u64::from(self.low) | u64::from(self.high) << 32
    }

    /// What it can be; nothing where the token is no word.
    #[inline]
    pub fn word(&self) -> Word {
        Word::of_bits(self.word)
    }

    /// It, with these bits of [`Word`] as well.
    pub(crate) fn add(&mut self, bits: u32) {
        self.word |= bits;
    }

    /// Takes it for a word that nothing is known of.
    pub fn forget(&mut self) {
        (self.low, self.high, self.word) = (0, 0, 0);
    }
}

/// Looks the words of a document up, one item for each token, in the order of the tokens.
pub struct Words;

impl Extractor for Words {
    type Config = ();
    type Output = Known;
    type Scratch = ();
    const NAME: &'static str = "known-words";

    fn requires((): &()) -> Vec<LayerKey> {
        vec![Token::KEY]
    }

    fn new((): ()) -> Result<Words, Error> {
        Ok(Words)
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let (text, words) = (cx.text(), Word::all());
        for token in cx.layer::<Token>().items() {
            cx.emit(Known::among(words, token, text));
        }
    }
}
