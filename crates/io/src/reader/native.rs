//! What dateline itself has written: finished documents, one a line.

use std::fs::File;
use std::io::{self, BufReader};

use serde_json::{Map, Value};

use super::jsonl::read_line;
use super::{ReadError, Source, packed};
use crate::Input;

/// The documents of one input, in order. What is wrong with one is an error in its place, and the next one follows.
pub struct Documents {
    source: Source,
    shown: String,
    line: u64,
    longest: u64,
    buffer: Vec<u8>,
    broken: bool,
}

/// Opens JSON Lines as `dateline extract` writes them, packed or not; a line may have up to `longest` bytes.
///
/// # Errors
///
/// When the input cannot be opened.
pub fn open_documents(input: &Input, longest: u64) -> Result<Documents, ReadError> {
    let shown = input.shown();
    let failed = |error: &io::Error| ReadError::of_io(&shown, error);
    let source: Box<dyn io::Read + Send> = match &input.path {
        None => Box::new(io::stdin()),
        Some(path) => Box::new(File::open(path).map_err(|error| failed(&error))?),
    };
    let source = packed::unpack(Box::new(BufReader::with_capacity(1 << 16, source))).map_err(|error| failed(&error))?;
    Ok(Documents { source, shown, line: 0, longest, buffer: Vec::new(), broken: false })
}

impl Documents {
    fn refuse(&self, column: Option<u64>, message: impl Into<String>) -> ReadError {
        ReadError::new(&self.shown, message).at(self.line, column)
    }

    /// The document of the line that was read.
    fn document(&self) -> Result<Map<String, Value>, ReadError> {
        let line = self.buffer.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.buffer).trim_ascii_end();
        let value: Value = serde_json::from_slice(line).map_err(|error| {
            let whole = error.to_string();
            let what = whole.split(" at line ").next().unwrap_or(&whole);
            self.refuse(Some(error.column().max(1) as u64), format!("it is no JSON: {what}"))
        })?;
        let Value::Object(document) = value else {
            return Err(self.refuse(Some(1), "it is no document: a JSON object is expected"));
        };
        match document.get("schema").and_then(Value::as_str) {
            Some("dateline/1") => Ok(document),
            Some(other) => {
                Err(self.refuse(None, format!("its schema is \"{other}\"; this dateline reads \"dateline/1\"")))
            }
            None => {
                Err(self.refuse(None, "it was not written by dateline: run `dateline extract --format jsonl` first"))
            }
        }
    }
}

impl Iterator for Documents {
    type Item = Result<Map<String, Value>, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.broken {
            self.buffer.clear();
            let length = match read_line(&mut self.source, self.longest, &mut self.buffer) {
                Ok(0) => return None,
                Ok(length) => length,
                Err(error) => {
                    self.broken = true;
                    return Some(Err(ReadError::of_io(&self.shown, &error).at(self.line + 1, None)));
                }
            };
            self.line += 1;
            if length > self.longest {
                let message = format!("the line has {length} bytes, more than {}: it is skipped", self.longest);
                return Some(Err(self.refuse(None, message)));
            }
            if !self.buffer.trim_ascii().is_empty() {
                return Some(self.document());
            }
        }
        None
    }
}
