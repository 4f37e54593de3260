//! JSON: one document, a list of documents, or several one after another.

use std::io::{self, BufRead};
use std::sync::Arc;

use super::fields::{BadRecord, record_of};
use super::{Name, ReadError, Source};
use crate::{FieldMap, Raw};

/// The records of a JSON stream. Objects are cut out by their braces, one at a time, so that a list of any length
/// streams and a broken one costs only itself.
pub(super) struct Values {
    source: Source,
    about: Arc<(Name, FieldMap)>,
    limit: u64,
    /// The object that is being cut out.
    value: Vec<u8>,
    line: u64,
    column: u64,
    records: u64,
    done: bool,
}

/// How much longer than its text an object may be: escapes, and the other fields of the record.
const OVERHEAD: u64 = 8;

/// What the cutter found next.
enum Cut {
    /// An object, which began at this line and column.
    Object(u64, u64),
    /// An object that is too long to be kept, which began here.
    TooLong(u64, u64),
    /// An object that began here and never ends.
    Open(u64, u64),
    /// Something between objects that is no white space, comma or bracket.
    Stray(u64, u64),
    End,
}

impl Values {
    pub(super) fn new(source: Source, name: Name, map: FieldMap, limit: u64) -> Values {
        let about = Arc::new((name, map));
        Values { source, about, limit, value: Vec::new(), line: 1, column: 1, records: 0, done: false }
    }

    fn cut(&mut self) -> io::Result<Cut> {
        let longest = self.limit.saturating_mul(OVERHEAD);
        self.value.clear();
        let (mut depth, mut in_string, mut escaped) = (0_u64, false, false);
        let (mut length, mut began, mut stray) = (0_u64, (0, 0), None);
        loop {
            let chunk = match self.source.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                return Ok(match (depth, stray) {
                    (1.., _) => Cut::Open(began.0, began.1),
                    (_, Some((line, column))) => Cut::Stray(line, column),
                    _ => Cut::End,
                });
            }
            let mut used = 0;
            let mut closed = false;
            let mut kept_from = 0;
            for byte in chunk {
                let here = (self.line, self.column);
                if depth == 0 {
                    match byte {
                        b'{' if stray.is_some() => break,
                        b'{' => {
                            (depth, began, kept_from) = (1, here, used);
                        }
                        b'[' | b']' | b',' => {}
                        byte if byte.is_ascii_whitespace() => {}
                        // The byte-order mark.
                        0xef | 0xbb | 0xbf if here.0 == 1 && here.1 <= 3 => {}
                        _ => stray = stray.or(Some(here)),
                    }
                } else if in_string {
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => in_string = false,
                        _ => {}
                    }
                } else {
                    match byte {
                        b'"' => in_string = true,
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' => depth -= 1,
                        _ => {}
                    }
                    closed = depth == 0;
                }
                used += 1;
                (self.line, self.column) = if *byte == b'\n' { (here.0 + 1, 1) } else { (here.0, here.1 + 1) };
                if closed {
                    break;
                }
            }
            if depth > 0 || closed {
                length += (used - kept_from) as u64;
                if length <= longest {
                    self.value.extend_from_slice(&chunk[kept_from..used]);
                } else {
                    self.value = Vec::new();
                }
            }
            let at_next = used < chunk.len();
            self.source.consume(used);
            if closed {
                let (line, column) = began;
                return Ok(if length <= longest { Cut::Object(line, column) } else { Cut::TooLong(line, column) });
            }
            if at_next && let Some((line, column)) = stray {
                return Ok(Cut::Stray(line, column));
            }
        }
    }

    fn refuse(&mut self, place: (u64, u64), message: impl Into<String>) -> ReadError {
        self.records += 1;
        ReadError::new(&self.about.0.shown, message).at(place.0, Some(place.1))
    }
}

impl Iterator for Values {
    type Item = Result<Raw, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let cut = match self.cut() {
            Ok(cut) => cut,
            Err(error) => {
                self.done = true;
                return Some(Err(ReadError::of_io(&self.about.0.shown, &error).at(self.line, Some(self.column))));
            }
        };
        Some(match cut {
            Cut::End => {
                self.done = true;
                let nothing = "there is no object in it that could be a document";
                return (self.records == 0).then(|| Err(ReadError::new(&self.about.0.shown, nothing)));
            }
            Cut::Open(line, column) => {
                self.done = true;
                Err(self.refuse((line, column), "the object that begins here never ends"))
            }
            Cut::Stray(line, column) => {
                Err(self.refuse((line, column), "this is not JSON: an object should stand here"))
            }
            Cut::TooLong(line, column) => {
                let message = "the object that begins here is too long: it is skipped (--max-bytes)";
                Err(self.refuse((line, column), message))
            }
            Cut::Object(line, column) => {
                self.records += 1;
                let (about, number, limit) = (Arc::clone(&self.about), self.records, self.limit);
                Ok(Raw::new("", std::mem::take(&mut self.value), move |bytes| {
                    let (name, map) = &*about;
                    let record = record_of(&bytes, map, || format!("{}#{number}", name.id), limit);
                    record.map_err(|BadRecord { place: within, message }| {
                        let at = match within {
                            (0, _) => (line, column),
                            (1, within) => (line, column + within - 1),
                            (lines, within) => (line + lines - 1, within),
                        };
                        ReadError::new(&name.shown, message).at(at.0, Some(at.1))
                    })
                }))
            }
        })
    }
}
