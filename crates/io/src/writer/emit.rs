//! JSON, written straight into bytes.

/// Writes JSON without building it first. Commas, line breaks and indentation come by themselves; what needs escaping and
/// numbers with a point are spelt by `serde_json`.
pub(super) struct Emit<'a> {
    out: &'a mut Vec<u8>,
    keys: &'a mut Keys,
    /// Whether what is written is indented, and how deep it is.
    indent: Option<usize>,
    /// Whether nothing stands before the next value of the object or list that is open.
    first: bool,
    /// One bit for each object (0) and list (1) that is open, the innermost lowest. Schemas nest a few deep.
    open: u64,
}

impl<'a> Emit<'a> {
    pub(super) fn new(out: &'a mut Vec<u8>, keys: &'a mut Keys, indented: bool) -> Emit<'a> {
        Emit { out, keys, indent: indented.then_some(0), first: true, open: 0 }
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
        self.out.push(bracket);
        self.open = self.open << 1 | kind;
        self.first = true;
        if let Some(depth) = &mut self.indent {
            *depth += 1;
        }
    }

    fn end(&mut self, bracket: u8) {
        self.open >>= 1;
        if let Some(depth) = &mut self.indent {
            *depth -= 1;
            if !self.first {
                self.line();
            }
        }
        self.out.push(bracket);
        self.first = false;
    }

    /// Values of a list need a comma before them; the values of an object stand after their key.
    fn before_value(&mut self) {
        if self.open & 1 == 1 {
            self.separate();
        }
    }

    fn separate(&mut self) {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
        self.line();
    }

    pub(super) fn key(&mut self, name: &'static str) {
        let spelt = self.keys.spelt(name);
        if self.indent.is_none() {
            self.out.extend_from_slice(&spelt[usize::from(self.first)..]);
            self.first = false;
            return;
        }
        self.separate();
        self.out.extend_from_slice(&self.keys.spelt(name)[1..]);
        self.out.push(b' ');
    }

    pub(super) fn null(&mut self) {
        self.before_value();
        self.out.extend_from_slice(b"null");
    }

    /// A whole number that is not negative.
    pub(super) fn number(&mut self, number: u32) {
        self.before_value();
        self.out.extend_from_slice(Digits::of(number).as_bytes());
    }

    /// The name of an item: what the items of its kind are called, and its number.
    pub(super) fn id(&mut self, prefix: &str, number: u32) {
        if !is_plain(prefix.as_bytes()) {
            return self.value(format_args!("{prefix}{number}"));
        }
        self.before_value();
        self.out.push(b'"');
        self.out.extend_from_slice(prefix.as_bytes());
        self.out.extend_from_slice(Digits::of(number).as_bytes());
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
    pub(super) fn value_or_null(&mut self, name: &'static str, value: Option<impl serde::Serialize>) {
        self.key(name);
        match value {
            Some(value) => self.value(value),
            None => self.null(),
        }
    }

    /// A string field, null where it is empty.
    pub(super) fn text_or_null(&mut self, name: &'static str, value: &str) {
        self.key(name);
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

/// The keys of objects as they are spelt, with what stands around them: a few dozen names, each thousands of times in a
/// document. That of a plugin may hold what needs escaping.
pub(super) struct Keys {
    places: Vec<Key>,
}

#[derive(Clone, Default)]
struct Key {
    name: &'static str,
    /// `,"name":`
    spelt: Vec<u8>,
}

impl Default for Keys {
    fn default() -> Keys {
        Keys { places: vec![Key::default(); 1 << Keys::BITS] }
    }
}

impl Keys {
    /// How many bits the number of a place has.
    const BITS: u32 = 10;

    /// A name with a comma before it and a colon behind it. It is known by where it lies in memory, and another one may take
    /// its place.
    #[inline]
    fn spelt(&mut self, name: &'static str) -> &[u8] {
        let lies = name.as_ptr().addr() as u64 ^ (name.len() as u64) << 32;
        let place = lies.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - Keys::BITS);
        let key = &mut self.places[place as usize];
        if !std::ptr::eq(key.name, name) || key.spelt.is_empty() {
            key.name = name;
            key.spelt.clear();
            key.spelt.push(b',');
            quoted(name, &mut key.spelt);
            key.spelt.push(b':');
        }
        &key.spelt
    }
}

/// The decimal digits of a number.
struct Digits {
    bytes: [u8; 10],
    start: usize,
}

impl Digits {
    fn of(mut number: u32) -> Digits {
        let mut digits = Digits { bytes: [b'0'; 10], start: 10 };
        loop {
            digits.start -= 1;
            digits.bytes[digits.start] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                return digits;
            }
        }
    }

    fn as_bytes(&self) -> &[u8] {
        &self.bytes[self.start..]
    }
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
/// eight again with those before them.
fn is_plain(bytes: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    // The high bit of some byte is set where one is below `limit`, of those below 128.
    let below = |eight: u64, limit: u64| eight.wrapping_sub(ONES * limit) & !eight & HIGH;
    let are_plain = |eight: &[u8; 8]| {
        let eight = u64::from_le_bytes(*eight);
        let is = |byte: u8| below(eight ^ (ONES * u64::from(byte)), 1);
        below(eight, 0x20) | is(b'"') | is(b'\\') == 0
    };
    match bytes.last_chunk::<8>() {
        Some(last) => bytes.as_chunks::<8>().0.iter().all(are_plain) && are_plain(last),
        None => bytes.iter().all(|byte| *byte >= 0x20 && !matches!(byte, b'"' | b'\\')),
    }
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
                Emit::new(&mut out, &mut Keys::default(), false).string(&text);
                assert_eq!(String::from_utf8(out).ok(), serde_json::to_string(&text).ok());
            }
        }
    }

    #[test]
    fn keys_and_ids_may_hold_anything() {
        let (mut out, mut keys) = (Vec::new(), Keys::default());
        for _ in 0..2 {
            let mut emit = Emit::new(&mut out, &mut keys, false);
            emit.begin_object();
            for (number, name) in ["plain", "a \"quoted\"", "", "plain and longer"].into_iter().enumerate() {
                emit.key(name);
                emit.number(number as u32 * 1_431_655_765);
                emit.key("of");
                emit.id(name, number as u32);
            }
            emit.end_object();
        }
        let once = concat!(
            r#"{"plain":0,"of":"plain0","a \"quoted\"":1431655765,"of":"a \"quoted\"1","":2863311530,"of":"2","#,
            r#""plain and longer":4294967295,"of":"plain and longer3"}"#
        );
        assert_eq!(String::from_utf8(out), Ok(once.repeat(2)));
    }
}
