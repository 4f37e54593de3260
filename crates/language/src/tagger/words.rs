//! Words as the models know them: small letters, digits all alike, straight apostrophes.

use dateline_core::Span;

/// The longest word, in bytes, that is told from others with the same beginning.
const LONGEST: usize = 40;

/// A normalised word, on the stack.
#[derive(Clone, Copy, Debug)]
pub struct Normal {
    bytes: [u8; LONGEST + 8],
    len: u8,
    is_joined: bool,
}

impl Normal {
    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    /// What the templates ask of it.
    #[inline]
    pub fn seen(&self) -> Seen {
        Seen { hash: self.hash(), ends: self.ends(), is_joined: self.is_joined }
    }

    /// A hash of 64 bits, by which models know it.
    pub fn hash(&self) -> u64 {
        let mut hash = SEED ^ u64::from(self.len);
        for eight in self.bytes[..usize::from(self.len).next_multiple_of(8)].as_chunks().0 {
            hash = step(hash, u64::from_le_bytes(*eight));
        }
        hash ^ hash >> 29
    }

    /// Its first and last bytes.
    #[inline]
    pub fn ends(&self) -> Ends {
        let eight = |from: usize| {
            let mut eight = [0; 8];
            eight.copy_from_slice(&self.bytes[from..from + 8]);
            u64::from_be_bytes(eight)
        };
        let len = usize::from(self.len);
        let head = eight(0);
        let tail = match len {
            0 => 0,
            1..8 => head >> (64 - 8 * len),
            _ => eight(len - 8),
        };
        Ends { head, tail, len: self.len }
    }
}

/// What the templates ask of a normalised word.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Seen {
    /// [`Normal::hash`].
    pub hash: u64,
    /// Its first and last bytes.
    pub ends: Ends,
    /// Whether a hyphen, a full stop or an ampersand stands in it.
    pub is_joined: bool,
}

impl Seen {
    /// Of no word.
    pub const NONE: Seen = Seen { hash: 0, ends: Ends::NONE, is_joined: false };

    /// Of the word at this place.
    #[inline]
    pub fn at(text: &str, span: Span) -> Seen {
        Seen::of_ascii(text, span).unwrap_or_else(|| normalise(&text[span.range()]).seen())
    }

    /// The same without spelling it, as one number of eight letters or two, which may overlap: of a word of ASCII behind
    /// which more text stands, as nearly all are.
    #[inline]
    fn of_ascii(text: &str, span: Span) -> Option<Seen> {
        let len = span.len() as usize;
        if len == 0 || len > 16 {
            return None;
        }
        let eight = |at: usize| Some(u64::from_le_bytes(*text.as_bytes().get(at..)?.first_chunk()?));
        // What stands behind a word of fewer than eight letters is cut off.
        let cut = 64 - 8 * len.min(8);
        let (first, mut joints) = letters(eight(span.start as usize)? << cut >> cut)?;
        let (mut hash, mut last) = (step(SEED ^ len as u64, first), first << cut);
        if len > 8 {
            let end = letters(eight(span.end as usize - 8)?)?;
            hash = step(hash, end.0 >> (128 - 8 * len));
            last = end.0;
            joints |= end.1;
        }
        let ends = Ends { head: first.swap_bytes(), tail: last.swap_bytes(), len: len as u8 };
        Some(Seen { hash: hash ^ hash >> 29, ends, is_joined: joints != 0 })
    }
}

/// The first and last eight bytes of a normalised word, from which its endings are told as numbers.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Ends {
    /// The first byte is the highest.
    head: u64,
    /// The last byte is the lowest.
    tail: u64,
    len: u8,
}

impl Ends {
    /// Of no word.
    pub const NONE: Ends = Ends { head: 0, tail: 0, len: 0 };

    /// The last `n` bytes (one to seven) as a number, and a bit above them where the word is longer; distinct for
    /// distinct endings.
    #[inline]
    pub const fn suffix(self, n: u32) -> u64 {
        let more = (self.len as u32 > n) as u64;
        self.tail & ((1 << (8 * n)) - 1) | more << (8 * n)
    }

    /// The first `n` bytes (one to seven) as a number, and a bit above them where the word is longer.
    #[inline]
    pub const fn prefix(self, n: u32) -> u64 {
        let len = self.len as u32;
        // In two steps: the shift may be by all 64 bits.
        let bytes = self.head >> (56 - 8 * if len < n { len } else { n }) >> 8;
        bytes | ((len > n) as u64) << (8 * n)
    }
}

/// The word in small letters, its digits as "0", its apostrophes straight, without soft hyphens.
///
/// ```
/// use dateline_language::tagger::normalise;
/// assert_eq!(normalise("Isn\u{2019}t").bytes(), b"isn't");
/// assert_eq!(normalise("F-16").bytes(), b"f-00");
/// ```
pub fn normalise(word: &str) -> Normal {
    let mut normal = Normal { bytes: [0; LONGEST + 8], len: 0, is_joined: false };
    let mut len = 0;
    let bytes = word.as_bytes();
    normal.is_joined = bytes.iter().any(|byte| matches!(byte, b'-' | b'.' | b'&'));
    if word.is_ascii() {
        len = bytes.len().min(LONGEST);
        normal.bytes[..len].copy_from_slice(&bytes[..len]);
        for eight in normal.bytes[..len.next_multiple_of(8)].as_chunks_mut::<8>().0 {
            *eight = small(u64::from_le_bytes(*eight)).to_le_bytes();
        }
    } else {
        for c in word.chars() {
            let c = match c {
                '\u{2019}' | '\u{2bc}' | '\u{2018}' | '\u{b4}' => '\'',
                '\u{ad}' | '\u{200d}' | '\u{2060}' => continue,
                '\u{2010}' | '\u{2011}' => '-',
                c if c.is_numeric() => '0',
                c => c.to_lowercase().next().unwrap_or(c),
            };
            if len + c.len_utf8() > LONGEST {
                break;
            }
            len += c.encode_utf8(&mut normal.bytes[len..]).len();
        }
    }
    normal.len = len as u8;
    normal
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// Eight bytes more in a hash.
const fn step(hash: u64, eight: u64) -> u64 {
    (hash.rotate_left(23) ^ eight).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;

/// Eight characters as [`small`] and [`joints`] have them; none where they are not of ASCII.
fn letters(eight: u64) -> Option<(u64, u64)> {
    (eight & HIGH == 0).then(|| (small(eight), joints(eight)))
}

/// Eight ASCII characters in small letters, digits as "0".
const fn small(eight: u64) -> u64 {
    (eight | among(eight, b'A', b'Z') >> 2) & !((among(eight, b'0', b'9') >> 7) * 0x0f)
}

/// The hyphens, full stops and ampersands among eight ASCII characters: the high bit of each.
const fn joints(eight: u64) -> u64 {
    among(eight, b'-', b'.') | among(eight, b'&', b'&')
}

/// The high bit of each of eight ASCII characters that lies between two, themselves included.
const fn among(eight: u64, first: u8, last: u8) -> u64 {
    (eight + (0x80 - first as u64) * ONES) & !(eight + (0x7f - last as u64) * ONES) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_characters_at_once_are_as_one_by_one() {
        let all: String = ('\0'..='\x7f').collect();
        for at in 0..all.len() {
            for len in [0, 1, 2, 3, 5, 7, 8, 9, 12, 15, 16, 17, 39, 40, 41, 60] {
                let word = &all[at..(at + len).min(all.len())];
                let normal = normalise(word);
                assert_eq!(Seen::at(&all, Span::of_range(at..at + word.len())), normal.seen(), "{word:?}");
                let ends = normal.ends();
                let slow: Vec<u8> = word
                    .bytes()
                    .take(LONGEST)
                    .map(|b| if b.is_ascii_digit() { b'0' } else { b.to_ascii_lowercase() })
                    .collect();
                assert_eq!(normal.bytes(), slow, "{word:?}");
                for n in 1..5 {
                    let from = slow.len().saturating_sub(n);
                    let fold =
                        |more: bool, bytes: &[u8]| bytes.iter().fold(u64::from(more), |s, b| s << 8 | u64::from(*b));
                    assert_eq!(ends.suffix(n as u32), fold(from > 0, &slow[from..]), "{word:?}");
                    assert_eq!(ends.prefix(n as u32), fold(slow.len() > n, &slow[..n.min(slow.len())]), "{word:?}");
                }
            }
        }
    }
}
