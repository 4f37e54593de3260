//! Many documents, on many threads, in order.

use std::ops::ControlFlow;
use std::time::Duration;

use dateline_core::{Diagnostic, Document, Published, Severity};
use dateline_engine::{Hands, Inputs};
use dateline_io::{IntoRecord, OutputFormat, ReadError, WriteOptions, Writer, writer};
use dateline_page::Analyser;

use crate::{Pipeline, builder};

/// How a batch is run and written.
#[derive(Clone, Copy, Debug)]
pub struct Batch {
    /// What the output looks like.
    pub format: OutputFormat,
    /// The details of the output.
    pub write: WriteOptions,
    /// How many threads work.
    pub threads: usize,
    /// How long one document may take; none for as long as it does.
    pub time: Option<TimeLimit>,
}

/// How long one document may take. It is looked at between extractors: one that has begun is waited for, and what comes
/// after it is not made, which an error of the document tells.
#[derive(Clone, Copy, Debug)]
pub struct TimeLimit {
    /// The longest, from the moment when its text is there.
    pub most: Duration,
    /// A clock that never goes back, from whatever beginning. The library has none of its own: what it finds does not
    /// depend on when it runs, and this is the one exception, for those who ask for it.
    pub clock: fn() -> Duration,
}

/// What became of one input.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Whether it is that of a record; else the bytes are what stands before the first one.
    pub is_record: bool,
    /// The input could not be read; there are no bytes.
    pub failed: Option<ReadError>,
    /// The document, where there is something to say of it.
    pub id: String,
    /// Warnings about it, and layers that were lost.
    pub diagnostics: Vec<Diagnostic>,
}

impl Outcome {
    /// Whether all of it went well, warnings apart.
    pub fn is_good(&self) -> bool {
        self.failed.is_none() && self.diagnostics.iter().all(|one| one.severity != Severity::ERROR)
    }
}

/// Runs records through a pipeline and hands each result, rendered, to `write` in the order of the input. Raw ones are
/// taken apart by the threads that work on them.
/// What could not be read comes as an [`Outcome`] in its place. `write` may break off.
///
/// Records may be an iterator: then each is written before the next is asked for. Those that are [`AtHand`](crate::AtHand)
/// go through the extractors some at a time, which is faster (not when a document may take a limited time); what is
/// written is the same.
pub fn run<R: IntoRecord, B>(
    pipeline: &Pipeline,
    batch: Batch,
    records: impl Inputs<Input = Result<R, ReadError>>,
    mut write: impl FnMut(&[u8], Outcome) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let published = pipeline.published;
    let kinds = pipeline.kinds();
    let new_writer = || writer(batch.format, batch.write, &kinds);
    let mut begin = Vec::new();
    new_writer().begin(&mut begin);
    if !begin.is_empty()
        && let ControlFlow::Break(broken) = write(&begin, Outcome::default())
    {
        return ControlFlow::Break(broken);
    }
    let hands = || Clerk { page: Analyser::new(), writer: new_writer(), published, time: batch.time };
    // The time of one document must not be that of those beside it.
    let records = Records { records, is_timed: batch.time.is_some() };
    dateline_engine::run(&pipeline.shared, batch.threads, records, hands, write)
}

/// Records of which each goes through the extractors alone, if it is timed.
struct Records<I> {
    records: I,
    is_timed: bool,
}

impl<I: Inputs> Inputs for Records<I> {
    type Input = I::Input;

    fn take(&mut self) -> Option<I::Input> {
        self.records.take()
    }

    fn is_at_hand(&mut self) -> bool {
        !self.is_timed && self.records.is_at_hand()
    }
}

/// What a thread does with a record before and after the extractors.
struct Clerk {
    page: Analyser,
    writer: Box<dyn Writer>,
    published: Option<Published>,
    time: Option<TimeLimit>,
}

/// What is kept of a record beside its document.
struct Kept {
    failed: Option<ReadError>,
    began: Duration,
}

impl<R: IntoRecord> Hands<Result<R, ReadError>> for Clerk {
    type Kept = Kept;
    type Told = Outcome;

    fn fill(&mut self, input: Result<R, ReadError>, document: &mut Document) -> Kept {
        let began = self.time.map_or(Duration::ZERO, |time| (time.clock)());
        match input.and_then(IntoRecord::into_record) {
            Ok(record) => {
                record.fill(document);
                builder::publish(document, self.published);
                self.page.analyse(document);
                Kept { failed: None, began }
            }
            Err(error) => Kept { failed: Some(error), began },
        }
    }

    fn is_late(&mut self, kept: &Kept) -> bool {
        self.time.is_some_and(|time| (time.clock)().saturating_sub(kept.began) > time.most)
    }

    fn render(&mut self, document: &Document, kept: Kept, bytes: &mut Vec<u8>) -> Outcome {
        if kept.failed.is_some() {
            return Outcome { is_record: true, failed: kept.failed, ..Outcome::default() };
        }
        self.writer.write(document, bytes);
        if document.diagnostics.is_empty() {
            return Outcome { is_record: true, ..Outcome::default() };
        }
        Outcome { is_record: true, failed: None, id: document.id.clone(), diagnostics: document.diagnostics.clone() }
    }
}
