//! The side of the program: a loaded table as extractors like any other.

use std::any::Any;
use std::ffi::c_void;
use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::manifest::{requires_from_json, schema_from_json};
use super::receive::{
    Answer, Findings, Layers, give_layer, give_layer_json, take_columns, take_fail, take_json, take_report,
};
use super::{Bytes, MAGIC, MAJOR, Manifest, Sink, Table, View};
use crate::guard::Lost;
use crate::{AnyExtractor, Diagnostic, DocView, Error, Layer, LayerKey, Offer, Result, Schema};

/// Why a table cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableError {
    /// The entry gave no table, or one that is not aligned.
    Absent,
    /// It does not begin as tables do.
    Magic,
    /// It was built for another major version: this one.
    Major(u32),
    /// It is shorter than the first table of this version was: this many bytes.
    Size(u32),
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TableError::Absent => f.write_str("its entry returned no table"),
            TableError::Magic => f.write_str("its table does not begin with the bytes \"dateline\""),
            TableError::Major(major) => write!(
                f,
                "it was built for plugin ABI {major}, this dateline speaks {MAJOR}: build it against this version of dateline-core"
            ),
            TableError::Size(size) => {
                write!(f, "its table is truncated: {size} bytes, where this version has {}", size_of::<Table>())
            }
        }
    }
}

impl std::error::Error for TableError {}

/// The table that an entry returned, if it is one that this program can use.
///
/// # Safety
///
/// The pointer is null, or what `dateline_plugin_v1` of a library returned that stays loaded for good. Magic, versions
/// and size, its first 24 bytes, are readable.
///
/// # Errors
///
/// When it is no table of this version.
pub unsafe fn check_table(table: *const Table) -> Result<&'static Table, TableError> {
    if table.is_null() || !table.is_aligned() {
        return Err(TableError::Absent);
    }
    // SAFETY: the caller vouches for the head of the table; only these fields are read, one by one.
    let (magic, major, size) = unsafe {
        ((&raw const (*table).magic).read(), (&raw const (*table).major).read(), (&raw const (*table).size).read())
    };
    if magic != MAGIC {
        return Err(TableError::Magic);
    }
    if major != MAJOR {
        return Err(TableError::Major(major));
    }
    if (size as usize) < size_of::<Table>() {
        return Err(TableError::Size(size));
    }
    // SAFETY: it is a table of this version and whole, and its library is never unloaded.
    Ok(unsafe { &*table })
}

/// One extractor of a loaded table.
pub struct Remote {
    table: &'static Table,
    index: u32,
    manifest: Manifest,
    schema: &'static Schema,
}

impl Remote {
    /// Asks a table for everything in it.
    ///
    /// # Errors
    ///
    /// When a manifest is missing or is not as it should be.
    pub fn all(table: &'static Table) -> Result<Vec<Remote>> {
        (0..table.count).map(|index| Remote::new(table, index)).collect()
    }

    fn new(table: &'static Table, index: u32) -> Result<Remote> {
        let mut answer = Answer::default();
        let sink = answer.sink();
        // SAFETY: the table is whole, and the sink lives during the call.
        let code = unsafe { (table.manifest)(index, &raw const sink) };
        let json = answer.json(code, "its manifest")?;
        let bad =
            |problem: String| Error::new(format_args!("the manifest of its extractor {index} is not right: {problem}"));
        let manifest = Manifest::deserialize(json).map_err(|error| bad(error.to_string()))?;
        let schema = schema_from_json(&manifest.schema).map_err(bad)?;
        Ok(Remote { table, index, manifest, schema })
    }
}

impl Offer for Remote {
    fn package(&self) -> &str {
        &self.manifest.package
    }

    fn version(&self) -> &str {
        &self.manifest.version
    }

    fn plugin(&self) -> &str {
        &self.manifest.plugin
    }

    fn name(&self) -> &str {
        &self.manifest.name
    }

    fn readme(&self) -> &str {
        &self.manifest.readme
    }

    fn schema(&self) -> &'static Schema {
        self.schema
    }

    fn defaults(&self) -> Value {
        self.manifest.defaults.clone()
    }

    fn options(&self) -> Value {
        self.manifest.options.clone()
    }

    fn rules(&self) -> Vec<crate::RuleDoc> {
        self.manifest.rules.clone()
    }

    fn requires(&self, options: &Value) -> Result<Vec<LayerKey>> {
        let mut answer = Answer::default();
        let sink = answer.sink();
        let options = text_of(options);
        // SAFETY: the table is whole, and options and sink live during the call.
        let code = unsafe { (self.table.requires)(self.index, Bytes::of(&options), &raw const sink) };
        let json = answer.json(code, "the layers that it requires")?;
        requires_from_json(&json)
            .map_err(|problem| Error::new(format_args!("what it requires is not right: {problem}")))
    }

    fn create(&self, options: &Value) -> Result<Box<dyn AnyExtractor>> {
        let requires = self.requires(options)?;
        let mut answer = Answer::default();
        let sink = answer.sink();
        let options = text_of(options);
        // SAFETY: the table is whole, and options and sink live during the call.
        let handle = unsafe { (self.table.create)(self.index, Bytes::of(&options), &raw const sink) };
        if handle.is_null() {
            let lost = answer.lost.map_or_else(|| "it gave no reason".to_owned(), |lost| lost.to_string());
            return Err(Error::new(format_args!("the extractor \"{}\" could not be made: {lost}", self.manifest.name)));
        }
        Ok(Box::new(Made { table: self.table, handle, requires, name: self.manifest.name.clone() }))
    }
}

fn text_of(options: &Value) -> String {
    if options.is_null() { String::new() } else { options.to_string() }
}

/// A made extractor on the other side.
struct Made {
    table: &'static Table,
    handle: *mut c_void,
    requires: Vec<LayerKey>,
    name: String,
}

// SAFETY: the ABI demands that an extractor may be used from any thread, and from several at once.
unsafe impl Send for Made {}
// SAFETY: as above.
unsafe impl Sync for Made {}

impl Drop for Made {
    fn drop(&mut self) {
        // SAFETY: it was made by this table, and is given up here.
        unsafe { (self.table.destroy)(self.handle) }
    }
}

impl AnyExtractor for Made {
    fn scratch(&self) -> Box<dyn Any + Send> {
        // What it works with stays on its side.
        Box::new(())
    }

    fn extract(
        &self,
        doc: &DocView<'_>,
        _: &mut (dyn Any + Send),
        out: &mut Layer,
        reports: &mut Vec<Diagnostic>,
    ) -> Result<(), Lost> {
        let layers = Layers { doc, requires: &self.requires };
        let meta = doc.meta.words();
        let view = View {
            size: size_of::<View>() as u32,
            flags: if doc.explain { View::EXPLAIN } else { 0 },
            context: (&raw const layers).cast(),
            id: Bytes::of(doc.id),
            url: Bytes::of(doc.url),
            title: Bytes::of(doc.title),
            text: Bytes::of(doc.text),
            meta: meta.as_ptr(),
            meta_len: meta.len(),
            regions: doc.regions.as_ptr(),
            regions_len: doc.regions.len(),
            layer: give_layer,
            layer_json: give_layer_json,
        };
        let mut findings = Findings { layers: &layers, name: &self.name, out, reports, lost: None };
        let sink = Sink {
            size: size_of::<Sink>() as u32,
            context: (&raw mut findings).cast(),
            json: take_json,
            columns: take_columns,
            report: take_report,
            fail: take_fail,
        };
        // SAFETY: the extractor was made by this table; view and sink live during the call.
        let code = unsafe { (self.table.extract)(self.handle, &raw const view, &raw const sink) };
        if findings.lost.is_none() && code != 0 {
            findings.lost =
                Some(Lost { message: format!("it returned {code} without a reason"), location: String::new() });
        }
        if let Some(lost) = findings.lost {
            return Err(lost);
        }
        out.finish();
        Ok(())
    }
}
