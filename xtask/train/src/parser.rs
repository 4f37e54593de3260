//! Trains the parser on GUM and EWT.

use dateline_language::parser::features::{MOST, Word, of_arc, of_state};
use dateline_language::parser::lines::{Line, lay_out_arcs, lay_out_steps};
use dateline_language::parser::model::{MANY, Model, ROW, TAGS, UNKNOWN_ID, ending_key, lay_out_marked, tables};
use dateline_language::parser::state::{State, Step};
use dateline_language::parser::{best_of, read_words};
use dateline_language::tagger::normalise;
use dateline_language::weights::{Weights, Writer};
use dateline_layers::{Relation, Tag};
use rustc_hash::FxHashMap;

use crate::conllu::Document;
use crate::evaluate::Aligned;
use crate::oracle::{cost, make_projective};
use crate::perceptron::{Perceptron, Random};

const EPOCHS: usize = 12;
/// A feature seen more seldom is none.
const SELDOM_STEP: u32 = 5;
const SELDOM_ARC: u32 = 3;
/// A word seen more seldom is unknown; an ending seen more seldom is no class of unknown words.
const SELDOM_WORD: u32 = 3;
const SELDOM_ENDING: u32 = 8;
/// A relation seen more seldom is taken for the one that it is a kind of.
const SELDOM_RELATION: u32 = 25;
/// Once in so many times training goes on from the right step and not from the parser's own.
const GUIDED: u64 = 10;
const LABELS: usize = dateline_language::parser::model::LABELS;
const SEED: u64 = 20_261_126;

/// A sentence, ready to train on. Words are counted from 1.
struct Sentence {
    words: Vec<Word>,
    heads: Vec<u32>,
    labels: Vec<u8>,
}

/// Trains on these documents, which have these tags, and returns the file.
pub(crate) fn train(
    documents: &[Document],
    tags: &[Vec<Tag>],
    clusters: &str,
    sources: &str,
    say: &mut dyn FnMut(String),
) -> Vec<u8> {
    let relations = relations(documents);
    let mut writer = Writer::default();
    assert_eq!(writer.add(sources.as_bytes()), tables::SOURCES);
    assert_eq!(writer.add(relations.join("\n").as_bytes()), tables::RELATIONS);
    assert_eq!(writer.add(pairs_of_tags(tags).as_bytes()), tables::TAGS);
    add_words(documents, clusters, &mut writer, say);
    let (sentences, lifted) = prepare(documents, tags, &relations, &writer);
    say(format!("{} sentences, {} relations, {lifted} arcs lifted", sentences.len(), relations.len()));
    let (steps, arcs) = count_features(&sentences);
    say(format!("{} features of steps, {} of arcs", steps.len(), arcs.len()));
    let (step_weights, arc_weights) = learn(&sentences, &steps, &arcs, relations.len(), say);
    let lines = step_lines(&steps, &step_weights, say);
    assert_eq!(writer.add(&lines), tables::STEPS);
    add_arcs(&arcs, &arc_weights, &mut writer, say);
    writer.finish(Model::templates())
}

/// The relations that are frequent enough, in the order of their names.
fn relations(documents: &[Document]) -> Vec<String> {
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for gold in documents.iter().flat_map(|d| &d.gold) {
        *counts.entry(&gold.relation).or_default() += 1;
    }
    let mut kept: Vec<String> =
        counts.iter().filter(|(_, n)| **n >= SELDOM_RELATION).map(|(name, _)| (*name).to_owned()).collect();
    kept.retain(|name| Relation::named(name).is_some() && name != "root");
    kept.sort_unstable();
    kept
}

/// The label of a relation, or of what it is a kind of.
fn label_of(relation: &str, relations: &[String]) -> u8 {
    let find = |name: &str| relations.iter().position(|r| r == name);
    let base = relation.split(':').next().unwrap_or(relation);
    find(relation).or_else(|| find(base)).or_else(|| find("dep")).unwrap_or(0) as u8
}

/// The most frequent pairs of XPOS and UPOS, one a line.
fn pairs_of_tags(tags: &[Vec<Tag>]) -> String {
    let mut counts: FxHashMap<(usize, usize), u32> = FxHashMap::default();
    for tag in tags.iter().flatten() {
        *counts.entry((tag.xpos.index(), tag.upos.index())).or_default() += 1;
    }
    let mut pairs: Vec<((usize, usize), u32)> = counts.into_iter().collect();
    pairs.sort_unstable_by_key(|(pair, n)| (std::cmp::Reverse(*n), *pair));
    pairs.truncate(TAGS - 1);
    let name = |(xpos, upos): (usize, usize)| {
        let xpos = dateline_layers::Xpos::from_index(xpos).name().unwrap_or("_");
        format!("{xpos}\t{}", dateline_layers::Upos::from_index(upos).name().unwrap_or("_"))
    };
    pairs.into_iter().map(|(pair, _)| name(pair)).collect::<Vec<_>>().join("\n")
}

/// Numbers the known words and endings, and joins them with their clusters.
fn add_words(documents: &[Document], clusters: &str, writer: &mut Writer, say: &mut dyn FnMut(String)) {
    let mut counts: FxHashMap<Vec<u8>, u32> = FxHashMap::default();
    for document in documents {
        for at in 0..document.tokens.len() {
            *counts.entry(normalise(document.word(at)).bytes().to_vec()).or_default() += 1;
        }
    }
    let mut words: Vec<(Vec<u8>, u32)> = counts.into_iter().collect();
    words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let normal = |word: &[u8]| normalise(std::str::from_utf8(word).unwrap_or_default());
    let mut entries: FxHashMap<u64, u32> = FxHashMap::default();
    let mut endings: FxHashMap<u64, u32> = FxHashMap::default();
    let mut number = u32::from(UNKNOWN_ID);
    for (word, count) in &words {
        if *count >= SELDOM_WORD {
            number += 1;
            entries.insert(normal(word).hash(), number);
        } else {
            *endings.entry(ending_key(&normal(word))).or_default() += count;
        }
    }
    let known = number;
    let mut endings: Vec<(u64, u32)> = endings.into_iter().filter(|(_, n)| *n >= SELDOM_ENDING).collect();
    endings.sort_unstable();
    for (key, _) in endings {
        number += 1;
        entries.entry(key).or_insert(number);
    }
    assert!(number < 1 << 16, "words have numbers of sixteen bits");
    say(format!("{known} words and {} endings", number - known));
    let mut coarse = vec![0_u8];
    for line in clusters.lines() {
        let mut columns = line.split('\t');
        let (Some(large), Some(_), Some(words)) = (columns.next(), columns.next(), columns.next()) else { continue };
        let fine = coarse.len() as u32;
        coarse.push(large.parse::<u8>().unwrap_or(0) + 1);
        for word in words.split(' ') {
            *entries.entry(normalise(word).hash()).or_default() |= fine << 16;
        }
    }
    let mut entries: Vec<(u64, u32)> = entries.into_iter().collect();
    entries.sort_unstable();
    assert_eq!(writer.add(&lay_out_marked(&entries)), tables::WORDS);
    assert_eq!(writer.add(&coarse), tables::COARSE);
}

/// The sentences as the parser will see them, through a model that has words and no weights yet.
fn prepare(documents: &[Document], tags: &[Vec<Tag>], relations: &[String], writer: &Writer) -> (Vec<Sentence>, u32) {
    let mut empty = writer.clone();
    empty.add::<Line>(&[[0; 32]]);
    empty.add::<Line>(&[[0; 32]]);
    empty.add::<[i8; 2]>(&[]);
    empty.add::<[i8; LABELS]>(&[]);
    let file = Aligned::new(&empty.finish(Model::templates()));
    let weights = Weights::read(file.bytes(), Model::templates()).expect("just written");
    let model = Model::read(&weights).expect("just written");
    let (mut sentences, mut lifted) = (Vec::new(), 0);
    for (document, tags) in documents.iter().zip(tags) {
        for range in document.sentences() {
            let gold = &document.gold[range.clone()];
            let mut words = Vec::new();
            read_words(&model, &document.text, &document.tokens[range.clone()], &tags[range], &mut words);
            let mut heads = vec![0];
            heads.extend(gold.iter().map(|gold| gold.head));
            lifted += make_projective(&mut heads);
            let mut labels = vec![0];
            labels.extend(gold.iter().map(|gold| label_of(&gold.relation, relations)));
            sentences.push(Sentence { words, heads, labels });
        }
    }
    (sentences, lifted)
}

type Numbers = FxHashMap<u64, u32>;

/// Numbers the features that are seen often enough on the way to the gold trees.
fn count_features(sentences: &[Sentence]) -> (Numbers, Numbers) {
    let (mut steps, mut arcs) = (Numbers::default(), Numbers::default());
    let mut state = State::default();
    let mut keys = [0; MOST];
    for sentence in sentences {
        state.begin(sentence.words.len() - 1);
        while !state.is_done() {
            let step = cheapest(&state, &sentence.heads, &[0; 3]);
            let count = of_state(&state, &sentence.words, &mut keys);
            keys[..count].iter().for_each(|key| *steps.entry(*key).or_default() += 1);
            let label = state.arc(step).map_or(0, |(head, child)| {
                let count = of_arc(&state, &sentence.words, head, child, &mut keys);
                keys[..count].iter().for_each(|key| *arcs.entry(*key).or_default() += 1);
                sentence.labels[child as usize]
            });
            state.take(step, label);
        }
    }
    (number(&steps, SELDOM_STEP), number(&arcs, SELDOM_ARC))
}

fn number(counts: &Numbers, seldom: u32) -> Numbers {
    let mut kept: Vec<u64> = counts.iter().filter(|(_, n)| **n >= seldom).map(|(key, _)| *key).collect();
    kept.sort_unstable();
    kept.into_iter().enumerate().map(|(n, key)| (key, n as u32)).collect()
}

/// The step that costs least; of equals the one of the highest score.
fn cheapest(state: &State, heads: &[u32], scores: &[i32; 3]) -> Step {
    let can = Step::ALL.into_iter().filter(|step| state.can(*step));
    can.min_by_key(|step| (cost(state, heads, *step), -scores[*step as usize])).unwrap_or(Step::Shift)
}

type Weighted<const N: usize> = Vec<[f32; N]>;

fn learn(
    sentences: &[Sentence],
    steps: &Numbers,
    arcs: &Numbers,
    relations: usize,
    say: &mut dyn FnMut(String),
) -> (Weighted<3>, Weighted<LABELS>) {
    let mut stepper = Perceptron::<3>::new(steps.len());
    let mut labeller = Perceptron::<LABELS>::new(arcs.len());
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut random = Random::new(SEED);
    let mut state = State::default();
    let mut keys = [0; MOST];
    let mut active = Vec::new();
    for epoch in 1..=EPOCHS {
        random.shuffle(&mut order);
        let (mut heads, mut labels, mut all) = (0_u32, 0_u32, 0_u32);
        for &at in &order {
            let Sentence { words, heads: gold, labels: gold_labels } = &sentences[at];
            state.begin(words.len() - 1);
            while !state.is_done() {
                let count = of_state(&state, words, &mut keys);
                active.clear();
                active.extend(keys[..count].iter().filter_map(|key| steps.get(key)));
                let scores = stepper.score(&active);
                let found = best_of(&state, &scores);
                let right = cheapest(&state, gold, &scores);
                let is_right = cost(&state, gold, found) <= cost(&state, gold, right);
                stepper.learn(&active, right as u8, if is_right { right as u8 } else { found as u8 });
                let step = if !is_right && (epoch == 1 || random.one_in(GUIDED)) { right } else { found };
                let Some((head, child)) = state.arc(step) else {
                    state.take(step, 0);
                    continue;
                };
                let count = of_arc(&state, words, head, child, &mut keys);
                active.clear();
                active.extend(keys[..count].iter().filter_map(|key| arcs.get(key)));
                let label = labeller.best(&active, relations);
                if gold[child as usize] == head {
                    labeller.learn(&active, gold_labels[child as usize], label);
                    heads += 1;
                    labels += u32::from(label == gold_labels[child as usize]);
                }
                all += 1;
                state.take(step, label);
            }
        }
        let share = |n: u32| 100.0 * f64::from(n) / f64::from(all);
        say(format!("epoch {epoch}: {:.2}% of the heads, {:.2}% with their label", share(heads), share(labels)));
    }
    (stepper.averaged(), labeller.averaged())
}

/// The factor by which weights become bytes.
fn scale<const N: usize>(weights: &Weighted<N>, what: &str, say: &mut dyn FnMut(String)) -> f32 {
    let mut sizes: Vec<f32> = weights.iter().flatten().map(|w| w.abs()).filter(|w| *w > 0.0).collect();
    sizes.sort_unstable_by(f32::total_cmp);
    let largest = sizes.last().copied().unwrap_or(1.0);
    say(format!(
        "{what}: {} weights, half of them below {:.2}, largest {largest:.1}",
        sizes.len(),
        sizes[sizes.len() / 2]
    ));
    127.0 / largest
}

fn narrow(weight: f32, scale: f32) -> i8 {
    (weight * scale).round().clamp(-127.0, 127.0) as i8
}

fn in_order(numbers: &Numbers) -> Vec<(u64, u32)> {
    let mut all: Vec<(u64, u32)> = numbers.iter().map(|(key, n)| (*key, *n)).collect();
    all.sort_unstable();
    all
}

fn step_lines(numbers: &Numbers, weights: &Weighted<3>, say: &mut dyn FnMut(String)) -> Vec<Line> {
    let beside: Weighted<2> = weights.iter().map(|[shift, left, right]| [left - shift, right - shift]).collect();
    let scale = scale(&beside, "steps", say);
    let row = |(key, n): (u64, u32)| (key, beside[n as usize].map(|w| narrow(w, scale)));
    let mut kept: Vec<(u64, [i8; 2])> =
        in_order(numbers).into_iter().map(row).filter(|(_, row)| *row != [0, 0]).collect();
    // The most important first: those that say most.
    kept.sort_by_key(|(_, row)| std::cmp::Reverse(row.map(|w| u32::from(w.unsigned_abs())).iter().sum::<u32>()));
    let (lines, left_out) = lay_out_steps(&kept);
    say(format!("{} features of steps kept; {left_out} found no room", kept.len()));
    lines
}

/// Adds the features of arcs: slots, and the labels and weights that they point to.
fn add_arcs(numbers: &Numbers, weights: &Weighted<LABELS>, writer: &mut Writer, say: &mut dyn FnMut(String)) {
    let scale = scale(weights, "labels", say);
    let mut kept: Vec<(u64, u32, u32)> = Vec::new();
    let (mut given, mut rows): (Vec<[i8; 2]>, Vec<[i8; LABELS]>) = (Vec::new(), Vec::new());
    let mut seen: FxHashMap<[i8; LABELS], u32> = FxHashMap::default();
    for (key, n) in in_order(numbers) {
        let row = weights[n as usize].map(|w| narrow(w, scale));
        let count = row.iter().filter(|weight| **weight != 0).count();
        if count == 0 {
            continue;
        }
        let value = *seen.entry(row).or_insert_with(|| {
            if count > MANY {
                rows.push(row);
                return ROW | (rows.len() as u32 - 1);
            }
            given.extend((0_i8..).zip(row).filter(|(_, weight)| *weight != 0).map(|(label, weight)| [label, weight]));
            ((given.len() - count) as u32) << 4 | count as u32
        });
        kept.push((key, value, row.iter().map(|weight| u32::from(weight.unsigned_abs())).sum()));
    }
    say(format!("{} features of arcs kept, with {} weights and {} rows", kept.len(), given.len(), rows.len()));
    // The most important first: those that say most in all.
    kept.sort_by_key(|(_, _, weight)| std::cmp::Reverse(*weight));
    let kept: Vec<(u64, u32)> = kept.into_iter().map(|(key, value, _)| (key, value)).collect();
    let (lines, left_out) = lay_out_arcs(&kept);
    say(format!("{left_out} of them found no room"));
    assert_eq!(writer.add(&lines), tables::ARCS);
    assert_eq!(writer.add(&given), tables::GIVEN);
    assert_eq!(writer.add(&rows), tables::ROWS);
}
