//! How far a run is: a bar on a terminal, and a line at the end of a long one.

use std::fmt::Write;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use dateline_io::walk;
use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::{Deserialize, Serialize};

use crate::messages::tell;

/// A run that is over before shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);
/// A run that took this long tells at its end what it did.
const LONG: Duration = Duration::from_secs(5);
/// How often the bar is written anew.
const PERIOD: Duration = Duration::from_millis(100);

/// What became of the records of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// All of them.
    pub(crate) records: u64,
    /// Those that could not be read, or lost a layer.
    pub(crate) failed: u64,
    /// Warnings about them.
    pub(crate) warnings: u64,
}

/// How far a run is.
pub(crate) struct Progress {
    started: Instant,
    shown: Instant,
    bar: Option<ProgressBar>,
    is_wanted: bool,
    is_quiet: bool,
    /// The bytes of all inputs, once they are known; 0 before.
    total: Arc<AtomicU64>,
    /// The bytes that were read.
    read: Arc<AtomicU64>,
    /// The records of an earlier run that this one goes on with.
    before: u64,
}

impl Progress {
    /// The progress of a run over these inputs, of which `read` counts the bytes that were read.
    pub(crate) fn new(inputs: &[PathBuf], read: Arc<AtomicU64>, is_quiet: bool, is_to_file: bool) -> Progress {
        // Where the output goes to the terminal, it is progress enough.
        let is_wanted = !is_quiet && io::stderr().is_terminal() && (is_to_file || !io::stdout().is_terminal());
        let total = Arc::new(AtomicU64::new(0));
        if is_wanted && inputs.iter().all(|input| input != Path::new("-")) {
            let (inputs, total) = (inputs.to_vec(), Arc::clone(&total));
            // It only looks, and nobody waits for it.
            std::thread::spawn(move || {
                let sizes = walk(inputs).filter_map(|input| input.ok()?.path?.metadata().ok());
                total.store(sizes.map(|about| about.len()).sum(), Ordering::Relaxed);
            });
        }
        let started = Instant::now();
        Progress { started, shown: started, bar: None, is_wanted, is_quiet, total, read, before: 0 }
    }

    /// The run goes on with one that had come so far.
    pub(crate) fn go_on(&mut self, counts: Counts) {
        self.before = counts.records;
        if counts.records > 0 {
            self.note(&format!("going on after the {} documents of the run before", HumanCount(counts.records)));
        }
    }

    /// Shows how far the run is, if it is time to.
    pub(crate) fn show(&mut self, counts: Counts) {
        if !self.is_wanted || self.shown.elapsed() < PERIOD || self.started.elapsed() < PATIENCE {
            return;
        }
        self.shown = Instant::now();
        let (total, read) = (self.total.load(Ordering::Relaxed), self.read.load(Ordering::Relaxed));
        let mut message = self.pace(counts);
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(250));
            bar
        });
        if total > 0 && bar.length().is_none() {
            bar.set_length(total);
            if let Ok(style) = ProgressStyle::with_template("{bar:20} {percent:>3}% {msg}") {
                bar.set_style(style.progress_chars("█▌ "));
            }
        }
        bar.set_position(read.min(total.max(1)));
        if let Some(left) = left(counts.records, read, total) {
            let _ = write!(message, " · about {} left", HumanCount(left));
            let rate = (counts.records - self.before) as f64 / self.started.elapsed().as_secs_f64();
            if rate > 0.0 {
                let _ = write!(message, " ({})", HumanDuration(Duration::from_secs_f64(left as f64 / rate)));
            }
        }
        message += &told(counts);
        bar.set_message(message);
    }

    /// A message that stands above the bar.
    pub(crate) fn tell(&self, severity: &str, place: &str, message: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| tell(severity, place, message)),
            None => tell(severity, place, message),
        }
    }

    /// Something that it is good to know, unless the user wants to know nothing.
    pub(crate) fn note(&self, message: &str) {
        if !self.is_quiet {
            self.tell("note", "", message);
        }
    }

    /// The run is over: takes the bar away, and after a long run says what it did.
    pub(crate) fn finish(&self, counts: Counts) {
        self.clear();
        if self.started.elapsed() >= LONG {
            let took = HumanDuration(self.started.elapsed());
            self.note(&format!("{} in {took}{}", self.pace(counts), told(counts)));
        }
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// `1,200 documents · 310/s · 1.4 MB/s`.
    fn pace(&self, counts: Counts) -> String {
        let seconds = self.started.elapsed().as_secs_f64().max(1e-3);
        let rate = (counts.records - self.before) as f64 / seconds;
        let bytes = self.read.load(Ordering::Relaxed) as f64 / seconds / 1e6;
        let documents = if counts.records == 1 { "document" } else { "documents" };
        format!("{} {documents} · {rate:.0}/s · {bytes:.1} MB/s", HumanCount(counts.records))
    }
}

/// ` · 3 failed · 1 warning`.
fn told(counts: Counts) -> String {
    let mut text = String::new();
    if counts.failed > 0 {
        let _ = write!(text, " · {} failed", HumanCount(counts.failed));
    }
    if counts.warnings > 0 {
        let word = if counts.warnings == 1 { "warning" } else { "warnings" };
        let _ = write!(text, " · {} {word}", HumanCount(counts.warnings));
    }
    text
}

/// How many records are left when so many came from `read` bytes of `total`.
fn left(records: u64, read: u64, total: u64) -> Option<u64> {
    if total == 0 || read == 0 || records == 0 {
        return None;
    }
    let rest = total.saturating_sub(read);
    Some((u128::from(records) * u128::from(rest) / u128::from(read)) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_goes_by_bytes() {
        assert_eq!(left(10, 250, 1000), Some(30));
        assert_eq!(left(10, 1200, 1000), Some(0));
        assert_eq!(left(0, 250, 1000), None);
        assert_eq!(left(10, 250, 0), None);
        assert_eq!(left(u64::MAX / 2, 1 << 40, 1 << 41), Some(u64::MAX / 2));
    }

    #[test]
    fn the_line_names_only_what_there_is() {
        assert_eq!(told(Counts::default()), "");
        assert_eq!(told(Counts { records: 9, failed: 1200, warnings: 1 }), " · 1,200 failed · 1 warning");
    }
}
