#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dateline_fuzz::read_file(dateline_io::InputFormat::PARQUET, bytes));
