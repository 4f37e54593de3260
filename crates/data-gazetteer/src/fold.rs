//! How names and text are made comparable: one walk that both share.
//!
//! A key is what [`Walk`] yields over a name; the text is walked in the same way, so a spelling that differs only by
//! case, diacritics, the shape of an apostrophe, a hyphen for a space, a no-break space, a line end for a space or the
//! points of an abbreviation meets the same key. Spans stay those of the text, which is never changed.

/// What the next stretch of text contributes to a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// One or two bytes (`ß` is two) and the number of text bytes they came from; the second is 0 where there is one.
    Letters([u8; 2], usize),
    /// Text bytes that join what stands on both sides of them (a hyphen, white space): one space in the key.
    Space(usize),
    /// Text bytes that the key has no trace of (a soft hyphen, the points of "U.S.").
    Skip(usize),
    /// No key continues over this.
    Stop,
}

/// Classifies the text at `at`. `word` is the number of letters since the last space or point.
#[inline]
pub(crate) fn step(text: &str, at: usize, word: usize) -> Step {
    let bytes = text.as_bytes();
    let Some(&b) = bytes.get(at) else { return Step::Stop };
    match b {
        b'a'..=b'z' | b'0'..=b'9' => Step::Letters([b, 0], 1),
        b'A'..=b'Z' => Step::Letters([b | 32, 0], 1),
        // Nearly all white space is one space between two words.
        b' ' if bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric) => Step::Space(1),
        b' ' | b'\t' | b'\n' | b'\r' => white(text, at),
        b'-' => joined(text, at, 1),
        b'.' => period(text, at, word),
        b'\'' | b'`' => apostrophe(text, at, 1),
        b'&' => Step::Letters([b'&', 0], 1),
        0..=127 => Step::Stop,
        _ => wide(text, at),
    }
}

/// The key of `name`, or `None` for a name that no text could be walked to (other scripts, commas, brackets).
///
/// ```
/// use dateline_data_gazetteer::key;
/// assert_eq!(key("Nur-Sultan").as_deref(), Some("nur sultan"));
/// assert_eq!(key("N’Djaména"), key("Ndjamena"));
/// assert_eq!(key("St. John's").as_deref(), Some("st john's"));
/// assert_eq!(key("Москва"), None);
/// ```
pub fn key(name: &str) -> Option<String> {
    let name = name.trim();
    let (mut out, mut at, mut word) = (String::with_capacity(name.len()), 0, 0);
    while at < name.len() {
        match step(name, at, word) {
            Step::Letters([a, b], n) => {
                out.push(char::from(a));
                if b != 0 {
                    out.push(char::from(b));
                }
                at += n;
                word += 1;
            }
            Step::Space(n) => {
                out.push(' ');
                at += n;
                word = 0;
            }
            Step::Skip(n) => {
                word = if name.as_bytes()[at] == b'.' { 0 } else { word };
                at += n;
            }
            // The point that ends "Calif." is no part of the key.
            Step::Stop if name.as_bytes()[at] == b'.' && at + 1 == name.len() => break,
            Step::Stop => return None,
        }
    }
    (!out.is_empty()).then_some(out)
}

/// The character that starts at `at`, which is a boundary.
fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// A run of white space with at most one line end, between two words.
fn white(text: &str, at: usize) -> Step {
    let (mut end, mut lines) = (at, 0);
    for c in text[at..].chars() {
        match c {
            '\n' => lines += 1,
            ' ' | '\t' | '\r' | '\u{a0}' | '\u{202f}' | '\u{2009}' => {}
            c if (c.is_alphanumeric() || c == '&') && lines < 2 => return Step::Space(end - at),
            _ => return Step::Stop,
        }
        end += c.len_utf8();
        // No name is typeset with a longer gap; a bound keeps the walk linear over megabytes of blanks.
        if end - at > 64 {
            return Step::Stop;
        }
    }
    Step::Stop
}

fn joined(text: &str, at: usize, len: usize) -> Step {
    match char_at(text, at + len) {
        Some(c) if c.is_alphanumeric() && at > 0 => Step::Space(len),
        _ => Step::Stop,
    }
}

/// "U.S." and "D.C." lose their points, "S.Korea" and "St. Louis" keep their words apart, "in Iran. South" ends.
fn period(text: &str, at: usize, word: usize) -> Step {
    let mut after = text[at + 1..].chars();
    match after.next() {
        Some(c) if c.is_alphabetic() => match after.next() {
            Some(d) if d.is_lowercase() && word <= 3 => Step::Space(1),
            _ if word == 1 => Step::Skip(1),
            _ => Step::Stop,
        },
        Some(c) if c.is_whitespace() && (1..=3).contains(&word) => match step(text, at + 1, 0) {
            Step::Space(_) => Step::Skip(1),
            _ => Step::Stop,
        },
        _ => Step::Stop,
    }
}

/// A possessive "'s" is kept ("St. John's"), so that "Wells's" and "Well's" do not meet; any other apostrophe goes.
fn apostrophe(text: &str, at: usize, len: usize) -> Step {
    let mut after = text[at + len..].chars();
    match (after.next(), after.next()) {
        (Some('s' | 'S'), next) if at > 0 && !next.is_some_and(char::is_alphanumeric) => Step::Letters([b'\'', 0], len),
        (Some(c), _) if c.is_alphanumeric() => Step::Skip(len),
        _ => Step::Stop,
    }
}

/// ASCII for U+00C0 to U+024F and U+1E00 to U+1EFF by Unicode decomposition; `.` has none, and a capital stands for two
/// letters (see [`pair`]).
const LATIN: &[u8; 400] = b"aaaaaaAceeeeiiiidnooooo.ouuuuyTSaaaaaaAceeeeiiiidnooooo.ouuuuyTy\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiIIjjkkkllllllllllnnnnnnnnnooooooOOrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs\
bb....o...d....ee.f.g.iikkl..nnooo..pp.....ttttuu.vyyzz.............dddlllnnnaaiioouuuuuuuuuueaaaa....ggkkoooo..jdddgg..nnaa....aaaaeeeeiiiioooorrrruuuusstt..hh....zzaaeeooooooooyy............................";
const LATIN_MORE: &[u8; 256] =
    b"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppp\
rrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas..S.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiii\
oooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

fn pair(code: u8) -> [u8; 2] {
    match code {
        b'A' => *b"ae",
        b'I' => *b"ij",
        b'O' => *b"oe",
        b'S' => *b"ss",
        b'T' => *b"th",
        lower => [lower, 0],
    }
}

#[cold]
fn wide(text: &str, at: usize) -> Step {
    let Some(c) = char_at(text, at) else { return Step::Stop };
    let len = c.len_utf8();
    let code = match c {
        '\u{a0}' | '\u{202f}' | '\u{2009}' => return white(text, at),
        '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' => return joined(text, at, len),
        '\u{2018}' | '\u{2019}' | '\u{2bb}' | '\u{2bc}' | '\u{2bd}' | '\u{2be}' | '\u{2bf}' | '\u{b4}' | '\u{2b9}' => {
            return apostrophe(text, at, len);
        }
        // Soft hyphens, joiners, the byte order mark and combining accents.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{300}'..='\u{36f}' => return Step::Skip(len),
        '\u{c0}'..='\u{24f}' => LATIN[c as usize - 0xc0],
        '\u{1e00}'..='\u{1eff}' => LATIN_MORE[c as usize - 0x1e00],
        _ => return Step::Stop,
    };
    if code == b'.' { Step::Stop } else { Step::Letters(pair(code), len) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_mean_one_name_share_a_key() {
        let same = [
            ("Xi’an", "Xian"),
            ("Sana'a", "Sanaa"),
            ("São Paulo", "Sao Paulo"),
            ("Deir ez-Zor", "Deir Ez Zor"),
            ("Jammu\u{a0}and\u{a0}Kashmir", "jammu and kashmir"),
            ("New\n    York", "New York"),
            ("N. Korea", "N.Korea"),
            ("U.S.", "US"),
            ("W.Va.", "W. Va"),
            ("St. Louis", "St Louis"),
            ("Kaza\u{ad}khstan", "Kazakhstan"),
            ("Straße", "Strasse"),
        ];
        for (a, b) in same {
            assert_eq!(key(a), key(b), "{a} and {b}");
        }
        assert_eq!(key("Þórshöfn").as_deref(), Some("thorshofn"));
    }

    #[test]
    fn what_must_not_meet_does_not() {
        assert_ne!(key("Wales"), key("Wale's"));
        assert_eq!(key("Paris, Texas"), None);
        assert_eq!(key("Iran. South"), None);
        assert_eq!(key("New\n\nYork"), None);
    }
}
