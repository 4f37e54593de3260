//! `cargo xtask train MODEL`: starts the trainer, which depends on the crates that xtask checks and so stands apart.

use std::process::Command;

use anyhow::{Context, Result, bail};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The model and its options; `cargo xtask train help` lists them.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--release", "--quiet", "--package", "xtask-train", "--"])
        .args(&args.rest)
        .status()
        .context("cannot start cargo")?;
    if !status.success() {
        bail!("the training failed");
    }
    Ok(())
}
