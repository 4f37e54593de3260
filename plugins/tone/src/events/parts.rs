//! The parts of speech that a trained tagger gave the tokens of a report.

use dateline_layers::{Tag, Xpos};

use crate::words::Word;

/// The parts of speech of a report, and where those of the sentence at hand begin; none where no tagger ran.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Parts<'a> {
    all: &'a [Tag],
    first: usize,
}

impl<'a> Parts<'a> {
    /// Those of a report, for the sentence that begins with this token.
    pub(super) fn new(all: &'a [Tag], first: usize) -> Parts<'a> {
        Parts { all, first }
    }

    /// That of the word at this position of the sentence.
    pub(super) fn of(self, at: usize, word: &Word) -> Option<Xpos> {
        let start = word.span.start;
        // Where no hyphen parts words, each has a token of its own; otherwise it is near.
        let mut at = (self.first + at).min(self.all.len().checked_sub(1)?);
        while at > 0 && self.all[at].span.start > start {
            at -= 1;
        }
        let tag = self.all[at..].iter().find(|tag| tag.span.start >= start)?;
        (tag.span.start == start).then_some(tag.xpos)
    }
}
