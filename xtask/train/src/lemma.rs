//! Learns lemmas: rules by ending, and the words that they get wrong.

use std::collections::BTreeMap;

use dateline_language::tagger::lemma::{CUT_ALL, LONGEST_ENDING, ending_key, word_key};
use dateline_language::tagger::{Normal, normalise};
use dateline_language::weights::Lookup;
use dateline_layers::Xpos;

use crate::conllu::Document;

/// A rule needs this many different words.
const LEAST: usize = 2;

/// A change of the end of a word: bytes to cut, letters to append.
type Change = (u8, String);

/// The tables of the lemmatiser.
pub(crate) struct Lemmas {
    pub(crate) words: Vec<(u64, u32)>,
    pub(crate) endings: Vec<(u64, u32)>,
    pub(crate) changes: Vec<Change>,
}

/// The lemma of each word with its part of speech, the most frequent where there are several.
fn words(documents: &[&Document]) -> BTreeMap<(usize, String), String> {
    let mut counts: BTreeMap<(usize, String), BTreeMap<String, u32>> = BTreeMap::new();
    for document in documents {
        for (at, gold) in document.gold.iter().enumerate() {
            let Some(xpos) = Xpos::named(&gold.xpos) else { continue };
            let normal = normalise(document.word(at));
            let (Ok(word), false) = (std::str::from_utf8(normal.bytes()), gold.lemma == "_") else { continue };
            let lemma = gold.lemma.to_lowercase();
            *counts.entry((xpos.index(), word.to_owned())).or_default().entry(lemma).or_default() += 1;
        }
    }
    counts.into_iter().filter_map(|(key, lemmas)| Some((key, lemmas.into_iter().max_by_key(|(_, n)| *n)?.0))).collect()
}

/// How the word becomes the lemma.
fn change(word: &str, lemma: &str) -> Change {
    let digits = |c: u8| if c.is_ascii_digit() { b'0' } else { c };
    let same = word.bytes().zip(lemma.bytes()).take_while(|(a, b)| digits(*a) == digits(*b)).count();
    let mut same = same;
    while !word.is_char_boundary(same) || !lemma.is_char_boundary(same) {
        same -= 1;
    }
    if same == 0 || !word[same..].is_ascii() {
        return if word == lemma { (0, String::new()) } else { (CUT_ALL, lemma.to_owned()) };
    }
    ((word.len() - same) as u8, lemma[same..].to_owned())
}

/// Learns from these documents.
pub(crate) fn learn(documents: &[&Document]) -> Lemmas {
    let words = words(documents);
    // For each ending of each part of speech: how many words make each change.
    let mut endings: BTreeMap<(usize, usize, String), BTreeMap<Change, usize>> = BTreeMap::new();
    for ((xpos, word), lemma) in &words {
        let change = change(word, lemma);
        if change.0 == CUT_ALL {
            continue;
        }
        for n in 0..=LONGEST_ENDING.min(word.len()) {
            if word.is_char_boundary(word.len() - n) {
                let ending = word[word.len() - n..].to_owned();
                *endings.entry((*xpos, n, ending)).or_default().entry(change.clone()).or_default() += 1;
            }
        }
    }
    let mut lemmas = Lemmas { words: Vec::new(), endings: Vec::new(), changes: Vec::new() };
    let mut rules: BTreeMap<(usize, String), Change> = BTreeMap::new();
    for ((xpos, n, ending), changes) in endings {
        let Some((change, count)) = changes.into_iter().max_by_key(|(_, count)| *count) else { continue };
        // The cut of a rule lies within its ending or is harmless.
        let shorter = (0..n).rev().find_map(|m| {
            ending.is_char_boundary(n - m).then(|| rules.get(&(xpos, ending[n - m..].to_owned()))).flatten()
        });
        let needed = if n == 0 { change != (0, String::new()) } else { shorter.map_or(change.0 > 0, |s| *s != change) };
        if needed && count >= LEAST && ending.is_ascii() {
            rules.insert((xpos, ending), change);
        }
    }
    for ((xpos, ending), change) in &rules {
        let at = number(&mut lemmas.changes, change);
        lemmas.endings.push((ending_key(&normalise(ending), ending.len(), Xpos::from_index(*xpos)), at));
    }
    for ((xpos, word), lemma) in &words {
        let wanted = change(word, lemma);
        let by_rule = (0..=LONGEST_ENDING.min(word.len()))
            .rev()
            .filter(|n| word.is_char_boundary(word.len() - n))
            .find_map(|n| rules.get(&(*xpos, word[word.len() - n..].to_owned())));
        if by_rule.map_or(wanted != (0, String::new()), |rule| *rule != wanted) {
            let at = number(&mut lemmas.changes, &wanted);
            let normal: Normal = normalise(word);
            lemmas.words.push((word_key(&normal, Xpos::from_index(*xpos)), at));
        }
    }
    lemmas
}

fn number(changes: &mut Vec<Change>, change: &Change) -> u32 {
    let at = changes.iter().position(|known| known == change).unwrap_or_else(|| {
        changes.push(change.clone());
        changes.len() - 1
    });
    at as u32
}

impl Lemmas {
    /// Keys and changes of words and of endings, in the order of the file.
    pub(crate) fn tables(&mut self) -> [(Vec<u64>, Vec<u32>); 2] {
        for table in [&mut self.words, &mut self.endings] {
            table.sort_unstable();
            table.dedup_by_key(|(key, _)| *key);
        }
        [Lookup::lay_out(&self.words), Lookup::lay_out(&self.endings)]
    }

    /// The changes, one a line.
    pub(crate) fn changes(&self) -> String {
        let mut lines = String::new();
        for (cut, append) in &self.changes {
            lines.push_str(&cut.to_string());
            lines.push('\t');
            lines.push_str(append);
            lines.push('\n');
        }
        lines
    }
}
