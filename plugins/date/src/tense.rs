//! Whether the words around an expression speak of the past or of the future.
//!
//! No parser: the nearest verb form or sign before the expression in its sentence decides, with the words that
//! govern it ("is to", "had been due", "will be paid"), else the nearest one behind it.

use dateline_temporal::{Classes, Token};

/// What tense says of the time of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Future,
    Unknown,
}

/// How many tokens are looked at to each side.
const REACH: usize = 24;

/// The words that need to be told apart; their numbers come from the grammar.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) to: u16,
    pub(crate) be: u16,
    pub(crate) had: u16,
    pub(crate) since: u16,
    pub(crate) is: u16,
    pub(crate) are: u16,
    pub(crate) due: u16,
    /// Words that look ahead as verbs but not as nouns and adjectives.
    pub(crate) nouns: [u16; 9],
    /// Articles and possessives.
    pub(crate) determiners: [u16; 7],
    pub(crate) by: u16,
    pub(crate) until: u16,
    pub(crate) later: u16,
    pub(crate) ended: u16,
    pub(crate) ending: u16,
    pub(crate) between: u16,
    /// Verbs that make what follows lie ahead.
    pub(crate) modals: [u16; 8],
    /// What joins the parts of a range or a list.
    pub(crate) joiners: [u16; 9],
    pub(crate) and: u16,
    pub(crate) comma: u16,
    pub(crate) bracket: u16,
}

impl Words {
    /// The tense around `tokens[at]`.
    pub(crate) fn tense(&self, tokens: &[Token], at: usize) -> Tense {
        let quoted = tokens[at].marks & Token::QUOTED;
        // The preposition itself.
        if let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) {
            if before.word == self.since {
                return Tense::Past;
            }
            if before.word == self.until || before.word == self.by {
                let tense = self.before(tokens, at - 1, quoted);
                return if tense == Tense::Unknown { Tense::Future } else { tense };
            }
        }
        match self.before(tokens, at, quoted) {
            Tense::Unknown => self.behind(tokens, at, quoted),
            tense => tense,
        }
    }

    fn before(&self, tokens: &[Token], at: usize, quoted: u8) -> Tense {
        let word = |i: usize| tokens[i].word;
        let mut infinitive = usize::MAX;
        for i in (at.saturating_sub(REACH)..at).rev() {
            let token = &tokens[i];
            if token.is(Classes::STOP) || token.marks & Token::QUOTED != quoted {
                break;
            }
            if token.word == self.to {
                infinitive = i;
                continue;
            }
            if token.is(Classes::DATE) {
                continue;
            }
            // A plan, an expected charge: nouns and what stands before them say nothing.
            let determined =
                |reach| (i.saturating_sub(reach)..i).any(|j| word(j) != 0 && self.determiners.contains(&word(j)));
            if token.is(Classes::FUTUREVERB) {
                if token.word == self.later
                    || (self.nouns.contains(&token.word) && determined(2))
                    || self.is_because(tokens, i)
                {
                    continue;
                }
                // "Had been due to expire", "had been scheduled": a plan of the past.
                let past = (i.saturating_sub(6)..i).any(|j| word(j) == self.had && !tokens[j].is(Classes::STOP));
                return if past { Tense::Past } else { Tense::Future };
            }
            if token.is(Classes::PRESENTVERB) {
                // "Is to meet", and "the vote is Tuesday", "is set for Sunday".
                let copula = token.word == self.is || token.word == self.are;
                if copula && (infinitive == i + 1 || (infinitive == usize::MAX && i > 0 && at - i <= 3)) {
                    return Tense::Future;
                }
                continue;
            }
            if token.is(Classes::PASTVERB) {
                // "Will stay closed", "would be paid".
                let modal = (i.saturating_sub(4)..i)
                    .rev()
                    .take_while(|&j| !tokens[j].is(Classes::STOP.with(Classes::CLAUSE)))
                    .any(|j| word(j) != 0 && self.modals.contains(&word(j)));
                let governed = i > 0 && (word(i - 1) == self.be || word(i - 1) == self.to || modal);
                // "Agreed to sell it in January": what was promised lies ahead.
                if token.is(Classes::COMMITS) && infinitive != usize::MAX && infinitive < i + 4 {
                    return Tense::Future;
                }
                if governed || (determined(1) && !token.is(Classes::SAYING)) {
                    continue;
                }
                return Tense::Past;
            }
        }
        Tense::Unknown
    }

    /// Whether `tokens[at]` is the "due" of "due to its loss": a reason, not a time.
    fn is_because(&self, tokens: &[Token], at: usize) -> bool {
        tokens[at].word == self.due
            && tokens.get(at + 1).is_some_and(|next| next.word == self.to)
            && tokens.get(at + 2).is_some_and(|next| self.determiners.contains(&next.word) || next.is(Classes::CAPITAL))
    }

    fn behind(&self, tokens: &[Token], at: usize, quoted: u8) -> Tense {
        for (step, token) in tokens[at + 1..].iter().take(REACH).enumerate() {
            if token.is(Classes::STOP) || token.marks & Token::QUOTED != quoted {
                break;
            }
            if token.is(Classes::FUTUREVERB) && token.word != self.to && !token.is(Classes::DATE) {
                return Tense::Future;
            }
            if token.is(Classes::PASTVERB) {
                return Tense::Past;
            }
            if token.is(Classes::PRESENTVERB) && tokens.get(at + step + 2).is_some_and(|next| next.word == self.to) {
                return Tense::Future;
            }
        }
        Tense::Unknown
    }
}
