//! The file that weights come in: a header that says what they are, and tables that are used where they lie.
//!
//! Little-endian. The header: magic, format, the hash of the templates, a checksum of all that follows it, and where each
//! table lies. Tables begin at multiples of 64 bytes, so that a row of 64 weights is one cache line.

use std::path::Path;

use bytemuck::{AnyBitPattern, NoUninit};
use dateline_core::{Error, Result};

const MAGIC: [u8; 8] = *b"DLWEIGHT";
const FORMAT: u32 = 1;
const HEADER: usize = 64;

/// The tables of a weights file.
#[derive(Clone, Copy, Debug)]
pub struct Weights<'m> {
    bytes: &'m [u8],
    tables: &'m [[u32; 2]],
}

impl<'m> Weights<'m> {
    /// Looks at a file of weights, without checking its sum ([`Weights::check`] does).
    ///
    /// # Errors
    ///
    /// When it is no such file, was cut, or was trained for other templates than `templates`.
    pub fn read(bytes: &'m [u8], templates: u64) -> Result<Weights<'m>> {
        let head: &[u32] =
            bytes.get(..HEADER).and_then(|head| bytemuck::try_cast_slice(head).ok()).ok_or_else(foreign)?;
        if bytes[..8] != MAGIC || head[2] != FORMAT {
            return Err(foreign());
        }
        let found = u64::from(head[4]) | u64::from(head[5]) << 32;
        if found != templates {
            return Err(Error::new(format_args!(
                "the model was trained with other features ({found:x}) than this program reads ({templates:x}): train it again"
            )));
        }
        let end = HEADER + 8 * head[3] as usize;
        let tables = bytes.get(HEADER..end).and_then(|t| bytemuck::try_cast_slice(t).ok()).ok_or_else(foreign)?;
        let weights = Weights { bytes, tables };
        if weights.tables.iter().any(|[start, len]| *start as usize + *len as usize > bytes.len()) {
            return Err(Error::new("the model file was cut off before its end"));
        }
        Ok(weights)
    }

    /// The weights in the file at `path`, checked; the embedded ones where there is none.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, is damaged, or is no model for these templates; the message names it.
    pub fn named(path: Option<&Path>, embedded: &'static [u8], templates: u64) -> Result<Weights<'static>> {
        let Some(path) = path else { return Weights::read(embedded, templates) };
        let named = |error: &dyn std::fmt::Display| {
            Error::new(format_args!("cannot use the model {}: {error}", path.display()))
        };
        let bytes = std::fs::read(path).map_err(|error| named(&error))?;
        let weights = Weights::read(keep(&bytes), templates).map_err(|error| named(&error))?;
        weights.check().map_err(|error| named(&error))?;
        Ok(weights)
    }

    /// Compares the file with its checksum.
    ///
    /// # Errors
    ///
    /// When a byte of it has changed.
    pub fn check(&self) -> Result<()> {
        let stated: u64 = bytemuck::pod_read_unaligned(&self.bytes[24..32]);
        if stated == checksum(&self.bytes[HEADER..]) {
            Ok(())
        } else {
            Err(Error::new("the model file is damaged: its checksum differs"))
        }
    }

    /// A table.
    ///
    /// # Errors
    ///
    /// When there is no such table, or it is none of these values.
    pub fn table<T: AnyBitPattern>(&self, at: usize) -> Result<&'m [T]> {
        let [start, len] = *self.tables.get(at).ok_or_else(foreign)?;
        bytemuck::try_cast_slice(&self.bytes[start as usize..][..len as usize]).map_err(|_| foreign())
    }

    /// A table of text.
    ///
    /// # Errors
    ///
    /// When there is no such table, or it is no text.
    pub fn text(&self, at: usize) -> Result<&'m str> {
        std::str::from_utf8(self.table(at)?).map_err(|_| foreign())
    }
}

/// Keeps a model that was read from a file for as long as the program runs, at an address that its tables need.
fn keep(bytes: &[u8]) -> &'static [u8] {
    let mut lines = vec![[0_u64; 8]; bytes.len().div_ceil(64)];
    bytemuck::cast_slice_mut(&mut lines)[..bytes.len()].copy_from_slice(bytes);
    &bytemuck::cast_slice(Vec::leak(lines))[..bytes.len()]
}

pub(crate) fn foreign() -> Error {
    Error::new("this is no model file of this program, or one of another version")
}

fn checksum(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(0x9e37_79b9_7f4a_7c15, |sum: u64, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        (sum.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x2545_f491_4f6c_dd1d)
    })
}

/// Puts a weights file together.
#[derive(Clone, Default, Debug)]
pub struct Writer {
    tables: Vec<Vec<u8>>,
}

impl Writer {
    /// Adds a table and returns its number.
    pub fn add<T: NoUninit>(&mut self, table: &[T]) -> usize {
        self.tables.push(bytemuck::cast_slice(table).to_vec());
        self.tables.len() - 1
    }

    /// The file, for these templates.
    pub fn finish(self, templates: u64) -> Vec<u8> {
        let mut out = vec![0; HEADER];
        let mut start = (HEADER + 8 * self.tables.len()).next_multiple_of(64);
        for table in &self.tables {
            out.extend_from_slice(&(start as u32).to_le_bytes());
            out.extend_from_slice(&(table.len() as u32).to_le_bytes());
            start = (start + table.len()).next_multiple_of(64);
        }
        for table in &self.tables {
            out.resize(out.len().next_multiple_of(64), 0);
            out.extend_from_slice(table);
        }
        out[..8].copy_from_slice(&MAGIC);
        out[8..12].copy_from_slice(&FORMAT.to_le_bytes());
        out[12..16].copy_from_slice(&(self.tables.len() as u32).to_le_bytes());
        out[16..24].copy_from_slice(&templates.to_le_bytes());
        let sum = checksum(&out[HEADER..]);
        out[24..32].copy_from_slice(&sum.to_le_bytes());
        out
    }
}

/// A hash table from exact keys to row numbers, as it lies in the file: keys, then values; 0 is no key.
#[derive(Clone, Copy, Debug)]
pub struct Lookup<'m> {
    keys: &'m [u64],
    values: &'m [u32],
}

impl<'m> Lookup<'m> {
    /// The table whose keys and values are these tables of the file.
    ///
    /// # Errors
    ///
    /// When they are no hash table.
    pub fn read(weights: &Weights<'m>, keys: usize, values: usize) -> Result<Lookup<'m>> {
        let (keys, values) = (weights.table::<u64>(keys)?, weights.table::<u32>(values)?);
        if keys.len() != values.len() || !keys.len().is_power_of_two() || !keys.contains(&0) {
            return Err(foreign());
        }
        Ok(Lookup { keys, values })
    }

    /// Its keys, in the order of the table.
    pub fn keys(&self) -> impl Iterator<Item = u64> + 'm {
        self.keys.iter().copied().filter(|key| *key != 0)
    }

    /// The value of a key.
    #[inline]
    pub fn get(&self, key: u64) -> Option<u32> {
        let mask = self.keys.len() - 1;
        let mut at = slot(key) & mask;
        loop {
            let found = self.keys[at];
            if found == key {
                return Some(self.values[at]);
            }
            if found == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }

    /// Lays out the pairs as keys and values. No key is 0, and none comes twice.
    pub fn lay_out(pairs: &[(u64, u32)]) -> (Vec<u64>, Vec<u32>) {
        let size = (pairs.len() * 3 / 2 + 1).next_power_of_two();
        let (mut keys, mut values) = (vec![0; size], vec![0; size]);
        for &(key, value) in pairs {
            let mut at = slot(key) & (size - 1);
            while keys[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            (keys[at], values[at]) = (key, value);
        }
        (keys, values)
    }
}

fn slot(key: u64) -> usize {
    ((key ^ key >> 31).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::{Lookup, Weights, Writer};

    #[repr(align(64))]
    struct Aligned([u8; 1024]);

    #[test]
    fn a_file_is_read_as_it_was_written_and_refused_when_it_was_not() {
        let mut writer = Writer::default();
        let (keys, values) = Lookup::lay_out(&[(7, 1), (1 << 60, 2), (9, 3)]);
        let (k, v) = (writer.add(&keys), writer.add(&values));
        let text = writer.add(b"NN\nVB");
        let file = writer.finish(42);
        let mut space = Aligned([0; 1024]);
        space.0[..file.len()].copy_from_slice(&file);
        let bytes = &space.0[..file.len()];
        let weights = Weights::read(bytes, 42).unwrap();
        weights.check().unwrap();
        assert_eq!(weights.text(text).unwrap(), "NN\nVB");
        let lookup = Lookup::read(&weights, k, v).unwrap();
        assert_eq!([7, 1 << 60, 9, 8].map(|key| lookup.get(key)), [Some(1), Some(2), Some(3), None]);
        assert!(Weights::read(bytes, 43).is_err(), "other templates");
        assert!(Weights::read(&bytes[..200], 42).is_err(), "cut off");
        assert!(Weights::read(b"", 42).is_err());
        assert!(weights.table::<u32>(9).is_err());
        space.0[file.len() - 1] ^= 1;
        assert!(Weights::read(&space.0[..file.len()], 42).unwrap().check().is_err(), "damaged");
    }
}
