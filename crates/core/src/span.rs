//! Where something stands in the text.

/// A stretch of a document's text, in UTF-8 bytes, end exclusive.
///
/// Offsets are `u32`: a document is below 4 GiB, which is checked when it is read. Both ends stand on
/// character boundaries of the text they were made for.
///
/// ```
/// use dateline_core::Span;
///
/// let span = Span::new(4, 7);
/// assert_eq!(span.of("the end"), "end");
/// assert!(span.overlaps(Span::new(6, 9)) && !span.overlaps(Span::new(7, 9)));
/// ```
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span that is nowhere: what an optional span holds when there is none.
    pub const NONE: Span = Span { start: u32::MAX, end: u32::MAX };

    /// The span from `start` to `end`.
    #[inline]
    pub const fn new(start: u32, end: u32) -> Span {
        Span { start, end }
    }

    /// The span of a byte range.
    pub const fn of_range(range: std::ops::Range<usize>) -> Span {
        Span { start: range.start as u32, end: range.end as u32 }
    }

    /// As a byte range, to index with.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text that stands here, or "" where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// Its length in bytes.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds nothing.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether it is [`Span::NONE`].
    pub const fn is_none(self) -> bool {
        self.start == u32::MAX
    }

    /// Whether it is a real span.
    pub const fn is_some(self) -> bool {
        !self.is_none()
    }

    /// Whether `other` lies within it.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn hull(self, other: Span) -> Span {
        if self.is_none() {
            other
        } else if other.is_none() {
            self
        } else {
            Span { start: self.start.min(other.start), end: self.end.max(other.end) }
        }
    }
}
