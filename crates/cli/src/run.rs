//! A run under way: takes the results in their order, writes them, and keeps account of them.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use dateline::Outcome;
use dateline_core::Severity;
use serde_json::{Value, json};

use crate::corpus::Corpus;
use crate::journal::{Journal, Reached};
use crate::output::Output;
use crate::progress::Progress;
use crate::source::Marks;
use crate::waits::Waits;

/// How long a run goes on, at least, before it writes down how far it has come.
const OFTEN: Duration = Duration::from_millis(200);
/// Writing it down takes no more than one part in so many of the time.
const SHARE: u32 = 20;

/// A file that results go to could not be written: its name, and why.
pub(crate) type Broken = (String, io::Error);

/// A run under way.
pub(crate) struct Run {
    pub(crate) output: Output,
    /// Where the output goes; none for standard output.
    pub(crate) place: Option<PathBuf>,
    /// Where the records that failed go, and what that file is called.
    pub(crate) errors: Option<(Output, PathBuf)>,
    pub(crate) journal: Option<Journal>,
    /// For TimeML: what makes one file of several documents.
    pub(crate) corpus: Option<Corpus>,
    pub(crate) marks: Marks,
    pub(crate) waits: Waits,
    pub(crate) progress: Progress,
    pub(crate) is_quiet: bool,
    pub(crate) reached: Reached,
    settled: Instant,
    pause: Duration,
}

impl Run {
    pub(crate) fn new(output: Output, place: Option<&Path>, marks: Marks, progress: Progress, is_quiet: bool) -> Run {
        Run {
            output,
            place: place.map(Path::to_owned),
            errors: None,
            journal: None,
            corpus: None,
            marks,
            waits: Waits::Never,
            progress,
            is_quiet,
            reached: Reached::default(),
            settled: Instant::now(),
            pause: OFTEN,
        }
    }

    /// Takes the result for one record, or what stands before the first one.
    pub(crate) fn take(&mut self, bytes: &[u8], outcome: &Outcome) -> Result<(), Broken> {
        // What stands before the first record was written by the run that this one goes on with.
        if outcome.is_record || self.reached.output == 0 {
            let written = match &mut self.corpus {
                Some(corpus) if outcome.is_record => corpus.write(bytes, &mut self.output),
                _ => self.output.write(bytes),
            };
            written.map_err(|error| (self.shown(), error))?;
            // Whoever feeds the run bit by bit, and whoever reads what comes out, may be waiting for this document.
            if !self.waits.is_at_hand() {
                self.output.flush().map_err(|error| (self.shown(), error))?;
            }
        }
        if !outcome.is_record {
            return Ok(());
        }
        if let Some(mark) = self.marks.take() {
            self.reached.mark = mark;
        }
        self.reached.counts.records += 1;
        self.report(outcome)?;
        self.progress.show(self.reached.counts);
        if self.journal.is_some() && self.settled.elapsed() >= self.pause {
            let began = Instant::now();
            self.settle(false)?;
            self.pause = OFTEN.max(began.elapsed() * SHARE);
            self.settled = Instant::now();
        }
        Ok(())
    }

    /// Tells what went wrong with one record, or writes it to the file of errors.
    fn report(&mut self, outcome: &Outcome) -> Result<(), Broken> {
        self.reached.counts.failed += u64::from(!outcome.is_good());
        if let Some(error) = &outcome.failed {
            let known =
                json!({"input": error.input, "line": error.line, "column": error.column, "message": error.message});
            if !self.keep(known)? {
                self.progress.tell("error", "", &error.to_string());
            }
        }
        for one in &outcome.diagnostics {
            let is_error = one.severity == Severity::ERROR;
            self.reached.counts.warnings += u64::from(one.severity == Severity::WARNING);
            if is_error && self.keep(json!({"id": outcome.id, "extractor": one.extractor, "message": one.message}))? {
                continue;
            }
            if is_error || (one.severity != Severity::INFO && !self.is_quiet) {
                let severity = one.severity.name().unwrap_or("note");
                self.progress.tell(severity, &outcome.id, &format!("{}: {}", one.extractor, one.message));
            }
        }
        Ok(())
    }

    /// Writes a failure to the file of errors, where there is one.
    fn keep(&mut self, failure: Value) -> Result<bool, Broken> {
        let Some((file, place)) = &mut self.errors else { return Ok(false) };
        let mut line = failure;
        if let Value::Object(fields) = &mut line {
            fields.retain(|_, value| !value.is_null());
        }
        file.write(format!("{line}\n").as_bytes()).map_err(|error| (place.display().to_string(), error))?;
        Ok(true)
    }

    /// Writes down how far the run has come.
    pub(crate) fn settle(&mut self, is_whole: bool) -> Result<(), Broken> {
        let Some(journal) = &mut self.journal else { return Ok(()) };
        if let Output::File(file) = &mut self.output {
            self.reached.output = file.settle().map_err(|error| (shown(self.place.as_deref()), error))?;
        }
        if let Some((Output::File(file), place)) = &mut self.errors {
            self.reached.errors = file.settle().map_err(|error| (place.display().to_string(), error))?;
        }
        self.reached.is_whole = is_whole;
        journal.write(self.reached).map_err(|error| (journal.shown(), error))
    }

    /// Everything is written: files take their places. Says whether all went well with all records.
    fn finish(mut self) -> Result<bool, Broken> {
        if let Some(corpus) = &mut self.corpus {
            corpus.finish(&mut self.output).map_err(|error| (shown(self.place.as_deref()), error))?;
        }
        self.settle(true)?;
        if let Some((file, place)) = self.errors.take() {
            file.finish().map_err(|error| (place.display().to_string(), error))?;
        }
        let place = self.shown();
        let Run { output, journal, progress, reached, .. } = self;
        output.finish().map_err(|error| (place, error))?;
        if let Some(journal) = journal {
            journal.remove().map_err(|error| (journal.shown(), error))?;
        }
        progress.finish(reached.counts);
        Ok(reached.counts.failed == 0)
    }

    /// The user breaks the run off: what is not to be gone on with is removed.
    #[cfg(unix)]
    fn stop(&mut self) {
        if let Some(corpus) = &mut self.corpus {
            let _ = corpus.finish(&mut self.output);
        }
        let is_written = self.output.flush().is_ok();
        let kept = self.journal.is_some() && is_written && self.settle(false).is_ok();
        for output in std::iter::once(&self.output).chain(self.errors.iter().map(|(file, _)| file)) {
            output.forget();
        }
        self.progress.finish(self.reached.counts);
        let count = self.reached.counts.records;
        let next = if kept { ": the same command goes on from there" } else { "" };
        self.progress.note(&format!("stopped after {count} documents{next}"));
    }

    fn shown(&self) -> String {
        shown(self.place.as_deref())
    }
}

fn shown(place: Option<&Path>) -> String {
    place.map_or_else(|| "standard output".to_owned(), |place| place.display().to_string())
}

/// A run that is shared with whoever waits for Ctrl-C; it is gone once it is finished.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Mutex<Option<Run>>>);

impl Shared {
    pub(crate) fn new(run: Run) -> Shared {
        Shared(Arc::new(Mutex::new(Some(run))))
    }

    /// See [`Run::take`].
    pub(crate) fn take(&self, bytes: &[u8], outcome: &Outcome) -> Result<(), Broken> {
        self.lock().as_mut().map_or(Ok(()), |run| run.take(bytes, outcome))
    }

    /// Everything is written: files take their places. Says whether all went well with all records.
    pub(crate) fn finish(&self) -> Result<bool, Broken> {
        self.lock().take().map_or(Ok(true), Run::finish)
    }

    /// The run ends early: what is not to be gone on with is removed. Says what a later run goes on with.
    pub(crate) fn give_up(&self) -> Option<String> {
        let run = self.lock().take()?;
        run.progress.clear();
        run.journal.as_ref().map(Journal::shown)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Run>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the user (Ctrl-C) or the system sends to end the run. It is kept from when this is made, so that a signal that
/// comes while the run is set up ends it too.
pub(crate) struct Signals(#[cfg(unix)] signal_hook::iterator::Signals);

impl Signals {
    /// From now on a signal waits until [`stop`](Signals::stop) says what it stops.
    pub(crate) fn new() -> io::Result<Signals> {
        #[cfg(unix)]
        {
            use signal_hook::consts::{SIGINT, SIGTERM};
            Ok(Signals(signal_hook::iterator::Signals::new([SIGINT, SIGTERM])?))
        }
        // Elsewhere the system ends the run.
        #[cfg(not(unix))]
        Ok(Signals())
    }

    /// Ends the run when a signal comes: what is written ends with a whole document, nothing half-done is left, and the
    /// exit code is the one of shells, 128 and the number of the signal.
    #[cfg(unix)]
    pub(crate) fn stop(mut self, run: &Shared) {
        let run = run.clone();
        std::thread::spawn(move || {
            let Some(signal) = self.0.forever().next() else { return };
            // A result that is being written is waited for; not for ever, since the pipe behind it may be blocked.
            for _ in 0..100 {
                if let Ok(mut guard) = run.0.try_lock() {
                    if let Some(run) = guard.as_mut() {
                        run.stop();
                    }
                    // With the guard in hand, so that nothing is written any more.
                    end(signal);
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            end(signal);
        });
    }

    #[cfg(not(unix))]
    pub(crate) fn stop(self, _: &Shared) {}
}

#[cfg(unix)]
#[allow(clippy::exit, reason = "the main thread may be waiting for input that never comes")]
fn end(signal: i32) -> ! {
    std::process::exit(128 + signal)
}
