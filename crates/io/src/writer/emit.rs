//! JSON, written straight into bytes.

use dateline_core::{Day, Key};

/// Writes JSON without building it first. Commas, line breaks and indentation come by themselves; what needs escaping and
/// numbers with a point are spelt by `serde_json`.
pub(super) struct Emit<'a> {
    out: &'a mut Vec<u8>,
    /// Whether what is written is indented, and how deep it is.
    indent: Option<usize>,
    /// What is to stand before the next key, or before the next value of the list that is open: a comma, or the bracket that
    /// opens it.
    lead: u8,
    /// One bit for each object (0) and list (1) that is open, the innermost lowest. Schemas nest a few deep.
    open: u64,
}

impl<'a> Emit<'a> {
    pub(super) fn new(out: &'a mut Vec<u8>, indented: bool) -> Emit<'a> {
        Emit { out, indent: indented.then_some(0), lead: b',', open: 0 }
    }

    pub(super) fn begin_object(&mut self) {
        self.begin(b'{', 0);
    }

    pub(super) fn begin_list(&mut self) {
        self.begin(b'[', 1);
    }

    pub(super) fn end_object(&mut self) {
        self.end(b'}');
    }

    pub(super) fn end_list(&mut self) {
        self.end(b']');
    }

    fn begin(&mut self, bracket: u8, kind: u64) {
        self.before_value();
        self.lead = bracket;
        self.open = self.open << 1 | kind;
        if let Some(depth) = &mut self.indent {
            *depth += 1;
        }
    }

    fn end(&mut self, bracket: u8) {
        self.open >>= 1;
        let is_empty = self.lead != b',';
        if is_empty {
            self.out.push(self.lead);
        }
        if let Some(depth) = &mut self.indent {
            *depth -= 1;
            if !is_empty {
                self.line();
            }
        }
        self.out.push(bracket);
        self.lead = b',';
    }

    /// Values of a list need something before them; the values of an object stand after their key.
    #[inline]
    fn before_value(&mut self) {
        if self.open & 1 == 1 {
            self.out.push(self.lead);
            self.lead = b',';
            self.line();
        }
    }

    #[inline]
    pub(super) fn key(&mut self, key: &Key) {
        match key.spelt() {
            Some((spelt, len)) if self.indent.is_none() => {
                // As much is copied each time, which takes a few moves and no call.
                let at = self.out.len();
                self.out.extend_from_slice(spelt);
                self.out.truncate(at + len);
                self.out[at] = self.lead;
                self.lead = b',';
            }
            _ => self.name(key.name),
        }
    }

    /// A key that is not spelt beforehand.
    pub(super) fn name(&mut self, name: &str) {
        self.out.push(self.lead);
        self.lead = b',';
        self.line();
        quoted(name, self.out);
        self.out.push(b':');
        if self.indent.is_some() {
            self.out.push(b' ');
        }
    }

    pub(super) fn null(&mut self) {
        self.before_value();
        self.out.extend_from_slice(b"null");
    }

    /// A whole number that is not negative.
    pub(super) fn number(&mut self, number: u32) {
        self.before_value();
        push_digits(number, self.out);
    }

    /// A confidence or another number with a point, neither infinite nor NaN.
    pub(super) fn float(&mut self, number: f32) {
        // Nearly all are so many hundredths, or the number nearest to them: of five digits no two share one, and none is shorter.
        let hundredths = (number.abs() * 100.0 + 0.5) as u32;
        let is_spelt = hundredths < 100_000 && (hundredths as f32 / 100.0).to_bits() == number.abs().to_bits();
        if !is_spelt || (hundredths == 0 && number.is_sign_negative()) {
            return self.value(number);
        }
        self.before_value();
        if number < 0.0 {
            self.out.push(b'-');
        }
        push_digits(hundredths / 100, self.out);
        let [tenth, last] = [hundredths / 10 % 10, hundredths % 10].map(|digit| b'0' + digit as u8);
        let at = self.out.len();
        self.out.extend_from_slice(&[b'.', tenth, last]);
        self.out.truncate(at + if last == b'0' { 2 } else { 3 });
    }

    /// A day, in quotation marks.
    pub(super) fn day(&mut self, day: Day) {
        match day.digits() {
            Some(digits) => {
                self.before_value();
                self.out.push(b'"');
                self.out.extend_from_slice(&digits);
                self.out.push(b'"');
            }
            None => self.value(format_args!("{day}")),
        }
    }

    /// The name of an item: what the items of its kind are called, and its number.
    pub(super) fn id(&mut self, prefix: &str, number: u32) {
        if !is_plain(prefix.as_bytes()) {
            return self.value(format_args!("{prefix}{number}"));
        }
        self.before_value();
        self.out.push(b'"');
        self.out.extend_from_slice(prefix.as_bytes());
        push_digits(number, self.out);
        self.out.push(b'"');
    }

    /// A number, a flag, a string, or what is to be shown as one (`format_args!`).
    pub(super) fn value(&mut self, value: impl serde::Serialize) {
        self.before_value();
        // Writing such values into memory cannot fail.
        let _ = serde_json::to_writer(&mut *self.out, &value);
    }

    /// A string.
    pub(super) fn string(&mut self, text: &str) {
        self.before_value();
        quoted(text, self.out);
    }

    /// A value, null where there is none.
    pub(super) fn value_or_null(&mut self, name: &str, value: Option<impl serde::Serialize>) {
        self.name(name);
        match value {
            Some(value) => self.value(value),
            None => self.null(),
        }
    }

    /// A string field, null where it is empty.
    pub(super) fn text_or_null(&mut self, name: &str, value: &str) {
        self.name(name);
        if value.is_empty() {
            self.null();
        } else {
            self.string(value);
        }
    }

    fn line(&mut self) {
        if let Some(depth) = self.indent {
            self.out.push(b'\n');
            self.out.resize(self.out.len() + 2 * depth, b' ');
        }
    }
}

/// Appends the decimal digits of a number.
#[inline]
fn push_digits(number: u32, out: &mut Vec<u8>) {
    // Most are offsets in a short text: four digits at once, without the zeros before them.
    if number < 10_000 {
        let pairs = (number / 100) | ((number % 100) << 16);
        let tens = ((pairs * 103) >> 10) & 0x000f_000f;
        let digits = tens | (pairs - 10 * tens) << 8;
        let zeros = (digits.trailing_zeros() / 8).min(3);
        let at = out.len();
        out.extend_from_slice(&((digits | 0x3030_3030) >> (8 * zeros)).to_le_bytes());
        out.truncate(at + 4 - zeros as usize);
        return;
    }
    let mut digits = [b'0'; 10];
    let (mut start, mut rest) = (digits.len(), number);
    while rest > 0 {
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.extend_from_slice(&digits[start..]);
}

/// A string as JSON has it: most need no escaping, and are copied whole.
fn quoted(text: &str, out: &mut Vec<u8>) {
    if is_plain(text.as_bytes()) {
        out.reserve(text.len() + 2);
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        // Writing into memory cannot fail.
        let _ = serde_json::to_writer(out, text);
    }
}

/// Whether JSON escapes none of these bytes: no quotation mark, no backslash, no control character. Eight at a time, and the last
/// ones again with those before them.
#[inline]
fn is_plain(bytes: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    // The high bit of some byte is set where one is below `limit`, of those below 128.
    let below = |eight: u64, limit: u64| eight.wrapping_sub(ONES * limit) & !eight & HIGH;
    let are_plain = |eight: u64| {
        let is = |byte: u8| below(eight ^ (ONES * u64::from(byte)), 1);
        below(eight, 0x20) | is(b'"') | is(b'\\') == 0
    };
    if let Some(last) = bytes.last_chunk::<8>() {
        let chunks = bytes.as_chunks::<8>().0;
        return chunks.iter().all(|eight| are_plain(u64::from_le_bytes(*eight)))
            && are_plain(u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        return are_plain(u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last)));
    }
    bytes.iter().all(|byte| *byte >= 0x20 && !matches!(byte, b'"' | b'\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_spelt_as_serde_json_spells_them() {
        let plain = "On Monday the envoy left Łódź \u{7f}";
        for at in 0..=plain.len() {
            if !plain.is_char_boundary(at) {
                continue;
            }
            for odd in ["", "\"", "\\", "\n", "\u{1f}", "\0", "!", "\u{20}", "\u{80}", "]", "\u{10ffff}"] {
                let text = format!("{}{odd}{}", &plain[..at], &plain[at..]);
                let mut out = Vec::new();
                Emit::new(&mut out, false).string(&text);
                assert_eq!(String::from_utf8(out).ok(), serde_json::to_string(&text).ok());
            }
        }
    }

    #[test]
    fn numbers_are_spelt_as_serde_json_spells_them() {
        let spelt = |write: &dyn Fn(&mut Emit<'_>)| {
            let mut out = Vec::new();
            write(&mut Emit::new(&mut out, false));
            String::from_utf8(out).ok()
        };
        for number in (0..12_000).chain([99_999, 100_000, 1_000_000_000, u32::MAX]) {
            assert_eq!(spelt(&|emit| emit.number(number)), serde_json::to_string(&number).ok());
        }
        let some = [-0.0, 0.001, 0.123, 0.996, 1e-9, 1e9, 1e16, f32::MAX, f32::MIN_POSITIVE];
        let hundredths = (-12_000..=12_000).chain(99_000..101_000).map(|number| number as f32 / 100.0);
        for number in hundredths.flat_map(|number| [number, number.next_up(), number.next_down()]).chain(some) {
            assert_eq!(spelt(&|emit| emit.float(number)), serde_json::to_string(&number).ok());
        }
        for day in [Day::new(2017, 2, 6), Day::new(-44, 3, 15), Day::new(12_000, 12, 31)] {
            assert_eq!(spelt(&|emit| emit.day(day)), serde_json::to_string(&day.to_string()).ok());
        }
    }

    #[test]
    fn keys_and_ids_may_hold_anything() {
        let mut out = Vec::new();
        let mut emit = Emit::new(&mut out, false);
        emit.begin_object();
        for (number, name) in ["plain", "a \"quoted\"", "", "plain and longer"].into_iter().enumerate() {
            emit.key(&Key::of(name));
            emit.number(number as u32 * 1_431_655_765);
            emit.name("of");
            emit.id(name, number as u32);
        }
        emit.name("none");
        emit.begin_list();
        emit.begin_object();
        emit.end_object();
        emit.begin_list();
        emit.end_list();
        emit.end_list();
        emit.end_object();
        let written = concat!(
            r#"{"plain":0,"of":"plain0","a \"quoted\"":1431655765,"of":"a \"quoted\"1","":2863311530,"of":"2","#,
            r#""plain and longer":4294967295,"of":"plain and longer3","none":[{},[]]}"#
        );
        assert_eq!(String::from_utf8(out).as_deref(), Ok(written));
    }
}
