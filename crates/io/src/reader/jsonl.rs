//! JSON Lines: one document a line.

use std::io::{self, BufRead};

use super::fields::{BadRecord, record_of};
use super::{Name, ReadError, Source};
use crate::{FieldMap, Record};

/// The records of a JSON Lines stream. Lines of white space are passed over.
pub(super) struct Lines {
    source: Source,
    name: Name,
    map: FieldMap,
    limit: u64,
    buffer: Vec<u8>,
    line: u64,
    records: u64,
    broken: bool,
}

/// How much longer than its text a line may be: escapes, and the other fields of the record.
const OVERHEAD: u64 = 8;

impl Lines {
    pub(super) fn new(source: Source, name: Name, map: FieldMap, limit: u64) -> Lines {
        Lines { source, name, map, limit, buffer: Vec::new(), line: 0, records: 0, broken: false }
    }

    fn refuse(&self, column: Option<u64>, message: String) -> ReadError {
        ReadError::new(&self.name.shown, message).at(self.line, column)
    }
}

impl Iterator for Lines {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.broken {
                return None;
            }
            self.buffer.clear();
            let longest = self.limit.saturating_mul(OVERHEAD);
            let length = match read_line(&mut self.source, longest, &mut self.buffer) {
                Ok(0) => return None,
                Ok(length) => length,
                Err(error) => {
                    self.broken = true;
                    return Some(Err(ReadError::of_io(&self.name.shown, &error).at(self.line + 1, None)));
                }
            };
            self.line += 1;
            let mut value = self.buffer.as_slice();
            if self.line == 1 {
                value = value.strip_prefix(b"\xef\xbb\xbf").unwrap_or(value);
            }
            if length <= longest && value.trim_ascii().is_empty() {
                continue;
            }
            self.records += 1;
            if length > longest {
                let message = format!("the line has {length} bytes, more than {longest}: it is skipped (--max-bytes)");
                return Some(Err(self.refuse(None, message)));
            }
            let number = self.records;
            let record = record_of(value, &self.map, || format!("{}#{number}", self.name.id), self.limit);
            return Some(record.map_err(|BadRecord { place: (line, column), message }| {
                self.refuse((line > 0).then_some(column), message)
            }));
        }
    }
}

/// Reads a line with its break, and says how long it is; of a line longer than `longest` only the length is known.
pub(super) fn read_line(source: &mut Source, longest: u64, line: &mut Vec<u8>) -> io::Result<u64> {
    let mut length = 0;
    loop {
        let chunk = match source.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = memchr::memchr(b'\n', chunk).map(|at| at + 1);
        let part = &chunk[..end.unwrap_or(chunk.len())];
        length += part.len() as u64;
        if length <= longest {
            line.extend_from_slice(part);
        } else {
            *line = Vec::new();
        }
        let used = part.len();
        source.consume(used);
        if end.is_some() || used == 0 {
            return Ok(length);
        }
    }
}
