#![doc = include_str!("../README.md")]

/// Bytes that begin at a multiple of 64, so that tables are read where they lie and a row is one cache line.
#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);

static WEIGHTS: &Aligned<[u8]> = &Aligned(*include_bytes!("../parser.bin"));

/// The file of weights; `dateline_language::weights` reads it.
///
/// ```
/// assert!(dateline_data_parser::weights().starts_with(b"DLWEIGHT"));
/// assert!(dateline_data_parser::weights().as_ptr().addr().is_multiple_of(64));
/// ```
pub fn weights() -> &'static [u8] {
    &WEIGHTS.0
}
