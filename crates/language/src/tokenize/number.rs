//! Numbers that hold marks, and numbers with a unit written to them.

use super::Cursor;
use crate::chars::{Class, class_at};
use crate::lexicon::is_unit;

/// Whether the hyphen at `at` between two digits stays inside the number: telephone numbers and numeric dates
/// ("713-853-3989", "555-0147", "2017-02-16"), not ranges and scores ("1969-1970", "4-5").
///
/// `start` is where the digits before it, with all their hyphens, begin.
pub(crate) fn hyphen_joins(text: &str, start: usize, at: usize) -> bool {
    let before = text[start..at].len();
    let mut groups = text[start..at].matches('-').count();
    let mut end = at + 1;
    let mut last = 0;
    while end - at < 24 {
        match text.as_bytes().get(end) {
            Some(b'0'..=b'9') => last += 1,
            Some(b'-') if text.as_bytes().get(end + 1).is_some_and(u8::is_ascii_digit) => {
                groups += 1;
                last = 0;
            }
            _ => break,
        }
        end += 1;
    }
    let open_end = !class_at(text, end).0.is_letter();
    open_end && (groups >= 1 || matches!((before, last), (3 | 5, 4)))
}

/// Whether the comma at `at` groups thousands: three digits follow, and no fourth.
pub(crate) fn comma_joins(text: &str, at: usize) -> bool {
    let digit = |i: usize| text.as_bytes().get(at + i).is_some_and(u8::is_ascii_digit);
    digit(1) && digit(2) && digit(3) && !digit(4)
}

/// Where the unit written to a number begins in `word` ("5km": 1, "3.4m": 3); `None` where there is none ("19th").
pub(crate) fn unit_start(word: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let (class, len) = class_at(word, at);
        match class {
            Class::Digit => {}
            Class::Mark if len > 0 && at > 0 => {}
            _ => break,
        }
        at += len;
    }
    (at > 0 && at < word.len() && is_unit(&word[at..])).then_some(at)
}

/// Where the number ends that the mark at the cursor begins (".25", "+44"), white space before it.
pub(crate) fn scan_signed(cursor: &Cursor<'_>) -> Option<usize> {
    let bytes = cursor.text.as_bytes();
    if cursor.before == 0 || !matches!(bytes[cursor.at], b'.' | b'+') {
        return None;
    }
    let digits = bytes[cursor.at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
    let end = cursor.at + 1 + digits;
    (digits > 0 && !class_at(cursor.text, end).0.is_word()).then_some(end)
}
