//! What an item is made of, said once: the layout, the JSON view, the checks and the JSON Schema all follow from it.
//!
//! An item is a row of 32-bit words. Its [`Schema`] names each field and says how many words it takes and what they
//! mean. Because the description is complete, one interpreter (in `view`) serves every layer, those of plugins that
//! this program has never heard of included, and two images agree on a layer exactly when the hashes of their schemas
//! are equal.

use crate::Key;

/// What the words of a field mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// One word: 0 or 1.
    Flag,
    /// One word: a count, or a number without a sign.
    Count,
    /// One word: a number with a sign, in two's complement.
    Int,
    /// One word: a number that identifies something elsewhere; 0 is none.
    Id,
    /// One word: an IEEE 754 single; NaN is none.
    Float,
    /// One word: a civil day (year as `i16`, month, day); 0 is none.
    Day,
    /// Two words: a stretch of the text; `u32::MAX` is none.
    Span,
    /// Two words: a string in the layer's pool; `u32::MAX` is none.
    Text,
    /// As many words as it says: ASCII text padded with zeros; all zeros is none.
    Ascii(u32),
    /// One word: one of these names, by position; a number beyond them is none.
    Code(&'static [&'static str]),
    /// One word: the position of an item of the layer of this name; `u32::MAX` is none.
    Ref(&'static str),
    /// Two words: a run of values of this type in the layer's pool.
    List(&'static Type),
    /// The words of its fields, one after another. It is none when all of them are.
    Object(&'static [FieldSchema]),
}

/// One field of an item or of an object within one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldSchema {
    /// Its name in the output.
    pub name: &'static str,
    /// The same as a key.
    pub key: Key,
    /// What its words mean.
    pub ty: Type,
    /// How many 32-bit words its value takes in a row: [`Type::words`].
    pub words: u32,
    /// What it is, for people.
    pub doc: &'static str,
}

impl FieldSchema {
    /// A field of this name in the output, with what its words mean and what it is.
    pub const fn new(name: &'static str, ty: Type, doc: &'static str) -> FieldSchema {
        FieldSchema { name, key: Key::of(name), words: ty.words(), ty, doc }
    }
}

/// The description of one kind of item. The first field is always `span`, of type [`Type::Span`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The name of the kind and of its layer: `quote`, or `crate/kind` for kinds that are not ours.
    pub kind: &'static str,
    /// What the ids of its items begin with: `q` for `q3`. Empty for layers that are never written, `*` for those that sum
    /// the document up ([`Schema::is_summary`]).
    pub prefix: &'static str,
    /// What it is, for people.
    pub doc: &'static str,
    /// Its fields, in order.
    pub fields: &'static [FieldSchema],
}

/// The name of a layer together with the hash of its schema: two images mean the same layer when both are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LayerKey {
    /// The kind of its items.
    pub name: &'static str,
    /// [`Schema::hash`] of its schema.
    pub schema: u64,
}

impl Type {
    /// How many 32-bit words a value takes in its row.
    #[inline]
    pub const fn words(&self) -> u32 {
        match self {
            Type::Span | Type::Text | Type::List(_) => 2,
            Type::Ascii(words) => *words,
            Type::Object(fields) => words_of(fields),
            _ => 1,
        }
    }

    const fn hash(&self, seed: u64) -> u64 {
        match self {
            Type::Flag => step(seed, 1),
            Type::Count => step(seed, 2),
            Type::Int => step(seed, 3),
            Type::Id => step(seed, 4),
            Type::Float => step(seed, 5),
            Type::Day => step(seed, 6),
            Type::Span => step(seed, 7),
            Type::Text => step(seed, 8),
            Type::Ascii(words) => step(step(seed, 9), *words as u8),
            Type::Code(names) => {
                let mut hash = step(seed, 10);
                let mut i = 0;
                while i < names.len() {
                    hash = text(hash, names[i]);
                    i += 1;
                }
                hash
            }
            Type::Ref(kind) => text(step(seed, 11), kind),
            Type::List(of) => of.hash(step(seed, 12)),
            Type::Object(fields) => hash_of(fields, step(seed, 13)),
        }
    }
}

impl Schema {
    /// How many 32-bit words an item takes.
    pub const fn words(&self) -> u32 {
        words_of(self.fields)
    }

    /// A hash (64-bit FNV-1a) over the kind, the names of the fields and their types. Documentation does not count.
    pub const fn hash(&self) -> u64 {
        hash_of(self.fields, text(0xcbf2_9ce4_8422_2325, self.kind))
    }

    /// The key of the layer that holds such items.
    pub const fn key(&self) -> LayerKey {
        LayerKey { name: self.kind, schema: self.hash() }
    }

    /// Whether items of this kind appear in the output (layers such as `token` only serve others).
    pub const fn is_written(&self) -> bool {
        !self.prefix.is_empty()
    }

    /// Whether its one item sums the document up. It is written as a field of the document that is named after the kind,
    /// an object or null, and not among the annotations; its span is not written, and it has no id.
    pub const fn is_summary(&self) -> bool {
        matches!(self.prefix.as_bytes(), b"*")
    }
}

const fn words_of(fields: &[FieldSchema]) -> u32 {
    let mut words = 0;
    let mut i = 0;
    while i < fields.len() {
        words += fields[i].words;
        i += 1;
    }
    words
}

const fn hash_of(fields: &[FieldSchema], seed: u64) -> u64 {
    let mut hash = seed;
    let mut i = 0;
    while i < fields.len() {
        hash = fields[i].ty.hash(text(hash, fields[i].name));
        i += 1;
    }
    step(hash, 0xff)
}

const fn text(seed: u64, text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hash = seed;
    let mut i = 0;
    while i < bytes.len() {
        hash = step(hash, bytes[i]);
        i += 1;
    }
    step(hash, 0)
}

const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3)
}
