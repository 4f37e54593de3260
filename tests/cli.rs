//! The command as people use it.

use crate::common::{dateline, dateline_with, example, file, folder, lines};
use serde_json::Value;

const REPORT: &str = "VIENNA (Agency) - Talks will resume on Monday, the ministry said on 3 May 2021.\n";

#[test]
fn the_example_of_the_readme_gives_all_five_kinds() {
    let example = example();
    let run = dateline(example.parent().expect("it lies in a folder"), &["extract", "geneva.txt"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let document = &lines(&run.stdout)[0];
    assert_eq!((&document["schema"], &document["id"]), (&"dateline/1".into(), &"geneva.txt".into()));
    // A menu stands above it, with a clock and a day below.
    assert_eq!(document["headline"], "Cyprus Rivals Agree to Reopen Two Crossings, Trade Blame Over Drilling");
    let kinds: Vec<&str> =
        document["annotations"].as_array().expect("an array").iter().filter_map(|one| one["kind"].as_str()).collect();
    for kind in ["date", "location", "quote", "tone", "statement"] {
        assert!(kinds.contains(&kind), "{kind} is missing");
    }
}

#[test]
fn only_the_chosen_plugins_are_written_and_they_find_the_same_alone() {
    let here = folder("chosen");
    file(&here, "a.txt", REPORT.as_bytes());
    let all = lines(&dateline(&here, &["extract", "a.txt"]).stdout);
    for kind in ["date", "location", "quote"] {
        let run = dateline(&here, &["extract", "a.txt", "--plugins", kind]);
        let alone = lines(&run.stdout);
        let of_kind = |document: &Value| -> Vec<Value> {
            let annotations = document["annotations"].as_array().expect("an array");
            annotations.iter().filter(|one| one["kind"] == kind).cloned().collect()
        };
        assert_eq!(of_kind(&alone[0]), of_kind(&all[0]), "{kind}");
        assert_eq!(of_kind(&alone[0]).len(), alone[0]["annotations"].as_array().expect("an array").len());
    }
}

#[test]
fn the_output_is_the_same_for_any_number_of_threads() {
    let here = folder("threads");
    let report = std::fs::read_to_string(example()).expect("the example is there");
    let mut records = String::new();
    for at in 0..60 {
        let text = if at % 3 == 0 { REPORT.repeat(at / 3 + 1) } else { report.clone() };
        records += &serde_json::json!({"id": format!("r{at}"), "text": text, "published": "2021-05-03"}).to_string();
        records.push('\n');
    }
    file(&here, "many.jsonl", records.as_bytes());
    let one = dateline(&here, &["extract", "many.jsonl", "--threads", "1"]);
    assert_eq!((one.code, one.stdout.lines().count()), (0, 60));
    for threads in ["2", "4"] {
        let run = dateline(&here, &["extract", "many.jsonl", "--threads", threads]);
        assert!(run.stdout == one.stdout, "{threads} threads give other bytes");
    }
}

#[test]
fn standard_input_is_read_and_json_lines_are_written_to_a_pipe() {
    let here = folder("stdin");
    for arguments in [&["extract", "-"][..], &["extract"]] {
        let run = dateline_with(&here, arguments, REPORT.as_bytes());
        assert_eq!(run.code, 0, "{}", run.stderr);
        let documents = lines(&run.stdout);
        assert_eq!((documents.len(), &documents[0]["id"]), (1, &"stdin".into()));
    }
}

#[test]
fn offsets_are_code_points_of_the_text_as_it_was_given() {
    let here = folder("offsets");
    let text = "ŁÓDŹ (Agency) — “We’ll meet in Łódź on 3\u{a0}May 2021,” the envoy’s aide said.\r\n";
    file(&here, "a.txt", text.as_bytes());
    let run = dateline(&here, &["extract", "a.txt"]);
    let document = &lines(&run.stdout)[0];
    assert_eq!(document["text"], text);
    let points: Vec<char> = text.chars().collect();
    let annotations = document["annotations"].as_array().expect("an array");
    assert!(!annotations.is_empty());
    for one in annotations {
        let at = |key: &str| one[key].as_u64().expect("an offset") as usize;
        let surface: String = points[at("start")..at("end")].iter().collect();
        assert_eq!(one["text"], surface);
    }
}

#[test]
fn a_file_of_output_appears_whole_and_nothing_is_left_beside_it() {
    let here = folder("out");
    file(&here, "a.txt", REPORT.as_bytes());
    let run = dateline(&here, &["extract", "a.txt", "--out", "found.jsonl"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    let written = std::fs::read_to_string(here.join("found.jsonl")).expect("it was written");
    assert_eq!(written, dateline(&here, &["extract", "a.txt"]).stdout);
    let mut names: Vec<_> =
        std::fs::read_dir(&here).expect("a folder").map(|one| one.expect("a file").file_name()).collect();
    names.sort();
    assert_eq!(names, ["a.txt", "found.jsonl"]);

    let run = dateline(&here, &["extract", "a.txt", "--out", "none/found.jsonl"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("cannot write to none/found.jsonl"), "{}", run.stderr);
}

#[test]
fn the_text_can_be_left_out_and_reasons_put_in() {
    let here = folder("details");
    file(&here, "a.txt", REPORT.as_bytes());
    let run = dateline(&here, &["extract", "a.txt", "--no-text", "--explain", "--plugins", "date"]);
    let document = &lines(&run.stdout)[0];
    assert!(document.get("text").is_none());
    let dates = document["annotations"].as_array().expect("an array");
    assert!(!dates.is_empty() && dates.iter().all(|date| date["why"][0]["rule"].is_string()), "{document:#}");
    let run = dateline(&here, &["extract", "a.txt", "--plugins", "date"]);
    assert!(!run.stdout.contains("\"why\""));
}

#[test]
fn a_saved_page_is_read_with_its_day_and_who_said_what() {
    let here = folder("saved");
    let page = "<!DOCTYPE html><html lang=en><head><title>Talks on river resume | Example</title>\
        <meta property='article:published_time' content='2017-02-16T19:35:00+06:00'></head><body>\
        <nav><a href=/>Home</a> <a href=/world>World</a></nav><article><h1>Talks on river resume</h1>\
        <figure><img src=a.jpg><figcaption>The river near the town of Osh</figcaption></figure>\
        <p>ASTANA (Agency) - Talks on the river resumed on Thursday, officials of both sides said.</p>\
        <p>&ldquo;We are ready to sign tomorrow,&rdquo; said Ana Ruiz, who leads the delegation.</p></article>\
        <div class=comments><p>I do not believe a word of it, said my neighbour yesterday, and I think he is right.</p></div>";
    file(&here, "page.html", page.as_bytes());
    let run = dateline(&here, &["extract", "page.html", "--format", "text"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let head = "Talks on river resume\npublished 2017-02-16 19:35 +06:00 · ASTANA (Agency)";
    assert!(run.stdout.starts_with(head), "{}", run.stdout);
    assert!(run.stdout.contains("Ana Ruiz") && run.stdout.contains("We are ready to sign tomorrow"), "{}", run.stdout);
    assert!(!run.stdout.contains("neighbour"), "{}", run.stdout);
    let run = dateline(&here, &["extract", "page.html", "--plugins", "date"]);
    let document = &lines(&run.stdout)[0];
    assert_eq!(document["published_from"], "meta");
    let kinds: Vec<_> = document["regions"].as_array().expect("a list").iter().map(|region| &region["kind"]).collect();
    assert_eq!(kinds, ["headline", "caption", "dateline", "lead", "body"]);
    let values: Vec<_> =
        document["annotations"].as_array().expect("a list").iter().map(|date| &date["value"]).collect();
    assert_eq!(values, ["2017-02-16", "2017-02-17"]);
}

#[test]
fn the_users_day_of_publication_is_the_anchor() {
    let here = folder("published");
    file(&here, "a.txt", b"The envoy said that talks had begun yesterday.\n");
    let run = dateline(&here, &["extract", "a.txt", "--plugins", "date", "--published", "2020-03-01"]);
    let document = &lines(&run.stdout)[0];
    assert_eq!((&document["published"], &document["published_from"]), (&"2020-03-01".into(), &"option".into()));
    assert_eq!(document["annotations"][0]["value"], "2020-02-29");
}

#[test]
fn text_for_people_has_no_colours_in_a_pipe() {
    let run = dateline(example().parent().expect("a folder"), &["extract", "geneva.txt", "--format", "text"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("Lindqvist") && !run.stdout.contains('\u{1b}'), "{}", run.stdout);
}

#[test]
fn plugins_are_listed_and_shown_with_their_options() {
    let here = folder("plugins");
    let list = dateline(&here, &["plugins", "list"]);
    assert_eq!(list.code, 0);
    for plugin in ["date", "location", "quote", "statement", "tone"] {
        assert!(list.stdout.lines().any(|line| line.starts_with(plugin)), "{plugin}: {}", list.stdout);
    }
    let show = dateline(&here, &["plugins", "show", "date"]);
    assert!(show.stdout.starts_with("# date") && show.stdout.contains("--option date."), "{}", show.stdout);
    let unknown = dateline(&here, &["plugins", "show", "dates"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("there is no plugin \"dates\": did you mean \"date\"?"), "{}", unknown.stderr);
}

#[test]
fn the_schema_names_every_kind() {
    let run = dateline(&folder("schema"), &["schema"]);
    let schema: Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    let text = schema.to_string();
    for kind in ["date", "location", "quote", "tone", "statement", "entity"] {
        assert!(text.contains(&format!("\"const\":\"{kind}\"")), "{kind} is missing");
    }
}

#[test]
fn the_licences_name_the_sources_of_the_data() {
    let run = dateline(&folder("licenses"), &["licenses"]);
    assert!(run.code == 0 && run.stdout.contains("GeoNames") && run.stdout.contains("CC BY 4.0"), "{}", run.stdout);
}

#[test]
fn conllu_has_lemmas_where_the_language_is_asked_for() {
    let here = folder("lemmas");
    file(&here, "report.txt", b"The envoys spoke in Geneva.\n");
    let lemmas = |plugins: &str| {
        let run = dateline(&here, &["extract", "report.txt", "--plugins", plugins, "--format", "conllu"]);
        let rows = run.stdout.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit()));
        rows.map(|row| row.split('\t').nth(2).unwrap_or("").to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(lemmas("language"), "the envoy speak in Geneva .");
    assert_eq!(lemmas("names"), "_ _ _ _ _ _");
}

#[test]
fn conllu_has_trees_unless_they_are_not_wanted() {
    let here = folder("conllu");
    file(&here, "report.txt", b"The envoys spoke in Geneva.\n");
    let read = |more: &[&str]| {
        let run = dateline(
            &here,
            &[&["extract", "report.txt", "--plugins", "language", "--format", "conllu"], more].concat(),
        );
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        let rows = run.stdout.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit()));
        let columns = |row: &str| row.split('\t').skip(5).take(3).collect::<Vec<_>>().join(" ");
        rows.map(columns).collect::<Vec<_>>()
    };
    assert_eq!(
        read(&[]),
        [
            "Definite=Def|PronType=Art 2 det",
            "Number=Plur 3 nsubj",
            "Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin 0 root",
            "_ 5 case",
            "Number=Sing 3 obl",
            "_ 3 punct"
        ]
    );
    assert_eq!(read(&["-o", "dependencies.parse=false"]), ["_ _ _"; 6]);
}
