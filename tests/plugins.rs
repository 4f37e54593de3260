//! Plugins from outside: what they find is as if they were linked, and what they break costs only what is theirs.

use std::sync::OnceLock;

use crate::cdylib::{build, compile, root, script};
use crate::common::{Run, dateline, dateline_with, file, folder, lines};
use serde_json::Value;

/// Three documents, of which the second provokes plugins that wait for that.
const RECORDS: &str = r#"{"id": "a", "text": "Talks began in Łódź on 3 May 2021."}
{"id": "b", "text": "They ended with a boom on 4 May 2021."}
{"id": "c", "text": "Talks resumed on 5 May 2021."}
"#;

fn unruly() -> &'static str {
    static FILE: OnceLock<String> = OnceLock::new();
    FILE.get_or_init(|| build("dateline-unruly").display().to_string())
}

/// Runs the unruly plugin, told to misbehave in this way, beside the built-in dates.
fn misbehave(mode: &str, flags: &[&str]) -> (Run, Vec<Value>) {
    let here = folder(&format!("unruly-{mode}-{}", flags.len()));
    file(&here, "in.jsonl", RECORDS.as_bytes());
    let option = format!("unruly.mode={mode}");
    let mut arguments = vec!["extract", "in.jsonl", "--plugins", "date,unruly", "--threads", "1", "--option", &option];
    arguments.extend(["--plugin-path", unruly()]);
    arguments.extend(flags);
    let run = dateline(&here, &arguments);
    let documents = lines(&run.stdout);
    (run, documents)
}

fn values<'v>(document: &'v Value, kind: &str) -> Vec<&'v Value> {
    document["annotations"].as_array().expect("an array").iter().filter(|one| one["kind"] == kind).collect()
}

/// The dates are found in all three documents, whatever the plugin beside them does.
fn assert_dates_are_there(documents: &[Value]) {
    let found: Vec<&Value> = documents.iter().flat_map(|one| values(one, "date")).map(|date| &date["value"]).collect();
    assert_eq!(found, ["2021-05-03", "2021-05-04", "2021-05-05"]);
}

#[test]
fn a_plugin_that_behaves_is_listed_planned_and_written_under_its_own_kind() {
    let (run, documents) = misbehave("behave", &[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_dates_are_there(&documents);
    let trouble = values(&documents[0], "test/trouble");
    assert_eq!((trouble.len(), &trouble[0]["id"], &trouble[0]["text"]), (1, &"trouble1".into(), &"T".into()));
    let list = dateline(&root(), &["plugins", "list", "--plugin-path", unruly()]);
    assert!(list.stdout.lines().any(|line| line.starts_with("unruly") && line.contains("native")), "{}", list.stdout);
    let schema = dateline(&root(), &["schema", "--plugin-path", unruly()]);
    assert!(schema.stdout.contains("test/trouble"));
}

#[test]
fn a_panic_in_extract_costs_that_document_that_layer() {
    for flags in [&[][..], &["--isolate"]] {
        let (run, documents) = misbehave("panic-in-extract", flags);
        assert_eq!(run.code, 1);
        assert_dates_are_there(&documents);
        let found: Vec<usize> = documents.iter().map(|one| values(one, "test/trouble").len()).collect();
        assert_eq!(found, [1, 0, 1]);
        let told = documents[1]["diagnostics"][0]["message"].as_str().expect("it is told");
        assert!(told.contains("it found a bomb") && told.contains("tests/unruly/src/lib.rs:"), "{told}");
        assert!(run.stderr.starts_with("error: b: unruly: ") && run.stderr.lines().count() == 1, "{}", run.stderr);
    }
}

#[test]
fn what_cannot_be_made_is_said_before_anything_is_read() {
    for (mode, reason) in [
        ("panic-in-new", "it does not want to be made"),
        ("refuse-to-be-made", "the moon is not full"),
        ("sulk", "sulk"),
    ] {
        for flags in [&[][..], &["--isolate"]] {
            let (run, documents) = misbehave(mode, flags);
            assert_eq!((run.code, documents.len()), (2, 0), "{mode}");
            assert!(run.stderr.contains("unruly") && run.stderr.contains(reason), "{mode}: {}", run.stderr);
        }
    }
}

#[test]
fn a_panic_while_dropping_harms_nothing() {
    let (run, documents) = misbehave("panic-on-drop", &[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_dates_are_there(&documents);
}

#[test]
fn findings_outside_of_the_text_or_within_a_character_lose_the_layer() {
    for (mode, problem, lost) in [
        ("beyond-the-text", "are not within the text of", [true, true, true]),
        ("within-a-character", "cut a character in two", [true, false, false]),
    ] {
        for flags in [&[][..], &["--isolate"]] {
            let (run, documents) = misbehave(mode, flags);
            assert_eq!(run.code, 1);
            assert_dates_are_there(&documents);
            for (document, lost) in documents.iter().zip(lost) {
                let told = document["diagnostics"][0]["message"].as_str().unwrap_or_default();
                assert_eq!(told.contains(problem), lost, "{mode}: {told}");
                assert_eq!(values(document, "test/trouble").is_empty(), lost);
            }
        }
    }
}

#[test]
fn a_million_findings_are_written() {
    let (run, documents) = misbehave("a-million", &["--no-text"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(values(&documents[1], "test/trouble").len(), 1_000_000);
}

#[test]
fn a_crash_an_exit_and_a_hang_are_contained_in_isolation() {
    for (mode, reason) in [
        ("overflow-the-stack", "it ended with signal"),
        ("exit", "it ended with exit status: 0"),
        ("hang", "did not come within 1 s"),
    ] {
        let (run, documents) = misbehave(mode, &["--isolate", "--plugin-time-limit", "1"]);
        assert_eq!(run.code, 1, "{mode}");
        assert_dates_are_there(&documents);
        let found: Vec<usize> = documents.iter().map(|one| values(one, "test/trouble").len()).collect();
        assert_eq!(found, [1, 0, 1], "{mode}");
        assert!(run.stderr.contains(reason), "{mode}: {}", run.stderr);
    }
}

#[test]
fn isolation_finds_what_the_library_finds_in_this_process() {
    let treaties = build("dateline-example-treaties").display().to_string();
    let here = folder("isolated");
    file(&here, "a.txt", "The envoy from Łódź cited the New START Treaty and Resolution 2254.".as_bytes());
    let arguments = ["extract", "a.txt", "--plugins", "treaties", "--explain", "--plugin-path", &treaties];
    let native = dateline(&here, &arguments);
    let isolated = dateline(&here, &[&arguments[..], &["--isolate"]].concat());
    assert_eq!((native.code, native.stderr.as_str()), (0, ""));
    assert_eq!(isolated.stdout, native.stdout);
    assert_eq!(values(&lines(&native.stdout)[0], "example/treaty").len(), 2);
}

#[test]
fn what_is_no_plugin_is_refused_by_name_with_what_to_do() {
    let here = folder("no-plugins");
    file(&here, "text.so", b"This is no library.");
    file(&here, "text.txt", b"This is no library either.");
    std::fs::create_dir(here.join("empty")).expect("it can be made");
    let check = |file: &str| dateline(&here, &["plugins", "check", file]);
    for (file, reason) in [
        ("none.so", "No such file"),
        ("text.so", "it is no library that loads here"),
        ("text.txt", "it is no library that loads here"),
        ("empty", "the directory holds no file that ends in"),
    ] {
        let run = check(file);
        assert_eq!(run.code, 1);
        let begin = format!("error: cannot load the plugin {file}: ");
        assert!(run.stderr.starts_with(&begin) && run.stderr.contains(reason), "{}", run.stderr);
    }
    let run = check(unruly());
    assert!(
        run.code == 0 && run.stdout.contains("unruly 0.1.0 of the plugin \"unruly\" writes \"test/trouble\""),
        "{}",
        run.stdout
    );
}

#[test]
fn tables_that_are_not_right_are_refused() {
    let here = folder("tables");
    let cases = [
        ("nothing", "int unrelated(void) { return 0; }", "has no symbol dateline_plugin_v1"),
        ("null", "const void *dateline_plugin_v1(void) { return 0; }", "its entry returned no table"),
        (
            "magic",
            "static long long t[16]; const void *dateline_plugin_v1(void) { return t; }",
            "does not begin with the bytes",
        ),
        (
            "major",
            "#include <string.h>\n#include \"dateline.h\"\nstatic dateline_table t; const void *dateline_plugin_v1(void) \
             { memcpy(&t, \"dateline\", 8); t.major = 7; return &t; }",
            "it was built for plugin ABI 7, this dateline speaks 1",
        ),
        (
            "short",
            "#include <string.h>\n#include \"dateline.h\"\nstatic dateline_table t; const void *dateline_plugin_v1(void) \
             { memcpy(&t, \"dateline\", 8); t.major = 1; t.size = 24; return &t; }",
            "its table is truncated: 24 bytes",
        ),
    ];
    for (name, source, reason) in cases {
        file(&here, &format!("{name}.c"), source.as_bytes());
        let Some(library) = compile(&here.join(format!("{name}.c")), &here) else { return };
        let run = dateline(&here, &["plugins", "check", &library.display().to_string()]);
        assert!(run.code == 1 && run.stderr.contains(reason) && run.stderr.contains(name), "{name}: {}", run.stderr);
    }
}

#[test]
fn a_plugin_in_c_of_a_few_lines() {
    let here = folder("c");
    let Some(library) = compile(&root().join("examples/c-plugin/question.c"), &here) else { return };
    file(&here, "a.txt", "Wann? Où ça? “Who said it?” they asked.".as_bytes());
    let library = library.display().to_string();
    let run = dateline(&here, &["extract", "a.txt", "--plugins", "questions", "--plugin-path", &library]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let document = &lines(&run.stdout)[0];
    let found: Vec<(u64, u64)> = values(document, "example/question")
        .iter()
        .map(|one| (one["start"].as_u64().expect("an offset"), one["number"].as_u64().expect("a number")))
        .collect();
    assert_eq!(found, [(4, 1), (11, 2), (25, 3)]);
}

#[test]
fn the_c_header_has_the_layout_of_the_rust_types() {
    use dateline_core::abi::{Bytes, Columns, Sink, Table, View};
    use std::mem::offset_of;
    let here = folder("header");
    let source = "#include <stdio.h>\n#include \"dateline.h\"\n#define O(t, f) (int)offsetof(t, f)\nvoid report(int *o) { int i = 0;\n\
        o[i++] = sizeof(dateline_bytes); o[i++] = sizeof(dateline_columns); o[i++] = O(dateline_columns, rows);\n\
        o[i++] = O(dateline_columns, text); o[i++] = O(dateline_columns, whys_len); o[i++] = sizeof(dateline_sink);\n\
        o[i++] = O(dateline_sink, json); o[i++] = O(dateline_sink, fail); o[i++] = sizeof(dateline_view);\n\
        o[i++] = O(dateline_view, text); o[i++] = O(dateline_view, regions); o[i++] = O(dateline_view, layer_json);\n\
        o[i++] = sizeof(dateline_table); o[i++] = O(dateline_table, count); o[i++] = O(dateline_table, destroy);\n\
        o[i++] = sizeof(dateline_region); }\n";
    file(&here, "layout.c", source.as_bytes());
    let Some(library) = compile(&here.join("layout.c"), &here) else { return };
    let mut layout = [0i32; 16];
    // SAFETY: the library was compiled from the lines above.
    unsafe {
        let library = libloading::Library::new(library).expect("it was just compiled");
        let report = library.get::<unsafe extern "C" fn(*mut i32)>(b"report").expect("it stands above");
        report(layout.as_mut_ptr());
    }
    let rust = [
        size_of::<Bytes>(),
        size_of::<Columns>(),
        offset_of!(Columns, rows),
        offset_of!(Columns, text),
        offset_of!(Columns, whys_len),
        size_of::<Sink>(),
        offset_of!(Sink, json),
        offset_of!(Sink, fail),
        size_of::<View>(),
        offset_of!(View, text),
        offset_of!(View, regions),
        offset_of!(View, layer_json),
        size_of::<Table>(),
        offset_of!(Table, count),
        offset_of!(Table, destroy),
        size_of::<dateline_core::Region>(),
    ];
    assert_eq!(layout.map(|value| value as usize), rust);
}

/// A hello of one extractor, for scripts.
const HELLO: &str = r#"{"dateline": 1, "extractors": [{"package": "p", "version": "1", "plugin": "prog", "name": "prog", "requires": ["token"], "schema": {"kind": "test/prog", "fields": [{"name": "span", "type": "span"}]}}]}"#;

fn run_program(name: &str, content: &str) -> (Run, Vec<Value>) {
    let here = folder(&format!("program-{name}"));
    let program = script(&here, name, content);
    let arguments = ["extract", "-", "--input-format", "jsonl", "--plugins", "date,prog", "--threads", "1"];
    let flags = ["--plugin-path", &program, "--plugin-time-limit", "1"];
    let run = dateline_with(&here, &[&arguments[..], &flags].concat(), RECORDS.as_bytes());
    let documents = lines(&run.stdout);
    (run, documents)
}

#[test]
fn a_program_that_speaks_json_lines_is_a_plugin() {
    let reads = r#"while read -r line; do case "$line" in *token*) echo '{"items": [{"start": 0, "end": 1}]}';; *) echo '{"error": "no tokens"}';; esac; done"#;
    let (run, documents) = run_program("good", &format!("echo '{HELLO}'\n{reads}\n"));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_dates_are_there(&documents);
    assert!(documents.iter().all(|one| values(one, "test/prog").len() == 1));
}

#[test]
fn a_plugin_in_python() {
    if std::process::Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: there is no python3 here");
        return;
    }
    let here = folder("python");
    file(&here, "a.txt", "“#Łódź talks go on”, #Geneva2021 said.".as_bytes());
    let program = root().join("examples/python-plugin/hashtags.py").display().to_string();
    let run = dateline(&here, &["extract", "a.txt", "--plugins", "hashtags", "--plugin-path", &program]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let document = &lines(&run.stdout)[0];
    let found: Vec<&Value> = values(document, "example/hashtag").iter().map(|one| &one["text"]).collect();
    assert_eq!(found, ["#Łódź", "#Geneva2021"]);
}

#[test]
fn programs_that_break_the_protocol_cost_what_is_theirs() {
    for (name, content, reason) in [
        ("rubbish", "while read -r line; do echo rubbish; done", "its answer is not as the protocol says"),
        ("silent", "while read -r line; do :; done", "its answer did not come within 1 s"),
        ("gone", "exit 3", "it ended with exit status: 3"),
        (
            "unknown",
            r#"while read -r line; do echo '{"items": [{"start": 0, "end": 1, "colour": 1}]}'; done"#,
            "there is no field \"colour\"",
        ),
        (
            "outside",
            r#"while read -r line; do echo '{"items": [{"start": 0, "end": 99}]}'; done"#,
            "are not within the text",
        ),
        ("error", r#"while read -r line; do echo '{"error": "it is Monday"}'; done"#, "it is Monday"),
    ] {
        let (run, documents) = run_program(name, &format!("echo '{HELLO}'\n{content}\n"));
        assert_eq!(run.code, 1, "{name}");
        assert_dates_are_there(&documents);
        assert!(run.stderr.contains(reason), "{name}: {}", run.stderr);
        assert_eq!(run.stderr.lines().count(), 3, "{name}: one message a document: {}", run.stderr);
    }
    for (name, content, reason) in [
        ("mute", "exec sleep 5", "its hello did not come within 1 s"),
        ("wrong", "echo hello", "its hello is not as the protocol says"),
        ("future", r#"echo '{"dateline": 9, "extractors": []}'"#, "it speaks version 9 of the protocol"),
        ("empty", r#"echo '{"dateline": 1, "extractors": []}'; read -r line"#, "it offers no extractor"),
    ] {
        let (run, documents) = run_program(name, &format!("{content}\n"));
        assert_eq!((run.code, documents.len()), (2, 0), "{name}");
        assert!(run.stderr.contains(reason) && run.stderr.contains(name), "{name}: {}", run.stderr);
    }
}

/// A hello of one extractor of the kind `test/NAME`, which requires a layer.
fn hello(name: &str, requires: &str) -> String {
    let schema = serde_json::json!({"kind": format!("test/{name}"), "fields": [{"name": "span", "type": "span"}]});
    let extractor = serde_json::json!({"package": "p", "version": "1", "plugin": name, "name": name,
        "requires": [requires], "schema": schema});
    format!("echo '{}'\n", serde_json::json!({"dateline": 1, "extractors": [extractor]}))
}

#[test]
fn plans_that_cannot_be_made_are_refused_before_anything_is_read() {
    let here = folder("plans");
    file(&here, "a.txt", b"Talks went on.");
    let answer =
        "while read -r line; do case \"$line\" in *configure*) echo '{\"requires\": [\"REQUIRED\"]}';; esac; done\n";
    let program = |name: &str, requires: &str| {
        script(&here, name, &(hello(name, requires) + &answer.replace("REQUIRED", requires)))
    };
    let (left, right) = (program("left", "test/right"), program("right", "test/left"));
    let circle = ["extract", "a.txt", "--plugins", "left", "--plugin-path", &left, "--plugin-path", &right];
    let run = dateline(&here, &circle);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("in a circle: left -> right -> left"), "{}", run.stderr);

    let lonely = program("lonely", "sentense");
    let run = dateline(&here, &["extract", "a.txt", "--plugins", "lonely", "--plugin-path", &lonely]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr.contains("\"lonely\" requires the layer \"sentense\"") && run.stderr.contains("\"sentence\"?"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_library_that_was_built_for_another_schema_of_a_layer_is_refused() {
    let here = folder("other-schema");
    let source = std::fs::read_to_string(root().join("examples/c-plugin/question.c")).expect("it is there");
    let required = r#"bytes("[{\"name\": \"token\", \"schema\": \"12345\"}]")"#;
    assert!(source.contains(r#"bytes("[]")"#));
    file(&here, "old.c", source.replace(r#"bytes("[]")"#, required).as_bytes());
    file(&here, "a.txt", b"Talks went on.");
    let Some(library) = compile(&here.join("old.c"), &here) else { return };
    let library = library.display().to_string();
    let run = dateline(&here, &["extract", "a.txt", "--plugins", "questions", "--plugin-path", &library]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr.contains("\"questions\" was built for another version of the layer \"token\""),
        "{}",
        run.stderr
    );
}

#[test]
fn only_files_on_the_list_are_loaded_when_there_is_one() {
    let here = folder("allow");
    file(&here, "a.txt", b"Talks went on.");
    file(&here, "list", format!("{}  other.so\n", "0".repeat(64)).as_bytes());
    let arguments = ["extract", "a.txt", "--plugins", "unruly", "--plugin-path", unruly(), "--plugin-sha256", "list"];
    let refused = dateline(&here, &arguments);
    assert_eq!(refused.code, 2);
    let (_, hash) = refused.stderr.split_once("its SHA-256 is ").expect("it tells the hash");
    file(&here, "list", format!("{}  unruly.so\n", &hash[..64]).as_bytes());
    assert_eq!(dateline(&here, &arguments).code, 0);
}

#[test]
fn two_loaded_plugins_of_one_name_are_refused() {
    let here = folder("twice");
    let copy = here.join("libdateline_unruly.so");
    std::fs::copy(unruly(), &copy).expect("it can be copied");
    file(&here, "a.txt", b"Talks went on.");
    let copy = copy.display().to_string();
    let run = dateline(&here, &["extract", "a.txt", "--plugin-path", unruly(), "--plugin-path", &copy]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("two loaded plugins offer an extractor \"unruly\"") && run.stderr.contains(&copy),
        "{}",
        run.stderr
    );
}
