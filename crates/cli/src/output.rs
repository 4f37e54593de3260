//! Where the output goes: standard output, or a file that appears when all of it is there.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use dateline_io::OutputFormat;

/// The output of a run.
pub(crate) enum Output {
    /// Standard output, with colours where they are seen.
    Stdout(Box<dyn Write>),
    /// A file that is written beside its place and moved there at the end.
    File { place: PathBuf, beside: PathBuf, file: BufWriter<File> },
}

impl Output {
    /// Opens it.
    pub(crate) fn open(place: Option<&Path>, format: OutputFormat) -> io::Result<Output> {
        let Some(place) = place else {
            let stdout: Box<dyn Write> =
                if format == OutputFormat::TEXT { Box::new(anstream::stdout()) } else { Box::new(io::stdout()) };
            return Ok(Output::Stdout(Box::new(BufWriter::with_capacity(1 << 16, stdout))));
        };
        let mut name = place.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.tmp", std::process::id()));
        let beside = place.with_file_name(name);
        let file = File::create(&beside)?;
        Ok(Output::File { place: place.to_owned(), beside, file: BufWriter::with_capacity(1 << 16, file) })
    }

    /// Adds what was written for one document.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Output::Stdout(stdout) => stdout.write_all(bytes),
            Output::File { file, .. } => file.write_all(bytes),
        }
    }

    /// All of it is written: the file takes its place.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        match &mut self {
            Output::Stdout(stdout) => stdout.flush(),
            Output::File { place, beside, file } => {
                file.flush()?;
                file.get_ref().sync_all()?;
                std::fs::rename(beside, place)
            }
        }
    }
}

impl Drop for Output {
    /// What was not finished leaves nothing behind.
    fn drop(&mut self) {
        if let Output::File { beside, .. } = self {
            let _ = std::fs::remove_file(beside);
        }
    }
}

/// The format that the user wants when none is named.
pub(crate) fn default_format(place: Option<&Path>) -> OutputFormat {
    match place {
        None if io::stdout().is_terminal() => OutputFormat::TEXT,
        Some(place) if place.extension().is_some_and(|extension| extension == "json") => OutputFormat::JSON,
        _ => OutputFormat::JSONL,
    }
}

/// A reader that has seen enough (`| head`) is no error.
pub(crate) fn is_closed(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) }
}
