//! Every word that the lexicons know, as a small number: texts are looked up once, and rules compare numbers.

use dateline_names::{Fixed, Table, hash_word};

use crate::inflect::{self, Tag};

/// A word form of the lexicons. [`Form::UNKNOWN`] is every other word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Form(pub(crate) u32);

impl Form {
    /// A word that no lexicon knows.
    pub(crate) const UNKNOWN: Form = Form(0);
}

/// For how many forms there is room at first: for the lexicons of this crate it suffices.
const ROOM: usize = 1 << 14;

/// The forms by their spelling, whatever its case and its apostrophes.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    forms: Table<Form>,
}

impl Default for Vocabulary {
    fn default() -> Vocabulary {
        Vocabulary { forms: Table::with_capacity(ROOM) }
    }
}

impl Vocabulary {
    /// The form of this spelling.
    #[cfg(test)]
    pub(crate) fn get(&self, word: &str) -> Form {
        self.forms.get(hash_word(word)).unwrap_or(Form::UNKNOWN)
    }

    /// The forms by the hashes of their spellings, to look texts up in.
    pub(crate) fn fixed(&self) -> Fixed<Form> {
        self.forms.fixed()
    }

    /// How many forms there are, the unknown one among them.
    pub(crate) fn len(&self) -> usize {
        self.forms.len() + 1
    }

    /// The form of this spelling, made where it is new.
    pub(crate) fn add(&mut self, word: &str) -> Form {
        if word.is_empty() {
            return Form::UNKNOWN;
        }
        debug_assert!(
            !(word.contains('-') && word.contains(char::is_alphanumeric)),
            "no text has the word {word}, since hyphens part words"
        );
        let new = Form(self.len() as u32);
        *self.forms.entry(hash_word(word), new)
    }

    /// Adds every form of a verb.
    pub(crate) fn add_verb(&mut self, base: &str, mut tell: impl FnMut(Form, Tag)) {
        inflect::verb(base, |form, tag| tell(self.add(form), tag));
    }

    /// Adds both forms of a noun.
    pub(crate) fn add_noun(&mut self, base: &str, mut tell: impl FnMut(Form, Tag)) {
        inflect::noun(base, |form, tag| tell(self.add(form), tag));
    }
}

/// Which of up to eight short lists of words each form is in, as bits: one look tells of all of them.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    bits: Vec<u8>,
}

impl Lists {
    /// Adds words to a list, and to the vocabulary.
    pub(crate) fn add(&mut self, vocabulary: &mut Vocabulary, list: u8, words: &[&str]) {
        for word in words {
            self.put(list, vocabulary.add(word));
        }
    }

    /// Puts a form into a list.
    pub(crate) fn put(&mut self, list: u8, form: Form) {
        let at = form.0 as usize;
        if at >= self.bits.len() {
            self.bits.resize(at + 1, 0);
        }
        self.bits[at] |= list;
    }

    /// The lists that a form is in.
    pub(crate) fn of(&self, form: Form) -> u8 {
        self.bits.get(form.0 as usize).copied().unwrap_or(0)
    }

    /// Whether a form is in one of these lists.
    pub(crate) fn any(&self, form: Form, lists: u8) -> bool {
        self.of(form) & lists != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_keeps_its_form_while_the_table_grows() {
        let mut vocabulary = Vocabulary::default();
        let words: Vec<String> = (0..2 * ROOM).map(|at| format!("word{at}")).collect();
        let forms: Vec<Form> = words.iter().map(|word| vocabulary.add(word)).collect();
        assert_eq!(vocabulary.len(), 2 * ROOM + 1);
        for (word, form) in words.iter().zip(&forms) {
            assert_eq!((vocabulary.get(word), vocabulary.add(word)), (*form, *form));
        }
        assert_eq!((vocabulary.get("another"), vocabulary.get("")), (Form::UNKNOWN, Form::UNKNOWN));
    }
}
