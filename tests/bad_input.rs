//! Bad input: one clear message naming the place, the exit code of the contract, and the rest of the run done.

use crate::common::{Run, dateline, dateline_with, file, folder, lines};

const GOOD: &[u8] = b"The ministry said on 3 May 2021 that talks would go on.\n";

/// Runs over a bad file between two good ones: the good ones are read, and one message names the bad one.
fn between(name: &str, content: &[u8]) -> Run {
    let here = folder(&format!("bad-{name}"));
    file(&here, "a.txt", GOOD);
    file(&here, name, content);
    file(&here, "z.txt", GOOD);
    let run = dateline(&here, &["extract", "a.txt", name, "z.txt", "--plugins", "date"]);
    let ids: Vec<String> = lines(&run.stdout).iter().filter_map(|one| one["id"].as_str().map(str::to_owned)).collect();
    assert!(ids.first().is_some_and(|id| id == "a.txt") && ids.last().is_some_and(|id| id == "z.txt"), "{ids:?}");
    run
}

fn assert_one_message(run: &Run, code: i32, parts: &[&str]) {
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    for part in parts {
        assert!(run.stderr.contains(part), "{part:?} is not in {}", run.stderr);
    }
    assert_eq!(run.code, code);
}

#[test]
fn a_missing_file() {
    let here = folder("missing");
    file(&here, "a.txt", GOOD);
    let run = dateline(&here, &["extract", "none.txt", "a.txt", "--plugins", "date"]);
    assert_eq!(lines(&run.stdout).len(), 1);
    assert_one_message(&run, 1, &["error: none.txt: there is no such file"]);
}

#[test]
fn a_folder_with_nothing_to_read() {
    let here = folder("nothing");
    std::fs::create_dir(here.join("empty")).expect("it can be made");
    let run = dateline(&here, &["extract", "empty"]);
    assert_one_message(&run, 1, &["empty: the folder holds no file that can be read"]);
}

#[test]
fn an_empty_file() {
    assert_one_message(&between("b.txt", b""), 1, &["b.txt: it is empty"]);
}

#[test]
fn a_binary_file() {
    assert_one_message(&between("b.bin", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"), 1, &["b.bin"]);
}

#[test]
fn text_that_is_no_utf8() {
    assert_one_message(&between("b.txt", b"First line.\nA caf\xe9 in Paris.\n"), 1, &["b.txt:2:6", "UTF-8"]);
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    let run = between("b.txt", b"\xef\xbb\xbfTalks began on 3 May 2021.\n");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(lines(&run.stdout)[1]["text"], "Talks began on 3 May 2021.\n");
}

#[test]
fn line_ends_of_windows_stay_as_they_are() {
    let run = between("b.txt", b"Talks began on 3 May\r\n2021.\r\n");
    assert_eq!(lines(&run.stdout)[1]["text"], "Talks began on 3 May\r\n2021.\r\n");
}

#[test]
fn a_bad_line_of_json_costs_that_line() {
    let good = r#"{"id": "x", "text": "Talks began on 3 May 2021."}"#;
    let content = format!("{good}\n{{\"id\": \"y\", \"text\": \"Talks}}\n\n{}\n", good.replace("\"x\"", "\"w\""));
    let run = between("b.jsonl", content.as_bytes());
    let ids: Vec<String> =
        lines(&run.stdout).iter().map(|one| one["id"].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!(ids, ["a.txt", "x", "w", "z.txt"]);
    assert_one_message(&run, 1, &["error: b.jsonl:2:"]);
}

#[test]
fn a_record_without_text_is_named_by_its_line() {
    let run = between("b.jsonl", b"{\"id\": \"x\", \"body\": \"Talks\"}\n");
    assert_one_message(&run, 1, &["b.jsonl:1", "text"]);
}

#[test]
fn a_day_of_publication_that_is_none_is_a_warning() {
    let run = between("b.jsonl", b"{\"id\": \"x\", \"text\": \"Talks began.\", \"published\": \"soon\"}\n");
    assert_one_message(&run, 0, &["warning: x:", "\"soon\""]);
}

#[test]
fn a_single_line_of_a_hundred_megabytes_is_read_when_that_is_allowed() {
    let line = b"Talks went on in Geneva without a break ".repeat(2_500_000);
    let here = folder("long");
    // Quiet, since a slow machine makes it a long run, which says at its end what it did.
    let arguments = ["extract", "-", "--plugins", "date", "--no-text", "--quiet", "--max-bytes", "200000000"];
    let run = dateline_with(&here, &arguments, &line);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(lines(&run.stdout).len(), 1);
    let run = dateline_with(&here, &["extract", "-", "--plugins", "date"], &line);
    assert_one_message(&run, 1, &["<stdin>", "10000000"]);
}

#[test]
fn text_made_of_one_mark_ends() {
    let here = folder("marks");
    for mark in ["\"", "“", "‘", "'", "(", "-", ".", "\n.", "\u{a0}.", "9", "A", "\0", "\u{301}", "2017-01-"] {
        let text = mark.repeat(200_000);
        let record = serde_json::json!({"id": "marks", "text": text}).to_string();
        let run = dateline_with(&here, &["extract", "-", "--input-format", "jsonl", "--no-text"], record.as_bytes());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{mark:?}");
    }
}

#[test]
fn wrong_words_on_the_command_line_name_the_likeliest() {
    let here = folder("words");
    file(&here, "a.txt", GOOD);
    let cases: [(&[&str], &[&str]); 7] = [
        (&["extract", "a.txt", "--plugins", "quotes"], &["there is no plugin \"quotes\": did you mean \"quote\"?"]),
        (&["extract", "a.txt", "--format", "jason"], &["there is no output format \"jason\": did you mean \"json\"?"]),
        (&["extract", "a.txt", "--input-format", "txt"], &["there is no input format \"txt\": did you mean \"text\"?"]),
        (&["extract", "a.txt", "--published", "tomorrow"], &["\"tomorrow\" is no day of publication", "2017-02-16"]),
        (&["extract", "a.txt", "--option", "date"], &["--option date: write it as EXTRACTOR.NAME=VALUE"]),
        (&["extract", "a.txt", "--option", "date.lokale=dmy"], &["\"date\"", "unknown field `lokale`", "`locale`"]),
        (&["extract", "a.txt", "--offsets", "chars"], &["there is no unit \"chars\": known: bytes, codepoints, utf16"]),
    ];
    for (arguments, parts) in cases {
        let run = dateline(&here, arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert_one_message(&run, 2, parts);
    }
    let run = dateline(&here, &["extract", "a.txt", "--plugin", "date"]);
    assert!(run.code == 2 && run.stderr.contains("--plugins"), "{}", run.stderr);
}

#[test]
fn a_parquet_file_that_is_damaged_anywhere() {
    let here = folder("bad-parquet");
    file(&here, "a.txt", GOOD);
    let run = dateline(&here, &["extract", "a.txt", "--plugins", "date", "--out", "a.parquet"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let whole = std::fs::read(here.join("a.parquet")).expect("it was written");
    let map = "text=text,id=doc_id";
    for at in (4..whole.len()).step_by(41) {
        let mut broken = whole.clone();
        broken[at] ^= 0x55;
        file(&here, "b.parquet", &broken);
        let run = dateline(&here, &["extract", "b.parquet", "a.txt", "--plugins", "date", "--map", map]);
        assert!(run.stdout.contains("\"id\":\"a.txt\""), "byte {at}: {}", run.stdout);
        assert!(run.code <= 1 && run.stderr.lines().count() <= 1, "byte {at}: {}", run.stderr);
        assert!(!run.stderr.contains("panicked"), "byte {at}: {}", run.stderr);
    }
    assert_one_message(
        &between("cut.parquet", &whole[..whole.len() / 2]),
        1,
        &["cut.parquet: it cannot be read as Parquet"],
    );
    assert_one_message(&between("no.parquet", b"none at all"), 1, &["no.parquet: it is no Parquet file"]);
    let piped = dateline_with(&here, &["extract", "-"], &whole);
    assert_one_message(&piped, 1, &["<stdin>: it is Parquet, which is read from a file alone"]);
}
