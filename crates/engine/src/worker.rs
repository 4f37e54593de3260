//! Takes documents through a pipeline.

use std::any::Any;
use std::cmp::Reverse;
use std::ops::Deref;

use dateline_core::{Diagnostic, Document, KeyedLayers, Layer, Order, Room, Severity, Span};

use crate::{Pipeline, Step};

/// How many bytes of text go through an extractor before the next one has its turn.
///
/// An extractor looks its words up in tables of some megabytes, and a report is some two thousand bytes: one at a time, it
/// would find the tables of each extractor gone from the processor's cache when its turn comes again. What is made of this
/// many bytes still lies in the cache when the next extractor reads it.
const TOGETHER: usize = 256 << 10;
/// How many documents that are, at most.
const MOST: usize = 256;
/// How many bytes of text all places but the first may have room for when they wait for other documents; with what is
/// found in it a document takes some twenty times as much. What is beyond is given back: one long document must not cost
/// its size in every place.
const KEPT: usize = 1 << 20;

/// Some documents and what the extractors work with, used again for others. It holds its pipeline by whatever points to
/// it: a reference, or an `Arc`.
///
/// Documents are [added](Worker::add) as long as there [is room](Worker::has_room), [extracted](Worker::extract) together,
/// and [cleared](Worker::clear). What is found in one does not depend on those beside it.
pub struct Worker<P> {
    pipeline: P,
    places: Vec<Place>,
    /// How many places, from the first on, hold a document.
    taken: usize,
    scratch: Vec<Box<dyn Any + Send>>,
    order: Option<Box<Order>>,
    /// What the layer of each step took so far.
    usage: Vec<Usage>,
}

/// The text that a step has read, and the room that its findings took.
#[derive(Clone, Copy, Default)]
struct Usage {
    text: usize,
    room: Room,
}

/// Where one document lies.
struct Place {
    document: Document,
    /// How long the longest text is that its layers have had room for.
    most: usize,
    /// Whether the time of this document is over.
    is_over: bool,
}

impl<P: Deref<Target = Pipeline>> Worker<P> {
    /// A worker with nothing done yet.
    pub fn new(pipeline: P) -> Worker<P> {
        let scratch = pipeline.steps().iter().map(|step| step.extractor.scratch()).collect();
        let usage = vec![Usage::default(); pipeline.steps().len()];
        Worker { places: vec![Place::new(&pipeline)], taken: 0, scratch, order: None, usage, pipeline }
    }

    /// Lets `fill` put a document in (it finds an empty one), and runs every extractor over it alone.
    ///
    /// An extractor that fails loses its layer for this document, which a diagnostic tells; the others run on.
    pub fn process(&mut self, fill: impl FnOnce(&mut Document)) -> &Document {
        self.clear();
        self.add(fill);
        self.extract(|_| false);
        self.document()
    }

    /// Forgets the documents, keeps the memory.
    pub fn clear(&mut self) {
        let mut kept = 0;
        for (at, place) in self.places.iter_mut().enumerate() {
            let room = if at > 0 { place.document.text.capacity().max(place.most) } else { 0 };
            if kept + room > KEPT {
                *place = Place::new(&self.pipeline);
                continue;
            }
            kept += room;
            if at < self.taken {
                place.document.clear();
            }
        }
        self.taken = 0;
    }

    /// Whether one more document should join those that were added: there is always room for one.
    pub fn has_room(&self) -> bool {
        let bytes: usize = self.documents().map(|document| document.text.len()).sum();
        self.taken < MOST && bytes < TOGETHER
    }

    /// Lets `fill` put one more document in; it finds an empty one.
    pub fn add<T>(&mut self, fill: impl FnOnce(&mut Document) -> T) -> T {
        if self.taken == self.places.len() {
            self.places.push(Place::new(&self.pipeline));
        }
        let place = &mut self.places[self.taken];
        place.is_over = false;
        self.taken += 1;
        fill(&mut place.document)
    }

    /// Runs every extractor over the documents that were added, as long as they are not late. An extractor that has begun
    /// is waited for; when `is_late` says of a document (by its place, from 0) that it is, before the next extractor has
    /// its turn, the layers that are left are not made for it, which a diagnostic tells.
    pub fn extract(&mut self, mut is_late: impl FnMut(usize) -> bool) {
        self.share_room();
        let pipeline = &*self.pipeline;
        for (at, step) in pipeline.steps().iter().enumerate() {
            let (scratch, usage) = (self.scratch[at].as_mut(), &mut self.usage[at]);
            for (which, place) in self.places[..self.taken].iter_mut().enumerate() {
                if place.is_over {
                    continue;
                }
                if is_late(which) {
                    place.give_up(&pipeline.steps()[at..]);
                    continue;
                }
                let (text, layer) = (place.document.text.len(), &mut place.document.layers[at]);
                layer.make_room(usage.expected(text));
                layer.swap_order(&mut self.order);
                place.extract(at, step, scratch, pipeline);
                let layer = &mut place.document.layers[at];
                layer.swap_order(&mut self.order);
                usage.add(text, layer.taken());
            }
        }
    }

    /// Lets the layers that have held the longest texts go to the longest ones. Where each place kept its own, they would
    /// grow until each had held a long text.
    fn share_room(&mut self) {
        if self.places.len() == 1 {
            return;
        }
        let layers = self.places.iter_mut().map(|place| (place.most, std::mem::take(&mut place.document.layers)));
        let mut layers: Vec<(usize, Vec<Layer>)> = layers.collect();
        layers.sort_by_key(|(most, _)| Reverse(*most));
        let mut longest: Vec<&mut Place> = self.places.iter_mut().collect();
        longest.sort_by_key(|place| Reverse(place.document.text.len()));
        for (place, (most, layers)) in longest.into_iter().zip(layers) {
            place.most = most.max(place.document.text.len());
            place.document.layers = layers;
        }
    }

    /// The documents as the last call left them.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.places[..self.taken].iter().map(|place| &place.document)
    }

    /// The first of them.
    pub fn document(&self) -> &Document {
        &self.places[0].document
    }
}

impl Usage {
    /// What findings in so much text will likely take, and a little more. Where a text is longer than [`TOGETHER`] it may be
    /// of another kind than those before it: its layers grow as they fill.
    fn expected(&self, text: usize) -> Room {
        let text = text.min(TOGETHER);
        let of = |taken: usize| taken.saturating_mul(text + text / 8).checked_div(self.text).unwrap_or(0);
        Room { rows: of(self.room.rows), bytes: of(self.room.bytes), words: of(self.room.words) }
    }

    fn add(&mut self, text: usize, room: Room) {
        self.text += text;
        self.room.rows += room.rows;
        self.room.bytes += room.bytes;
        self.room.words += room.words;
    }
}

impl Place {
    fn new(pipeline: &Pipeline) -> Place {
        let layers = pipeline.steps().iter().map(|step| Layer::new(step.schema)).collect();
        Place { document: Document { layers, ..Document::default() }, most: 0, is_over: false }
    }

    /// Lets the extractor of one step make its layer.
    fn extract(&mut self, at: usize, step: &Step, scratch: &mut (dyn Any + Send), pipeline: &Pipeline) {
        let mut layers = std::mem::take(&mut self.document.layers);
        let mut reports = std::mem::take(&mut self.document.diagnostics);
        let (before, rest) = layers.split_at_mut(at);
        let before = KeyedLayers { keys: pipeline.keys(), layers: before };
        let view = self.document.view(&before, pipeline.explains());
        let kept = reports.len();
        if let Err(lost) = step.extractor.extract(&view, scratch, &mut rest[0], &mut reports) {
            rest[0].lose();
            reports.truncate(kept);
            let message = format!("the layer \"{}\" of this document is lost: {lost}", step.schema.kind);
            reports.push(error(step.name.clone(), message));
        }
        self.document.layers = layers;
        self.document.diagnostics = reports;
    }

    /// The time of the document is over: it has to do without the layers of these steps, the last ones.
    fn give_up(&mut self, steps: &[Step]) {
        let layers: Vec<&str> = steps.iter().map(|step| step.name.as_str()).collect();
        let message = format!("the time for this document is over: nothing is made by {}", layers.join(", "));
        self.document.diagnostics.push(error("engine".to_owned(), message));
        self.document.layers.iter_mut().rev().take(steps.len()).for_each(Layer::lose);
        self.is_over = true;
    }
}

fn error(extractor: String, message: String) -> Diagnostic {
    Diagnostic { severity: Severity::ERROR, extractor, message, span: Span::NONE }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn what_places_keep_has_a_bound_that_the_first_is_free_of() {
        let pipeline = Pipeline::new(&[], &[], &BTreeMap::new(), false).expect("nothing can be planned");
        let mut worker = Worker::new(&pipeline);
        let room = |worker: &Worker<&Pipeline>| -> Vec<usize> {
            worker.places.iter().map(|place| place.document.text.capacity()).collect()
        };
        for length in [2 * KEPT, KEPT / 2, KEPT / 2, 10, 10] {
            worker.add(|document| document.text = "x".repeat(length));
        }
        assert!(!worker.has_room());
        worker.clear();
        assert_eq!(room(&worker), [2 * KEPT, KEPT / 2, KEPT / 2, 0, 0]);
        worker.add(|document| assert_eq!(document.text, ""));
        assert!(worker.has_room());
        worker.clear();
        assert_eq!(room(&worker).len(), 5);
    }

    #[test]
    fn a_long_text_behind_a_dense_one_gets_no_more_room_than_a_full_hand_of_texts() {
        let mut usage = Usage::default();
        usage.add(10, Room { rows: 50, ..Room::default() });
        assert_eq!(usage.expected(100).rows, 5 * 112);
        assert_eq!(usage.expected(100_000_000).rows, usage.expected(TOGETHER).rows);
    }

    #[test]
    fn many_short_documents_are_enough() {
        let pipeline = Pipeline::new(&[], &[], &BTreeMap::new(), false).expect("nothing can be planned");
        let mut worker = Worker::new(&pipeline);
        while worker.has_room() {
            worker.add(|document| document.text.push('x'));
        }
        assert_eq!(worker.documents().count(), MOST);
    }
}
