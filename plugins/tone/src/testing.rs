//! What the tests of this crate share: reading a bare text.

use dateline_layers::Token;

use crate::vocabulary::Vocabulary;
use crate::words::Words;

/// The words of a text.
pub(crate) fn read(vocabulary: &Vocabulary, text: &str) -> Words {
    let mut tokens: Vec<Token> = Vec::new();
    dateline_language::tokenize(text, &mut tokens);
    dateline_language::split_sentences(text, &mut tokens, &[], &mut dateline_language::SentenceScratch::default());
    let sentences: Vec<_> = dateline_language::sentences(&tokens).collect();
    let mut words = Words::default();
    words.read(vocabulary, text, &tokens, &sentences);
    words
}
