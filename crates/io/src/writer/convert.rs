//! Formats that are made from the native one: what they say is what it says.

use dateline_core::Document;
use serde_json::{Map, Value};

use super::native::Native;
use super::{WriteOptions, Writer};
use crate::OffsetUnit;

/// Turns a document in the native format into another one.
pub(super) trait Convert: Send {
    /// Whether the text of the document is needed; offsets are code points then.
    fn with_text(&self) -> bool {
        false
    }

    /// What stands before the first document.
    fn begin(&self, _out: &mut Vec<u8>) {}

    /// Appends a document.
    fn document(&self, document: &Map<String, Value>, out: &mut Vec<u8>);
}

/// Writes a document natively, reads it back, and converts it.
pub(super) struct Converted<C> {
    native: Native,
    line: Vec<u8>,
    convert: C,
}

impl<C: Convert> Converted<C> {
    pub(super) fn new(options: WriteOptions, layers: Vec<String>, convert: C) -> Converted<C> {
        // The text of the document is in few of these formats; that of each annotation is.
        let options = if convert.with_text() {
            WriteOptions { text: true, offsets: OffsetUnit::CODE_POINTS, ..options }
        } else {
            WriteOptions { text: false, ..options }
        };
        Converted { native: Native::new(options, layers, false), line: Vec::new(), convert }
    }
}

impl<C: Convert> Writer for Converted<C> {
    fn begin(&mut self, out: &mut Vec<u8>) {
        self.convert.begin(out);
    }

    fn write(&mut self, document: &Document, out: &mut Vec<u8>) {
        self.line.clear();
        self.native.write(document, &mut self.line);
        if let Ok(Value::Object(document)) = serde_json::from_slice(&self.line) {
            self.convert.document(&document, out);
        }
    }
}

/// The annotations of a document in the native format.
pub(super) fn annotations(document: &Map<String, Value>) -> impl Iterator<Item = &Map<String, Value>> {
    document.get("annotations").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// A field of an object as the text of a cell: strings as they are, null as nothing, the rest as JSON.
pub(super) fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    }
}

/// A text by its code points.
pub(super) struct Points(Vec<u32>);

impl Points {
    pub(super) fn of(text: &str) -> Points {
        Points(text.char_indices().map(|(at, _)| at as u32).collect())
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// How many there are in a part of the text.
    pub(super) fn count(part: &str) -> usize {
        part.chars().count()
    }

    /// Where an annotation begins and ends; none where that is not in the text.
    pub(super) fn range(&self, annotation: &Map<String, Value>) -> Option<(usize, usize)> {
        let place = |field: &str| usize::try_from(annotation.get(field)?.as_u64()?).ok();
        let (start, end) = (place("start")?, place("end")?);
        (start <= end && end <= self.len()).then_some((start, end))
    }

    /// The text from one code point to another.
    pub(super) fn slice<'t>(&self, text: &'t str, start: usize, end: usize) -> &'t str {
        let byte = |at: usize| self.0.get(at).map_or(text.len(), |at| *at as usize);
        &text[byte(start)..byte(end.max(start))]
    }
}
