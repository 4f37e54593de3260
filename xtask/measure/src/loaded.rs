//! What it costs that an extractor was loaded from a shared library instead of linked in.

use std::path::PathBuf;
use std::time::Duration;

use dateline::host::LoadOptions;

use crate::bench::{self, Corpus};
use crate::steps::{self, Cost, Steps};

/// Arguments of the comparison.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Shared libraries, or folders of them; each of their extractors stands in for the linked one of its name.
    #[arg(long, value_name = "FILE|DIR", required = true)]
    plugin_path: Vec<PathBuf>,
    /// The plugins to run, parted by commas; those of `dateline extract` by default.
    #[arg(long, value_delimiter = ',')]
    plugins: Vec<String>,
    #[command(flatten)]
    corpus: Corpus,
}

/// Runs the documents through both by turns, and prints what each extractor that was loaded costs here and there.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let documents = args.corpus.documents()?;
    let chosen = steps::chosen(&args.plugins);
    let mut linked = Steps::new(&chosen)?;
    let mut builder = chosen;
    for path in &args.plugin_path {
        builder = builder.load(path, &LoadOptions::default())?;
    }
    let mut loaded = Steps::new(&builder)?;
    let (mut here, mut there) = (bench::round(&mut linked, &documents), bench::round(&mut loaded, &documents));
    for _ in 1..args.corpus.rounds {
        keep_best(&mut here, bench::round(&mut linked, &documents));
        keep_best(&mut there, bench::round(&mut loaded, &documents));
    }
    let count = documents.len().max(1) as f64;
    let per_document = |cost: &Cost| cost.time.max(Duration::from_nanos(1)).as_secs_f64() * 1e6 / count;
    println!("{} documents, best of {} rounds by turns", documents.len(), args.corpus.rounds);
    println!("{:<18} {:>14} {:>14} {:>8} {:>8}", "", "linked us/doc", "loaded us/doc", "more us", "more %");
    for ((name, linked), loaded) in linked.names().into_iter().zip(&here).zip(&there) {
        if builder.origin(name).is_some() {
            let (linked, loaded) = (per_document(linked), per_document(loaded));
            let more = loaded - linked;
            println!("{name:<18} {linked:>14.1} {loaded:>14.1} {more:>8.1} {:>8.1}", more / linked * 100.0);
        }
    }
    Ok(())
}

fn keep_best(best: &mut [Cost], next: Vec<Cost>) {
    for (best, next) in best.iter_mut().zip(next) {
        best.time = best.time.min(next.time);
    }
}
