//! The words of a text with the little that the rules ask of them: their shape and what stands before them.

use dateline_data_gazetteer::word::between;

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
    let mut before: Option<Word> = None;
    loop {
        let behind = before.map_or(0, |word| word.end as usize);
        let Some((start, gap)) = next(text, behind, before) else { break };
        let word = word(text, start, gap);
        words.push(word);
        before = Some(word);
    }
}

/// Where the next word begins, and what stands before it.
#[inline]
fn next(text: &str, behind: usize, before: Option<Word>) -> Option<(usize, Gap)> {
    let bytes = text.as_bytes();
    // Nearly all words stand behind one space.
    if let [b' ', head, ..] = bytes[behind..]
        && SORTS[usize::from(head)] & IN_ASCII != 0
        && before.is_some()
    {
        return Some((behind + 1, Gap::Space));
    }
    let mut at = behind;
    loop {
        match SORTS[usize::from(*bytes.get(at)?)] {
            OTHER => at += 1,
            WIDE => match wide(text, at) {
                (OTHER, len) => at += len,
                _ => break,
            },
            _ => break,
        }
    }
    Some((at, before.map_or(Gap::Sentence, |before| gap(text, behind, at, &before))))
}

/// The word that begins at `start`.
#[inline]
fn word(text: &str, start: usize, gap: Gap) -> Word {
    let bytes = text.as_bytes();
    let mut end = start;
    loop {
        let len = ascii(&bytes[end..]);
        end += len;
        if len == CHUNK {
            continue;
        }
        if bytes.get(end).is_none_or(|&b| b < 128) {
            break;
        }
        match wide(text, end) {
            (OTHER, _) => break,
            (_, len) => end += len,
        }
    }
    let head = bytes[start];
    let mut word = Word {
        start: start as u32,
        end: end as u32,
        gap,
        capital: head.is_ascii_uppercase(),
        shouted: false,
        number: head.is_ascii_digit(),
    };
    // Most words begin with a small letter, and most others go on with one.
    let small = |at: usize| bytes[at].is_ascii_lowercase();
    if !small(start) && end > start + 1 && !small(start + 1) || head >= 128 {
        let seen = text[start..end].char_indices().fold(OTHER, |seen, (at, _)| seen | sort(text, start + at));
        word.capital = sort(text, start) == UPPER;
        word.shouted = seen & (UPPER | LOWER) == UPPER && end > start + 1;
    }
    word
}

/// How many bytes are looked at together.
const CHUNK: usize = 8;

/// How many letters and digits of ASCII stand at the head of `bytes`, no more than [`CHUNK`]. Words end at any byte, and one
/// look that has no branches is cheaper than one for each.
#[inline]
fn ascii(bytes: &[u8]) -> usize {
    // A letter of ASCII is small by this bit; where it is set, no other mark becomes a letter.
    const SMALL: u64 = 0x2020_2020_2020_2020;
    let Some(head) = bytes.first_chunk() else { return ascii_at_end(bytes) };
    let text = u64::from_le_bytes(*head);
    let inside = between(text | SMALL, b'a', b'z') | between(text, b'0', b'9');
    let others = !inside & 0x8080_8080_8080_8080;
    (others.trailing_zeros() / 8) as usize
}

/// The same for the last few bytes of a text.
#[cold]
fn ascii_at_end(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii_alphanumeric()).count()
}

/// What a character is in a word.
type Sort = u8;
const OTHER: Sort = 0;
const LOWER: Sort = 1;
const UPPER: Sort = 2;
const DIGIT: Sort = 4;
const IN_ASCII: Sort = LOWER | UPPER | DIGIT;
/// A letter that has no case, an accent that combines, a soft hyphen.
const BARE: Sort = 8;
/// The first byte of several: look at the character.
const WIDE: Sort = 16;

const SORTS: [Sort; 256] = {
    let mut sorts = [OTHER; 256];
    let mut at = 0;
    while at < 256 {
        sorts[at] = match at as u8 {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            0..=127 => OTHER,
            _ => WIDE,
        };
        at += 1;
    }
    sorts
};

/// The sort of the character at `at`.
fn sort(text: &str, at: usize) -> Sort {
    match SORTS[usize::from(text.as_bytes()[at])] {
        WIDE => wide(text, at).0,
        sort => sort,
    }
}

/// The sort and the length of the character of several bytes at `at`.
fn wide(text: &str, at: usize) -> (Sort, usize) {
    let Some(c) = text[at..].chars().next() else { return (OTHER, 1) };
    // Quotation marks and dashes are most of what is not ASCII, and the tables of letters are slow to say no.
    let sort = if c == '\u{a0}' || ('\u{2000}'..='\u{206f}').contains(&c) {
        OTHER
    } else if c.is_uppercase() {
        UPPER
    } else if c.is_lowercase() {
        LOWER
    } else if c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c) || c == '\u{ad}' {
        BARE
    } else {
        OTHER
    };
    (sort, c.len_utf8())
}

fn gap(text: &str, start: usize, end: usize, before: &Word) -> Gap {
    match text.as_bytes()[start..end] {
        [b' '] => Gap::Space,
        [b',', b' '] => Gap::Comma,
        [b'.', b' '] if is_shortened(before.of(text)) => Gap::Point,
        [b'.', b' '] => Gap::Sentence,
        [b'-'] | [b'.', b'-'] => Gap::Hyphen,
        [b'\''] => Gap::Apostrophe,
        [b'.'] => Gap::Tight,
        _ => other_gap(&text[start..end], before.of(text)),
    }
}

/// Whether a point behind the word is not the end of a sentence.
fn is_shortened(word: &str) -> bool {
    word.len() == 1 || crate::lexicon::is_abbreviation(word)
}

/// What any other stretch of text between two words is.
fn other_gap(between: &str, before: &str) -> Gap {
    match between {
        "\u{2010}" | "\u{2011}" | "\u{2013}" => return Gap::Hyphen,
        "\u{2019}" => return Gap::Apostrophe,
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
        if lines == 0 && is_shortened(before) { Gap::Point } else { Gap::Sentence }
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
    fn eight_bytes_at_once_are_as_one_by_one() {
        for text in [
            "a",
            "Mr. Kerr",
            "thursday",
            "A320-neo",
            "@[`{zZaA9",
            "été 2017 ",
            "12345678",
            "ABCDEFGHI",
            "x\u{0}yyyyyyy",
        ] {
            for at in 0..=text.len() {
                let bytes = &text.as_bytes()[at..];
                assert_eq!(ascii(bytes), ascii_at_end(&bytes[..bytes.len().min(CHUNK)]), "{text} from {at}");
            }
        }
    }

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
        split("USé éU 5TH U5 A ÉÉ mcDONALD", &mut words);
        let shouted: Vec<bool> = words.iter().map(|w| w.shouted).collect();
        assert_eq!(shouted, [false, false, true, true, false, true, false]);
    }
}
