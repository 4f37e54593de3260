//! Words: how far one reaches, and where what is written as one word parts into several tokens.

use dateline_layers::Token;

use super::number::{comma_joins, hyphen_joins, unit_start};
use super::{Cursor, address, shape};
use crate::chars::{Class, char_at, class_at, is_apostrophe, is_hyphen, plain, plain_at};
use crate::lexicon::{Abbreviation, abbreviation, is_prefix, is_suffix, parting};

/// Reads the word at the cursor and pushes its tokens.
pub(crate) fn scan(cursor: &mut Cursor<'_>) {
    let text = cursor.text;
    let start = cursor.at;
    if let Some((end, bits)) = plain_word(text, start) {
        return cursor.push(end, bits);
    }
    let mut marks = Marks::default();
    let (mut end, mut last) = (start, Class::Mark);
    loop {
        let (class, len) = class_at(text, end);
        if class.is_word() {
            last = if class == Class::Joiner { last } else { class };
            end += len;
        } else if len > 0 && class == Class::Mark {
            match inner(text, start, end, last, &mut marks) {
                Inner::Joins(len) => end += len,
                Inner::Address => {
                    let end = address::scan(text, start);
                    return cursor.push(end, shape(&text[start..end]) | Token::ADDRESS);
                }
                Inner::Ends => break,
            }
        } else {
            break;
        }
    }
    if text.as_bytes().get(end) == Some(&b'.') && takes_full_stop(cursor, end, marks) {
        end += 1;
        let abbreviation = if text.as_bytes()[start].is_ascii_digit() { 0 } else { Token::ABBREVIATION };
        if let Some(unit) = unit_start(&text[start..end - 1]).map(|unit| start + unit) {
            cursor.push_word(unit);
        }
        let bits = shape(&text[cursor.at..end]);
        return cursor.push(end, bits | abbreviation);
    }
    if end - start <= 3 && last == Class::Upper && matches!(char_at(text, end), '$' | '\u{a3}' | '\u{20ac}' | '\u{a5}')
    {
        // "US$5bn", "A$200": the letters say which dollar.
        let end = end + char_at(text, end).len_utf8();
        let bits = shape(&text[start..end]) | Token::SYMBOL;
        return cursor.push(end, bits);
    }
    if end - start <= 2 && text[end..].starts_with("- ") && last != Class::Digit {
        // "th- the": a word broken off in speech keeps its hyphen.
        return cursor.push_word(end + 1);
    }
    part(cursor, end, marks);
}

/// The end and the bits of the word at `start` where it is as most are: letters of ASCII, small ones but for the first or
/// capitals, and a space, comma or line end behind them; and it parts into no two.
fn plain_word(text: &str, start: usize) -> Option<(usize, u32)> {
    let first = plain_at(text, start);
    let (mut end, mut rest) = (start + 1, 0);
    loop {
        let bit = plain_at(text, end);
        if bit == 0 {
            break;
        }
        rest |= bit;
        end += 1;
    }
    let bits = match (first, rest) {
        (plain::LOWER, 0 | plain::LOWER) => Token::WORD,
        (plain::UPPER, 0 | plain::LOWER) => Token::WORD | Token::CAPITALISED,
        (plain::UPPER, plain::UPPER) => Token::WORD | Token::CAPITALISED | Token::CAPITALS,
        _ => return None,
    };
    let ends = matches!(text.as_bytes().get(end), Some(b' ' | b',' | b'\n'));
    let parts = ends && PARTED.contains(&(end - start)) && parting(&text[start..end]).is_some();
    (ends && !parts).then_some((end, bits))
}

/// How long words are that part into two by themselves ("cannot").
const PARTED: std::ops::RangeInclusive<usize> = 3..=8;

/// The clipped word that the apostrophe at the cursor begins, if it is one ("'em", "'90s", "'til").
pub(crate) fn scan_clipped(cursor: &Cursor<'_>) -> Option<usize> {
    const CLIPPED: [&str; 8] = ["em", "til", "cause", "bout", "round", "n", "cuz", "nother"];
    let text = cursor.text;
    let mark = char_at(text, cursor.at);
    if !is_apostrophe(mark) || mark == '`' {
        return None;
    }
    let start = cursor.at + mark.len_utf8();
    let mut end = start;
    loop {
        let (class, len) = class_at(text, end);
        if !class.is_word() {
            break;
        }
        end += len;
    }
    let word = &text[start..end];
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let decade = digits == 2 && (word.len() == 2 || &word[2..] == "s");
    let clitic = cursor.before == 0 && matches!(word, "s" | "S");
    // A closing mark would follow a quoted word: 'round' is a quotation, 'round is not.
    let closed = is_apostrophe(char_at(text, end)) && !decade;
    (clitic || !closed && (decade || CLIPPED.iter().any(|c| word.eq_ignore_ascii_case(c)))).then_some(end)
}

/// What was met inside the word.
#[derive(Clone, Copy, Default)]
struct Marks {
    /// Full stops between letters.
    stops: bool,
    /// Apostrophes.
    apostrophe: bool,
}

enum Inner {
    Joins(usize),
    Address,
    Ends,
}

/// Marks join nothing after this many bytes, so that what looks back stays linear.
const LONGEST: usize = 80;

/// Whether the mark at `at` stays inside the word that began at `start`.
fn inner(text: &str, start: usize, at: usize, last: Class, marks: &mut Marks) -> Inner {
    let c = char_at(text, at);
    let len = c.len_utf8();
    if at - start > LONGEST {
        return Inner::Ends;
    }
    let next = class_at(text, at + len).0;
    let digits = last == Class::Digit && next == Class::Digit;
    if matches!(c, ':' | '@' | '.' | '/') && address::is_address(text, start, at) {
        return Inner::Address;
    }
    let joins = match c {
        '.' => {
            let joins = next.is_word() && !starts_sentence(text, start, at);
            marks.stops |= joins && next.is_letter();
            joins
        }
        ',' => digits && comma_joins(text, at),
        ':' | '/' => digits && text[start..at].bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'/' | b'.')),
        '&' => last == Class::Upper && next == Class::Upper && at - start <= 3,
        _ if is_apostrophe(c) => {
            let joins = last.is_word() && next.is_letter();
            marks.apostrophe |= joins;
            joins
        }
        _ if is_hyphen(c) => {
            if digits {
                text[start..at].bytes().all(|b| b.is_ascii_digit() || b == b'-') && hyphen_joins(text, start, at)
            } else {
                hyphen_stays(text, start, at, len, next)
            }
        }
        _ => false,
    };
    if joins { Inner::Joins(len) } else { Inner::Ends }
}

/// Whether a full stop with no space after it ends a sentence all the same: "ended.The talks".
fn starts_sentence(text: &str, start: usize, at: usize) -> bool {
    let before = &text[start..at];
    let after = &text[at + 1..];
    // "Nov.28" and "St.Petersburg": the space is lost, and the stop belongs to the abbreviation.
    match (abbreviation(before), class_at(text, at + 1).0) {
        (Some(Abbreviation::Title), Class::Upper) if before.len() > 1 => return true,
        (Some(Abbreviation::Number | Abbreviation::Calendar), Class::Digit) => return true,
        _ => {}
    }
    let mut next = after.chars();
    let first = next.next();
    let address = after.char_indices().take(40).find(|(_, c)| !c.is_alphanumeric()).is_some_and(|(_, c)| c == '@');
    let capital =
        !address && first.is_some_and(char::is_uppercase) && next.next().is_some_and(|c| c.is_lowercase() || c == ' ');
    capital && before.len() >= 3 && before.chars().all(|c| c.is_lowercase() || is_apostrophe(c) || c.is_ascii_digit())
        || capital && before.len() >= 4 && !before.contains('.') && before.chars().skip(1).all(char::is_lowercase)
}

/// Whether the hyphen at `at` leaves the word whole, as it does after prefixes and before a few suffixes.
fn hyphen_stays(text: &str, start: usize, at: usize, len: usize, next: Class) -> bool {
    let before = &text[start..at];
    if is_prefix(before) {
        return true;
    }
    if !next.is_letter() {
        return false;
    }
    let after = &text[at + len..];
    let stop = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
    stop <= 8 && is_suffix(&after[..stop])
}

/// Whether the full stop at `end` belongs to the word before it.
fn takes_full_stop(cursor: &Cursor<'_>, end: usize, marks: Marks) -> bool {
    let text = cursor.text;
    let word = &text[cursor.at..end];
    let after = end + 1;
    if matches!(text.as_bytes().get(after), Some(b'.' | b'?' | b'!')) && !marks.stops {
        return false;
    }
    let (next, spaced) = next_class(text, after);
    let number_before = || cursor.previous().is_some_and(|t| t.is(Token::NUMBER));
    if word.as_bytes()[0].is_ascii_digit() {
        // "1." and "4.1." begin a list line; "6 p.m." written as "6p.m." takes its stop.
        let line = cursor.before & Token::LINE_START != 0 && spaced && next.is_letter() && word.len() <= 4;
        let list = line && word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        return list || unit_start(word).is_some_and(|unit| word[unit..].contains('.'));
    }
    if marks.stops {
        // "U.S", "a.m", "Ph.D": short groups between full stops. "example.com" and "end.Then" are none.
        return word.split('.').all(|part| part.len() <= 2 || !part.is_ascii() && part.len() <= 4) && !marks.apostrophe
            || abbreviation(word).is_some();
    }
    let mut letters = word.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        let initial = letter.is_uppercase() && next == Class::Upper && (letter != 'I' || after_name(cursor));
        let list = cursor.before & Token::LINE_START != 0 && spaced && next.is_letter();
        return initial
            || list && letter.is_alphabetic()
            || abbreviation(word).is_some_and(|a| matches_context(a, next, false));
    }
    abbreviation(word).is_some_and(|a| matches_context(a, next, a == Abbreviation::Measure && number_before()))
}

/// Whether a capitalised word stands directly before, as before a middle initial ("Maria I. Soto").
fn after_name(cursor: &Cursor<'_>) -> bool {
    cursor.previous().is_some_and(|t| t.is(Token::CAPITALISED) && !t.is(Token::LINE_START))
}

fn matches_context(class: Abbreviation, next: Class, number_before: bool) -> bool {
    match class {
        Abbreviation::Number => next == Class::Digit,
        Abbreviation::Measure => number_before,
        Abbreviation::Title => next == Class::Upper || next == Class::Mark || next == Class::Digit,
        Abbreviation::Calendar | Abbreviation::Leading | Abbreviation::Trailing => true,
    }
}

/// The class of the first character after the white space at `at`, and whether there was any.
fn next_class(text: &str, at: usize) -> (Class, bool) {
    let mut i = at;
    loop {
        let (class, len) = class_at(text, i);
        if len == 0 || !class.is_space() || i - at > 8 {
            return (class, i > at);
        }
        i += len;
    }
}

/// Pushes the word from the cursor to `end` as the tokens that it parts into.
fn part(cursor: &mut Cursor<'_>, end: usize, marks: Marks) {
    let text = cursor.text;
    let start = cursor.at;
    let word = &text[start..end];
    if marks.apostrophe {
        return part_at_apostrophes(cursor, end);
    }
    if word.as_bytes()[0].is_ascii_digit() {
        if let Some(unit) = unit_start(word) {
            cursor.push_word(start + unit);
        }
        return cursor.push_word(end);
    }
    if PARTED.contains(&word.len())
        && let Some([first, second]) = parting(word)
    {
        cursor.push_word(start + usize::from(first));
        if second > 0 {
            push_clitic(cursor, start + usize::from(second));
        }
        return push_clitic(cursor, end);
    }
    cursor.push_word(end);
}

fn push_clitic(cursor: &mut Cursor<'_>, end: usize) {
    let bits = shape(&cursor.text[cursor.at..end]) | Token::CLITIC;
    cursor.push(end, bits);
}

/// "couldn't've" is "could", "n't", "'ve": the last clitic is found first, so at most three are looked for.
fn part_at_apostrophes(cursor: &mut Cursor<'_>, end: usize) {
    let text = cursor.text;
    let start = cursor.at;
    let mut cuts = [end; 3];
    let mut n = 0;
    let mut rest = end;
    while n < 3 {
        let Some(cut) = clitic_start(&text[start..rest]).map(|cut| start + cut) else { break };
        cuts[n] = cut;
        rest = cut;
        n += 1;
    }
    if n == 0 {
        return cursor.push_word(end);
    }
    cursor.push_word(rest);
    for i in (0..n).rev() {
        push_clitic(cursor, if i == 0 { end } else { cuts[i - 1] });
    }
}

/// Where the last clitic of the word begins ("isn't": 2, "he'll": 2); never at its start.
fn clitic_start(word: &str) -> Option<usize> {
    let (at, mark) = word.char_indices().rev().find(|&(_, c)| is_apostrophe(c))?;
    let tail = &word[at + mark.len_utf8()..];
    if at == 0 {
        return None;
    }
    if tail.eq_ignore_ascii_case("t") {
        let head = word[..at].strip_suffix(['n', 'N'])?;
        return (!head.is_empty()).then_some(head.len());
    }
    let known = ["s", "re", "ve", "ll", "d", "m"].iter().any(|t| tail.eq_ignore_ascii_case(t));
    known.then_some(at)
}
