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

    /// The last `n` bytes as a number, with the length where it is shorter; distinct for distinct endings.
    pub fn suffix(&self, n: usize) -> u64 {
        let bytes = self.bytes();
        let from = bytes.len().saturating_sub(n);
        bytes[from..].iter().fold(u64::from(from > 0), |sum, b| sum << 8 | u64::from(*b))
    }

    /// The first `n` bytes as a number.
    pub fn prefix(&self, n: usize) -> u64 {
        let bytes = self.bytes();
        bytes.iter().take(n).fold(u64::from(bytes.len() > n), |sum, b| sum << 8 | u64::from(*b))
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
        for &b in bytes.iter().take(LONGEST) {
            normal.bytes[len] = if b.is_ascii_digit() { b'0' } else { b.to_ascii_lowercase() };
            len += 1;
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
