//! The pages of a Parquet file whose columns are packed.
//!
//! The crate `parquet` unpacks with libraries in C, or such as the program does not otherwise have. So it is told that
//! nothing is packed, and what it hands out is unpacked here, by what also reads packed files. Snappy too: the crate makes
//! as much room as a page claims to need, which may be all there is.

use std::fs::File;
use std::io::Read;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::bloom_filter::Sbbf;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader, SerializedPageReader};
use parquet::record::reader::RowIter;
use parquet::schema::types::{ColumnDescPtr, Type};

use super::packed::damaged;
use super::parquet_bounds::{Bounded, checked};

/// How long a page may be, unpacked: writers make them of a megabyte.
const LONGEST: u64 = 256 << 20;

/// A Parquet file, whatever its columns are packed in.
pub(super) struct Unpacked {
    file: Arc<Bounded>,
    reader: SerializedFileReader<Bounded>,
}

impl Unpacked {
    pub(super) fn new(file: File) -> Result<Unpacked> {
        let file = Bounded::new(file)?;
        let reader = SerializedFileReader::new(file.clone())?;
        Ok(Unpacked { file: Arc::new(file), reader })
    }
}

impl FileReader for Unpacked {
    fn metadata(&self) -> &ParquetMetaData {
        self.reader.metadata()
    }

    fn num_row_groups(&self) -> usize {
        self.reader.num_row_groups()
    }

    fn get_row_group(&self, at: usize) -> Result<Box<dyn RowGroupReader + '_>> {
        Ok(Box::new(Group { file: &self.file, reader: self.reader.get_row_group(at)? }))
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_file(projection, self)
    }
}

/// Some of its rows.
struct Group<'a> {
    file: &'a Arc<Bounded>,
    reader: Box<dyn RowGroupReader + 'a>,
}

impl RowGroupReader for Group<'_> {
    fn metadata(&self) -> &RowGroupMetaData {
        self.reader.metadata()
    }

    fn num_columns(&self) -> usize {
        self.reader.num_columns()
    }

    fn get_column_page_reader(&self, at: usize) -> Result<Box<dyn PageReader>> {
        let column = self.metadata().column(at);
        let packing = column.compression();
        if packing == Compression::LZO {
            // It says that it cannot.
            return self.reader.get_column_page_reader(at);
        }
        let bare = column.clone().into_builder().set_compression(Compression::UNCOMPRESSED).build()?;
        let rows = usize::try_from(self.metadata().num_rows())?;
        let packed = SerializedPageReader::new(Arc::clone(self.file), &bare, rows, None)?;
        Ok(Box::new(Pages { packed, packing, column: column.column_descr_ptr() }))
    }

    fn get_column_bloom_filter(&self, at: usize) -> Option<&Sbbf> {
        self.reader.get_column_bloom_filter(at)
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_row_group(projection, self)
    }
}

/// The pages of a column.
struct Pages {
    packed: SerializedPageReader<Bounded>,
    packing: Compression,
    column: ColumnDescPtr,
}

impl Pages {
    /// A page with its values unpacked.
    fn unpacked(&self, mut page: Page) -> Result<Page> {
        if self.packing == Compression::UNCOMPRESSED {
            return checked(page, &self.column);
        }
        match &mut page {
            Page::DataPage { buf, .. } | Page::DictionaryPage { buf, .. } => *buf = self.unpack(&[], buf)?.into(),
            Page::DataPageV2 { buf, def_levels_byte_len, rep_levels_byte_len, is_compressed, .. } => {
                let levels = *def_levels_byte_len as usize + *rep_levels_byte_len as usize;
                if *is_compressed && levels < buf.len() {
                    *buf = self.unpack(&buf[..levels], &buf[levels..])?.into();
                }
                *is_compressed = false;
            }
        }
        checked(page, &self.column)
    }

    /// What is not packed, and behind it what was.
    fn unpack(&self, plain: &[u8], packed: &[u8]) -> Result<Vec<u8>> {
        let mut whole = plain.to_vec();
        if packed.is_empty() {
            return Ok(whole);
        }
        let read = match self.packing {
            Compression::GZIP(_) => flate2::bufread::MultiGzDecoder::new(packed).take(LONGEST).read_to_end(&mut whole),
            Compression::SNAPPY => snappy(packed).map(|unpacked| added(&mut whole, &unpacked)),
            Compression::LZ4_RAW => lz4(packed).map(|unpacked| added(&mut whole, &unpacked)),
            Compression::LZ4 => {
                lz4_of_hadoop(packed).map_or_else(|| lz4(packed), Ok).map(|unpacked| added(&mut whole, &unpacked))
            }
            Compression::ZSTD(_) => ruzstd::decoding::StreamingDecoder::new(packed)
                .map_err(damaged)
                .and_then(|decoder| decoder.take(LONGEST).read_to_end(&mut whole).map_err(damaged)),
            _ => brotli_decompressor::Decompressor::new(packed, 4_096).take(LONGEST).read_to_end(&mut whole),
        };
        match read {
            Ok(length) if (length as u64) < LONGEST => Ok(whole),
            Ok(_) => Err(ParquetError::General(format!("a page has more than {LONGEST} bytes"))),
            Err(error) => Err(ParquetError::General(format!("a page cannot be unpacked: {error}"))),
        }
    }
}

/// What Snappy packed. Three bytes of it stand for 64 at most: what claims more is not unpacked.
fn snappy(packed: &[u8]) -> std::io::Result<Vec<u8>> {
    let length = snap::raw::decompress_len(packed)?;
    if length as u64 > LONGEST || length / 32 > packed.len() {
        return Err(std::io::Error::other(format!("{} bytes claim to be {length}", packed.len())));
    }
    Ok(snap::raw::Decoder::new().decompress_vec(packed)?)
}

fn added(whole: &mut Vec<u8>, more: &[u8]) -> usize {
    whole.extend_from_slice(more);
    more.len()
}

/// What LZ4 packed, which does not say how long it was: a byte of it stands for 255 at most.
fn lz4(packed: &[u8]) -> std::io::Result<Vec<u8>> {
    let most = packed.len().saturating_mul(255).min(LONGEST as usize);
    // Memory that is not written to is not taken.
    let mut unpacked = vec![0; most];
    let length = lz4_flex::block::decompress_into(packed, &mut unpacked).map_err(std::io::Error::other)?;
    unpacked.truncate(length);
    Ok(unpacked)
}

/// The same in the blocks of Hadoop, each behind how long it was and how long it is. None where it is not so.
fn lz4_of_hadoop(mut packed: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    while !packed.is_empty() {
        let (length, rest) = packed.split_first_chunk()?;
        let (size, rest) = rest.split_first_chunk()?;
        let (block, rest) = rest.split_at_checked(u32::from_be_bytes(*size) as usize)?;
        let block = lz4(block).ok().filter(|block| block.len() == u32::from_be_bytes(*length) as usize)?;
        whole.extend_from_slice(&block);
        packed = rest;
        if whole.len() as u64 > LONGEST {
            return None;
        }
    }
    Some(whole)
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Result<Page>> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.packed.get_next_page()?.map(|page| self.unpacked(page)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.packed.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.packed.skip_next_page()
    }
}

#[cfg(test)]
mod tests {
    use super::{lz4, lz4_of_hadoop, snappy};

    #[test]
    fn no_room_is_made_for_what_snappy_only_claims() {
        // A length of two thousand million, and nothing.
        let error = snappy(&[0xff, 0xff, 0xff, 0xff, 0x07, 0x00]).expect_err("it claims too much");
        assert!(error.to_string().contains("claim"), "{error}");
        let text = "talks ".repeat(5_000);
        let packed = snap::raw::Encoder::new().compress_vec(text.as_bytes()).expect("it is packed");
        assert_eq!(snappy(&packed).expect("it is sound"), text.as_bytes());
    }

    #[test]
    fn lz4_bare_and_in_the_blocks_of_hadoop() {
        // Five bytes as they are, eleven that stand two bytes before, and five more.
        let packed = *b"\x57ababa\x02\x00\x50talks";
        let text = lz4(&packed).expect("it is sound");
        assert_eq!(text, b"ababababababababtalks");
        let blocks = [&(text.len() as u32).to_be_bytes()[..], &(packed.len() as u32).to_be_bytes(), &packed].concat();
        assert_eq!(lz4_of_hadoop(&blocks), Some(text));
        assert_eq!(lz4_of_hadoop(&packed), None);
        assert!(lz4(&packed[..4]).is_err());
    }
}
