//! From what a user named to the files that are read.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::reader::PARQUET;
use crate::reader::packed::is_packed;
use crate::{InputFormat, ReadError};

/// One file to read, or standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Where it is; none for standard input.
    pub path: Option<PathBuf>,
    /// What its documents are called when they have no name of their own: the path below the folder that was named,
    /// the file name where a file was named, `stdin`.
    pub id: String,
}

impl Input {
    /// Standard input.
    pub fn stdin() -> Input {
        Input { path: None, id: "stdin".to_owned() }
    }

    /// A file.
    pub fn file(path: impl Into<PathBuf>) -> Input {
        let path = path.into();
        let id = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Input { path: Some(path), id }
    }

    /// What messages call it: the path as the user would write it.
    pub fn shown(&self) -> String {
        self.path.as_ref().map_or_else(|| "<stdin>".to_owned(), |path| path.display().to_string())
    }
}

/// The inputs behind the arguments, in their order: files, `-` for standard input, and folders with all that is below
/// them, sorted by name. In folders the rules of ripgrep hold: hidden files, and those that a `.gitignore` or `.ignore`
/// names, are passed over, and so are binary files.
///
/// A file that is not there and a folder with nothing to read are errors, each in its place; the walk goes on.
pub fn walk<A: AsRef<Path>>(arguments: impl IntoIterator<Item = A>) -> impl Iterator<Item = Result<Input, ReadError>> {
    arguments.into_iter().flat_map(|argument| {
        let argument = argument.as_ref();
        if argument == Path::new("-") {
            Found::One(Some(Ok(Input::stdin())))
        } else if argument.is_dir() {
            let walk = ignore::WalkBuilder::new(argument).sort_by_file_name(Ord::cmp).build();
            Found::Below { root: argument.to_owned(), walk: Box::new(walk), any: false, done: false }
        } else {
            Found::One(Some(match argument.metadata() {
                Ok(_) => Ok(Input::file(argument)),
                Err(error) => Err(ReadError::of_io(&argument.display().to_string(), &error)),
            }))
        }
    })
}

/// What one argument stands for.
enum Found {
    One(Option<Result<Input, ReadError>>),
    Below { root: PathBuf, walk: Box<ignore::Walk>, any: bool, done: bool },
}

impl Iterator for Found {
    type Item = Result<Input, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Found::One(one) => one.take(),
            Found::Below { done: true, .. } => None,
            Found::Below { root, walk, any, done } => {
                for entry in walk {
                    let entry = match entry {
                        Ok(entry) => entry,
                        Err(error) => return Some(Err(ReadError::new(&root.display().to_string(), error.to_string()))),
                    };
                    if entry.file_type().is_some_and(|kind| kind.is_file()) && !is_binary(entry.path()) {
                        *any = true;
                        let below = entry.path().strip_prefix(&*root).unwrap_or(entry.path());
                        let id = below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
                        return Some(Ok(Input { path: Some(entry.into_path()), id }));
                    }
                }
                *done = true;
                let nothing =
                    "the folder holds no file that can be read (hidden, ignored and binary files do not count)";
                (!*any).then(|| Err(ReadError::new(&root.display().to_string(), nothing)))
            }
        }
    }
}

/// Whether the head of a file holds a NUL, as no text does. What cannot be opened is for the reader to report.
fn is_binary(path: &Path) -> bool {
    let mut head = [0; 1024];
    let read = File::open(path).and_then(|mut file| file.read(&mut head)).unwrap_or(0);
    let head = &head[..read];
    // A page in UTF-16 holds NULs, and so does its packing.
    let is_known = is_packed(head) || head.starts_with(PARQUET) || head.starts_with(b"WARC/");
    memchr::memchr(0, head).is_some() && !is_known && InputFormat::of_content(head) != InputFormat::HTML
}
