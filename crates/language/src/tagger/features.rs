//! The templates of the tagger: what of a word and its neighbours becomes a feature.
//!
//! A feature is one number, exact: the template in the highest six bits, then what it holds. Two features are never
//! confused, as they are where features are hashed into a fixed number of rows.

use dateline_layers::Token;

use super::model::{BOUNDARY_ID, Known, UNKNOWN_ID};
use super::{Normal, Seen};

/// Changes whenever the templates do: a model trained with others is refused.
pub const VERSION: u64 = 5;

/// A word as the templates see it.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Its number in the vocabulary, or [`UNKNOWN_ID`].
    pub id: u32,
    /// The set of labels that it has in the training data, as a number.
    pub class: u8,
    /// Its letters: [`shape_of`].
    pub shape: u8,
    /// Its letters and its endings.
    pub seen: Seen,
}

impl Word {
    /// What stands before the first and after the last word of a sentence.
    pub const BOUNDARY: Word = Word { id: BOUNDARY_ID, class: 0, shape: 0, seen: Seen::NONE };

    /// A word that nothing is known of.
    pub const UNKNOWN: Word = Word { id: UNKNOWN_ID, ..Word::BOUNDARY };

    /// The word of a token. `first`: no word stands before it in its sentence.
    #[inline]
    pub fn of(seen: Seen, known: Known, token: Token, first: bool) -> Word {
        Word { id: known.id(), class: known.class(), shape: shape_of(&seen, token, first), seen }
    }

    /// A word from its parts.
    pub fn new(normal: &Normal, id: u32, class: u8, shape: u8) -> Word {
        Word { id, class, shape, seen: normal.seen() }
    }
}

/// How many shapes there are.
pub const SHAPES: usize = 33;

/// The shape of a word as one of [`SHAPES`] numbers.
#[inline]
pub fn shape_of(seen: &Seen, token: Token, first: bool) -> u8 {
    let kind = KINDS[kind_bits(token.shape)];
    let kind = kind + 3 * u8::from(kind == CAPITALISED && token.span.len() == 1);
    kind * 3 + if first { 1 } else { 2 * u8::from(seen.is_joined) }
}

/// The bits of a token that its kind follows from, as a number of six bits.
const fn kind_bits(shape: u32) -> usize {
    ((shape / LOW % 16) | (shape / HIGH % 4 * 16)) as usize
}

const LOW: u32 = Token::CAPITALISED;
const HIGH: u32 = Token::MIXED_CASE;
const CAPITALISED: u8 = 5;

/// What a word is by its letters, for each number that [`kind_bits`] gives.
static KINDS: [u8; 64] = {
    let mut kinds = [0; 64];
    let mut bits = 0;
    while bits < 64 {
        let shape = (bits % 16 * LOW) | (bits / 16 * HIGH);
        kinds[kind_bits(shape)] = kind(shape);
        bits += 1;
    }
    kinds
};

const fn kind(shape: u32) -> u8 {
    const fn is(shape: u32, bit: u32) -> bool {
        shape & bit != 0
    }
    if is(shape, Token::NUMBER) {
        return 1;
    }
    if is(shape, Token::DIGIT) {
        return 2 + is(shape, Token::CAPITALISED) as u8;
    }
    if !is(shape, Token::WORD) {
        return 10;
    }
    match (is(shape, Token::CAPITALISED), is(shape, Token::CAPITALS), is(shape, Token::MIXED_CASE)) {
        (_, true, _) => 6,
        (true, _, true) => 7,
        (true, _, _) => CAPITALISED,
        (false, _, true) => 9,
        _ => 4,
    }
}

#[inline]
const fn key(template: u64, what: u64) -> u64 {
    template << 58 | what
}

#[inline]
const fn pair(template: u64, one: u64, other: u64) -> u64 {
    key(template, one << 40 | other)
}

/// The features that the word at `position` of five gives alone (2 is the word to be tagged).
#[inline]
pub fn of_word(position: usize, word: &Word, mut feature: impl FnMut(u64)) {
    let at = position as u64 * 6;
    if word.id != UNKNOWN_ID && (1..4).contains(&position) {
        feature(key(at, u64::from(word.id)));
    }
    match position {
        2 => {
            for n in 1..5 {
                feature(key(at + 1, u64::from(n - 1) << 40 | word.seen.ends.suffix(n)));
            }
            for n in 1..4 {
                feature(key(at + 2, u64::from(n - 1) << 40 | word.seen.ends.prefix(n)));
            }
            feature(key(at + 3, u64::from(word.class)));
        }
        1 | 3 => {
            feature(key(at + 1, word.seen.ends.suffix(3)));
            feature(key(at + 2, word.seen.ends.suffix(2)));
            feature(key(at + 3, u64::from(word.class)));
        }
        _ => feature(key(at + 3, u64::from(word.class))),
    }
}

/// The features of words together.
#[inline]
pub fn pairs(words: &[Word; 5], mut feature: impl FnMut(u64)) {
    let [_, last, word, next, _] = words;
    let shape = u64::from(word.shape);
    feature(key(30, u64::from(last.shape) << 16 | shape << 8 | u64::from(next.shape)));
    if word.id != UNKNOWN_ID && next.id != UNKNOWN_ID {
        feature(pair(34, u64::from(word.id), u64::from(next.id)));
    }
    feature(key(35, u64::from(last.class) << 16 | u64::from(word.class) << 8 | u64::from(next.class)));
}

/// The features with the label of the word before that hold no word: that label, and with it a shape.
#[inline]
pub const fn with_last(last: u8, shape: u8) -> [u64; 2] {
    [key(40, last as u64), key(46, (last as u64) << 8 | shape as u64)]
}

/// The features with the labels of the two words before.
#[inline]
pub fn with_tags(words: &[Word; 5], before: u8, last: u8, mut feature: impl FnMut(u64)) {
    let [_, _, word, next, _] = words;
    let [alone, with_shape] = with_last(last, word.shape);
    let (before, last) = (u64::from(before), u64::from(last));
    feature(alone);
    if word.id == UNKNOWN_ID {
        feature(pair(43, last, word.seen.ends.suffix(3)));
    } else {
        feature(pair(42, last, u64::from(word.id)));
        feature(key(49, before << 48 | last << 40 | u64::from(word.id)));
    }
    feature(key(44, last << 16 | u64::from(word.class) << 8 | u64::from(next.class)));
    feature(with_shape);
    if next.id != UNKNOWN_ID {
        feature(pair(47, last, u64::from(next.id)));
    }
}

/// What a word stands in, as far as its label most often follows from it: what kind of word it is by its letters and which
/// labels it has, or its last two letters where it is unknown, the label before it and which labels the next word has.
#[inline]
pub const fn situation(words: &[Word; 5], last: u8) -> u64 {
    let [_, _, word, next, _] = words;
    let letters = if word.id == UNKNOWN_ID { word.seen.ends.suffix(2) } else { 0 };
    let classes = (word.class as u64) << 8 | next.class as u64;
    letters << 32 | ((word.shape / 3) as u64) << 24 | (last as u64) << 16 | classes
}

/// Whether the feature holds no word, only classes, labels and shapes.
#[inline]
pub const fn is_of_kinds(feature: u64) -> bool {
    matches!(feature >> 58, 30 | 35 | 44)
}

/// Whether the feature holds nothing but the number of a known word, the class of one two off, or the label before with
/// no word or a shape: only the sums that it is part of are asked for.
pub const fn is_folded(feature: u64) -> bool {
    matches!(feature >> 58, 0 | 6 | 12 | 18 | 24 | 3 | 27 | 40 | 46)
}
