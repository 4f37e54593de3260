//! Which sentences and verbs can tell an event at all: nothing else is parsed.

use super::forms::Forms;
use super::frame::{Frame, Frames, Kind};
use super::grammar::{Grammar, Lemma, class};
use super::matcher::{NOTHING, code_on};
use super::nouns::Nouns;
use crate::vocabulary::{Vocabulary, mark};
use crate::words::Word;

/// What each verb can add to an event, as marks.
#[derive(Debug)]
pub(super) struct Gate {
    verbs: Vec<u32>,
}

impl Gate {
    /// The gate of these rules, which are complete; marks the forms of verbs and nouns for it.
    pub(super) fn new(
        vocabulary: &mut Vocabulary,
        grammar: &Grammar,
        nouns: &Nouns,
        frames: &Frames,
        forms: &Forms,
    ) -> Gate {
        let acts = |kind: Kind| nouns.classes.iter().any(|class| !code_on(kind, class).is_empty());
        let on_nouns: Vec<Kind> = Kind::all().filter(|kind| acts(*kind)).collect();
        let of_verb = |lemma: Lemma| -> u32 {
            let told = || frames.of(lemma).iter().filter(|frame| frame.code != NOTHING);
            let alone = told().any(Frame::needs_nothing);
            let with = told().next().is_some() || frames.kinds(lemma).iter().any(|(_, kind)| on_nouns.contains(kind));
            (u32::from(alone) * mark::TELLS) | (u32::from(with) * mark::TELLS_WITH)
        };
        let verbs: Vec<u32> = grammar.lemmas().map(of_verb).collect();
        let auxiliaries = [forms.be, forms.have, forms.do_].map(|lemma| verbs[lemma.0 as usize]);
        // "'s" may be "is".
        let classes = [class::BE | class::POSS, class::HAVE, class::DO];
        for form in grammar.forms() {
            let info = grammar.info(form);
            let demand = u32::from(info.class & class::SHOULD != 0) * mark::TELLS;
            let of_verbs = info.verbs.iter().fold(demand, |all, reading| all | verbs[reading.lemma.0 as usize]);
            let helpers = classes.iter().zip(auxiliaries).filter(|(class, _)| info.class & **class != 0);
            vocabulary.mark(form, helpers.fold(of_verbs, |all, (_, helper)| all | helper));
        }
        // The nouns of a class are last words.
        let needed = frames.all().flat_map(Frame::all_words);
        nouns.last_words().chain(needed).for_each(|form| vocabulary.mark(form, mark::TOLD));
        Gate { verbs }
    }

    /// Whether these words may tell an event, whatever each of them is.
    pub(super) fn lets(words: &[Word]) -> bool {
        let all = words.iter().fold(0, |all, word| all | word.marks());
        suffices(all)
    }

    /// Whether this verb may, where the sentence has such nouns or none.
    pub(super) fn lets_verb(&self, lemma: Lemma, nouns: bool) -> bool {
        let of_verb = self.verbs.get(lemma.0 as usize).copied().unwrap_or(0);
        suffices(of_verb | if nouns { mark::TOLD } else { 0 })
    }
}

/// Whether words with these marks between them can tell an event.
fn suffices(marks: u32) -> bool {
    marks & mark::TELLS != 0 || marks & (mark::TELLS_WITH | mark::TOLD) == mark::TELLS_WITH | mark::TOLD
}
