#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dateline_fuzz::read(Some(dateline_io::InputFormat::JSONL), &dateline_fuzz::gzip(bytes)));
