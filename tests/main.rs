//! End to end: the binary, run as people run it. One test binary, so that it is linked once.

#![allow(clippy::print_stderr, reason = "a test that cannot run here says so out loud")]

mod aggregate;
mod archives;
mod bad_input;
#[cfg(unix)]
mod cdylib;
mod cli;
mod common;
mod dates;
mod formats;
mod gazetteer;
mod harm;
#[cfg(unix)]
mod parity;
mod plugins;
mod runs;
mod settings;
mod timeml;
