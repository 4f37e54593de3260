//! Declaring kinds of items: [`item!`](crate::item), and [`record!`](crate::record) and [`code!`](crate::code) for their parts.

use crate::{Field, LayerKey, Schema, Span};

/// A kind of finding: what one layer holds. Declared by [`item!`](crate::item), never by hand.
///
/// # Safety
///
/// The type is `repr(C)`, its fields are those of `SCHEMA` in that order, each a [`Field`], and the first is its span.
pub unsafe trait Item: Copy + Send + Sync + 'static {
    /// The name of the kind and of its layer.
    const KIND: &'static str;
    /// What it is made of.
    const SCHEMA: Schema;
    /// What other extractors require it by.
    const KEY: LayerKey = Self::SCHEMA.key();

    /// Where it stands.
    fn span(&self) -> Span;
}

/// Declares a kind of item: a plain struct, and the schema that layout, output and checks follow.
///
/// After the name come the kind and the prefix of its ids (empty for a layer that is never written, `*` for one whose
/// single item sums the document up). The first field is `span`. A field whose name in the output differs says so with `as`. Every field needs a doc line.
///
/// ```
/// dateline_core::code! {
///     /// How a treaty stands.
///     pub enum Standing { SIGNED = "signed", IN_FORCE = "in force" }
/// }
///
/// dateline_core::item! {
///     /// The name of a treaty.
///     pub struct Treaty: "acme/treaty", "acme/treaty" {
///         /// The name as it stands in the text.
///         pub span: dateline_core::Span,
///         /// How it stands.
///         pub standing as "status": Standing,
///         /// The year of its signing.
///         pub year: dateline_core::Id,
///     }
/// }
///
/// use dateline_core::Item;
/// assert_eq!(Treaty::SCHEMA.fields[1].name, "status");
/// assert_eq!(Treaty::SCHEMA.words(), 4);
/// ```
#[macro_export]
macro_rules! item {
    (
        $(#[doc = $doc:literal])+
        $vis:vis struct $name:ident: $kind:literal, $prefix:literal {
            $( $(#[doc = $field_doc:literal])+ $field_vis:vis $field:ident $(as $alias:literal)?: $ty:ty ),+ $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        #[repr(C)]
        #[derive(Clone, Copy, Debug)]
        $vis struct $name { $( $(#[doc = $field_doc])+ $field_vis $field: $ty ),+ }

        // SAFETY: the struct is `repr(C)` and the schema lists its fields in order; the assertions below check the rest.
        unsafe impl $crate::Item for $name {
            const KIND: &'static str = $kind;
            const SCHEMA: $crate::Schema = $crate::Schema {
                kind: $kind,
                prefix: $prefix,
                doc: concat!($($doc, "\n"),+),
                fields: &[$( $crate::FieldSchema::new(
                    $crate::field_name!($field $(as $alias)?),
                    <$ty as $crate::Field>::TYPE,
                    concat!($($field_doc, "\n"),+),
                ) ),+],
            };

            fn span(&self) -> $crate::Span {
                self.span
            }
        }

        const _: () = {
            use $crate::Item;
            assert!(size_of::<$name>() == 4 * $name::SCHEMA.words() as usize, "an item holds no padding");
            assert!(matches!($name::SCHEMA.fields[0].ty, $crate::Type::Span), "the first field of an item is its span");
        };
    };
}

/// Declares an object within an item: a plain struct of fields, written as a JSON object, or null when all of it is absent.
///
/// A field named `span` is written as `start`, `end` and `text` of the object itself.
#[macro_export]
macro_rules! record {
    (
        $(#[doc = $doc:literal])+
        $vis:vis struct $name:ident {
            $( $(#[doc = $field_doc:literal])+ $field_vis:vis $field:ident $(as $alias:literal)?: $ty:ty ),+ $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        #[repr(C)]
        #[derive(Clone, Copy, Debug, PartialEq)]
        $vis struct $name { $( $(#[doc = $field_doc])+ $field_vis $field: $ty ),+ }

        // SAFETY: `repr(C)` over fields that are `Field`s; the assertion below checks that nothing lies between them.
        unsafe impl $crate::Field for $name {
            const TYPE: $crate::Type = $crate::Type::Object(&[$( $crate::FieldSchema::new(
                $crate::field_name!($field $(as $alias)?),
                <$ty as $crate::Field>::TYPE,
                concat!($($field_doc, "\n"),+),
            ) ),+]);
        }

        const _: () = assert!(size_of::<$name>() == 4 * <$name as $crate::Field>::TYPE.words() as usize);
    };
}

/// Declares a closed set of names, one word wide: the constants and the names they are written as.
///
/// It is a number and no Rust `enum`, so that a value that a foreign library made up is "none" and no undefined behaviour.
///
/// ```
/// dateline_core::code! {
///     /// How a quotation stands.
///     pub enum Mode { SPEECH = "speech", THOUGHT = "thought" }
/// }
///
/// assert_eq!(Mode::THOUGHT.name(), Some("thought"));
/// assert_eq!(Mode::named("speech"), Some(Mode::SPEECH));
/// assert_eq!(Mode::NONE.name(), None);
/// ```
#[macro_export]
macro_rules! code {
    (
        $(#[doc = $doc:literal])+
        $vis:vis enum $name:ident { $( $(#[doc = $value_doc:literal])* $value:ident = $text:literal ),+ $(,)? }
    ) => {
        $(#[doc = $doc])+
        #[repr(transparent)]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(u32);

        impl $name {
            $crate::code!(@values 0u32, $( $(#[doc = $value_doc])* $value = $text, )+);

            /// None of them: written as null.
            pub const NONE: Self = Self(u32::MAX);

            /// The names in order.
            pub const NAMES: &'static [&'static str] = &[$($text),+];

            /// Its name, if it is one of them.
            pub fn name(self) -> Option<&'static str> {
                Self::NAMES.get(self.0 as usize).copied()
            }

            /// The value of this name.
            pub fn named(name: &str) -> Option<Self> {
                Self::NAMES.iter().position(|known| *known == name).map(|at| Self(at as u32))
            }

            /// Whether it is none of them.
            pub const fn is_none(self) -> bool {
                self.0 as usize >= Self::NAMES.len()
            }

            /// Its position among the names.
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The value at a position among the names.
            pub const fn from_index(index: usize) -> Self {
                Self(index as u32)
            }
        }

        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::NONE
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.name().unwrap_or("none"))
            }
        }

        // SAFETY: `repr(transparent)` over one `u32`.
        unsafe impl $crate::Field for $name {
            const TYPE: $crate::Type = $crate::Type::Code($name::NAMES);
        }
    };
    (@values $at:expr, $(#[doc = $value_doc:literal])* $value:ident = $text:literal, $($rest:tt)*) => {
        $(#[doc = $value_doc])*
        #[doc = concat!("`", $text, "`")]
        pub const $value: Self = Self($at);
        $crate::code!(@values $at + 1, $($rest)*);
    };
    (@values $at:expr,) => {};
}

/// The name of a field in the output.
#[doc(hidden)]
#[macro_export]
macro_rules! field_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident as $alias:literal) => {
        $alias
    };
}

/// An item as the words it is made of.
pub(crate) fn words_of<T: Item>(item: &T) -> &[u32] {
    // SAFETY: an item is `repr(C)`, 4-aligned and made of whole words without padding (asserted by `item!`).
    unsafe { std::slice::from_raw_parts(std::ptr::from_ref(item).cast(), size_of::<T>() / 4) }
}

/// Rows of words as items. The caller has compared the schema.
pub(crate) fn items_of<T: Item>(rows: &[u32]) -> &[T] {
    // SAFETY: items are 4-aligned, made of whole words, and valid whatever their bits; the length is rounded down.
    unsafe { std::slice::from_raw_parts(rows.as_ptr().cast(), rows.len() / (size_of::<T>() / 4)) }
}

/// Values of a list as the words they are made of.
pub(crate) fn words_of_list<T: Field>(values: &[T]) -> &[u32] {
    // SAFETY: a field is 4-aligned and made of whole words without padding (the contract of `Field`).
    unsafe { std::slice::from_raw_parts(values.as_ptr().cast(), size_of_val(values) / 4) }
}

/// Words of the pool as values of a list.
pub(crate) fn list_of<T: Field>(words: &[u32]) -> &[T] {
    // SAFETY: a field is 4-aligned, made of whole words, and valid whatever their bits; the length is rounded down.
    unsafe { std::slice::from_raw_parts(words.as_ptr().cast(), words.len() / (size_of::<T>() / 4)) }
}
