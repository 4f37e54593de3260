//! Text to tokens, in one pass over the bytes.
//!
//! Only words that the lexicon knows get properties; all others are stepping stones that rules cannot cross. Figures
//! are read whole, with whatever is written into them (1,500; 1980s; 19:35; 2017-02-16), in [`crate::figures`].
//! No-break and thin spaces are spaces, soft hyphens are nothing, curly marks are plain ones.

use std::hint::select_unpredictable;

use crate::figures;
use crate::lexicon::{self, Lexicon, WordId};
use crate::token::Token;
use crate::{Classes, Grain, Meaning};

/// Lines shorter than this many bytes end what stands in them; longer ones may have been wrapped.
const WRAPPED: usize = 46;

/// Appends the tokens of `text`; meanings of dates in figures go to `meanings`.
pub(crate) fn lex(text: &str, lexicon: &Lexicon, tokens: &mut Vec<Token>, meanings: &mut Vec<Meaning>) {
    let mut lexer =
        Lexer { text, bytes: text.as_bytes(), lexicon, tokens, meanings, pending: 0, quoted: false, line: 0 };
    lexer.run();
}

pub(crate) struct Lexer<'a> {
    pub(crate) text: &'a str,
    pub(crate) bytes: &'a [u8],
    lexicon: &'a Lexicon,
    pub(crate) tokens: &'a mut Vec<Token>,
    pub(crate) meanings: &'a mut Vec<Meaning>,
    /// Marks that the next token gets.
    pending: u8,
    quoted: bool,
    /// Where the current line begins.
    line: usize,
}

/// What a byte begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Mark,
    Letter,
    Digit,
    Space,
    Line,
    High,
}

const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Mark; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Kind::Letter,
            b'0'..=b'9' => Kind::Digit,
            b'\n' | b'\r' => Kind::Line,
            0..=b' ' => Kind::Space,
            128.. => Kind::High,
            _ => Kind::Mark,
        };
        byte += 1;
    }
    kinds
};

/// Whether a dash, a quotation mark or the like stands there: U+2010 to U+2027, which are most of what is not ASCII.
fn is_mark(bytes: &[u8]) -> bool {
    matches!(bytes, [0xe2, 0x80, 0x90..=0xa7, ..])
}

/// Whether it is a letter or digit. The tables of letters are slow to say that a dash is none.
fn is_letter(character: char) -> bool {
    !('\u{2000}'..='\u{206f}').contains(&character) && character.is_alphanumeric()
}

impl Lexer<'_> {
    fn run(&mut self) {
        let mut at = 0;
        let mut glued = Token::GLUED;
        while let Some(&byte) = self.bytes.get(at) {
            // Every other turn is a space: nothing else needs to be asked.
            if byte == b' ' {
                (at, glued) = (at + 1, 0);
                continue;
            }
            let before = self.tokens.len();
            let next = match KINDS[usize::from(byte)] {
                Kind::Space => at + 1,
                Kind::Line => self.newline(at),
                Kind::Letter => self.word(at),
                Kind::Digit => figures::read(self, at),
                Kind::Mark => self.mark(at, byte),
                Kind::High => self.high(at),
            };
            if self.tokens.len() > before {
                let first = &mut self.tokens[before];
                first.marks |= self.pending | glued;
                self.pending = 0;
                glued = Token::GLUED;
            } else if matches!(KINDS[usize::from(byte)], Kind::Space | Kind::Line | Kind::High) {
                glued = 0;
            }
            at = next.max(at + 1);
        }
    }

    /// The number of the word that stands there, 0 where the lexicon has none.
    pub(crate) fn word_at(&self, start: usize, end: usize) -> u16 {
        let text = &self.bytes[start..end];
        self.lexicon.find(lexicon::key(text), text)
    }

    /// Whether a month's name stands there, with a capital.
    pub(crate) fn is_month(&self, start: usize, end: usize) -> bool {
        let entry = self.lexicon.entry(self.word_at(start, end));
        end > start && self.bytes[start].is_ascii_uppercase() && entry.classes.with(entry.capital).meets(Classes::MONTH)
    }

    pub(crate) fn push(&mut self, mut token: Token) {
        if self.quoted {
            token.marks |= Token::QUOTED;
        }
        self.tokens.push(token);
    }

    fn newline(&mut self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let lines = rest[..blank].split(|&byte| byte == b'\n').count() - 1;
        if lines > 1 || at - self.line < WRAPPED {
            self.quoted &= lines < 2;
            let mut token = Token::bare(at, at);
            token.classes = Classes::BREAK.with(Classes::STOP).with(Classes::CLAUSE);
            self.push(token);
        }
        self.pending |= Token::LINE;
        self.line = at + blank;
        at + blank
    }

    /// A word of ASCII letters, or one with others in it.
    fn word(&mut self, start: usize) -> usize {
        let (mut at, mut key, mut small) = (start, 0, false);
        while let Some(head) = self.bytes.get(at..at + 8) {
            let (count, letters, some_small) = lexicon::letters(head.try_into().unwrap_or_default());
            key = lexicon::join(key, letters, at - start);
            (at, small) = (at + count, small | some_small);
            if count < 8 {
                break;
            }
        }
        if at + 8 > self.bytes.len() {
            // Near the end of the text, letter by letter.
            (at, key, small) = (start, 0, false);
            while let Some(byte) = self.bytes.get(at).filter(|byte| byte.is_ascii_alphabetic()) {
                key = lexicon::step(key, at - start, *byte);
                small |= byte & 0x20 != 0;
                at += 1;
            }
        }
        match self.bytes.get(at) {
            Some(b'.') if at == start + 1 => {
                if let Some(end) = self.dotted(start) {
                    return end;
                }
            }
            Some(b'0'..=b'9') => {
                // "MH17", "F16": a name, whatever its figures are.
                while self.bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
                    at += 1;
                }
                let name = &self.bytes[start..at];
                if let Some(year) = figures::fiscal_year(name) {
                    let mut token = Token::bare(start, at);
                    (token.classes, token.num) = (Classes::FISCAL, year);
                    self.push(token);
                    return at;
                }
                let word = self.lexicon.find(lexicon::key(name), name);
                return self.push_word(start, at, word, small);
            }
            Some(128..) if !is_mark(&self.bytes[at..]) => return self.long_word(start),
            _ => {}
        }
        self.push_word(start, at, self.lexicon.find(key, &self.bytes[start..at]), small)
    }

    /// A word by its number, 0 where no rule speaks of it: a stepping stone then, of which only its looks are kept.
    ///
    /// Which words are known, begin with a capital or end in "ed" is nothing that a processor can guess: no branch asks.
    #[inline]
    fn push_word(&mut self, start: usize, mut end: usize, word: WordId, small: bool) -> usize {
        let entry = self.lexicon.entry(word);
        let capital = self.bytes[start].is_ascii_uppercase();
        let ending = if end > start + 3 { &self.bytes[end - 2..end] } else { b"  " };
        let verb = select_unpredictable(ending == b"ed", Classes::PASTVERB, Classes(0));
        let (ends, single) = (ending[1] == b's', ending[0] != b's');
        let looks = Classes::LOWER.with(select_unpredictable(ends & single, Classes::NOUNS, verb));
        let looks = select_unpredictable(word == 0, looks, Classes::LOWER);
        let looks = select_unpredictable(capital, Classes::CAPITAL.with(entry.capital), looks);
        let mut token = Token::bare(start, end);
        (token.word, token.num, token.grain) = (word, entry.num, entry.grain);
        token.classes = looks.with(entry.classes);
        token.marks = select_unpredictable(capital, Token::CAPITAL, 0);
        if !small && capital {
            token.classes = token.classes.with(entry.upper);
            token.marks |= if end > start + 1 { Token::UPPER } else { 0 };
        }
        let number = token.is(Classes::NUM.with(Classes::ORD).with(Classes::HUNDRED));
        if number | entry.abbreviation | token.is(Classes::PART) {
            if token.is(Classes::PART) {
                token.den = i16::from_be_bytes(entry.part);
            }
            let dots = entry.abbreviation && (capital || token.is(Classes::UNIT));
            if dots && self.bytes.get(end) == Some(&b'.') {
                end += 1;
                token.span.end += 1;
                token.marks |= Token::DOTTED;
            }
            if number && self.fold_number(&token) {
                return end;
            }
        }
        self.push(token);
        end
    }

    /// "p.m.", "U.S.", "B.C.": one word without its full stops; only from two letters on.
    fn dotted(&mut self, start: usize) -> Option<usize> {
        let (mut at, mut key, mut letters) = (start, 0, 0);
        let mut word = [0; 4];
        while letters < 4
            && self.bytes.get(at).is_some_and(u8::is_ascii_alphabetic)
            && self.bytes.get(at + 1) == Some(&b'.')
        {
            word[letters] = self.bytes[at];
            key = lexicon::step(key, letters, self.bytes[at]);
            (at, letters) = (at + 2, letters + 1);
        }
        // "p.m" without its last full stop.
        if letters == 1 && self.bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            let ends = self.bytes.get(at + 1).is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'.');
            if ends {
                word[letters] = self.bytes[at];
                key = lexicon::step(key, letters, self.bytes[at]);
                (at, letters) = (at + 1, letters + 1);
            }
        }
        if letters < 2 {
            return None;
        }
        let id = self.lexicon.find(key, &word[..letters]);
        let mut token = Token::bare(start, at);
        token.marks |= Token::DOTTED;
        if self.bytes[start].is_ascii_uppercase() {
            token.marks |= Token::CAPITAL;
            token.classes = Classes::CAPITAL;
        }
        token.word = id;
        let entry = self.lexicon.entry(id);
        if token.has(Token::CAPITAL) {
            token.classes = token.classes.with(entry.upper);
        }
        token.classes = token.classes.with(entry.classes);
        (token.num, token.grain) = (entry.num, entry.grain);
        self.push(token);
        Some(at)
    }

    /// A word with letters beyond ASCII, soft hyphens or the like in it.
    #[cold]
    fn long_word(&mut self, start: usize) -> usize {
        let mut plain = [0; 16];
        let (mut length, mut known, mut small) = (0, true, false);
        let mut at = start;
        for character in self.text[start..].chars() {
            match character {
                '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' => {}
                'a'..='z' | 'A'..='Z' if length < plain.len() => {
                    small |= character.is_ascii_lowercase();
                    plain[length] = character as u8;
                    length += 1;
                }
                _ if is_letter(character) => known = false,
                _ => break,
            }
            at += character.len_utf8();
        }
        let word = if known { self.lexicon.find(lexicon::key(&plain[..length]), &plain[..length]) } else { 0 };
        self.push_word(start, at, word, small)
    }

    fn mark(&mut self, at: usize, byte: u8) -> usize {
        let next = self.bytes.get(at + 1).copied().unwrap_or(b' ');
        match byte {
            b'\'' => return self.apostrophe(at, 1),
            b'-' if next == b'-' => {
                let end = at + self.bytes[at..].iter().take_while(|&&byte| byte == b'-').count();
                return self.push_mark(at, end, "--", Classes::CLAUSE);
            }
            b'-' => return self.hyphen(at, 1),
            b'"' => return self.quotation(at, 1, !self.quoted),
            b'`' if next == b'`' => return self.quotation(at, 2, true),
            b'.' | b'!' | b'?' => {
                let ends = next.is_ascii_whitespace() || !next.is_ascii_alphanumeric();
                if ends {
                    return self.push_mark(at, at + 1, ".", Classes::STOP);
                }
                at + 1
            }
            _ => {
                let text = &self.text[at..=at];
                let classes = match byte {
                    b';' => Classes::CLAUSE.with(Classes::STOP),
                    b':' => Classes::CLAUSE,
                    b'%' => Classes::BIGNUM,
                    _ => Classes(0),
                };
                return self.push_mark(at, at + 1, text, classes);
            }
        };
        self.push_mark(at, at + 1, ".", Classes(0))
    }

    pub(crate) fn push_mark(&mut self, start: usize, end: usize, text: &str, classes: Classes) -> usize {
        let mut token = Token::bare(start, end);
        token.word = self.lexicon.find(lexicon::key(text.as_bytes()), text.as_bytes());
        token.classes = classes;
        if token.word != 0 {
            let entry = self.lexicon.entry(token.word);
            token.classes = classes.with(entry.classes);
            token.num = entry.num;
        }
        self.push(token);
        end
    }

    fn quotation(&mut self, at: usize, length: usize, opens: bool) -> usize {
        self.quoted = opens;
        let mut token = Token::bare(at, at + length);
        token.classes = Classes::QUOTE;
        self.push(token);
        at + length
    }

    /// An apostrophe, straight or curly: "'s", "'98", a closing quotation mark.
    fn apostrophe(&mut self, at: usize, length: usize) -> usize {
        let inside = at + length;
        let after_word = self.text[..at].chars().next_back().is_some_and(is_letter);
        let digits = self.bytes[inside..].iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
        if !after_word && digits == 2 {
            return figures::short_year(self, at, inside);
        }
        if self.bytes[at..].starts_with(b"''") {
            return self.quotation(at, 2, false);
        }
        let letters = self.bytes[inside..].iter().take(8).take_while(|byte| byte.is_ascii_alphabetic()).count();
        if !after_word || letters == 0 {
            return self.push_mark(at, inside, "'", Classes(0));
        }
        let mut word = [b'\''; 9];
        word[1..=letters].copy_from_slice(&self.bytes[inside..inside + letters]);
        let text = std::str::from_utf8(&word[..=letters]).unwrap_or("'");
        self.push_mark(at, inside + letters, text, Classes(0))
    }

    /// A hyphen or dash: glue between words ("third-quarter"), a token between figures, names and spaces.
    fn hyphen(&mut self, at: usize, length: usize) -> usize {
        let end = at + length;
        let before = at.checked_sub(1).map_or(b' ', |before| self.bytes[before]);
        let after = self.bytes.get(end).copied().unwrap_or(b' ');
        let glues = before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric();
        let range = (before.is_ascii_digit() && after.is_ascii_digit())
            || (length > 1)
            || (after.is_ascii_digit() && self.tokens.last().is_some_and(|token| token.is(Classes::DAYORD)))
            || (after.is_ascii_uppercase() && self.tokens.last().is_some_and(|token| token.has(Token::CAPITAL)));
        if glues && !range {
            self.pending |= Token::HYPHENED;
            return end;
        }
        self.push_mark(at, end, "-", Classes(0))
    }

    /// A character beyond ASCII.
    fn high(&mut self, at: usize) -> usize {
        let Some(character) = self.text[at..].chars().next() else { return at + 1 };
        let length = character.len_utf8();
        match character {
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => at + length,
            '’' | '‘' | 'ʼ' => self.apostrophe(at, length),
            '“' | '„' | '«' => self.quotation(at, length, true),
            '”' | '»' => self.quotation(at, length, false),
            '–' | '—' | '‐' | '‑' | '−' | '‒' => self.hyphen(at, length),
            '…' => self.push_mark(at, at + length, ".", Classes(0)),
            '½' | '¼' | '¾' => figures::fraction_sign(self, at, character),
            _ if character.is_whitespace() => at + length,
            _ if figures::digit(&self.bytes[at..]).is_some() => figures::read(self, at),
            _ if character.is_alphabetic() => self.long_word(at),
            _ => {
                let mut token = Token::bare(at, at + length);
                if matches!(character, '€' | '£' | '¥' | '₽' | '₹') {
                    token.classes = Classes::MONEY;
                }
                self.push(token);
                at + length
            }
        }
    }

    /// Makes one number of "twenty" and "five", "two" and "hundred", "twenty" and "first"; whether it did.
    fn fold_number(&mut self, token: &Token) -> bool {
        let Some(last) = self.tokens.last_mut() else { return false };
        if !last.is(Classes::NUMWORD.with(Classes::HUNDRED)) || last.is(Classes::BREAK) {
            return false;
        }
        let (old, new) = (last.num, token.num);
        let year = (11..=20).contains(&old) && (10..=99).contains(&new) && new != 100;
        let folded = if token.is(Classes::HUNDRED) && last.is(Classes::NUM) {
            old.checked_mul(new).filter(|&n| n < 1_000_000)
        } else if ((20..=90).contains(&old) && old % 10 == 0 && (1..10).contains(&new))
            || (old >= 100 && new < 100 && old % 100 == 0)
        {
            Some(old + new)
        } else if year && token.is(Classes::NUM) {
            Some(old * 100 + new)
        } else if old > 1000 && old % 100 >= 20 && old % 10 == 0 && new < 10 {
            // "Nineteen ninety" and "four".
            Some(old + new)
        } else {
            None
        };
        let Some(number) = folded else { return false };
        last.num = number;
        last.span.end = token.span.end;
        last.word = 0;
        let kept = Classes::CAPITAL.with(Classes::LOWER);
        let kept = Classes(last.classes.0 & kept.0);
        last.classes = kept.with(if token.is(Classes::ORD) {
            if number <= 31 { Classes::ORD.with(Classes::DAYORD) } else { Classes::ORD }
        } else if (1000..2100).contains(&number) && (year || old > 1000 || number >= 2000) {
            Classes::NUM.with(Classes::NUMWORD).with(Classes::YEAR)
        } else {
            Classes::NUM.with(Classes::NUMWORD)
        });
        last.grain = Grain::Unknown;
        true
    }
}
