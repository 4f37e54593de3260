//! Web and e-mail addresses, handles and hashtags: one token each.

use crate::chars::{char_at, class_at};

/// The ends of host names that make "word.word/..." an address.
const HOSTS: [&str; 16] =
    ["com", "org", "net", "gov", "edu", "int", "mil", "info", "uk", "eu", "ru", "de", "fr", "tv", "io", "co"];

/// Where the handle, hashtag or file extension that begins with the mark at `at` ends ("@POTUS", "#syria").
pub(crate) fn scan_marked(text: &str, at: usize) -> Option<usize> {
    let mark = text.as_bytes()[at];
    if mark != b'@' && mark != b'#' {
        return None;
    }
    let (first, _) = class_at(text, at + 1);
    if !(first.is_letter() || (mark == b'@' && first.is_word())) {
        return None;
    }
    let mut end = at + 1;
    loop {
        let (class, len) = class_at(text, end);
        if !class.is_word() {
            return Some(end);
        }
        end += len;
    }
}

/// Whether the mark at `at`, inside a word that began at `start`, makes that word an address.
pub(crate) fn is_address(text: &str, start: usize, at: usize) -> bool {
    let bytes = text.as_bytes();
    match bytes[at] {
        b':' => {
            text[at..].starts_with("://")
                || matches!(&text[start..at], "doi" | "mailto") && class_at(text, at + 1).0.is_word()
        }
        b'@' => class_at(text, at + 1).0.is_word(),
        b'.' => {
            let head = &text[start..at];
            (head.eq_ignore_ascii_case("www")) && class_at(text, at + 1).0.is_word()
        }
        b'/' => {
            let head = &text[start..at];
            head.rsplit_once('.').is_some_and(|(_, end)| HOSTS.contains(&end)) && class_at(text, at + 1).0.is_word()
        }
        _ => false,
    }
}

/// Where the address that `start` begins ends: before white space, brackets and quotation marks, less the marks
/// that close a sentence.
pub(crate) fn scan(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut depth = 0_u32;
    loop {
        let (class, len) = class_at(text, end);
        if len == 0 || class.is_space() {
            break;
        }
        match char_at(text, end) {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ')' | ']' | '}' | '>' | '<' | '"' | '\u{201c}' | '\u{201d}' | '\u{2019}' | '\u{bb}' => break,
            _ => {}
        }
        end += len;
    }
    let kept = text[start..end].trim_end_matches(['.', ',', ';', ':', '?', '!', '\'', '*']);
    start + kept.len().max(1)
}
