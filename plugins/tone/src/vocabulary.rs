//! Every word that the lexicons know, as a small number: texts are looked up once, and rules compare numbers.

use dateline_names::{Fixed, Table, hash_word};

use crate::inflect::{self, Tag};
use crate::table;

/// A word form of the lexicons. [`Form::UNKNOWN`] is every other word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Form(pub(crate) u16);

impl Form {
    /// A word that no lexicon knows.
    pub(crate) const UNKNOWN: Form = Form(0);
}

/// What a form is to the rules, as bits: what each of them asks of every word is known with its form.
pub(crate) mod mark {
    /// Phrases of stance begin with it.
    pub(crate) const BEGINS: u32 = 1;
    /// It ends a part of the sentence.
    pub(crate) const END: u32 = 1 << 1;
    /// It parts what weighs less from what weighs more.
    pub(crate) const BUT: u32 = 1 << 2;
    /// A comma.
    pub(crate) const COMMA: u32 = 1 << 3;
    /// What bounds the clause of a phrase.
    pub(crate) const BOUND: u32 = END | BUT | COMMA;
    /// A pronoun for a man.
    pub(crate) const HE: u32 = 1 << 4;
    /// A pronoun for a woman.
    pub(crate) const SHE: u32 = 1 << 5;
    /// Capitalised, and no name of anybody.
    pub(crate) const TIME: u32 = 1 << 6;
    /// A verb of saying.
    pub(crate) const SAYS: u32 = 1 << 7;
    /// What opens or bounds a clause between a phrase and a person.
    pub(crate) const CLAUSE: u32 = 1 << 8;
    /// A verb that tells an event by itself, or a modal that makes a demand.
    pub(crate) const TELLS: u32 = 1 << 9;
    /// A verb that tells an event with a noun.
    pub(crate) const TELLS_WITH: u32 = 1 << 10;
    /// A noun that it may need.
    pub(crate) const TOLD: u32 = 1 << 11;
    /// It may open words that are one thing together, as "at least" before a number.
    pub(crate) const OPENS: u32 = 1 << 12;

    /// Where the number stands of the tag that a form has everywhere, whatever stands beside it; 0 where there is none.
    const ALWAYS: u32 = 13;

    /// The mark of a form that always has the tag of this number.
    pub(crate) const fn always(tag: usize) -> u32 {
        (tag as u32 + 1) << ALWAYS
    }

    /// The number of the tag that a form with these marks always has.
    pub(crate) const fn tag(marks: u32) -> Option<usize> {
        (marks as usize >> ALWAYS).checked_sub(1)
    }
}

/// A form with its marks in one number: what a word of a text is looked up for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marked(u32);

/// How many bits of it the form takes.
const FORM_BITS: u32 = 14;

impl Marked {
    fn new(form: Form, marks: u32) -> Marked {
        Marked(marks << FORM_BITS | u32::from(form.0))
    }

    /// What [`Marked::bits`] gave.
    pub(crate) const fn of_bits(bits: u32) -> Marked {
        Marked(bits)
    }

    /// It as a number.
    pub(crate) const fn bits(self) -> u32 {
        self.0
    }

    /// The form.
    pub(crate) const fn form(self) -> Form {
        Form(self.0 as u16 & ((1 << FORM_BITS) - 1))
    }

    /// Its marks.
    pub(crate) const fn marks(self) -> u32 {
        self.0 >> FORM_BITS
    }
}

/// For how many forms there is room at first: for the lexicons of this crate it suffices.
const ROOM: usize = 1 << 13;
/// How many forms a word can tell apart.
const MOST: usize = 1 << FORM_BITS;

/// The forms by their spelling, whatever its case and its apostrophes.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    forms: Table<Marked>,
    /// Of each form the hash of its spelling, and what it is to the rules.
    words: Vec<(u64, u32)>,
    /// Room for an inflected form.
    buffer: String,
    /// Room for the forms of a part of a phrase.
    pub(crate) forms_of_part: Vec<Form>,
}

impl Default for Vocabulary {
    fn default() -> Vocabulary {
        let mut words = Vec::with_capacity(ROOM);
        words.push((0, 0));
        let (forms, buffer, forms_of_part) = (Table::with_capacity(ROOM), String::new(), Vec::new());
        Vocabulary { forms, words, buffer, forms_of_part }
    }
}

impl Vocabulary {
    /// The form of this spelling.
    #[cfg(test)]
    pub(crate) fn get(&self, word: &str) -> Form {
        self.forms.get(hash_word(word)).map_or(Form::UNKNOWN, Marked::form)
    }

    /// The forms with their marks by the hashes of their spellings, to look texts up in.
    pub(crate) fn fixed(&mut self) -> Fixed<Marked> {
        for ((hash, marks), form) in self.words.iter().zip(0..).skip(1) {
            *self.forms.entry(*hash, Marked::default()) = Marked::new(Form(form), *marks);
        }
        self.forms.fixed()
    }

    /// How many forms there are, the unknown one among them.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
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
        let (hash, new) = (hash_word(word), Form(self.len() as u16));
        let form = self.forms.entry(hash, Marked::new(new, 0)).form();
        if form == new {
            debug_assert!(self.len() < MOST, "the lexicons have more forms than a word has room for");
            self.words.push((hash, 0));
        }
        form
    }

    /// Adds the words of a list, each with a mark.
    pub(crate) fn add_marked(&mut self, mark: u32, words: &str) {
        for word in table::parts(words, b' ') {
            let form = self.add(word);
            self.mark(form, mark);
        }
    }

    /// Marks a form.
    pub(crate) fn mark(&mut self, form: Form, mark: u32) {
        self.words[form.0 as usize].1 |= mark;
    }

    /// Adds every form of a verb.
    pub(crate) fn add_verb(&mut self, base: &str, mut tell: impl FnMut(Form, Tag)) {
        let mut buffer = std::mem::take(&mut self.buffer);
        inflect::verb(base, &mut buffer, |form, tag| tell(self.add(form), tag));
        self.buffer = buffer;
    }

    /// Adds both forms of a noun.
    pub(crate) fn add_noun(&mut self, base: &str, mut tell: impl FnMut(Form, Tag)) {
        let mut buffer = std::mem::take(&mut self.buffer);
        inflect::noun(base, &mut buffer, |form, tag| tell(self.add(form), tag));
        self.buffer = buffer;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_keeps_its_form_while_the_table_grows() {
        let mut vocabulary = Vocabulary::default();
        let words: Vec<String> = (1..MOST).map(|at| format!("word{at}")).collect();
        let forms: Vec<Form> = words.iter().map(|word| vocabulary.add(word)).collect();
        assert_eq!(vocabulary.len(), MOST);
        for (word, form) in words.iter().zip(&forms) {
            assert_eq!((vocabulary.get(word), vocabulary.add(word)), (*form, *form));
        }
        assert_eq!((vocabulary.get("another"), vocabulary.get("")), (Form::UNKNOWN, Form::UNKNOWN));
    }

    #[test]
    fn a_text_finds_a_form_with_its_marks() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.add_marked(mark::HE, "he him");
        let him = vocabulary.add("him");
        vocabulary.mark(him, mark::TIME);
        let found = vocabulary.fixed().get(hash_word("Him"));
        assert_eq!((found.form(), found.marks()), (him, mark::HE | mark::TIME));
        assert_eq!(Marked::of_bits(found.bits()).form(), him);
    }
}
