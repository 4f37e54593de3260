//! A layer that is read along with the sentences of a report.

use std::ops::{Deref, Range};

use dateline_core::{Item, LayerView, Span};

/// A layer, and which of its items is the first that may begin in the sentence at hand: what belongs to a sentence is found
/// beside what belonged to the one before, without a search through all.
#[derive(Clone, Copy)]
pub(crate) struct Near<'a, T> {
    layer: LayerView<'a, T>,
    first: usize,
}

impl<'a, T: Item> Near<'a, T> {
    /// A layer, at its start.
    pub(crate) fn new(layer: LayerView<'a, T>) -> Near<'a, T> {
        Near { layer, first: 0 }
    }

    /// Moves on to a sentence that begins here.
    pub(crate) fn move_to(&mut self, start: u32) {
        self.first = self.position(start);
    }

    /// Where the items begin that do not stand before a place, which itself is not before the sentence.
    pub(crate) fn position(&self, start: u32) -> usize {
        self.first + self.layer[self.first..].iter().take_while(|item| item.span().start < start).count()
    }

    /// The positions of the items that begin in a stretch which does not begin before the sentence.
    pub(crate) fn starting_in(&self, span: Span) -> Range<usize> {
        let first = self.position(span.start);
        first..first + self.layer[first..].iter().take_while(|item| item.span().start < span.end).count()
    }
}

impl<'a, T> Deref for Near<'a, T> {
    type Target = LayerView<'a, T>;

    fn deref(&self) -> &LayerView<'a, T> {
        &self.layer
    }
}
