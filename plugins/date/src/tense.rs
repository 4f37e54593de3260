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
    pub(crate) set: u16,
    pub(crate) have: u16,
    pub(crate) was: u16,
    pub(crate) were: u16,
    pub(crate) fors: u16,
    /// Verbs of a timetable whose present form is that of the infinitive: "the Games open Friday".
    pub(crate) timetable: [u16; 9],
    /// Pronouns that such a verb may follow.
    pub(crate) subjects: [u16; 4],
    /// Verbs that move something to a later time: "adjourned until Monday".
    pub(crate) defers: [u16; 9],
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
            if before.word == self.until && self.defers(tokens, at - 1) {
                return Tense::Future;
            }
            if before.word == self.until || before.word == self.by {
                // What is said behind counts where nothing is said before: "By May all had fled".
                let tense = match self.before(tokens, at - 1, quoted) {
                    Tense::Unknown => self.behind(tokens, at, quoted),
                    tense => tense,
                };
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
            if token.word != 0 && self.timetable.contains(&token.word) && self.is_subject(tokens, i) {
                return Tense::Future;
            }
            // "A vote was set for Sunday."
            let set = token.word != 0 && token.word == self.set;
            if set && tokens[i + 1].word == self.fors && !(i.saturating_sub(3)..i).any(|j| word(j) == self.had) {
                return Tense::Future;
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
                // "It was to meet on Tuesday."
                let copula = token.word == self.was || token.word == self.were;
                if copula && infinitive == i + 1 {
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

    /// Whether a subject of many, or a name, stands before `tokens[at]`, so that it is a verb.
    fn is_subject(&self, tokens: &[Token], at: usize) -> bool {
        at.checked_sub(1).map(|before| &tokens[before]).is_some_and(|before| {
            let plural = before.is(Classes::NOUNS) || (before.word != 0 && self.subjects.contains(&before.word));
            let verb = Classes::PASTVERB.with(Classes::PRESENTVERB).with(Classes::FUTUREVERB).with(Classes::CLAUSE);
            let determiner = before.word != 0 && self.determiners.contains(&before.word);
            plural || (before.is(Classes::CAPITAL) && !before.is(verb) && !determiner)
        })
    }

    /// Whether what stands before the "until" of `tokens[at]` puts something off, or grants time: "has until Monday".
    fn defers(&self, tokens: &[Token], at: usize) -> bool {
        if at.checked_sub(1).is_some_and(|before| tokens[before].word == self.have) {
            return true;
        }
        let clause = tokens[..at].iter().rev().take(12).take_while(|token| !token.is(Classes::STOP));
        clause.clone().any(|token| token.word != 0 && self.defers.contains(&token.word))
    }

    /// Whether `tokens[at]` is the "due" of "due to its loss": a reason, not a time.
    fn is_because(&self, tokens: &[Token], at: usize) -> bool {
        tokens[at].word == self.due
            && tokens.get(at + 1).is_some_and(|next| next.word == self.to)
            && tokens.get(at + 2).is_some_and(|next| self.determiners.contains(&next.word) || next.is(Classes::CAPITAL))
    }

    fn behind(&self, tokens: &[Token], at: usize, quoted: u8) -> Tense {
        for (step, token) in tokens[at + 1..].iter().take(REACH).enumerate() {
            // "The Games open Friday, seven years after the city won them": another clause says nothing.
            let clause = token.is(Classes::CLAUSE) && token.word != self.and;
            if token.is(Classes::STOP) || clause || token.marks & Token::QUOTED != quoted {
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
