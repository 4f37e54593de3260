//! The command `dateline`: reads reports and says who said what, when, where, and in what tone.
//!
//! This crate alone prints and exits. Exit codes: 0; 1 when an input failed or a layer was lost; 2 for wrong usage; 130
//! after Ctrl-C.

mod aggregate;
mod args;
mod command_line;
mod config;
mod corpus;
mod dates;
mod extract;
mod gazetteer;
mod journal;
mod load;
mod manual;
mod messages;
mod output;
mod plugins;
mod progress;
mod run;
mod shard;
mod source;
mod waits;

use std::io::Write;
use std::process::ExitCode;

use args::Command;
use command_line::CommandLine;

fn main() -> ExitCode {
    let CommandLine { args, settings, chosen } = match command_line::read(std::env::args_os().collect()) {
        Ok(read) => read,
        Err(error) => return messages::fail(&error),
    };
    let done = match &args.command {
        Command::Extract(extract) => extract::extract(extract, &settings, chosen),
        Command::Aggregate(args) => aggregate::aggregate(args),
        Command::Plugins(plugins) => plugins::plugins(plugins),
        Command::Schema(schema) => plugins::schema(schema),
        Command::Gazetteer(gazetteer) => gazetteer::gazetteer(gazetteer),
        Command::Licenses => licenses(),
        Command::Completions { shell } => manual::completions(*shell),
        Command::Man { command } => manual::man(command.as_deref()),
        Command::ServePlugin { file } => plugins::serve(file),
    };
    match done {
        Ok(code) => code,
        Err(error) => messages::fail(&settings.locate(error)),
    }
}

/// Prints what this program is made of and under which terms.
fn licenses() -> anyhow::Result<ExitCode> {
    let text =
        concat!("dateline is licensed under MIT or Apache-2.0, at your choice.\n\n", include_str!("../../../NOTICE"));
    std::io::stdout().write_all(text.as_bytes()).or_else(output::is_closed)?;
    Ok(ExitCode::SUCCESS)
}
