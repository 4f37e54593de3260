//! Rows of the embedded places side by side, two to a line of memory. The file has columns in byte planes, which packs
//! smaller; a place that is read there takes a line for each byte.

use crate::format::Section;

/// Bytes of a row.
pub(crate) const WIDTH: usize = 32;

/// A row.
pub(crate) type Row = [u8; WIDTH];

/// Where the cell of a column lies in a row, and how wide it is.
#[inline]
pub(crate) const fn cell(section: Section) -> (usize, usize) {
    match section {
        Section::Ids => (0, 4),
        Section::Lats => (4, 4),
        Section::Lons => (8, 4),
        Section::Populations => (12, 4),
        Section::NameOffsets => (16, 4),
        Section::Parents => (20, 4),
        Section::Countries => (24, 2),
        Section::Features => (26, 2),
        Section::Sources => (28, 1),
        _ => (0, 0),
    }
}

/// The cell of a column in a row.
#[inline]
pub(crate) fn read(row: &Row, section: Section) -> u32 {
    let (at, width) = cell(section);
    match width {
        4 => u32::from_le_bytes([row[at], row[at + 1], row[at + 2], row[at + 3]]),
        2 => u32::from(u16::from_le_bytes([row[at], row[at + 1]])),
        1 => u32::from(row[at]),
        _ => 0,
    }
}
