//! Parquet files whose columns are packed. The files of `packed-columns` were written by pyarrow: the number in a name is
//! the version of the data pages.
#![cfg(feature = "parquet")]

use dateline_io::{Input, ReadOptions, open};

#[test]
fn columns_are_unpacked() {
    for packing in ["gzip", "zstd", "brotli"] {
        for version in [1, 2] {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packed-columns");
            let file = format!("{folder}/{packing}-{version}.parquet");
            let records = open(&Input::file(&file), &ReadOptions::default()).expect("it is a Parquet file");
            let found: Vec<_> = records.map(|record| record.map(|it| it.text).map_err(drop)).collect();
            let text = |text: &str| Ok(text.to_owned());
            assert_eq!(found, [text("Talks go on."), text("Talks go on."), Err(()), text("They end on Friday.")]);
        }
    }
}
