//! Measures dateline from within; `cargo xtask bench` and `cargo xtask eval` run it.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool speaks on its standard streams")]

mod allocations;
mod bench;
mod corpus;
mod documents;
mod html;
mod ledger;
mod loaded;
mod long_runs;
mod resume;
mod score;
mod steps;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Every allocation of this program is counted.
#[global_allocator]
static ALLOCATOR: allocations::Counting = allocations::Counting;

#[derive(Parser)]
#[command(name = "xtask-measure")]
enum Command {
    /// CPU time and allocations of each extractor and of all together.
    Bench(bench::Args),
    /// What loaded extractors cost beside linked ones.
    Loaded(loaded::Args),
    /// Every reader, and runs from end to end, on a corpus that is made for it.
    Corpus(long_runs::Args),
    /// Long runs that are killed and gone on with.
    Resume(resume::Args),
    /// Score the annotated reports of a page or a folder.
    Score {
        /// The page, or the folder.
        path: PathBuf,
    },
    /// Score the reading of saved pages, beside a plain reader; prints JSON.
    Html {
        /// Say what was read wrongly.
        #[arg(long)]
        misses: bool,
    },
    /// Rewrite the ledger of allocations.
    Ledger,
}

fn main() -> ExitCode {
    let result = match Command::parse() {
        Command::Bench(args) => bench::run(&args),
        Command::Loaded(args) => loaded::run(&args),
        Command::Corpus(args) => long_runs::run(&args),
        Command::Resume(args) => resume::run(&args),
        Command::Score { path } => {
            score::run(&path);
            Ok(())
        }
        Command::Html { misses } => html::run(misses),
        Command::Ledger => ledger::update(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
