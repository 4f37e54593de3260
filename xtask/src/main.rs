//! Automation for the workspace; run as `cargo xtask COMMAND`.
//!
//! A thin dispatcher: each command is a module with its `Args` and one `run`. xtask depends on none of
//! the crates that it checks, so that it still runs, and says what is wrong, when one of them does not compile; the one
//! exception are data crates, whose files it writes with their own writer.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool speaks on its standard streams")]

mod bench;
mod codegen;
mod eval;
mod fuzz;
mod new_extractor;
mod test_all;
mod tidy;
mod train;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

/// The chores of the dateline workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Command {
    /// Run every check there is and end with a line `N passed, N failed`.
    TestAll(test_all::Args),
    /// Make a new extractor that passes its tests.
    NewExtractor(new_extractor::Args),
    /// Hold the workspace to the rules that no compiler checks.
    Tidy,
    /// Measure CPU time and allocations of each extractor.
    Bench(bench::Args),
    /// Let any bytes run through a reader.
    Fuzz(fuzz::Args),
    /// Score the extractors against the gold.
    Eval(eval::Args),
    /// Train a model that the language crates embed.
    Train(train::Args),
    /// Regenerate the embedded tables, or check that they belong to their inputs.
    Codegen(codegen::Args),
}

fn main() -> ExitCode {
    let result = match Command::parse() {
        Command::TestAll(args) => test_all::run(&args),
        Command::NewExtractor(args) => new_extractor::run(&args),
        Command::Tidy => tidy::run(),
        Command::Bench(args) => bench::run(&args),
        Command::Fuzz(args) => fuzz::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Train(args) => train::run(&args),
        Command::Codegen(args) => codegen::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
