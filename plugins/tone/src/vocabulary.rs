//! Every word that the lexicons know, as a small number: texts are looked up once, and rules compare numbers.

use rustc_hash::FxHashMap;

use crate::inflect::{self, Tag};

/// A word form of the lexicons. [`Form::UNKNOWN`] is every other word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Form(pub(crate) u32);

impl Form {
    /// A word that no lexicon knows.
    pub(crate) const UNKNOWN: Form = Form(0);
}

/// The forms by their spelling, in lower case with straight apostrophes.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    forms: FxHashMap<Box<str>, Form>,
}

impl Vocabulary {
    /// The form of this spelling.
    pub(crate) fn get(&self, word: &str) -> Form {
        self.forms.get(word).copied().unwrap_or(Form::UNKNOWN)
    }

    /// How many forms there are, the unknown one among them.
    pub(crate) fn len(&self) -> usize {
        self.forms.len() + 1
    }

    /// The form of this spelling, made where it is new.
    pub(crate) fn add(&mut self, word: &str) -> Form {
        if let Some(form) = self.forms.get(word) {
            return *form;
        }
        let form = Form(self.len() as u32);
        self.forms.insert(word.into(), form);
        form
    }

    /// Adds every form of a verb.
    pub(crate) fn add_verb(&mut self, base: &str, mut tell: impl FnMut(Form, Tag)) {
        inflect::verb(base, |form, tag| tell(self.add(&form), tag));
    }

    /// Adds both forms of a noun.
    pub(crate) fn add_noun(&mut self, base: &str, mut tell: impl FnMut(Form, Tag)) {
        inflect::noun(base, |form, tag| tell(self.add(&form), tag));
    }
}
