//! Reads news and diplomatic reports: who said what, when, where, and in what tone.
//!
//! ```
//! use dateline::{Pipeline, layers::Temporal};
//!
//! let mut pipeline = Pipeline::builder().plugins(["date"]).published("2017-02-16").build()?;
//! let document = pipeline.extract("The envoy said Thursday that talks would go on.");
//! let dates = document.items::<Temporal>();
//! assert_eq!(dates.str(dates[0].value), Some("2017-02-16"));
//! # Ok::<(), dateline::Error>(())
//! ```
//!
//! A [`Pipeline`] is built once and takes one text after another; what it found in the last one stays until the next.
//! For many documents on many threads, in order, see [`run`].

mod batch;
mod builder;

use std::sync::Arc;

pub use batch::{Batch, Outcome, TimeLimit, run};
pub use builder::{Builder, DEFAULT_PLUGINS};
use dateline_core::Published;
pub use dateline_core::{Document, Error, Offer, Result};
pub use dateline_engine::Options;
use dateline_engine::Worker;
/// Where records come from.
pub use dateline_engine::{AtHand, Inputs};
/// How plugins are loaded.
pub use dateline_host as host;
/// The kinds of findings.
pub use dateline_layers as layers;

/// Extractors in running order, with one document to work on.
pub struct Pipeline {
    shared: Arc<dateline_engine::Pipeline>,
    published: Option<Published>,
    page: dateline_page::Analyser,
    worker: Worker<Arc<dateline_engine::Pipeline>>,
}

impl Pipeline {
    /// Starts to build one.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn of(shared: dateline_engine::Pipeline, published: Option<Published>) -> Pipeline {
        let shared = Arc::new(shared);
        Pipeline { worker: Worker::new(Arc::clone(&shared)), shared, published, page: dateline_page::Analyser::new() }
    }

    /// Reads a text: finds its parts, then runs every extractor over it. The result belongs to the pipeline and is
    /// replaced by the next call.
    pub fn extract(&mut self, text: &str) -> &Document {
        self.extract_with(|document| document.text.push_str(text))
    }

    /// As [`Pipeline::extract`], with what else is known of the document: `fill` sets its id, title or day of
    /// publication besides its text.
    pub fn extract_with(&mut self, fill: impl FnOnce(&mut Document)) -> &Document {
        let Pipeline { published, page, worker, .. } = self;
        worker.process(|document| {
            fill(document);
            builder::publish(document, *published);
            page.analyse(document);
        })
    }

    /// The extractors, in running order.
    pub fn steps(&self) -> &[dateline_engine::Step] {
        self.shared.steps()
    }

    /// The kinds that are written.
    pub fn kinds(&self) -> Vec<&'static str> {
        self.shared.written().map(|schema| schema.kind).collect()
    }
}

/// The Rust code of the README and of the book is compiled and run as documentation tests (with serde and schemars, as
/// authors have them).
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../../../README.md")]
    struct Readme;
    #[doc = include_str!("../../../book/src/tour.md")]
    struct Tour;
    #[doc = include_str!("../../../book/src/extractor.md")]
    struct Extractor;
}
