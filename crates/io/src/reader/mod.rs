//! Readers: one file in, its records out, one at a time.

#[cfg(feature = "html")]
mod feed;
mod fields;
#[cfg(feature = "html")]
pub(crate) mod html;
#[cfg(feature = "html")]
mod http;
mod json;
mod jsonl;
mod native;
pub(crate) mod packed;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "parquet")]
mod parquet_bounds;
#[cfg(feature = "parquet")]
mod parquet_pages;
mod table;
mod text;
mod timeml;
#[cfg(feature = "html")]
mod warc;

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use dateline_core::suggest;

use crate::{FieldMap, Input, InputFormat, Raw, Record};

pub use native::{Documents, open_documents};

/// The records of one input, in order. What is wrong with one is an error in its place, and the next one follows.
pub type Records = Box<dyn Iterator<Item = Result<Record, ReadError>> + Send>;

/// The same before they are taken apart.
pub type RawRecords = Box<dyn Iterator<Item = Result<Raw, ReadError>> + Send>;

/// How inputs are read.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// The format of every input; none to go by extension and content.
    pub format: Option<InputFormat>,
    /// The longest text of a document, in bytes. A longer one is an error and is not kept in memory.
    pub max_bytes: u64,
    /// Which field of a record is which part of a document.
    pub fields: FieldMap,
    /// Grows by the bytes of the inputs that were read, before anything is unpacked.
    pub consumed: Arc<AtomicU64>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        ReadOptions { format: None, max_bytes: 10_000_000, fields: FieldMap::default(), consumed: Arc::default() }
    }
}

/// What is wrong with an input or with one record of it: a sentence for a person that begins with the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// The input, as messages call it.
    pub input: String,
    /// The line, from 1, where one can be named.
    pub line: Option<u64>,
    /// The column in bytes, from 1, where one can be named.
    pub column: Option<u64>,
    /// What is wrong.
    pub message: String,
}

impl ReadError {
    /// An error about a whole input.
    pub fn new(input: &str, message: impl Into<String>) -> ReadError {
        let mut message = message.into();
        // What is quoted of an input must not break the line, nor speak to the terminal.
        if message.contains(char::is_control) {
            let shown = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
            message = message.chars().map(shown).collect();
        }
        ReadError { input: input.to_owned(), line: None, column: None, message }
    }

    pub(crate) fn of_io(input: &str, error: &io::Error) -> ReadError {
        let message = match error.kind() {
            io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
            io::ErrorKind::PermissionDenied => "it may not be read: permission denied".to_owned(),
            _ => format!("it cannot be read: {error}"),
        };
        ReadError::new(input, message)
    }

    pub(crate) fn at(mut self, line: u64, column: Option<u64>) -> ReadError {
        self.line = Some(line);
        self.column = column;
        self
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.input)?;
        for place in [self.line, self.column].into_iter().flatten() {
            write!(f, ":{place}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for ReadError {}

/// Opens an input; its records stream, in memory bounded by the longest document that is allowed.
///
/// # Errors
///
/// When the input cannot be opened, is empty, or is a format that no reader takes.
pub fn open(input: &Input, options: &ReadOptions) -> Result<Records, ReadError> {
    Ok(Box::new(open_raw(input, options)?.map(|raw| raw.and_then(Raw::record))))
}

/// As [`open`], and leaves it to the caller to make records: on as many threads as there are.
///
/// # Errors
///
/// As [`open`].
pub fn open_raw(input: &Input, options: &ReadOptions) -> Result<RawRecords, ReadError> {
    let shown = input.shown();
    let source: Box<dyn io::Read + Send> = match &input.path {
        None => Box::new(io::stdin()),
        Some(path) => Box::new(File::open(path).map_err(|error| ReadError::of_io(&shown, &error))?),
    };
    let is_parquet = options.format.is_none_or(|format| format == InputFormat::PARQUET);
    if is_parquet && let Some(path) = &input.path {
        let file = File::open(path).map_err(|error| ReadError::of_io(&shown, &error))?;
        if is_parquet_file(&file) {
            options.consumed.fetch_add(file.metadata().map_or(0, |about| about.len()), Ordering::Relaxed);
            return parquet_rows(file, input, options);
        }
    }
    open_raw_stream(source, input, options)
}

/// Reads what comes from elsewhere than the path of the input, which serves for its names alone: memory, a connection.
/// Parquet is read from files only.
///
/// # Errors
///
/// As [`open`].
pub fn open_raw_stream(
    source: Box<dyn io::Read + Send>,
    input: &Input,
    options: &ReadOptions,
) -> Result<RawRecords, ReadError> {
    let source = Counted { source, consumed: Arc::clone(&options.consumed) };
    read(Box::new(BufReader::with_capacity(1 << 16, source)), input, options)
}

/// Whether a file begins as Parquet does; a pipe is none, and nothing is taken out of it.
fn is_parquet_file(mut file: &File) -> bool {
    let mut head = [0; 4];
    let is_file = file.metadata().is_ok_and(|about| about.is_file());
    is_file && io::Read::read_exact(&mut file, &mut head).is_ok() && head == *PARQUET
}

#[cfg(feature = "parquet")]
fn parquet_rows(file: File, input: &Input, options: &ReadOptions) -> Result<RawRecords, ReadError> {
    let name = Name { shown: input.shown(), id: input.id.clone() };
    let rows = parquet::Rows::new(file, name, options.fields.clone(), options.max_bytes)?;
    Ok(Box::new(rows.map(|row| row.map(Raw::from))))
}

#[cfg(not(feature = "parquet"))]
fn parquet_rows(_: File, input: &Input, _: &ReadOptions) -> Result<RawRecords, ReadError> {
    let message = "it is Parquet, and this dateline was built without its feature \"parquet\"";
    Err(ReadError::new(&input.shown(), message))
}

/// The first and the last bytes of a Parquet file.
pub(crate) const PARQUET: &[u8] = b"PAR1";

/// A source that says how much was read of it.
struct Counted {
    source: Box<dyn io::Read + Send>,
    consumed: Arc<AtomicU64>,
}

impl io::Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.consumed.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Reads the records of a stream that belongs to an input.
fn read(source: Source, input: &Input, options: &ReadOptions) -> Result<RawRecords, ReadError> {
    let name = Name { shown: input.shown(), id: input.id.clone() };
    let mut source = packed::unpack(source).map_err(|error| ReadError::of_io(&name.shown, &error))?;
    let head = source.fill_buf().map_err(|error| ReadError::of_io(&name.shown, &error))?;
    if head.is_empty() {
        return Err(ReadError::new(&name.shown, "it is empty"));
    }
    let forced = options.format;
    if head.starts_with(PARQUET) && forced.is_none_or(|format| format == InputFormat::PARQUET) {
        let message = "it is Parquet, which is read from a file alone: unpack it, or write it to one";
        return Err(ReadError::new(&name.shown, message));
    }
    let format = forced
        .or_else(|| input.path.as_deref().map(packed::unpacked_name).and_then(InputFormat::of_extension))
        .unwrap_or_else(|| InputFormat::of_content(head));
    let is_wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    if is_wide && !matches!(format, InputFormat::HTML | InputFormat::FEED) {
        return Err(ReadError::new(&name.shown, "it is UTF-16: convert it to UTF-8 first (iconv -f UTF-16 -t UTF-8)"));
    }
    let limit = options.max_bytes;
    let fields = options.fields.clone();
    Ok(match format {
        InputFormat::JSONL => Box::new(jsonl::Lines::new(source, name, fields, limit)),
        InputFormat::JSON => Box::new(json::Values::new(source, name, fields, limit)),
        InputFormat::CSV => {
            Box::new(table::Rows::new(source, name, fields, limit, false)?.map(|row| row.map(Raw::from)))
        }
        InputFormat::TSV => {
            Box::new(table::Rows::new(source, name, fields, limit, true)?.map(|row| row.map(Raw::from)))
        }
        #[cfg(feature = "html")]
        InputFormat::HTML => Box::new(std::iter::once(html::read(source, name, limit))),
        #[cfg(feature = "html")]
        InputFormat::WARC => Box::new(warc::Archive::new(source, name, limit)),
        #[cfg(feature = "html")]
        InputFormat::FEED => Box::new(feed::read(source, &name, limit)?.into_iter()),
        #[cfg(not(feature = "html"))]
        InputFormat::HTML | InputFormat::WARC | InputFormat::FEED => {
            let kind = format.name().unwrap_or_default();
            let message = format!("it is {kind}, and this dateline was built without its feature \"html\"");
            return Err(ReadError::new(&name.shown, message));
        }
        InputFormat::PARQUET => {
            return Err(ReadError::new(&name.shown, "it is no Parquet file: it does not begin as one"));
        }
        InputFormat::TIMEML => Box::new(std::iter::once(timeml::read(source, name, limit))),
        _ => Box::new(std::iter::once(text::read(source, name, limit, forced.is_some()))),
    })
}

type Source = Box<dyn BufRead + Send>;

/// What an input is called: in messages, and where its records have no name of their own.
#[derive(Clone, Debug)]
struct Name {
    shown: String,
    id: String,
}

impl InputFormat {
    /// The format of this name.
    ///
    /// # Errors
    ///
    /// When there is none of this name: the known ones, the likeliest meant first.
    pub fn parse(name: &str) -> Result<InputFormat, String> {
        InputFormat::named(name).ok_or_else(|| {
            format!("there is no input format \"{name}\": {}", suggest(name, InputFormat::NAMES.iter().copied()))
        })
    }
}

/// The whole of a source that is one document, and one byte more where it is longer than it may be.
fn whole(source: Source, name: &Name, limit: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    let read = source.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(|error| ReadError::of_io(&name.shown, &error))
}

/// Where in `bytes` an offset stands: line and column, from 1, after `line` lines before them.
fn place(bytes: &[u8], at: usize, line: u64) -> (u64, u64) {
    let before = &bytes[..at.min(bytes.len())];
    let breaks = memchr::memchr_iter(b'\n', before).count() as u64;
    let column = before.len() - memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    (line + breaks, column as u64 + 1)
}
