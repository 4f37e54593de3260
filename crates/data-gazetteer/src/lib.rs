#![doc = include_str!("../README.md")]

mod build;
mod first;
mod fold;
mod format;
mod memo;
mod naming;
mod over;
mod place;
mod rows;
mod scan;
pub mod stream;
pub mod word;

pub use build::{Builder, Row};
pub use fold::key;
pub use format::FormatError;
pub use naming::{behind_type, is_findable, other_writing, without_type};
pub use over::Laid;
pub use place::{Level, Place, Source};
pub use scan::{Candidate, Candidates, Match, NameKind};

use std::sync::atomic::{AtomicBool, Ordering};

use format::{CONTENTS, COVERED, HEADER, LAID, MAGIC, MOST_ROWS, SECTIONS, Section, VERSION, u32_at, u64_at};
use over::Over;

static EMBEDDED: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/gazetteer.bin")));

static FIRST: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/first.bin")));

/// Bytes that begin at a multiple of 64, so that a line of a table is one of memory.
#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);

/// A gazetteer, read where it lies: opening one checks its header and copies nothing.
///
/// ```
/// use dateline_data_gazetteer::Gazetteer;
/// let gazetteer = Gazetteer::embedded();
/// let syria = gazetteer.find("Syria").next().unwrap().place;
/// assert_eq!((syria.id(), syria.iso3(), syria.capital().unwrap().name()), (Some(163843), "SYR", "Damascus"));
/// ```
pub struct Gazetteer {
    bytes: &'static [u8],
    names: fst::raw::Fst<&'static [u8]>,
    /// The words that they begin with, where there is a table of them.
    first: Option<first::Table>,
    sections: [&'static [u8]; SECTIONS],
    /// The rows where they are laid out as such, and not in columns.
    laid: &'static [rows::Row],
    /// Bytes of a cell of each section that has one cell a row.
    widths: [u8; SECTIONS],
    /// Each feature code and what it means.
    features: Vec<(&'static str, Level)>,
    countries: u32,
    coded: u32,
    rows: u32,
    /// Places laid over these.
    over: Option<Box<Over>>,
    /// Whether the bytes may be others than those that were written: nobody has read them all.
    unread: bool,
    /// Whether a walk has met bytes that are no automaton.
    damaged: AtomicBool,
}

impl Gazetteer {
    /// The gazetteer that this crate carries.
    ///
    /// # Panics
    /// Never for a build that passes its tests: the embedded file is one of them.
    pub fn embedded() -> Self {
        let own = Self::read(&EMBEDDED.0, LAID).expect("the embedded gazetteer is well formed");
        Self { first: Some(first::Table(&FIRST.0)), unread: false, ..own }
    }

    /// A gazetteer from the bytes of a file that [`Builder`] wrote. Only the header and where the sections lie is looked at,
    /// so that it takes the same moment for any size: [`verify`] reads all. Where bytes have changed since they were written,
    /// look-ups find less or something else, and [`Gazetteer::is_damaged`] says so when they meet what cannot be.
    ///
    /// # Errors
    /// When the bytes are no such file, are of another version or are cut short.
    pub fn open(bytes: &'static [u8]) -> Result<Self, FormatError> {
        Self::read(bytes, VERSION)
    }

    fn read(bytes: &'static [u8], version: u32) -> Result<Self, FormatError> {
        let sections = contents(bytes, version)?.map(|(from, to)| &bytes[from..to]);
        let names = sections[Section::Names as usize];
        let mut gazetteer = Self {
            bytes,
            names: fst::raw::Fst::new(names).map_err(FormatError::Names)?,
            first: None,
            sections,
            laid: &[],
            widths: [0; SECTIONS],
            features: Vec::new(),
            countries: u32_at(bytes, 12),
            coded: u32_at(bytes, 16),
            rows: u32_at(bytes, 20),
            over: None,
            unread: true,
            damaged: AtomicBool::new(false),
        };
        let features = gazetteer.section(Section::FeatureNames).len() / 4;
        gazetteer.features = (0..features as u32)
            .map(|code| gazetteer.string(gazetteer.u32(Section::FeatureNames, code)))
            .map(|feature| (feature, Level::of(feature)))
            .collect();
        let rows = gazetteer.rows as usize;
        if version == LAID {
            gazetteer.laid = gazetteer.section(Section::Ids).as_chunks().0;
        }
        let columns = [Section::Ids, Section::Lats, Section::Lons, Section::Populations, Section::NameOffsets]
            .iter()
            .all(|&s| gazetteer.section(s).len() == rows * 4)
            && [Section::Parents, Section::Countries, Section::Features, Section::Sources]
                .iter()
                .all(|&s| rows == 0 || matches!(gazetteer.section(s).len() / rows, 1..=4));
        let whole = (columns || version == LAID)
            && gazetteer.countries <= gazetteer.coded
            && gazetteer.coded <= gazetteer.rows
            && rows <= MOST_ROWS
            && names.len() < u32::MAX as usize
            && gazetteer.section(Section::Codes).len() == gazetteer.coded as usize * 4
            && gazetteer.section(Section::Capitals).len() == gazetteer.countries as usize * 4;
        if rows > 0 {
            gazetteer.widths = sections.map(|section| (section.len() / rows).min(4) as u8);
        }
        if whole { Ok(gazetteer) } else { Err(FormatError::Truncated) }
    }

    /// Whether a look-up has met bytes that cannot have been written so: the file has changed since.
    pub fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Relaxed)
    }

    /// Walks the automaton of names. Bytes that nobody has read may send the walk anywhere; that ends it, and is noted.
    #[inline]
    pub(crate) fn walking<T: Default>(&self, walk: impl FnOnce() -> T) -> T {
        if !self.unread {
            return walk();
        }
        dateline_core::guard(walk).unwrap_or_else(|_| {
            self.damaged.store(true, Ordering::Relaxed);
            T::default()
        })
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.rows as usize + self.over.as_ref().map_or(0, |o| o.places.rows as usize)
    }

    /// Whether there is no place in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of a row.
    pub fn place(&self, row: u32) -> Option<Place<'_>> {
        ((row as usize) < self.len()).then_some(Place { gazetteer: self, row })
    }

    /// All places: countries first, those that were laid over the rest last.
    pub fn places(&self) -> impl Iterator<Item = Place<'_>> {
        (0..self.len() as u32).map(|row| Place { gazetteer: self, row })
    }

    /// The place with a GeoNames id; of a base place and one laid over it, the latter. Linear: for tools and tests.
    pub fn by_id(&self, id: u32) -> Option<Place<'_>> {
        let over = self.over.as_ref().and_then(|_| self.places().skip(self.rows as usize).find(|p| p.id() == Some(id)));
        over.or_else(|| self.places().find(|p| p.id() == Some(id)))
    }

    /// The place whose point is nearest, with its distance in kilometres; of equals the smallest. Linear: for tools and tests.
    pub fn nearest(&self, lat: f64, lon: f64) -> Option<(Place<'_>, f64)> {
        let mut best: Option<(Place<'_>, f64)> = None;
        for place in self.places().filter(|p| !self.is_replaced(*p)) {
            let apart = place::great_circle_km((lat, lon), (place.lat(), place.lon()));
            if best.is_none_or(|(_, least)| apart <= least) {
                best = Some((place, apart));
            }
        }
        best
    }

    /// Every name that leads to a place of this file, folded as [`key`] does, with how it names which row. Places laid
    /// over it are left out.
    pub fn each_name(&self, mut each: impl FnMut(&str, NameKind, u32)) {
        use fst::Streamer as _;
        self.walking(|| {
            let mut stream = self.names.stream();
            while let Some((name, first)) = stream.next() {
                let Ok(name) = std::str::from_utf8(name) else { continue };
                for candidate in self.postings_from(Some(first.value() as u32)) {
                    each(name, candidate.kind, candidate.place.row());
                }
            }
        });
    }

    /// What the file was made from, one source a line.
    pub fn provenance(&self) -> &str {
        std::str::from_utf8(self.section(Section::Provenance)).unwrap_or("")
    }

    pub(crate) fn countries(&self) -> u32 {
        self.countries
    }

    /// The number of rows that others may lie in: countries, regions and divisions, which come first.
    pub fn coded(&self) -> u32 {
        self.coded
    }

    #[inline]
    pub(crate) fn section(&self, section: Section) -> &'static [u8] {
        self.sections[section as usize]
    }

    /// The cell of a section that has four bytes a cell.
    #[inline]
    pub(crate) fn u32(&self, section: Section, row: u32) -> u32 {
        self.cell(section, row, 4)
    }

    /// The cell of a column with one cell a row, as wide as the column is.
    #[inline]
    pub(crate) fn wide(&self, section: Section, row: u32) -> u32 {
        match self.laid.get(row as usize) {
            Some(row) => rows::read(row, section),
            None => self.cell(section, row, usize::from(self.widths[section as usize])),
        }
    }

    /// The cell of a column that is stored in planes: all first bytes, then all second ones.
    fn cell(&self, section: Section, row: u32, width: usize) -> u32 {
        let column = self.section(section);
        // What most rows are asked for has one cell a row; the division is for the few other columns.
        let len = match self.rows as usize {
            rows if rows * width == column.len() => rows,
            _ => column.len() / width.max(1),
        };
        let row = row as usize;
        if row >= len {
            return 0;
        }
        let byte = |plane: usize| u32::from(column[plane * len + row]);
        match width {
            1 => byte(0),
            2 => byte(0) | byte(1) << 8,
            4 => byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24,
            _ => (0..width).fold(0, |cell, plane| cell | byte(plane) << (8 * plane)),
        }
    }

    pub(crate) fn string(&self, offset: u32) -> &'static str {
        let pool = self.section(Section::Strings);
        let at = offset as usize;
        let len = pool.get(at).copied().unwrap_or(0) as usize;
        pool.get(at + 1..at + 1 + len).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
    }
}

/// Reads the whole of a file and compares it with its checksum.
///
/// # Errors
/// When the bytes are no gazetteer, are of another version, are cut short or have changed.
pub fn verify(bytes: &[u8]) -> Result<(), FormatError> {
    contents(bytes, VERSION)?;
    let found = crc32fast::hash(&bytes[COVERED..]);
    if found == u32_at(bytes, 8) { Ok(()) } else { Err(FormatError::Checksum) }
}

/// Where the sections of a file begin and end.
fn contents(bytes: &[u8], expected: u32) -> Result<[(usize, usize); SECTIONS], FormatError> {
    if bytes.get(..4) != Some(MAGIC) {
        return Err(FormatError::Magic);
    }
    let version = u32_at(bytes, 4);
    if version != expected {
        return Err(FormatError::Version(version));
    }
    if bytes.len() < HEADER {
        return Err(FormatError::Truncated);
    }
    let mut sections = [(0, 0); SECTIONS];
    for (i, section) in sections.iter_mut().enumerate() {
        let (start, len) = (u64_at(bytes, CONTENTS + i * 16), u64_at(bytes, CONTENTS + 8 + i * 16));
        let end = start.checked_add(len).filter(|&end| start >= HEADER as u64 && end <= bytes.len() as u64);
        let end = end.ok_or(FormatError::Truncated)?;
        *section = (start as usize, end as usize);
    }
    Ok(sections)
}

#[cfg(test)]
mod tests;
