//! The command `dateline`: reads reports and says who said what, when, where, and in what tone.
//!
//! This crate alone prints and exits. Exit codes: 0; 1 when an input failed or a layer was lost; 2 for wrong usage.

mod args;
mod extract;
mod load;
mod messages;
mod output;
mod plugins;

use std::io::Write;
use std::process::ExitCode;

use args::{Args, Command};
use clap::Parser;

fn main() -> ExitCode {
    let args = Args::parse();
    let done = match &args.command {
        Command::Extract(extract) => extract::extract(extract),
        Command::Plugins(plugins) => plugins::plugins(plugins),
        Command::Schema(schema) => plugins::schema(schema),
        Command::Licenses => licenses(),
        Command::ServePlugin { file } => plugins::serve(file),
    };
    match done {
        Ok(code) => code,
        Err(error) => messages::fail(&error),
    }
}

/// Prints what this program is made of and under which terms.
fn licenses() -> anyhow::Result<ExitCode> {
    let text =
        concat!("dateline is licensed under MIT or Apache-2.0, at your choice.\n\n", include_str!("../../../NOTICE"));
    std::io::stdout().write_all(text.as_bytes()).or_else(output::is_closed)?;
    Ok(ExitCode::SUCCESS)
}
