//! The types that the fields of an item may have: each is one or more 32-bit words, valid whatever their bits.
//!
//! "Valid whatever their bits" is what makes a layer from a foreign library safe to look at before it has been
//! checked: a bad value is a wrong answer that the check reports, never undefined behaviour.

use std::fmt;
use std::marker::PhantomData;

use crate::{Item, Span, Type};

/// A type that a field of an item may have.
///
/// # Safety
///
/// The type is `repr(C)` or `repr(transparent)`, has an alignment of 4 and a size of `4 * TYPE.words()` bytes, holds no
/// padding, and is valid for every pattern of bits.
pub unsafe trait Field: Copy + Send + Sync + 'static {
    /// How its words are to be read.
    const TYPE: Type;
}

macro_rules! field {
    ($($ty:ty => $as:expr),+ $(,)?) => {
        $(
            // SAFETY: each of these is one `u32`, `i32` or `f32`, or `repr(C)` or `repr(transparent)` over such.
            unsafe impl Field for $ty {
                const TYPE: Type = $as;
            }
            const _: () = assert!(size_of::<$ty>() == 4 * <$ty as Field>::TYPE.words() as usize && align_of::<$ty>() == 4);
        )+
    };
}

field! {
    u32 => Type::Count, i32 => Type::Int, f32 => Type::Float, Span => Type::Span,
    Str => Type::Text, Id => Type::Id, Flag => Type::Flag, Day => Type::Day,
}

/// A string in the pool of its layer; made by [`crate::Context::intern`], read by [`crate::LayerView::str`].
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Str {
    pub(crate) start: u32,
    pub(crate) len: u32,
}

impl Str {
    /// No string: written as null.
    pub const NONE: Str = Str { start: u32::MAX, len: 0 };

    /// Whether there is none.
    pub const fn is_none(self) -> bool {
        self.start == u32::MAX
    }
}

/// A run of values in the pool of its layer; made by [`crate::Context::list`], read by [`crate::LayerView::list`].
#[repr(C)]
pub struct List<T> {
    pub(crate) start: u32,
    pub(crate) len: u32,
    of: PhantomData<fn() -> T>,
}

impl<T> List<T> {
    /// The list without values.
    pub const EMPTY: List<T> = List::at(0, 0);

    pub(crate) const fn at(start: u32, len: u32) -> List<T> {
        List { start, len, of: PhantomData }
    }

    /// How many values it has.
    pub const fn len(self) -> u32 {
        self.len
    }

    /// Whether it has none.
    pub const fn is_empty(self) -> bool {
        self.len == 0
    }
}

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for List<T> {}

impl<T> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "List({}..+{})", self.start, self.len)
    }
}

// SAFETY: `repr(C)` over two `u32` and a marker without size.
unsafe impl<T: Field> Field for List<T> {
    const TYPE: Type = Type::List(&T::TYPE);
}

/// The item at a position of the layer of `T`; it survives the sorting of its layer.
#[repr(transparent)]
pub struct Ref<T> {
    index: u32,
    of: PhantomData<fn() -> T>,
}

impl<T> Ref<T> {
    /// No item: written as null.
    pub const NONE: Ref<T> = Ref { index: u32::MAX, of: PhantomData };

    /// The item at this position. Within the layer being written it is the order of emission, starting from 0.
    pub const fn to(index: u32) -> Ref<T> {
        Ref { index, of: PhantomData }
    }

    /// Its position, if there is one.
    pub const fn get(self) -> Option<usize> {
        if self.index == u32::MAX { None } else { Some(self.index as usize) }
    }

    /// Whether there is none.
    pub const fn is_none(self) -> bool {
        self.index == u32::MAX
    }
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Ref<T> {}

impl<T> PartialEq for Ref<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl<T> Eq for Ref<T> {}

impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ref({:?})", self.get())
    }
}

// SAFETY: `repr(transparent)` over one `u32`.
unsafe impl<T: Item> Field for Ref<T> {
    const TYPE: Type = Type::Ref(T::KIND);
}

/// A number that identifies something elsewhere (a geonameid); 0 is none and written as null.
#[repr(transparent)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u32);

/// Yes or no.
#[repr(transparent)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flag(u32);

impl Flag {
    /// The flag for `value`.
    pub const fn new(value: bool) -> Flag {
        Flag(value as u32)
    }

    /// Whether it is set.
    pub const fn get(self) -> bool {
        self.0 != 0
    }
}

/// A civil day of the proleptic Gregorian calendar, packed in one word; ordered as the calendar is.
///
/// ```
/// use dateline_core::Day;
///
/// let day = Day::new(2017, 2, 16);
/// assert_eq!(day.to_string(), "2017-02-16");
/// assert!(Day::NONE.is_none() && day < Day::new(2017, 3, 1));
/// ```
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u32);

impl Day {
    /// No day: written as null.
    pub const NONE: Day = Day(0);

    /// The day; the caller vouches that month and day exist.
    pub const fn new(year: i16, month: u8, day: u8) -> Day {
        // Flipping the sign bit makes the order of the words that of the years.
        Day(((year as u16 ^ 0x8000) as u32) << 16 | (month as u32) << 8 | day as u32)
    }

    /// The year.
    pub const fn year(self) -> i16 {
        ((self.0 >> 16) as u16 ^ 0x8000) as i16
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// The day of the month, 1 to 31.
    pub const fn day(self) -> u8 {
        self.0 as u8
    }

    /// Whether there is none.
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether there is one.
    pub const fn is_some(self) -> bool {
        self.0 != 0
    }

    /// Whether month and day are of the calendar (leap years apart, which `temporal` knows).
    pub const fn is_plausible(self) -> bool {
        self.month() >= 1 && self.month() <= 12 && self.day() >= 1 && self.day() <= 31
    }

    /// How it is written, where its year has four digits: nearly every day, and without a formatter.
    pub fn digits(self) -> Option<[u8; 10]> {
        let (year, month, day) = (self.year(), self.month(), self.day());
        if !(0..=9999).contains(&year) || month >= 100 || day >= 100 {
            return None;
        }
        let (year, mut text) = (year as u16, *b"0000-00-00");
        for (at, two) in [(0, (year / 100) as u8), (2, (year % 100) as u8), (5, month), (8, day)] {
            text[at] += two / 10;
            text[at + 1] += two % 10;
        }
        Some(text)
    }

    /// The day of a word in a row: [`Type::Day`](crate::Type::Day).
    pub const fn from_word(word: u32) -> Day {
        Day(word)
    }

    pub(crate) const fn word(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.digits().as_ref().map(|digits| std::str::from_utf8(digits)) {
            Some(Ok(text)) => f.write_str(text),
            _ => write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day()),
        }
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_none() { f.write_str("none") } else { fmt::Display::fmt(self, f) }
    }
}

/// A short ASCII string held in place: a country or feature code. `W` is its size in 32-bit words.
///
/// ```
/// use dateline_core::Ascii;
///
/// assert_eq!(Ascii::<1>::new("KZ").as_str(), "KZ");
/// assert!(Ascii::<1>::NONE.is_none() && Ascii::<1>::new("longer than four").is_none());
/// ```
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ascii<const W: usize>([[u8; 4]; W], [u32; 0]);

impl<const W: usize> Ascii<W> {
    /// No text: written as null.
    pub const NONE: Ascii<W> = Ascii([[0; 4]; W], []);

    /// The code, or none where it does not fit or is not ASCII.
    pub const fn new(code: &str) -> Ascii<W> {
        let bytes = code.as_bytes();
        if bytes.len() > 4 * W || !code.is_ascii() {
            return Ascii::NONE;
        }
        let mut words = [[0; 4]; W];
        let mut i = 0;
        while i < bytes.len() {
            words[i / 4][i % 4] = bytes[i];
            i += 1;
        }
        Ascii(words, [])
    }

    /// The text; "" where there is none (or where a foreign library wrote what is no ASCII).
    pub fn as_str(&self) -> &str {
        let bytes = self.0.as_flattened();
        let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
        std::str::from_utf8(&bytes[..end]).unwrap_or("")
    }

    /// Whether there is none.
    pub const fn is_none(&self) -> bool {
        self.0[0][0] == 0
    }
}

impl<const W: usize> fmt::Debug for Ascii<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

// SAFETY: an array of bytes made of whole words, aligned by the empty array of words.
unsafe impl<const W: usize> Field for Ascii<W> {
    const TYPE: Type = Type::Ascii(W as u32);
}
