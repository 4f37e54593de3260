//! `cargo xtask codegen`: the embedded tables, made by hand-run generators from committed or named inputs.
//!
//! Regeneration is by hand, because inputs may be large and come from package registries. What is checked on every run
//! of test-all is that the committed outputs still belong to the committed inputs: each generator leaves a manifest
//! `codegen.sha256` beside its outputs, and `codegen --check` compares the hashes.

mod gazetteer;
pub(crate) mod manifest;

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::ValueEnum;

use crate::workspace;

/// Arguments of `cargo xtask codegen`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The table to regenerate.
    table: Option<Table>,
    /// The folder with the unpacked inputs that are not committed; the table's SOURCES.tsv lists them.
    #[arg(long, value_name = "FOLDER", requires = "table")]
    inputs: Option<PathBuf>,
    /// Compare the hashes of the committed inputs and outputs; generate nothing.
    #[arg(long, conflicts_with = "table")]
    check: bool,
}

/// The generated tables; one line here and one in [`run`] for each.
#[derive(Clone, Copy, ValueEnum)]
enum Table {
    /// crates/data-gazetteer/data/gazetteer.bin; needs --inputs.
    Gazetteer,
}

/// Runs one generator, or checks all manifests.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    match args.table {
        Some(Table::Gazetteer) => {
            gazetteer::run(args.inputs.as_deref().context("the gazetteer is made from packages: give --inputs FOLDER")?)
        }
        None if args.check => check(),
        None => bail!("name a table to regenerate, or give --check"),
    }
}

/// Verifies every manifest of the workspace; prints one line each.
fn check() -> anyhow::Result<()> {
    let root = workspace::root();
    let mut stale = Vec::new();
    for path in manifest::all(&workspace::files()?) {
        let problems = manifest::verify(&root, &path)?;
        println!("{}: {}", path.display(), if problems.is_empty() { "up to date" } else { "stale" });
        stale.extend(problems);
    }
    if !stale.is_empty() {
        bail!("{}\nrun `cargo xtask codegen TABLE` and commit what it writes", stale.join("\n"));
    }
    Ok(())
}
