//! Where inputs come from, and whether the next one is there.

/// Inputs, one after another.
///
/// Every iterator is one. Its next item may have to be waited for, as that of a pipe, so no document is held back until
/// it comes; of inputs that are at hand several go through the extractors together (see [`Worker`](crate::Worker)).
pub trait Inputs: Send {
    /// One of them.
    type Input;

    /// The next one; none at the end, after which nothing more is asked for.
    fn take(&mut self) -> Option<Self::Input>;

    /// Whether the next one, or the end, can be had without waiting for somebody else.
    fn is_at_hand(&mut self) -> bool {
        false
    }
}

impl<I: Iterator + Send> Inputs for I {
    type Input = I::Item;

    fn take(&mut self) -> Option<I::Item> {
        self.next()
    }
}

/// An iterator whose items are there already, in memory or in files.
#[derive(Clone, Debug)]
pub struct AtHand<I>(pub I);

impl<I: Iterator + Send> Inputs for AtHand<I> {
    type Input = I::Item;

    fn take(&mut self) -> Option<I::Item> {
        self.0.next()
    }

    fn is_at_hand(&mut self) -> bool {
        true
    }
}
