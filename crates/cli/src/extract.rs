//! `dateline extract`.

use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use dateline::{Batch, Builder, Outcome, run};
use dateline_core::{Severity, suggest};
use dateline_io::{
    FieldMap, InputFormat, OffsetUnit, OutputFormat, ReadError, ReadOptions, Record, WriteOptions, open, walk,
};
use serde_json::{Map, Value};

use crate::args::Extract;
use crate::load;
use crate::messages::{Failed, tell};
use crate::output::{Output, default_format};

pub(crate) fn extract(args: &Extract) -> Result<ExitCode> {
    let builder = builder(args)?;
    let format = match &args.format {
        Some(name) => OutputFormat::parse(name).map_err(|problem| anyhow!("--format: {problem}"))?,
        None => default_format(args.out.as_deref()),
    };
    let offsets = OffsetUnit::named(&args.offsets).ok_or_else(|| {
        anyhow!(
            "--offsets: there is no unit \"{}\": {}",
            args.offsets,
            suggest(&args.offsets, OffsetUnit::NAMES.iter().copied())
        )
    })?;
    let threads = args.threads.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
    let batch = Batch { format, write: WriteOptions { offsets, text: !args.no_text, explain: args.explain }, threads };
    let records = records(args)?;
    let mut output = Output::open(args.out.as_deref(), format).with_context(|| {
        format!("cannot write to {}", args.out.as_deref().unwrap_or("standard output".as_ref()).display())
    })?;
    let mut good = true;
    let ended = run(&builder, batch, records, |bytes, outcome| {
        good &= outcome.is_good();
        report(&outcome);
        match output.write(bytes) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(error),
        }
    })?;
    let written = match ended {
        ControlFlow::Continue(()) => output.finish(),
        ControlFlow::Break(error) => Err(error),
    };
    match written {
        Ok(()) => Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(1) }),
        // A reader that has seen enough (`| head`) is no error.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => {
            let place = args.out.as_deref().unwrap_or("standard output".as_ref()).display();
            Err(Failed(format!("cannot write to {place}: {error}")).into())
        }
    }
}

/// What was chosen on the command line.
fn builder(args: &Extract) -> Result<Builder> {
    let mut builder = load::builder(&args.load)?.explain(args.explain);
    if !args.plugins.is_empty() {
        builder = builder.plugins(args.plugins.iter().map(|name| name.trim()).filter(|name| !name.is_empty()));
    }
    if let Some(when) = &args.published {
        builder = builder.published(when);
    }
    for (extractor, options) in options(&args.options)? {
        builder = builder.options(&extractor, Value::Object(options));
    }
    // Whatever is wrong with the choice is said before anything is read or written.
    builder.build()?;
    Ok(builder)
}

/// `date.locale=dmy` as the options of extractors; a value that is no JSON is a string.
fn options(given: &[String]) -> Result<Vec<(String, Map<String, Value>)>> {
    let mut all: Vec<(String, Map<String, Value>)> = Vec::new();
    for option in given {
        let parts = option.split_once('=').and_then(|(name, value)| Some((name.split_once('.')?, value)));
        let Some(((extractor, name), value)) = parts else {
            bail!("--option {option}: write it as EXTRACTOR.NAME=VALUE, for example date.locale=dmy");
        };
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
        match all.iter_mut().find(|(known, _)| known == extractor) {
            Some((_, options)) => drop(options.insert(name.to_owned(), value)),
            None => all.push((extractor.to_owned(), Map::from_iter([(name.to_owned(), value)]))),
        }
    }
    Ok(all)
}

/// The records of all inputs, one after another; what cannot be read is an error in its place.
fn records(args: &Extract) -> Result<impl Iterator<Item = Result<Record, ReadError>> + Send + use<>> {
    let format = args.input_format.as_deref().map(InputFormat::parse).transpose();
    let format = format.map_err(|problem| anyhow!("--input-format: {problem}"))?;
    let fields = args.map.as_deref().map(FieldMap::parse).transpose();
    let fields = fields.map_err(|problem| anyhow!("--map: {problem}"))?.unwrap_or_default();
    let options = ReadOptions { format, max_bytes: args.max_bytes, fields };
    let mut inputs = args.inputs.clone();
    if inputs.is_empty() {
        if io::stdin().is_terminal() {
            bail!("name files or folders to read, or - for standard input (`dateline extract --help` has examples)");
        }
        inputs.push(PathBuf::from("-"));
    }
    Ok(walk(inputs).flat_map(move |input| -> Box<dyn Iterator<Item = Result<Record, ReadError>> + Send> {
        match input.and_then(|input| open(&input, &options)) {
            Ok(records) => records,
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    }))
}

/// Tells the user what went wrong with one input.
fn report(outcome: &Outcome) {
    if let Some(error) = &outcome.failed {
        tell("error", "", &error.to_string());
    }
    for one in &outcome.diagnostics {
        if one.severity != Severity::INFO {
            tell(one.severity.name().unwrap_or("note"), &outcome.id, &format!("{}: {}", one.extractor, one.message));
        }
    }
}
