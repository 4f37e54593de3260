//! One document as its reader hands it on, and what makes a record of it.

use std::fmt;

use crate::{ReadError, Record};

/// One document on its way from a reader to whoever works on it.
///
/// A reader is one for all threads, so it only finds out where a document begins and ends. To take it apart (JSON, the
/// page that was fetched) costs more than that, and [`Raw::record`] does it, on the thread that goes on with the record.
pub struct Raw {
    id: String,
    bytes: Vec<u8>,
    make: Make,
}

enum Make {
    /// It was taken apart already.
    Done(Box<Record>),
    Bytes(Box<dyn FnOnce(Vec<u8>) -> Result<Record, ReadError> + Send>),
}

impl Raw {
    /// Bytes of which `make` makes the record. Its name is `id`, or "" where only the record tells it.
    pub(crate) fn new(
        id: impl Into<String>,
        bytes: Vec<u8>,
        make: impl FnOnce(Vec<u8>) -> Result<Record, ReadError> + Send + 'static,
    ) -> Raw {
        Raw { id: id.into(), bytes, make: Make::Bytes(Box::new(make)) }
    }

    /// The name of the document, where it is known before the record is made.
    pub fn id(&self) -> Option<&str> {
        let id = if let Make::Done(record) = &self.make { &record.id } else { &self.id };
        (!id.is_empty()).then_some(id)
    }

    /// All that the record depends on, in parts, so that it can be known again.
    pub fn content(&self) -> [&[u8]; 2] {
        match &self.make {
            Make::Done(record) => [record.id.as_bytes(), record.text.as_bytes()],
            Make::Bytes(_) => [self.id.as_bytes(), &self.bytes],
        }
    }

    /// The record.
    ///
    /// # Errors
    ///
    /// When the bytes are not what their format promises. A reader that panics costs its record too, and no more.
    pub fn record(self) -> Result<Record, ReadError> {
        match self.make {
            Make::Done(record) => Ok(*record),
            Make::Bytes(make) => {
                let record = dateline_core::guard(|| make(self.bytes));
                record.unwrap_or_else(|lost| Err(ReadError::new(&self.id, format!("its reader failed: {lost}"))))
            }
        }
    }
}

impl From<Record> for Raw {
    fn from(record: Record) -> Raw {
        Raw { id: String::new(), bytes: Vec::new(), make: Make::Done(Box::new(record)) }
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Raw").field("id", &self.id()).field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

/// What a record can be made of.
pub trait IntoRecord: Send {
    /// Makes the record.
    ///
    /// # Errors
    ///
    /// When it is none after all.
    fn into_record(self) -> Result<Record, ReadError>;
}

impl IntoRecord for Raw {
    fn into_record(self) -> Result<Record, ReadError> {
        self.record()
    }
}

impl IntoRecord for Record {
    fn into_record(self) -> Result<Record, ReadError> {
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_panics_costs_its_record() {
        let raw = Raw::new("a", b"b".to_vec(), |bytes| panic!("{} bytes", bytes.len()));
        assert_eq!(raw.content(), [b"a", b"b"]);
        let error = raw.record().expect_err("it panicked").to_string();
        assert!(error.starts_with("a: its reader failed: 1 bytes ("), "{error}");
    }
}
