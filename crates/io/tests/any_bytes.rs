//! Readers of whatever bytes: no panic, bounded work, and an end. `docs/fuzzing.md` says how to let it run for long.

mod folder;

use dateline_io::{InputFormat, ReadOptions, open};
use proptest::prelude::*;

use folder::Folder;

/// What files of a format are made of, right or wrong.
fn pieces(format: InputFormat) -> Vec<&'static [u8]> {
    let common: [&[u8]; 8] =
        [b"\n", b"\r\n\r\n", b"\0", b"\xff", "Zürich".as_bytes(), b" ", b"\xef\xbb\xbf", b"Talks go on."];
    let own: &[&[u8]] = match format {
        InputFormat::JSONL | InputFormat::JSON => &[
            b"{",
            b"}",
            b"[",
            b"]",
            b"\"text\"",
            b":",
            b",",
            b"\"",
            b"\\",
            b"\"id\": 7",
            b"{\"text\": \"Talks\"}",
            b"\\ud800",
        ],
        InputFormat::CSV | InputFormat::TSV => {
            &[b"id,text\n", b"id\ttext\n", b"\"", b"\"\"", b",", b"\t", b";", b"a,\"b\nc\"\n"]
        }
        InputFormat::TIMEML => {
            &[b"<TimeML>", b"<TEXT>", b"</TEXT>", b"<DCT>", b"&#x110000;", b"<![CDATA[", b"]]>", b"<!--"]
        }
        InputFormat::HTML => {
            &[b"<html>", b"<p>", b"</p>", b"<script>", b"<!--", b"&#0;", b"<meta charset=utf-16>", b"<h1 class='"]
        }
        InputFormat::FEED => &[
            b"<rss>",
            b"<item>",
            b"</item>",
            b"<title>",
            b"</title>",
            b"<description>",
            b"</description>",
            b"<![CDATA[",
            b"]]>",
            b"<!DOCTYPE a [<!ENTITY b \"c\">]>",
            b"&b;",
            b"<entry>",
            b"</entry>",
            b"<link href='x'/>",
            b"<content type='xhtml'>",
            b"&",
            b"<",
        ],
        InputFormat::WARC => &[
            b"WARC/1.0\r\n",
            b"WARC-Type: response\r\n",
            b"Content-Length: 5\r\n",
            b"Content-Length: 99999999999999999999\r\n",
            b"Content-Length: 60\r\n",
            b"Content-Type: application/http\r\n",
            b"HTTP/1.1 200 OK\r\n",
            b"Content-Type: text/html\r\n",
            b"Transfer-Encoding: chunked\r\n",
            b"Content-Encoding: gzip\r\n",
            b"5\r\n",
            b"fffffffffffffffff\r\n",
            b"\x1f\x8b\x08",
        ],
        InputFormat::PARQUET => {
            &[b"PAR1", b"\x15\x04", b"\x19\x2c", b"\x00\x00\x00", b"\x10\x00\x00\x00PAR1", b"\xff\xff\xff\x7f"]
        }
        _ => &[b"\x1f\x8b\x08\0\0\0\0\0\0\xff", b"\x28\xb5\x2f\xfd", b"\xff\xfe", b"\xfe\xff"],
    };
    common.iter().chain(own).copied().collect()
}

/// Reads all of it, with a small limit, and with gzip around it cut off somewhere.
fn read(format: InputFormat, content: &[u8]) {
    let name = format.name().unwrap_or("any");
    let folder = Folder::new(&format!("any-{name}"));
    let input = folder.file("a", content);
    let options = ReadOptions { format: Some(format), max_bytes: 200, ..ReadOptions::default() };
    for options in [options, ReadOptions { max_bytes: 200, ..ReadOptions::default() }] {
        let Ok(records) = open(&input, &options) else { continue };
        let mut count = 0;
        for record in records {
            count += 1;
            assert!(count <= content.len() + 1, "more records than bytes");
            if let Ok(record) = record {
                assert!(record.text.len() <= 600 && !record.id.is_empty(), "{record:?}");
            }
        }
    }
}

macro_rules! any_bytes {
    ($($test:ident: $format:ident,)*) => {
        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
            $(
                #[test]
                fn $test(parts in prop::collection::vec(prop::sample::select(pieces(InputFormat::$format)), 0..60)) {
                    read(InputFormat::$format, &parts.concat());
                }
            )*
        }
    };
}

any_bytes! {
    texts_of_any_bytes: TEXT,
    json_lines_of_any_bytes: JSONL,
    json_of_any_bytes: JSON,
    tables_of_any_bytes: CSV,
    tables_with_tabs_of_any_bytes: TSV,
    timeml_of_any_bytes: TIMEML,
    pages_of_any_bytes: HTML,
    feeds_of_any_bytes: FEED,
    archives_of_any_bytes: WARC,
    parquet_of_any_bytes: PARQUET,
}
