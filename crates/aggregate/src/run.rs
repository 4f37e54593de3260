//! Sorted runs of rows, in memory or in a temporary file, and their heads while they are merged.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::vec;

use crate::table::{Key, Sums};

/// Rows in the order of their keys.
pub(crate) enum Run {
    Memory(vec::IntoIter<(Key, Sums)>),
    /// One row a line; the file has no name and goes when it is closed.
    Disk(io::Lines<BufReader<File>>),
}

impl Run {
    /// The rows in memory.
    pub(crate) fn in_memory(rows: Vec<(Key, Sums)>) -> Run {
        Run::Memory(rows.into_iter())
    }

    /// Writes the rows to a temporary file.
    pub(crate) fn on_disk(rows: &[(Key, Sums)]) -> io::Result<Run> {
        let mut file = BufWriter::new(tempfile::tempfile()?);
        for row in rows {
            serde_json::to_writer(&mut file, row)?;
            file.write_all(b"\n")?;
        }
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(Run::Disk(BufReader::new(file).lines()))
    }

    fn next(&mut self) -> io::Result<Option<(Key, Sums)>> {
        match self {
            Run::Memory(rows) => Ok(rows.next()),
            Run::Disk(lines) => match lines.next() {
                Some(line) => Ok(Some(serde_json::from_str(&line?)?)),
                None => Ok(None),
            },
        }
    }
}

/// A run with its next row. The greatest head, which a heap gives first, is the one with the least key; of equal keys
/// that of the earlier run.
pub(crate) struct Head {
    row: (Key, Sums),
    order: usize,
    run: Run,
}

impl Head {
    /// The head of a run; none where the run is empty.
    pub(crate) fn of(mut run: Run, order: usize) -> io::Result<Option<Head>> {
        Ok(run.next()?.map(|row| Head { row, order, run }))
    }

    /// Its row, and the head of the rest.
    pub(crate) fn split(self) -> io::Result<((Key, Sums), Option<Head>)> {
        let Head { row, order, run } = self;
        Ok((row, Head::of(run, order)?))
    }
}

impl Ord for Head {
    fn cmp(&self, other: &Head) -> Ordering {
        other.row.0.cmp(&self.row.0).then(other.order.cmp(&self.order))
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Head) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Head) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Head {}
