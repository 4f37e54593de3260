//! From the words that were typed, and a `dateline.toml` below them, to what is to be done.

use std::ffi::OsString;

use anyhow::{Context, Result};
use clap::parser::ValueSource;
use clap::{ArgMatches, Command, CommandFactory, FromArgMatches};

use crate::args::{self, Args};
use crate::config::{self, Settings};
use crate::journal::Chosen;

/// Options that have no say in the output of a run: another run may go on with it under others.
const NO_SAY: [&str; 6] = ["threads", "quiet", "resume", "out", "config", "no_config"];

/// What is to be done.
pub(crate) struct CommandLine {
    pub(crate) args: Args,
    pub(crate) settings: Settings,
    pub(crate) chosen: Chosen,
}

/// Understands the words. Where they are not right, or ask for help, the program says so and ends.
pub(crate) fn read(mut words: Vec<OsString>) -> Result<CommandLine> {
    // Only the subcommand that is asked for is built.
    let mut command = Args::command();
    let mut matches = command.try_get_matches_from_mut(&words).unwrap_or_else(|error| error.exit());
    let mut args = understood(&matches);
    let (mut settings, mut chosen) = (Settings::default(), Chosen::new());
    if let (args::Command::Extract(extract), Some(about)) = (&args.command, command.find_subcommand("extract").cloned())
    {
        let here = std::env::current_dir().context("the working directory cannot be found")?;
        let named = extract.config.config.as_deref();
        if !extract.config.no_config
            && let Some(file) = config::find(named, &here)
        {
            // A file that was found is called as the user would find it.
            let file = file.strip_prefix(&here).map_or(file.clone(), ToOwned::to_owned);
            settings = config::read(&file, named.is_some(), &about)?;
            if let Some(typed) = matches.subcommand_matches("extract") {
                let more = settings.arguments(&about, typed);
                words.splice(2..2, more);
                matches = command.try_get_matches_from_mut(&words).unwrap_or_else(|error| error.exit());
                args = understood(&matches);
            }
        }
        if let Some(given) = matches.subcommand_matches("extract") {
            chosen = what_was_chosen(&about, given);
            for table in &settings.extractors {
                let options = serde_json::Value::Object(table.object());
                chosen.insert(format!("extractors.{}", table.extractor), vec![options.to_string()]);
            }
        }
    }
    Ok(CommandLine { args, settings, chosen })
}

fn understood(matches: &ArgMatches) -> Args {
    Args::from_arg_matches(matches).unwrap_or_else(|error| error.exit())
}

/// Every option that was given and has a say in the output, as it was typed.
fn what_was_chosen(command: &Command, given: &ArgMatches) -> Chosen {
    let ids = command.get_arguments().map(|arg| arg.get_id().as_str()).filter(|id| !NO_SAY.contains(id));
    let mut chosen = Chosen::new();
    for id in ids {
        if let Ok(Some(values)) = given.try_get_raw(id)
            && given.value_source(id) == Some(ValueSource::CommandLine)
        {
            chosen.insert(id.to_owned(), values.map(|value| value.to_string_lossy().into_owned()).collect());
        }
    }
    chosen
}
