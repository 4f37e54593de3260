//! The border to plugins that are loaded at run time: C types, and the two sides of every call.
//!
//! A library exports one symbol, [`ENTRY`], that returns a [`Table`]. The program asks the table what there is
//! (`manifest`, `requires`), makes extractors (`create`), and gives each document to them (`extract`) as a [`View`] of
//! borrowed memory; findings come back through a [`Sink`] as [`Columns`], the rows and the pool of a layer, or as JSON
//! from languages that find this easier. Nobody keeps a pointer after the call, and who allocates frees.
//!
//! The major version must be equal. Structs only grow at their tails, and each begins with its size, so that an older
//! reader ignores what it does not know and a newer one sees that it is absent.

mod guest;
mod host;
mod manifest;
mod receive;

use std::ffi::c_void;

pub use guest::dateline_plugin_v1;
pub use host::{Remote, TableError, check_table};
pub use manifest::{Manifest, schema_from_json, schema_to_json};

use crate::{Region, Span, Why};

/// The name of the symbol that a plugin library exports: a function without arguments that returns `*const Table`.
pub const ENTRY: &str = "dateline_plugin_v1";

/// What a table begins with: the bytes "dateline".
pub const MAGIC: u64 = u64::from_ne_bytes(*b"dateline");

/// The version that must be equal.
pub const MAJOR: u32 = 1;

/// The version that tells which additions are there.
pub const MINOR: u32 = 0;

/// UTF-8 text, borrowed for the time of the call; the pointer may be null where the length is 0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Bytes {
    /// Its first byte.
    pub ptr: *const u8,
    /// How many bytes.
    pub len: usize,
}

/// What a plugin library offers. It lives as long as the library, which is never unloaded.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Table {
    /// [`MAGIC`].
    pub magic: u64,
    /// [`MAJOR`] of the library.
    pub major: u32,
    /// [`MINOR`] of the library.
    pub minor: u32,
    /// The size of this struct in bytes.
    pub size: u32,
    /// How many extractors there are.
    pub count: u32,
    /// Sends the [`Manifest`] of extractor `index` to `sink.json`. Returns 0 when it did.
    pub manifest: unsafe extern "C" fn(index: u32, sink: *const Sink) -> i32,
    /// Sends the layers that extractor `index` reads with these options to `sink.json`, as
    /// `[{"name": "token", "schema": "hash in hexadecimal"}]` ("0": as JSON, whatever the columns). 0 when it did.
    pub requires: unsafe extern "C" fn(index: u32, options: Bytes, sink: *const Sink) -> i32,
    /// Makes extractor `index` with these options (JSON). Null when it failed, which it told `sink.fail`.
    pub create: unsafe extern "C" fn(index: u32, options: Bytes, sink: *const Sink) -> *mut c_void,
    /// Finds what there is in one document, from any thread. 0 when it did.
    pub extract: unsafe extern "C" fn(extractor: *mut c_void, view: *const View, sink: *const Sink) -> i32,
    /// Frees an extractor.
    pub destroy: unsafe extern "C" fn(extractor: *mut c_void),
}

/// The columns of one layer, borrowed for the time of the call.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    /// The size of this struct in bytes.
    pub size: u32,
    /// How many 32-bit words an item takes.
    pub stride: u32,
    /// The hash of the schema.
    pub schema: u64,
    /// The rows.
    pub rows: *const u32,
    /// How many items.
    pub count: usize,
    /// Strings.
    pub text: Bytes,
    /// Lists.
    pub words: *const u32,
    /// How many words of lists.
    pub words_len: usize,
    /// Reasons.
    pub whys: *const Why,
    /// How many.
    pub whys_len: usize,
}

/// One document, borrowed for the time of the call.
#[repr(C)]
pub struct View {
    /// The size of this struct in bytes.
    pub size: u32,
    /// [`View::EXPLAIN`] when reasons are wanted.
    pub flags: u32,
    /// To be handed back to the functions below.
    pub context: *const c_void,
    /// The name of the document.
    pub id: Bytes,
    /// Its address, or nothing.
    pub url: Bytes,
    /// The title that its record gave, or nothing.
    pub title: Bytes,
    /// Its text, UTF-8.
    pub text: Bytes,
    /// What is known of it: the words of a `Meta`, which only grows at its tail.
    pub meta: *const u32,
    /// How many words.
    pub meta_len: usize,
    /// What is what on the page.
    pub regions: *const Region,
    /// How many regions.
    pub regions_len: usize,
    /// Fills in the columns of a layer that was required. 0 when it did, 1 when there is none of this name and schema.
    pub layer: unsafe extern "C" fn(context: *const c_void, name: Bytes, schema: u64, out: *mut Columns) -> i32,
    /// Sends a layer that was required to `sink.json`, as an array of objects with offsets in bytes. 0 when it did.
    pub layer_json: unsafe extern "C" fn(context: *const c_void, name: Bytes, sink: *const Sink) -> i32,
}

impl View {
    /// Reasons are wanted.
    pub const EXPLAIN: u32 = 1;
}

/// Where a call leaves what it has to say.
#[repr(C)]
pub struct Sink {
    /// The size of this struct in bytes.
    pub size: u32,
    /// To be handed back to the functions below.
    pub context: *mut c_void,
    /// Takes JSON: a manifest, requirements, or findings (an object or an array of objects; more than one call adds).
    pub json: unsafe extern "C" fn(context: *mut c_void, json: Bytes),
    /// Takes findings as columns.
    pub columns: unsafe extern "C" fn(context: *mut c_void, columns: *const Columns),
    /// Takes a diagnostic about the document: 0 info, 1 warning, 2 error; an absent span is `u32::MAX` twice.
    pub report: unsafe extern "C" fn(context: *mut c_void, severity: u32, span: Span, message: Bytes),
    /// Takes the reason why the call fails, and the place in the source if it is known.
    pub fail: unsafe extern "C" fn(context: *mut c_void, message: Bytes, location: Bytes),
}

impl Bytes {
    /// Text of ours, to be looked at during the call.
    pub const fn of(text: &str) -> Bytes {
        Bytes { ptr: text.as_ptr(), len: text.len() }
    }

    /// The text, where it is UTF-8.
    ///
    /// # Errors
    ///
    /// When it is not.
    ///
    /// # Safety
    ///
    /// The pointer and the length are those of readable memory that stays as it is while the result is used.
    pub unsafe fn get<'a>(self) -> Result<&'a str, std::str::Utf8Error> {
        // SAFETY: the caller vouches for the memory.
        std::str::from_utf8(unsafe { slice(self.ptr, self.len) })
    }
}

/// A foreign slice; a null pointer or a length of 0 gives an empty one.
///
/// # Safety
///
/// Where it is not null, the pointer is aligned and points to `len` readable values that stay as they are while the
/// result is used.
unsafe fn slice<'a, T>(ptr: *const T, len: usize) -> &'a [T] {
    if ptr.is_null() || len == 0 {
        return &[];
    }
    // SAFETY: the caller vouches for the memory.
    unsafe { std::slice::from_raw_parts(ptr, len) }
}
