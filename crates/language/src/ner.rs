//! Named mentions by a linear model: persons, organisations, places, groups.
//!
//! An averaged perceptron over exact features labels each token as the first, inner, last or only one of a name, or none,
//! from left to right; labels that cannot follow each other are never weighed (BILOU: Ratinov and Roth 2009). The
//! document is read twice: what the first reading said of a word elsewhere in it is a feature of the second. In a situation
//! in which the model nearly always says the same, nothing is weighed at all ([`crate::shortcuts`]).

pub mod features;
mod mend;
pub mod model;
mod places;

use dateline_layers::{Name, Token, Xpos};
use rustc_hash::FxHashMap;

use crate::rows::Found;
use crate::shortcuts::Shortcuts;
use features::{Behind, Word, of_votes, of_words, read_sentence, situation, with_label};
use model::{BEGIN, KINDS, Model, OUTSIDE, Part, Sums, label};

/// A recogniser over a model.
#[derive(Clone, Copy, Debug)]
pub struct Recogniser<'m> {
    model: Model<'m>,
    shortcuts: Shortcuts<'m>,
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
    /// What a word by itself and its neighbours give each label, without and with the label before, from the first reading
    /// for the second: for each word one more than its place in `sums`, 0 where it was not weighed.
    summed: Vec<u32>,
    sums: Vec<[Sums; 2]>,
    /// What the labels say of each word that may be part of a name, by hash where that stands in `votes`, and for each
    /// such word of the document in its order.
    ballots: FxHashMap<u64, u32>,
    ballot: Vec<u32>,
    votes: Vec<[u16; 5]>,
}

impl<'m> Recogniser<'m> {
    /// A recogniser that uses this model.
    pub const fn new(model: Model<'m>) -> Recogniser<'m> {
        Recogniser { model, shortcuts: model.shortcuts() }
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
        let from = self.read(text, tokens, tags, sentences, scratch, |_, _| ());
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

    /// Labels the tokens of a document in two readings, and tells the [situation] of each that was weighed, with its label.
    /// Returns the first token that is in a sentence.
    pub fn read(
        &self,
        text: &str,
        tokens: &[Token],
        tags: &[Xpos],
        sentences: impl Iterator<Item = std::ops::Range<usize>>,
        scratch: &mut RecogniserScratch,
        mut note: impl FnMut(u64, u8),
    ) -> usize {
        scratch.words.clear();
        scratch.sentences.clear();
        let mut first_token = None;
        for range in sentences {
            first_token = first_token.or(Some(range.start));
            scratch.sentences.push((scratch.words.len() as u32, range.len() as u32));
            read_sentence(text, &tokens[range.clone()], &tags[range], &mut scratch.words);
        }
        scratch.sums.clear();
        scratch.summed.clear();
        scratch.summed.resize(scratch.words.len(), 0);
        scratch.first.clear();
        self.label(text, scratch, &mut note);
        take_votes(text, scratch);
        std::mem::swap(&mut scratch.first, &mut scratch.labels);
        self.label(text, scratch, &mut note);
        first_token.unwrap_or(0)
    }

    /// Labels every token of the document.
    fn label(&self, text: &str, scratch: &mut RecogniserScratch, note: &mut impl FnMut(u64, u8)) {
        scratch.labels.clear();
        for sentence in 0..scratch.sentences.len() {
            let (start, count) = scratch.sentences[sentence];
            let mut last = BEGIN;
            // Whether the label before is that of the first reading: what is read anew then comes out the same, unless
            // the rest of the document says something of the word.
            let mut same = true;
            for at in start as usize..(start + count) as usize {
                let ends = at + 1 == (start + count) as usize;
                let known = scratch.first.get(scratch.labels.len()).copied();
                let [word, next] = &mut scratch.words[at + 2..at + 4] else { break };
                let label = match known {
                    Some(label) if same && word.vote == 0 => label,
                    _ if !word.begins && !model::is_open(last) => OUTSIDE,
                    _ => {
                        word.see(text);
                        let behind = match (ends, next.begins) {
                            (true, _) => Behind::Nothing,
                            (_, true) => Behind::Name,
                            _ => Behind::Other,
                        };
                        let situation = situation(word, last, behind);
                        self.shortcuts.find(situation).unwrap_or_else(|| {
                            let sums = self.sums(text, scratch, at, last, same);
                            let score = |l| if l == OUTSIDE { 0 } else { i32::from(sums[usize::from(l) - 1]) };
                            let best = choose(score, last, ends);
                            note(situation, best);
                            best
                        })
                    }
                };
                scratch.labels.push(label);
                same = known == Some(label);
                last = label;
            }
        }
    }

    /// What speaks for each label of the middle one of the five words from `at` on, after the label `last`. `same`: if the
    /// word was weighed before, that label was the same.
    fn sums(&self, text: &str, scratch: &mut RecogniserScratch, at: usize, last: u8, same: bool) -> Sums {
        let Some(words) = scratch.words[at..].first_chunk_mut() else { return [0; _] };
        for word in &mut *words {
            word.read(text, |hash| self.model.entry(hash));
        }
        let (model, mut found) = (&self.model, Found::new());
        let is_new = scratch.summed[at] == 0;
        if is_new {
            let (mut sums, told) = model.of_words(words);
            of_words(words, |holds, key| {
                if holds & told == 0 {
                    model.find(key, &mut found);
                }
            });
            model.add(&found, &mut sums);
            scratch.sums.push([sums; 2]);
            scratch.summed[at] = scratch.sums.len() as u32;
        }
        let [alone, with_last] = &mut scratch.sums[scratch.summed[at] as usize - 1];
        if is_new || !same {
            found.clear();
            with_label(words, last, |holds_vote, key| {
                if !holds_vote {
                    model.find(key, &mut found);
                }
            });
            *with_last = *alone;
            model.add(&found, with_last);
        }
        found.clear();
        with_label(words, last, |holds_vote, key| {
            if holds_vote {
                model.find(key, &mut found);
            }
        });
        of_votes(words, |key| model.find(key, &mut found));
        let mut sums = *with_last;
        model.add(&found, &mut sums);
        sums
    }
}

/// Writes into each word that may be part of a name what the labels say of the same word elsewhere in the document.
fn take_votes(text: &str, scratch: &mut RecogniserScratch) {
    let RecogniserScratch { words, sentences, labels, ballots, ballot, votes, .. } = scratch;
    ballots.clear();
    ballot.clear();
    votes.clear();
    let mut labels = labels.iter();
    for &(start, count) in &*sentences {
        for word in &mut words[start as usize + 2..(start + count) as usize + 2] {
            let label = *labels.next().unwrap_or(&OUTSIDE);
            if word.candidate {
                word.see(text);
                let place = *ballots.entry(word.hash).or_insert(votes.len() as u32);
                if place as usize == votes.len() {
                    votes.push([0; 5]);
                }
                let of_kind = &mut votes[place as usize][kind(label)];
                *of_kind = of_kind.saturating_add(1);
                ballot.push(place);
            }
        }
    }
    for (word, place) in words.iter_mut().filter(|word| word.candidate).zip(ballot) {
        word.vote = vote(&votes[*place as usize]);
    }
}

/// The best label that may follow `last`, the first of equals; none that leaves a name open where the sentence ends.
#[inline]
pub fn choose(score: impl Fn(u8) -> i32, last: u8, ends: bool) -> u8 {
    if model::is_open(last) {
        let kind = usize::from(last - 1) / 4;
        let (inner, end) = (label(kind, Part::Inner), label(kind, Part::Last));
        return if !ends && score(inner) >= score(end) { inner } else { end };
    }
    let mut best = (OUTSIDE, score(OUTSIDE));
    for kind in 0..KINDS.len() {
        for (label, fits) in [(label(kind, Part::First), !ends), (label(kind, Part::Whole), true)] {
            let score = score(label);
            if fits && score > best.1 {
                best = (label, score);
            }
        }
    }
    best.0
}

/// The kind of a name that a label is of; one more than there are, outside any.
const fn kind(label: u8) -> usize {
    if label == OUTSIDE { KINDS.len() } else { (label - 1) as usize / 4 }
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
