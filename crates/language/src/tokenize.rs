//! The tokeniser: Universal Dependencies' conventions for English, over the untouched text.
//!
//! One pass from left to right. White space parts tokens; a run of word characters is scanned by [`word`], with
//! the marks that may stand inside it; everything else is a mark, one token each, but for runs of one mark
//! ("...", "--", "''"). Nothing is normalised: no-break spaces part words, soft hyphens stay inside them.

mod address;
mod number;
mod word;

use dateline_core::Span;
use dateline_layers::Token;

use crate::chars::{Class, class_at};
use crate::marks::scan_mark;

/// Appends the tokens of `text` to `tokens`; linear time, and no allocation but what `tokens` needs to grow.
///
/// ```
/// use dateline_language::tokenize;
///
/// let text = "\u{201c}Gov\u{2019}t can't cannot U.S.-led non-aligned $5bn.\u{201d}";
/// let mut tokens = Vec::new();
/// tokenize(text, &mut tokens);
/// let words: Vec<&str> = tokens.iter().map(|t| t.span.of(text)).collect();
/// assert_eq!(
///     words,
///     ["\u{201c}", "Gov\u{2019}t", "ca", "n't", "can", "not", "U.S.", "-", "led", "non-aligned", "$", "5", "bn", ".", "\u{201d}"]
/// );
/// ```
pub fn tokenize(text: &str, tokens: &mut Vec<Token>) {
    tokenize_within(text, Span::new(0, text.len() as u32), tokens);
}

/// The same for the stretch `span` of `text`; tokens end where it ends.
pub fn tokenize_within(text: &str, span: Span, tokens: &mut Vec<Token>) {
    let whole = text;
    let Some(text) = whole.get(..span.end as usize) else { return };
    let mut cursor = Cursor { text, at: span.start as usize, before: START, block: tokens.len(), tokens };
    while cursor.skip_space() {
        let (class, _) = class_at(text, cursor.at);
        if class.is_word() {
            word::scan(&mut cursor);
        } else {
            let (end, bits) = scan_mark(text, cursor.at, cursor.before != 0);
            if let Some(end) = address::scan_marked(text, cursor.at) {
                cursor.push(end, Token::ADDRESS | Token::WORD);
            } else if let Some(end) = word::scan_clipped(&cursor) {
                cursor.push_word(end);
            } else if let Some(end) = number::scan_signed(&cursor) {
                cursor.push_word(end);
            } else {
                cursor.push(end, bits);
            }
        }
    }
}

const START: u32 = Token::SPACED | Token::LINE_START | Token::PARAGRAPH_START;

/// Where the tokeniser stands.
pub(crate) struct Cursor<'t> {
    pub(crate) text: &'t str,
    pub(crate) at: usize,
    /// The bits that the white space before `at` gives the next token.
    pub(crate) before: u32,
    /// The first token of this call.
    pub(crate) block: usize,
    pub(crate) tokens: &'t mut Vec<Token>,
}

impl Cursor<'_> {
    /// Goes on to the next token; false at the end of the text.
    fn skip_space(&mut self) -> bool {
        let mut lines = 0;
        loop {
            if self.text.as_bytes().get(self.at) == Some(&b' ') {
                self.before |= Token::SPACED;
                self.at += 1;
                continue;
            }
            let (class, len) = class_at(self.text, self.at);
            if len == 0 {
                return false;
            }
            match class {
                Class::Space => self.before |= Token::SPACED,
                Class::Line => {
                    // CR LF is one line end.
                    let two = self.text[self.at..].starts_with("\r\n");
                    lines += 1;
                    self.before |= Token::SPACED | Token::LINE_START;
                    self.at += usize::from(two);
                }
                Class::Page => {
                    lines += 2;
                    self.before |= Token::SPACED | Token::LINE_START;
                }
                _ => {
                    if lines > 1 {
                        self.before |= Token::PARAGRAPH_START;
                    }
                    return true;
                }
            }
            self.at += len;
        }
    }

    /// The token from here to `end` with these bits.
    pub(crate) fn push(&mut self, end: usize, bits: u32) {
        self.tokens.push(Token { span: Span::of_range(self.at..end), shape: bits | self.before });
        self.at = end;
        self.before = 0;
    }

    /// The token from here to `end`, a word, with the bits of its letters.
    pub(crate) fn push_word(&mut self, end: usize) {
        let bits = shape(&self.text[self.at..end]);
        self.push(end, bits);
    }

    /// The last token before, if it stands directly before this place and was made by this call.
    pub(crate) fn previous(&self) -> Option<Token> {
        (self.tokens.len() > self.block).then(|| self.tokens.last().copied()).flatten()
    }
}

/// The bits that the letters and digits of a word give it.
pub fn shape(word: &str) -> u32 {
    // Most words are small letters throughout, or but for the first.
    if let [first, rest @ ..] = word.as_bytes()
        && first.is_ascii_alphabetic()
        && rest.iter().all(u8::is_ascii_lowercase)
    {
        return if first.is_ascii_lowercase() { Token::WORD } else { Token::WORD | Token::CAPITALISED };
    }
    let (mut upper, mut lower, mut digits, mut other, mut mixed) = (0_u32, 0_u32, 0_u32, 0_u32, false);
    let mut first = None;
    let mut at = 0;
    while at < word.len() {
        let (class, len) = class_at(word, at);
        match class {
            Class::Upper => {
                upper += 1;
                mixed |= lower > 0;
                first = first.or(Some(class));
            }
            Class::Lower => {
                lower += 1;
                first = first.or(Some(class));
            }
            Class::Digit => {
                digits += 1;
                first = first.or(Some(class));
            }
            Class::Joiner => {}
            _ => other += 1,
        }
        at += len.max(1);
    }
    let mut bits = 0;
    if upper + lower > 0 {
        bits |= Token::WORD;
    }
    if digits > 0 {
        bits |= Token::DIGIT;
    }
    if first == Some(Class::Upper) {
        bits |= Token::CAPITALISED;
    }
    if upper > 1 && lower == 0 {
        bits |= Token::CAPITALS;
    }
    if mixed {
        bits |= Token::MIXED_CASE;
    }
    if digits > 0 && upper + lower == 0 {
        bits |= Token::NUMBER;
    }
    if upper + lower + digits == 0 && other > 0 {
        bits |= Token::MARK;
    }
    bits
}
