//! Each extractor by itself, on documents that have the layers before it.

use std::any::Any;
use std::ops::ControlFlow;
use std::time::Duration;

use anyhow::Context as _;
use cpu_time::{ProcessTime, ThreadTime};
use dateline::{AtHand, Batch, Builder, Pipeline};
use dateline_core::{AnyExtractor, Layer};
use dateline_io::{OutputFormat, Record, WriteOptions};

use crate::allocations::{self, Allocations};
use crate::documents::Document;

/// What something costs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    /// The time of this thread on a core, user and system.
    pub(crate) time: Duration,
    pub(crate) allocations: Allocations,
}

impl Cost {
    /// What a call costs.
    pub(crate) fn of<T>(call: impl FnOnce() -> T) -> (T, Cost) {
        let start = ThreadTime::now();
        let (result, allocations) = allocations::of(call);
        (result, Cost { time: start.elapsed(), allocations })
    }

    pub(crate) fn add(&mut self, other: Cost) {
        self.time += other.time;
        self.allocations += other.allocations;
    }
}

/// A builder with everything that is linked in.
pub(crate) fn everything() -> Builder {
    let builder = Pipeline::builder();
    let mut plugins: Vec<String> = builder.offers().iter().map(|offer| offer.plugin().to_owned()).collect();
    plugins.dedup();
    builder.plugins(plugins)
}

/// A builder with these plugins; with those of `dateline extract` when none is named.
pub(crate) fn chosen(plugins: &[String]) -> Builder {
    let builder = Pipeline::builder();
    if plugins.is_empty() { builder } else { builder.plugins(plugins.iter().cloned()) }
}

/// A pipeline, and its extractors once more, to run them alone.
pub(crate) struct Steps {
    pipeline: Pipeline,
    alone: Vec<Alone>,
}

struct Alone {
    extractor: Box<dyn AnyExtractor>,
    scratch: Box<dyn Any + Send>,
    layer: Layer,
}

/// The cost of one document.
pub(crate) struct Costs {
    /// The whole pipeline, with the reading of the page before the extractors.
    pub(crate) all: Cost,
    /// Each extractor, in running order.
    pub(crate) steps: Vec<Cost>,
}

impl Steps {
    /// What the builder chose.
    pub(crate) fn new(builder: &Builder) -> anyhow::Result<Steps> {
        let pipeline = builder.build()?;
        let offers = builder.offers();
        let mut alone = Vec::new();
        for step in pipeline.steps() {
            let offer = offers.iter().find(|offer| offer.name() == step.name);
            let extractor = *offer.with_context(|| format!("nobody offers {}", step.name))?;
            let extractor = extractor.create(&builder.options_of(extractor))?;
            alone.push(Alone { scratch: extractor.scratch(), extractor, layer: Layer::new(step.schema) });
        }
        Ok(Steps { pipeline, alone })
    }

    /// The names of the extractors, in running order.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.pipeline.steps().iter().map(|step| step.name.as_str()).collect()
    }

    /// Runs a text through the pipeline alone, as programs do.
    pub(crate) fn run_all(&mut self, text: &str) -> Cost {
        Cost::of(|| self.pipeline.extract(text).layers.len()).1
    }

    /// Runs documents through the pipeline as a run does, several at a time, and forgets what it would write.
    pub(crate) fn run_together(&self, documents: &[Document]) -> Duration {
        let batch = Batch { format: OutputFormat::JSONL, write: WriteOptions::default(), threads: 1, time: None };
        let records = documents
            .iter()
            .map(|document| Ok(Record { id: document.name.clone(), text: document.text.clone(), ..Record::default() }));
        // The work is done by a thread of its own.
        let start = ProcessTime::now();
        let _ = dateline::run(&self.pipeline, batch, AtHand(records), |bytes, _| {
            std::hint::black_box(bytes);
            ControlFlow::<()>::Continue(())
        });
        start.elapsed()
    }

    /// Runs a text through all of them, and then through each again.
    pub(crate) fn run(&mut self, text: &str) -> Costs {
        let Steps { pipeline, alone } = self;
        let (document, all) = Cost::of(|| pipeline.extract(text));
        let mut reports = Vec::new();
        let steps = alone.iter_mut().enumerate().map(|(at, alone)| {
            let before = &document.layers[..at];
            let view = document.view(&before, false);
            alone.layer.clear();
            let run = || alone.extractor.extract(&view, alone.scratch.as_mut(), &mut alone.layer, &mut reports);
            // A lost layer was paid for as well.
            let (_kept_or_lost, cost) = Cost::of(run);
            reports.clear();
            cost
        });
        Costs { all, steps: steps.collect() }
    }
}
