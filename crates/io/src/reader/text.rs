//! Plain text: one document a file.

use super::{Name, ReadError, Source, place, whole};
use crate::{Raw, Record};

/// Reads the whole of a text. Nothing of it is changed; a byte-order mark at its head is not part of it.
///
/// `forced` is set where the user said that it is text: then a NUL in it is a character like another.
pub(super) fn read(source: Source, name: Name, limit: u64, forced: bool) -> Result<Raw, ReadError> {
    let bytes = whole(source, &name, limit)?;
    Ok(Raw::new(name.id.clone(), bytes, move |bytes| text(bytes, &name, limit, forced)))
}

/// The document of a text.
pub(super) fn text(mut bytes: Vec<u8>, name: &Name, limit: u64, forced: bool) -> Result<Record, ReadError> {
    let refused = |message: String| ReadError::new(&name.shown, message);
    if !forced && let Some(at) = memchr::memchr(0, &bytes) {
        let (line, column) = place(&bytes, at, 1);
        return Err(refused("it is binary: a NUL byte stands here (--input-format text reads it anyway)".to_owned())
            .at(line, Some(column)));
    }
    if bytes.len() as u64 > limit {
        return Err(refused(format!("it is longer than {limit} bytes, the longest a document may be (--max-bytes)")));
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    match String::from_utf8(bytes) {
        Ok(text) if text.trim().is_empty() => Err(refused("it is empty: there is only white space in it".to_owned())),
        Ok(text) => Ok(Record { id: name.id.clone(), text, ..Record::default() }),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let (line, column) = place(error.as_bytes(), at, 1);
            let byte = error.as_bytes()[at];
            Err(refused(format!(
                "it is not UTF-8: byte {byte:#04x} at offset {at} begins no character (convert it, as with iconv -f WINDOWS-1252 -t UTF-8)"
            ))
            .at(line, Some(column)))
        }
    }
}
