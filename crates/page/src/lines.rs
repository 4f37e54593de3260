//! The paragraphs of a page and what they look like.

use dateline_core::{RegionKind, Span};

use crate::cues::CueSet;
use crate::signs::{is_byline, names_time};
use crate::when::Moment;

/// A paragraph: a line, or several that only the width of a page has broken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// Its text, without the white space around it.
    pub(crate) span: Span,
    /// Whether an empty line, or the start of the page, stands before it.
    pub(crate) after_blank: bool,
    /// How many spaces it is set in.
    indent: u32,
    /// How many words it has, as far as [`Line::LOOK`] goes.
    pub(crate) words: u32,
    /// How many of its words of four letters and more there are, the first apart, and how many begin with a capital.
    long_words: u32,
    capitalised: u32,
    /// Whether all its letters are capitals.
    pub(crate) capitals: bool,
    /// Whether it holds a digit, as far as [`Line::LOOK`] goes.
    pub(crate) digits: bool,
    /// How many marks and wide gaps it holds, as menus set between their entries.
    pub(crate) bars: u32,
    /// How it ends.
    pub(crate) end: End,
    /// What phrases it holds.
    pub(crate) cues: CueSet,
    /// The date that it states.
    pub(crate) moment: Moment,
    /// What the reader of the page knew that it is.
    pub(crate) given: RegionKind,
    /// What it is, as far as is known.
    pub(crate) kind: RegionKind,
}

/// How a paragraph ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With a full stop or an ellipsis, whatever closing marks follow.
    Stop,
    /// With a question or exclamation mark.
    Asking,
    /// With a closing quotation mark that no other mark precedes.
    Quote,
    /// With a colon.
    Colon,
    /// With anything else.
    Open,
}

impl Line {
    /// How far into a paragraph its features look, in bytes: what is longer is prose.
    pub(crate) const LOOK: usize = 240;

    /// Whether it reads like prose: a sentence that ends as sentences do.
    pub(crate) fn is_prose(&self) -> bool {
        match self.end {
            End::Stop | End::Quote => self.words >= 6,
            End::Asking | End::Colon => self.words >= 8 && !self.is_title_case(),
            End::Open => self.words >= 36,
        }
    }

    /// Whether the reader of the page knew what it is.
    pub(crate) fn is_given(&self) -> bool {
        !self.given.is_none()
    }

    /// Whether most of its longer words begin with capitals, as in the titles of many houses.
    pub(crate) fn is_title_case(&self) -> bool {
        self.capitals || (self.long_words >= 2 && self.capitalised * 4 >= self.long_words * 3)
    }
}

/// Splits a page into paragraphs. White space of every kind, and marks of no width, do not count.
pub(crate) fn split(text: &str, lines: &mut Vec<Line>) {
    lines.clear();
    let (mut start, mut after_blank) = (0, true);
    while start < text.len() {
        let rest = &text.as_bytes()[start..];
        let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let raw = &text[start..start + length];
        let trimmed = raw.trim_matches(is_blank);
        if trimmed.is_empty() {
            // The two bytes of a Windows line break make no empty line.
            after_blank |= !(length == 0 && start > 0 && text.as_bytes()[start - 1] == b'\r');
        } else {
            let lead = raw.len() - raw.trim_start_matches(is_blank).len();
            let at = start + lead;
            lines.push(look(text, Span::of_range(at..at + trimmed.len()), after_blank, lead as u32));
            after_blank = false;
        }
        start += length + 1;
    }
    join_broken(text, lines);
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}')
}

/// Joins the lines of paragraphs that were broken at a width, as old wires and mail programs did.
///
/// Such a break falls in the middle of a sentence: a long line without a mark at its end, and a small letter at the head
/// of the next. In a paragraph with such breaks the other breaks are of the same kind.
fn join_broken(text: &str, lines: &mut Vec<Line>) {
    let (mut read, mut write) = (0, 0);
    while read < lines.len() {
        let first = lines[read];
        let mut end = read + 1;
        while end < lines.len() {
            let (line, next) = (&lines[end - 1], &lines[end]);
            let set_off = next.after_blank || next.indent > first.indent || !(40..=110).contains(&line.span.len());
            let sure = |at: usize| {
                at + 1 < lines.len() && !lines[at + 1].after_blank && broken(text, &lines[at], &lines[at + 1])
            };
            let inside = end - read > 1 || (line.words >= 8 && !line.is_title_case() && line.end == End::Open);
            let signed = next.span.of(text).starts_with('(') || begins_in_capitals(next.span.of(text));
            if set_off
                || !(sure(end - 1) || (inside && sure(end) && !signed) || (end - read > 1 && line.end == End::Open))
            {
                break;
            }
            end += 1;
        }
        lines[write] = if end == read + 1 {
            first
        } else {
            look(text, first.span.hull(lines[end - 1].span), first.after_blank, first.indent)
        };
        read = end;
        write += 1;
    }
    lines.truncate(write);
}

fn broken(text: &str, line: &Line, next: &Line) -> bool {
    let words = next.span.of(text);
    line.end == End::Open
        && words.starts_with(char::is_lowercase)
        && !is_byline(words)
        && !names_time(words.split(' ').next().unwrap_or(words))
}

/// Whether a paragraph begins with a word in capitals, as with the place of a dateline.
fn begins_in_capitals(text: &str) -> bool {
    text.chars().take(3).filter(|c| c.is_uppercase()).count() == 3
}

/// Looks at a paragraph.
fn look(text: &str, span: Span, after_blank: bool, indent: u32) -> Line {
    let whole = span.of(text);
    let mut line = Line {
        span,
        after_blank,
        indent,
        words: 0,
        long_words: 0,
        capitalised: 0,
        capitals: false,
        digits: false,
        bars: 0,
        end: end_of(whole),
        cues: CueSet::default(),
        moment: Moment::NONE,
        given: RegionKind::NONE,
        kind: RegionKind::NONE,
    };
    let (mut small, mut capital) = (false, false);
    let mut word = Word::default();
    // The two characters before: "World  Politics  Sport" is a menu that sets its entries apart by spaces.
    let mut before = [' '; 2];
    for c in head(whole, Line::LOOK).chars().chain([' ']) {
        line.bars += u32::from(c == ' ' && before[1] == ' ' && before[0].is_alphanumeric());
        before = [before[1], c];
        match c {
            'a'..='z' => {
                small = true;
                word.add(false);
            }
            'A'..='Z' => word.add(true),
            '0'..='9' => {
                line.digits = true;
                word.figure = true;
                word.add(false);
            }
            ' ' | '\t' | '\n' | '\r' => word.close(&mut line, &mut capital),
            '|' | '>' | '•' | '·' | '»' | '›' => line.bars += 1,
            _ if c.is_ascii() => {}
            _ if c.is_whitespace() => word.close(&mut line, &mut capital),
            _ if c.is_alphabetic() => word.add(c.is_uppercase()),
            _ => {}
        }
    }
    line.capitals = capital && !small;
    line
}

/// The word that is being looked at.
#[derive(Default)]
struct Word {
    length: u32,
    capital: bool,
    /// Whether a digit is in it.
    figure: bool,
}

impl Word {
    fn add(&mut self, upper: bool) {
        self.capital |= self.length == 0 && upper;
        self.length += 1;
    }

    /// Counts the word, which ends here, for its paragraph.
    fn close(&mut self, line: &mut Line, capital: &mut bool) {
        if self.length > 0 {
            line.words += 1;
            *capital |= self.capital;
            if line.words > 1 && self.length >= 4 && !self.figure {
                line.long_words += 1;
                line.capitalised += u32::from(self.capital);
            }
        }
        *self = Word::default();
    }
}

/// The first `length` bytes of a text, or a few less to end between characters.
pub(crate) fn head(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The last `length` bytes of a text, or a few less to begin between characters.
pub(crate) fn tail(text: &str, length: usize) -> &str {
    let mut start = text.len().saturating_sub(length);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

fn end_of(text: &str) -> End {
    let mut quote = false;
    for c in text.chars().rev().take(6) {
        match c {
            '.' | '…' => return End::Stop,
            '?' | '!' => return End::Asking,
            '"' | '”' | '’' | '\'' | '»' => quote = true,
            ')' | ']' => {}
            ':' => return End::Colon,
            _ => break,
        }
    }
    if quote { End::Quote } else { End::Open }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let mut lines = Vec::new();
        split(text, &mut lines);
        lines.iter().map(|line| line.span.of(text).to_owned()).collect()
    }

    #[test]
    fn paragraphs_are_lines_unless_a_width_broke_them() {
        assert_eq!(texts("One.\r\n\r\n  Two.\n\u{a0}\nThree"), ["One.", "Two.", "Three"]);
        let wire = "The two delegations met for the third time in as many\nweeks on Monday and said that the ceasefire was mostly\nholding.\n\nNext.";
        assert_eq!(texts(wire).len(), 2);
        assert_eq!(texts("A Headline of Some Length, as Headlines Are at Times\nThe story begins.").len(), 2);
    }

    #[test]
    fn features() {
        let text = "Talks on Water End Without Accord\nHe said it was \u{201c}over\u{201d}\nWORLD NEWS";
        let mut lines = Vec::new();
        split(text, &mut lines);
        assert!(lines[0].is_title_case() && lines[0].end == End::Open && lines[0].words == 6);
        assert!(!lines[1].is_title_case() && lines[1].end == End::Quote);
        assert!(lines[2].capitals && lines[0].after_blank && !lines[1].after_blank);
    }

    #[test]
    fn any_text_is_split() {
        for text in ["", "\n\n\n", "\r", "\u{200b}\n\u{feff}", "a\r\rb", "’", "\u{0}\n\u{0}"] {
            texts(text);
        }
    }
}
