//! `dateline extract`.

use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use dateline::{Batch, Builder, Pipeline, TimeLimit};
use dateline_core::suggest;
use dateline_io::{FieldMap, InputFormat, OffsetUnit, OutputFormat, ReadOptions, WriteOptions, read_actors, walk};
use serde_json::{Map, Value};

use crate::args::Extract;
use crate::config::{Settings, Table};
use crate::corpus::Corpus;
use crate::journal::{Chosen, Journal};
use crate::load;
use crate::messages::Failed;
use crate::output::{Output, Pending, default_format};
use crate::progress::Progress;
use crate::run::{Run, Shared, Signals};
use crate::source::Source;
use crate::waits::Waits;

const NO_SIGNALS: &str = "cannot wait for Ctrl-C";

/// Runs the command; `chosen` is what was chosen and has a say in the output.
pub(crate) fn extract(args: &Extract, settings: &Settings, chosen: Chosen) -> Result<ExitCode> {
    let pipeline = pipeline(args, settings)?;
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
    let batch = Batch {
        format,
        write: WriteOptions { offsets, text: !args.no_text, explain: args.explain },
        threads,
        time: time_limit(args)?,
    };
    if [OutputFormat::PARQUET, OutputFormat::BRAT].contains(&format) {
        let name = format.name().unwrap_or_default();
        let place = if format == OutputFormat::BRAT { "a folder: --out DIR" } else { "a file: --out FILE" };
        if args.out.is_none() {
            bail!("--format {name} needs {place}");
        }
        if args.long.resume {
            bail!("--resume cannot go on with what --format {name} writes: write jsonl or csv, and convert it");
        }
    }
    let (inputs, options) = (inputs(args)?, read_options(args)?);
    let progress = Progress::new(&inputs, Arc::clone(&options.consumed), args.long.quiet, args.out.is_some());

    let journal = match (&args.out, args.long.resume) {
        (None, true) => bail!("--resume needs a file to go on with: --out FILE"),
        (Some(_), true) if format == OutputFormat::TIMEML => {
            bail!(
                "--resume does not go with --format timeml, whose end stands only behind the last document; leave one out"
            )
        }
        (Some(place), true) => Some(Journal::open(place, chosen)?),
        _ => None,
    };
    let reached = journal.as_ref().map(Journal::reached).unwrap_or_default();
    if let Some(journal) = journal.as_ref().filter(|_| reached.is_whole) {
        return move_into_place(args, journal, reached.counts.failed == 0);
    }
    let kept = |length: u64| journal.is_some().then_some(length);
    // To go over what the run before this one has read may take a while, in which Ctrl-C ends the program at once.
    let early = journal.is_none().then(Signals::new).transpose().context(NO_SIGNALS)?;
    let output = match &args.out {
        None => Output::stdout(format),
        Some(place) => open_output(place, format, kept(reached.output))?,
    };
    let errors = match &args.long.errors {
        None => None,
        Some(place) => Some((open_output(place, OutputFormat::JSONL, kept(reached.errors))?, place.clone())),
    };
    let written = [&args.out, &args.long.errors].into_iter().flatten().filter_map(|place| place.canonicalize().ok());
    let waits = Waits::of(&inputs);
    let mut source = Source::new(walk(inputs), options, args.long.shard, written.collect(), journal.is_some(), waits);
    let mut run = Run::new(output, args.out.as_deref(), source.marks.clone(), progress, args.long.quiet);
    run.errors = errors;
    run.waits = waits;
    run.corpus = (format == OutputFormat::TIMEML).then(Corpus::default);
    if let Some(journal) = journal {
        run.progress.go_on(reached.counts);
        if !source.skip_to(reached.mark) {
            let file = journal.shown();
            bail!("--resume: the inputs are not those that the run was begun with; delete {file} to begin anew");
        }
        run.reached = reached;
        run.journal = Some(journal);
    }

    let run = Shared::new(run);
    early.map_or_else(Signals::new, Ok).context(NO_SIGNALS)?.stop(&run);
    let ended = dateline::run(&pipeline, batch, source, |bytes, outcome| match run.take(bytes, &outcome) {
        Ok(()) => ControlFlow::Continue(()),
        Err(broken) => ControlFlow::Break(broken),
    });
    let done = match ended {
        ControlFlow::Continue(()) => run.finish(),
        ControlFlow::Break(broken) => Err(broken),
    };
    match done {
        Ok(true) => Ok(ExitCode::SUCCESS),
        Ok(false) => Ok(ExitCode::from(1)),
        Err((place, error)) => {
            let kept = run.give_up();
            // A reader that has seen enough (`| head`) is no error.
            if error.kind() == io::ErrorKind::BrokenPipe {
                return Ok(ExitCode::SUCCESS);
            }
            let next = kept.map_or("", |_| "; what is written is kept, and the same command goes on from there");
            Err(Failed(format!("cannot write to {place}: {error}{next}")).into())
        }
    }
}

/// How long a document may take, by the clock of this program.
fn time_limit(args: &Extract) -> Result<Option<TimeLimit>> {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    let clock = || BEGAN.get_or_init(Instant::now).elapsed();
    let Some(seconds) = args.max_seconds else { return Ok(None) };
    let most = Duration::try_from_secs_f64(seconds).map_err(|_| anyhow!("--max-seconds: {seconds} is no time"))?;
    Ok(Some(TimeLimit { most, clock }))
}

fn open_output(place: &Path, format: OutputFormat, kept: Option<u64>) -> Result<Output> {
    Output::open(place, format, kept).with_context(|| format!("cannot write to {}", place.display()))
}

/// The run was ended when all was written and not all had been moved into place.
fn move_into_place(args: &Extract, journal: &Journal, is_good: bool) -> Result<ExitCode> {
    for place in [&args.long.errors, &args.out].into_iter().flatten() {
        Pending::move_what_is_whole(place).with_context(|| format!("cannot write to {}", place.display()))?;
    }
    journal.remove().with_context(|| format!("cannot remove {}", journal.shown()))?;
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// What was chosen on the command line, and below it in a file.
fn pipeline(args: &Extract, settings: &Settings) -> Result<Pipeline> {
    let mut builder = load::builder(&args.load)?.explain(args.explain).fast(args.fast);
    if !args.plugins.is_empty() {
        builder = builder.plugins(args.plugins.iter().map(|name| name.trim()).filter(|name| !name.is_empty()));
    }
    if let Some(when) = &args.published {
        builder = builder.published(when);
    }
    let mut all = from_settings(&builder, settings)?;
    for (extractor, options) in options(args.dates.options(), &args.options)?.into_iter().chain(of_places(args)) {
        match all.iter_mut().find(|(known, _)| *known == extractor) {
            Some((_, known)) => known.extend(options),
            None => all.push((extractor, options)),
        }
    }
    if let Some(table) = &args.goldstein {
        set(&mut all, "events", "goldstein", Value::String(table.clone()));
    }
    if let Some(table) = &args.actors {
        let actors = read_actors(table).map_err(|error| anyhow!("--actors: {error}"))?;
        for extractor in ["events", "tone"] {
            set(&mut all, extractor, "actors", Value::Array(actors.clone()));
        }
    }
    for (extractor, options) in all {
        builder = builder.options(&extractor, Value::Object(options));
    }
    // Whatever is wrong with the choice is said before anything is read or written.
    builder.build().map_err(|error| refused(&builder, settings).unwrap_or_else(|| error.into()))
}

/// `--gazetteer`, `--places` and `--alternatives` as options of the extractor of places.
fn of_places(args: &Extract) -> Option<(String, Map<String, Value>)> {
    let files = [("gazetteer", &args.gazetteer), ("places", &args.places)].into_iter();
    let given = files.filter_map(|(name, file)| Some((name.to_owned(), file.as_ref()?.to_string_lossy().into())));
    let alternatives = args.alternatives.map(|most| ("alternatives".to_owned(), most.into()));
    let given: Map<String, Value> = given.chain(alternatives).collect();
    (!given.is_empty()).then(|| ("location".to_owned(), given))
}

/// `date.locale=day-first` as the options of extractors; a value that is no JSON is a string. It goes before `dates`.
fn options(dates: Map<String, Value>, given: &[String]) -> Result<Vec<(String, Map<String, Value>)>> {
    let mut all: Vec<(String, Map<String, Value>)> = Vec::new();
    if !dates.is_empty() {
        all.push(("date".to_owned(), dates));
    }
    for option in given {
        let parts = option.split_once('=').and_then(|(name, value)| Some((name.split_once('.')?, value)));
        let Some(((extractor, name), value)) = parts else {
            bail!("--option {option}: write it as EXTRACTOR.NAME=VALUE, for example date.locale=day-first");
        };
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
        set(&mut all, extractor, name, value);
    }
    Ok(all)
}

/// The options of extractors that a file gives; it names only what there is.
fn from_settings(builder: &Builder, settings: &Settings) -> Result<Vec<(String, Map<String, Value>)>> {
    let offers = builder.offers();
    for Table { extractor, place, options } in &settings.extractors {
        let Some(offer) = offers.iter().find(|offer| offer.name() == extractor) else {
            let known = offers.iter().map(|offer| offer.name());
            bail!("{place}: there is no extractor \"{extractor}\": {}", suggest(extractor, known));
        };
        let schema = offer.options();
        let known: Vec<&str> =
            schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        if let Some((name, _, place)) = options.iter().find(|(name, ..)| !known.contains(&name.as_str())) {
            bail!("{place}: the extractor \"{extractor}\" has no option \"{name}\": {}", suggest(name, known));
        }
    }
    Ok(settings.extractors.iter().map(|table| (table.extractor.clone(), table.object())).collect())
}

/// Which option in a file an extractor does not take, and why.
fn refused(builder: &Builder, settings: &Settings) -> Option<anyhow::Error> {
    let offers = builder.offers();
    settings.extractors.iter().find_map(|table| {
        let offer = offers.iter().find(|offer| offer.name() == table.extractor)?;
        table.options.iter().find_map(|(name, value, place)| {
            let alone = Value::Object(Map::from_iter([(name.clone(), value.clone())]));
            offer.create(&alone).err().map(|error| anyhow!("{place}: {error}"))
        })
    })
}

/// What is read: what was named, else standard input.
fn inputs(args: &Extract) -> Result<Vec<PathBuf>> {
    if args.inputs.is_empty() && io::stdin().is_terminal() {
        bail!("name files or folders to read, or - for standard input (`dateline extract --help` has examples)");
    }
    let inputs = if args.inputs.is_empty() { vec![PathBuf::from("-")] } else { args.inputs.clone() };
    for place in [&args.out, &args.long.errors].into_iter().flatten() {
        let Ok(whole) = place.canonicalize() else { continue };
        if whole.is_file() && inputs.iter().any(|input| input.canonicalize().is_ok_and(|input| input == whole)) {
            bail!("{} is to be read and to be written: write to another file", place.display());
        }
    }
    Ok(inputs)
}

/// Sets one option of an extractor.
fn set(all: &mut Vec<(String, Map<String, Value>)>, extractor: &str, name: &str, value: Value) {
    match all.iter_mut().find(|(known, _)| known == extractor) {
        Some((_, options)) => drop(options.insert(name.to_owned(), value)),
        None => all.push((extractor.to_owned(), Map::from_iter([(name.to_owned(), value)]))),
    }
}

fn read_options(args: &Extract) -> Result<ReadOptions> {
    let format = args.input_format.as_deref().map(InputFormat::parse).transpose();
    let format = format.map_err(|problem| anyhow!("--input-format: {problem}"))?;
    let fields = args.map.as_deref().map(FieldMap::parse).transpose();
    let fields = fields.map_err(|problem| anyhow!("--map: {problem}"))?.unwrap_or_default();
    Ok(ReadOptions { format, max_bytes: args.max_bytes, fields, ..ReadOptions::default() })
}
