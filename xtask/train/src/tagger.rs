//! Trains the tagger on GUM and EWT.

use dateline_language::rows;
use dateline_language::slots::lay_out;
use dateline_language::tagger::features::{self, SHAPES, Word, shape_of};
use dateline_language::tagger::model::{
    BEGIN, BOUNDARY_ID, Few, Known, LABELS, Model, NONE, OfWord, Row, UNKNOWN_ID, few, last_and_shape, tables,
};
use dateline_language::tagger::{Normal, Tagger, TaggerScratch, first_word, normalise};
use dateline_language::weights::{Weights, Writer};
use dateline_layers::Token;
use rustc_hash::FxHashMap;

use crate::conllu::Document;
use crate::perceptron::{Perceptron, Random};
use crate::shortcuts::{self, Tally};

/// How often the training data are read.
pub(crate) const EPOCHS: usize = 16;
/// One active feature in so many is hidden while training.
const HIDDEN: u64 = 6;
/// A feature seen more seldom is none.
const SELDOM: u32 = 3;
/// A word seen more seldom is unknown.
const SELDOM_WORD: u32 = 3;
/// A word seen this often, and nearly always with one label, takes it unasked.
const SURE_COUNT: u32 = 3;
const SURE_SHARE: f64 = 0.97;
/// A label that a word has less often than this does not count for its class.
const CLASS_SHARE: f64 = 0.04;
/// A weight nearer to nothing is none, of features that are not summed. The largest is 127.
const LEAST: i8 = 7;
const SEED: u64 = 20_170_216;

/// What a word is in the training data.
#[derive(Default)]
struct Entry {
    count: u32,
    labels: FxHashMap<u8, u32>,
    hash: u64,
}

/// Everything that is known before training.
struct Vocabulary {
    ids: FxHashMap<u64, u32>,
    classes: Vec<u8>,
    only: Vec<u8>,
    /// The normalised word of each number.
    words: Vec<Option<Normal>>,
}

/// A sentence, ready to train on.
struct Sentence {
    words: Vec<Word>,
    gold: Vec<u8>,
    /// Whether the label is given and not to be found.
    fixed: Vec<bool>,
    /// Features that no label enters, of all words in a row.
    features: Vec<u32>,
    ends: Vec<u32>,
}

/// Trains on these documents and returns the file.
pub(crate) fn train(documents: &[&Document], epochs: usize, sources: &str, say: &mut dyn FnMut(String)) -> Vec<u8> {
    let labels = labels(documents);
    let index: FxHashMap<&str, u8> = labels.iter().enumerate().map(|(n, l)| (l.as_str(), n as u8)).collect();
    let vocabulary = vocabulary(documents, &labels, &index);
    let mut sentences = prepare(documents, &labels, &index, &vocabulary);
    let features = number_features(&mut sentences);
    say(format!("{} labels, {} words, {} features", labels.len(), vocabulary.classes.len(), features.len()));
    let weights = learn(&sentences, &features, labels.len(), epochs, say);
    let mut writer = Writer::default();
    write(&labels, &vocabulary, &features, &weights, sources, &mut writer, say);
    let mut lemmas = crate::lemma::learn(documents);
    say(format!("{} endings and {} words have lemmas of their own", lemmas.endings.len(), lemmas.words.len()));
    let [words, endings] = lemmas.tables();
    assert_eq!(writer.add(&words.0), tables::LEMMA_WORD_KEYS);
    assert_eq!(writer.add(&words.1), tables::LEMMA_WORD_CHANGES);
    assert_eq!(writer.add(&endings.0), tables::LEMMA_ENDING_KEYS);
    assert_eq!(writer.add(&endings.1), tables::LEMMA_ENDING_CHANGES);
    assert_eq!(writer.add(lemmas.changes().as_bytes()), tables::LEMMA_CHANGES);
    shortcuts::finish(&writer, tables::SHORTCUTS, Model::templates(), say, |weights, tally| {
        tag(documents, weights, tally);
    })
}

/// Tags these documents, and counts what is said of them.
fn tag(documents: &[&Document], weights: &Weights<'_>, tally: &mut Tally) {
    let tagger = Tagger::new(Model::read(weights).expect("a tagger of this program"));
    let (mut scratch, mut labels) = (TaggerScratch::default(), Vec::new());
    for document in documents {
        for range in document.sentences() {
            labels.clear();
            let tokens = &document.tokens[range];
            tagger.tag_noting(&document.text, tokens, &mut scratch, &mut labels, |key, label| tally.note(key, label));
        }
    }
}

fn label_of(gold: &crate::conllu::Gold) -> String {
    format!("{}\t{}", if gold.xpos == "AFX" { "JJ" } else { &gold.xpos }, gold.upos)
}

/// The most frequent pairs of XPOS and UPOS, every XPOS among them.
fn labels(documents: &[&Document]) -> Vec<String> {
    let mut counts: FxHashMap<String, u32> = FxHashMap::default();
    for gold in documents.iter().flat_map(|d| &d.gold) {
        *counts.entry(label_of(gold)).or_default() += 1;
    }
    let mut all: Vec<(String, u32)> = counts.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let xpos = |label: &str| label.split('\t').next().map(str::to_owned);
    let mut first: Vec<Option<String>> = Vec::new();
    let (mut heads, mut others) = (Vec::new(), Vec::new());
    for (label, _) in all {
        if first.contains(&xpos(&label)) {
            others.push(label);
        } else {
            first.push(xpos(&label));
            heads.push(label);
        }
    }
    heads.extend(others);
    heads.truncate(LABELS);
    heads
}

/// The number of a label, or of the first with its XPOS where the pair is rare.
fn number(label: &str, labels: &[String], index: &FxHashMap<&str, u8>) -> u8 {
    index.get(label).copied().unwrap_or_else(|| {
        let xpos = label.split('\t').next();
        labels.iter().position(|l| l.split('\t').next() == xpos).unwrap_or(0) as u8
    })
}

fn vocabulary(documents: &[&Document], labels: &[String], index: &FxHashMap<&str, u8>) -> Vocabulary {
    let mut entries: FxHashMap<Vec<u8>, Entry> = FxHashMap::default();
    for document in documents {
        for (at, gold) in document.gold.iter().enumerate() {
            let normal = normalise(document.word(at));
            let entry = entries.entry(normal.bytes().to_vec()).or_default();
            entry.count += 1;
            entry.hash = normal.hash();
            *entry.labels.entry(number(&label_of(gold), labels, index)).or_default() += 1;
        }
    }
    let mut known: Vec<(Vec<u8>, Entry)> = entries.into_iter().filter(|(_, e)| e.count >= SELDOM_WORD).collect();
    known.sort_by(|a, b| b.1.count.cmp(&a.1.count).then_with(|| a.0.cmp(&b.0)));
    let mut sets: FxHashMap<Vec<u8>, u32> = FxHashMap::default();
    for (_, entry) in &known {
        *sets.entry(class_set(entry)).or_default() += entry.count;
    }
    let mut sets: Vec<(Vec<u8>, u32)> = sets.into_iter().collect();
    sets.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    sets.truncate(250);
    let class = |entry: &Entry| {
        let set = class_set(entry);
        let found = sets
            .iter()
            .position(|(s, _)| *s == set)
            .or_else(|| sets.iter().position(|(s, _)| s.len() == 1 && s[0] == most(entry)));
        found.map_or(1, |n| n as u8 + 2)
    };
    let mut vocabulary =
        Vocabulary { ids: FxHashMap::default(), classes: vec![0, 0], only: vec![NONE, NONE], words: vec![None, None] };
    for (word, entry) in &known {
        vocabulary.ids.insert(entry.hash, vocabulary.classes.len() as u32);
        vocabulary.classes.push(class(entry));
        let share = f64::from(entry.labels[&most(entry)]) / f64::from(entry.count);
        vocabulary.only.push(if entry.count >= SURE_COUNT && share >= SURE_SHARE { most(entry) } else { NONE });
        vocabulary.words.push(std::str::from_utf8(word).ok().map(normalise));
    }
    vocabulary
}

fn most(entry: &Entry) -> u8 {
    entry.labels.iter().max_by_key(|(label, n)| (**n, u8::MAX - **label)).map_or(0, |(label, _)| *label)
}

fn class_set(entry: &Entry) -> Vec<u8> {
    let least = f64::from(entry.count) * CLASS_SHARE;
    let mut set: Vec<u8> = entry.labels.iter().filter(|(_, n)| f64::from(**n) >= least).map(|(l, _)| *l).collect();
    set.sort_unstable();
    set
}

fn prepare(
    documents: &[&Document],
    labels: &[String],
    index: &FxHashMap<&str, u8>,
    vocabulary: &Vocabulary,
) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for document in documents {
        for range in document.sentences() {
            let tokens = &document.tokens[range.clone()];
            let mut words = vec![Word::BOUNDARY; 2];
            let (mut gold, mut fixed) = (Vec::new(), Vec::new());
            for (at, token) in tokens.iter().enumerate() {
                let text = token.span.of(&document.text);
                let normal = normalise(text);
                let id = vocabulary.ids.get(&normal.hash()).copied().unwrap_or(UNKNOWN_ID);
                let first = at == 0 || first_word(tokens, at);
                let shape = shape_of(&normal.seen(), *token, first);
                words.push(Word::new(&normal, id, vocabulary.classes[id as usize], shape));
                let quote = token.is(Token::QUOTE_MARK) && !token.is(Token::SINGLE);
                gold.push(number(&label_of(&document.gold[range.start + at]), labels, index));
                fixed.push(quote || vocabulary.only[id as usize] != NONE);
            }
            words.extend([Word::BOUNDARY; 2]);
            sentences.push(Sentence { words, gold, fixed, features: Vec::new(), ends: Vec::new() });
        }
    }
    sentences
}

/// Numbers the features that are seen often enough, and writes those that no label enters into the sentences.
fn number_features(sentences: &mut [Sentence]) -> FxHashMap<u64, u32> {
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    for sentence in sentences.iter() {
        for at in 0..sentence.gold.len() {
            if !sentence.fixed[at] {
                each_static(five(&sentence.words, at), |key| *counts.entry(key).or_default() += 1);
                let (before, last) = history(&sentence.gold, at);
                features::with_tags(five(&sentence.words, at), before, last, |key| {
                    *counts.entry(key).or_default() += 1;
                });
            }
        }
    }
    let mut kept: Vec<u64> = counts.iter().filter(|(_, n)| **n >= SELDOM).map(|(key, _)| *key).collect();
    kept.sort_unstable();
    let numbers: FxHashMap<u64, u32> = kept.into_iter().enumerate().map(|(n, key)| (key, n as u32)).collect();
    for sentence in sentences {
        for at in 0..sentence.gold.len() {
            let found = &mut sentence.features;
            each_static(five(&sentence.words, at), |key| found.extend(numbers.get(&key)));
            sentence.ends.push(sentence.features.len() as u32);
        }
    }
    numbers
}

/// The five words from `at` on.
fn five(words: &[Word], at: usize) -> &[Word; 5] {
    words[at..].first_chunk().expect("two boundaries stand behind the last word")
}

fn each_static(words: &[Word; 5], mut feature: impl FnMut(u64)) {
    for (position, word) in words.iter().enumerate() {
        features::of_word(position, word, &mut feature);
    }
    features::pairs(words, feature);
}

fn history(labels: &[u8], at: usize) -> (u8, u8) {
    let label = |back: usize| if at >= back { labels[at - back] } else { BEGIN };
    (label(2), label(1))
}

fn learn(
    sentences: &[Sentence],
    numbers: &FxHashMap<u64, u32>,
    labels: usize,
    epochs: usize,
    say: &mut dyn FnMut(String),
) -> Vec<[f32; LABELS]> {
    let mut perceptron = Perceptron::<LABELS>::new(numbers.len());
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut random = Random::new(SEED);
    let mut active = Vec::new();
    let mut found = Vec::new();
    for epoch in 1..=epochs {
        random.shuffle(&mut order);
        let (mut right, mut all) = (0_u32, 0_u32);
        for &at in &order {
            let sentence = &sentences[at];
            found.clear();
            for (word, &gold) in sentence.gold.iter().enumerate() {
                if sentence.fixed[word] {
                    found.push(gold);
                    continue;
                }
                let start = if word == 0 { 0 } else { sentence.ends[word - 1] as usize };
                active.clear();
                active.extend_from_slice(&sentence.features[start..sentence.ends[word] as usize]);
                let (before, last) = history(&found, word);
                features::with_tags(five(&sentence.words, word), before, last, |key| {
                    active.extend(numbers.get(&key));
                });
                // A feature in a few is hidden, so that no single one is relied on.
                active.retain(|_| !random.one_in(HIDDEN));
                let best = perceptron.best(&active, labels);
                perceptron.learn(&active, gold, best);
                found.push(best);
                right += u32::from(best == gold);
                all += 1;
            }
        }
        say(format!("epoch {epoch}: {:.2}% of the words that are not sure", 100.0 * f64::from(right) / f64::from(all)));
    }
    perceptron.averaged()
}

/// Folds and quantises the weights and lays the file out.
fn write(
    labels: &[String],
    vocabulary: &Vocabulary,
    numbers: &FxHashMap<u64, u32>,
    weights: &[[f32; LABELS]],
    sources: &str,
    writer: &mut Writer,
    say: &mut dyn FnMut(String),
) {
    let largest = weights.iter().flatten().fold(0.0_f32, |max, w| max.max(w.abs()));
    let scale = 127.0 / largest;
    let sum_of = |position: usize, word: &Word| {
        let mut sum = [0.0_f32; LABELS];
        features::of_word(position, word, |key| {
            if let Some(&n) = numbers.get(&key) {
                sum.iter_mut().zip(&weights[n as usize]).for_each(|(s, w)| *s += w);
            }
        });
        sum
    };
    let narrow = |row: &[f32; LABELS]| -> Row { row.map(|w| (w * scale).round().clamp(-127.0, 127.0) as i8) };
    let of_words: Vec<OfWord> = (0..)
        .zip(&vocabulary.words)
        .map(|(id, normal)| {
            let word = match normal {
                Some(normal) => Word::new(normal, id, vocabulary.classes[id as usize], 0),
                None if id == BOUNDARY_ID => Word::BOUNDARY,
                // An unknown word is asked for feature by feature.
                None => return [0; 2 * LABELS],
            };
            let mut row = [0; 2 * LABELS];
            row[..LABELS].copy_from_slice(&sum_of(2, &word).map(|w| (w * scale).round() as i16));
            let beside = [1, 3].map(|position| narrow(&sum_of(position, &word)));
            bytemuck::cast_slice_mut(&mut row[LABELS..]).copy_from_slice(beside.as_flattened());
            row
        })
        .collect();
    let classes = 0..=vocabulary.classes.iter().copied().max().unwrap_or(0);
    let of_classes: Vec<[Row; 2]> = classes
        .map(|class| [0, 4].map(|position| narrow(&sum_of(position, &Word { class, ..Word::UNKNOWN }))))
        .collect();
    let mut of_last = vec![[0_i16; LABELS]; (LABELS + 1) * SHAPES];
    for last in (0..LABELS as u8).chain([BEGIN]) {
        for shape in 0..SHAPES as u8 {
            let sums = &mut of_last[last_and_shape(last, shape)];
            for n in features::with_last(last, shape).iter().filter_map(|key| numbers.get(key)) {
                sums.iter_mut().zip(narrow(&weights[*n as usize])).for_each(|(sum, w)| *sum += i16::from(w));
            }
        }
    }
    let mut wide: Vec<Row> = Vec::new();
    let mut pairs: Vec<(u64, Few)> = Vec::new();
    let mut keys: Vec<(u64, u32)> = numbers.iter().map(|(key, n)| (*key, *n)).collect();
    keys.sort_unstable();
    for (key, n) in keys {
        // Weights that hardly move a sum take space and nothing else.
        let row = narrow(&weights[n as usize]).map(|w| if w.abs() < LEAST { 0 } else { w });
        // What is told without a search was summed above.
        let folded = features::is_folded(key);
        if !folded && row.iter().any(|w| *w != 0) {
            pairs.push((key, few(&row, &mut wide)));
        }
    }
    say(format!("largest weight {largest:.1}; {} features and {} rows kept", pairs.len(), wide.len()));
    let known = |id: u32| {
        let at = id as usize;
        Known::new(id, vocabulary.classes[at], vocabulary.only[at]).expect("a vocabulary of 65,536 words at most").0
    };
    let mut words: Vec<(u64, [u32; 2])> = vocabulary.ids.iter().map(|(hash, id)| (*hash, [0, known(*id)])).collect();
    words.sort_unstable();
    let (word_places, words) = lay_out(&words);
    let (marks, features) = rows::lay_out(&pairs, features::is_of_kinds);
    assert_eq!(writer.add(sources.as_bytes()), tables::SOURCES);
    assert_eq!(writer.add(labels.join("\n").as_bytes()), tables::LABELS);
    assert_eq!(writer.add(&word_places), tables::WORD_PLACES);
    assert_eq!(writer.add(&words), tables::WORDS);
    assert_eq!(writer.add(&of_words), tables::OF_WORDS);
    assert_eq!(writer.add(&of_classes), tables::OF_CLASSES);
    assert_eq!(writer.add(&of_last), tables::OF_LAST);
    for (at, marks) in (tables::FEATURES..).zip(marks.as_flattened()) {
        assert_eq!(writer.add(marks), at);
    }
    assert_eq!(writer.add(&features) + 1, tables::ROWS);
    assert_eq!(writer.add(&wide), tables::ROWS);
}
