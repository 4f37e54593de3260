//! JSON Lines: one document a line.

use std::io::{self, BufRead};
use std::sync::Arc;

use super::fields::{BadRecord, record_of};
use super::{Name, ReadError, Source};
use crate::{FieldMap, Raw};

/// The records of a JSON Lines stream. Lines of white space are passed over.
pub(super) struct Lines {
    source: Source,
    about: Arc<(Name, FieldMap)>,
    limit: u64,
    /// The length of the last line: the next one may be as long.
    length: usize,
    line: u64,
    records: u64,
    broken: bool,
}

/// How much longer than its text a line may be: escapes, and the other fields of the record.
const OVERHEAD: u64 = 8;
/// Room for a line of up to so many bytes is made before it is read.
const USUAL: usize = 1 << 16;

impl Lines {
    pub(super) fn new(source: Source, name: Name, map: FieldMap, limit: u64) -> Lines {
        let about = Arc::new((name, map));
        Lines { source, about, limit, length: 0, line: 0, records: 0, broken: false }
    }
}

impl Iterator for Lines {
    type Item = Result<Raw, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.broken {
                return None;
            }
            let mut bytes = Vec::with_capacity(self.length);
            let longest = self.limit.saturating_mul(OVERHEAD);
            let length = match read_line(&mut self.source, longest, &mut bytes) {
                Ok(0) => return None,
                Ok(length) => length,
                Err(error) => {
                    self.broken = true;
                    return Some(Err(ReadError::of_io(&self.about.0.shown, &error).at(self.line + 1, None)));
                }
            };
            self.line += 1;
            if self.line == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
                bytes.drain(..3);
            }
            if length <= longest && bytes.trim_ascii().is_empty() {
                continue;
            }
            self.records += 1;
            if length > longest {
                let message = format!("the line has {length} bytes, more than {longest}: it is skipped (--max-bytes)");
                return Some(Err(ReadError::new(&self.about.0.shown, message).at(self.line, None)));
            }
            self.length = bytes.len().min(USUAL);
            let (about, line, number, limit) = (Arc::clone(&self.about), self.line, self.records, self.limit);
            return Some(Ok(Raw::new("", bytes, move |bytes| {
                let (name, map) = &*about;
                let record = record_of(&bytes, map, || format!("{}#{number}", name.id), limit);
                record.map_err(|BadRecord { place: (within, column), message }| {
                    ReadError::new(&name.shown, message).at(line, (within > 0).then_some(column))
                })
            })));
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
