//! The side of the library: the one symbol, over whatever extractors are linked into this image.

use std::any::Any;
use std::ffi::c_void;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use super::manifest::{Manifest, requires_to_json};
use super::{Bytes, Columns, MAGIC, MAJOR, MINOR, Sink, Table, View, slice};
use crate::guard::Lost;
use crate::layer::PoolView;
use crate::{
    AnyExtractor, Diagnostic, DocView, Layer, LayerKey, LayerSource, Meta, RawLayer, Registration, Schema, guard,
    registered,
};

/// The entry of a plugin library: what is linked into this image, as a table that lives as long as the image.
///
/// It stands in this crate, once, so that any extractor crate becomes a plugin by being built as a `cdylib`, and so that
/// several of them can be linked together without their symbols clashing. An image also holds the extractors of the
/// crates that it depends on; which package a library stands for, the program decides by the manifests.
#[unsafe(no_mangle)]
pub extern "C" fn dateline_plugin_v1() -> *const Table {
    static TABLE: std::sync::OnceLock<Table> = std::sync::OnceLock::new();
    TABLE.get_or_init(|| Table {
        magic: MAGIC,
        major: MAJOR,
        minor: MINOR,
        size: size_of::<Table>() as u32,
        count: registered().len() as u32,
        manifest,
        requires,
        create,
        extract,
        destroy,
    })
}

/// An extractor with what idle workers left: each call takes one set of tools and puts it back.
struct Handle {
    extractor: Box<dyn AnyExtractor>,
    schema: &'static Schema,
    idle: Mutex<Vec<Tools>>,
}

struct Tools {
    scratch: Box<dyn Any + Send>,
    layer: Layer,
    reports: Vec<Diagnostic>,
}

unsafe extern "C" fn manifest(index: u32, sink: *const Sink) -> i32 {
    // SAFETY: the caller hands over a sink that lives during the call.
    let sink = unsafe { &*sink };
    answer(sink, || {
        let manifest = serde_json::to_string(&Manifest::of(one(index)?)).map_err(|error| error.to_string())?;
        // SAFETY: the sink takes text that lives during the call.
        unsafe { (sink.json)(sink.context, Bytes::of(&manifest)) };
        Ok(())
    })
}

unsafe extern "C" fn requires(index: u32, options: Bytes, sink: *const Sink) -> i32 {
    // SAFETY: the caller hands over a sink that lives during the call.
    let sink = unsafe { &*sink };
    answer(sink, || {
        let keys = (one(index)?.requires)(&parse(options)?).map_err(|error| error.to_string())?;
        // SAFETY: the sink takes text that lives during the call.
        unsafe { (sink.json)(sink.context, Bytes::of(&requires_to_json(&keys).to_string())) };
        Ok(())
    })
}

unsafe extern "C" fn create(index: u32, options: Bytes, sink: *const Sink) -> *mut c_void {
    // SAFETY: the caller hands over a sink that lives during the call.
    let sink = unsafe { &*sink };
    let mut made = std::ptr::null_mut();
    answer(sink, || {
        let registration = one(index)?;
        let extractor = (registration.create)(&parse(options)?).map_err(|error| error.to_string())?;
        let handle = Handle { extractor, schema: registration.schema, idle: Mutex::default() };
        made = Box::into_raw(Box::new(handle)).cast();
        Ok(())
    });
    made
}

unsafe extern "C" fn extract(extractor: *mut c_void, view: *const View, sink: *const Sink) -> i32 {
    // SAFETY: the caller hands over what `create` made, and a view and a sink that live during the call.
    let (handle, view, sink) = unsafe { (&*extractor.cast::<Handle>(), &*view, &*sink) };
    let idle = || handle.idle.lock().unwrap_or_else(PoisonError::into_inner);
    let mut lost = None;
    let code = answer(sink, || {
        let mut tools = idle().pop().unwrap_or_else(|| Tools {
            scratch: handle.extractor.scratch(),
            layer: Layer::new(handle.schema),
            reports: Vec::new(),
        });
        // SAFETY: the view is the program's, and lives during the call.
        let result = unsafe { extract_with(handle, &mut tools, view, sink) };
        tools.layer.clear();
        tools.reports.clear();
        idle().push(tools);
        lost = result.err();
        Ok(())
    });
    let Some(lost) = lost else { return code };
    // SAFETY: the sink takes text that lives during the call.
    unsafe { (sink.fail)(sink.context, Bytes::of(&lost.message), Bytes::of(&lost.location)) };
    1
}

/// # Safety
///
/// What the view points to is readable, and valid by the contract of the program, during the call.
unsafe fn extract_with(handle: &Handle, tools: &mut Tools, view: &View, sink: &Sink) -> Result<(), Lost> {
    // SAFETY: the program's text is UTF-8, and its slices are what their lengths say (the contract of `View`).
    let text = |bytes: Bytes| unsafe { std::str::from_utf8_unchecked(slice(bytes.ptr, bytes.len)) };
    // SAFETY: as above.
    let (meta, regions) = unsafe { (slice(view.meta, view.meta_len), slice(view.regions, view.regions_len)) };
    let meta = Meta::of_words(meta);
    let doc = DocView {
        id: text(view.id),
        url: text(view.url),
        title: text(view.title),
        text: text(view.text),
        meta: &meta,
        regions,
        layers: view,
        explain: view.flags & View::EXPLAIN != 0,
    };
    handle.extractor.extract(&doc, tools.scratch.as_mut(), &mut tools.layer, &mut tools.reports)?;
    // SAFETY: the sink takes what lives during the call.
    unsafe {
        for one in &tools.reports {
            (sink.report)(sink.context, one.severity.index() as u32, one.span, Bytes::of(&one.message));
        }
        let columns = Columns::of(tools.layer.raw(), tools.layer.key().schema);
        (sink.columns)(sink.context, &raw const columns);
    }
    Ok(())
}

unsafe extern "C" fn destroy(extractor: *mut c_void) {
    if !extractor.is_null() {
        // SAFETY: it was made by `create`, and the caller gives it up.
        let handle = unsafe { Box::from_raw(extractor.cast::<Handle>()) };
        // A panic while dropping must not reach the program; there is nobody left to tell.
        let _ = guard(|| drop(handle));
    }
}

impl LayerSource for View {
    fn raw(&self, key: LayerKey) -> Option<RawLayer<'_>> {
        let mut columns = Columns::EMPTY;
        // SAFETY: the program fills in what lives as long as the view.
        let code = unsafe { (self.layer)(self.context, Bytes::of(key.name), key.schema, &raw mut columns) };
        // SAFETY: as above; the program's columns hold what their lengths say, and their text is UTF-8.
        (code == 0).then(|| unsafe { columns.get() })
    }
}

impl Columns {
    pub(super) const EMPTY: Columns = Columns {
        size: size_of::<Columns>() as u32,
        stride: 0,
        schema: 0,
        rows: std::ptr::null(),
        count: 0,
        text: Bytes { ptr: std::ptr::null(), len: 0 },
        words: std::ptr::null(),
        words_len: 0,
        whys: std::ptr::null(),
        whys_len: 0,
    };

    pub(super) fn of(layer: RawLayer<'_>, schema: u64) -> Columns {
        Columns {
            size: size_of::<Columns>() as u32,
            stride: layer.stride as u32,
            schema,
            rows: layer.rows.as_ptr(),
            count: layer.rows.len() / layer.stride,
            text: Bytes::of(layer.pool.bytes),
            words: layer.pool.words.as_ptr(),
            words_len: layer.pool.words.len(),
            whys: layer.whys.as_ptr(),
            whys_len: layer.whys.len(),
        }
    }

    /// # Safety
    ///
    /// The columns are those of a layer, and live as long as the result.
    unsafe fn get<'a>(&self) -> RawLayer<'a> {
        // SAFETY: the caller vouches for it.
        unsafe {
            RawLayer {
                rows: slice(self.rows, self.count * self.stride as usize),
                stride: self.stride as usize,
                pool: PoolView {
                    bytes: std::str::from_utf8_unchecked(slice(self.text.ptr, self.text.len)),
                    words: slice(self.words, self.words_len),
                },
                whys: slice(self.whys, self.whys_len),
            }
        }
    }
}

fn one(index: u32) -> Result<&'static Registration, String> {
    registered().get(index as usize).copied().ok_or_else(|| format!("there is no extractor {index}"))
}

fn parse(options: Bytes) -> Result<Value, String> {
    // SAFETY: the caller hands over text that lives during the call.
    let text = unsafe { options.get() }.map_err(|error| error.to_string())?;
    if text.is_empty() { Ok(Value::Null) } else { serde_json::from_str(text).map_err(|error| error.to_string()) }
}

/// Runs one call: what it says or panics with goes to `sink.fail`.
fn answer(sink: &Sink, work: impl FnOnce() -> Result<(), String>) -> i32 {
    let lost = match guard(work) {
        Ok(Ok(())) => return 0,
        Ok(Err(message)) => Lost { message, location: String::new() },
        Err(lost) => lost,
    };
    // SAFETY: the sink takes text that lives during the call.
    unsafe { (sink.fail)(sink.context, Bytes::of(&lost.message), Bytes::of(&lost.location)) };
    1
}
