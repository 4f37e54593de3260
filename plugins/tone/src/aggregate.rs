//! The extractor `aggregate`: a report summed up by ordered pair of actors, quad class and tone.

use std::hash::{Hash, Hasher};

use dateline_core::{Ascii, Context, Extractor, Item, LayerKey, LayerView, List, RegionKind, Result, Span, Str};
use dateline_layers::{Actor, Aggregate, Event, PairSide, PairSum, Quads, Sentence, Status, Tone};
use rustc_hash::{FxHashMap, FxHasher};

use crate::stance::Evidence;
use crate::tones::{percents, word_counts};
use crate::words::{Word, by_sentence};

/// Sums a report up.
pub struct Aggregates;

/// What [`Aggregates`] works with.
#[derive(Default)]
pub struct AggregatesScratch {
    evidence: Vec<Evidence>,
    pairs: Vec<PairSum>,
    /// The position of each pair.
    known: FxHashMap<(Key, Key), usize>,
    /// By which event or tone each pair was counted last: one counts once, however often it names its actors.
    counted: Vec<u32>,
}

/// Who somebody is: the code, or else a hash of the name.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Code(Ascii<2>),
    Name(u64),
}

impl Extractor for Aggregates {
    type Config = ();
    type Output = Aggregate;
    type Scratch = AggregatesScratch;
    const NAME: &'static str = "aggregate";

    fn requires((): &()) -> Vec<LayerKey> {
        vec![Word::KEY, Evidence::KEY, Sentence::KEY, Event::KEY, Tone::KEY]
    }

    fn new((): ()) -> Result<Self> {
        Ok(Aggregates)
    }

    fn extract(&self, cx: &mut Context<'_, Self>) {
        let mut scratch = std::mem::take(cx.scratch());
        scratch.pairs.clear();
        scratch.known.clear();
        scratch.counted.clear();
        let (events, tones) = (cx.layer::<Event>(), cx.layer::<Tone>());
        let (mut quads, mut goldstein, mut score) = (NO_QUADS, Mean::default(), Mean::default());
        let mut item = 0;
        for event in events.iter().filter(|event| event.status == Status::OCCURRED) {
            item += 1;
            count(&mut quads, event);
            goldstein.add(event.goldstein);
            let change = |pair: &mut PairSum| {
                pair.events += 1;
                count(&mut pair.quads, event);
                pair.goldstein_sum += event.goldstein;
            };
            scratch.each_pair(cx, events, item, (event.source, event.target), change);
            if event.reciprocal.get() {
                scratch.each_pair(cx, events, item, (event.target, event.source), change);
            }
        }
        for tone in tones.iter() {
            item += 1;
            score.add(tone.score);
            scratch.each_pair(cx, tones, item, (tone.source, tone.target), |pair| {
                pair.tones += 1;
                pair.tone_sum += tone.score;
            });
        }
        for pair in &mut scratch.pairs {
            pair.goldstein_mean = mean(pair.goldstein_sum, pair.events);
            pair.tone_mean = mean(pair.tone_sum, pair.tones);
            pair.goldstein_sum = round(pair.goldstein_sum);
            pair.tone_sum = round(pair.tone_sum);
        }
        let [positive_word_percent, negative_word_percent] = Self::word_percents(cx, &mut scratch);
        let aggregate = Aggregate {
            span: Span::new(0, cx.text().len() as u32),
            events: goldstein.count,
            quads,
            goldstein_mean: mean(goldstein.sum, goldstein.count),
            tones: score.count,
            tone_mean: mean(score.sum, score.count),
            positive_word_percent,
            negative_word_percent,
            pairs: cx.list(&scratch.pairs),
        };
        cx.emit(aggregate);
        *cx.scratch() = scratch;
    }
}

impl Aggregates {
    /// How many percent of the words of the report itself stand in phrases of good and of ill will.
    fn word_percents(cx: &Context<'_, Self>, scratch: &mut AggregatesScratch) -> [f32; 2] {
        let evidence = &mut scratch.evidence;
        let (words, phrases) = (cx.layer::<Word>(), cx.layer::<Evidence>());
        let (mut all, mut found) = (0, [0; 2]);
        for (sentence, words) in by_sentence(&words, &cx.layer::<Sentence>()) {
            let Some(first) = words.first() else { continue };
            let told =
                matches!(cx.region_at(first.span.start), RegionKind::HEADLINE | RegionKind::LEAD | RegionKind::BODY);
            if told {
                evidence.clear();
                let told = &phrases[phrases.starting_in(sentence.span)];
                evidence.extend(told.iter().filter(|evidence| !evidence.is_personal()));
                let (words, [good, bad]) = word_counts(words, evidence);
                all += words;
                found = [found[0] + good, found[1] + bad];
            }
        }
        percents(all, found)
    }
}

impl AggregatesScratch {
    /// Changes the sum of each ordered pair of two sides, once for each item; nobody is paired with himself.
    fn each_pair<T: Item>(
        &mut self,
        cx: &mut Context<'_, Aggregates>,
        layer: LayerView<'_, T>,
        item: u32,
        (sources, targets): (List<Actor>, List<Actor>),
        change: impl Fn(&mut PairSum),
    ) {
        for source in layer.list(sources) {
            for target in layer.list(targets) {
                let (Some(from), Some(to)) = (key(layer, source), key(layer, target)) else { continue };
                if from == to {
                    continue;
                }
                let at = *self.known.entry((from, to)).or_insert_with(|| {
                    let mut side = |actor: &Actor| {
                        let name = layer.str(actor.name).map_or(Str::NONE, |name| cx.intern(name));
                        PairSide { name, code: actor.code }
                    };
                    self.pairs.push(between(side(source), side(target)));
                    self.counted.push(0);
                    self.pairs.len() - 1
                });
                if std::mem::replace(&mut self.counted[at], item) != item {
                    change(&mut self.pairs[at]);
                }
            }
        }
    }
}

/// Who an actor is; none where nothing is known of him but a pronoun.
fn key<T: Item>(layer: LayerView<'_, T>, actor: &Actor) -> Option<Key> {
    if !actor.code.is_none() {
        return Some(Key::Code(actor.code));
    }
    let name = layer.str(actor.name)?;
    let mut hasher = FxHasher::default();
    name.hash(&mut hasher);
    Some(Key::Name(hasher.finish()))
}

const NO_QUADS: Quads =
    Quads { verbal_cooperation: 0, material_cooperation: 0, verbal_conflict: 0, material_conflict: 0 };

/// A pair of whom nothing is told yet.
fn between(source: PairSide, target: PairSide) -> PairSum {
    PairSum {
        source,
        target,
        events: 0,
        quads: NO_QUADS,
        goldstein_sum: 0.0,
        goldstein_mean: f32::NAN,
        tones: 0,
        tone_sum: 0.0,
        tone_mean: f32::NAN,
    }
}

/// Counts an event in its quad class.
fn count(quads: &mut Quads, event: &Event) {
    match event.quad.0 {
        1 => quads.verbal_cooperation += 1,
        2 => quads.material_cooperation += 1,
        3 => quads.verbal_conflict += 1,
        4 => quads.material_conflict += 1,
        _ => {}
    }
}

/// What a mean is made of.
#[derive(Clone, Copy, Default)]
struct Mean {
    sum: f32,
    count: u32,
}

impl Mean {
    fn add(&mut self, value: f32) {
        self.sum += value;
        self.count += 1;
    }
}

/// The mean to two places; none of nothing.
fn mean(sum: f32, count: u32) -> f32 {
    if count == 0 { f32::NAN } else { round(sum / count as f32) }
}

fn round(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}
