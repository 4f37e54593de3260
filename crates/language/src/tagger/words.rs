//! Words as the models know them: small letters, digits all alike, straight apostrophes.

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

    /// The last `n` bytes (one to seven) as a number, with the length where it is shorter; distinct for distinct endings.
    pub fn suffix(&self, n: usize) -> u64 {
        let len = usize::from(self.len);
        let from = len.saturating_sub(n);
        self.number(from, len - from, from > 0)
    }

    /// The first `n` bytes (one to seven) as a number.
    pub fn prefix(&self, n: usize) -> u64 {
        let len = usize::from(self.len);
        self.number(0, n.min(len), len > n)
    }

    /// Up to seven bytes as a number, the first one highest, and a bit above them.
    #[inline]
    fn number(&self, from: usize, count: usize, more: bool) -> u64 {
        let mut eight = [0; 8];
        eight.copy_from_slice(&self.bytes[from..from + 8]);
        // In two steps: the shift may be by all 64 bits.
        let bytes = u64::from_be_bytes(eight) >> (8 * (7 - count)) >> 8;
        bytes | u64::from(more) << (8 * count)
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

/// Eight ASCII characters in small letters, digits as "0".
const fn small(eight: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
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
                    assert_eq!(normal.suffix(n), fold(from > 0, &slow[from..]), "{word:?}");
                    assert_eq!(normal.prefix(n), fold(slow.len() > n, &slow[..n.min(slow.len())]), "{word:?}");
                }
            }
        }
    }
}
