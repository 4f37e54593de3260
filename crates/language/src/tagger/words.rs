//! Words as the models know them: small letters, digits all alike, straight apostrophes.

use dateline_core::Span;

/// The longest word, in bytes, that is told from others with the same beginning.
const LONGEST: usize = 40;

/// A normalised word, on the stack.
#[derive(Clone, Copy, Debug)]
pub struct Normal {
    bytes: [u8; LONGEST + 8],
    len: u8,
}

impl Normal {
    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    /// A hash of 64 bits, by which models know it.
    pub fn hash(&self) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ u64::from(self.len);
        let mut at = 0;
        while at < usize::from(self.len) {
            let mut chunk = [0; 8];
            chunk.copy_from_slice(&self.bytes[at..at + 8]);
            hash = (hash.rotate_left(23) ^ u64::from_le_bytes(chunk)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            at += 8;
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

/// The first and last eight bytes of a normalised word, from which its endings are told as numbers.
#[derive(Clone, Copy, Debug)]
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
    normalise_at(word, Span::of_range(0..word.len()))
}

/// As [`normalise`], of the word at this place: where more text stands behind it, it is read without a loop.
#[inline]
pub fn normalise_at(text: &str, span: Span) -> Normal {
    let len = span.range().len();
    let sixteen = text.as_bytes().get(span.start as usize..).and_then(|rest| rest.first_chunk::<16>());
    if let (1..=16, Some(sixteen)) = (len, sixteen) {
        let all = u128::from_le_bytes(*sixteen) << (128 - 8 * len) >> (128 - 8 * len);
        let (first, second) = (all as u64, (all >> 64) as u64);
        if (first | second) & HIGH == 0 {
            let mut normal = Normal { bytes: [0; LONGEST + 8], len: len as u8 };
            normal.bytes[..8].copy_from_slice(&small(first).to_le_bytes());
            normal.bytes[8..16].copy_from_slice(&small(second).to_le_bytes());
            return normal;
        }
    }
    normalise_any(&text[span.range()])
}

fn normalise_any(word: &str) -> Normal {
    let mut normal = Normal { bytes: [0; LONGEST + 8], len: 0 };
    let mut len = 0;
    let bytes = word.as_bytes();
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

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;

/// Eight ASCII characters in small letters, digits as "0".
const fn small(eight: u64) -> u64 {
    // The high bit of each byte says whether it is at least the first character, and whether it is beyond the last.
    let letters = (eight + (0x80 - 0x41) * ONES) & !(eight + (0x80 - 0x5b) * ONES) & HIGH;
    let digits = (eight + (0x80 - 0x30) * ONES) & !(eight + (0x80 - 0x3a) * ONES) & HIGH;
    (eight | letters >> 2) & !((digits >> 7) * 0x0f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_characters_at_once_are_as_one_by_one() {
        let all: String = ('\0'..='\x7f').collect();
        for at in 0..all.len() {
            for len in [0, 1, 2, 3, 7, 8, 9, 16, 39, 40, 41, 60] {
                let word = &all[at..(at + len).min(all.len())];
                let normal = normalise(word);
                let within = normalise_at(&all, Span::of_range(at..at + word.len()));
                assert_eq!(within.bytes(), normal.bytes(), "{word:?}");
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
