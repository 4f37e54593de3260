//! A document as the patterns see it: words, marks and cues, with the questions that every pattern asks.

use dateline_layers::Token;
use dateline_names::{Reading, Word};

use crate::cue::Cue;
use crate::grammar::Grammar;
use crate::marks::Marked;

/// What patterns look at; all per-token slices have one entry a token.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) read: Reading<'a>,
    pub(crate) grammar: &'a [Grammar],
    pub(crate) cues: &'a [Option<Cue>],
    /// The few tokens at which a source may be told: the cues, and "according".
    pub(crate) spots: &'a [u32],
    /// 1 + the position in `marks` of the outermost marks around a token, 0 outside; the marks themselves are outside.
    pub(crate) inside: &'a [u32],
    pub(crate) marks: &'a [Marked],
}

/// The tokens from the first to the last, both part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) first: usize,
    pub(crate) last: usize,
}

impl Run {
    pub(crate) const fn new(first: usize, last: usize) -> Run {
        Run { first, last }
    }

    pub(crate) const fn len(self) -> usize {
        self.last + 1 - self.first
    }
}

/// One look at a token or a draft: the tests count them, the program does not.
#[inline]
pub(crate) fn step() {
    #[cfg(test)]
    crate::cost::STEPS.with(|steps| steps.set(steps.get() + 1));
}

impl<'a> Scene<'a> {
    pub(crate) fn str(&self, at: usize) -> &'a str {
        step();
        self.read.str(at)
    }

    /// The spots among these tokens.
    pub(crate) fn spots_in(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = usize> + 'a {
        let first = self.spots.partition_point(|at| (*at as usize) < range.start);
        self.spots[first..].iter().map(|at| *at as usize).take_while(move |at| *at < range.end)
    }

    pub(crate) fn word(&self, at: usize) -> Word {
        self.read.word(at)
    }

    /// Whether the word is of one of these classes.
    pub(crate) fn is(&self, at: usize, bits: u16) -> bool {
        step();
        self.grammar.get(at).is_some_and(|grammar| grammar.any(bits))
    }

    pub(crate) fn shape(&self, at: usize, bits: u32) -> bool {
        self.read.shape(at, bits)
    }

    pub(crate) fn is_quoted(&self, at: usize) -> bool {
        step();
        self.inside.get(at).is_some_and(|mark| *mark > 0)
    }

    pub(crate) fn is_comma(&self, at: usize) -> bool {
        self.str(at) == ","
    }

    /// A quotation mark that belongs to a pair.
    pub(crate) fn is_quote_mark(&self, at: usize) -> bool {
        self.shape(at, Token::QUOTE_MARK) && !self.is_quoted(at) && !self.read.is_possessive(at)
    }

    /// The marks that this token opens.
    pub(crate) fn opened_at(&self, at: usize) -> Option<&'a Marked> {
        let mark = *self.inside.get(at + 1)?;
        let mark = self.marks.get((mark as usize).checked_sub(1)?)?;
        (mark.open as usize == at).then_some(mark)
    }

    /// The marks that this token closes.
    pub(crate) fn closed_at(&self, at: usize) -> Option<&'a Marked> {
        let mark = *self.inside.get(at.checked_sub(1)?)?;
        let mark = self.marks.get((mark as usize).checked_sub(1)?)?;
        (mark.close as usize == at).then_some(mark)
    }

    /// A word that may be part of a noun phrase: no function word, no adverb, no finite verb that the lexicon knows.
    pub(crate) fn is_nominal(&self, at: usize) -> bool {
        let verbal = Grammar::AUX
            | Grammar::MODAL
            | Grammar::NEGATION
            | Grammar::ADVERB
            | Grammar::SUBJECT
            | Grammar::PREPOSITION
            | Grammar::CONJUNCTION
            | Grammar::SUBORDINATOR
            | Grammar::RELATIVE
            | Grammar::QUESTION;
        let token = Token::WORD | Token::DIGIT;
        self.read.tokens.get(at).is_some_and(|t| t.is_any(token)) && (!self.is(at, verbal) || self.capital_inside(at))
    }

    /// A capital that does not come from the start of a sentence.
    pub(crate) fn capital_inside(&self, at: usize) -> bool {
        self.read.is_capital(at)
            && !self.shape(at, Token::SENTENCE_START)
            && (at == 0 || !self.shape(at - 1, Token::QUOTE_MARK))
            && !self.word(at).any(Word::FUNCTION)
    }

    /// Whether a finite verb is likely among these tokens.
    pub(crate) fn has_finite(&self, first: usize, end: usize) -> bool {
        let finite = Grammar::AUX | Grammar::MODAL | Grammar::PAST | Grammar::PRESENT;
        (first..end).any(|at| {
            self.is(at, finite) && !self.read.is_possessive(at) && !self.is_month(at)
                || self.cues[at].is_some_and(|cue| cue.form != crate::cue::Form::Ing)
                || self.is_third(at)
        })
    }

    /// "May" with a capital, where it is no verb.
    fn is_month(&self, at: usize) -> bool {
        self.is(at, Grammar::TIME) && self.capital_inside(at)
    }

    /// A verb in the third person that no list knows: "the code derives | from", "the plan hurts | the poor".
    pub(crate) fn is_third(&self, at: usize) -> bool {
        let word = self.str(at);
        let spelt =
            word.len() > 4 && word.ends_with('s') && !word.ends_with("ss") && word.as_bytes()[0].is_ascii_lowercase();
        spelt
            && at > 0
            && self.is_nominal(at - 1)
            && !self.is(at - 1, Grammar::DETERMINER)
            && (self.is(at + 1, Grammar::DETERMINER | Grammar::OBJECT)
                // "said Kenya attaches great weight to it"
                || self.read.is_capital(at - 1)
                    && !self.word(at).any(Word::PLURAL | Word::ROLE | Word::PEOPLE)
                    && ["ches", "shes", "ains", "izes", "ises", "ates"].iter().any(|end| word.ends_with(end)))
    }

    /// Whether a finite verb that cannot be a noun ("talks") is among these tokens.
    pub(crate) fn has_sure_finite(&self, first: usize, end: usize) -> bool {
        let finite = Grammar::AUX | Grammar::MODAL | Grammar::PAST | Grammar::PRESENT;
        (first..end).any(|at| {
            self.is(at, finite) && !self.read.is_possessive(at) && !self.is_month(at)
                || self.cues[at].is_some_and(|cue| cue.form == crate::cue::Form::Past)
                || self.is_third(at)
        })
    }

    /// The noun that a token may be as a cue: "claim", whether or not the lexicon has a verb of that form.
    pub(crate) fn noun_cue(&self, at: usize) -> Option<Cue> {
        let cue = self.cues.get(at).copied().flatten()?;
        if cue.noun { Some(cue) } else { Cue::noun_of_hash(self.read.hash(at)) }
    }

    /// The clause-like unit that a token stands in may not cross these marks.
    pub(crate) fn is_break(&self, at: usize) -> bool {
        self.shape(at, Token::MARK)
            && !matches!(self.str(at), "-" | "‐" | "‑" | "/" | "&" | "$" | "%" | "#")
            && !self.read.is_possessive(at)
    }
}
