//! `cargo xtask fuzz`: lets a fuzz target of `fuzz/` run, with libFuzzer and the stable compiler.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::workspace::{cargo, root};

/// Arguments of `cargo xtask fuzz`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The target: a name of `fuzz/targets`.
    target: String,
    /// For how long, in seconds.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Folders with inputs to begin with, and other arguments of libFuzzer.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// What `cargo fuzz` asks of the compiler, without the sanitizers, which only a nightly one has.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Builds the target and runs it. What it found is kept in `target/fuzz`, and so is what fails.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    if !root().join("fuzz/targets").join(format!("{}.rs", args.target)).is_file() {
        bail!("there is no target \"{}\" in fuzz/targets", args.target);
    }
    let host = host()?;
    let mut build = cargo(["build", "--release", "--manifest-path", "fuzz/Cargo.toml", "--bin", &args.target]);
    // With a target of its own, what runs while it is built is not fuzzed.
    build.args(["--target", &host]).arg("--target-dir").arg(folder("build")).env("RUSTFLAGS", FLAGS);
    if !build.status().context("cannot run cargo")?.success() {
        bail!("the fuzz target does not build");
    }
    let (found, failed) = (folder(&args.target), folder(&format!("{}-failed", args.target)));
    for folder in [&found, &failed] {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let status = Command::new(folder("build").join(host).join("release").join(&args.target))
        .arg(format!("-max_total_time={}", args.seconds))
        .args(["-rss_limit_mb=1500", "-timeout=60", "-print_final_stats=1"])
        .arg(format!("-artifact_prefix={}/", failed.display()))
        .arg(found)
        .args(args.arguments.iter().filter(|one| *one != "--"))
        .status()
        .context("cannot run the fuzz target")?;
    if !status.success() {
        bail!("it failed; what it failed on lies in {}", failed.display());
    }
    Ok(())
}

fn folder(name: &str) -> PathBuf {
    root().join("target/fuzz").join(name)
}

/// What this machine is to the compiler.
fn host() -> anyhow::Result<String> {
    let output = Command::new("rustc").arg("-vV").output().context("cannot run rustc")?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = said.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc does not tell its host")?;
    Ok(line.to_owned())
}
