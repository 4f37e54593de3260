//! `dateline.toml`, completions and the manual page.

use crate::common::{dateline, file, folder, lines};

const TEXT: &[u8] = b"The envoy spoke on 3/4/2021, and again on d-day.\n";

#[test]
fn the_nearest_file_upwards_gives_the_options_that_were_not_typed() {
    let here = folder("settings");
    std::fs::create_dir_all(here.join("a/b")).expect("it can be made");
    file(&here, "a/b/report.txt", TEXT);
    file(&here, "dateline.toml", b"plugins = [\"location\"]\n");
    file(
        &here,
        "a/dateline.toml",
        b"plugins = [\"date\"]\nno-text = true\nthreads = 1\n\n[extractors.date]\nlocale = \"day-first\"\n",
    );
    let below = here.join("a/b");
    let document = &lines(&dateline(&below, &["extract", "report.txt"]).stdout)[0];
    assert!(document.get("text").is_none());
    assert_eq!(document["annotations"][0]["value"], "2021-04-03");
    let run = dateline(&below, &["extract", "report.txt", "-o", "date.locale=month-first"]);
    assert_eq!(lines(&run.stdout)[0]["annotations"][0]["value"], "2021-03-04");
    let run = dateline(&below, &["extract", "report.txt", "--plugins", "names"]);
    assert!(run.code == 0 && !run.stdout.contains("\"kind\":\"date\""), "{}", run.stdout);
    let run = dateline(&below, &["extract", "report.txt", "--no-config"]);
    assert!(lines(&run.stdout)[0].get("text").is_some());
    let run = dateline(&below, &["extract", "report.txt", "--config", "../../dateline.toml"]);
    assert!(lines(&run.stdout)[0].get("text").is_some() && !run.stdout.contains("\"kind\":\"date\""));
}

#[test]
fn expressions_of_ones_own_are_tables() {
    let here = folder("expressions");
    file(&here, "report.txt", TEXT);
    let table = b"plugins = \"date\"\n\n[[extractors.date.expressions]]\nname = \"d-day\"\npattern = \"d - day ; d day\"\nvalue = 1944-06-06\n";
    file(&here, "dateline.toml", table);
    let run = dateline(&here, &["extract", "report.txt"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("\"value\":\"1944-06-06\""), "{}", run.stdout);
}

#[test]
fn what_is_wrong_in_a_file_is_named_by_line_and_column() {
    let here = folder("wrong");
    file(&here, "report.txt", TEXT);
    let cases: [(&str, &[&str]); 11] = [
        ("treads = 2\n", &["dateline.toml:1:1: there is no option \"treads\": did you mean \"threads\"?"]),
        ("\nthreads = 0\n", &["dateline.toml:2:11: threads: invalid value '0'"]),
        ("threads = \"many\"\n", &["dateline.toml:1:11: threads: invalid value 'many'"]),
        ("no-text = \"yes\"\n", &["dateline.toml:1:11: no-text takes true or false"]),
        ("plugins = [\n  \"date\",\n  \"qoute\",\n]\n", &["dateline.toml:3:3: ", "did you mean \"quote\"?"]),
        ("format = \"jason\"\n", &["dateline.toml:1:10: --format: there is no output format \"jason\""]),
        ("plugins = [\"date\"\n", &["dateline.toml:", "it is not TOML"]),
        (
            "[extractors.dates]\nlocale = \"x\"\n",
            &["dateline.toml:1:13: there is no extractor \"dates\": did you mean \"date\"?"],
        ),
        (
            "[extractors.date]\n\nlokale = \"x\"\n",
            &["dateline.toml:3:1: ", "no option \"lokale\": did you mean \"locale\"?"],
        ),
        ("[extractors.date]\nlocale = \"x\"\n", &["dateline.toml:2:1: ", "month-first"]),
        ("plugin-path = [\"evil.so\"]\n", &["dateline.toml:1:1: plugin-path is only taken from the command line"]),
    ];
    for (content, parts) in cases {
        file(&here, "dateline.toml", content.as_bytes());
        let run = dateline(&here, &["extract", "report.txt"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{content}");
        for part in parts {
            assert!(run.stderr.starts_with("error: ") && run.stderr.contains(part), "{content}: {}", run.stderr);
        }
    }
    let run = dateline(&here, &["extract", "report.txt", "--config", "none.toml"]);
    assert!(run.code == 2 && run.stderr.contains("cannot read none.toml"), "{}", run.stderr);
}

#[test]
fn a_file_that_is_named_may_say_where_the_output_goes_beside_itself() {
    let here = folder("named");
    std::fs::create_dir(here.join("below")).expect("it can be made");
    file(&here, "report.txt", TEXT);
    file(&here, "below/mine.toml", b"out = \"found.jsonl\"\nplugins = \"date\"\n");
    let run = dateline(&here, &["extract", "report.txt", "--config", "below/mine.toml"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    assert!(here.join("below/found.jsonl").exists());
}

#[test]
fn completions_and_the_manual_know_every_option() {
    let here = folder("manual");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = dateline(&here, &["completions", shell]);
        assert!(run.code == 0 && run.stdout.contains("input-format") && run.stdout.contains("shard"), "{shell}");
    }
    let page = dateline(&here, &["man", "extract"]);
    assert!(page.code == 0 && page.stdout.starts_with(".ie") && page.stdout.contains("resume"), "{}", page.stdout);
    assert!(dateline(&here, &["man"]).stdout.contains("plugins"));
    let run = dateline(&here, &["man", "extrakt"]);
    assert!(run.code == 2 && run.stderr.contains("did you mean \"extract\"?"), "{}", run.stderr);
}

#[test]
fn fast_sets_the_option_of_that_name_where_there_is_one() {
    let here = folder("fast");
    file(&here, "report.txt", b"Anna Petrov came to Geneva. Petrov said on Monday that the talks had failed.\n");
    let speaker = |more: &[&str]| {
        let arguments = [&["extract", "report.txt", "--plugins", "quote,date,location"], more].concat();
        let run = dateline(&here, &arguments);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        let annotations = lines(&run.stdout)[0]["annotations"].clone();
        let quote = annotations.as_array().into_iter().flatten().find(|one| one["kind"] == "quote").cloned();
        quote.expect("a quotation")["speaker"]["name"].clone()
    };
    assert_eq!(speaker(&[]), "Anna Petrov");
    assert_eq!(speaker(&["--fast"]), "Petrov", "she has not spoken before, and nobody reads who is named");
    assert_eq!(speaker(&["--fast", "-o", "quote.fast=false"]), "Anna Petrov");
    file(&here, "dateline.toml", b"fast = true\n");
    assert_eq!(speaker(&[]), "Petrov");
}
