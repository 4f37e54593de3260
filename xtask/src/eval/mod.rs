//! `cargo xtask eval`: how good the extractors are, in one table.
//!
//! The developers' gold lies outside the repository, beside it, with a scorer for each set. Where it is absent, the
//! project's own annotated reports (`examples/gold`) are scored instead: enough to see a change, too few to claim.

mod chains;
mod html;
mod language;
mod measures;
mod references;
mod reliability;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::workspace::{cargo, root};
use measures::{Row, rows};

/// The sets, each named like its plugin.
const SETS: [&str; 4] = ["date", "location", "quote", "tone"];
/// Whether the confidence of events is worth its number.
const RELIABILITY: &str = include_str!("reliability.py");
/// The articles that no rule of quotations was read from, and whether the confidence of quotations is worth its number.
const QUOTES: &str = include_str!("quotes.py");
/// The hand-made check of one whole report.
const ACCEPTANCE: &str = "acceptance";

/// Arguments of `cargo xtask eval`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The sets to score: date, location, quote, tone, language, references, html, acceptance; all by default.
    sets: Vec<String>,
    /// The folder with `gold/` and `acceptance/`.
    #[arg(long, value_name = "FOLDER", default_value = "../shared")]
    shared: PathBuf,
    /// The program to measure, instead of a fresh release build.
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// Print every reference that was missed or is wrong.
    #[arg(long)]
    list: bool,
}

/// Scores the sets and prints the table.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    const OTHERS: [&str; 4] = [ACCEPTANCE, html::NAME, language::NAME, references::NAME];
    let is_known = |set: &String| OTHERS.contains(&set.as_str()) || SETS.contains(&set.as_str());
    if let Some(unknown) = args.sets.iter().find(|set| !is_known(set)) {
        bail!(
            "there is no set \"{unknown}\"; there are {}, {}, {}, {}, {ACCEPTANCE}",
            SETS.join(", "),
            language::NAME,
            references::NAME,
            html::NAME
        );
    }
    let chosen = |set: &str| args.sets.is_empty() || args.sets.iter().any(|one| one == set);
    if args.sets == [html::NAME] {
        print(&html::score()?);
        return Ok(());
    }
    let shared = root().join(&args.shared);
    if !shared.join("gold").is_dir() {
        println!("there is no gold in {}: scoring the project's own annotated reports", args.shared.display());
        own()?;
        print(&html::score()?);
        return Ok(());
    }
    let binary = match &args.binary {
        Some(binary) => binary.clone(),
        None => build()?,
    };
    let work = root().join("target/eval");
    fs::create_dir_all(&work).with_context(|| format!("cannot make {}", work.display()))?;
    let (mut table, mut reliability, mut quotes) = (Vec::new(), String::new(), String::new());
    for set in SETS.into_iter().filter(|set| chosen(set)) {
        let gold = shared.join("gold").join(set).join("dev.jsonl");
        let found = work.join(format!("{set}.jsonl"));
        extract(&binary, &["--plugins", set], &gold, &found)?;
        let scorer = shared.join("gold").join(format!("score_{set}.py"));
        let report = python(&[&scorer, &gold, &found, Path::new("--json")])?;
        let report: Value = serde_json::from_str(&report).with_context(|| format!("{}: no JSON", scorer.display()))?;
        table.extend(rows(set, &report));
        let judged_by = |script| python(&[Path::new("-c"), Path::new(script), &scorer, &gold, &found]);
        match set {
            "tone" => reliability = judged_by(RELIABILITY)?,
            "quote" => quotes = judged_by(QUOTES)?,
            _ => {}
        }
    }
    if chosen(language::NAME) && shared.join("train").is_dir() {
        table.extend(language::score(&shared, &binary)?);
    }
    if chosen(references::NAME) && shared.join("train").is_dir() {
        table.extend(references::score(&shared, &binary, &work, args.list)?);
    }
    if chosen(html::NAME) {
        table.extend(html::score()?);
    }
    print(&table);
    if chosen("location") {
        let gold = shared.join("gold/location/dev.jsonl");
        println!("\nlocation\n{}", reliability::table(&gold, &work.join("location.jsonl"))?.trim_end());
    }
    if !quotes.is_empty() {
        println!("\nquote\n{}", quotes.trim_end());
    }
    if !reliability.is_empty() {
        println!(
            "\nevents by confidence: from, events, mean confidence, right (source, root and target)\n{}",
            reliability.trim_end()
        );
    }
    if chosen(ACCEPTANCE) {
        let found = work.join("acceptance.jsonl");
        extract(&binary, &[], &shared.join("acceptance/astana.txt"), &found)?;
        println!("\nacceptance\n{}", python(&[&shared.join("acceptance/check.py"), &found])?.trim_end());
    }
    Ok(())
}

/// The project's own annotated reports, scored by the project itself.
fn own() -> anyhow::Result<()> {
    let status = cargo(["run", "--quiet", "--release", "--package", "xtask-measure", "--", "score", "examples/gold"])
        .status()
        .context("cannot run xtask-measure")?;
    if !status.success() {
        bail!("xtask-measure failed");
    }
    Ok(())
}

/// Builds the program as users have it.
fn build() -> anyhow::Result<PathBuf> {
    let status = cargo(["build", "--quiet", "--release", "--package", "dateline-cli"]).status();
    if !status.context("cannot run cargo build")?.success() {
        bail!("the program does not compile");
    }
    Ok(root().join("target/release/dateline"))
}

/// Runs the program over an input file. A lost layer is an answer too (exit code 1), and costs its points.
fn extract(binary: &Path, options: &[&str], input: &Path, output: &Path) -> anyhow::Result<()> {
    let file = File::create(output).with_context(|| format!("cannot write {}", output.display()))?;
    let status = Command::new(binary)
        .arg("extract")
        .arg(input)
        .args(["--format", "jsonl"])
        .args(options)
        .stdout(file)
        .status()
        .with_context(|| format!("cannot run {}", binary.display()))?;
    match status.code() {
        Some(0) => Ok(()),
        Some(1) => {
            println!("note: dateline reports trouble with {}", input.display());
            Ok(())
        }
        _ => bail!("dateline failed on {}: {status}", input.display()),
    }
}

/// What a script prints. A check that says "not all" ends with 1 and is an answer.
fn python(arguments: &[&Path]) -> anyhow::Result<String> {
    let output = Command::new("python3").args(arguments).output().context("cannot run python3")?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if said.is_empty() {
        bail!("{}: {}", arguments[0].display(), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(said)
}

/// The table: a row for each measure, in percent.
fn print(table: &[Row]) {
    let percent = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.1}"));
    println!("{:<12} {:<28} {:>6} {:>6} {:>6}", "set", "measure", "P", "R", "F1");
    for row in table {
        let [p, r, f1] = row.values.map(percent);
        println!("{:<12} {:<28} {p:>6} {r:>6} {f1:>6}", row.set, row.measure);
    }
}
