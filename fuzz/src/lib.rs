//! What the fuzz targets share: any bytes through a reader, and what must hold of whatever comes of them.

use std::io::{Cursor, Write};

use dateline_core::Document;
use dateline_io::{
    Input, InputFormat, OutputFormat, Raw, RawRecords, ReadOptions, WriteOptions, open_raw, open_raw_stream, writer,
};
use dateline_page::Analyser;

/// The longest document; small, so that limits are met often.
const LONGEST: u64 = 2_000;

fn options(format: Option<InputFormat>) -> ReadOptions {
    ReadOptions { format, max_bytes: LONGEST, ..ReadOptions::default() }
}

/// Reads all of it as a format, or as what it looks like, from memory.
pub fn read(format: Option<InputFormat>, bytes: &[u8]) {
    let source = Box::new(Cursor::new(bytes.to_vec()));
    if let Ok(records) = open_raw_stream(source, &Input::file("a"), &options(format)) {
        // Packed content may hold many times its own size.
        go_through(records, bytes.len().saturating_mul(2_000) + 100_000);
    }
}

/// Reads all of it from a file, as Parquet must be.
pub fn read_file(format: InputFormat, bytes: &[u8]) {
    let place = std::env::temp_dir().join(format!("dateline-fuzz-{}", std::process::id()));
    std::fs::File::create(&place).and_then(|mut file| file.write_all(bytes)).expect("the folder for temporary files");
    if let Ok(records) = open_raw(&Input::file(&place), &options(Some(format))) {
        go_through(records, 100_000);
    }
}

/// The parts of a page, and what is written of them.
pub fn structure(text: &str) {
    let mut document = Document { text: text.to_owned(), ..Document::default() };
    finish(&mut document);
}

fn go_through(records: RawRecords, most: usize) {
    let mut document = Document::default();
    for (number, record) in records.take(2_000).enumerate() {
        assert!(number < most, "more records than there can be");
        match record.and_then(Raw::record) {
            Ok(record) => {
                assert!(!record.id.is_empty(), "a record without a name");
                // A page may say more in UTF-8 than in its own bytes.
                assert!(record.text.len() as u64 <= 4 * LONGEST + 100, "{} bytes of text", record.text.len());
                record.fill(&mut document);
                finish(&mut document);
            }
            Err(error) => assert!(!error.message.is_empty() && error.to_string().lines().count() == 1, "{error}"),
        }
    }
}

fn finish(document: &mut Document) {
    Analyser::new().analyse(document);
    let mut before = 0;
    for region in &document.regions {
        assert!(region.span.start >= before && region.span.end >= region.span.start, "regions lie in a row");
        let span = region.span.start as usize..region.span.end as usize;
        assert!(document.text.get(span).is_some(), "a region is a stretch of the text");
        before = region.span.end;
    }
    let mut bytes = Vec::new();
    writer(OutputFormat::JSONL, WriteOptions::default(), &[]).write(document, &mut bytes);
    assert!(std::str::from_utf8(&bytes).is_ok(), "JSON is UTF-8");
}

/// The bytes as gzip packs them, cut off where the first two say.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let (cut, bytes) = bytes.split_at(bytes.len().min(2));
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("memory takes it");
    let mut packed = packer.finish().expect("memory takes it");
    let cut = cut.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
    // One in four is whole.
    if cut % 4 > 0 {
        packed.truncate(cut / 4 % (packed.len() + 1));
    }
    packed
}
