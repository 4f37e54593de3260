//! `dateline aggregate`.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use clap::Args as Arguments;
use dateline::layers::Status;
use dateline_aggregate::{Aggregator, Options, Repeat, Row, RowFormat};
use dateline_core::suggest;
use dateline_io::{OutputFormat, open_documents, walk};
use serde_json::{Map, Value};

use crate::messages::{Failed, tell};
use crate::output::Output;

/// Count events by ordered pair of actors, day and quad class
#[derive(Arguments)]
#[command(after_help = "\
Examples:
  dateline extract reports/ --out found.jsonl && dateline aggregate found.jsonl
  dateline extract - | dateline aggregate --one-a-day --format csv
  dateline aggregate found.jsonl --repeats drop --repeats-to repeats.tsv

Columns: day, source, target, quad (1 and 2 verbal and material cooperation, 3 and 4 verbal and material conflict, 0
statements, appeals and tone without an event), events, sum and mean of their Goldstein values, tones with sum and mean,
and how many of the events are from reports that repeat an earlier one. A reciprocal event counts in both directions.")]
pub(crate) struct Aggregate {
    /// JSON Lines that `dateline extract` wrote: files, folders, or - for standard input
    #[arg(value_name = "FILE")]
    inputs: Vec<PathBuf>,
    /// Count the same actors, code, place and day once
    #[arg(long)]
    one_a_day: bool,
    /// Keep the sectors of an actor apart (RUS GOV, RUS MIL)
    #[arg(long)]
    by_sector: bool,
    /// Which events count, by their status
    #[arg(long, value_delimiter = ',', value_name = "NAMES", default_value = "occurred")]
    status: Vec<String>,
    /// What becomes of events from reports that repeat an earlier one: keep (and count them apart) or drop
    #[arg(long, value_name = "WHAT", default_value = "keep")]
    repeats: String,
    /// List the repeated reports in this file: document, the one it repeats, the share of words in common
    #[arg(long, value_name = "FILE")]
    repeats_to: Option<PathBuf>,
    /// With how many reports before it a report is compared
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    window: usize,
    /// The output format: tsv, csv or jsonl
    #[arg(short, long, value_name = "FORMAT", default_value = "tsv")]
    format: String,
    /// Write to this file, which appears when all of it is there
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Skip lines above this many bytes
    #[arg(long, value_name = "BYTES", default_value_t = 100_000_000)]
    max_bytes: u64,
}

pub(crate) fn aggregate(args: &Aggregate) -> Result<ExitCode> {
    let format = RowFormat::named(&args.format)
        .ok_or_else(|| unknown("--format", "output format", &args.format, RowFormat::NAMES))?;
    let mut counts = Aggregator::new(options(args)?);
    let mut inputs = args.inputs.clone();
    if inputs.is_empty() {
        if io::stdin().is_terminal() {
            bail!("name files or folders to read, or - for standard input (`dateline aggregate --help` has examples)");
        }
        inputs.push(PathBuf::from("-"));
    }
    let mut list = args.repeats_to.as_deref().map(list_of_repeats).transpose()?;
    let (mut good, mut repeats) = (true, 0u64);
    for input in walk(inputs) {
        let documents = input.and_then(|input| open_documents(&input, args.max_bytes));
        let documents = match documents {
            Ok(documents) => documents,
            Err(error) => {
                good = false;
                tell("error", "", &error.to_string());
                continue;
            }
        };
        for document in documents {
            match document {
                Ok(document) => {
                    let repeat = counts.add(&document).map_err(|error| lost(&error))?;
                    if let Some(repeat) = repeat {
                        repeats += 1;
                        note(list.as_mut(), &document, &repeat).map_err(|error| lost(&error))?;
                    }
                }
                Err(error) => {
                    good = false;
                    tell("error", "", &error.to_string());
                }
            }
        }
    }
    if let Some(list) = &mut list {
        list.flush().map_err(|error| lost(&error))?;
    }
    if repeats > 0 {
        tell("note", "", &format!("{repeats} reports repeat an earlier one (--repeats-to lists them)"));
    }
    match write(args, counts, format) {
        Ok(()) => Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(1) }),
        // A reader that has seen enough (`| head`) is no error.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(lost(&error)),
    }
}

fn options(args: &Aggregate) -> Result<Options> {
    for status in &args.status {
        if Status::named(status).is_none() {
            return Err(unknown("--status", "status", status, Status::NAMES));
        }
    }
    let drop_repeats = match args.repeats.as_str() {
        "keep" => false,
        "drop" => true,
        other => return Err(unknown("--repeats", "way", other, &["keep", "drop"])),
    };
    Ok(Options {
        one_a_day: args.one_a_day,
        by_sector: args.by_sector,
        drop_repeats,
        statuses: args.status.clone(),
        window: args.window,
        ..Options::default()
    })
}

fn unknown(option: &str, what: &str, name: &str, known: &[&'static str]) -> anyhow::Error {
    anyhow!("{option}: there is no {what} \"{name}\": {}", suggest(name, known.iter().copied()))
}

fn lost(error: &io::Error) -> anyhow::Error {
    Failed(format!("the counts cannot be written: {error}")).into()
}

fn list_of_repeats(place: &Path) -> Result<BufWriter<File>> {
    let file = File::create(place).with_context(|| format!("cannot write {}", place.display()))?;
    let mut list = BufWriter::new(file);
    writeln!(list, "document\trepeats\tshare").with_context(|| format!("cannot write {}", place.display()))?;
    Ok(list)
}

fn note(list: Option<&mut BufWriter<File>>, document: &Map<String, Value>, repeat: &Repeat) -> io::Result<()> {
    let Some(list) = list else { return Ok(()) };
    let clean = |name: &str| name.replace(['\t', '\n', '\r'], " ");
    let id = document.get("id").and_then(Value::as_str).unwrap_or("");
    writeln!(list, "{}\t{}\t{:.2}", clean(id), clean(&repeat.of), repeat.share)
}

fn write(args: &Aggregate, counts: Aggregator, format: RowFormat) -> io::Result<()> {
    let mut output = match &args.out {
        Some(place) => Output::file(place, None)?,
        None => Output::stdout(OutputFormat::JSONL),
    };
    output.write(&Row::head(format))?;
    for row in counts.finish()? {
        output.write(&row?.line(format))?;
    }
    output.finish()
}
