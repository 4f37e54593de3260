//! Takes one document after another through a pipeline.

use std::any::Any;
use std::ops::Deref;

use dateline_core::{Diagnostic, Document, Layer, Severity, Span};

use crate::{Pipeline, Step};

/// One document and what the extractors work with, used again for every document. It holds its pipeline by whatever
/// points to it: a reference, or an `Arc`.
pub struct Worker<P> {
    pipeline: P,
    document: Document,
    scratch: Vec<Box<dyn Any + Send>>,
}

impl<P: Deref<Target = Pipeline>> Worker<P> {
    /// A worker with nothing done yet.
    pub fn new(pipeline: P) -> Worker<P> {
        let steps = pipeline.steps();
        Worker {
            document: Document {
                layers: steps.iter().map(|step| Layer::new(step.schema)).collect(),
                ..Default::default()
            },
            scratch: steps.iter().map(|step| step.extractor.scratch()).collect(),
            pipeline,
        }
    }

    /// Lets `fill` put a document in (it finds an empty one), and runs every extractor over it.
    ///
    /// An extractor that fails loses its layer for this document, which a diagnostic tells; the others run on.
    pub fn process(&mut self, fill: impl FnOnce(&mut Document)) -> &Document {
        self.begin(fill);
        self.extract(|| false)
    }

    /// Lets `fill` put a document in; it finds an empty one.
    pub fn begin(&mut self, fill: impl FnOnce(&mut Document)) {
        self.document.clear();
        fill(&mut self.document);
    }

    /// Runs every extractor over the document that was put in, as long as it is not late. An extractor that has begun is
    /// waited for; when `is_late` says so before the next one, the layers that are left are not made, which a diagnostic
    /// tells.
    pub fn extract(&mut self, mut is_late: impl FnMut() -> bool) -> &Document {
        let mut layers = std::mem::take(&mut self.document.layers);
        let mut reports = std::mem::take(&mut self.document.diagnostics);
        for (at, step) in self.pipeline.steps().iter().enumerate() {
            if is_late() {
                reports.push(not_made(&self.pipeline.steps()[at..]));
                layers[at..].iter_mut().for_each(Layer::lose);
                break;
            }
            let (before, rest) = layers.split_at_mut(at);
            let before: &[Layer] = before;
            let view = self.document.view(&before, self.pipeline.explains());
            let kept = reports.len();
            let result = step.extractor.extract(&view, self.scratch[at].as_mut(), &mut rest[0], &mut reports);
            if let Err(lost) = result {
                rest[0].lose();
                reports.truncate(kept);
                reports.push(Diagnostic {
                    severity: Severity::ERROR,
                    extractor: step.name.clone(),
                    message: format!("the layer \"{}\" of this document is lost: {lost}", step.schema.kind),
                    span: Span::NONE,
                });
            }
        }
        self.document.layers = layers;
        self.document.diagnostics = reports;
        &self.document
    }

    /// The document as the last call left it.
    pub fn document(&self) -> &Document {
        &self.document
    }
}

/// Says which layers a document has to do without.
fn not_made(steps: &[Step]) -> Diagnostic {
    let layers: Vec<&str> = steps.iter().map(|step| step.name.as_str()).collect();
    Diagnostic {
        severity: Severity::ERROR,
        extractor: "engine".to_owned(),
        message: format!("the time for this document is over: nothing is made by {}", layers.join(", ")),
        span: Span::NONE,
    }
}
