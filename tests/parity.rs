//! The plugins as shared libraries find what they find when they are linked in.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::cdylib::build;
use crate::common::{dateline, example, file, folder};

/// The five plugins as shared libraries, in one folder.
fn libraries() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let here = folder("libraries");
        for plugin in ["date", "location", "quote", "tone", "statement"] {
            let library = build(&format!("dateline-{plugin}"));
            std::fs::copy(&library, here.join(library.file_name().expect("a file"))).expect("it can be copied");
        }
        here
    })
}

#[test]
fn loaded_plugins_replace_the_built_in_ones_and_find_the_same() {
    let here = folder("parity");
    let report = std::fs::read_to_string(example()).expect("the example is there");
    let mut records = String::new();
    for (at, paragraph) in report.split("\n\n").chain([report.as_str()]).enumerate() {
        let text = paragraph.trim_start_matches('\n');
        records += &serde_json::json!({"id": format!("p{at}"), "text": text, "published": "2023-03-09"}).to_string();
        records.push('\n');
    }
    file(&here, "in.jsonl", records.as_bytes());
    let libraries = libraries().display().to_string();
    let list = dateline(&here, &["plugins", "list", "--plugin-path", &libraries]);
    assert_eq!(list.stdout.matches("in place of the built-in one").count(), 10, "{}", list.stdout);
    let linked = dateline(&here, &["extract", "in.jsonl", "--explain"]);
    assert_eq!((linked.code, linked.stderr.as_str()), (0, ""));
    let loaded = dateline(&here, &["extract", "in.jsonl", "--explain", "--threads", "8", "--plugin-path", &libraries]);
    assert_eq!((loaded.code, loaded.stderr.as_str()), (0, ""));
    assert!(loaded.stdout == linked.stdout, "loaded plugins find something else than linked ones");
}

#[test]
fn eight_threads_find_the_same_in_five_hundred_documents_with_loaded_and_linked_plugins_mixed() {
    let here = folder("stress");
    let report = std::fs::read_to_string(example()).expect("the example is there");
    let paragraphs: Vec<&str> = report.split("\n\n").map(|one| one.trim_start_matches('\n')).collect();
    let mut records = String::new();
    for at in 0..500 {
        let text = [paragraphs[at % paragraphs.len()], paragraphs[at / 3 % paragraphs.len()]].join("\n\n");
        records += &serde_json::json!({"id": format!("d{at}"), "text": text, "published": "2023-03-09"}).to_string();
        records.push('\n');
    }
    file(&here, "in.jsonl", records.as_bytes());
    let linked = dateline(&here, &["extract", "in.jsonl", "--threads", "8"]);
    assert_eq!((linked.code, linked.stderr.as_str(), linked.stdout.lines().count()), (0, "", 500));
    let name = |plugin: &str| {
        let file = format!("{}dateline_{plugin}{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
        libraries().join(file).display().to_string()
    };
    let (date, quote) = (name("date"), name("quote"));
    let mixed = ["extract", "in.jsonl", "--threads", "8", "--plugin-path", &date, "--plugin-path", &quote];
    let mixed = dateline(&here, &mixed);
    assert_eq!((mixed.code, mixed.stderr.as_str()), (0, ""));
    assert!(mixed.stdout == linked.stdout, "with plugins mixed, something else is found");
}
