//! CPU time and allocations of each extractor. Figures to look at, never a test: machines differ.

use std::path::PathBuf;
use std::time::Duration;

use crate::documents::{self, Document};
use crate::steps::{self, Cost, Steps};

/// Arguments of the bench.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The plugins to run, parted by commas; those of `dateline extract` by default.
    #[arg(long, value_delimiter = ',')]
    plugins: Vec<String>,
    /// Set the option `fast` of every extractor that has one.
    #[arg(long)]
    fast: bool,
    #[command(flatten)]
    corpus: Corpus,
}

/// What is measured on, and how often.
#[derive(clap::Args)]
pub(crate) struct Corpus {
    /// A folder with the sets of the developers; where it is absent, the project's own reports are varied.
    #[arg(long, value_name = "FOLDER", default_value = "../shared/gold")]
    gold: PathBuf,
    /// How much text, in megabytes.
    #[arg(long, default_value_t = 4.0)]
    megabytes: f64,
    /// How often all of it is read; the fastest time of each extractor counts.
    #[arg(long, default_value_t = 3)]
    pub(crate) rounds: usize,
}

impl Corpus {
    /// The documents.
    pub(crate) fn documents(&self) -> anyhow::Result<Vec<Document>> {
        let most = (self.megabytes * 1e6) as usize;
        let gold = documents::root().join(&self.gold);
        if gold.is_dir() { documents::of_folder(&gold, most) } else { documents::varied(most) }
    }
}

/// Runs the documents through and prints the table.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let documents = args.corpus.documents()?;
    let mut steps = Steps::new(&steps::chosen(&args.plugins).fast(args.fast))?;
    let mut best = round(&mut steps, &documents);
    for _ in 1..args.corpus.rounds {
        for (best, next) in best.iter_mut().zip(round(&mut steps, &documents)) {
            // The first round fills the scratch; the last one is the steady state.
            *best = Cost { time: best.time.min(next.time), allocations: next.allocations };
        }
    }
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let count = documents.len().max(1);
    println!("{} documents, {:.2} MB, best of {} rounds", documents.len(), bytes as f64 / 1e6, args.corpus.rounds);
    println!("{:<18} {:>8} {:>8} {:>10} {:>12} {:>12}", "", "CPU ms", "MB/s", "us/doc", "allocs/doc", "bytes/doc");
    for (name, cost) in steps.names().into_iter().chain(["page, engine, rest", "all together"]).zip(&best) {
        let seconds = cost.time.max(Duration::from_nanos(1)).as_secs_f64();
        println!(
            "{name:<18} {:>8.1} {:>8.1} {:>10.1} {:>12.2} {:>12.0}",
            seconds * 1e3,
            bytes as f64 / 1e6 / seconds,
            seconds * 1e6 / count as f64,
            cost.allocations.count as f64 / count as f64,
            cost.allocations.bytes as f64 / count as f64,
        );
    }
    // One at a time, as above, documents find each extractor's tables out of the caches; a run takes several together.
    let run = (0..args.corpus.rounds.max(1)).map(|_| steps.run_together(&documents)).min().unwrap_or_default();
    let seconds = run.max(Duration::from_nanos(1)).as_secs_f64();
    let speed = bytes as f64 / 1e6 / seconds;
    println!("{:<18} {:>8.1} {speed:>8.1} {:>10.1}", "a run, with JSON", seconds * 1e3, seconds * 1e6 / count as f64);
    Ok(())
}

/// One cost for each extractor, then for what is around them, then for everything.
pub(crate) fn round(steps: &mut Steps, documents: &[Document]) -> Vec<Cost> {
    let mut each = vec![Cost::default(); steps.names().len()];
    let mut all = Cost::default();
    // In a pass of its own: the extractors that are run again below would drive its tables out of the caches.
    for document in documents {
        all.add(steps.run_all(&document.text));
    }
    for document in documents {
        let costs = steps.run(&document.text);
        for (sum, cost) in each.iter_mut().zip(costs.steps) {
            sum.add(cost);
        }
    }
    let mut sum = Cost::default();
    for cost in &each {
        sum.add(*cost);
    }
    let around = Cost { time: all.time.saturating_sub(sum.time), allocations: all.allocations - sum.allocations };
    each.extend([around, all]);
    each
}
