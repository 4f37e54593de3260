//! What the words of the lexicons can be in a clause: closed classes, verb forms, nouns that name events.

use crate::inflect::Tag as Inflection;
use crate::table;
use crate::vocabulary::{Form, Vocabulary};

const FUNCTION: &str = include_str!("../../lexicon/function.tsv");
const PLAIN: &str = include_str!("../../lexicon/plain_verbs.tsv");

/// A verb of the lexicons, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Lemma(pub(crate) u16);

impl Lemma {
    /// A verb that no lexicon knows.
    pub(crate) const UNKNOWN: Lemma = Lemma(u16::MAX);
}

/// The forms that a verb reading may have, as bits.
pub(crate) mod form {
    pub(crate) const BASE: u8 = 1;
    pub(crate) const THIRD: u8 = 1 << 1;
    pub(crate) const PAST: u8 = 1 << 2;
    pub(crate) const PARTICIPLE: u8 = 1 << 3;
    pub(crate) const ING: u8 = 1 << 4;
}

/// Closed classes, as bits: a word may be of several.
pub(crate) mod class {
    pub(crate) const DET: u32 = 1;
    pub(crate) const POSS: u32 = 1 << 1;
    pub(crate) const PREP: u32 = 1 << 2;
    pub(crate) const NOT: u32 = 1 << 3;
    pub(crate) const BE: u32 = 1 << 4;
    pub(crate) const HAVE: u32 = 1 << 5;
    pub(crate) const DO: u32 = 1 << 6;
    pub(crate) const MODAL: u32 = 1 << 7;
    pub(crate) const COULD: u32 = 1 << 8;
    pub(crate) const SHOULD: u32 = 1 << 9;
    pub(crate) const CONJ: u32 = 1 << 10;
    pub(crate) const BUT: u32 = 1 << 11;
    pub(crate) const REL: u32 = 1 << 12;
    pub(crate) const THAT: u32 = 1 << 13;
    pub(crate) const SUB: u32 = 1 << 14;
    pub(crate) const IF: u32 = 1 << 15;
    pub(crate) const SUBJECT: u32 = 1 << 16;
    pub(crate) const OBJECT: u32 = 1 << 17;
    pub(crate) const TIME: u32 = 1 << 18;
    pub(crate) const END: u32 = 1 << 19;
    pub(crate) const COMMA: u32 = 1 << 20;
    pub(crate) const QUOTE: u32 = 1 << 21;
    pub(crate) const TO: u32 = 1 << 22;
    /// What looks like a verb but describes a noun, unless an auxiliary stands before it.
    pub(crate) const ADJECTIVE: u32 = 1 << 23;
    /// What stands anywhere in a clause and says nothing of its frame.
    pub(crate) const ADVERB: u32 = 1 << 24;
    /// The names in `function.tsv`, in the order of their bits.
    pub(crate) const NAMES: [&str; 25] = [
        "det",
        "poss",
        "prep",
        "not",
        "be",
        "have",
        "do",
        "modal",
        "could",
        "should",
        "conj",
        "but",
        "rel",
        "that",
        "sub",
        "if",
        "subject",
        "object",
        "time",
        "end",
        "comma",
        "quote",
        "to",
        "adjective",
        "adverb",
    ];
}

/// A verb that a form may be of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    /// Which verb.
    pub(crate) lemma: Lemma,
    /// In which of its forms.
    pub(crate) forms: u8,
}

/// Everything known of one form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Info {
    /// Its closed classes.
    pub(crate) class: u32,
    /// The verbs it may be of, the first listed first.
    pub(crate) verbs: Vec<Reading>,
    /// The verb that it is the base of.
    lemma: Option<Lemma>,
    /// Whether it is a noun of `nouns.tsv`.
    pub(crate) noun: bool,
}

/// What is known of each form, and the verbs by number.
#[derive(Debug, Default)]
pub(crate) struct Grammar {
    infos: Vec<Info>,
    /// How many verbs there are.
    lemmas: u16,
    says: Vec<Lemma>,
}

impl Grammar {
    /// Reads the closed classes and the verbs that code nothing.
    pub(crate) fn compile(vocabulary: &mut Vocabulary) -> Grammar {
        let mut grammar = Grammar::default();
        for row in table::rows(FUNCTION) {
            let [name, words] = table::columns(row);
            let bit = class::NAMES.iter().position(|class| *class == name).expect("the tests read every class");
            for word in words.split(';') {
                let form = if word.is_empty() { vocabulary.add(";") } else { vocabulary.add(word) };
                grammar.info_mut(form).class |= 1 << bit;
            }
        }
        grammar.add_verb(vocabulary, "be");
        for row in table::rows(PLAIN) {
            let [kind, verbs] = table::columns(row);
            for verb in verbs.split(';') {
                let lemma = grammar.add_verb(vocabulary, verb);
                if kind == "say" {
                    grammar.says.push(lemma);
                }
            }
        }
        grammar
    }

    /// What is known of a form.
    pub(crate) fn info(&self, form: Form) -> &Info {
        static NOTHING: Info = Info { class: 0, verbs: Vec::new(), lemma: None, noun: false };
        self.infos.get(form.0 as usize).unwrap_or(&NOTHING)
    }

    /// The closed classes of a form.
    pub(crate) fn class(&self, form: Form) -> u32 {
        self.info(form).class
    }

    /// Whether the verb reports speech or thought.
    pub(crate) fn says(&self, lemma: Lemma) -> bool {
        self.says.contains(&lemma)
    }

    /// Adds a verb with all its forms; the same number for the same verb.
    pub(crate) fn add_verb(&mut self, vocabulary: &mut Vocabulary, base: &str) -> Lemma {
        let form = vocabulary.add(base);
        if let Some(lemma) = self.info_mut(form).lemma {
            return lemma;
        }
        let lemma = Lemma(self.lemmas);
        self.lemmas += 1;
        self.info_mut(form).lemma = Some(lemma);
        vocabulary.add_verb(base, |form, inflection| {
            let verbs = &mut self.info_mut(form).verbs;
            let bit = bit(inflection);
            match verbs.iter_mut().find(|reading| reading.lemma == lemma) {
                Some(reading) => reading.forms |= bit,
                None => verbs.push(Reading { lemma, forms: bit }),
            }
        });
        lemma
    }

    /// Marks a form as a noun that names an event.
    pub(crate) fn add_noun(&mut self, form: Form) {
        self.info_mut(form).noun = true;
    }

    fn info_mut(&mut self, form: Form) -> &mut Info {
        let at = form.0 as usize;
        if at >= self.infos.len() {
            self.infos.resize_with(at + 1, Info::default);
        }
        &mut self.infos[at]
    }
}

fn bit(inflection: Inflection) -> u8 {
    match inflection {
        Inflection::Base => form::BASE,
        Inflection::Third => form::THIRD,
        Inflection::Past => form::PAST,
        Inflection::Participle => form::PARTICIPLE,
        Inflection::Ing => form::ING,
        Inflection::Noun | Inflection::Plural => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_of_the_table_is_known() {
        for row in table::rows(FUNCTION) {
            let [name, words] = table::columns(row);
            assert!(class::NAMES.contains(&name) && !words.is_empty(), "{row}");
        }
        for row in table::rows(PLAIN) {
            let [kind, _] = table::columns(row);
            assert!(matches!(kind, "say" | "plain"), "{row}");
        }
    }

    #[test]
    fn forms_lead_to_their_verbs() {
        let mut vocabulary = Vocabulary::default();
        let mut grammar = Grammar::compile(&mut vocabulary);
        let lemma = grammar.add_verb(&mut vocabulary, "withdraw");
        let info = grammar.info(vocabulary.get("withdrew"));
        assert!(info.verbs.iter().any(|reading| reading.lemma == lemma && reading.forms == form::PAST));
        assert!(grammar.class(vocabulary.get("and")) & class::CONJ != 0);
    }
}
