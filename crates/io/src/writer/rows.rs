//! Rows as JSON in one line, by steps that are made of their schema beforehand.

use dateline_core::{Day, Document, FieldSchema, Layer, PoolView, RawLayer, Schema, Type};

use super::tape::Tape;
use crate::offsets::Offsets;

/// How a kind of item is written.
pub(super) struct Program {
    /// What an item begins with, up to its number: `{"kind":"date","id":"d`.
    head: Short,
    steps: Vec<Step>,
}

/// A value, and what stands before it. A step fills a line of the processor's cache.
struct Step {
    /// Its key, with the comma or bracket before it.
    lead: Short,
    /// Its first word, from that of the item (or value of a list) that it belongs to.
    at: u32,
    /// How many of the steps that follow are its own.
    inner: u32,
    value: Value,
}

/// What is written.
enum Value {
    Flag,
    Count,
    Int,
    Id,
    Float,
    Day,
    Text,
    Ascii(u32),
    /// The ends and the letters of a span, as fields of the object that is open.
    Span,
    /// One of these names, as they are spelt.
    Code(Box<[Short]>),
    /// The number of an item, behind what the items of its layer are called.
    Ref([u8; 4], u8),
    /// A reference into a layer that is not there.
    Null,
    List(&'static Type),
    /// An object, which ends with [`Value::End`].
    Object(&'static Type),
    End,
}

/// A few letters, padded so that they are copied at one length.
#[derive(Clone, Copy)]
struct Short {
    letters: [u8; 32],
    len: u8,
}

impl Short {
    fn of(letters: &[u8]) -> Option<Short> {
        let mut short = Short { letters: [b' '; 32], len: letters.len() as u8 };
        short.letters.get_mut(..letters.len())?.copy_from_slice(letters);
        Some(short)
    }

    /// A string as JSON has it.
    fn string(text: &str) -> Option<Short> {
        Short::of(&serde_json::to_vec(text).ok()?)
    }

    #[inline]
    fn put(&self, tape: &mut Tape<'_>) {
        tape.put(&self.letters, self.len.into());
    }
}

impl Program {
    /// The steps for the items of a layer; none where a name of its schema is too long for them.
    pub(super) fn of(schema: &'static Schema, layers: &[Layer]) -> Option<Program> {
        let [kind, prefix] = [schema.kind, schema.prefix].map(|name| serde_json::to_string(name).ok());
        let head = format!(r#"{{"kind":{},"id":{}"#, kind?, prefix?.strip_suffix('"')?);
        let mut steps = Vec::new();
        fields(schema.fields, b',', 0, layers, &mut steps)?;
        Some(Program { head: Short::of(head.as_bytes())?, steps })
    }

    /// Writes an item without the bracket at its end.
    pub(super) fn write(
        &self,
        layer: RawLayer<'_>,
        at: usize,
        document: &Document,
        offsets: &Offsets,
        tape: &mut Tape<'_>,
    ) {
        let mut lent = tape.lend();
        lent.reserve(0);
        self.head.put(&mut lent);
        lent.number(at as u32 + 1);
        lent.byte(b'"');
        let row = &layer.rows[at * layer.stride..][..layer.stride];
        let at = Rows { text: &document.text, offsets, pool: layer.pool }.write(&self.steps, row, lent);
        tape.wind(at);
    }
}

/// Adds the steps for fields whose first word is `at`.
fn fields(
    fields: &'static [FieldSchema],
    lead: u8,
    mut at: u32,
    layers: &[Layer],
    steps: &mut Vec<Step>,
) -> Option<()> {
    let mut lead = lead;
    for field in fields {
        let name = if matches!(field.ty, Type::Span) && field.name == "span" { "start" } else { field.name };
        let key = serde_json::to_string(name).ok()?;
        let key = Short::of(&[&[lead], key.as_bytes(), b":"].concat())?;
        if name == field.name {
            value(&field.ty, key, at, layers, steps)?;
        } else {
            steps.push(Step { lead: key, at, inner: 0, value: Value::Span });
        }
        at += field.words;
        lead = b',';
    }
    Some(())
}

/// Adds the steps for a value.
fn value(ty: &'static Type, lead: Short, at: u32, layers: &[Layer], steps: &mut Vec<Step>) -> Option<()> {
    let value = match ty {
        Type::Flag => Value::Flag,
        Type::Count => Value::Count,
        Type::Int => Value::Int,
        Type::Id => Value::Id,
        Type::Float => Value::Float,
        Type::Day => Value::Day,
        Type::Text => Value::Text,
        Type::Ascii(words) => Value::Ascii(*words),
        Type::Code(names) => Value::Code(names.iter().map(|name| Short::string(name)).collect::<Option<_>>()?),
        Type::Ref(kind) => match layers.iter().find(|layer| layer.key().name == *kind) {
            Some(layer) => {
                let mut prefix = [b'"'; 4];
                let name = layer.schema().prefix.as_bytes();
                if !name.iter().all(u8::is_ascii_alphanumeric) {
                    return None;
                }
                prefix.get_mut(1..=name.len())?.copy_from_slice(name);
                Value::Ref(prefix, name.len() as u8 + 1)
            }
            None => Value::Null,
        },
        Type::Span => return object(&SPAN, &SPAN_FIELDS, lead, at, layers, steps),
        Type::Object(fields) => return object(ty, fields, lead, at, layers, steps),
        Type::List(of) => {
            let list = steps.len();
            steps.push(Step { lead, at, inner: 0, value: Value::List(of) });
            self::value(of, Short::of(b"")?, 0, layers, steps)?;
            steps[list].inner = (steps.len() - list - 1) as u32;
            return Some(());
        }
    };
    steps.push(Step { lead, at, inner: 0, value });
    Some(())
}

/// A span that is a value is an object of itself.
static SPAN: Type = Type::Object(&SPAN_FIELDS);
static SPAN_FIELDS: [FieldSchema; 1] = [FieldSchema::new("span", Type::Span, "")];

fn object(
    ty: &'static Type,
    of: &'static [FieldSchema],
    lead: Short,
    at: u32,
    layers: &[Layer],
    steps: &mut Vec<Step>,
) -> Option<()> {
    let object = steps.len();
    steps.push(Step { lead, at, inner: 0, value: Value::Object(ty) });
    fields(of, b'{', at, layers, steps)?;
    steps.push(Step { lead: Short::of(if of.is_empty() { b"{" } else { b"" })?, at, inner: 0, value: Value::End });
    steps[object].inner = (steps.len() - object - 1) as u32;
    Some(())
}

/// What the values of a layer point into.
#[derive(Clone, Copy)]
struct Rows<'a> {
    text: &'a str,
    offsets: &'a Offsets,
    pool: PoolView<'a>,
}

impl Rows<'_> {
    /// Takes the steps with these words, and says where the tape is then.
    fn write(self, steps: &[Step], row: &[u32], mut tape: Tape<'_>) -> usize {
        let mut next = 0;
        while let Some(step) = steps.get(next) {
            next += 1;
            tape.reserve(0);
            step.lead.put(&mut tape);
            let words = &row[step.at as usize..];
            match &step.value {
                Value::Flag => tape.flag(words[0] != 0),
                Value::Count => tape.number(words[0]),
                Value::Int => tape.whole(words[0] as i32),
                Value::Id if words[0] != 0 => tape.number(words[0]),
                Value::Float if f32::from_bits(words[0]).is_finite() => tape.float(f32::from_bits(words[0])),
                Value::Day if words[0] != 0 => tape.day(Day::from_word(words[0])),
                Value::Text if words[0] != u32::MAX => {
                    let bytes = self.pool.bytes();
                    let start = words[0] as usize;
                    let end = start + words[1] as usize;
                    let is_there = bytes.get(start..end).is_some();
                    let (start, end) = if is_there { (start, end) } else { (0, 0) };
                    tape.string_at(bytes, start, end);
                }
                Value::Ascii(count) if words[0] != 0 => tape.ascii(&words[..*count as usize]),
                Value::Span if words[0] != u32::MAX => self.span(words[0], words[1], &mut tape),
                Value::Span => {
                    tape.put(br#"null,"end":null,"text":null     "#, 27);
                }
                Value::Code(names) if (words[0] as usize) < names.len() => names[words[0] as usize].put(&mut tape),
                Value::Ref(prefix, len) if words[0] != u32::MAX => {
                    tape.put(prefix, (*len).into());
                    tape.number(words[0].wrapping_add(1));
                    tape.byte(b'"');
                }
                Value::List(of) => {
                    let inner = &steps[next..next + step.inner as usize];
                    next += step.inner as usize;
                    tape.byte(b'[');
                    for (at, value) in self.pool.values(of, [words[0], words[1]]).enumerate() {
                        tape.reserve(0);
                        tape.put(b",", usize::from(at > 0));
                        let at = self.write(inner, value, tape.lend());
                        tape.wind(at);
                    }
                    tape.reserve(0);
                    tape.byte(b']');
                }
                Value::Object(ty) if !ty.is_none(words) => {}
                Value::End => tape.byte(b'}'),
                _ => {
                    next += step.inner as usize;
                    tape.null();
                }
            }
        }
        tape.at()
    }

    #[inline]
    fn span(self, start: u32, end: u32, tape: &mut Tape<'_>) {
        tape.number(self.offsets.of(self.text, start));
        tape.put(br#","end": "#, 7);
        tape.number(self.offsets.of(self.text, end));
        tape.put(br#","text":"#, 8);
        let is_there = self.text.get(start as usize..end as usize).is_some();
        let (start, end) = if is_there { (start, end) } else { (0, 0) };
        tape.string_at(self.text, start as usize, end as usize);
    }
}
