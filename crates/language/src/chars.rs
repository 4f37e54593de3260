//! What a character is to the tokeniser: one table for ASCII, a few ranges for the rest.

/// The classes that decide how the tokeniser goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Class {
    /// White space, but for line ends; no-break and zero-width spaces with it.
    Space,
    /// A line end: LF, CR, NEL, line separator.
    Line,
    /// A page or paragraph separator.
    Page,
    /// A small letter, or one of a script without case.
    Lower,
    /// A capital.
    Upper,
    /// A digit.
    Digit,
    /// What belongs to the word it stands in and means nothing: soft hyphens, joiners, accents that combine.
    Joiner,
    /// Everything else: marks and symbols.
    Mark,
}

impl Class {
    pub(crate) const fn is_word(self) -> bool {
        matches!(self, Class::Lower | Class::Upper | Class::Digit | Class::Joiner)
    }

    pub(crate) const fn is_letter(self) -> bool {
        matches!(self, Class::Lower | Class::Upper)
    }

    pub(crate) const fn is_space(self) -> bool {
        matches!(self, Class::Space | Class::Line | Class::Page)
    }
}

static ASCII: [Class; 128] = ascii();

const fn ascii() -> [Class; 128] {
    let mut table = [Class::Mark; 128];
    let mut b = 0;
    while b < 128 {
        table[b] = match b as u8 {
            b'\n' | b'\r' => Class::Line,
            0x0c => Class::Page,
            0..=0x20 | 0x7f => Class::Space,
            b'a'..=b'z' | b'_' => Class::Lower,
            b'A'..=b'Z' => Class::Upper,
            b'0'..=b'9' => Class::Digit,
            _ => Class::Mark,
        };
        b += 1;
    }
    table
}

/// The class of the character at byte `at`, and its length; white space of no length at the end of the text.
#[inline]
pub(crate) fn class_at(text: &str, at: usize) -> (Class, usize) {
    match text.as_bytes().get(at) {
        None => (Class::Space, 0),
        Some(&b) if b < 0x80 => (ASCII[b as usize], 1),
        Some(_) => {
            let c = char_at(text, at);
            (class_of_other(c), c.len_utf8())
        }
    }
}

/// What a letter or digit of ASCII is, as a bit: nearly all characters of words are such.
pub(crate) mod plain {
    pub(crate) const LOWER: u8 = 1;
    pub(crate) const UPPER: u8 = 2;
    pub(crate) const DIGIT: u8 = 4;
}

static PLAIN: [u8; 256] = {
    let mut table = [0; 256];
    let mut b = 0;
    while b < 128 {
        table[b] = match ASCII[b] {
            Class::Lower => plain::LOWER,
            Class::Upper => plain::UPPER,
            Class::Digit => plain::DIGIT,
            _ => 0,
        };
        b += 1;
    }
    table
};

/// What the letter or digit of ASCII at `at` is ([`plain`]); 0 where none stands there.
#[inline]
pub(crate) fn plain_at(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).map_or(0, |byte| PLAIN[usize::from(*byte)])
}

/// The character at byte `at`, or NUL at the end of the text.
#[inline]
pub(crate) fn char_at(text: &str, at: usize) -> char {
    text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or('\0')
}

/// The character that ends before byte `at`, or NUL at the start of the text.
pub(crate) fn char_before(text: &str, at: usize) -> char {
    text.get(..at).and_then(|rest| rest.chars().next_back()).unwrap_or('\0')
}

fn class_of_other(c: char) -> Class {
    match c {
        '\u{85}' | '\u{2028}' => Class::Line,
        '\u{2029}' => Class::Page,
        // Soft hyphen, zero-width joiners, combining accents, variation selectors.
        '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' => {
            Class::Joiner
        }
        // Zero-width space, direction marks, byte-order mark: they part words or mean nothing.
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}' => Class::Space,
        // Modifier apostrophes are letters to Unicode and marks to us; ordinal signs are letters of the number before.
        '\u{2bc}' | '\u{2b9}' | '\u{2bb}' => Class::Mark,
        c if c.is_whitespace() => Class::Space,
        c if c.is_uppercase() => Class::Upper,
        c if c.is_alphabetic() => Class::Lower,
        c if c.is_numeric() => Class::Digit,
        _ => Class::Mark,
    }
}

/// Whether it can stand for an apostrophe inside a word.
pub(crate) const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}' | '\u{2018}' | '`' | '\u{b4}' | '\u{ff07}')
}

/// Whether it is a hyphen that joins words (dashes part them).
pub(crate) const fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}
