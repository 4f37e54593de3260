//! Bytes of words eight at a time, as numbers: they are compared, mixed and told apart faster than one by one.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;

/// The bytes of a word of up to sixteen as two numbers, the first byte lowest, zeros behind the last; none for a longer
/// word.
///
/// ```
/// use dateline_data_gazetteer::word::as_numbers;
/// assert_eq!(as_numbers(b"Ab"), Some([0x6241, 0]));
/// assert_eq!(as_numbers(b"of more than sixteen"), None);
/// ```
#[inline]
pub const fn as_numbers(word: &[u8]) -> Option<[u64; 2]> {
    // Two looks that may overlap take the place of one for each byte.
    if let (Some(head), Some(tail)) = (word.first_chunk(), word.last_chunk()) {
        return match word.len() {
            8 => Some([u64::from_le_bytes(*head), 0]),
            9..=16 => Some([u64::from_le_bytes(*head), u64::from_le_bytes(*tail) >> (8 * (16 - word.len()))]),
            _ => None,
        };
    }
    if let (Some(head), Some(tail)) = (word.first_chunk(), word.last_chunk()) {
        let (head, tail) = (u32::from_le_bytes(*head) as u64, u32::from_le_bytes(*tail) as u64);
        return Some([head | tail << (8 * (word.len() - 4)), 0]);
    }
    match *word {
        [a, b, c] => Some([u32::from_le_bytes([a, b, c, 0]) as u64, 0]),
        [a, b] => Some([u16::from_le_bytes([a, b]) as u64, 0]),
        [a] => Some([a as u64, 0]),
        _ => Some([0, 0]),
    }
}

/// Eight bytes with the capitals of ASCII among them made small.
///
/// ```
/// use dateline_data_gazetteer::word::{as_numbers, made_small};
/// let numbers = |word: &str| as_numbers(word.as_bytes()).unwrap().map(made_small);
/// assert_eq!(numbers("Zürich-NORTH 9@"), numbers("zürich-north 9@"));
/// ```
#[inline]
pub const fn made_small(eight: u64) -> u64 {
    eight | (between(eight, b'A', b'Z') >> 2)
}

/// The same of both numbers of a word.
#[inline]
pub const fn both_small([head, tail]: [u64; 2]) -> [u64; 2] {
    [made_small(head), made_small(tail)]
}

/// A word of up to sixteen letters and digits of ASCII in small letters; none for any other.
#[inline]
pub(crate) fn small(word: &[u8]) -> Option<[u64; 2]> {
    as_numbers(word).filter(|&numbers| is_alphanumeric(numbers, word.len())).map(both_small)
}

/// Whether all `len` bytes of a word are letters or digits of ASCII.
#[inline]
const fn is_alphanumeric([head, tail]: [u64; 2], len: usize) -> bool {
    let tail_len = len.saturating_sub(8);
    alphanumeric(head) == first(len - tail_len) && alphanumeric(tail) == first(tail_len)
}

/// The high bits of the first bytes of eight.
const fn first(count: usize) -> u64 {
    if count == 0 { 0 } else { HIGH >> (8 * (8 - count)) }
}

const fn alphanumeric(eight: u64) -> u64 {
    between(eight | (0x20 * ONES), b'a', b'z') | between(eight, b'0', b'9')
}

/// The high bit of each of eight bytes that lies from one mark of ASCII to another.
///
/// ```
/// use dateline_data_gazetteer::word::between;
/// assert_eq!(between(u64::from_le_bytes(*b"a1z{\xe1`  "), b'a', b'z'), 0x0080_0080);
/// ```
#[inline]
pub const fn between(eight: u64, from: u8, to: u8) -> u64 {
    let seven = eight & !HIGH;
    let reached = seven + (0x80 - from as u64) * ONES;
    let passed = seven + (0x80 - to as u64 - 1) * ONES;
    reached & !passed & !eight & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_are_the_bytes() {
        let text = b"Abc-9@[`{Zz\x00\xff\x80Qq...";
        for len in 0..=16 {
            let [head, tail] = as_numbers(&text[..len]).expect("it is short");
            let mut bytes = [head.to_le_bytes(), tail.to_le_bytes()].concat();
            assert_eq!((&bytes[..len], &bytes[len..]), (&text[..len], &[0; 16][len..]));
            bytes.make_ascii_lowercase();
            let small = [made_small(head).to_le_bytes(), made_small(tail).to_le_bytes()].concat();
            assert_eq!(small, bytes);
        }
        assert_eq!(as_numbers(&text[..17]), None);
    }

    #[test]
    fn letters_and_digits_are_told_from_the_rest() {
        for byte in 0..=u8::MAX {
            for word in [vec![byte], [&b"Az09zA90"[..], &[byte]].concat(), vec![b'a', byte, b'z']] {
                let numbers = as_numbers(&word).expect("it is short");
                assert_eq!(is_alphanumeric(numbers, word.len()), byte.is_ascii_alphanumeric(), "{word:?}");
            }
        }
    }
}
