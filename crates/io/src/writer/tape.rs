//! Bytes of JSON on their way into a buffer: the spelling of values, and nothing of how they hang together.

#![expect(clippy::inline_always, reason = "the position stays in a register only where all that moves it is inlined")]

use dateline_core::Day;

/// How long a string is that is written without a call.
const SHORT: usize = 16;
/// As much as one of the methods writes of its own, strings apart.
const ROOM: usize = 128;
/// How much the buffer grows by at a time.
const STEP: usize = 4096;

/// Bytes at the end of a buffer, which is always some longer than what counts of it: so what is short is written at one
/// length whatever its own, with a few moves and no call.
///
/// Its position is not kept in the buffer, so that it stays in a register as long as no method is called that is not
/// inlined.
pub(super) struct Tape<'a> {
    bytes: &'a mut Vec<u8>,
    at: usize,
}

impl<'a> Tape<'a> {
    /// Goes on at the end of a buffer. What lies behind [`Tape::at`] is to be cut off in the end.
    pub(super) fn new(bytes: &'a mut Vec<u8>) -> Tape<'a> {
        let at = bytes.len();
        Tape { bytes, at }
    }

    /// The same tape for a while; [`Tape::wind`] it to where the other one ends.
    #[inline(always)]
    pub(super) fn lend(&mut self) -> Tape<'_> {
        Tape { bytes: self.bytes, at: self.at }
    }

    /// Where it is.
    #[inline(always)]
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes on elsewhere.
    #[inline(always)]
    pub(super) fn wind(&mut self, at: usize) {
        self.at = at;
    }

    /// Cuts off what does not count.
    pub(super) fn cut(&mut self) {
        self.bytes.truncate(self.at);
    }

    /// Makes sure that there is room for so much, and for what is short.
    #[inline(always)]
    pub(super) fn reserve(&mut self, len: usize) {
        if self.bytes.len() - self.at < len + ROOM {
            grow(self.bytes, self.at + len + ROOM);
        }
    }

    /// Puts down a few bytes of which `len` count. There must be room.
    #[inline(always)]
    pub(super) fn put<const N: usize>(&mut self, bytes: &[u8; N], len: usize) {
        self.bytes[self.at..self.at + N].copy_from_slice(bytes);
        self.at += len;
    }

    #[inline(always)]
    pub(super) fn byte(&mut self, byte: u8) {
        self.put(&[byte], 1);
    }

    #[inline(always)]
    pub(super) fn null(&mut self) {
        self.put(b"null", 4);
    }

    #[inline(always)]
    pub(super) fn flag(&mut self, value: bool) {
        if value { self.put(b"true", 4) } else { self.put(b"false", 5) }
    }

    /// A whole number that is not negative.
    #[inline(always)]
    pub(super) fn number(&mut self, number: u32) {
        // Most are offsets in a short text: four digits at once, without the zeros before them.
        if number < 10_000 {
            let pairs = (number / 100) | ((number % 100) << 16);
            let tens = ((pairs * 103) >> 10) & 0x000f_000f;
            let digits = tens | (pairs - 10 * tens) << 8;
            let zeros = (digits.trailing_zeros() / 8).min(3);
            return self.put(&((digits | 0x3030_3030) >> (8 * zeros)).to_le_bytes(), 4 - zeros as usize);
        }
        let (digits, len) = digits(number);
        self.put(&digits, len);
    }

    /// A whole number.
    #[inline(always)]
    pub(super) fn whole(&mut self, number: i32) {
        self.put(b"-", usize::from(number < 0));
        self.number(number.unsigned_abs());
    }

    /// A confidence or another number with a point, neither infinite nor NaN.
    #[inline(always)]
    pub(super) fn float(&mut self, number: f32) {
        // Nearly all are so many hundredths, or the number nearest to them: of five digits no two share one, and none is shorter.
        let hundredths = (number.abs() * 100.0 + 0.5) as u32;
        let is_spelt = hundredths < 100_000 && (hundredths as f32 / 100.0).to_bits() == number.abs().to_bits();
        if !is_spelt || (hundredths == 0 && number.is_sign_negative()) {
            let (spelt, len) = spelt(number);
            return self.put(&spelt, len);
        }
        self.put(b"-", usize::from(number < 0.0));
        self.number(hundredths / 100);
        let [tenth, last] = [hundredths / 10 % 10, hundredths % 10].map(|digit| b'0' + digit as u8);
        self.put(&[b'.', tenth, last], if last == b'0' { 2 } else { 3 });
    }

    /// A day, in quotation marks.
    #[inline(always)]
    pub(super) fn day(&mut self, day: Day) {
        match day.digits() {
            Some(digits) => {
                self.byte(b'"');
                self.put(&digits, digits.len());
                self.byte(b'"');
            }
            None => self.string(&day.to_string()),
        }
    }

    /// What `serde_json` spells. Writing such values into memory cannot fail.
    pub(super) fn value(&mut self, value: impl serde::Serialize) {
        self.cut();
        let _ = serde_json::to_writer(&mut *self.bytes, &value);
        self.at = self.bytes.len();
        self.bytes.resize(self.at + ROOM, 0);
    }

    /// ASCII letters in words, padded with zeros; what is no ASCII as "?".
    #[inline(always)]
    pub(super) fn ascii(&mut self, words: &[u32]) {
        let mut letters = [0; SHORT];
        for (to, word) in letters.as_chunks_mut().0.iter_mut().zip(words) {
            *to = word.to_ne_bytes();
        }
        let len = letters.iter().position(|letter| *letter == 0).unwrap_or(SHORT);
        if len < SHORT && letters.is_ascii() && are_plain(&letters, len) {
            self.put(b"\"", 1);
            self.put(&letters, len);
            self.put(b"\"", 1);
        } else {
            let letters = words.iter().flat_map(|word| word.to_ne_bytes()).take_while(|letter| *letter != 0);
            let letters = letters.map(|letter| if letter.is_ascii() { char::from(letter) } else { '?' });
            self.string(&letters.collect::<String>());
        }
    }

    /// A string as JSON has it: most need no escaping.
    #[inline(always)]
    pub(super) fn string(&mut self, text: &str) {
        self.string_at(text, 0, text.len());
    }

    /// The same for a stretch of a text, which must lie on its boundaries.
    #[inline(always)]
    pub(super) fn string_at(&mut self, text: &str, start: usize, end: usize) {
        let len = end - start;
        self.reserve(len);
        // Most are short and have some text behind them.
        if len <= SHORT
            && let Some(more) = text.as_bytes().get(start..).and_then(|rest| rest.first_chunk())
            && are_plain(more, len)
        {
            self.put(b"\"", 1);
            self.put(more, len);
            self.put(b"\"", 1);
        } else {
            self.at = long_string(self.bytes, self.at, &text[start..end]);
        }
    }
}

/// Makes a buffer at least so long.
#[cold]
#[inline(never)]
fn grow(bytes: &mut Vec<u8>, len: usize) {
    bytes.resize(len + STEP, 0);
}

/// The decimal digits of a number.
#[inline(never)]
fn digits(mut number: u32) -> ([u8; 10], usize) {
    let (mut digits, mut len) = ([b'0'; 10], 0);
    while number > 0 || len == 0 {
        digits.copy_within(..len, 1);
        digits[0] = b'0' + (number % 10) as u8;
        number /= 10;
        len += 1;
    }
    (digits, len)
}

/// A number with a point as `serde_json` spells it.
#[inline(never)]
fn spelt(number: f32) -> ([u8; 32], usize) {
    let mut spelt = [0; 32];
    let mut rest = spelt.as_mut_slice();
    // No single-precision number takes more than 16 bytes.
    let _ = serde_json::to_writer(&mut rest, &number);
    let len = 32 - rest.len();
    (spelt, len)
}

/// Puts a string at a place of a buffer that has room for it, and says where it ends.
#[inline(never)]
fn long_string(bytes: &mut Vec<u8>, at: usize, text: &str) -> usize {
    let end = at + text.len() + 1;
    if is_plain(text.as_bytes()) {
        bytes[at] = b'"';
        bytes[at + 1..end].copy_from_slice(text.as_bytes());
        bytes[end] = b'"';
        return end + 1;
    }
    bytes.truncate(at);
    // Writing into memory cannot fail.
    let _ = serde_json::to_writer(&mut *bytes, text);
    let at = bytes.len();
    bytes.resize(at + ROOM, 0);
    at
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;

/// Has the high bit of the first of eight bytes set that JSON escapes: a quotation mark, a backslash, a control
/// character. Those behind it may have theirs set, too; where there is none, no bit is set.
#[inline(always)]
const fn escaped(eight: u64) -> u64 {
    // The high bit of some byte is set where one is below `limit`, of those below 128.
    const fn below(eight: u64, limit: u64) -> u64 {
        eight.wrapping_sub(ONES * limit) & !eight & HIGH
    }
    below(eight, 0x20) | below(eight ^ (ONES * b'"' as u64), 1) | below(eight ^ (ONES * b'\\' as u64), 1)
}

/// Whether JSON escapes none of the first `len` of these bytes.
#[inline(always)]
fn are_plain(bytes: &[u8; SHORT], len: usize) -> bool {
    let [low, high] = [0, 8].map(|at| escaped(u64::from_le_bytes(std::array::from_fn(|byte| bytes[at + byte]))));
    let first = || if low == 0 { 8 + high.trailing_zeros() / 8 } else { low.trailing_zeros() / 8 };
    low | high == 0 || first() as usize >= len
}

/// Whether JSON escapes none of these bytes. Eight at a time, and the last ones again with those before them.
#[inline(always)]
fn is_plain(bytes: &[u8]) -> bool {
    if let Some(last) = bytes.last_chunk::<8>() {
        let chunks = bytes.as_chunks::<8>().0;
        return chunks.iter().all(|eight| escaped(u64::from_le_bytes(*eight)) == 0)
            && escaped(u64::from_le_bytes(*last)) == 0;
    }
    bytes.iter().all(|byte| *byte >= 0x20 && !matches!(byte, b'"' | b'\\'))
}
