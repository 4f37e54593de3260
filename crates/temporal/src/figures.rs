//! Figures and what is written into them: dates, clock times, decades, ordinals, sums.

use jiff::civil::Date;

use crate::lexer::Lexer;
use crate::token::Token;
use crate::{Classes, Core, Meaning, Order, Period};

/// A decimal digit of any script at the head of `bytes`: its value and length.
#[inline]
pub(crate) fn digit(bytes: &[u8]) -> Option<(i32, usize)> {
    match *bytes {
        [byte @ b'0'..=b'9', ..] => Some((i32::from(byte - b'0'), 1)),
        [lead @ 0xd9..=0xef, ..] => foreign_digit(bytes, lead),
        _ => None,
    }
}

/// Arabic-Indic, Persian, Devanagari, Bengali and full-width digits.
#[cold]
fn foreign_digit(bytes: &[u8], lead: u8) -> Option<(i32, usize)> {
    let (base, length) = match (lead, *bytes.get(1)?) {
        (0xd9, second @ 0xa0..=0xa9) => return Some((i32::from(second - 0xa0), 2)),
        (0xdb, second @ 0xb0..=0xb9) => return Some((i32::from(second - 0xb0), 2)),
        (0xe0, 0xa5 | 0xa7) => (0xa6, 3),
        (0xef, 0xbc) => (0x90, 3),
        _ => return None,
    };
    let value = i32::from(*bytes.get(2)?) - base;
    (0..10).contains(&value).then_some((value, length))
}

/// A run of digits: its value (no more than nine digits count), how many, and where it ends.
fn run(bytes: &[u8], start: usize) -> (i32, usize, usize) {
    let (mut value, mut count, mut at) = (0_i32, 0, start);
    while let Some((digit, length)) = bytes.get(at..).and_then(digit) {
        if count < 9 {
            value = value * 10 + digit;
        }
        (count, at) = (count + 1, at + length);
    }
    (value, count, at)
}

/// The length of a date separator at `at`, and it in plain form.
fn separator(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    match bytes.get(at)? {
        byte @ (b'-' | b'/' | b'.') => Some((*byte, 1)),
        0xe2 if bytes.get(at + 1) == Some(&0x80) && matches!(bytes.get(at + 2), Some(0x90..=0x93)) => Some((b'-', 3)),
        _ => None,
    }
}

/// Reads what begins with a digit at `start`; returns where it ends.
pub(crate) fn read(lexer: &mut Lexer<'_>, start: usize) -> usize {
    let (value, count, end) = run(lexer.bytes, start);
    if let Some(end) = written_date(lexer, start, value, count, end) {
        return end;
    }
    if let Some(end) = clock(lexer, start, value, count, end) {
        return end;
    }
    let mut token = Token::bare(start, end);
    token.num = value;
    let money = lexer.bytes[..start].ends_with(b"$")
        || lexer.bytes[..start].ends_with(b"#")
        || lexer.tokens.last().is_some_and(|last| last.is(Classes::MONEY) && last.span.end as usize == start);
    if let Some(end) = quarter(lexer, start, value, count, end) {
        return end;
    }
    if count <= 2 && two_days(lexer, value, end) {
        // "The night of 5/6 June" has no fraction in it.
        token.classes = number(value, count);
        lexer.push(token);
        return end;
    }
    let (mut at, fraction, grouped) = tail(lexer.bytes, end, count, &mut token);
    let letters = lexer.bytes[at..].iter().take(4).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let suffix = &lexer.bytes[at..at + letters];
    let named = lexer
        .tokens
        .last()
        .is_some_and(|last| last.word == 0 && last.is(Classes::CAPITAL) && last.rule == Token::NO_RULE)
        && start > 0
        && lexer.bytes[start - 1] == b'-';
    if money || count > 9 || (fraction && letters > 0) || named {
        token.classes = Classes::MONEY;
    } else if suffix.eq_ignore_ascii_case(b"st")
        || suffix.eq_ignore_ascii_case(b"nd")
        || suffix.eq_ignore_ascii_case(b"rd")
        || suffix.eq_ignore_ascii_case(b"th")
    {
        at += letters;
        token.classes = if (1..=31).contains(&value) { Classes::ORD.with(Classes::DAYORD) } else { Classes::ORD };
    } else if suffix.eq_ignore_ascii_case(b"s") && value % 10 == 0 && matches!(count, 2 | 4) {
        at += 1;
        token.classes = Classes::DECADE;
    } else if lexer.bytes[at..].starts_with(b"'s") && count == 4 && value % 10 == 0 && (1000..2100).contains(&value) {
        // "The 1980's"; "1980's budget" is told apart by the rules.
        token.classes = Classes::DECADE.with(Classes::YEAR).with(Classes::NUM);
    } else if letters > 0 && !meridiem(&lexer.bytes[at..]) {
        if let Some(clock_end) = hour_letter(lexer, start, value, count, at) {
            return clock_end;
        }
        while lexer.bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            at += 1;
        }
        token.classes = Classes::MONEY;
    } else {
        token.classes = if fraction || grouped { Classes::NUM } else { number(value, count) };
    }
    token.span.end = at as u32;
    if lexer.bytes.get(at) == Some(&b'%') {
        token.classes = Classes::MONEY;
    }
    if fold_fraction(lexer, &token) {
        return at;
    }
    if fraction {
        // "9/11" has a line of its own in the rules.
        token.word = lexer.word_at(start, at);
        if token.word != 0 {
            token.classes = Classes::STARTS;
        }
    }
    lexer.push(token);
    at
}

/// "1Q", "1H", and the year that may hang on it: "1Q17".
fn quarter(lexer: &mut Lexer<'_>, start: usize, value: i32, count: usize, end: usize) -> Option<usize> {
    let (classes, most) = match lexer.bytes.get(end)? {
        b'Q' => (Classes::QNAME, 4),
        b'H' => (Classes::HNAME, 2),
        _ => return None,
    };
    let (year, digits, after) = run(lexer.bytes, end + 1);
    let ends = lexer.bytes.get(after).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    if count != 1 || !(1..=most).contains(&value) || !ends || !matches!(digits, 0 | 2 | 4) {
        return None;
    }
    let mut token = Token::bare(start, end + 1);
    (token.classes, token.num) = (classes, value);
    lexer.push(token);
    if digits > 0 {
        let mut token = Token::bare(end + 1, after);
        (token.classes, token.num) = (Classes::YEAR, if digits == 2 { century_of(year) } else { year });
        lexer.push(token);
    }
    Some(after)
}

/// Whether a slash and the day after this one follow, and then a month: "5/6 June".
fn two_days(lexer: &Lexer<'_>, value: i32, end: usize) -> bool {
    if lexer.bytes.get(end) != Some(&b'/') {
        return false;
    }
    let (next, digits, after) = run(lexer.bytes, end + 1);
    if !(1..=2).contains(&digits) || next != value + 1 || lexer.bytes.get(after) != Some(&b' ') {
        return false;
    }
    let word = after + 1;
    let letters = lexer.bytes[word..].iter().take(9).take_while(|byte| byte.is_ascii_alphabetic()).count();
    lexer.is_month(word, word + letters)
}

/// The classes of a plain figure.
fn number(value: i32, count: usize) -> Classes {
    let mut classes = Classes::NUM;
    if count <= 2 && (1..=31).contains(&value) {
        classes = classes.with(Classes::DAY);
    }
    if count <= 2 && value <= 24 {
        classes = classes.with(Classes::HOUR);
    }
    if count == 4 && value / 100 <= 24 && value % 100 < 60 {
        classes = classes.with(Classes::HHMM);
    }
    if count == 4 && (1000..2200).contains(&value) {
        classes = classes.with(Classes::YEAR);
    }
    classes
}

/// Grouped thousands, decimals and fractions behind a figure: `(end, is a fraction, is grouped)`.
fn tail(bytes: &[u8], mut end: usize, count: usize, token: &mut Token) -> (usize, bool, bool) {
    let mut grouped = false;
    while count <= 3 && bytes.get(end) == Some(&b',') {
        let (value, digits, after) = run(bytes, end + 1);
        if digits != 3 {
            break;
        }
        token.num = token.num.saturating_mul(1000).saturating_add(value);
        (end, grouped) = (after, true);
    }
    match bytes.get(end) {
        Some(b'.') => {
            let (value, digits, after) = run(bytes, end + 1);
            if digits == 0 {
                return (end, false, grouped);
            }
            if digits <= 2 && token.num < 1_000_000 {
                let scale = if digits == 1 { 10 } else { 100 };
                token.num = token.num * i32::from(scale) + value;
                token.den = scale;
                reduce(token);
            }
            // "1.2.3": a version, whatever follows.
            let version = bytes.get(after) == Some(&b'.') && bytes.get(after + 1).is_some_and(u8::is_ascii_digit);
            if !version {
                return (after, true, grouped);
            }
            end = after;
            while bytes.get(end).is_some_and(|byte| byte.is_ascii_digit() || *byte == b'.') {
                end += 1;
            }
            token.den = 0;
            (end, true, grouped)
        }
        Some(b'/') => {
            let (value, digits, after) = run(bytes, end + 1);
            if (1..=2).contains(&digits) && value > 1 && count <= 2 {
                token.den = value as i16;
                reduce(token);
                return (after, true, grouped);
            }
            (end, false, grouped)
        }
        _ => (end, false, grouped),
    }
}

fn reduce(token: &mut Token) {
    for prime in [2, 2, 2, 5, 5, 3] {
        if token.num % i32::from(prime) == 0 && token.den % prime == 0 {
            (token.num, token.den) = (token.num / i32::from(prime), token.den / prime);
        }
    }
}

/// "2" and "1/2" are one number; a version or a date without a year is none at all.
fn fold_fraction(lexer: &mut Lexer<'_>, token: &Token) -> bool {
    let proper = token.den > 1 && token.num < i32::from(token.den) && token.num > 0;
    let Some(last) = lexer.tokens.last_mut() else { return false };
    if !proper || !last.is(Classes::NUM) || last.den != 1 || last.num > 10_000 || !last.is(Classes::NUM) {
        return false;
    }
    if token.span.start > last.span.end + 2 {
        return false;
    }
    last.num = last.num.saturating_mul(i32::from(token.den)).saturating_add(token.num);
    last.den = token.den;
    last.span.end = token.span.end;
    last.classes = if token.is(Classes::MONEY) { Classes::MONEY } else { Classes::NUM };
    true
}

/// "½" and the like.
pub(crate) fn fraction_sign(lexer: &mut Lexer<'_>, at: usize, sign: char) -> usize {
    let end = at + sign.len_utf8();
    let mut token = Token::bare(at, end);
    (token.num, token.den) = match sign {
        '½' => (1, 2),
        '¼' => (1, 4),
        _ => (3, 4),
    };
    token.classes = Classes::NUM;
    if !fold_fraction(lexer, &token) {
        lexer.push(token);
    }
    end
}

/// "'98" and "'80s": `at` is the apostrophe, `inside` the first digit.
pub(crate) fn short_year(lexer: &mut Lexer<'_>, at: usize, inside: usize) -> usize {
    let (value, _, end) = run(lexer.bytes, inside);
    let mut token = Token::bare(at, end);
    if lexer.bytes.get(end) == Some(&b's') && value % 10 == 0 {
        token.span.end += 1;
        token.classes = Classes::DECADE;
        token.num = value;
    } else {
        token.classes = Classes::YEAR;
        token.num = century_of(value);
    }
    let end = token.span.end as usize;
    lexer.push(token);
    end
}

/// The year of "FY16" or "FY2016".
pub(crate) fn fiscal_year(name: &[u8]) -> Option<i32> {
    let digits = name.strip_prefix(b"FY")?;
    let (value, count, end) = run(digits, 0);
    match count {
        _ if end != digits.len() => None,
        2 => Some(century_of(value)),
        4 if (1000..2200).contains(&value) => Some(value),
        _ => None,
    }
}

/// The full year of two digits, as of the turn of the millennium: 30 to 99 are the 1900s.
pub(crate) const fn century_of(short: i32) -> i32 {
    if short >= 30 { 1900 + short } else { 2000 + short }
}

/// Whether "am", "pm", "a.m." ... stands at the head of `bytes`.
fn meridiem(bytes: &[u8]) -> bool {
    let letter = |at: usize| bytes.get(at).map_or(0, u8::to_ascii_lowercase);
    matches!(letter(0), b'a' | b'p')
        && match letter(1) {
            b'm' => !letter(2).is_ascii_alphanumeric(),
            b'.' => letter(2) == b'm' && !letter(3).is_ascii_alphanumeric(),
            _ => false,
        }
}

/// "19:35", "19:35:04", "7.30pm", "19.35 GMT".
fn clock(lexer: &mut Lexer<'_>, start: usize, hour: i32, count: usize, end: usize) -> Option<usize> {
    if count > 2 || hour > 24 {
        return None;
    }
    let mark = *lexer.bytes.get(end)?;
    if mark != b':' && mark != b'.' {
        return None;
    }
    let (minute, digits, mut at) = run(lexer.bytes, end + 1);
    if digits != 2 || minute > 59 {
        return None;
    }
    if mark == b'.' {
        let rest = &lexer.bytes[at..];
        let rest = rest.strip_prefix(b" ").unwrap_or(rest);
        let zoned = [&b"GMT"[..], b"UTC", b"hrs", b"hours", b"EST", b"EDT"].iter().any(|zone| rest.starts_with(zone));
        if !meridiem(rest) && !zoned {
            return None;
        }
    }
    let mut token = Token::bare(start, at);
    token.den = -1;
    if lexer.bytes.get(at) == Some(&b':') {
        let (second, digits, after) = run(lexer.bytes, at + 1);
        if digits != 2 || second > 60 {
            return None;
        }
        (token.den, at) = (second.min(59) as i16, after);
    }
    if lexer.bytes.get(at).is_some_and(|byte| byte.is_ascii_digit() || *byte == b':') {
        return None;
    }
    token.span.end = at as u32;
    token.num = hour * 60 + minute;
    token.classes = Classes::CLOCK;
    if lexer.tokens.last().is_some_and(|last| last.is(Classes::MONEY) && last.span.end as usize == start) {
        token.classes = Classes::MONEY;
    }
    lexer.push(token);
    Some(at)
}

/// "19h30", as French-speaking agencies write.
fn hour_letter(lexer: &mut Lexer<'_>, start: usize, hour: i32, count: usize, at: usize) -> Option<usize> {
    if count > 2 || hour > 24 || lexer.bytes.get(at) != Some(&b'h') {
        return None;
    }
    let (minute, digits, end) = run(lexer.bytes, at + 1);
    if digits != 2 || minute > 59 || lexer.bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let mut token = Token::bare(start, end);
    (token.num, token.den, token.classes) = (hour * 60 + minute, -1, Classes::CLOCK);
    lexer.push(token);
    Some(end)
}

/// A date in figures: 2017-02-16, 16/02/2017, 2.16.17, 2017-02; and ranges of years: 1990-95.
fn written_date(lexer: &mut Lexer<'_>, start: usize, first: i32, count: usize, end: usize) -> Option<usize> {
    if !matches!(count, 1 | 2 | 4) {
        return None;
    }
    let (mark, width) = separator(lexer.bytes, end)?;
    let (second, second_count, second_end) = run(lexer.bytes, end + width);
    if second_count == 0 {
        return None;
    }
    let third = separator(lexer.bytes, second_end)
        .filter(|&(other, _)| other == mark)
        .map(|(_, width)| run(lexer.bytes, second_end + width))
        .filter(|&(_, count, _)| count > 0);
    let mut token = Token::bare(start, second_end);
    token.classes = Classes::NUMERIC;
    let joined = |at: usize| lexer.bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() && *byte != b'T');
    let more = |at: usize| {
        separator(lexer.bytes, at).is_some_and(|(_, w)| lexer.bytes.get(at + w).is_some_and(u8::is_ascii_digit))
    };
    if let Some((third, third_count, third_end)) = third {
        if joined(third_end) || more(third_end) {
            return None;
        }
        let (date, order) = match (count, second_count, third_count) {
            (4, 1..=2, 1..=2) => (Date::new(first as i16, second as i8, third as i8).ok()?, Order::None),
            (1..=2, 1..=2, 4) | (2, 2, 2) if third_count == 4 || mark != b'-' => {
                // Who writes full stops writes the day first.
                let swapped = mark == b'.' && Date::new(1, second as i8, first as i8).is_ok();
                let (first, second) = if swapped { (second, first) } else { (first, second) };
                let year = if third_count == 4 { third } else { century_of(third) } as i16;
                if !(1000..2200).contains(&year) {
                    return None;
                }
                match (Date::new(year, first as i8, second as i8), Date::new(year, second as i8, first as i8)) {
                    (Ok(date), other) => {
                        let either = other.is_ok() && first != second && !swapped;
                        (date, if either { Order::Either } else { figures_order(swapped) })
                    }
                    (Err(_), Ok(date)) => (date, Order::DayFirst),
                    _ => return None,
                }
            }
            _ => return None,
        };
        if count == 4 && !(1000..2200).contains(&first) {
            return None;
        }
        token.span.end = third_end as u32;
        let mut meaning = Meaning::new(Core::Period(Period::day(date)?));
        meaning.order = order;
        return Some(finish(lexer, token, meaning, third_end));
    }
    // "1997/98".
    let season = mark == b'/' && count == 4 && second_count == 2 && second == (first + 1) % 100;
    if count != 4
        || !(1000..2200).contains(&first)
        || joined(second_end)
        || !(mark == b'-' || season)
        || more(second_end)
    {
        return None;
    }
    match second_count {
        // "1990-95" and "1990-1995": a range. "2001-02" is one too; "2017-11" is a month.
        2 if second > first % 100 && (second > 12 || second == first % 100 + 1) => {
            Some(years(lexer, start, end, second_end, width, (first, first / 100 * 100 + second)))
        }
        4 if second > first && second < 2200 => Some(years(lexer, start, end, second_end, width, (first, second))),
        2 if (1..=12).contains(&second) && width == 1 => {
            let month = Period::of(crate::Grain::Month, Date::new(first as i16, second as i8, 1).ok()?)?;
            Some(finish(lexer, token, Meaning::new(Core::Period(month)), second_end))
        }
        _ => None,
    }
}

/// What unambiguous figures show.
const fn figures_order(day_first: bool) -> Order {
    if day_first { Order::DayFirst } else { Order::MonthFirst }
}

/// "1990-95": two years and the mark between them.
fn years(lexer: &mut Lexer<'_>, start: usize, mark: usize, end: usize, width: usize, years: (i32, i32)) -> usize {
    for (from, to, year) in [(start, mark, years.0), (mark + width, end, years.1)] {
        let mut token = Token::bare(from, to);
        (token.classes, token.num) = (Classes::YEAR, year);
        lexer.push(token);
        if to == mark {
            lexer.push_mark(mark, mark + width, "-", Classes(0));
        }
    }
    end
}

fn finish(lexer: &mut Lexer<'_>, mut token: Token, meaning: Meaning, end: usize) -> usize {
    token.meaning = lexer.meanings.len() as u32;
    lexer.meanings.push(meaning);
    lexer.push(token);
    // "2017-02-16T19:35": the T is read as a mark of its own kind.
    if lexer.bytes.get(end) == Some(&b'T') && lexer.bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        return end + 1;
    }
    end
}
