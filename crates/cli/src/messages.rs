//! Messages for people, on standard error.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Error;

/// Something about an input or a document that the user should know; the run goes on.
pub(crate) fn tell(severity: &str, place: &str, message: &str) {
    // Nobody is left to be told that standard error is gone.
    let _ = if place.is_empty() {
        writeln!(std::io::stderr().lock(), "{severity}: {message}")
    } else {
        writeln!(std::io::stderr().lock(), "{severity}: {place}: {message}")
    };
}

/// The run cannot begin: says why, with every cause.
pub(crate) fn fail(error: &Error) -> ExitCode {
    tell("error", "", &format!("{error:#}"));
    ExitCode::from(if error.is::<Failed>() { 1 } else { 2 })
}

/// An error that is no wrong usage: the run failed.
#[derive(Debug)]
pub(crate) struct Failed(pub(crate) String);

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}
