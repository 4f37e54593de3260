//! Files that are made to harm, or were harmed: one message each, in bounded memory, and the rest of the run done.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::common::{Run, dateline, file, folder, lines};

const RECORD: &str = "{\"text\": \"The ministry said on 3 May 2021 that talks would go on.\"}\n";

/// Reads a file between two good ones, and returns the run and how many documents came of the file itself.
fn between(name: &str, content: &[u8]) -> (Run, usize) {
    // Tests run side by side, and some give their file the same name.
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    let here = folder(&format!("harm-{}-{name}", CALLS.fetch_add(1, Ordering::Relaxed)));
    file(&here, "a.jsonl", RECORD.as_bytes());
    file(&here, name, content);
    file(&here, "z.jsonl", RECORD.as_bytes());
    let run = dateline(&here, &["extract", "a.jsonl", name, "z.jsonl", "--plugins", "date", "--no-text", "--quiet"]);
    let documents = lines(&run.stdout);
    let ids: Vec<&str> = documents.iter().filter_map(|one| one["id"].as_str()).collect();
    assert!(ids.first() == Some(&"a.jsonl#1") && ids.last() == Some(&"z.jsonl#1"), "{ids:?}");
    let count = ids.len() - 2;
    (run, count)
}

fn assert_one_message(run: &Run, part: &str) {
    assert_eq!((run.stderr.lines().count(), run.code), (1, 1), "{}", run.stderr);
    assert!(run.stderr.contains(part), "{part:?} is not in {}", run.stderr);
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// Lines that differ, so that packing them leaves something to cut.
fn many() -> String {
    (0_u64..5_000)
        .map(|at| RECORD.replace("ministry", &format!("ministry {}", at.wrapping_mul(0x9e37_79b9_7f4a_7c15))))
        .collect()
}

#[test]
fn a_truncated_gzip_file() {
    let packed = gzip(many().as_bytes());
    let (run, count) = between("b.jsonl.gz", &packed[..packed.len() / 2]);
    assert_one_message(&run, "b.jsonl.gz");
    assert!((1_000..4_000).contains(&count), "{count}");
}

#[test]
fn a_truncated_zstandard_file() {
    let packed = ruzstd::encoding::compress_to_vec(many().as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
    let (run, count) = between("b.jsonl.zst", &packed[..packed.len() / 2]);
    assert_one_message(&run, "b.jsonl.zst");
    assert!(count < 4_500, "{count}");
}

#[test]
fn packed_files_with_a_byte_turned() {
    let text = many();
    let packed = [
        ("b.jsonl.gz", gzip(text.as_bytes())),
        (
            "b.jsonl.zst",
            ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest),
        ),
    ];
    for (name, whole) in packed {
        for share in [3, 5, 7] {
            let mut broken = whole.clone();
            broken[whole.len() / share] ^= 0x10;
            let (run, _) = between(name, &broken);
            assert!(run.stderr.lines().count() <= 5_000 && !run.stderr.contains("panicked"), "{}", run.stderr);
            assert!(run.code <= 1);
        }
    }
}

#[test]
fn a_bomb_of_gzip_as_text_and_as_lines() {
    let bomb = gzip(&vec![b'a'; 200_000_000]);
    assert!(bomb.len() < 2_000_000);
    let (run, _) = between("b.txt.gz", &bomb);
    assert_one_message(&run, "it is longer than 10000000 bytes");
    let (run, _) = between("b.jsonl.gz", &bomb);
    assert_one_message(&run, "the line has 200000000 bytes, more than 80000000: it is skipped");
}

#[test]
fn nested_json() {
    let deep = format!("{{\"text\": \"Talks\", \"x\": {}", "[".repeat(1_000_000));
    let (run, _) = between("b.jsonl", deep.as_bytes());
    assert_one_message(&run, "b.jsonl:1");
    let (run, _) = between("b.json", deep.as_bytes());
    assert_one_message(&run, "b.json:1:1: the object that begins here never ends");
    let text = format!("{{\"text\": {}1{}}}\n{RECORD}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    let (run, count) = between("c.jsonl", text.as_bytes());
    assert_one_message(&run, "c.jsonl:1");
    assert_eq!(count, 1);
}

#[test]
fn nuls_in_every_format() {
    for name in ["b.txt", "b.jsonl", "b.json", "b.tml", "b.rss", "b.warc", "b.parquet"] {
        let (run, count) = between(name, &[0; 3_000]);
        assert_eq!((count, run.code), (0, 1), "{name}: {}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 1, "{name}: {}", run.stderr);
    }
}

/// The most memory that a process had so far, in megabytes; none where the system does not tell.
fn memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().split(' ').next()?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1_000)
}

#[test]
fn a_line_of_two_gigabytes_is_passed_over_in_bounded_memory() {
    let here = folder("harm-line");
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["extract", "-", "--input-format", "jsonl", "--plugins", "date", "--threads", "1", "--quiet"])
        .current_dir(Path::new(&here))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary was built for this test");
    let process = child.id();
    let mut stdin = child.stdin.take().expect("it is piped");
    let block = vec![b'x'; 1 << 20];
    stdin.write_all(b"{\"text\": \"").expect("it reads");
    for _ in 0..2_048 {
        stdin.write_all(&block).expect("it reads");
    }
    let peak = memory(process);
    stdin.write_all(format!("\"}}\n{RECORD}").as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let (found, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(lines(&found).len(), 1);
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("<stdin>:1: the line has 2147483661 bytes, more than 80000000: it is skipped"), "{told}");
    match peak {
        Some(peak) => assert!(peak < 400, "{peak} MB"),
        None => eprintln!("skipped: the system does not tell how much memory a process has"),
    }
}

const STORY: &str = "<p>Talks on the river resumed on Monday, a spokesman said, and will go on until Friday.</p>\
    <p>Both delegations called the first round useful.</p>";

/// A record of a web archive with a page in it.
fn fetched(page: &[u8]) -> Vec<u8> {
    let block = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", page].concat();
    let head = "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n";
    [format!("{head}Content-Length: {}\r\n\r\n", block.len()).as_bytes(), &block, b"\r\n\r\n"].concat()
}

#[test]
fn broken_heads_in_a_web_archive() {
    let good = fetched(STORY.as_bytes());
    let broken = [
        (&b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\nnothing\r\n\r\n"[..], "is no number"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", "another record begins in its head"),
        (b"WARC/1.0\r\nContent-Length: 9999999999999\r\n\r\nshort", "the archive ends after"),
        (&[b"x".repeat(300_000).as_slice(), b"\n"].concat(), "are no WARC record"),
    ];
    for (bytes, message) in broken {
        let (run, count) = between("b.warc", &[&good, bytes, &good].concat());
        assert_one_message(&run, message);
        // What is said to be longer than all that follows takes that with it.
        assert_eq!(count, if message.contains("ends after") { 1 } else { 2 }, "{}", run.stderr);
    }
    let packed = gzip(&[good.clone(), good].concat());
    let (run, _) = between("b.warc.gz", &packed[..packed.len() - 20]);
    assert_one_message(&run, "b.warc.gz");
}

#[test]
fn a_bomb_within_a_web_archive() {
    let bomb = gzip(&vec![b'a'; 200_000_000]);
    let block = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n", &bomb[..]].concat();
    let head = "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n";
    let record = [format!("{head}Content-Length: {}\r\n\r\n", block.len()).as_bytes(), &block, b"\r\n\r\n"].concat();
    let (run, count) = between("b.warc", &[record, fetched(STORY.as_bytes())].concat());
    assert_one_message(&run, "unpacked it has more than 10000000 bytes");
    assert_eq!(count, 1);
}

#[test]
fn nested_pages_and_feeds() {
    let deep = format!("<html><body>{}{STORY}", "<div><b>".repeat(300_000));
    let (run, count) = between("b.html", deep.as_bytes());
    assert_eq!((run.code, run.stderr.as_str(), count), (0, "", 1));
    let deep = format!("<rss><channel>{}", "<item><title>".repeat(300_000));
    let (run, _) = between("b.rss", deep.as_bytes());
    assert_one_message(&run, "it is no well-formed feed");
}

#[test]
fn pages_in_another_charset_than_they_say() {
    let here = folder("harm-charset");
    let story = |head: &str| format!("<html><head>{head}</head><body><h1>Café talks</h1>{STORY}</body></html>");
    let latin = |text: &str| text.chars().map(|c| c as u8).collect::<Vec<u8>>();
    file(&here, "a.html", &latin(&story("<meta charset=utf-8>")));
    file(&here, "b.html", story("<meta charset=windows-1251>").as_bytes());
    file(&here, "c.html", story("<meta charset=no-such-thing>").as_bytes());
    file(&here, "d.txt", &latin("Café talks went on."));
    let run = dateline(&here, &["extract", "a.html", "b.html", "c.html", "d.txt", "--plugins", "date"]);
    let documents = lines(&run.stdout);
    assert_eq!(documents.len(), 3);
    for document in documents {
        assert!(document["text"].as_str().is_some_and(|text| text.starts_with("Café talks\n")), "{document}");
    }
    assert_one_message(&run, "d.txt:1:4: it is not UTF-8: byte 0xe9");
}

#[test]
fn what_a_message_quotes_does_not_break_its_line() {
    let feed = "<rss></rss></it\n\u{1b}[31mem>";
    let (run, _) = between("b.rss", feed.as_bytes());
    assert_one_message(&run, r"close tag `</it\n\u{1b}[31mem>`");
}
