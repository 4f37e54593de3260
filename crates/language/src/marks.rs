//! Marks: which of them run together to one token, and what each of them is.

use dateline_layers::Token;

use crate::chars::{char_at, char_before, class_at};

/// Faces of two or three marks, which stay whole ("Thanks :-)").
const FACES: [&str; 12] = [":-)", ":-(", ";-)", ":)", ":(", ";)", ":D", ":P", ":-D", ":-P", "=)", ":/"];

/// Where the mark at byte `at` ends, and what it is. `spaced`: white space stands before it.
pub fn scan_mark(text: &str, at: usize, spaced: bool) -> (usize, u32) {
    let c = char_at(text, at);
    let mut end = at + c.len_utf8();
    if spaced
        && matches!(c, ':' | ';' | '=')
        && let Some(face) = FACES.iter().find(|f| text[at..].starts_with(**f))
        && class_at(text, at + face.len()).0.is_space()
    {
        return (at + face.len(), Token::MARK | Token::SYMBOL);
    }
    if c == '[' && text[at..].starts_with("[...]") {
        return (at + 5, Token::MARK | Token::STOP);
    }
    let bits = kind(c);
    if bits & Token::STOP != 0 {
        // "?!", "...", "!!!": one token, as the web treebank has it; a full stop joins full stops only.
        let question = c == '?' || c == '!';
        while let next @ ('.' | '?' | '!' | '\u{2026}') = char_at(text, end) {
            if (next == '?' || next == '!') != question {
                break;
            }
            end += next.len_utf8();
        }
        return (end, bits);
    }
    // A run of one of these is one token: "--", "***", "====", "''", "``", ">>".
    if matches!(c, '-' | '*' | '=' | '_' | '~' | '<' | '>' | '+' | '#' | '\u{2014}' | '\u{2013}' | '\u{2022}')
        || is_single(c)
    {
        let most = if is_single(c) { 2 * c.len_utf8() } else { RUN };
        while char_at(text, end) == c && end - at < most {
            end += c.len_utf8();
        }
    }
    let side = if bits & Token::QUOTE_MARK != 0 { side_of_quote(text, at, end, c) } else { 0 };
    let double = is_single(c) && end - at == 2 * c.len_utf8();
    let bits = if double { bits & !Token::SINGLE } else { bits };
    (end, bits | side)
}

/// A run of one mark longer than this is cut: a rule drawn over a megabyte is no word.
const RUN: usize = 4096;

/// What a mark is, by itself.
fn kind(c: char) -> u32 {
    match c {
        '.' | '?' | '!' | '\u{2026}' | '\u{3002}' | '\u{ff01}' | '\u{ff1f}' | '\u{61f}' | '\u{203c}' => {
            Token::MARK | Token::STOP
        }
        ',' | ';' | ':' | '\u{60c}' | '\u{61b}' | '\u{3001}' | '\u{ff0c}' => Token::MARK | Token::PAUSE,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{ff0d}' => Token::MARK | Token::DASH,
        '"' | '\u{ff02}' | '\u{201f}' => Token::MARK | Token::QUOTE_MARK,
        '\u{201c}' | '\u{201e}' | '\u{ab}' => Token::MARK | Token::QUOTE_MARK | Token::OPENS,
        '\u{201d}' | '\u{bb}' => Token::MARK | Token::QUOTE_MARK | Token::CLOSES,
        '\'' | '\u{2019}' | '\u{2bc}' | '\u{b4}' => Token::MARK | Token::QUOTE_MARK | Token::SINGLE,
        '\u{2018}' | '\u{201a}' | '\u{2039}' | '`' => Token::MARK | Token::QUOTE_MARK | Token::SINGLE | Token::OPENS,
        '\u{203a}' => Token::MARK | Token::QUOTE_MARK | Token::SINGLE | Token::CLOSES,
        '(' | '[' | '{' | '\u{3010}' | '\u{ff08}' => Token::MARK | Token::BRACKET | Token::OPENS,
        ')' | ']' | '}' | '\u{3011}' | '\u{ff09}' => Token::MARK | Token::BRACKET | Token::CLOSES,
        '/' | '\\' | '*' | '\u{2022}' | '\u{b7}' | '|' | '_' => Token::MARK,
        _ => Token::MARK | Token::SYMBOL,
    }
}

/// Whether a straight or doubtful quotation mark opens or closes, as far as its neighbours tell.
fn side_of_quote(text: &str, at: usize, end: usize, c: char) -> u32 {
    if kind(c) & (Token::OPENS | Token::CLOSES) != 0 {
        return 0;
    }
    let before = char_before(text, at);
    let open_before = at == 0 || before.is_whitespace() || is_opener(before);
    let after = class_at(text, end).0;
    let next = char_at(text, end);
    let close_after = after.is_space() || matches!(next, '.' | ',' | ';' | ':' | '?' | '!' | ')' | ']' | '}');
    match (open_before, close_after) {
        (true, false) => Token::OPENS,
        (false, true) => Token::CLOSES,
        _ => 0,
    }
}

/// Two of these stand for one double quotation mark.
const fn is_single(c: char) -> bool {
    matches!(c, '\'' | '`' | '\u{2018}' | '\u{2019}')
}

const fn is_opener(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '\u{2014}' | '\u{2013}' | '\u{201c}' | '\u{2018}' | '"' | '\'' | '/')
}
