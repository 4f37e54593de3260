//! The options of dates on the command line.

use crate::common::{dateline_with, file, folder, lines};

/// The values found in a text published on Wednesday, 5 May 2021.
fn values(name: &str, text: &str, options: &[&str]) -> Vec<String> {
    let mut arguments = vec!["extract", "-", "--plugins", "date", "--published", "2021-05-05"];
    arguments.extend(options);
    let run = dateline_with(&folder(name), &arguments, text.as_bytes());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{options:?}");
    let document = &lines(&run.stdout)[0];
    let annotations = document["annotations"].as_array().expect("an array");
    annotations.iter().map(|one| one["value"].as_str().expect("a value").to_owned()).collect()
}

#[test]
fn reference_words_can_be_left_out() {
    let text = "The envoy is now in Oslo and left recently, on 3 May.";
    assert_eq!(values("dates-words", text, &[]), ["PRESENT_REF", "PAST_REF", "2021-05-03"]);
    assert_eq!(values("dates-words", text, &["--no-reference-words"]), ["2021-05-03"]);
}

#[test]
fn the_domain_says_what_open_dates_lean_on() {
    let text = "The siege began on 3 March 1941. On 9 April it ended.";
    assert_eq!(values("dates-domain", text, &["--domain", "narrative"]), ["1941-03-03", "1941-04-09"]);
    assert_eq!(values("dates-domain", text, &["--domain", "news"]), ["1941-03-03", "2021-04-09"]);
}

#[test]
fn clocks_without_a_zone_get_the_one_that_is_named() {
    let text = "Talks begin at 10:30 a.m., or 07:30 GMT.";
    for (zone, value) in [("+03:00", "T10:30+03:00"), ("EST", "T10:30-05:00"), ("UTC-3:30", "T10:30-03:30")] {
        let found = values("dates-zone", text, &["--timezone", zone]);
        assert_eq!(found, [format!("2021-05-05{value}"), "2021-05-05T07:30Z".to_owned()]);
    }
    assert_eq!(values("dates-zone", text, &["--timezone", "-08:00"])[0], "2021-05-05T10:30-08:00");
    assert_eq!(values("dates-zone", text, &[])[0], "2021-05-05T10:30");
}

#[test]
fn the_locale_settles_figures_that_could_be_either() {
    let text = "It was signed on 3/4/2021.";
    assert_eq!(values("dates-locale", text, &["--locale", "day-first"]), ["2021-04-03"]);
    assert_eq!(values("dates-locale", text, &["--locale", "month-first"]), ["2021-03-04"]);
    assert_eq!(values("dates-locale", text, &["--locale", "dmy"]), ["2021-04-03"]);
    // Other figures of the document settle it.
    assert_eq!(values("dates-locale", "From 25/3/2021 to 3/4/2021.", &[]), ["2021-03-25", "2021-04-03"]);
}

#[test]
fn planners_look_ahead() {
    let text = "Board meeting: Monday.";
    assert_eq!(values("dates-future", text, &[]), ["2021-05-03"]);
    assert_eq!(values("dates-future", text, &["--future"]), ["2021-05-10"]);
}

#[test]
fn expressions_of_a_file_are_found_and_explained() {
    let here = folder("dates-own");
    let table = "[[extractors.date.expressions]]\nname = \"revolution-day\"\npattern = \"revolution day\"\nvalue = \
                 \"1979-02-11\"\n\n[[extractors.date.expressions]]\nname = \"moon\"\npattern = \"next moon\"\nvalue = \
                 \"shift now 1 month\"\n";
    file(&here, "dateline.toml", table.as_bytes());
    let text = b"On Revolution Day he spoke; next moon he leaves.";
    let run =
        dateline_with(&here, &["extract", "-", "--plugins", "date", "--published", "2021-05-05", "--explain"], text);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let document = &lines(&run.stdout)[0];
    assert_eq!(document["annotations"][0]["value"], "1979-02-11");
    assert_eq!(document["annotations"][1]["value"], "2021-06");
    assert!(run.stdout.contains("revolution-day") && run.stdout.contains("moon"), "{}", run.stdout);
}

#[test]
fn what_is_wrong_is_named_and_what_is_known_told() {
    let here = folder("dates-wrong");
    let cases: [(&[&str], &[&str]); 6] = [
        (&["--domain", "newz"], &["newz", "news", "narrative", "auto"]),
        (&["--locale", "dayfirst"], &["dayfirst", "day-first", "month-first"]),
        (&["--timezone", "Mars"], &["\"Mars\" is no time zone", "+03:00"]),
        (&["--timezone", "+25"], &["\"+25\" is no time zone"]),
        (&["--published", "yesterday"], &["yesterday"]),
        (&["-o", "date.future=perhaps"], &["perhaps"]),
    ];
    for (options, said) in cases {
        let mut arguments = vec!["extract", "-", "--plugins", "date"];
        arguments.extend(options);
        let run = dateline_with(&here, &arguments, b"On Monday.");
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{options:?}");
        for part in said {
            assert!(run.stderr.contains(part), "{options:?}: {}", run.stderr);
        }
    }
    let tables = [
        ("pattern = \"d day\"\nvalue = \"whenever\"", "no action and no date: \"whenever\""),
        ("pattern = \"d DAYS\"\nvalue = \"1944-06-06\"", "no class DAYS"),
        ("pattern = \"\"\nvalue = \"1944-06-06\"", "0 elements"),
        ("value = \"1944-06-06\"", "pattern"),
    ];
    for (table, said) in tables {
        file(&here, "dateline.toml", format!("[[extractors.date.expressions]]\nname = \"own\"\n{table}\n").as_bytes());
        let run = dateline_with(&here, &["extract", "-", "--plugins", "date"], b"On Monday.");
        assert_eq!(run.code, 2, "{table}");
        assert!(run.stderr.contains(said) && run.stderr.contains("dateline.toml"), "{table}: {}", run.stderr);
    }
}
