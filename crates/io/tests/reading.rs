//! Inputs of every kind, right and wrong: what is read, and what is said about the rest.

mod folder;

use dateline_io::{FieldMap, Input, InputFormat, ReadOptions, open, walk};

use folder::Folder;

/// What comes of an input: a line for each record (id and text) and each error (without the folder).
fn read(folder: &Folder, input: &Input, options: &ReadOptions) -> Vec<String> {
    let shown = |error: String| error.replace(&format!("{}/", folder.0.display()), "");
    match open(input, options) {
        Err(error) => vec![shown(error.to_string())],
        Ok(records) => records
            .map(|record| match record {
                Ok(record) => format!("{} = {:?}", record.id, record.text),
                Err(error) => shown(error.to_string()),
            })
            .collect(),
    }
}

#[test]
fn texts() {
    let folder = Folder::new("texts");
    let cases: &[(&str, &[u8], &str)] = &[
        ("plain.txt", b"Talks go on.\n", "plain.txt = \"Talks go on.\\n\""),
        ("mark.txt", b"\xef\xbb\xbfTalks", "mark.txt = \"Talks\""),
        ("crlf.txt", b"one\r\ntwo", "crlf.txt = \"one\\r\\ntwo\""),
        ("noext", "Gov\u{2019}t\u{a0}says".as_bytes(), "noext = \"Gov\u{2019}t\\u{a0}says\""),
        ("empty.txt", b"", "empty.txt: it is empty"),
        ("blank.txt", b" \n\t\n", "blank.txt: it is empty: there is only white space in it"),
        (
            "binary.txt",
            b"GIF89a\n\x01\x00\x02",
            "binary.txt:2:2: it is binary: a NUL byte stands here (--input-format text reads it anyway)",
        ),
        (
            "latin.txt",
            b"Talks\nin M\xfcnich go on",
            "latin.txt:2:5: it is not UTF-8: byte 0xfc at offset 10 begins no character (convert it, as with iconv -f WINDOWS-1252 -t UTF-8)",
        ),
        ("wide.txt", b"\xff\xfeT\0", "wide.txt: it is UTF-16: convert it to UTF-8 first (iconv -f UTF-16 -t UTF-8)"),
        (
            "long.txt",
            &[b'a'; 101],
            "long.txt: it is longer than 100 bytes, the longest a document may be (--max-bytes)",
        ),
        ("limit.txt", &[b'a'; 100], &format!("limit.txt = \"{}\"", "a".repeat(100))),
    ];
    let options = ReadOptions { max_bytes: 100, ..ReadOptions::default() };
    for (name, content, expected) in cases {
        let input = folder.file(name, content);
        assert_eq!(read(&folder, &input, &options), [*expected], "{name}");
    }
    let forced = ReadOptions { format: Some(InputFormat::TEXT), ..ReadOptions::default() };
    let input = folder.file("forced.json", b"{\0}");
    assert_eq!(read(&folder, &input, &forced), ["forced.json = \"{\\0}\""]);
}

#[test]
fn json_lines() {
    let folder = Folder::new("jsonl");
    let content = concat!(
        "\u{feff}{\"text\": \"one\", \"extra\": {\"deep\": [1, \"}\"]}}\n",
        "\n",
        "{\"id\": \"b\", \"text\": \"two \\u2019\"}\r\n",
        "{\"id\": 7, \"text\": null}\n",
        "{\"id\": 8, \"text\": \"ei\n",
        "[1, 2]\n",
        "{\"text\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}\n",
        "{\"text\": \"last\", \"id\": 12}",
    );
    let input = folder.file("a.jsonl", content.as_bytes());
    let options = ReadOptions { max_bytes: 60, ..ReadOptions::default() };
    let expected = [
        "a.jsonl#1 = \"one\"",
        "b = \"two \u{2019}\"",
        "a.jsonl:4: the record has no text: it needs a field \"text\" with one (--map)",
        "a.jsonl:5:21: it is not a record in JSON: EOF while parsing a string",
        "a.jsonl:6:1: it is not a record in JSON: invalid type: sequence, expected an object with a field \"text\"",
        "a.jsonl:7: the text has 63 bytes, more than 60, the longest a document may be (--max-bytes)",
        "12 = \"last\"",
    ];
    assert_eq!(read(&folder, &input, &options), expected);

    let mut long = b"{\"text\": \"first\"}\n{\"text\": \"".to_vec();
    long.resize(200_000, b'x');
    long.extend_from_slice(b"\"}\n{\"text\": \"after\"}\n");
    let input = folder.file("long.jsonl", &long);
    let expected = [
        "long.jsonl#1 = \"first\"",
        "long.jsonl:2: the line has 199985 bytes, more than 480: it is skipped (--max-bytes)",
        "long.jsonl#3 = \"after\"",
    ];
    assert_eq!(read(&folder, &input, &options), expected);
}

#[test]
fn json() {
    let folder = Folder::new("json");
    let options = ReadOptions { max_bytes: 60, ..ReadOptions::default() };
    let cases: &[(&str, &str, &[&str])] = &[
        ("one.json", "{\n \"text\": \"a { \\\" } b\"\n}\n", &["one.json#1 = \"a { \\\" } b\""]),
        (
            "list.json",
            "[{\"text\": \"a\"},\n {\"text\": 1 2},\n {\"id\": \"c\", \"text\": \"c\"}]",
            &["list.json#1 = \"a\"", "list.json:2:13: it is not a record in JSON: expected `,` or `}`", "c = \"c\""],
        ),
        ("more.json", "{\"text\": \"a\"}\n\n{\"text\": \"b\"}", &["more.json#1 = \"a\"", "more.json#2 = \"b\""]),
        (
            "open.json",
            "[{\"text\": \"a\"}, {\"text\": \"b",
            &["open.json#1 = \"a\"", "open.json:1:17: the object that begins here never ends"],
        ),
        (
            "stray.json",
            "[1, {\"text\": \"a\"}] x",
            &[
                "stray.json:1:2: this is not JSON: an object should stand here",
                "stray.json#2 = \"a\"",
                "stray.json:1:20: this is not JSON: an object should stand here",
            ],
        ),
        ("none.json", "[]", &["none.json: there is no object in it that could be a document"]),
        ("list", "[ {\"text\": \"a\"} ]", &["list#1 = \"a\""]),
        ("lines", "{\"text\": \"a\"}\n{\"text\": \"b\"}\n", &["lines#1 = \"a\"", "lines#2 = \"b\""]),
    ];
    for (name, content, expected) in cases {
        let input = folder.file(name, content.as_bytes());
        assert_eq!(read(&folder, &input, &options), *expected, "{name}");
    }
    let deep = format!("[{}{}, {{\"text\": \"after\"}}]", "{\"a\":".repeat(500), "}".repeat(500));
    let input = folder.file("deep.json", deep.as_bytes());
    let found = read(&folder, &input, &ReadOptions::default());
    assert_eq!(found.len(), 2);
    assert_eq!(found[1], "deep.json#2 = \"after\"");
}

#[test]
fn tables() {
    let folder = Folder::new("tables");
    let options = ReadOptions { max_bytes: 60, ..ReadOptions::default() };
    let cases: &[(&str, &[u8], &[&str])] = &[
        (
            "a.csv",
            b"\xef\xbb\xbfid,text,other\n1,\"a, \"\"b\"\"\nc\",x\n,second\n3,,y\n4,m\xfcnich,z\n5,last,z\n",
            &[
                "1 = \"a, \\\"b\\\"\\nc\"",
                "a.csv#2 = \"second\"",
                "a.csv:5: the record has no text: it needs a field \"text\" with one (--map)",
                "a.csv:6: the row is not UTF-8: cell 2",
                "5 = \"last\"",
            ],
        ),
        ("b.csv", b"text;headline\nTalks, again;x\n", &["b.csv#1 = \"Talks, again\""]),
        ("c.tsv", b"text\theadline\nTalks, again\tx\n", &["c.tsv#1 = \"Talks, again\""]),
        (
            "d.csv",
            b"body,when\nTalks,2017\n",
            &[
                "d.csv:1: no column is known among these: body, when (the first line names them; --map says which is which)",
            ],
        ),
    ];
    for (name, content, expected) in cases {
        let input = folder.file(name, content);
        assert_eq!(read(&folder, &input, &options), *expected, "{name}");
    }
    let input = folder.file("d.csv", b"body,when\nTalks,2017\n");
    let fields = FieldMap::parse("text=body").expect("a map");
    assert_eq!(read(&folder, &input, &ReadOptions { fields, ..ReadOptions::default() }), ["d.csv#1 = \"Talks\""]);

    let endless = [b"text\nfirst\n\"".as_slice(), &vec![b'x'; 1_000_000]].concat();
    let input = folder.file("e.csv", &endless);
    let found = read(&folder, &input, &options);
    let last = found.last().expect("an error");
    assert!(last.ends_with("it is too long (--max-bytes), or a quotation mark is missing"), "{last}");
}

#[test]
fn packed() {
    use std::io::Write;
    let folder = Folder::new("packed");
    let lines = "{\"text\": \"one\"}\n".repeat(3000);
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(lines.as_bytes()).expect("memory takes it");
    let gzip = encoder.finish().expect("memory takes it");
    let zstandard = ruzstd::encoding::compress_to_vec(lines.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
    let options = ReadOptions::default();
    for (name, content) in [("a.jsonl.gz", &gzip), ("a.jsonl.zst", &zstandard)] {
        let input = folder.file(name, content);
        let found = read(&folder, &input, &options);
        assert_eq!((found.len(), found[2999].as_str()), (3000, &*format!("{name}#3000 = \"one\"")));
        let twice = folder.file(&format!("twice-{name}"), &[content.as_slice(), content].concat());
        assert_eq!(read(&folder, &twice, &options).len(), 6000, "{name} twice in one file");
        let cut = folder.file(&format!("cut-{name}"), &content[..content.len() / 2]);
        let found = read(&folder, &cut, &options);
        assert!(found.last().expect("an error").contains("it cannot be read"), "{:?}", found.last());
    }
    assert_eq!(walk([&folder.0]).flatten().count(), 6);
}

/// `pzstd` writes a frame to be skipped before each of its frames, others an index behind the last.
#[test]
fn frames_to_be_skipped_are() {
    let folder = Folder::new("skipped-frames");
    let pack =
        |text: &str| ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
    let skipped = b"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd".to_vec();
    let (one, two) = (pack("{\"text\": \"one\"}\n"), pack("{\"text\": \"two\"}\n"));
    let options = ReadOptions::default();
    let whole = folder.file("a.jsonl.zst", &[&*skipped, &one, &skipped, &two, &skipped].concat());
    assert_eq!(read(&folder, &whole, &options), ["a.jsonl.zst#1 = \"one\"", "a.jsonl.zst#2 = \"two\""]);
    for (name, rest, expected) in [
        ("b.jsonl.zst", &b"talks"[..], "stands what is none"),
        ("c.jsonl.zst", &two[..two.len() - 3], "is cut off"),
        ("d.jsonl.zst", &skipped[..2], "is cut off"),
    ] {
        let found = read(&folder, &folder.file(name, &[&*one, rest].concat()), &options);
        assert!(found.last().expect("an error").contains(expected), "{found:?}");
    }
}

#[test]
fn folders_files_and_what_is_not_there() {
    let folder = Folder::new("walk");
    for (name, content) in [
        ("in/b.txt", "b"),
        ("in/a/z.txt", "z"),
        ("in/a.txt", "a"),
        ("in/.hidden.txt", "h"),
        ("in/picture.png", "\u{89}PNG\0"),
        ("in/skipped.txt", "s"),
        ("in/.ignore", "skipped.txt"),
        ("binary/x.bin", "\0"),
        ("lone.txt", "l"),
    ] {
        folder.file(name, content.as_bytes());
    }
    let arguments = ["in", "missing.txt", "binary", "lone.txt"].map(|name| folder.0.join(name));
    let found: Vec<String> = walk(arguments)
        .map(|input| match input {
            Ok(input) => input.id,
            Err(error) => error.to_string().replace(&format!("{}/", folder.0.display()), ""),
        })
        .collect();
    let expected = [
        "a/z.txt",
        "a.txt",
        "b.txt",
        "missing.txt: there is no such file or folder",
        "binary: the folder holds no file that can be read (hidden, ignored and binary files do not count)",
        "lone.txt",
    ];
    assert_eq!(found, expected);
    assert_eq!(walk(["-"]).collect::<Vec<_>>(), [Ok(Input::stdin())]);
}

#[cfg(feature = "html")]
#[test]
fn pages() {
    let folder = Folder::new("pages");
    let story = "<p>Talks on the river went on for a third day, officials of both sides said.</p>";
    let page = format!("<!DOCTYPE html><title>Talks</title><h1>Talks</h1>{story}");
    let shown = |name: &str| {
        format!("{name} = \"Talks\\n\\nTalks on the river went on for a third day, officials of both sides said.\\n\"")
    };
    let wide: Vec<u8> = [0xfeff].into_iter().chain(page.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let options = ReadOptions::default();
    for (name, content) in [
        ("a.html", page.as_bytes()),
        ("noext", page.as_bytes()),
        ("wide.htm", &wide),
        ("wide", &wide),
        ("b.xhtml", page.to_uppercase().as_bytes()),
    ] {
        let input = folder.file(name, content);
        let expected = if name == "b.xhtml" { shown(name).to_uppercase() } else { shown(name) };
        let found = read(&folder, &input, &options);
        assert!(found.len() == 1 && found[0].eq_ignore_ascii_case(&expected), "{found:?}");
    }
    assert_eq!(walk([&folder.0]).flatten().count(), 5, "pages in UTF-16 are no binary files");
    for (name, content, expected) in [
        ("empty.html", "<html><body></body></html>", "no text was found in the page"),
        (
            "script.html",
            "<html><body><div id=root></div><script src=app.js></script></body></html>",
            "no text was found in the page; its text may come from scripts, which are not run",
        ),
        ("long.html", &"<p>".repeat(200), "it is longer than 500 bytes, the longest a document may be (--max-bytes)"),
    ] {
        let input = folder.file(name, content.as_bytes());
        let options = ReadOptions { max_bytes: 500, ..ReadOptions::default() };
        assert_eq!(read(&folder, &input, &options), [format!("{name}: {expected}")]);
    }
}

#[test]
fn formats_by_name() {
    assert_eq!(InputFormat::parse("jsonl"), Ok(InputFormat::JSONL));
    let error = InputFormat::parse("jsonlines").expect_err("there is no such format");
    assert!(error.starts_with("there is no input format \"jsonlines\": did you mean \"jsonl\"?"), "{error}");
}
