//! What the program offers during a call: layers to look at, and sinks for what the other side has to say.

use std::ffi::c_void;

use serde_json::Value;

use super::{Bytes, Columns, Sink, slice};
use crate::guard::{Lost, guard};
use crate::json::{layer_to_json, push_json};
use crate::layer::Why;
use crate::{Diagnostic, DocView, Error, Layer, LayerKey, RawLayer, Result, Severity, Span};

/// What an extractor may look at: the layers that it required, and no others.
pub(super) struct Layers<'a> {
    pub(super) doc: &'a DocView<'a>,
    pub(super) requires: &'a [LayerKey],
}

impl Layers<'_> {
    fn named(&self, name: &str) -> Option<(LayerKey, RawLayer<'_>)> {
        let key = self.requires.iter().find(|key| key.name == name)?;
        self.doc.layers.raw(*key).map(|raw| (*key, raw))
    }
}

pub(super) unsafe extern "C" fn give_layer(context: *const c_void, name: Bytes, schema: u64, out: *mut Columns) -> i32 {
    let found = guard(|| {
        // SAFETY: the context is the one of the view; name and `out` live during the call.
        let (layers, name) = unsafe { (&*context.cast::<Layers<'_>>(), name.get().ok()?) };
        let key = layers.requires.iter().find(|key| key.name == name && key.schema == schema)?;
        let raw = layers.doc.layers.raw(*key)?;
        // SAFETY: as above.
        unsafe { out.write(Columns::of(raw, schema)) };
        Some(())
    });
    i32::from(!matches!(found, Ok(Some(()))))
}

pub(super) unsafe extern "C" fn give_layer_json(context: *const c_void, name: Bytes, sink: *const Sink) -> i32 {
    let found = guard(|| {
        // SAFETY: the context is the one of the view; name and sink live during the call.
        let (layers, name, sink) = unsafe { (&*context.cast::<Layers<'_>>(), name.get().ok()?, &*sink) };
        let key = layers.requires.iter().find(|key| key.name == name)?;
        let (schema, raw) = layers.doc.layers.described(key.name)?;
        let json = layer_to_json(schema, raw);
        // SAFETY: the sink takes text that lives during the call.
        unsafe { (sink.json)(sink.context, Bytes::of(&json)) };
        Some(())
    });
    i32::from(!matches!(found, Ok(Some(()))))
}

/// What a call of `extract` leaves.
pub(super) struct Findings<'a> {
    pub(super) layers: &'a Layers<'a>,
    pub(super) name: &'a str,
    pub(super) out: &'a mut Layer,
    pub(super) reports: &'a mut Vec<Diagnostic>,
    pub(super) lost: Option<Lost>,
}

impl Findings<'_> {
    /// Takes what the other side sent, unless something was wrong before.
    ///
    /// # Safety
    ///
    /// `context` is that of a sink made by `Made::extract`, during that call.
    unsafe fn take(context: *mut c_void, work: impl FnOnce(&mut Findings<'_>) -> Result<(), String>) {
        // SAFETY: the caller vouches for it.
        let findings = unsafe { &mut *context.cast::<Findings<'_>>() };
        if findings.lost.is_some() {
            return;
        }
        let problem = match guard(|| work(findings)) {
            Ok(Ok(())) => return,
            Ok(Err(problem)) => problem,
            Err(lost) => lost.to_string(),
        };
        findings.lost =
            Some(Lost { message: format!("its findings break the contract: {problem}"), location: String::new() });
    }

    /// Checks every item of the layer.
    fn check(&self) -> Result<(), String> {
        let len_of = |kind: &str| self.layers.named(kind).map(|(_, raw)| (raw.rows.len() / raw.stride) as u32);
        self.out.check(self.layers.doc.text, &len_of)
    }
}

pub(super) unsafe extern "C" fn take_columns(context: *mut c_void, columns: *const Columns) {
    let take = |findings: &mut Findings<'_>| {
        if columns.is_null() || !columns.is_aligned() {
            return Err("its columns are absent".to_owned());
        }
        // SAFETY: the columns live during the call.
        let columns = unsafe { &*columns };
        let (key, stride) = (findings.out.key(), findings.out.raw().stride);
        if columns.schema != key.schema || columns.stride as usize != stride {
            return Err(format!(
                "its columns of {} words with the schema {:016x} are not those of \"{}\" ({stride} words, {:016x})",
                columns.stride, columns.schema, key.name, key.schema
            ));
        }
        if !columns.rows.is_aligned() || !columns.words.is_aligned() || !columns.whys.is_aligned() {
            return Err("its columns are not aligned to four bytes".to_owned());
        }
        let words = columns.count.checked_mul(stride).filter(|words| *words <= MOST_WORDS);
        let words = words.ok_or_else(|| format!("{} items are more than a document can hold", columns.count))?;
        // SAFETY: the columns hold what their lengths say (the contract of `Columns`), during the call.
        let (rows, text, lists, whys) = unsafe {
            (
                slice(columns.rows, words),
                columns.text.get().map_err(|error| format!("its strings are no UTF-8: {error}"))?,
                slice(columns.words, columns.words_len),
                slice::<Why>(columns.whys, columns.whys_len),
            )
        };
        if !findings.out.is_empty() {
            return Err("it sent columns twice".to_owned());
        }
        findings.out.fill(rows, text, lists, whys);
        findings.check()
    };
    // SAFETY: the context is that of our sink.
    unsafe { Findings::take(context, take) }
}

/// More words than a document of 4 GiB could give rise to are a broken length.
const MOST_WORDS: usize = 1 << 30;

pub(super) unsafe extern "C" fn take_json(context: *mut c_void, json: Bytes) {
    let take = |findings: &mut Findings<'_>| {
        // SAFETY: the text lives during the call.
        let json = unsafe { json.get() }.map_err(|error| format!("its JSON is no UTF-8: {error}"))?;
        push_json(findings.out, json)?;
        findings.check()
    };
    // SAFETY: the context is that of our sink.
    unsafe { Findings::take(context, take) }
}

pub(super) unsafe extern "C" fn take_report(context: *mut c_void, severity: u32, span: Span, message: Bytes) {
    let take = |findings: &mut Findings<'_>| {
        // SAFETY: the text lives during the call.
        let message = unsafe { message.get() }.map_err(|error| error.to_string())?.to_owned();
        let text = findings.layers.doc.text;
        let span = if text.get(span.range()).is_some() { span } else { Span::NONE };
        let severity = match Severity::from_index(severity as usize) {
            severity if severity.is_none() => Severity::ERROR,
            severity => severity,
        };
        findings.reports.push(Diagnostic { severity, extractor: findings.name.to_owned(), message, span });
        Ok(())
    };
    // SAFETY: the context is that of our sink.
    unsafe { Findings::take(context, take) }
}

pub(super) unsafe extern "C" fn take_fail(context: *mut c_void, message: Bytes, location: Bytes) {
    // SAFETY: the context is that of our sink; the texts live during the call.
    unsafe {
        let findings = &mut *context.cast::<Findings<'_>>();
        findings.lost = Some(lost_of(message, location));
    }
}

/// # Safety
///
/// The texts live during the call.
unsafe fn lost_of(message: Bytes, location: Bytes) -> Lost {
    // SAFETY: the caller vouches for it.
    let text = |bytes: Bytes| String::from_utf8_lossy(unsafe { slice(bytes.ptr, bytes.len) }).into_owned();
    Lost { message: text(message), location: text(location) }
}

/// What a call other than `extract` leaves.
#[derive(Default)]
pub(super) struct Answer {
    json: String,
    pub(super) lost: Option<Lost>,
}

impl Answer {
    pub(super) fn sink(&mut self) -> Sink {
        unsafe extern "C" fn json(context: *mut c_void, json: Bytes) {
            // SAFETY: the context is this answer; the text lives during the call.
            unsafe { (*context.cast::<Answer>()).json.push_str(json.get().unwrap_or_default()) }
        }
        unsafe extern "C" fn columns(_: *mut c_void, _: *const Columns) {}
        unsafe extern "C" fn report(_: *mut c_void, _: u32, _: Span, _: Bytes) {}
        unsafe extern "C" fn fail(context: *mut c_void, message: Bytes, location: Bytes) {
            // SAFETY: the context is this answer; the texts live during the call.
            unsafe { (*context.cast::<Answer>()).lost = Some(lost_of(message, location)) }
        }
        let context = std::ptr::from_mut(self).cast();
        Sink { size: size_of::<Sink>() as u32, context, json, columns, report, fail }
    }

    pub(super) fn json(self, code: i32, what: &str) -> Result<Value> {
        match self.lost {
            Some(lost) => Err(Error::new(format_args!("it could not tell {what}: {lost}"))),
            None if code != 0 => Err(Error::new(format_args!("it could not tell {what}, and gave no reason"))),
            None => {
                serde_json::from_str(&self.json).map_err(|error| Error::new(format_args!("{what} is no JSON: {error}")))
            }
        }
    }
}
