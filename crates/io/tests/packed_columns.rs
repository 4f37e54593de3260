//! Parquet files whose columns are packed or encoded, and such as claim more than they have. The files of `packed-columns`
//! were written by pyarrow: the number in a name is the version of the data pages.
#![cfg(feature = "parquet")]

use std::sync::Arc;

use dateline_io::{Input, ReadOptions, open};
use parquet::basic::{Compression, Encoding, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::{WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

/// The texts of a file, and how many rows of it are none.
fn texts(file: &std::path::Path) -> Vec<Result<String, ()>> {
    let records = open(&Input::file(file), &ReadOptions::default()).expect("it is a Parquet file");
    records.map(|record| record.map(|it| it.text).map_err(drop)).collect()
}

#[test]
fn columns_are_unpacked() {
    for packing in ["gzip", "zstd", "brotli", "lz4"] {
        for version in [1, 2] {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packed-columns");
            let file = format!("{folder}/{packing}-{version}.parquet");
            let text = |text: &str| Ok(text.to_owned());
            let expected = [text("Talks go on."), text("Talks go on."), Err(()), text("They end on Friday.")];
            assert_eq!(texts(file.as_ref()), expected);
        }
    }
}

#[test]
fn columns_are_decoded() {
    let written: Vec<String> =
        (0..700).map(|number| format!("Talks, day {}: {}.", number / 7, "on ".repeat(number % 40))).collect();
    let expected: Vec<_> = written.iter().map(|text| Ok(text.trim().to_owned())).collect();
    let folder = std::env::temp_dir().join(format!("dateline-encoded-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for temporary files");
    for (number, encoding) in
        [Encoding::PLAIN, Encoding::DELTA_LENGTH_BYTE_ARRAY, Encoding::DELTA_BYTE_ARRAY].into_iter().enumerate()
    {
        for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
            for repetition in [Repetition::REQUIRED, Repetition::OPTIONAL] {
                let place = folder.join(format!("{number}.parquet"));
                let properties = WriterProperties::builder()
                    .set_writer_version(version)
                    .set_dictionary_enabled(number == 0)
                    .set_encoding(encoding)
                    .set_data_page_row_count_limit(300)
                    .set_write_batch_size(100)
                    .set_compression(Compression::SNAPPY)
                    .build();
                let column = Type::primitive_type_builder("text", Physical::BYTE_ARRAY).with_repetition(repetition);
                let column = Arc::new(column.build().expect("a column"));
                let schema = Type::group_type_builder("rows").with_fields(vec![column]).build().expect("a schema");
                let file = std::fs::File::create(&place).expect("a file");
                let mut writer =
                    SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties)).expect("a writer");
                let mut group = writer.next_row_group().expect("a group of rows");
                let mut column = group.next_column().expect("a column").expect("the only one");
                let values: Vec<_> = written.iter().map(|text| ByteArray::from(text.as_str())).collect();
                let levels = (repetition == Repetition::OPTIONAL).then(|| vec![1; values.len()]);
                column.typed::<ByteArrayType>().write_batch(&values, levels.as_deref(), None).expect("it is written");
                column.close().expect("the column ends");
                group.close().expect("the group ends");
                writer.close().expect("the file ends");
                assert_eq!(texts(&place), expected, "{encoding:?} {version:?} {repetition:?}");
            }
        }
    }
    std::fs::remove_dir_all(&folder).expect("the folder goes");
}

/// The header of a page has a list of numbers as long as can be, and the file ends in the midst of it.
#[test]
fn a_list_without_end_ends() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/damaged/list-without-end.parquet");
    let mut records = open(&Input::file(file), &ReadOptions::default()).expect("its footer is sound");
    let error = records.next().expect("a message").expect_err("it is damaged");
    assert!(error.message.contains("damaged"), "{error}");
    assert!(records.next().is_none());
}
