//! What a judgement looks at: the words, the names among them, and what stands beside a name.

use crate::hints::Hints;
use crate::lexicon::{Class, Classes};
use crate::people::People;
use crate::spots::{Spelling, Spot};
use crate::words::{Gap, Word};

/// What a judgement looks at.
pub(crate) struct Page<'a> {
    pub text: &'a str,
    pub words: &'a [Word],
    pub classes: &'a Classes,
    pub spots: &'a [Spot],
    pub people: &'a People,
    pub hints: Hints<'a>,
}

impl<'a> Page<'a> {
    pub(crate) fn word(&self, at: u32) -> Option<&'a Word> {
        self.words.get(at as usize)
    }

    pub(crate) fn class(&self, at: u32) -> Class {
        self.classes.of(self.text, self.words, at as usize)
    }

    pub(crate) fn text_of(&self, at: u32) -> &'a str {
        self.word(at).map_or("", |w| w.of(self.text))
    }

    /// The word before a spot, where only white space, or the point of an abbreviation, stands between.
    pub(crate) fn before(&self, spot: &Spot) -> Option<u32> {
        let gap = self.word(spot.first)?.gap;
        (matches!(gap, Gap::Space | Gap::Point) && spot.first > 0).then(|| spot.first - 1)
    }

    /// The word behind a spot, where only white space stands between.
    pub(crate) fn behind(&self, spot: &Spot) -> Option<u32> {
        let gap = self.word(spot.behind)?.gap;
        let abbreviated =
            spot.spelling == Spelling::Pointed && gap == Gap::Sentence && !self.word(spot.behind)?.capital;
        (matches!(gap, Gap::Space | Gap::Point) || abbreviated).then_some(spot.behind)
    }

    /// Whether a spot covers the word.
    pub(crate) fn is_spot(&self, word: u32) -> bool {
        self.spot_at(word).is_some()
    }

    /// The spot that covers the word.
    pub(crate) fn spot_at(&self, word: u32) -> Option<&'a Spot> {
        let after = self.spots.partition_point(|s| s.first <= word);
        self.spots[..after].last().filter(|spot| word < spot.behind)
    }

    /// Whether a preposition of place stands before a spot.
    pub(crate) fn is_where(&self, spot: &Spot) -> bool {
        self.before(spot).is_some_and(|before| self.class(before).has(Class::WHERE))
    }

    /// Whether the spot is an entry of a menu or a trail: "Home | Africa | Sport", "News › World › Asia".
    pub(crate) fn is_menu(&self, spot: &Spot) -> bool {
        let gap = |at: u32| match (at.checked_sub(1).and_then(|b| self.word(b)), self.word(at)) {
            (Some(a), Some(b)) if b.gap == Gap::Mark => &self.text[a.end as usize..b.start as usize],
            _ => "",
        };
        let bar = |at: u32| gap(at).contains(['|', '›', '»', '·', '•']) && !gap(at).contains('\n');
        bar(spot.first) && bar(spot.behind)
    }

    /// Whether the line that the spot stands in has capitals throughout, so that they say nothing.
    pub(crate) fn is_title_case(&self, spot: &Spot) -> bool {
        let from = (spot.first as usize).saturating_sub(5);
        let upto = (spot.behind as usize + 5).min(self.words.len());
        let around = &self.words[from..upto];
        let long = around.iter().filter(|w| w.len() > 3 && !w.number);
        let (capital, all) = long.fold((0, 0), |(c, n), w| (c + usize::from(w.capital), n + 1));
        all >= 5 && capital * 10 >= all * 9
    }
}
