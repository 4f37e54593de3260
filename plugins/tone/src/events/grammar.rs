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
#[derive(Clone, Copy, Debug)]
pub(crate) struct Info<'g> {
    /// Its closed classes.
    pub(crate) class: u32,
    /// The verbs it may be of, the first listed first.
    pub(crate) verbs: &'g [Reading],
    /// Whether it is a noun of `nouns.tsv`.
    pub(crate) noun: bool,
}

/// What is known of each form, and the verbs by number.
#[derive(Debug, Default)]
pub(crate) struct Grammar {
    rows: Vec<Row>,
    readings: Vec<Reading>,
    /// Whether each verb reports speech or thought.
    says: Vec<bool>,
    /// What is only needed until [`Grammar::finish`].
    making: Making,
}

/// What is known of a form, in few bytes, since each word of a text asks for it.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    class: u32,
    /// The place of its first verb among the readings, and how many there are.
    first: u16,
    count: u8,
    noun: bool,
}

/// Verbs as they are listed.
#[derive(Debug, Default)]
struct Making {
    /// The verb that each form is the base of.
    bases: Vec<Option<Lemma>>,
    told: Vec<(Form, Reading)>,
}

impl Grammar {
    /// Reads the closed classes and the verbs that code nothing.
    pub(crate) fn compile(vocabulary: &mut Vocabulary) -> Grammar {
        let mut grammar = Grammar::default();
        for row in table::rows(FUNCTION) {
            let [name, words] = table::columns(row);
            let bit = class::NAMES.iter().position(|class| *class == name).expect("the tests read every class");
            for word in table::parts(words, b';') {
                let form = if word.is_empty() { vocabulary.add(";") } else { vocabulary.add(word) };
                row_mut(&mut grammar.rows, form).class |= 1 << bit;
            }
        }
        grammar.add_verb(vocabulary, "be");
        for row in table::rows(PLAIN) {
            let [kind, verbs] = table::columns(row);
            for verb in table::parts(verbs, b';') {
                let lemma = grammar.add_verb(vocabulary, verb);
                grammar.says[lemma.0 as usize] |= kind == "say";
            }
        }
        grammar
    }

    /// What is known of a form.
    #[inline]
    pub(crate) fn info(&self, form: Form) -> Info<'_> {
        let Row { class, first, count, noun } = self.row(form);
        Info { class, verbs: &self.readings[first as usize..first as usize + count as usize], noun }
    }

    /// Every verb.
    pub(crate) fn lemmas(&self) -> impl Iterator<Item = Lemma> {
        (0..self.says.len() as u16).map(Lemma)
    }

    /// Every form that something is known of.
    pub(crate) fn forms(&self) -> impl Iterator<Item = Form> {
        (0..self.rows.len() as u16).map(Form)
    }

    #[inline]
    fn row(&self, form: Form) -> Row {
        self.rows.get(form.0 as usize).copied().unwrap_or_default()
    }

    /// The closed classes of a form.
    #[inline]
    pub(crate) fn class(&self, form: Form) -> u32 {
        self.row(form).class
    }

    /// Whether the verb reports speech or thought.
    pub(crate) fn says(&self, lemma: Lemma) -> bool {
        self.says.get(lemma.0 as usize).is_some_and(|says| *says)
    }

    /// Adds a verb with all its forms; the same number for the same verb.
    pub(crate) fn add_verb(&mut self, vocabulary: &mut Vocabulary, base: &str) -> Lemma {
        let form = vocabulary.add(base);
        let of_base = row_mut(&mut self.making.bases, form);
        if let Some(lemma) = *of_base {
            return lemma;
        }
        let lemma = Lemma(self.says.len() as u16);
        *of_base = Some(lemma);
        self.says.push(false);
        vocabulary.add_verb(base, |form, inflection| {
            self.making.told.push((form, Reading { lemma, forms: bit(inflection) }));
        });
        lemma
    }

    /// Marks a form as a noun that names an event.
    pub(crate) fn add_noun(&mut self, form: Form) {
        row_mut(&mut self.rows, form).noun = true;
    }

    /// Gathers the verbs of each form; nothing is added any more.
    pub(crate) fn finish(&mut self) {
        let told = std::mem::take(&mut self.making).told;
        let mut counts: Vec<u16> = Vec::new();
        for (form, _) in &told {
            *row_mut(&mut counts, *form) += 1;
        }
        let mut first = 0;
        for (count, at) in counts.into_iter().zip(0..) {
            row_mut(&mut self.rows, Form(at)).first = first;
            first += count;
        }
        self.readings = vec![Reading { lemma: Lemma::UNKNOWN, forms: 0 }; told.len()];
        for (form, reading) in told {
            let row = &mut self.rows[form.0 as usize];
            let next = row.first as usize + row.count as usize;
            match self.readings[..next].last_mut().filter(|last| row.count > 0 && last.lemma == reading.lemma) {
                Some(last) => last.forms |= reading.forms,
                None => {
                    self.readings[next] = reading;
                    row.count += 1;
                }
            }
        }
    }
}

/// The entry of a form in a list that grows as forms come.
fn row_mut<T: Clone + Default>(rows: &mut Vec<T>, form: Form) -> &mut T {
    let at = form.0 as usize;
    if at >= rows.len() {
        rows.resize(at + 1, T::default());
    }
    &mut rows[at]
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
        grammar.finish();
        let info = grammar.info(vocabulary.get("withdrew"));
        assert!(info.verbs.iter().any(|reading| reading.lemma == lemma && reading.forms == form::PAST));
        assert!(grammar.class(vocabulary.get("and")) & class::CONJ != 0);
    }
}
