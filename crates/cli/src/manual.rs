//! `dateline completions` and `dateline man`: made of the same declarations that commands are read by.

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::CommandFactory;
use clap_complete::Shell;
use dateline_core::suggest;

use crate::args::Args;
use crate::output::is_closed;

pub(crate) fn completions(shell: Shell) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "dateline", &mut script);
    print(&script)
}

pub(crate) fn man(command: Option<&str>) -> Result<ExitCode> {
    let mut all = Args::command();
    all.build();
    let page = match command {
        None => all,
        Some(name) => all.find_subcommand(name).cloned().ok_or_else(|| {
            let known = all.get_subcommands().filter(|command| !command.is_hide_set()).map(clap::Command::get_name);
            anyhow!("there is no command \"{name}\": {}", suggest(name, known))
        })?,
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    print(&text)
}

fn print(text: &[u8]) -> Result<ExitCode> {
    std::io::stdout().write_all(text).or_else(is_closed)?;
    Ok(ExitCode::SUCCESS)
}
