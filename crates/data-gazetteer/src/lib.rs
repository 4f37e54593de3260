#![doc = include_str!("../README.md")]

mod build;
mod fold;
mod format;
mod place;
mod scan;

use std::borrow::Cow;

pub use build::{Builder, Row};
pub use fold::key;
pub use format::FormatError;
pub use place::{Level, Place, Source};
pub use scan::{Candidate, Candidates, Match, NameKind};

use format::{HEADER, MAGIC, SECTIONS, Section, VERSION, u32_at};

static EMBEDDED: &[u8] = include_bytes!("../data/gazetteer.bin");

/// A gazetteer, read where it lies: opening one checks its header and copies nothing.
///
/// ```
/// use dateline_data_gazetteer::Gazetteer;
/// let gazetteer = Gazetteer::embedded();
/// let syria = gazetteer.find("Syria").next().unwrap().place;
/// assert_eq!((syria.id(), syria.iso3(), syria.capital().unwrap().name()), (Some(163843), "SYR", "Damascus"));
/// ```
pub struct Gazetteer {
    bytes: Cow<'static, [u8]>,
    names: fst::raw::Fst<Cow<'static, [u8]>>,
    sections: [(usize, usize); SECTIONS],
    /// What each feature code means.
    levels: [Level; 256],
    countries: u32,
    coded: u32,
    rows: u32,
}

impl Gazetteer {
    /// The gazetteer that this crate carries.
    ///
    /// # Panics
    /// Never for a build that passes its tests: the embedded file is one of them.
    pub fn embedded() -> Self {
        Self::open(Cow::Borrowed(EMBEDDED)).expect("the embedded gazetteer is well formed")
    }

    /// A gazetteer from the bytes of a file that [`Builder`] wrote.
    ///
    /// # Errors
    /// When the bytes are no such file, are of another version or are cut short.
    pub fn open(bytes: Cow<'static, [u8]>) -> Result<Self, FormatError> {
        if bytes.get(..4) != Some(MAGIC) {
            return Err(FormatError::Magic);
        }
        let version = u32_at(&bytes, 4);
        if version != VERSION {
            return Err(FormatError::Version(version));
        }
        if bytes.len() < HEADER {
            return Err(FormatError::Truncated);
        }
        let mut sections = [(0, 0); SECTIONS];
        for (i, section) in sections.iter_mut().enumerate() {
            let (start, len) = (u32_at(&bytes, 20 + i * 8) as usize, u32_at(&bytes, 24 + i * 8) as usize);
            *section = (start, start + len);
            if start + len > bytes.len() {
                return Err(FormatError::Truncated);
            }
        }
        let (from, to) = sections[Section::Names as usize];
        let names = match &bytes {
            Cow::Borrowed(b) => Cow::Borrowed(&b[from..to]),
            Cow::Owned(b) => Cow::Owned(b[from..to].to_vec()),
        };
        let mut gazetteer = Self {
            names: fst::raw::Fst::new(names).map_err(FormatError::Names)?,
            sections,
            levels: [Level::Feature; 256],
            countries: u32_at(&bytes, 8),
            coded: u32_at(&bytes, 12),
            rows: u32_at(&bytes, 16),
            bytes,
        };
        for code in 0..=u8::MAX {
            let name = gazetteer.string(gazetteer.u32(Section::FeatureNames, u32::from(code)));
            gazetteer.levels[usize::from(code)] = Level::of(name);
        }
        let whole = [Section::Ids, Section::Lats, Section::Lons, Section::Populations, Section::NameOffsets]
            .iter()
            .all(|&s| gazetteer.section(s).len() == gazetteer.rows as usize * 4);
        if whole { Ok(gazetteer) } else { Err(FormatError::Truncated) }
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.rows as usize
    }

    /// Whether there is no place in it.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The place of a row.
    pub fn place(&self, row: u32) -> Option<Place<'_>> {
        (row < self.rows).then_some(Place { gazetteer: self, row })
    }

    /// All places, countries first.
    pub fn places(&self) -> impl Iterator<Item = Place<'_>> {
        (0..self.rows).map(|row| Place { gazetteer: self, row })
    }

    /// The place with a GeoNames id. Linear: for tools and tests.
    pub fn by_id(&self, id: u32) -> Option<Place<'_>> {
        self.places().find(|p| p.id() == Some(id))
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

    pub(crate) fn section(&self, section: Section) -> &[u8] {
        let (from, to) = self.sections[section as usize];
        &self.bytes[from..to]
    }

    pub(crate) fn u32(&self, section: Section, row: u32) -> u32 {
        self.cell::<4>(section, row)
    }

    pub(crate) fn u16(&self, section: Section, row: u32) -> u16 {
        self.cell::<2>(section, row) as u16
    }

    pub(crate) fn u8(&self, section: Section, row: u32) -> u8 {
        self.cell::<1>(section, row) as u8
    }

    /// The cell of a column that is stored in planes: all first bytes, then all second ones.
    fn cell<const WIDTH: usize>(&self, section: Section, row: u32) -> u32 {
        let column = self.section(section);
        let (len, row) = (column.len() / WIDTH, row as usize);
        if row >= len {
            return 0;
        }
        (0..WIDTH).fold(0, |cell, plane| cell | u32::from(column[plane * len + row]) << (8 * plane))
    }

    pub(crate) fn string(&self, offset: u32) -> &str {
        let pool = self.section(Section::Strings);
        let at = offset as usize;
        let len = pool.get(at).copied().unwrap_or(0) as usize;
        pool.get(at + 1..at + 1 + len).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
    }
}

#[cfg(test)]
mod tests;
