//! Writing a gazetteer file: used by the code generator and by users with a dump of their own.

use std::collections::{BTreeMap, HashMap};

use crate::format::{CONTENTS, COVERED, HEADER, MAGIC, MOST_ROWS, SECTIONS, Section, VERSION};
use crate::{NameKind, Source, key};

/// A place to write.
#[derive(Clone, Debug)]
pub struct Row {
    /// GeoNames id; 0 for none.
    pub id: u32,
    /// The name to show, at most 255 bytes (longer ones are cut at a character).
    pub name: String,
    /// Degrees north and east.
    pub point: (f64, f64),
    /// People, 0 where unknown.
    pub population: u32,
    /// Row of the enclosing division or country.
    pub parent: Option<u32>,
    /// Row of the country.
    pub country: Option<u32>,
    /// GeoNames feature class and code, `P.PPL`.
    pub feature: String,
    /// Where it comes from.
    pub source: Source,
    /// Division code, or `US.USA` for a country.
    pub code: String,
    /// Row of the capital, for countries.
    pub capital: Option<u32>,
}

/// Collects rows and names and lays them out as a file.
#[derive(Default)]
pub struct Builder {
    rows: Vec<Row>,
    countries: usize,
    coded: usize,
    names: Vec<(String, u32, NameKind)>,
}

/// The pool of strings: each is stored once.
#[derive(Default)]
struct Strings {
    bytes: Vec<u8>,
    known: HashMap<String, u32>,
}

impl Builder {
    /// Adds a country. All countries come before anything else.
    pub fn country(&mut self, row: Row) -> u32 {
        self.countries += 1;
        self.coded(row)
    }

    /// Adds a row that others may lie in (a region or a division): after the countries, before the rest.
    pub fn coded(&mut self, row: Row) -> u32 {
        self.coded += 1;
        self.place(row)
    }

    /// Adds any other place. Returns its row number.
    pub fn place(&mut self, row: Row) -> u32 {
        self.rows.push(row);
        self.rows.len() as u32 - 1
    }

    /// The rows so far, to complete them (capitals are known late).
    pub fn rows_mut(&mut self) -> &mut [Row] {
        &mut self.rows
    }

    /// Adds a name of a row. Returns whether it can be found in text at all.
    pub fn name(&mut self, row: u32, name: &str, kind: NameKind) -> bool {
        match key(name) {
            Some(k) => {
                self.names.push((k, row, kind));
                true
            }
            None => false,
        }
    }

    /// Lays everything out.
    ///
    /// # Errors
    /// When the name index cannot be built.
    pub fn finish(mut self, provenance: &str) -> Result<Vec<u8>, fst::Error> {
        let (names, postings) = self.index()?;
        let mut strings = Strings::default();
        strings.offset("");
        let mut features: BTreeMap<String, u32> = BTreeMap::new();
        for row in &self.rows {
            features.insert(row.feature.clone(), 0);
        }
        let mut feature_names = Vec::new();
        for (i, (name, code)) in features.iter_mut().enumerate() {
            *code = i as u32;
            feature_names.push(strings.offset(name));
        }
        let plus_one = |row: Option<u32>| row.map_or(0, |r| r + 1);
        let degrees = |d: f64| ((d * 1e5).round() as i32).cast_unsigned();
        let rows = &self.rows;
        let largest = |cell: fn(&Row) -> Option<u32>| rows.iter().filter_map(cell).max().map_or(0, |r| r as usize + 1);
        let (parents, countries) = (largest(|r| r.parent), largest(|r| r.country));
        let mut column = |width: usize, count: usize, cell: &mut dyn FnMut(&Row, &mut Strings) -> u32| {
            let cells: Vec<u32> = rows.iter().take(count).map(|r| cell(r, &mut strings)).collect();
            planes(&cells, width)
        };
        let all = rows.len();
        let mut sections: Vec<Vec<u8>> = vec![Vec::new(); SECTIONS];
        sections[Section::Names as usize] = names;
        sections[Section::Postings as usize] = postings;
        sections[Section::Ids as usize] = column(4, all, &mut |r, _| r.id);
        sections[Section::Lats as usize] = column(4, all, &mut |r, _| degrees(r.point.0));
        sections[Section::Lons as usize] = column(4, all, &mut |r, _| degrees(r.point.1));
        sections[Section::Populations as usize] = column(4, all, &mut |r, _| r.population);
        sections[Section::Parents as usize] =
            column(if parents < 1 << 16 { 2 } else { 4 }, all, &mut |r, _| plus_one(r.parent));
        sections[Section::Countries as usize] =
            column(if countries < 1 << 8 { 1 } else { 2 }, all, &mut |r, _| plus_one(r.country));
        sections[Section::Features as usize] =
            column(if features.len() < 1 << 8 { 1 } else { 2 }, all, &mut |r, _| features[&r.feature]);
        sections[Section::Sources as usize] = column(1, all, &mut |r, _| u32::from(r.source.code()));
        sections[Section::NameOffsets as usize] = column(4, all, &mut |r, s| s.offset(&r.name));
        sections[Section::Codes as usize] = column(4, self.coded, &mut |r, s| s.offset(&r.code));
        sections[Section::Capitals as usize] = column(4, self.countries, &mut |r, _| plus_one(r.capital));
        sections[Section::FeatureNames as usize] = planes(&feature_names, 4);
        sections[Section::Strings as usize] = strings.bytes;
        sections[Section::Provenance as usize] = provenance.as_bytes().to_vec();
        Ok(self.file(&sections))
    }

    fn file(&self, sections: &[Vec<u8>]) -> Vec<u8> {
        let lengths: Vec<u64> = sections.iter().map(|s| s.len() as u64).collect();
        let mut out = header([self.countries as u32, self.coded as u32, self.rows.len() as u32], &lengths);
        out.extend(sections.iter().flatten());
        let crc = crc32fast::hash(&out[COVERED..]);
        out[8..COVERED].copy_from_slice(&crc.to_le_bytes());
        out
    }

    /// The automaton over folded names, and the postings that it points into.
    fn index(&mut self) -> Result<(Vec<u8>, Vec<u8>), fst::Error> {
        let rows = &self.rows;
        // A name that is both the usual one and an alternate of a place counts as the usual one.
        self.names.sort_unstable_by(|a, b| (&a.0, a.1, a.2).cmp(&(&b.0, b.1, b.2)));
        self.names.dedup_by(|later, kept| later.0 == kept.0 && later.1 == kept.1 && same_use(later.2, kept.2));
        self.names.sort_by(|a, b| {
            let rank = |n: &(String, u32, NameKind)| (std::cmp::Reverse(rows[n.1 as usize].population), n.1, n.2);
            a.0.cmp(&b.0).then_with(|| rank(a).cmp(&rank(b)))
        });
        let mut map = fst::MapBuilder::memory();
        let mut postings = Vec::with_capacity(self.names.len() * 4);
        let mut start = 0;
        for (i, (name, row, kind)) in self.names.iter().enumerate() {
            let last = self.names.get(i + 1).is_none_or(|n| n.0 != *name);
            postings.extend(posting(*row, *kind, last).to_le_bytes());
            if last {
                map.insert(name, start)?;
                start = i as u64 + 1;
            }
        }
        Ok((map.into_inner()?, postings))
    }
}

/// The header of a file whose checksum is not known yet: numbers of countries, coded rows and rows, lengths of sections.
pub(crate) fn header(counts: [u32; 3], lengths: &[u64]) -> Vec<u8> {
    let mut out = Vec::from(*MAGIC);
    out.extend(VERSION.to_le_bytes());
    out.extend([0; 4]);
    out.extend(counts.iter().flat_map(|n| n.to_le_bytes()));
    debug_assert_eq!((out.len(), lengths.len()), (CONTENTS, SECTIONS));
    let mut at = HEADER as u64;
    for length in lengths {
        out.extend(at.to_le_bytes());
        out.extend(length.to_le_bytes());
        at += length;
    }
    out
}

/// One posting of a name.
pub(crate) fn posting(row: u32, kind: NameKind, last: bool) -> u32 {
    debug_assert!((row as usize) < MOST_ROWS);
    row | kind.code() << 24 | u32::from(last) << 31
}

/// All first bytes, then all second ones: a fifth smaller once packed than cell after cell.
pub(crate) fn planes(cells: &[u32], width: usize) -> Vec<u8> {
    (0..width).flat_map(|plane| cells.iter().map(move |c| c.to_le_bytes()[plane])).collect()
}

/// Abbreviations and demonyms are kept beside an equal name ("CAR" and "Car", "Swiss").
pub(crate) fn same_use(a: NameKind, b: NameKind) -> bool {
    let plain = |k| matches!(k, NameKind::Name | NameKind::Alternate);
    a == b || (plain(a) && plain(b))
}

impl Strings {
    fn offset(&mut self, text: &str) -> u32 {
        let mut len = text.len().min(255);
        while !text.is_char_boundary(len) {
            len -= 1;
        }
        let text = &text[..len];
        if let Some(&at) = self.known.get(text) {
            return at;
        }
        let at = self.bytes.len() as u32;
        self.bytes.push(len as u8);
        self.bytes.extend(text.as_bytes());
        self.known.insert(text.to_owned(), at);
        at
    }
}
