//! Which quotation marks open and which close, and which brackets hold what, within one block.

use dateline_layers::Token;

/// The pairs of one block.
#[derive(Default, Debug)]
pub(crate) struct Pairs {
    /// For each token the index of the innermost bracket around it, plus one; 0 outside.
    bracket: Vec<u32>,
    stack: Vec<u32>,
}

impl Pairs {
    /// Reads the block, and gives quotation marks that stand doubtful their side by counting.
    pub(crate) fn resolve(&mut self, block: &mut [Token]) {
        self.bracket.clear();
        self.bracket.resize(block.len(), 0);
        self.stack.clear();
        let mut open = false;
        let last = block.len().saturating_sub(1);
        for (at, token) in block.iter_mut().enumerate() {
            if open {
                token.shape |= Token::QUOTED;
            }
            if token.is(Token::QUOTE_MARK) && !token.is(Token::SINGLE) {
                if !token.is_any(Token::OPENS | Token::CLOSES) {
                    token.shape |= if open || at == last { Token::CLOSES } else { Token::OPENS };
                }
                open = token.is(Token::OPENS);
            } else if token.is(Token::BRACKET | Token::OPENS) {
                self.stack.push(at as u32);
            } else if token.is(Token::BRACKET | Token::CLOSES) {
                // Only brackets that close count, and none that holds half a page.
                if let Some(start) = self.stack.pop()
                    && at as u32 - start <= LONGEST
                    && self.stack.is_empty()
                {
                    self.bracket[start as usize + 1..=at].fill(start + 1);
                }
            }
        }
    }

    /// The bracket that opened before token `at` and closes at or after it.
    pub(crate) fn bracket(&self, at: usize) -> Option<usize> {
        (self.bracket[at] > 0).then(|| self.bracket[at] as usize - 1)
    }
}

/// A bracket that holds more tokens than this is taken for a lost mark.
const LONGEST: u32 = 120;
