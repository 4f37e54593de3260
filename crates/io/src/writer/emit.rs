//! JSON, written straight into bytes.

/// Writes JSON without building it first. Commas, line breaks and indentation come by themselves; numbers and strings
/// are spelt by `serde_json`.
pub(super) struct Emit<'a> {
    out: &'a mut Vec<u8>,
    /// Whether what is written is indented, and how deep it is.
    indent: Option<usize>,
    /// Whether nothing stands before the next value of the object or list that is open.
    first: bool,
    /// One bit for each object (0) and list (1) that is open, the innermost lowest. Schemas nest a few deep.
    open: u64,
}

impl<'a> Emit<'a> {
    pub(super) fn new(out: &'a mut Vec<u8>, indented: bool) -> Emit<'a> {
        Emit { out, indent: indented.then_some(0), first: true, open: 0 }
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

    pub(super) fn key(&mut self, name: &str) {
        self.separate();
        // Names of fields are ours or a plugin's: the latter may hold what needs escaping.
        self.quoted(name);
        self.out.push(b':');
        if self.indent.is_some() {
            self.out.push(b' ');
        }
    }

    pub(super) fn null(&mut self) {
        self.before_value();
        self.out.extend_from_slice(b"null");
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
        self.quoted(text);
    }

    /// A string as JSON has it: most need no escaping, and are copied whole.
    fn quoted(&mut self, text: &str) {
        if is_plain(text.as_bytes()) {
            self.out.reserve(text.len() + 2);
            self.out.push(b'"');
            self.out.extend_from_slice(text.as_bytes());
            self.out.push(b'"');
        } else {
            // Writing into memory cannot fail.
            let _ = serde_json::to_writer(&mut *self.out, text);
        }
    }

    /// A value, null where there is none.
    pub(super) fn value_or_null(&mut self, name: &str, value: Option<impl serde::Serialize>) {
        self.key(name);
        match value {
            Some(value) => self.value(value),
            None => self.null(),
        }
    }

    /// A string field, null where it is empty.
    pub(super) fn text_or_null(&mut self, name: &str, value: &str) {
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

/// Whether JSON escapes none of these bytes: no quotation mark, no backslash, no control character. Eight at a time.
fn is_plain(bytes: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    // The high bit of some byte is set where one is below `limit`, of those below 128.
    let below = |eight: u64, limit: u64| eight.wrapping_sub(ONES * limit) & !eight & HIGH;
    let (eights, rest) = bytes.as_chunks::<8>();
    eights.iter().all(|eight| {
        let eight = u64::from_le_bytes(*eight);
        let is = |byte: u8| below(eight ^ (ONES * u64::from(byte)), 1);
        below(eight, 0x20) | is(b'"') | is(b'\\') == 0
    }) && rest.iter().all(|byte| *byte >= 0x20 && !matches!(byte, b'"' | b'\\'))
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
}
