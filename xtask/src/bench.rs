//! `cargo xtask bench`: what each extractor costs, measured by the program `xtask-measure` in the release profile.

use std::ffi::OsString;

use anyhow::{Context as _, bail};

use crate::workspace::cargo;

/// Arguments of `cargo xtask bench`; `-- --help` lists those of the program.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Builds the program and runs it.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let mut command = cargo(["run", "--quiet", "--release", "--package", "xtask-measure", "--", "bench"]);
    let status = command.args(&args.arguments).status().context("cannot run cargo")?;
    if !status.success() {
        bail!("the bench failed");
    }
    Ok(())
}
