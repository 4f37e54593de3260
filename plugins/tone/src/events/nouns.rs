//! Nouns that name events: what doing them and ending them means.

use rustc_hash::FxHashMap;

use super::grammar::Grammar;
use crate::table;
use crate::vocabulary::{Form, Vocabulary};
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

/// The classes, and the nouns by their last word.
#[derive(Debug, Default)]
pub(crate) struct Nouns {
    pub(crate) classes: Vec<Class>,
    by_last: FxHashMap<Form, Vec<(Vec<Form>, u8)>>,
}

impl Nouns {
    /// Reads the table, and adds its nouns to the vocabulary.
    pub(crate) fn compile(vocabulary: &mut Vocabulary, grammar: &mut Grammar) -> Nouns {
        let mut nouns = Nouns::default();
        for row in table::rows(NOUNS) {
            let [name, words, code, end, to, _, _] = table::columns(row);
            let class = nouns.classes.len() as u8;
            for noun in words.split(';') {
                let mut parts: Vec<&str> = noun.split([' ', '-']).collect();
                let last = parts.pop().unwrap_or_default();
                let before: Vec<Form> = parts.iter().map(|part| vocabulary.add(part)).collect();
                let mut forms = Vec::new();
                vocabulary.add_noun(last, |form, _| forms.push(form));
                for form in forms {
                    grammar.add_noun(form);
                    nouns.by_last.entry(form).or_default().push((before.clone(), class));
                }
            }
            let coded = |code: &'static str| if code == "-" { "" } else { code };
            let to = to.split(',').map(|prep| vocabulary.add(prep)).collect();
            nouns.classes.push(Class { name, code: coded(code), end: coded(end), to });
        }
        #[expect(
            clippy::iter_over_hash_type,
            reason = "each list is sorted by itself; the order of lists means nothing"
        )]
        for nouns in nouns.by_last.values_mut() {
            nouns.sort_by_key(|(before, _)| std::cmp::Reverse(before.len()));
        }
        nouns
    }

    /// The classes of the noun that ends at a word, those of the longest noun.
    pub(crate) fn at<'n>(&'n self, words: &'n [Word], at: usize) -> impl Iterator<Item = u8> + 'n {
        let nouns = self.by_last.get(&words[at].form()).map_or(&[][..], Vec::as_slice);
        let fits = move |before: &[Form]| {
            before.len() <= at && words[at - before.len()..at].iter().map(Word::form).eq(before.iter().copied())
        };
        let longest = nouns.iter().find(|(before, _)| fits(before)).map_or(0, |(before, _)| before.len());
        nouns.iter().filter(move |(before, _)| before.len() == longest && fits(before)).map(|(_, class)| *class)
    }

    /// The forms that a noun can end in.
    pub(crate) fn last_words(&self) -> impl Iterator<Item = Form> {
        self.by_last.keys().copied()
    }

    /// The class of this name.
    pub(crate) fn named(&self, name: &str) -> Option<u8> {
        self.classes.iter().position(|class| class.name == name).map(|at| at as u8)
    }
}
