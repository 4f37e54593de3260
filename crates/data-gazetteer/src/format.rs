//! The file: a header, then columns, all little-endian and read in place.
//!
//! `DLGZ`, version, CRC-32 of all that follows it, number of countries, of coded rows (countries, regions, seats and
//! divisions: they come first), of rows, then an offset and a length of 64 bits for each [`Section`]. A column has one
//! cell a row, as wide as its length says, and is stored in byte planes (all first bytes, then all second ones), which
//! packs a fifth smaller; strings are a length byte and UTF-8, pooled and shared.

use std::fmt;

pub(crate) const MAGIC: &[u8; 4] = b"DLGZ";
pub(crate) const VERSION: u32 = 3;
/// The version of the embedded file, which the build script lays out: rows in the place of the first column, no others.
pub(crate) const LAID: u32 = VERSION | 1 << 31;
pub(crate) const SECTIONS: usize = 16;
/// Where what the checksum covers begins.
pub(crate) const COVERED: usize = 12;
/// Where the offsets and lengths of the sections begin.
pub(crate) const CONTENTS: usize = 24;
pub(crate) const HEADER: usize = CONTENTS + SECTIONS * 16;
/// Postings keep rows in 24 bits.
pub(crate) const MOST_ROWS: usize = 1 << 24;

/// The sections, in file order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Section {
    /// Finite-state map from folded name to the first of its postings.
    Names,
    /// u32 each, one after the other: row in the low 24 bits, [`crate::NameKind`] in 3, the top bit set on the last of a name.
    Postings,
    /// u32: GeoNames id.
    Ids,
    /// i32: degrees times 100,000.
    Lats,
    Lons,
    /// u32.
    Populations,
    /// u16 or u32: row of the enclosing division or country plus one.
    Parents,
    /// u8 or u16: row of the country plus one.
    Countries,
    /// u8 or u16: index into `FeatureNames`.
    Features,
    /// u8: [`crate::Source`].
    Sources,
    /// u32: offset into `Strings`.
    NameOffsets,
    /// u32 for each coded row: offset into `Strings`.
    Codes,
    /// u32 for each country: row of its capital plus one.
    Capitals,
    /// u32: offsets into `Strings`.
    FeatureNames,
    Strings,
    /// Free text: what the file was made from.
    Provenance,
}

/// Why a file is no gazetteer.
#[derive(Debug)]
pub enum FormatError {
    /// It does not begin with the mark of one.
    Magic,
    /// It has another version of the format than this one.
    Version(u32),
    /// It ends before its own table of contents says so, or its columns differ in length.
    Truncated,
    /// Its bytes are not those that were written.
    Checksum,
    /// Its name index cannot be read.
    Names(fst::Error),
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Magic => write!(f, "this is no gazetteer file: it does not begin with \"DLGZ\""),
            Self::Version(v) => {
                write!(f, "the gazetteer file has format {v}, this program reads {VERSION}: build it again")
            }
            Self::Truncated => write!(f, "the gazetteer file is cut short or damaged: build it again"),
            Self::Checksum => {
                write!(f, "the gazetteer file is damaged: its bytes do not match its checksum; build it again")
            }
            Self::Names(e) => write!(f, "the name index of the gazetteer file cannot be read: {e}"),
        }
    }
}

impl std::error::Error for FormatError {}

pub(crate) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..at + 4) {
        Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
        _ => 0,
    }
}
