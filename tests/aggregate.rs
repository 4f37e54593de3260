//! Events as a table, a user's own actors, and counts over many reports.

use crate::common::{Run, dateline, dateline_with, file, folder, lines};

const REPORT: &str = "VIENNA (Agency) - Austria lifted sanctions against Chad on 3 May 2021, officials said.\n\
    On Tuesday, 4 May 2021, France and Germany agreed on a trade deal in Geneva.\n";

/// The rows of a table with tabs, by the names of its columns.
fn table(stdout: &str) -> Vec<std::collections::BTreeMap<&str, &str>> {
    let mut lines = stdout.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let names = lines.next().expect("a line of names");
    lines.map(|cells| names.iter().copied().zip(cells).collect()).collect()
}

fn records(reports: &[(&str, &str, &str)]) -> String {
    let record = |(id, published, text): &(&str, &str, &str)| {
        serde_json::json!({"id": id, "published": published, "url": format!("https://example.org/{id}"), "text": text})
            .to_string()
    };
    reports.iter().map(|report| record(report) + "\n").collect()
}

fn good(run: Run) -> String {
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    run.stdout
}

#[test]
fn events_are_written_as_a_table_of_ordered_pairs() {
    let here = folder("events");
    file(&here, "in.jsonl", records(&[("r1", "2021-05-04", REPORT)]).as_bytes());
    let stdout = good(dateline(&here, &["extract", "in.jsonl", "--format", "events"]));
    let rows = table(&stdout);
    let lifted = rows.iter().find(|row| row["cameo"] == "085").expect("sanctions were lifted");
    let cells = ["source_code", "target_code", "root", "plover", "quad", "goldstein", "status", "date", "date_from"];
    assert_eq!(
        cells.map(|column| lifted[column]),
        ["AUT", "TCD", "08", "RETREAT", "2", "7.0", "occurred", "2021-05-03", "text"]
    );
    assert_eq!((lifted["url"], lifted["document"]), ("https://example.org/r1", "r1"));
    let both: Vec<_> = rows
        .iter()
        .filter(|row| row["reciprocal"] == "true")
        .map(|row| (row["source_code"], row["target_code"]))
        .collect();
    assert!(both.contains(&("FRA", "DEU")) && both.contains(&("DEU", "FRA")), "{rows:?}");
    let agreed = rows.iter().find(|row| row["source_code"] == "FRA").expect("France agreed");
    assert_eq!((agreed["place"], agreed["country"]), ("Geneva", "CH"));
}

#[test]
fn a_users_table_is_laid_over_ours() {
    let here = folder("own_actors");
    let text = "The Free Port of Lund criticised Kenya on 3 May 2021.\n";
    file(&here, "in.jsonl", records(&[("r1", "2021-05-03", text)]).as_bytes());
    file(&here, "own.csv", b"name,code,sector,aliases,from,to\nFree Port of Lund,LUND,GOV,the Port,2020-01-01,\n");
    let extract = ["extract", "in.jsonl", "--format", "events", "--actors", "own.csv"];
    let stdout = good(dateline(&here, &extract));
    let rows = table(&stdout);
    assert_eq!((rows[0]["source_code"], rows[0]["target_code"]), ("LUND", "KEN"));
    file(&here, "own.csv", b"name,code,sector\nLund,LUND,GVO\n");
    let run = dateline(&here, &extract);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("own.csv:2:3: sector: there is no sector \"GVO\""), "{}", run.stderr);
}

#[test]
fn pairs_are_counted_by_day_and_quad_class() {
    let here = folder("aggregate");
    let second = "Austria's government lifted its sanctions against Chad on 3 May 2021.\n";
    file(&here, "in.jsonl", records(&[("r1", "2021-05-04", REPORT), ("r2", "2021-05-05", second)]).as_bytes());
    let found = good(dateline(&here, &["extract", "in.jsonl"]));
    let stdout = good(dateline_with(&here, &["aggregate"], found.as_bytes()));
    let of = |stdout: &str| -> Vec<String> {
        let rows = table(stdout);
        let row = rows.iter().find(|row| row["source"] == "AUT" && row["quad"] == "2").expect("the pair");
        ["day", "target", "events", "goldstein_sum", "goldstein_mean"].map(|column| row[column].to_owned()).to_vec()
    };
    assert_eq!(of(&stdout), ["2021-05-03", "TCD", "2", "14", "7"]);
    file(&here, "found.jsonl", found.as_bytes());
    let csv = good(dateline(&here, &["aggregate", "found.jsonl", "--format", "csv"]));
    assert!(csv.starts_with("day,source,target,quad,events,"));
    let objects = lines(&good(dateline(&here, &["aggregate", "found.jsonl", "--format", "jsonl"])));
    assert_eq!(objects.len() + 1, stdout.lines().count());
}

#[test]
fn the_same_deed_counts_once_a_day_and_repeats_are_listed() {
    let here = folder("once");
    let long = REPORT.repeat(4);
    let reports = records(&[("r1", "2021-05-04", &long), ("r2", "2021-05-04", &(long.clone() + "More follows."))]);
    file(&here, "in.jsonl", reports.as_bytes());
    let run = dateline(&here, &["extract", "in.jsonl", "--out", "found.jsonl"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let counted = |arguments: &[&str]| -> (u64, u64) {
        let run = dateline(&here, &[&["aggregate", "found.jsonl"], arguments].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        let sum = |column| table(&run.stdout).iter().map(|row| row[column].parse::<u64>().expect("a number")).sum();
        (sum("events"), sum("repeats"))
    };
    let (all, repeated) = counted(&["--repeats-to", "repeats.tsv"]);
    assert_eq!(all, 2 * repeated);
    assert_eq!(counted(&["--repeats", "drop"]), (repeated, 0));
    assert_eq!(counted(&["--one-a-day"]), (repeated, 0));
    let list = std::fs::read_to_string(here.join("repeats.tsv")).expect("it was written");
    assert!(list.contains("r2\tr1\t"), "{list}");
}

#[test]
fn a_bad_line_costs_that_line_and_is_named() {
    let here = folder("aggregate_bad");
    let document = good(dateline_with(&here, &["extract", "--format", "jsonl", "-"], REPORT.as_bytes()));
    let text = format!("{{\"schema\": \n{document}{{\"text\": \"raw\"}}\n[1]\n");
    file(&here, "found.jsonl", text.as_bytes());
    let run = dateline(&here, &["aggregate", "found.jsonl", "absent.jsonl"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.lines().count() > 1);
    for expected in [
        "found.jsonl:1:10: it is no JSON",
        "found.jsonl:3: it was not written by dateline",
        "found.jsonl:4:1: it is no document",
        "absent.jsonl: there is no such file",
    ] {
        assert!(run.stderr.contains(expected), "{expected} is not in {}", run.stderr);
    }
    let run = dateline(&here, &["aggregate", "found.jsonl", "--status", "happened"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("there is no status \"happened\"") && run.stderr.contains("occurred"),
        "{}",
        run.stderr
    );
}
