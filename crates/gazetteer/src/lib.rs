#![doc = include_str!("../README.md")]

mod build;
mod dump;
mod file;
mod places;
mod rows;
mod sort;

pub use build::{Dump, Filter, Stage, Summary, Watch};
pub use file::{check, open};
pub use places::read_places;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use dateline_data_gazetteer::FormatError;

/// Why a file could not be read or made: the file, and what is wrong with it.
#[derive(Debug)]
pub struct Error {
    path: PathBuf,
    problem: Problem,
}

#[derive(Debug)]
enum Problem {
    Io(io::Error),
    Format(FormatError),
    /// A line of the file, where it is one, and what to do.
    Wrong(Option<u64>, String),
    Stopped,
}

impl Error {
    fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self { path: path.to_owned(), problem: Problem::Io(error) }
    }

    fn wrong(path: &Path, line: Option<u64>, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), problem: Problem::Wrong(line, what.into()) }
    }

    /// Whether the one who watches asked to stop.
    pub fn is_stop(&self) -> bool {
        matches!(self.problem, Problem::Stopped)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.problem {
            Problem::Io(error) => write!(f, "{path}: {error}"),
            Problem::Format(error) => write!(f, "{path}: {error}"),
            Problem::Wrong(Some(line), what) => write!(f, "{path}:{line}: {what}"),
            Problem::Wrong(None, what) => write!(f, "{path}: {what}"),
            Problem::Stopped => write!(f, "{path}: stopped; the same command goes on from here"),
        }
    }
}

impl std::error::Error for Error {}
