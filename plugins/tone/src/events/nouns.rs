//! Nouns that name events: what doing them and ending them means.

use super::grammar::Grammar;
use crate::table;
use crate::vocabulary::{Form, Vocabulary, mark};
use crate::words::Word;

const NOUNS: &str = include_str!("../../lexicon/nouns.tsv");

/// A class of nouns.
#[derive(Debug)]
pub(crate) struct Class {
    /// Its name in `nouns.tsv`.
    pub(crate) name: &'static str,
    /// The code when somebody does it, or "".
    pub(crate) code: &'static str,
    /// The code when somebody ends it, or "".
    pub(crate) end: &'static str,
    /// The prepositions before its target.
    pub(crate) to: Vec<Form>,
}

/// The classes and their nouns.
#[derive(Debug, Default)]
pub(crate) struct Nouns {
    pub(crate) classes: Vec<Class>,
    /// By their last words, of those that share one the longest first.
    listed: Vec<Noun>,
    /// Where the nouns that end in each form begin among them.
    firsts: Vec<u16>,
}

/// A noun of a class.
#[derive(Debug)]
struct Noun {
    last: Form,
    /// Its words before the last one.
    before: Vec<Form>,
    class: u8,
}

impl Noun {
    /// Whether it ends at a word.
    fn fits(&self, words: &[Word], at: usize) -> bool {
        let len = self.before.len();
        len <= at && words[at - len..at].iter().map(Word::form).eq(self.before.iter().copied())
    }
}

/// A word of a sentence that rules ask for: the last one of nouns that name events, or one that a frame needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    /// Its position in the sentence.
    pub(crate) at: usize,
    pub(crate) form: Form,
    /// The class that is listed first of those of the longest noun that ends here.
    pub(crate) class: Option<u8>,
    /// All of these classes, as bits.
    pub(crate) classes: u64,
}

impl Nouns {
    /// Reads the table, and adds its nouns to the vocabulary.
    pub(crate) fn compile(vocabulary: &mut Vocabulary, grammar: &mut Grammar) -> Nouns {
        let mut all = Nouns::default();
        for (row, class) in table::rows(NOUNS).zip(0..u64::BITS as u8) {
            let [name, words, code, end, to, _, _] = table::columns(row);
            for noun in table::parts(words, b';') {
                let (before, last) = noun.rsplit_once([' ', '-']).map_or(("", noun), |(before, last)| (before, last));
                let before = before.split([' ', '-']).filter(|word| !word.is_empty());
                let before: Vec<Form> = before.map(|word| vocabulary.add(word)).collect();
                vocabulary.add_noun(last, |last, _| {
                    grammar.add_noun(last);
                    all.listed.push(Noun { last, before: before.clone(), class });
                });
            }
            let coded = |code: &'static str| if code == "-" { "" } else { code };
            let to = table::parts(to, b',').map(|prep| vocabulary.add(prep)).collect();
            all.classes.push(Class { name, code: coded(code), end: coded(end), to });
        }
        all.listed.sort_by_key(|noun| (noun.last, std::cmp::Reverse(noun.before.len())));
        for (noun, at) in all.listed.iter().zip(0..) {
            all.firsts.resize((noun.last.0 as usize + 1).max(all.firsts.len()), at);
        }
        all
    }

    /// Finds the words of a sentence that rules ask for.
    pub(crate) fn find(&self, words: &[Word], found: &mut Vec<Told>) {
        found.clear();
        for (at, word) in words.iter().enumerate().filter(|(_, word)| word.any(mark::TOLD)) {
            let mut told = Told { at, form: word.form(), class: None, classes: 0 };
            let mut longest = None;
            for noun in self.ending_in(word.form()).iter().filter(|noun| noun.fits(words, at)) {
                if *longest.get_or_insert(noun.before.len()) == noun.before.len() {
                    told.class.get_or_insert(noun.class);
                    told.classes |= 1 << noun.class;
                }
            }
            found.push(told);
        }
    }

    /// The nouns whose last word this is.
    fn ending_in(&self, form: Form) -> &[Noun] {
        let at = form.0 as usize;
        let Some(first) = self.firsts.get(at) else { return &[] };
        let rest = &self.listed[*first as usize..];
        &rest[..rest.iter().take_while(|noun| noun.last == form).count()]
    }

    /// The forms that a noun can end in.
    pub(crate) fn last_words(&self) -> impl Iterator<Item = Form> {
        self.listed.iter().map(|noun| noun.last)
    }

    /// The class of this name.
    pub(crate) fn named(&self, name: &str) -> Option<u8> {
        self.classes.iter().position(|class| class.name == name).map(|at| at as u8)
    }
}
