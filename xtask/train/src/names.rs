//! Trains the recogniser of names.

use dateline_core::Span;
use dateline_language::ner::features::{
    Entry, PLAIN, Word, holds, is_of_kinds, of_hash, of_votes, of_words, read_sentence, with_label,
};
use dateline_language::ner::model::{
    BEGIN, LABELS, Model, OUTSIDE, OfWord, Part, Row, Sums, is_open, label, may_follow, tables,
};
use dateline_language::ner::{Recogniser, RecogniserScratch, choose, vote};
use dateline_language::rows;
use dateline_language::slots::lay_out;
use dateline_language::tagger::model::Model as TaggerModel;
use dateline_language::tagger::{Tagger, TaggerScratch, normalise};
use dateline_language::weights::{Weights, Writer};
use dateline_language::{SentenceScratch, sentences, split_sentences, tokenize};
use dateline_layers::{Token, Xpos};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::bio::Named;
use crate::perceptron::{Perceptron, Random};
use crate::shortcuts;

const EPOCHS: usize = 12;
/// One active feature in so many is hidden while training.
const HIDDEN: u64 = 6;
/// A feature seen more seldom is none.
const SELDOM: u32 = 2;
/// A larger weight is cut to this one.
const LARGEST: f32 = 16.0;
/// A feature whose weights are all smaller is left out.
const LEAST: f32 = 1.0;
/// So many trainings are averaged.
const TRAININGS: u64 = 5;
pub(crate) const SEED: u64 = 20_170_216;

/// A document as the recogniser reads it.
pub(crate) struct Read {
    pub(crate) tokens: Vec<Token>,
    pub(crate) tags: Vec<Xpos>,
    pub(crate) ranges: Vec<std::ops::Range<usize>>,
    words: Vec<Word>,
    starts: Vec<usize>,
    gold: Vec<u8>,
}

impl Read {
    /// The five words from one on.
    fn five(&self, word: usize) -> &[Word; 5] {
        self.words[word..].first_chunk().expect("two boundaries stand behind the last word")
    }
}

/// Tags documents with the embedded tagger.
pub(crate) struct Reader {
    tagger: Tagger<'static>,
    labels: Vec<Xpos>,
    words: FxHashMap<u64, u32>,
}

impl Reader {
    /// `lists`: given names and surnames, one a line. `clusters`: a line a cluster, the larger one's number, its own, words.
    pub(crate) fn new(lists: &[String; 2], clusters: &str) -> dateline_core::Result<Reader> {
        let weights = Weights::read(dateline_data_tagger::weights(), TaggerModel::templates())?;
        let tagger = Tagger::without_shortcuts(TaggerModel::read(&weights)?);
        let labels = tagger.model().labels().map(|(xpos, _)| Xpos::named(xpos).unwrap_or(Xpos::NN)).collect();
        let mut words: FxHashMap<u64, u32> = FxHashMap::default();
        for (list, bit) in lists.iter().zip([1, 2]) {
            for name in list.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
                *words.entry(normalise(name).hash()).or_default() |= Entry::new(bit, 0, 0).0;
            }
        }
        for line in clusters.lines() {
            let mut cells = line.split('\t');
            let mut number = || cells.next().and_then(|cell| cell.parse::<u32>().ok()).map_or(0, |n| n + 1);
            let (coarse, fine) = (number(), number());
            for word in cells.next().unwrap_or("").split(' ') {
                let entry = words.entry(normalise(word).hash()).or_default();
                *entry = Entry::new(u32::from(Entry(*entry).listed()), fine, coarse).0;
            }
        }
        Ok(Reader { tagger, labels, words })
    }

    pub(crate) fn read(&self, document: &Named) -> Read {
        let text = &document.text;
        let (mut tokens, mut found, mut scratch) = (Vec::new(), Vec::new(), TaggerScratch::default());
        tokenize(text, &mut tokens);
        split_sentences(text, &mut tokens, &document.ends, &mut SentenceScratch::default());
        let ranges: Vec<_> = sentences(&tokens).map(|s| s.range()).collect();
        for range in &ranges {
            self.tagger.tag(text, &tokens[range.clone()], &mut scratch, &mut found);
        }
        let tags: Vec<Xpos> = found.iter().map(|l| self.labels[usize::from(*l)]).collect();
        let (mut words, mut starts) = (Vec::new(), Vec::new());
        for range in &ranges {
            starts.push(words.len());
            read_sentence(text, &tokens[range.clone()], &tags[range.clone()], &mut words);
        }
        let entry = |hash: u64| Entry(self.words.get(&hash).copied().unwrap_or(0));
        for word in &mut words {
            word.read(text, entry);
        }
        let gold = gold(&tokens, &document.names);
        Read { tokens, tags, ranges, words, starts, gold }
    }
}

/// The labels of the tokens that these names cover.
fn gold(tokens: &[Token], names: &[(Span, usize)]) -> Vec<u8> {
    let mut labels = vec![OUTSIDE; tokens.len()];
    for (span, kind) in names {
        let from = tokens.partition_point(|t| t.span.start < span.start);
        let to = tokens.partition_point(|t| t.span.end <= span.end);
        for (at, place) in labels.iter_mut().enumerate().take(to).skip(from) {
            let part = match (at == from, at + 1 == to) {
                (true, true) => Part::Whole,
                (true, false) => Part::First,
                (false, true) => Part::Last,
                (false, false) => Part::Inner,
            };
            *place = label(*kind, part);
        }
    }
    labels
}

/// Trains on these documents, and returns the file.
pub(crate) fn train(documents: &[Named], reader: &Reader, sources: &str, say: &mut dyn FnMut(String)) -> Vec<u8> {
    let mut read: Vec<Read> = documents.iter().map(|document| reader.read(document)).collect();
    // The votes of the first reading, with errors as a model makes them on documents it has not seen: two halves vote
    // for each other.
    say("the first reading, by halves".into());
    let halves: Vec<FxHashMap<u64, u32>> = vec![number(&read, |n| n % 2 == 0), number(&read, |n| n % 2 == 1)];
    let models: Vec<Vec<[f32; LABELS]>> =
        (0..2).map(|half| learn(&read, &halves[half], |n| n % 2 == half, EPOCHS / 2, SEED, &mut |_| {})).collect();
    for (n, document) in read.iter_mut().enumerate() {
        let other = 1 - n % 2;
        let labels = decode(document, &halves[other], &models[other]);
        set_votes(document, &labels);
    }
    let numbers = number(&read, |_| true);
    say(format!("{} documents, {} features", read.len(), numbers.len()));
    // The mean of several trainings, each in another order, is steadier than any one of them.
    let mut weights = vec![[0.0; LABELS]; numbers.len()];
    for seed in SEED..SEED + TRAININGS {
        for (sum, one) in weights.iter_mut().zip(learn(&read, &numbers, |_| true, EPOCHS, seed, say)) {
            sum.iter_mut().zip(one).for_each(|(sum, weight)| *sum += weight / TRAININGS as f32);
        }
    }
    let writer = write(&numbers, &weights, &frequent(&read), &reader.words, sources, say);
    shortcuts::finish(&writer, tables::SHORTCUTS, Model::templates(), say, |weights, tally| {
        let recogniser = Recogniser::new(Model::read(weights).expect("a recogniser of this program"));
        let mut scratch = RecogniserScratch::default();
        for (document, Read { tokens, tags, ranges, .. }) in documents.iter().zip(&read) {
            let note = |situation, label| tally.note(situation, label);
            recogniser.read(&document.text, tokens, tags, ranges.iter().cloned(), &mut scratch, note);
        }
    })
}

/// Token, first of its five words, whether it is the first and whether the last of its sentence.
fn each(document: &Read) -> impl Iterator<Item = (usize, usize, bool, bool)> + '_ {
    document.ranges.iter().zip(&document.starts).flat_map(|(range, start)| {
        let count = range.len();
        (0..count).map(move |n| (range.start + n, start + n, n == 0, n + 1 == count))
    })
}

fn number(read: &[Read], chosen: impl Fn(usize) -> bool) -> FxHashMap<u64, u32> {
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    for (_, document) in read.iter().enumerate().filter(|(n, _)| chosen(*n)) {
        let mut last = BEGIN;
        for (token, word, first, _) in each(document) {
            if first {
                last = BEGIN;
            }
            let words = document.five(word);
            let label = document.gold[token];
            if words[2].candidate || is_open(last) {
                of_words(words, |_, key| *counts.entry(key).or_default() += 1);
                of_votes(words, |key| *counts.entry(key).or_default() += 1);
                with_label(words, last, |_, key| *counts.entry(key).or_default() += 1);
            }
            last = label;
        }
    }
    let mut kept: Vec<u64> = counts.into_iter().filter(|(_, n)| *n >= SELDOM).map(|(key, _)| key).collect();
    kept.sort_unstable();
    kept.into_iter().enumerate().map(|(n, key)| (key, n as u32)).collect()
}

fn learn(
    read: &[Read],
    numbers: &FxHashMap<u64, u32>,
    chosen: impl Fn(usize) -> bool,
    epochs: usize,
    seed: u64,
    say: &mut dyn FnMut(String),
) -> Vec<[f32; LABELS]> {
    let mut perceptron = Perceptron::<LABELS>::new(numbers.len());
    let mut order: Vec<usize> = (0..read.len()).filter(|n| chosen(*n)).collect();
    let mut random = Random::new(seed);
    let mut active = Vec::new();
    for epoch in 1..=epochs {
        random.shuffle(&mut order);
        let (mut wrong, mut all) = (0_u32, 0_u32);
        for &n in &order {
            let document = &read[n];
            let mut last = BEGIN;
            for (token, word, first, ends) in each(document) {
                if first {
                    last = BEGIN;
                }
                let words = document.five(word);
                let mut found = OUTSIDE;
                if words[2].candidate || is_open(last) {
                    active.clear();
                    of_words(words, |_, key| active.extend(numbers.get(&key)));
                    of_votes(words, |key| active.extend(numbers.get(&key)));
                    with_label(words, last, |_, key| active.extend(numbers.get(&key)));
                    // A feature in a few is hidden, so that no single one is relied on.
                    active.retain(|_| !random.one_in(HIDDEN));
                    found = {
                        let sums = perceptron.score(&active);
                        choose(|label| sums[usize::from(label)], last, ends)
                    };
                    let right = document.gold[token];
                    // After an error the right label may be out of reach; nothing is to be learnt from that.
                    if may_follow(last, right) && !(ends && is_open(right)) {
                        perceptron.learn(&active, right, found);
                    }
                    wrong += u32::from(found != document.gold[token]);
                    all += 1;
                }
                last = found;
            }
        }
        say(format!("epoch {epoch}: {:.2}% wrong", 100.0 * f64::from(wrong) / f64::from(all.max(1))));
    }
    perceptron.averaged()
}

fn decode(document: &Read, numbers: &FxHashMap<u64, u32>, weights: &[[f32; LABELS]]) -> Vec<u8> {
    let mut labels = Vec::new();
    let mut last = BEGIN;
    for (_, word, first, ends) in each(document) {
        if first {
            last = BEGIN;
        }
        let words = document.five(word);
        let mut found = OUTSIDE;
        if words[2].candidate || is_open(last) {
            let mut sum = [0.0_f32; LABELS];
            let mut add = |key: u64| {
                if let Some(n) = numbers.get(&key) {
                    sum.iter_mut().zip(&weights[*n as usize]).for_each(|(s, w)| *s += w);
                }
            };
            of_words(words, |_, key| add(key));
            of_votes(words, &mut add);
            with_label(words, last, |_, key| add(key));
            found = choose(|label| (sum[usize::from(label)] * 1000.0) as i32, last, ends);
        }
        labels.push(found);
        last = found;
    }
    labels
}

fn set_votes(document: &mut Read, labels: &[u8]) {
    let mut votes: FxHashMap<u64, [u16; 5]> = FxHashMap::default();
    let places: Vec<(usize, usize)> = each(document).map(|(token, word, ..)| (token, word + 2)).collect();
    for &(token, word) in &places {
        if document.words[word].candidate {
            let kind = if labels[token] == OUTSIDE { 4 } else { usize::from(labels[token] - 1) / 4 };
            votes.entry(document.words[word].hash).or_default()[kind] += 1;
        }
    }
    for &(_, word) in &places {
        let word = &mut document.words[word];
        word.vote = votes.get(&word.hash).filter(|_| word.candidate).map_or(0, vote);
    }
}

/// The words that are weighed most often, or stand beside one that is: what they give by themselves is summed. What stands
/// around a sentence is the first.
fn frequent(read: &[Read]) -> Vec<Word> {
    let mut words: FxHashMap<u64, (u32, Word)> = FxHashMap::default();
    for document in read {
        for (_, word, ..) in each(document) {
            let five = document.five(word);
            for word in five.iter().filter(|_| five[2].candidate) {
                words.entry(word.hash).or_insert((0, *word)).0 += 1;
            }
        }
    }
    words.remove(&Word::BOUNDARY.hash);
    let mut words: Vec<(u32, Word)> = words.into_values().collect();
    words.sort_unstable_by_key(|(count, word)| (u32::MAX - count, word.hash));
    words.truncate(usize::from(Entry::LAST_ID) - 1);
    std::iter::once(Word::BOUNDARY).chain(words.into_iter().map(|(_, word)| word)).collect()
}

/// What the features of a word give that hold no other; `row` is what one gives.
fn of_word(word: &Word, row: impl Fn(u64) -> Option<Row>) -> OfWord {
    let sum = |position: usize, shape: u8, wanted: u8| {
        let mut words = [Word::BOUNDARY; 5];
        words[position] = *word;
        words[2].shape = shape;
        let mut sums: Sums = [0; _];
        of_words(&words, |holds, key| {
            if let Some(row) = row(key).filter(|_| holds & wanted != 0) {
                sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += i16::from(weight));
            }
        });
        sums
    };
    let near =
        [(1, holds::LAST, holds::LAST_SHAPE), (2, holds::WORD, holds::WORD_SHAPE), (3, holds::NEXT, holds::NEXT_SHAPE)];
    let plain = near.map(|(position, alone, shaped)| sum(position, PLAIN, alone | shaped));
    let alone = near.map(|(position, alone, _)| sum(position, PLAIN, alone));
    // One feature each: they fit into bytes.
    let off = [sum(0, PLAIN, holds::FAR), sum(4, PLAIN, holds::BEYOND)].map(|sums| sums.map(|sum| sum as i8));
    let mut all: OfWord = [[0; _]; _];
    all[..3].copy_from_slice(&plain);
    all[3..6].copy_from_slice(&alone);
    all[6] = bytemuck::cast(off);
    all
}

fn write(
    numbers: &FxHashMap<u64, u32>,
    weights: &[[f32; LABELS]],
    frequent: &[Word],
    words: &FxHashMap<u64, u32>,
    sources: &str,
    say: &mut dyn FnMut(String),
) -> Writer {
    // Only what is more or less than outside any name is told.
    let row = |n: u32| -> [f32; LABELS - 1] {
        let weights = &weights[n as usize];
        std::array::from_fn(|label| weights[label + 1] - weights[0])
    };
    let scale = 127.0 / LARGEST;
    // Weights that hardly move a sum take space and nothing else.
    let kept = |n: u32| -> Option<Row> {
        let row = row(n);
        let row = row.iter().any(|w| w.abs() > LEAST).then_some(row)?;
        Some(row.map(|w| (w * scale).round().clamp(-127.0, 127.0) as i8))
    };
    let mut of_words: Vec<OfWord> = vec![[[0; _]; _]];
    of_words.extend(frequent.iter().map(|word| of_word(word, |key| kept(*numbers.get(&key)?))));
    let summed: FxHashSet<u64> = frequent.iter().flat_map(|word| of_hash(word.hash)).collect();
    let mut keys: Vec<(u64, u32)> = numbers.iter().map(|(key, n)| (*key, *n)).collect();
    keys.sort_unstable();
    let asked_for = keys.into_iter().filter(|(key, _)| !summed.contains(key));
    let pairs: Vec<(u64, Row)> = asked_for.filter_map(|(key, n)| Some((key, kept(n)?))).collect();
    say(format!("{} features kept", pairs.len()));
    let (marks, rows) = rows::lay_out(&pairs, is_of_kinds);
    let mut writer = Writer::default();
    assert_eq!(writer.add(sources.as_bytes()), tables::SOURCES);
    for (at, marks) in (tables::FEATURES..).zip(marks.as_flattened()) {
        assert_eq!(writer.add(marks), at);
    }
    assert_eq!(writer.add(&rows) + 1, tables::FREQUENT_PLACES);
    let mut words = words.clone();
    for (id, word) in (1..).zip(frequent).skip(1) {
        let entry = words.entry(word.hash).or_default();
        *entry = Entry(*entry).with_id(id).0;
    }
    let mut words: Vec<(u64, [u32; 2])> = words.into_iter().map(|(hash, entry)| (hash, [0, entry])).collect();
    words.sort_unstable();
    let (frequent, others): (Vec<_>, Vec<_>) = words.into_iter().partition(|(_, [_, entry])| Entry(*entry).id() != 0);
    for (at, words) in [(tables::FREQUENT_PLACES, frequent), (tables::WORD_PLACES, others)] {
        let (places, entries) = lay_out(&words);
        assert_eq!(writer.add(&places), at);
        assert_eq!(writer.add(&entries), at + 1);
    }
    assert_eq!(writer.add(&of_words), tables::OF_WORDS);
    writer
}
