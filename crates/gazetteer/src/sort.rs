//! Sorting more than fits into memory: records go to sorted runs on the disk, which are merged when they are read.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// How many bytes of records are sorted in memory.
const ROOM: usize = 48 << 20;
/// The longest record.
pub(crate) const LONGEST: usize = u16::MAX as usize;

/// Takes records of bytes in any order and leaves sorted runs `PREFIX-N.run` in a folder.
pub(crate) struct Sorter {
    folder: PathBuf,
    prefix: &'static str,
    room: usize,
    bytes: Vec<u8>,
    /// Start and length of each record.
    records: Vec<(u32, u16)>,
    runs: usize,
}

impl Sorter {
    /// Begins; runs that an interrupted sort of this prefix left are removed.
    pub(crate) fn create(folder: &Path, prefix: &'static str) -> io::Result<Self> {
        Self::with_room(folder, prefix, ROOM)
    }

    fn with_room(folder: &Path, prefix: &'static str, room: usize) -> io::Result<Self> {
        for run in runs(folder, prefix)? {
            std::fs::remove_file(run)?;
        }
        Ok(Self { folder: folder.to_owned(), prefix, room, bytes: Vec::new(), records: Vec::new(), runs: 0 })
    }

    /// Adds a record; what is longer than [`LONGEST`] is cut.
    pub(crate) fn push(&mut self, parts: &[&[u8]]) -> io::Result<()> {
        let start = self.bytes.len();
        for part in parts {
            self.bytes.extend_from_slice(part);
        }
        self.bytes.truncate(start + LONGEST);
        self.records.push((start as u32, (self.bytes.len() - start) as u16));
        // Eight bytes for each record are those of its place and length.
        if self.bytes.len() + self.records.len() * 8 >= self.room { self.spill() } else { Ok(()) }
    }

    /// Writes the last run.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.spill()
    }

    fn spill(&mut self) -> io::Result<()> {
        if self.records.is_empty() {
            return Ok(());
        }
        let bytes = &self.bytes;
        let of = |&(start, len): &(u32, u16)| &bytes[start as usize..start as usize + usize::from(len)];
        self.records.sort_unstable_by(|a, b| of(a).cmp(of(b)));
        let path = self.folder.join(format!("{}-{}.run", self.prefix, self.runs));
        let mut run = BufWriter::with_capacity(1 << 16, File::create(path)?);
        for record in &self.records {
            run.write_all(&record.1.to_le_bytes())?;
            run.write_all(of(record))?;
        }
        run.flush()?;
        self.runs += 1;
        self.records.clear();
        self.bytes.clear();
        Ok(())
    }
}

/// The records of all runs of some prefixes, in order.
pub(crate) struct Merged {
    runs: Vec<BufReader<File>>,
    next: BinaryHeap<Reverse<(Vec<u8>, usize)>>,
    last: Vec<u8>,
    /// Bytes of all runs.
    pub(crate) total: u64,
}

impl Merged {
    pub(crate) fn open(folder: &Path, prefixes: &[&str]) -> io::Result<Self> {
        let mut merged = Self { runs: Vec::new(), next: BinaryHeap::new(), last: Vec::new(), total: 0 };
        for prefix in prefixes {
            for path in runs(folder, prefix)? {
                let file = File::open(path)?;
                merged.total += file.metadata()?.len();
                merged.runs.push(BufReader::with_capacity(1 << 16, file));
            }
        }
        for run in 0..merged.runs.len() {
            merged.read(run, Vec::new())?;
        }
        Ok(merged)
    }

    /// The next record.
    pub(crate) fn next(&mut self) -> io::Result<Option<&[u8]>> {
        let Some(Reverse((record, run))) = self.next.pop() else { return Ok(None) };
        let spare = std::mem::replace(&mut self.last, record);
        self.read(run, spare)?;
        Ok(Some(&self.last))
    }

    fn read(&mut self, run: usize, mut record: Vec<u8>) -> io::Result<()> {
        let reader = &mut self.runs[run];
        let mut length = [0; 2];
        if reader.read(&mut length[..1])? == 0 {
            return Ok(());
        }
        reader.read_exact(&mut length[1..])?;
        record.resize(usize::from(u16::from_le_bytes(length)), 0);
        reader.read_exact(&mut record)?;
        self.next.push(Reverse((record, run)));
        Ok(())
    }
}

/// The runs of a prefix in a folder.
fn runs(folder: &Path, prefix: &str) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let number = name.strip_suffix(".run").and_then(|n| n.strip_prefix(prefix)).and_then(|n| n.strip_prefix('-'));
        if number.is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit())) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_runs_are_read_in_order_and_old_ones_are_gone() {
        let folder = std::env::temp_dir().join(format!("dateline-sort-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("can be made");
        for count in [5000_u32, 3000] {
            let mut sorter = Sorter::with_room(&folder, "a", 1000).expect("can be written");
            for n in 0..count {
                let scattered = n.wrapping_mul(2_654_435_761) % count;
                sorter.push(&[&scattered.to_be_bytes(), b"-record"]).expect("is written");
            }
            sorter.finish().expect("is written");
            let mut other = Sorter::with_room(&folder, "b", 1000).expect("can be written");
            other.push(&[b"\xff last"]).expect("is written");
            other.finish().expect("is written");
            let mut merged = Merged::open(&folder, &["a", "b"]).expect("can be read");
            let (mut records, mut last) = (0, Vec::new());
            while let Some(record) = merged.next().expect("is whole") {
                assert!(last.as_slice() <= record);
                last = record.to_vec();
                records += 1;
            }
            assert_eq!((records, last.as_slice()), (count + 1, &b"\xff last"[..]));
        }
        std::fs::remove_dir_all(&folder).expect("can be removed");
    }
}
