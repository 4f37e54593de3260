//! JSON, written straight into bytes.

use dateline_core::{Day, Key};

use super::tape::Tape;

/// Writes JSON without building it first. Commas, line breaks and indentation come by themselves.
pub(super) struct Emit<'a> {
    tape: Tape<'a>,
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
        Emit { tape: Tape::new(out), indent: indented.then_some(0), lead: b',', open: 0 }
    }

    /// Cuts off what does not count; nothing may be written afterwards.
    pub(super) fn finish(mut self) {
        self.tape.cut();
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
        self.tape.reserve(0);
        let is_empty = self.lead != b',';
        if is_empty {
            self.tape.byte(self.lead);
        }
        if let Some(depth) = &mut self.indent {
            *depth -= 1;
            if !is_empty {
                self.line();
            }
        }
        self.tape.byte(bracket);
        self.lead = b',';
    }

    /// Begins an object of which `write` puts the fields on the tape, the bracket before the first and none behind the
    /// last. More may follow.
    #[inline]
    pub(super) fn begin_written(&mut self, write: impl FnOnce(&mut Tape<'_>)) {
        self.begin_object();
        write(&mut self.tape);
        self.lead = b',';
    }

    /// Values of a list need something before them; the values of an object stand after their key.
    #[inline]
    fn before_value(&mut self) {
        self.tape.reserve(0);
        if self.open & 1 == 1 {
            self.tape.byte(self.lead);
            self.lead = b',';
            self.line();
        }
    }

    #[inline]
    pub(super) fn key(&mut self, key: &Key) {
        match key.spelt() {
            Some((spelt, len)) if self.indent.is_none() => {
                self.tape.reserve(0);
                // The comma at its head makes way for what is to stand there.
                self.tape.byte(self.lead);
                self.tape.put(spelt.last_chunk::<31>().unwrap_or(&[0; 31]), len - 1);
                self.lead = b',';
            }
            _ => self.name(key.name),
        }
    }

    /// A key that is not spelt beforehand.
    pub(super) fn name(&mut self, name: &str) {
        self.tape.reserve(0);
        self.tape.byte(self.lead);
        self.lead = b',';
        self.line();
        self.tape.string(name);
        self.tape.byte(b':');
        if self.indent.is_some() {
            self.tape.byte(b' ');
        }
    }

    pub(super) fn null(&mut self) {
        self.before_value();
        self.tape.null();
    }

    pub(super) fn flag(&mut self, value: bool) {
        self.before_value();
        self.tape.flag(value);
    }

    /// A whole number that is not negative.
    pub(super) fn number(&mut self, number: u32) {
        self.before_value();
        self.tape.number(number);
    }

    /// A confidence or another number with a point, neither infinite nor NaN.
    pub(super) fn float(&mut self, number: f32) {
        self.before_value();
        self.tape.float(number);
    }

    /// A day, in quotation marks.
    pub(super) fn day(&mut self, day: Day) {
        self.before_value();
        self.tape.day(day);
    }

    /// The name of an item: what the items of its kind are called, and its number.
    pub(super) fn id(&mut self, prefix: &str, number: u32) {
        self.value(format_args!("{prefix}{number}"));
    }

    /// A number, a string, or what is to be shown as one (`format_args!`).
    pub(super) fn value(&mut self, value: impl serde::Serialize) {
        self.before_value();
        self.tape.value(value);
    }

    /// A string.
    pub(super) fn string(&mut self, text: &str) {
        self.before_value();
        self.tape.string(text);
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
            self.tape.reserve(2 * depth);
            self.tape.byte(b'\n');
            (0..depth).for_each(|_| self.tape.put(b"  ", 2));
        }
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
                let mut emit = Emit::new(&mut out, false);
                emit.string(&text);
                emit.finish();
                assert_eq!(String::from_utf8(out).ok(), serde_json::to_string(&text).ok());
            }
        }
    }

    #[test]
    fn numbers_are_spelt_as_serde_json_spells_them() {
        let spelt = |write: &dyn Fn(&mut Emit<'_>)| {
            let mut out = Vec::new();
            let mut emit = Emit::new(&mut out, false);
            write(&mut emit);
            emit.finish();
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
        emit.finish();
        let written = concat!(
            r#"{"plain":0,"of":"plain0","a \"quoted\"":1431655765,"of":"a \"quoted\"1","":2863311530,"of":"2","#,
            r#""plain and longer":4294967295,"of":"plain and longer3","none":[{},[]]}"#
        );
        assert_eq!(String::from_utf8(out).as_deref(), Ok(written));
    }
}
