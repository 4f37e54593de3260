//! Every word that the lexicons know, as a small number: texts are looked up once, and rules compare numbers.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::inflect::{self, Tag};

/// A word form of the lexicons. [`Form::UNKNOWN`] is every other word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Form(pub(crate) u32);

impl Form {
    /// A word that no lexicon knows.
    pub(crate) const UNKNOWN: Form = Form(0);
}

/// How many slots there are at first: for the lexicons of this crate they suffice.
const SLOTS: usize = 1 << 15;

/// The forms by their spelling, in lower case with straight apostrophes.
///
/// The letters of all stand in one string, and the slots of an open table hold numbers: at the start of every program
/// some ten thousand words are added, and nothing is allocated for one of them.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    letters: String,
    /// Where the letters of each form end; those of the unknown one are none.
    ends: Vec<u32>,
    /// The number of a form, or 0; a power of two, at most half full.
    slots: Vec<u32>,
}

impl Default for Vocabulary {
    fn default() -> Vocabulary {
        Vocabulary { letters: String::with_capacity(1 << 17), ends: vec![0], slots: vec![0; SLOTS] }
    }
}

impl Vocabulary {
    /// The form of this spelling.
    pub(crate) fn get(&self, word: &str) -> Form {
        Form(self.slots[self.slot(word)])
    }

    /// How many forms there are, the unknown one among them.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The form of this spelling, made where it is new.
    pub(crate) fn add(&mut self, word: &str) -> Form {
        let slot = self.slot(word);
        if self.slots[slot] != 0 || word.is_empty() {
            return Form(self.slots[slot]);
        }
        let form = self.len() as u32;
        self.letters.push_str(word);
        self.ends.push(self.letters.len() as u32);
        self.slots[slot] = form;
        if self.len() * 2 > self.slots.len() {
            self.grow();
        }
        Form(form)
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for form in 1..self.len() as u32 {
            let slot = self.slot(self.word(form));
            self.slots[slot] = form;
        }
    }

    fn word(&self, form: u32) -> &str {
        let at = form as usize;
        let first = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.letters[first as usize..self.ends[at] as usize]
    }

    /// The slot of a word: its own, or the empty one where it would stand.
    fn slot(&self, word: &str) -> usize {
        let mut hasher = FxHasher::default();
        hasher.write(word.as_bytes());
        let mask = self.slots.len() - 1;
        // The upper bits are the well mixed ones.
        let mut slot = (hasher.finish() >> 20) as usize & mask;
        while self.slots[slot] != 0 && self.word(self.slots[slot]) != word {
            slot = (slot + 1) & mask;
        }
        slot
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_keeps_its_form_while_the_table_grows() {
        let mut vocabulary = Vocabulary::default();
        let words: Vec<String> = (0..SLOTS).map(|at| format!("word{at}")).collect();
        let forms: Vec<Form> = words.iter().map(|word| vocabulary.add(word)).collect();
        assert_eq!(vocabulary.len(), SLOTS + 1);
        for (word, form) in words.iter().zip(&forms) {
            assert_eq!((vocabulary.get(word), vocabulary.add(word)), (*form, *form));
        }
        assert_eq!((vocabulary.get("another"), vocabulary.get("")), (Form::UNKNOWN, Form::UNKNOWN));
    }
}
