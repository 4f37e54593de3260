//! Writing a gazetteer of any size in little memory: columns go to files of a folder as they come, names come sorted,
//! and [`assemble`] puts the parts together. [`crate::Builder`] writes the same format from memory.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write};
use std::path::Path;

use crate::build::{header, posting, same_use};
use crate::format::{COVERED, MOST_ROWS, SECTIONS, Section};
use crate::{NameKind, Row};

/// What [`assemble`] has to know of the columns: countries, coded rows, rows.
pub type Counts = [u32; 3];

/// Section and width of the columns that have a cell in every row.
const COLUMNS: [(Section, usize); 9] = [
    (Section::Ids, 4),
    (Section::Lats, 4),
    (Section::Lons, 4),
    (Section::Populations, 4),
    (Section::Parents, 4),
    (Section::Countries, 2),
    (Section::Features, 2),
    (Section::Sources, 1),
    (Section::NameOffsets, 4),
];

/// The columns of a gazetteer while its rows come in: countries, then coded rows, then all others.
pub struct Columns<'f> {
    folder: &'f Path,
    /// A file for each byte plane of each column.
    planes: Vec<Vec<BufWriter<File>>>,
    strings: BufWriter<File>,
    end: u64,
    codes: Vec<u32>,
    features: BTreeMap<String, u32>,
    counts: Counts,
}

impl<'f> Columns<'f> {
    /// Begins in a folder, which must exist.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn create(folder: &'f Path) -> io::Result<Self> {
        let plane =
            |section: Section, plane: usize| writer(&folder.join(format!("column-{}-{plane}", section as usize)));
        let planes = COLUMNS.iter().map(|&(section, width)| (0..width).map(|p| plane(section, p)).collect());
        let planes = planes.collect::<io::Result<_>>()?;
        let mut strings = writer(&folder.join(name_of(Section::Strings)))?;
        strings.write_all(&[0])?;
        Ok(Self { folder, planes, strings, end: 1, codes: Vec::new(), features: BTreeMap::new(), counts: [0; 3] })
    }

    /// Adds a country. All countries come before anything else.
    ///
    /// # Errors
    /// When a file cannot be written, or there are too many rows.
    pub fn country(&mut self, row: &Row) -> io::Result<u32> {
        self.counts[0] += 1;
        self.coded(row)
    }

    /// Adds a row that others may lie in: after the countries, before the rest.
    ///
    /// # Errors
    /// When a file cannot be written, or there are too many rows.
    pub fn coded(&mut self, row: &Row) -> io::Result<u32> {
        self.counts[1] += 1;
        let code = self.string(&row.code)?;
        self.codes.push(code);
        self.place(row)
    }

    /// Adds any other place. Returns its row number.
    ///
    /// # Errors
    /// When a file cannot be written, or there are too many rows.
    pub fn place(&mut self, row: &Row) -> io::Result<u32> {
        let number = self.counts[2];
        if number as usize >= MOST_ROWS {
            return Err(io::Error::other(format!("a gazetteer has room for {MOST_ROWS} places: choose fewer")));
        }
        let features = self.features.len() as u32;
        let feature = match self.features.get(&row.feature) {
            Some(&known) => known,
            None => *self.features.entry(row.feature.clone()).or_insert(features),
        };
        let degrees = |d: f64| ((d * 1e5).round() as i32).cast_unsigned();
        let plus_one = |row: Option<u32>| row.map_or(0, |r| r + 1);
        let cells = [
            row.id,
            degrees(row.point.0),
            degrees(row.point.1),
            row.population,
            plus_one(row.parent),
            plus_one(row.country),
            feature,
            u32::from(row.source.code()),
            self.string(&row.name)?,
        ];
        for (cell, planes) in cells.into_iter().zip(&mut self.planes) {
            for (byte, plane) in cell.to_le_bytes().into_iter().zip(planes) {
                plane.write_all(&[byte])?;
            }
        }
        self.counts[2] += 1;
        Ok(number)
    }

    /// Writes what is known last: the capitals, as pairs of the rows of country and city.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn finish(mut self, capitals: &[(u32, u32)]) -> io::Result<Counts> {
        let mut of = vec![0; self.counts[0] as usize];
        for &(country, city) in capitals {
            if let Some(cell) = of.get_mut(country as usize) {
                *cell = city + 1;
            }
        }
        let mut names = vec![0; self.features.len()];
        for (name, code) in std::mem::take(&mut self.features) {
            names[code as usize] = self.string(&name)?;
        }
        for (section, cells) in
            [(Section::Codes, &self.codes), (Section::Capitals, &of), (Section::FeatureNames, &names)]
        {
            std::fs::write(self.folder.join(name_of(section)), crate::build::planes(cells, 4))?;
        }
        self.strings.flush()?;
        for plane in self.planes.iter_mut().flatten() {
            plane.flush()?;
        }
        Ok(self.counts)
    }

    fn string(&mut self, text: &str) -> io::Result<u32> {
        if text.is_empty() {
            return Ok(0);
        }
        let mut len = text.len().min(255);
        while !text.is_char_boundary(len) {
            len -= 1;
        }
        let at = u32::try_from(self.end).map_err(|_| io::Error::other("the names are longer than 4 GiB together"))?;
        self.strings.write_all(&[len as u8])?;
        self.strings.write_all(&text.as_bytes()[..len])?;
        self.end += 1 + len as u64;
        Ok(at)
    }
}

/// The index of names while they come in, sorted by folded name, falling population, row and kind.
pub struct Index {
    names: fst::MapBuilder<BufWriter<File>>,
    postings: BufWriter<File>,
    count: u64,
    key: Vec<u8>,
    /// The postings of `key`.
    group: Vec<(u32, NameKind)>,
}

impl Index {
    /// Begins in a folder, which must exist.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn create(folder: &Path) -> io::Result<Self> {
        Ok(Self {
            names: fst::MapBuilder::new(writer(&folder.join(name_of(Section::Names)))?).map_err(io::Error::other)?,
            postings: writer(&folder.join(name_of(Section::Postings)))?,
            count: 0,
            key: Vec::new(),
            group: Vec::new(),
        })
    }

    /// Adds a name as [`crate::key`] folds it. A second use of one name for one row is left out.
    ///
    /// # Errors
    /// When a file cannot be written or the names do not come in order.
    pub fn push(&mut self, key: &[u8], row: u32, kind: NameKind) -> io::Result<()> {
        if key != self.key {
            self.close()?;
            self.key.clear();
            self.key.extend_from_slice(key);
        }
        let known = self.group.iter().rev().take_while(|(of, _)| *of == row).any(|&(_, other)| same_use(kind, other));
        if !known {
            self.group.push((row, kind));
        }
        Ok(())
    }

    fn close(&mut self) -> io::Result<()> {
        if self.group.is_empty() {
            return Ok(());
        }
        self.names.insert(&self.key, self.count).map_err(io::Error::other)?;
        for (i, &(row, kind)) in self.group.iter().enumerate() {
            self.postings.write_all(&posting(row, kind, i + 1 == self.group.len()).to_le_bytes())?;
        }
        self.count += self.group.len() as u64;
        self.group.clear();
        Ok(())
    }

    /// Writes the last name and ends the index.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.close()?;
        self.names.into_inner().map_err(io::Error::other)?.flush()?;
        self.postings.flush()
    }
}

/// Puts the parts in `folder` together as the file `out`, which is whole and on the disk when this returns. `written`
/// is called with the number of bytes after each piece.
///
/// # Errors
/// When a part is missing or `out` cannot be written.
pub fn assemble(
    folder: &Path,
    counts: Counts,
    provenance: &str,
    out: &Path,
    written: &mut dyn FnMut(u64),
) -> io::Result<()> {
    std::fs::write(folder.join(name_of(Section::Provenance)), provenance)?;
    let mut parts = vec![Vec::new(); SECTIONS];
    for (section, parts) in parts.iter_mut().enumerate() {
        match COLUMNS.iter().find(|(column, _)| *column as usize == section) {
            Some((_, width)) => parts.extend((0..*width).map(|p| folder.join(format!("column-{section}-{p}")))),
            None => parts.push(folder.join(format!("section-{section}"))),
        }
    }
    let length = |parts: &Vec<_>| parts.iter().map(|part| Ok(std::fs::metadata(part)?.len())).sum::<io::Result<u64>>();
    let lengths: Vec<u64> = parts.iter().map(length).collect::<io::Result<_>>()?;
    let mut head = header(counts, &lengths);
    let mut crc = crc32fast::Hasher::new();
    crc.update(&head[COVERED..]);
    let mut file = File::create(out)?;
    file.write_all(&head)?;
    let mut buffer = vec![0; 1 << 18];
    for part in parts.iter().flatten() {
        let mut part = File::open(part)?;
        loop {
            let read = part.read(&mut buffer)?;
            if read == 0 {
                break;
            }
            crc.update(&buffer[..read]);
            file.write_all(&buffer[..read])?;
            written(read as u64);
        }
    }
    head[8..COVERED].copy_from_slice(&crc.finalize().to_le_bytes());
    io::Seek::rewind(&mut file)?;
    file.write_all(&head)?;
    file.sync_all()
}

fn name_of(section: Section) -> String {
    format!("section-{}", section as usize)
}

fn writer(path: &Path) -> io::Result<BufWriter<File>> {
    Ok(BufWriter::with_capacity(1 << 15, File::create(path)?))
}
