//! CSV and TSV: one document a row, below a row with the names of the columns.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::{ErrorKind, ReaderBuilder, StringRecord};

use super::{Name, ReadError, Source};
use crate::{FieldMap, Record};

/// The records of a table.
pub(super) struct Rows {
    reader: csv::Reader<Fuse>,
    names: Vec<String>,
    row: StringRecord,
    /// How many bytes may still be read for the row that is being read.
    left: Arc<AtomicU64>,
    map: FieldMap,
    name: Name,
    limit: u64,
    records: u64,
    done: bool,
}

/// How much longer than its text a row may be: quotation marks, and its other cells.
const OVERHEAD: u64 = 8;

impl Rows {
    /// Reads the names of the columns. What separates the cells is the mark that stands most often in that line, unless
    /// the extension says that it is a tab.
    pub(super) fn new(
        mut source: Source,
        name: Name,
        map: FieldMap,
        limit: u64,
        tabs: bool,
    ) -> Result<Rows, ReadError> {
        let head = source.fill_buf().map_err(|error| ReadError::of_io(&name.shown, &error))?;
        let marked = head.starts_with(b"\xef\xbb\xbf");
        let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let count = |mark: u8| memchr::memchr_iter(mark, line).count();
        let delimiter = if tabs {
            b'\t'
        } else {
            [b',', b'\t', b';'].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(b',')
        };
        if marked {
            source.consume(3);
        }
        let left = Arc::new(AtomicU64::new(limit.saturating_mul(OVERHEAD)));
        let fuse = Fuse { source, left: Arc::clone(&left) };
        let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(fuse);
        let refuse = |message: String| ReadError::new(&name.shown, message).at(1, None);
        let header =
            reader.headers().map_err(|error| refuse(format!("the names of the columns cannot be read: {error}")))?;
        let names: Vec<String> = header.iter().map(|column| column.trim().to_owned()).collect();
        let rows = Rows { reader, names, row: StringRecord::new(), left, map, name, limit, records: 0, done: false };
        if !rows.names.iter().any(|column| rows.map.wants(column)) {
            let names = rows.names.join(", ");
            let message = format!(
                "no column is known among these: {names} (the first line names them; --map says which is which)"
            );
            return Err(ReadError::new(&rows.name.shown, message).at(1, None));
        }
        Ok(rows)
    }
}

impl Iterator for Rows {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        self.left.store(self.limit.saturating_mul(OVERHEAD), Ordering::Relaxed);
        let line = self.reader.position().line();
        let error = |message: String, line: u64| ReadError::new(&self.name.shown, message).at(line, None);
        match self.reader.read_record(&mut self.row) {
            Ok(false) => {
                self.done = true;
                None
            }
            Ok(true) => {
                self.records += 1;
                let line = self.row.position().map_or(line, csv::Position::line);
                let mut collected = self.map.collect();
                for (column, cell) in self.names.iter().zip(self.row.iter()) {
                    collected.take_text(column, cell);
                }
                let number = self.records;
                let record = collected.finish(|| format!("{}#{number}", self.name.id), self.limit);
                Some(record.map_err(|message| error(message, line)))
            }
            Err(problem) => {
                self.records += 1;
                let line = problem.position().map_or(line, csv::Position::line);
                Some(Err(match problem.kind() {
                    ErrorKind::Utf8 { err, .. } => {
                        error(format!("the row is not UTF-8: cell {}", err.field() + 1), line)
                    }
                    kind => {
                        self.done = true;
                        let message = match kind {
                            ErrorKind::Io(cause) => cause.to_string(),
                            _ => problem.to_string(),
                        };
                        error(format!("the row cannot be read, nor those below it: {message}"), line)
                    }
                }))
            }
        }
    }
}

/// Stops a row that never ends, as when a quotation mark is missing, before it fills the memory.
struct Fuse {
    source: Source,
    left: Arc<AtomicU64>,
}

impl Read for Fuse {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        let left = self.left.load(Ordering::Relaxed);
        // Reading ahead by a buffer is no fault of the row.
        if left == 0 && read > 0 {
            return Err(io::Error::other("it is too long (--max-bytes), or a quotation mark is missing"));
        }
        self.left.store(left.saturating_sub(read as u64), Ordering::Relaxed);
        Ok(read)
    }
}
