//! Reading rows by their schema: for writers, and for checking what a foreign library sent.

use crate::field::Day;
use crate::layer::PoolView;
use crate::{FieldSchema, Key, RawLayer, Schema, Span, Type};

/// Is told the parts of an item, in order. Writers implement it.
pub trait Visitor {
    /// A value that is absent.
    fn null(&mut self);
    /// Yes or no.
    fn flag(&mut self, value: bool);
    /// A whole number.
    fn number(&mut self, value: i64);
    /// A single-precision number, never NaN or infinite.
    fn float(&mut self, value: f32);
    /// A string.
    fn text(&mut self, value: &str);
    /// A civil day.
    fn day(&mut self, value: Day);
    /// The offsets and the surface of a stretch of text, as fields of the object that is open; `None` where absent.
    fn span(&mut self, span: Option<Span>);
    /// The item at this position of the layer of this kind.
    fn reference(&mut self, kind: &'static str, index: u32);
    /// The fields of an object follow.
    fn begin_object(&mut self);
    /// The name of the field whose value follows.
    fn key(&mut self, key: &'static Key);
    /// The object is complete.
    fn end_object(&mut self);
    /// The values of a list follow.
    fn begin_list(&mut self);
    /// The list is complete.
    fn end_list(&mut self);
}

/// Tells `visitor` the fields of the item in `row`: a key and a value each, except for `span`, which is told as such.
pub fn visit_row<V: Visitor>(schema: &Schema, row: &[u32], pool: PoolView<'_>, visitor: &mut V) {
    visit_fields(schema.fields, row, pool, visitor);
}

/// Tells `visitor` the fields of the item in `row` except for its span: those of a kind that sums the document up.
pub fn visit_summary<V: Visitor>(schema: &Schema, row: &[u32], pool: PoolView<'_>, visitor: &mut V) {
    if let [span, rest @ ..] = schema.fields {
        visit_fields(rest, &row[span.ty.words() as usize..], pool, visitor);
    }
}

fn visit_fields<V: Visitor>(fields: &'static [FieldSchema], row: &[u32], pool: PoolView<'_>, visitor: &mut V) {
    let mut rest = row;
    for field in fields {
        let (words, after) = rest.split_at(field.words as usize);
        rest = after;
        if matches!(field.ty, Type::Span) && field.name == "span" {
            visitor.span(span_of(words));
        } else {
            visitor.key(&field.key);
            visit(&field.ty, words, pool, visitor);
        }
    }
}

pub(crate) fn visit<V: Visitor>(ty: &'static Type, words: &[u32], pool: PoolView<'_>, visitor: &mut V) {
    match ty {
        Type::Flag => visitor.flag(words[0] != 0),
        Type::Count => visitor.number(i64::from(words[0])),
        Type::Int => visitor.number(i64::from(words[0] as i32)),
        Type::Code(names) => match names.get(words[0] as usize) {
            Some(name) => visitor.text(name),
            None => visitor.null(),
        },
        _ if ty.is_none(words) => visitor.null(),
        Type::Id => visitor.number(i64::from(words[0])),
        Type::Float => visitor.float(f32::from_bits(words[0])),
        Type::Day => visitor.day(Day::from_word(words[0])),
        Type::Span => {
            visitor.begin_object();
            visitor.span(span_of(words));
            visitor.end_object();
        }
        Type::Text => visitor.text(text_of(words, pool).unwrap_or("")),
        Type::Ascii(_) => visit_ascii(words, visitor),
        Type::Ref(kind) => visitor.reference(kind, words[0]),
        Type::List(of) => {
            visitor.begin_list();
            for value in pool.values(of, [words[0], words[1]]) {
                visit(of, value, pool, visitor);
            }
            visitor.end_list();
        }
        Type::Object(fields) => {
            visitor.begin_object();
            visit_fields(fields, words, pool, visitor);
            visitor.end_object();
        }
    }
}

impl Type {
    /// Whether a value is absent. Lists, flags and counts never are.
    #[inline]
    pub fn is_none(&self, words: &[u32]) -> bool {
        match self {
            Type::Flag | Type::Count | Type::Int | Type::List(_) => false,
            Type::Id | Type::Day | Type::Ascii(_) => words[0] == 0,
            Type::Float => !f32::from_bits(words[0]).is_finite(),
            Type::Span | Type::Text | Type::Ref(_) => words[0] == u32::MAX,
            Type::Code(names) => words[0] as usize >= names.len(),
            Type::Object(fields) => {
                let mut rest = words;
                fields.iter().all(|field| {
                    let (words, after) = rest.split_at(field.words as usize);
                    rest = after;
                    // Beside an absent object an empty list says nothing either.
                    field.ty.is_none(words) || (matches!(field.ty, Type::List(_)) && words[1] == 0)
                })
            }
        }
    }
}

fn span_of(words: &[u32]) -> Option<Span> {
    let span = Span::new(words[0], words[1]);
    span.is_some().then_some(span)
}

fn text_of<'a>(words: &[u32], pool: PoolView<'a>) -> Option<&'a str> {
    let start = words[0] as usize;
    pool.bytes.get(start..start.checked_add(words[1] as usize)?)
}

/// Tells what stands in the words of [`Type::Ascii`], which a type from outside may give 64; what is no ASCII as "?".
fn visit_ascii<V: Visitor>(words: &[u32], visitor: &mut V) {
    let mut bytes = [0; 256];
    let mut len = 0;
    for byte in words.iter().flat_map(|word| word.to_ne_bytes()).take_while(|byte| *byte != 0).take(bytes.len()) {
        bytes[len] = if byte.is_ascii() { byte } else { b'?' };
        len += 1;
    }
    visitor.text(std::str::from_utf8(&bytes[..len]).unwrap_or(""));
}

impl<'a> PoolView<'a> {
    /// All strings, one after another.
    pub fn bytes(&self) -> &'a str {
        self.bytes
    }

    /// The words of the values of a list, of which the row of an item has these two words; none where they lie nowhere.
    #[inline]
    pub fn values(&self, of: &Type, words: [u32; 2]) -> std::slice::ChunksExact<'a, u32> {
        let width = of.words() as usize;
        let [start, len] = words.map(|word| word as usize);
        let end = len.checked_mul(width).and_then(|len| start.checked_add(len));
        let range = end.and_then(|end| self.words.get(start..end)).unwrap_or(&[]);
        range.chunks_exact(width.max(1))
    }
}

/// Whether everything in `row` is what its schema says it is: spans inside the text and on character boundaries,
/// strings and lists inside the pool, references to items that exist (`len_of` tells how many a layer has).
///
/// # Errors
///
/// A sentence that names the field and what is wrong with it.
pub fn check_row(
    schema: &Schema,
    row: &[u32],
    layer: RawLayer<'_>,
    text: &str,
    len_of: &dyn Fn(&str) -> Option<u32>,
) -> Result<(), String> {
    if Span::new(row[0], row[1]).is_none() {
        return Err("an item stands nowhere: its span is absent".to_owned());
    }
    Checker { pool: layer.pool, text, len_of }.fields(schema.fields, row)
}

struct Checker<'a> {
    pool: PoolView<'a>,
    text: &'a str,
    len_of: &'a dyn Fn(&str) -> Option<u32>,
}

impl Checker<'_> {
    fn fields(&mut self, fields: &[FieldSchema], row: &[u32]) -> Result<(), String> {
        let mut rest = row;
        for field in fields {
            let (words, after) = rest.split_at(field.words as usize);
            rest = after;
            self.value(&field.ty, words).map_err(|problem| format!("{}: {problem}", field.name))?;
        }
        Ok(())
    }

    fn value(&mut self, ty: &Type, words: &[u32]) -> Result<(), String> {
        if ty.is_none(words) {
            return Ok(());
        }
        match ty {
            Type::Span => {
                let (start, end) = (words[0] as usize, words[1] as usize);
                if end < start || end > self.text.len() {
                    return Err(format!("bytes {start} to {end} are not within the text of {} bytes", self.text.len()));
                }
                if self.text.is_char_boundary(start) && self.text.is_char_boundary(end) {
                    return Ok(());
                }
                Err(format!("bytes {start} to {end} cut a character in two"))
            }
            Type::Text if text_of(words, self.pool).is_none() => {
                Err(format!("a string at {}..+{} is not within the pool", words[0], words[1]))
            }
            Type::Day if !Day::from_word(words[0]).is_plausible() => {
                Err(format!("{} is no day", Day::from_word(words[0])))
            }
            Type::Ref(kind) => match (self.len_of)(kind) {
                Some(len) if words[0] < len => Ok(()),
                Some(len) => Err(format!("item {} of the layer \"{kind}\", which has {len}", words[0])),
                None => Err(format!("an item of the layer \"{kind}\", which is not there")),
            },
            Type::List(of) => {
                let values = self.pool.values(of, [words[0], words[1]]);
                if values.len() != words[1] as usize {
                    return Err(format!("a list at {}..+{} is not within the pool", words[0], words[1]));
                }
                for value in values {
                    self.value(of, value)?;
                }
                Ok(())
            }
            Type::Object(fields) => self.fields(fields, words),
            _ => Ok(()),
        }
    }
}
