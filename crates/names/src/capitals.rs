//! How a document writes some of its words: in small letters, or with a capital where nothing forces it to.

use dateline_layers::Token;

use crate::{Reading, Table};

/// The word stands somewhere in small letters.
pub(crate) const SMALL: u8 = 1;
/// It stands somewhere with a capital that neither a sentence nor a line nor a mark before it explains.
pub(crate) const CAPITAL: u8 = 2;

/// The words that were asked for, and how they are written. Few words of a text are, so the others are kept out.
#[derive(Debug)]
pub(crate) struct Capitals {
    words: Table<u8>,
    /// A bit for each word that is asked for, by its hash: of the others hardly any has one.
    asked: [u64; 64],
}

impl Default for Capitals {
    fn default() -> Self {
        Capitals { words: Table::with_capacity(128), asked: [0; 64] }
    }
}

impl Capitals {
    /// Forgets all words.
    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.asked = [0; 64];
    }

    /// How is the word with this hash written? To be asked before the document is read.
    pub(crate) fn ask(&mut self, hash: u64) {
        self.words.entry(hash, 0);
        self.asked[hash as usize / 64 % 64] |= 1 << (hash % 64);
    }

    /// Looks at each token once.
    pub(crate) fn read(&mut self, read: &Reading<'_>) {
        let mut after_mark = true;
        for (token, word) in read.tokens.iter().zip(read.words) {
            let hash = word.hash();
            let forced = after_mark | token.is_any(Token::SENTENCE_START | Token::LINE_START);
            after_mark = token.is(Token::MARK);
            let capital = token.is(Token::CAPITALISED);
            let asked = self.asked[hash as usize / 64 % 64] >> (hash % 64) & 1 == 1;
            let free = !(capital & forced);
            if asked & token.is(Token::WORD) & free && self.words.get(hash).is_some() {
                *self.words.entry(hash, 0) |= if capital { CAPITAL } else { SMALL };
            }
        }
    }

    /// Whether the word with this hash, which was asked for, is written in one of these ways.
    pub(crate) fn is(&self, hash: u64, ways: u8) -> bool {
        self.words.get(hash).is_some_and(|seen| seen & ways != 0)
    }
}
