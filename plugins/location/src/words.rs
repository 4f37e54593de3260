//! The words of a text with the little that the rules ask of them: their shape and what stands before them.

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// White space only, or the soft end of a line.
    Space,
    /// A comma and white space.
    Comma,
    /// A hyphen or dash without white space: a compound.
    Hyphen,
    /// A point and white space behind an abbreviation or initial.
    Point,
    /// A point without white space: within "U.S.".
    Tight,
    /// An apostrophe: before the "s" of a possessive.
    Apostrophe,
    /// The end of a sentence, a paragraph, or the start of the text.
    Sentence,
    /// A bracket, dash, colon, semicolon or quotation mark.
    Mark,
}

/// A word: a run of letters and digits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub start: u32,
    pub end: u32,
    pub gap: Gap,
    /// Begins with a capital.
    pub capital: bool,
    /// Has no lower-case letter, and more than one letter.
    pub shouted: bool,
    /// Begins with a digit.
    pub number: bool,
}

impl Word {
    pub(crate) fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    pub(crate) fn len(&self) -> usize {
        (self.end - self.start) as usize
    }
}

/// Splits `text` into `words`, which is cleared first.
pub(crate) fn split(text: &str, words: &mut Vec<Word>) {
    words.clear();
    let bytes = text.as_bytes();
    let (mut at, mut gap_start) = (0, 0);
    while at < bytes.len() {
        let Some(len) = letter(text, at) else {
            at += width(bytes[at]);
            continue;
        };
        let start = at;
        at += len;
        let (mut lower, mut upper) = (false, false);
        note(text, start, len, &mut lower, &mut upper);
        let capital = upper;
        while let Some(len) = letter(text, at) {
            note(text, at, len, &mut lower, &mut upper);
            at += len;
        }
        let gap = gap(text, gap_start, start, words.last());
        words.push(Word {
            start: start as u32,
            end: at as u32,
            gap,
            capital,
            shouted: !lower && upper && at - start > 1,
            number: bytes[start].is_ascii_digit(),
        });
        gap_start = at;
    }
}

/// Bytes of the character that begins with this byte.
fn width(first: u8) -> usize {
    match first {
        0..=0xbf => 1,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    }
}

/// The length of the letter or digit at `at`, if there is one; accents that combine and soft hyphens count as letters.
fn letter(text: &str, at: usize) -> Option<usize> {
    let &b = text.as_bytes().get(at)?;
    if b.is_ascii() {
        return b.is_ascii_alphanumeric().then_some(1);
    }
    let c = text[at..].chars().next()?;
    (c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c) || c == '\u{ad}').then_some(c.len_utf8())
}

fn note(text: &str, at: usize, len: usize, lower: &mut bool, upper: &mut bool) {
    let b = text.as_bytes()[at];
    if len == 1 {
        *lower |= b.is_ascii_lowercase();
        *upper |= b.is_ascii_uppercase();
    } else if let Some(c) = text[at..].chars().next() {
        *lower |= c.is_lowercase();
        *upper |= c.is_uppercase();
    }
}

fn gap(text: &str, start: usize, end: usize, before: Option<&Word>) -> Gap {
    let Some(before) = before else { return Gap::Sentence };
    let between = &text[start..end];
    match between {
        " " => return Gap::Space,
        ", " => return Gap::Comma,
        "-" | "\u{2010}" | "\u{2011}" | ".-" | "\u{2013}" => return Gap::Hyphen,
        "'" | "\u{2019}" => return Gap::Apostrophe,
        "." => return Gap::Tight,
        _ => {}
    }
    let (mut lines, mut points, mut commas, mut ends, mut marks) = (0, 0, 0, 0, 0);
    for c in between.chars() {
        match c {
            '\n' => lines += 1,
            '.' => points += 1,
            ',' => commas += 1,
            '!' | '?' | '…' => ends += 1,
            c if c.is_whitespace() => {}
            _ => marks += 1,
        }
    }
    // A line end with an indent of the next line is still running text; an empty line is not.
    if ends > 0 || lines > 1 || points > 1 {
        Gap::Sentence
    } else if points == 1 && marks == 0 && commas == 0 {
        let short = before.len() == 1 || crate::lexicon::is_abbreviation(before.of(text));
        if short && lines == 0 { Gap::Point } else { Gap::Sentence }
    } else if points == 1 && commas == 1 && marks == 0 {
        Gap::Comma
    } else if points > 0 {
        Gap::Sentence
    } else if marks > 0 {
        Gap::Mark
    } else if commas > 0 {
        Gap::Comma
    } else {
        Gap::Space
    }
}

#[cfg(test)]
mod tests {
    use super::Gap::{Apostrophe, Comma, Hyphen, Point, Sentence, Space, Tight};
    use super::*;

    #[test]
    fn gaps_say_what_stands_between() {
        let mut words = Vec::new();
        let gaps = |text: &str, words: &mut Vec<Word>| {
            split(text, words);
            words.iter().map(|w| w.gap).collect::<Vec<_>>()
        };
        assert_eq!(gaps("In Paris, Texas. She", &mut words), [Sentence, Space, Comma, Sentence]);
        assert_eq!(gaps("Gov. Smith's U.S.-backed", &mut words), [Sentence, Point, Apostrophe, Space, Tight, Hyphen]);
        assert_eq!(gaps("New\n  York\n\nTwo", &mut words), [Sentence, Space, Sentence]);
        assert!(gaps("…\u{0}\u{301}", &mut words).len() < 2);
        split("École NATO 5th", &mut words);
        assert!(words[0].capital && !words[0].shouted && words[1].shouted && words[2].number);
    }
}
