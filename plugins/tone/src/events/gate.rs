//! Which sentences can tell an event at all: nothing else is parsed.

use super::forms::Forms;
use super::frame::{Frame, Frames, Kind, Need};
use super::grammar::{Grammar, Lemma, class};
use super::matcher::{NOTHING, code_on};
use super::nouns::Nouns;
use crate::vocabulary::Form;
use crate::words::Word;

/// What each form can add to an event, as bits.
#[derive(Debug)]
pub(super) struct Gate {
    bits: Vec<u8>,
}

/// A verb that tells an event by itself, or a modal that makes a demand.
const ALONE: u8 = 1;
/// A verb that tells one with a noun.
const VERB: u8 = 1 << 1;
/// A noun that it may need.
const NOUN: u8 = 1 << 2;

impl Gate {
    /// The gate of these rules, which are complete.
    pub(super) fn new(grammar: &Grammar, nouns: &Nouns, frames: &Frames, forms: &Forms) -> Gate {
        let of_verb = |lemma: Lemma| -> u8 {
            let told = |frame: &&Frame| frame.code != NOTHING;
            let alone = frames.of(lemma).iter().filter(told).any(|frame| frame.all_needs().next().is_none());
            let on_noun = |kind: Kind| nouns.classes.iter().any(|class| !code_on(kind, class).is_empty());
            let verb = frames.of(lemma).iter().any(|frame| told(&frame))
                || frames.kinds(lemma).iter().any(|(_, kind)| on_noun(*kind));
            (u8::from(alone) * ALONE) | (u8::from(verb) * VERB)
        };
        let verbs: Vec<u8> = grammar.lemmas().map(of_verb).collect();
        let of_verb = |lemma: Lemma| verbs[lemma.0 as usize];
        // "'s" may be "is".
        let auxiliaries = [(class::BE | class::POSS, forms.be), (class::HAVE, forms.have), (class::DO, forms.do_)];
        let of_form = |form: Form| {
            let info = grammar.info(form);
            let verbs = info.verbs.iter().map(|reading| reading.lemma);
            let helpers = auxiliaries.iter().filter(|(class, _)| info.class & class != 0).map(|(_, lemma)| *lemma);
            let demand = u8::from(info.class & class::SHOULD != 0) * ALONE;
            verbs.chain(helpers).fold(demand, |bits, lemma| bits | of_verb(lemma))
        };
        let mut gate = Gate { bits: grammar.forms().map(of_form).collect() };
        nouns.last_words().for_each(|form| gate.add(form, NOUN));
        for need in frames.all().flat_map(Frame::all_needs) {
            // The nouns of a class are last words.
            if let Need::Word(form) = need {
                gate.add(*form, NOUN);
            }
        }
        gate
    }

    fn add(&mut self, form: Form, bits: u8) {
        let at = form.0 as usize;
        if at >= self.bits.len() {
            self.bits.resize(at + 1, 0);
        }
        self.bits[at] |= bits;
    }

    /// Whether these words may tell an event.
    pub(super) fn lets(&self, words: &[Word]) -> bool {
        let of = |word: &Word| self.bits.get(word.form().0 as usize).copied().unwrap_or(0);
        let all = words.iter().fold(0, |all, word| all | of(word));
        all & ALONE != 0 || all & (VERB | NOUN) == VERB | NOUN
    }
}
