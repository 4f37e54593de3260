//! Formats of other tools, written and read back: by a parser here, and by the tools themselves where they are.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::common::{dateline, file, folder, lines};

const REPORT: &str = "GENEVA, May 3 (Agency) - Talks on the river will go on until Friday, envoy Anna Petrov said on Monday.\n\n\
    \u{201c}We are close \u{1f30d} to a text,\u{201d} she told reporters in Z\u{fc}rich on 2 May 2021.\n";

/// A folder with a report, and what was found in it as JSON.
fn found(name: &str) -> (std::path::PathBuf, Value) {
    let here = folder(name);
    std::fs::create_dir(here.join("a")).expect("it can be made");
    file(&here, "a/one.txt", REPORT.as_bytes());
    let run = dateline(&here, &["extract", "a", "--published", "2021-05-03"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let document = lines(&run.stdout).remove(0);
    assert!(document["annotations"].as_array().is_some_and(|all| all.len() > 5), "{document}");
    (here, document)
}

fn part(text: &str, start: &str, end: &str) -> String {
    let number = |it: &str| it.parse::<usize>().expect("a number");
    text.chars().skip(number(start)).take(number(end) - number(start)).collect()
}

#[test]
fn brat_reads_every_annotation_where_it_stands() {
    let (here, document) = found("brat");
    let run = dateline(&here, &["extract", "a", "--published", "2021-05-03", "--format", "brat", "--out", "brat"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let read = |name: &str| std::fs::read_to_string(here.join("brat").join(name)).expect("it is written");
    let (text, standoff) = (read("one.txt"), read("one.ann"));
    assert_eq!(text, REPORT);
    let mut marks = Vec::new();
    for line in standoff.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields.as_slice() {
            [id, place, words] if id.starts_with('T') => {
                let (kind, places) = place.split_once(' ').expect("a kind and places");
                let parts = places.split(';').map(|place| place.split_once(' ').expect("start and end"));
                let parts: Vec<String> = parts.map(|(start, end)| part(&text, start, end)).collect();
                assert_eq!(parts.join(" "), *words, "{line}");
                assert!(!words.contains('\n'));
                marks.push(kind.to_owned());
            }
            [id, note, json] if id.starts_with('#') => {
                assert!(note.starts_with("AnnotatorNotes T"), "{line}");
                assert!(serde_json::from_str::<Value>(json).is_ok_and(|note| note.is_object()), "{line}");
            }
            [id, relation] if id.starts_with('R') => {
                let ends: Vec<&str> = relation.split(' ').collect();
                assert!(ends.len() == 3 && ends[1].starts_with("Arg1:T") && ends[2].starts_with("Arg2:T"), "{line}");
            }
            _ => panic!("brat has no such line: {line}"),
        }
    }
    let kinds: Vec<&str> =
        document["annotations"].as_array().into_iter().flatten().filter_map(|one| one["kind"].as_str()).collect();
    assert_eq!(marks, kinds);
    assert!(standoff.contains("\nR1\t"), "statements refer to quotations: {standoff}");
    assert!(read("annotation.conf").contains("\nquote\n"));
}

#[test]
fn documents_of_one_name_do_not_overwrite_each_other_in_a_folder() {
    let here = folder("brat-names");
    let records = "{\"id\": \"../a b\", \"text\": \"One.\"}\n{\"id\": \".._a b\", \"text\": \"Two.\"}\n{\"id\": \"\u{7f}\", \"text\": \"Three.\"}\n";
    file(&here, "in.jsonl", records.as_bytes());
    let run = dateline(&here, &["extract", "in.jsonl", "--plugins", "date", "--format", "brat", "--out", "out"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let mut names: Vec<String> = std::fs::read_dir(here.join("out"))
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["_.ann", "_.txt", "_a_b-2.ann", "_a_b-2.txt", "_a_b.ann", "_a_b.txt", "annotation.conf"]);
}

#[test]
fn web_annotations_point_into_the_text_twice() {
    let (here, document) = found("web-annotation");
    let run = dateline(
        &here,
        &["extract", "a", "--published", "2021-05-03", "--format", "web-annotation", "--offsets", "utf16"],
    );
    let written = lines(&run.stdout);
    assert_eq!(written.len(), document["annotations"].as_array().map_or(0, Vec::len));
    for one in &written {
        assert_eq!(
            (&one["@context"], &one["type"]),
            (&"http://www.w3.org/ns/anno.jsonld".into(), &"Annotation".into())
        );
        assert!(one["id"].as_str().is_some_and(|id| id.starts_with("urn:dateline:one.txt#")), "{one}");
        let [position, quote] = one["target"]["selector"].as_array().expect("selectors").as_slice() else {
            panic!("two selectors: {one}")
        };
        let place = |end: &str| position[end].to_string();
        let exact = part(REPORT, &place("start"), &place("end"));
        assert_eq!(quote["exact"], exact.as_str(), "{one}");
        let around = ["prefix", "exact", "suffix"].map(|part| quote[part].as_str().unwrap_or_default()).concat();
        assert!(REPORT.contains(&around), "{one}");
        let body = one["body"][1]["value"].as_str().expect("a body");
        assert!(serde_json::from_str::<Value>(body).is_ok_and(|found| found.is_object()), "{one}");
    }
}

/// Runs a program in Python, if there is one with these modules; says out loud when there is not.
fn python(here: &Path, modules: &str, program: &str) -> Option<String> {
    let has = Command::new("python3").args(["-c", &format!("import {modules}")]).output();
    if !has.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: there is no python3 with {modules} here");
        return None;
    }
    let output = Command::new("python3").current_dir(here).args(["-c", program]).output().expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("it writes UTF-8"))
}

#[test]
fn parquet_has_the_rows_of_the_table_with_types() {
    let (here, _) = found("parquet");
    let csv = dateline(&here, &["extract", "a", "--published", "2021-05-03", "--format", "csv"]);
    file(&here, "a.csv", csv.stdout.as_bytes());
    let run = dateline(&here, &["extract", "a", "--published", "2021-05-03", "--out", "a.parquet"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    // As an input, one row is a document.
    let rows = dateline(&here, &["extract", "a.parquet", "--plugins", "date", "--map", "text=text,id=id"]);
    let texts: Vec<Value> = lines(&rows.stdout).into_iter().map(|document| document["text"].clone()).collect();
    let table = dateline(&here, &["extract", "a.csv", "--plugins", "date", "--map", "text=text,id=id"]);
    assert_eq!(texts, lines(&table.stdout).into_iter().map(|document| document["text"].clone()).collect::<Vec<_>>());
    assert!(!texts.is_empty());

    let program = "\
import csv, pyarrow.parquet as parquet
table = parquet.read_table('a.parquet')
types = {field.name: str(field.type) for field in table.schema}
assert types['start'] == 'int64' and types['lat'] == 'double' and types['text'] == 'string', types
rows = list(csv.DictReader(open('a.csv', newline='', encoding='utf-8')))
assert list(rows[0]) == table.column_names, (list(rows[0]), table.column_names)
text = open('a/one.txt', newline='', encoding='utf-8').read()
for one, other in zip(rows, table.to_pylist(), strict=True):
    assert text[other['start']:other['end']] == other['text']
    for name, cell in one.items():
        value = other[name]
        if isinstance(value, bool):
            assert cell == str(value).lower(), (name, cell, value)
        elif isinstance(value, (int, float)):
            assert float(cell) == value, (name, cell, value)
        else:
            assert cell == (value or ''), (name, cell, value)
print(len(rows))";
    if let Some(count) = python(&here, "pyarrow.parquet", program) {
        assert_eq!(count.trim(), texts.len().to_string());
    }
    let program = "\
import duckdb
print(duckdb.sql(\"select count(*) from read_parquet('a.parquet') p join read_csv('a.csv', all_varchar=true) c on p.doc_id = c.doc_id and p.id = c.id\").fetchall()[0][0])";
    if let Some(count) = python(&here, "duckdb", program) {
        assert_eq!(count.trim(), texts.len().to_string());
    }
    let program = "import pandas; table = pandas.read_csv('a.csv'); print(int((table['end'] > table['start']).sum()))";
    if let Some(count) = python(&here, "pandas", program) {
        assert_eq!(count.trim(), texts.len().to_string());
    }
}

#[test]
fn parquet_of_other_tools_is_read() {
    let here = folder("parquet-of-others");
    let program = "\
import datetime, pyarrow, pyarrow.parquet as parquet
day = datetime.datetime(2021, 5, 3, 10)
table = pyarrow.table({'id': [1, 2, 3], 'text': ['Talks go on.', None, 'They end on Friday.'],
  'published': pyarrow.array([day, day, None], pyarrow.timestamp('us')), 'vector': [[0.5], [], None]})
parquet.write_table(table, 'local.parquet')
zoned = table.set_column(2, 'published', pyarrow.array([day, day, None], pyarrow.timestamp('ms', tz='UTC')))
parquet.write_table(zoned, 'zoned.parquet', row_group_size=1)
for name in ['gzip', 'zstd', 'brotli', 'lz4']:
  parquet.write_table(table, name + '.parquet', compression=name)
  parquet.write_table(table, name + '-2.parquet', compression=name, data_page_version='2.0', use_dictionary=False)";
    if python(&here, "pyarrow.parquet", program).is_none() {
        return;
    }
    let (local, zoned) = ("2021-05-03T10:00:00", "2021-05-03T10:00:00Z");
    let packed =
        ["gzip.parquet", "gzip-2.parquet", "zstd.parquet", "zstd-2.parquet", "brotli.parquet", "brotli-2.parquet"];
    let packed = packed.map(|name| (name, local));
    for (name, expected) in [("local.parquet", local), ("zoned.parquet", zoned)].into_iter().chain(packed) {
        let run = dateline(&here, &["extract", name, "--plugins", "date"]);
        let documents = lines(&run.stdout);
        let ids: Vec<&str> = documents.iter().filter_map(|document| document["id"].as_str()).collect();
        assert_eq!(ids, ["1", "3"], "{}", run.stderr);
        assert_eq!(documents[0]["published"], expected, "{name}");
        assert!(run.stderr.contains(&format!("{name}: row 2: the record has no text")), "{}", run.stderr);
    }
    let run = dateline(&here, &["extract", "lz4.parquet", "--plugins", "date"]);
    assert!(run.stderr.contains("write it anew"), "{}", run.stderr);
}

#[test]
fn formats_that_are_no_streams_say_what_they_need() {
    let here = folder("no-streams");
    file(&here, "a.txt", REPORT.as_bytes());
    file(&here, "b.txt", REPORT.as_bytes());
    for (arguments, expected) in [
        (["--format", "parquet", "--quiet"].as_slice(), "--format parquet needs a file: --out FILE"),
        (&["--format", "brat"], "--format brat needs a folder: --out DIR"),
        (&["--format", "brat", "--out", "b", "--resume"], "--resume cannot go on with what --format brat writes"),
        (&["--format", "brat", "--out", "b.txt"], "cannot write to b.txt"),
    ] {
        let run = dateline(&here, &[&["extract", "a.txt", "--plugins", "date"], arguments].concat());
        assert!(run.stderr.contains(expected) && run.code == 2, "{arguments:?}: {} {}", run.code, run.stderr);
    }
}

#[test]
fn a_document_whose_time_is_over_says_what_was_left_out() {
    let here = folder("late");
    file(&here, "a.txt", REPORT.as_bytes());
    let run = dateline(&here, &["extract", "a.txt", "--plugins", "date,quote", "--max-seconds", "0"]);
    let document = &lines(&run.stdout)[0];
    assert_eq!(document["annotations"], serde_json::json!([]));
    let message = document["diagnostics"][0]["message"].as_str().expect("a message");
    assert!(message.starts_with("the time for this document is over: nothing is made by "), "{message}");
    assert!(message.contains("date") && message.contains("quote"), "{message}");
    assert_eq!(run.code, 1, "{}", run.stderr);
    let run = dateline(&here, &["extract", "a.txt", "--plugins", "date,quote", "--max-seconds", "600"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let run = dateline(&here, &["extract", "a.txt", "--max-seconds=-1"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}
