//! Named mentions by a linear model: persons, organisations, places, groups.
//!
//! An averaged perceptron over exact features labels each token as the first, inner, last or only one of a name, or none,
//! from left to right; labels that cannot follow each other are never weighed (BILOU: Ratinov and Roth 2009). The
//! document is read twice: what the first reading said of a word elsewhere in it is a feature of the second.

pub mod features;
mod kept;
mod mend;
pub mod model;
mod places;

use dateline_layers::{Name, Token, Xpos};
use rustc_hash::FxHashMap;

use crate::slots::Batch;
use features::{Group, Word, group_key, of_votes, of_words, read_sentence, with_labels};
use kept::Kept;
use model::{BEGIN, KINDS, Model, OUTSIDE, Sums, may_follow};

/// A recogniser over a model.
#[derive(Clone, Copy, Debug)]
pub struct Recogniser<'m> {
    model: Model<'m>,
}

/// What a [`Recogniser`] works in, kept between documents.
#[derive(Default, Debug)]
pub struct RecogniserScratch {
    words: Vec<Word>,
    /// For each sentence the first of its words, boundaries included, and how many tokens it has.
    sentences: Vec<(u32, u32)>,
    labels: Vec<u8>,
    /// The labels of the first reading.
    first: Vec<u8>,
    /// What a word by itself and its neighbours give each label, from the first reading for the second: for each word
    /// one more than its place in `sums`, 0 where it was not weighed.
    summed: Vec<u32>,
    sums: Vec<Sums>,
    votes: FxHashMap<u64, [u16; 5]>,
    kept: Kept,
}

impl<'m> Recogniser<'m> {
    /// A recogniser that uses this model.
    pub const fn new(model: Model<'m>) -> Recogniser<'m> {
        Recogniser { model }
    }

    /// The names of a document, in order. `sentences` are ranges of tokens; `tags` has one for each token.
    pub fn find(
        &self,
        text: &str,
        tokens: &[Token],
        tags: &[Xpos],
        sentences: impl Iterator<Item = std::ops::Range<usize>>,
        scratch: &mut RecogniserScratch,
        mut found: impl FnMut(Name),
    ) {
        scratch.words.clear();
        scratch.sentences.clear();
        let mut first_token = None;
        for range in sentences {
            first_token = first_token.or(Some(range.start));
            scratch.sentences.push((scratch.words.len() as u32, range.len() as u32));
            read_sentence(
                text,
                &tokens[range.clone()],
                &tags[range],
                |hash| self.model.entry(hash),
                &mut scratch.words,
            );
        }
        scratch.kept.belong_to(&self.model);
        scratch.sums.clear();
        scratch.summed.clear();
        scratch.summed.resize(scratch.words.len(), 0);
        scratch.first.clear();
        self.label(scratch);
        votes(scratch);
        std::mem::swap(&mut scratch.first, &mut scratch.labels);
        self.label(scratch);
        let from = first_token.unwrap_or(0);
        let read = mend::Read { text, tokens: &tokens[from..], tags: &tags[from..] };
        let mut open = None;
        let mut label = scratch.labels.iter().enumerate();
        for &(start, count) in &scratch.sentences {
            let words = &scratch.words[start as usize + 2..(start + count) as usize + 2];
            for (word, (at, &label)) in words.iter().zip(&mut label) {
                if label == OUTSIDE {
                    open = None;
                    continue;
                }
                let (first, head) = *open.get_or_insert((at, word));
                if !model::is_open(label) {
                    open = None;
                    read.names(first, at, KINDS[usize::from(label - 1) / 4], head, &mut found);
                }
            }
        }
    }

    /// Labels every token of the document.
    fn label(&self, scratch: &mut RecogniserScratch) {
        scratch.labels.clear();
        for sentence in 0..scratch.sentences.len() {
            let (start, count) = scratch.sentences[sentence];
            let (mut before, mut last) = (BEGIN, BEGIN);
            // Whether the labels before are those of the first reading: what is read anew then comes out the same,
            // unless the rest of the document says something of the word.
            let (mut same, mut was_same) = (true, true);
            for at in start as usize..(start + count) as usize {
                let ends = at + 1 == (start + count) as usize;
                let known = scratch.first.get(scratch.labels.len()).copied();
                let label = match known {
                    Some(label) if same && was_same && scratch.words[at + 2].vote == 0 => label,
                    _ => self.best(scratch, at, before, last, ends),
                };
                scratch.labels.push(label);
                (was_same, same) = (same, known == Some(label));
                (before, last) = (last, label);
            }
        }
    }

    /// The label of the middle one of the five words from `at` on.
    fn best(&self, scratch: &mut RecogniserScratch, at: usize, before: u8, last: u8, ends: bool) -> u8 {
        let words = &scratch.words[at..at + 5];
        if !words[2].candidate && !model::is_open(last) {
            return OUTSIDE;
        }
        let kept = &mut scratch.kept;
        let model = &self.model;
        // What is rare is asked for first: its memory takes the longest to come.
        let mut rare = Batch::new();
        with_labels(words, before, last, |of, key| push_if(of == Group::Single, model, key, &mut rare));
        let groups = [Group::LabelOwn, Group::LabelLooks, Group::LabelTags];
        let keys = groups.map(|group| group_key(group, words, before, last));
        kept.fetch(&keys);
        let mut sums = match scratch.summed[at] {
            0 => {
                let mut rare = Batch::new();
                of_words(words, |of, key| push_if(of == Group::Single, model, key, &mut rare));
                let mut sums = [0; 32];
                let groups = [Group::Own, Group::Last, Group::Next, Group::Looks, Group::Tags];
                let keys = groups.map(|group| group_key(group, words, 0, 0));
                kept.fetch(&keys);
                for (group, key) in groups.into_iter().zip(keys) {
                    kept.add(key, &mut sums, |sums| {
                        let mut batch = Batch::new();
                        of_words(words, |of, key| push_if(of == group, model, key, &mut batch));
                        model.add(&batch, sums);
                    });
                }
                model.add(&rare, &mut sums);
                scratch.sums.push(sums);
                scratch.summed[at] = scratch.sums.len() as u32;
                sums
            }
            place => scratch.sums[place as usize - 1],
        };
        if words[2].vote != 0 {
            kept.add(group_key(Group::Votes, words, 0, 0), &mut sums, |sums| {
                let mut batch = Batch::new();
                of_votes(words, |_, key| batch.push(model.find(key)));
                model.add(&batch, sums);
            });
        }
        for (group, key) in groups.into_iter().zip(keys) {
            kept.add(key, &mut sums, |sums| {
                let mut batch = Batch::new();
                with_labels(words, before, last, |of, key| push_if(of == group, model, key, &mut batch));
                model.add(&batch, sums);
            });
        }
        model.add(&rare, &mut sums);
        choose(&sums, last, ends)
    }
}

#[inline]
fn push_if(wanted: bool, model: &Model<'_>, key: u64, batch: &mut Batch) {
    if wanted {
        batch.push(model.find(key));
    }
}

/// The best label that may follow `last`, the first of equals; none that leaves a name open where the sentence ends.
pub fn choose(sums: &[i32], last: u8, ends: bool) -> u8 {
    let mut best = None;
    for label in 0..=4 * KINDS.len() as u8 {
        let fits = may_follow(last, label) && !(ends && model::is_open(label));
        if fits && best.is_none_or(|b: u8| sums[usize::from(label)] > sums[usize::from(b)]) {
            best = Some(label);
        }
    }
    best.unwrap_or(OUTSIDE)
}

/// Writes into each capitalised word what the labels say of the same word elsewhere in the document.
pub(crate) fn votes(scratch: &mut RecogniserScratch) {
    scratch.votes.clear();
    let mut label = scratch.labels.iter();
    for &(start, count) in &scratch.sentences {
        for word in &scratch.words[start as usize + 2..(start + count) as usize + 2] {
            let label = *label.next().unwrap_or(&OUTSIDE);
            if word.candidate {
                let kind = if label == OUTSIDE { 4 } else { usize::from(label - 1) / 4 };
                let votes = &mut scratch.votes.entry(word.hash).or_default()[kind];
                *votes = votes.saturating_add(1);
            }
        }
    }
    for &(start, count) in &scratch.sentences {
        for word in &mut scratch.words[start as usize + 2..(start + count) as usize + 2] {
            word.vote = scratch.votes.get(&word.hash).filter(|_| word.candidate).map_or(0, vote);
        }
    }
}

/// The votes on a word as one number: the kind that leads, and by how much; 0 for a word that stands but once.
pub fn vote(votes: &[u16; 5]) -> u8 {
    let all: u32 = votes.iter().map(|n| u32::from(*n)).sum();
    if all < 2 {
        return 0;
    }
    let (kind, most) =
        votes.iter().enumerate().max_by_key(|(kind, n)| (**n, 9 - kind)).map_or((0, 0), |(k, n)| (k, *n));
    let clear = u32::from(most) * 10 >= all * 8;
    1 + 4 * kind as u8 + 2 * u8::from(clear) + u8::from(all > 3)
}
