//! Named mentions by a linear model: persons, organisations, places, groups.
//!
//! An averaged perceptron over exact features labels each token as the first, inner, last or only one of a name, or none,
//! from left to right; labels that cannot follow each other are never weighed (BILOU: Ratinov and Roth 2009). The
//! document is read twice: what the first reading said of a word elsewhere in it is a feature of the second.

pub mod features;
mod mend;
pub mod model;
mod places;

use dateline_layers::{Name, Token, Xpos};
use rustc_hash::FxHashMap;

use features::{Word, of_votes, of_words, read_sentence, with_labels};
use model::{BEGIN, KINDS, LABELS, Model, OUTSIDE, may_follow};

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
    sums: Vec<[i32; LABELS]>,
    votes: FxHashMap<u64, [u16; 5]>,
    own: Own,
}

/// What words by themselves give each label by one model: a table where a word takes the place of another, kept between
/// documents.
#[derive(Debug)]
struct Own {
    /// The address of the model, by which it is known.
    of: usize,
    rows: Vec<(u64, [i32; LABELS])>,
}

impl Default for Own {
    fn default() -> Own {
        Own { of: 0, rows: vec![(0, [0; LABELS]); 1 << 11] }
    }
}

impl Own {
    /// Forgets what another model gave.
    fn belong_to(&mut self, model: &Model<'_>) {
        if self.of != model.address() {
            self.of = model.address();
            self.rows.fill((0, [0; LABELS]));
        }
    }

    /// The row of a key, which is no 0; computed where another stands in its place.
    fn get(&mut self, key: u64, compute: impl FnOnce(&mut [i32; LABELS])) -> &[i32; LABELS] {
        let slot = (key >> 32) as usize & (self.rows.len() - 1);
        let (known, row) = &mut self.rows[slot];
        if *known != key {
            *known = key;
            *row = [0; LABELS];
            compute(row);
        }
        row
    }
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
        scratch.own.belong_to(&self.model);
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
        let mut sum = match scratch.summed[at] {
            0 => {
                let mut sum = [0; LABELS];
                of_words::<false, true>(words, |key| self.add(&mut sum, key));
                let own = scratch.own.get(words[2].own(), |sum| {
                    of_words::<true, false>(words, |key| self.add(sum, key));
                });
                sum.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
                scratch.sums.push(sum);
                scratch.summed[at] = scratch.sums.len() as u32;
                sum
            }
            place => scratch.sums[place as usize - 1],
        };
        of_votes(words, |key| self.add(&mut sum, key));
        with_labels(words, before, last, |key| self.add(&mut sum, key));
        choose(&sum, last, ends)
    }

    /// Adds what a feature gives each label.
    #[inline]
    fn add(&self, sum: &mut [i32; LABELS], key: u64) {
        if let Some(row) = self.model.row(key) {
            for at in 0..LABELS {
                sum[at] += i32::from(row[at]);
            }
        }
    }
}

/// The best label that may follow `last`; none that leaves a name open where the sentence ends.
pub fn choose(sum: &[i32; LABELS], last: u8, ends: bool) -> u8 {
    let mut best = None;
    for label in 0..=4 * KINDS.len() as u8 {
        let fits = may_follow(last, label) && !(ends && model::is_open(label));
        if fits && best.is_none_or(|b: u8| sum[usize::from(label)] > sum[usize::from(b)]) {
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
