//! What a Parquet file claims is held against what it has, before the crate `parquet` acts on it.
//!
//! The crate believes most counts of a file: it goes through lists of two thousand million elements that stand nowhere,
//! reads on where the file has ended, and makes room for as many values as a page says it has. A few dozen damaged bytes
//! kept it busy for minutes, or took all the memory there was. Here stand the checks that it lacks.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::column::page::Page;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};
use parquet::schema::types::ColumnDescriptor;

/// How many values a dictionary may have, and a page whose lengths stand apart: room for all of them is made at once.
const MOST_VALUES: usize = 4 << 20;

/// How long the part behind the rows is that tells how long the footer is, and that it is Parquet.
const TAIL: u64 = 8;

/// A file of which no part is read that is not there, nor a header that claims what cannot be.
#[derive(Clone)]
pub(super) struct Bounded {
    file: Arc<File>,
    length: u64,
}

impl Bounded {
    /// Checks the footer of the file.
    pub(super) fn new(mut file: File) -> Result<Bounded> {
        let length = file.metadata()?.len();
        let mut tail = [0; 4];
        if length >= TAIL {
            file.seek(SeekFrom::Start(length - TAIL))?;
            file.read_exact(&mut tail)?;
        }
        let bounded = Bounded { file: Arc::new(file), length };
        let footer = u64::from(u32::from_le_bytes(tail));
        if let Some(start) = (length.saturating_sub(TAIL)).checked_sub(footer) {
            Walk { left: footer, input: bounded.at(start)? }.fields(0)?;
        }
        Ok(bounded)
    }

    fn at(&self, start: u64) -> Result<BufReader<ToItsEnd>> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(start))?;
        Ok(BufReader::new(ToItsEnd(file)))
    }
}

impl Length for Bounded {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Bounded {
    type T = BufReader<ToItsEnd>;

    /// What is read so, the last bytes apart, is the header of a page.
    fn get_read(&self, start: u64) -> Result<BufReader<ToItsEnd>> {
        let left = self.length.checked_sub(start).ok_or_else(|| damaged("a page begins behind its end"))?;
        if left != TAIL {
            Walk { left, input: self.at(start)? }.fields(0)?;
        }
        self.at(start)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(damaged("a part of it reaches beyond its end"));
        }
        self.file.get_bytes(start, length)
    }
}

/// A file that may not be read beyond its end: the crate takes what it does not get for empty, and asks again.
pub(super) struct ToItsEnd(File);

impl Read for ToItsEnd {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 if !buffer.is_empty() => Err(io::ErrorKind::UnexpectedEof.into()),
            read => Ok(read),
        }
    }
}

/// A page whose counts can be believed.
pub(super) fn checked(page: Page, column: &ColumnDescriptor) -> Result<Page> {
    match &page {
        Page::DictionaryPage { buf, num_values, .. } => {
            let values = *num_values as usize;
            if values > buf.len() || values > MOST_VALUES {
                return Err(damaged(&format!("a dictionary claims {values} values in {} bytes", buf.len())));
            }
        }
        Page::DataPage { buf, encoding, .. } => {
            // Before the values stand the levels, with how long they are.
            let mut values = &buf[..];
            for _ in 0..i32::from(column.max_rep_level() > 0) + i32::from(column.max_def_level() > 0) {
                let Some((length, rest)) = values.split_first_chunk() else { return Ok(page) };
                let Some(rest) = rest.get(u32::from_le_bytes(*length) as usize..) else { return Ok(page) };
                values = rest;
            }
            check_lengths(*encoding, values)?;
        }
        Page::DataPageV2 { buf, encoding, def_levels_byte_len, rep_levels_byte_len, .. } => {
            let levels = *def_levels_byte_len as usize + *rep_levels_byte_len as usize;
            check_lengths(*encoding, buf.get(levels..).unwrap_or_default())?;
        }
    }
    Ok(page)
}

/// Whether the lengths of texts that stand apart from them are as many as there may be.
fn check_lengths(encoding: Encoding, values: &[u8]) -> Result<()> {
    let lists = match encoding {
        Encoding::DELTA_LENGTH_BYTE_ARRAY => 1,
        // How much of the text before begins each text, and how much is its own.
        Encoding::DELTA_BYTE_ARRAY => 2,
        _ => return Ok(()),
    };
    let mut rest = values;
    for _ in 0..lists {
        rest = behind_numbers(rest).ok_or_else(|| damaged("a page claims more values than it has"))?;
    }
    Ok(())
}

/// What stands behind a list of numbers that are packed as differences. None where it does not end, or is too long.
fn behind_numbers(mut bytes: &[u8]) -> Option<&[u8]> {
    let per_block = varint(&mut bytes)?;
    let minis = varint(&mut bytes)?;
    let count = varint(&mut bytes)?;
    varint(&mut bytes)?;
    let per_mini = per_block.checked_div(minis).filter(|&values| values > 0)?;
    if count > MOST_VALUES as u64 {
        return None;
    }
    let mut left = count.saturating_sub(1);
    while left > 0 {
        varint(&mut bytes)?;
        let (widths, rest) = bytes.split_at_checked(usize::try_from(minis).ok()?)?;
        bytes = rest;
        for width in widths {
            if left > 0 {
                // Beyond the last number the block may be cut off.
                let length = usize::try_from(per_mini.checked_mul(u64::from(*width))? / 8).ok()?;
                bytes = bytes.get(length..).or((left <= per_mini).then_some(&[]))?;
                left = left.saturating_sub(per_mini);
            }
        }
    }
    Some(bytes)
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let end = bytes.iter().take(10).position(|byte| byte & 0x80 == 0)?;
    let (number, rest) = bytes.split_at(end + 1);
    *bytes = rest;
    Some(number.iter().rev().fold(0, |all, byte| all << 7 | u64::from(byte & 0x7f)))
}

fn damaged(how: &str) -> ParquetError {
    ParquetError::General(format!("it is damaged: {how}"))
}

/// Goes through a header, which is written in the compact protocol of Thrift, without knowing what is in it.
struct Walk<R> {
    input: R,
    /// How many bytes there still are.
    left: u64,
}

/// How deep headers are nested at most. Those of Parquet are, six or seven deep.
const DEEPEST: u32 = 64;

impl<R: Read> Walk<R> {
    /// The fields of a structure, up to its end.
    fn fields(&mut self, depth: u32) -> Result<()> {
        loop {
            let head = self.byte()?;
            let (step, kind) = (head >> 4, head & 0x0f);
            if kind == 0 {
                return Ok(());
            }
            if step == 0 {
                self.varint()?;
            }
            // A flag among fields is told by its kind.
            if !matches!(kind, 1 | 2) {
                self.value(kind, depth + 1)?;
            }
        }
    }

    fn value(&mut self, kind: u8, depth: u32) -> Result<()> {
        if depth > DEEPEST {
            return Err(damaged("a header is nested too deeply"));
        }
        match kind {
            3 => self.byte().map(drop),
            4..=6 => self.varint().map(drop),
            7 => self.skip(8),
            8 => {
                let length = self.varint()?;
                self.skip(length)
            }
            9 | 10 => {
                let head = self.byte()?;
                let count = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
                self.elements(&[head & 0x0f], count, depth)
            }
            11 => match self.varint()? {
                0 => Ok(()),
                count => {
                    let kinds = self.byte()?;
                    self.elements(&[kinds >> 4, kinds & 0x0f], count, depth)
                }
            },
            12 => self.fields(depth),
            13 => self.skip(16),
            _ => Err(damaged("a header has a field of no known kind")),
        }
    }

    fn elements(&mut self, kinds: &[u8], count: u64, depth: u32) -> Result<()> {
        // The crate counts flags in lists as nothing and would go wrong behind them; no header of Parquet has any.
        let has_flags = count > 0 && kinds.iter().any(|kind| matches!(kind, 1 | 2));
        if has_flags || count > self.left {
            return Err(damaged("a header claims a list that it does not have"));
        }
        for _ in 0..count {
            for kind in kinds {
                self.value(*kind, depth + 1)?;
            }
        }
        Ok(())
    }

    fn byte(&mut self) -> Result<u8> {
        let mut byte = [0];
        self.take(1)?;
        self.input.read_exact(&mut byte).map_err(ended)?;
        Ok(byte[0])
    }

    fn varint(&mut self) -> Result<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(damaged("a header has a number that is too long"))
    }

    fn skip(&mut self, length: u64) -> Result<()> {
        self.take(length)?;
        io::copy(&mut self.input.by_ref().take(length), &mut io::sink()).map(drop).map_err(ended)
    }

    fn take(&mut self, length: u64) -> Result<()> {
        self.left = self.left.checked_sub(length).ok_or_else(|| damaged("a header goes on behind its end"))?;
        Ok(())
    }
}

fn ended(error: io::Error) -> ParquetError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => damaged("a header goes on behind its end"),
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(header: &[u8]) -> Result<()> {
        Walk { input: header, left: header.len() as u64 }.fields(0)
    }

    fn dictionary(num_values: u32, bytes: usize) -> bool {
        let page = Page::DictionaryPage {
            buf: vec![0; bytes].into(),
            num_values,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        };
        let column = parquet::schema::types::Type::primitive_type_builder("text", parquet::basic::Type::BYTE_ARRAY);
        let column = ColumnDescriptor::new(
            std::sync::Arc::new(column.build().expect("a column")),
            0,
            0,
            parquet::schema::types::ColumnPath::from("text"),
        );
        checked(page, &column).is_ok()
    }

    #[test]
    fn headers_of_every_kind_of_field() {
        // A flag; numbers; five bytes; lists; a map; a structure, with a field whose number stands apart.
        let header = [
            0x11, 0x13, 7, 0x15, 0x80, 1, 0x18, 5, 1, 2, 3, 4, 5, 0x19, 0x25, 1, 2, 0x19, 0, 0x1b, 1, 0x58, 1, 1, 9,
            0x1c, 0x03, 40, 1, 0, 0x17, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ];
        assert!(walk(&header).is_ok(), "{:?}", walk(&header));
        assert!(walk(&header[..header.len() - 1]).is_err());
    }

    #[test]
    fn a_list_that_is_not_there_is_not_gone_through() {
        // Two thousand million numbers, behind which the file ends; as many flags, which take no room.
        for kind in [7, 2, 1, 8] {
            assert!(walk(&[0x19, 0xf0 | kind, 0xff, 0xff, 0xff, 0xff, 0x07, 0]).is_err(), "{kind}");
        }
        assert!(walk(&[0x1b, 0xff, 0xff, 0xff, 0xff, 0x07, 0x22, 0]).is_err());
        assert!(walk(&[0x1c; 200]).is_err(), "too deep");
    }

    #[test]
    fn no_room_is_made_for_values_that_a_dictionary_only_claims() {
        assert!(dictionary(3, 12));
        assert!(!dictionary(u32::MAX, 12));
    }

    #[test]
    fn no_room_is_made_for_lengths_that_a_page_only_claims() {
        let claimed = [0x80, 0x01, 0x04, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x00];
        assert!(check_lengths(Encoding::DELTA_LENGTH_BYTE_ARRAY, &claimed).is_err());
        assert!(check_lengths(Encoding::PLAIN, &claimed).is_ok());
        // One number, no block; then two of them: a block of four parts, of which one has a width.
        let two = [0x80, 0x01, 0x04, 0x02, 0x00, 0x00, 1, 0, 0, 0, 0, 0, 0, 0];
        let both = [&[0x80, 0x01, 0x04, 0x01, 0x06][..], &two].concat();
        assert!(check_lengths(Encoding::DELTA_BYTE_ARRAY, &both).is_ok());
        assert!(check_lengths(Encoding::DELTA_BYTE_ARRAY, &both[..6]).is_err());
    }
}
