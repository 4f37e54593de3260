//! What the lexer makes of the text, and what rules then make of that.

use dateline_core::Span;

use crate::lexicon::WordId;
use crate::{Classes, Grain};

/// A word, a figure, a mark, or a phrase that a rule has made of several.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its classes.
    pub classes: Classes,
    /// Its number in the lexicon; 0 for words that are not in it.
    pub word: WordId,
    /// [`Token::GLUED`] and the other marks.
    pub marks: u8,
    /// Its unit, where it is one.
    pub grain: Grain,
    /// Its number: a numeral's, month's, weekday's, year's; a clock time in minutes.
    pub num: i32,
    /// What `num` is divided by, for fractions; a clock time's seconds (-1: none told); the letters of a part of the day.
    pub den: i16,
    /// The rule that made it, or [`Token::NO_RULE`].
    pub rule: u16,
    /// Its meaning's number, where it is a phrase or a date in figures.
    pub meaning: u32,
}

impl Token {
    /// Nothing stands between it and the token before it.
    pub const GLUED: u8 = 1;
    /// A hyphen stands between it and the token before it.
    pub const HYPHENED: u8 = 2;
    /// It begins with a capital letter.
    pub const CAPITAL: u8 = 4;
    /// It is all capitals (two letters or more).
    pub const UPPER: u8 = 8;
    /// It is written with full stops inside: "p.m.".
    pub const DOTTED: u8 = 16;
    /// It stands within quotation marks.
    pub const QUOTED: u8 = 32;
    /// A new line of the text begins here; whether that ends anything, BREAK says.
    pub const LINE: u8 = 64;

    /// No rule: a token as the lexer made it.
    pub const NO_RULE: u16 = u16::MAX;

    /// A token without properties.
    #[inline]
    pub(crate) const fn bare(start: usize, end: usize) -> Token {
        Token {
            span: Span::new(start as u32, end as u32),
            classes: Classes(0),
            word: 0,
            marks: 0,
            grain: Grain::Unknown,
            num: 0,
            den: 1,
            rule: Token::NO_RULE,
            meaning: u32::MAX,
        }
    }

    /// Whether it bears a mark.
    #[inline]
    pub const fn has(&self, mark: u8) -> bool {
        self.marks & mark != 0
    }

    /// Whether it is in any of the classes.
    #[inline]
    pub const fn is(&self, classes: Classes) -> bool {
        self.classes.meets(classes)
    }
}
