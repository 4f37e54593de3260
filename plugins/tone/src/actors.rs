//! Which actors the words of a statement name.

use dateline_core::{Ascii, Span};
use dateline_data_actors::{Actor as Entry, Kind, name_at};
use dateline_layers::Token;

use crate::words::Word;

/// An actor that the words name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    /// The position of its first word.
    pub(crate) first: usize,
    /// How many words name it.
    pub(crate) words: usize,
    /// Where they stand.
    pub(crate) span: Span,
    /// Who it is.
    pub(crate) actor: Entry,
}

impl Found {
    /// The code for the field of an item.
    pub(crate) fn code(&self) -> Ascii<2> {
        Ascii::new(self.actor.code)
    }

    /// The sector for the field of an item; a people or a whole state has none.
    pub(crate) fn sector(&self) -> Ascii<1> {
        Ascii::new(self.actor.sector)
    }

    /// Whether the name alone may be no more than a place.
    pub(crate) fn is_capital(&self) -> bool {
        self.actor.kind == Kind::Capital
    }
}

/// Finds the actors among words, in their order: the longest name from the left.
pub(crate) fn find(text: &str, words: &[Word], found: &mut Vec<Found>) {
    let mut at = 0;
    while at < words.len() {
        let named = if words[at].is(Token::WORD | Token::CAPITALISED) {
            name_at(words[at..].iter().map(|word| word.of(text)))
        } else {
            None
        };
        let Some(named) = named else {
            at += 1;
            continue;
        };
        let span = Span::new(words[at].span.start, words[at + named.words - 1].span.end);
        found.push(Found { first: at, words: named.words, span, actor: named.actor });
        at += named.words;
    }
}
