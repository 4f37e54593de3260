//! A rule's match, as actions read it.

use crate::token::Token;
use crate::{Amount, Classes, Core, Fields, Grain, Meaning};

/// Numbers that can be a day of a month.
pub(crate) const DAY_OF_MONTH: Classes = Classes::DAY.with(Classes::DAYORD);

/// A match as actions see it.
pub(crate) struct Captures<'a> {
    pub(crate) tokens: &'a [Token],
    /// The class that each token was taken for, by its bit; [`Captures::WORD`] where it was a word of the pattern.
    pub(crate) path: &'a [u8],
    pub(crate) meanings: &'a [Meaning],
}

/// What an action makes: nothing (the rule does not apply after all), one phrase, or two that meet before a token.
pub(crate) enum Outcome {
    None,
    One(Meaning),
    /// The first phrase ends before the first number (an index into the match), the second begins at the second.
    Two(Meaning, usize, usize, Meaning),
}

impl Captures<'_> {
    /// Taken for itself.
    pub(crate) const WORD: u8 = u8::MAX;

    /// The `n`th token that was taken for one of `classes`.
    pub(crate) fn nth(&self, classes: Classes, n: usize) -> Option<&Token> {
        self.positions(classes).nth(n).map(|at| &self.tokens[at])
    }

    pub(crate) fn positions(&self, classes: Classes) -> impl Iterator<Item = usize> {
        self.path.iter().enumerate().filter(move |(_, bit)| classes.holds(**bit)).map(|(at, _)| at)
    }

    pub(crate) fn number(&self, classes: Classes) -> Option<i32> {
        self.nth(classes, 0).filter(|token| token.den == 1).map(|token| token.num)
    }

    pub(crate) fn phrase(&self, classes: Classes) -> Option<(u32, Meaning)> {
        let token = self.phrases(classes).next()?;
        Some((token.meaning, *self.meanings.get(token.meaning as usize)?))
    }

    /// The phrases of the match that are in any of `classes`, whatever else they were taken for.
    pub(crate) fn phrases(&self, classes: Classes) -> impl DoubleEndedIterator<Item = &Token> {
        self.tokens.iter().filter(move |token| token.meaning != u32::MAX && token.is(classes))
    }

    /// The unit that the match holds, as a class or as a word of the pattern.
    pub(crate) fn grain(&self) -> Option<Grain> {
        self.tokens.iter().find(|token| token.is(Classes::UNIT)).map(|token| token.grain)
    }

    /// The unit that is compared with one a year ago: any but the year.
    pub(crate) fn compared(&self) -> Option<Grain> {
        let units = self.tokens.iter().filter(|token| token.is(Classes::UNIT));
        units.map(|token| token.grain).find(|grain| *grain != Grain::Year)
    }

    pub(crate) fn quantity(&self) -> Option<Meaning> {
        match self.phrase(Classes::QUANT) {
            Some((_, meaning)) => Some(meaning),
            None => Some(Meaning::new(Core::Amount(Amount::new(1, self.grain()?)))),
        }
    }

    pub(crate) fn fields(&self) -> Fields {
        let small = |classes: Classes| self.number(classes).map(|number| number as i8);
        Fields {
            year: self.number(Classes::YEAR.with(Classes::FISCAL)).map(|year| year as i16),
            month: small(Classes::MONTH),
            day: small(DAY_OF_MONTH),
            weekday: small(Classes::WEEKDAY.with(Classes::WEEKDAYABBR)),
            season: small(Classes::SEASON).or_else(|| self.named(Classes::SEASON)),
            quarter: None,
            half: None,
        }
    }

    /// The number of a word that the pattern names, if it is in one of `classes`.
    fn named(&self, classes: Classes) -> Option<i8> {
        let words = self.tokens.iter().zip(self.path).filter(|(_, path)| **path == Captures::WORD);
        words.map(|(token, _)| token).find(|token| token.is(classes)).map(|token| token.num as i8)
    }

    /// The number of the match, as that many of a unit.
    pub(crate) fn number_of(&self, grain: Grain) -> Option<Amount> {
        let number = self.nth(Classes::NUM, 0).filter(|number| number.den > 0)?;
        Some(Amount::ratio(number.num, i32::from(number.den), grain))
    }

    pub(crate) fn amount(&self) -> Option<Amount> {
        let unit = self.nth(Classes::UNIT, 0)?;
        if self.nth(Classes::VAGUE, 0).is_some() {
            return Some(Amount::vague(unit.grain));
        }
        match self.nth(Classes::NUM, 0) {
            Some(number) if number.den > 0 => Some(Amount::ratio(number.num, i32::from(number.den), unit.grain)),
            Some(_) => None,
            None => Some(Amount::new(1, unit.grain)),
        }
    }
}
