//! The language layer from raw text: sentences, words, tags, lemmas, attachments and names against the treebanks.

use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;

use super::measures::Row;

/// The name of the set, which is scored from treebanks and not from documents of JSON.
pub(super) const NAME: &str = "language";

/// How a corpus is called in the table, and where it lies in the folder of training data. No test split is there.
const CORPORA: [(&str, &str); 3] =
    [("GUM dev", "gum/gum-dev.conllu.gz"), ("EWT dev", "ewt/ewt-dev.conllu.gz"), ("UNER dev", "ner/uner-ewt-dev.bio")];

/// Measures in the order of the table, and what the scorer calls them.
const MEASURES: [(&str, &str); 11] = [
    ("sentences", "sentences"),
    ("words", "words"),
    ("UPOS", "upos"),
    ("XPOS", "xpos"),
    ("lemmas", "lemma"),
    ("attachment (UAS)", "uas"),
    ("attachment (LAS)", "las"),
    ("names", "names"),
    ("persons", "PER"),
    ("organisations", "ORG"),
    ("places", "LOC"),
];

/// Scores the program on each corpus in `shared`.
pub(super) fn score(shared: &Path, binary: &Path) -> anyhow::Result<Vec<Row>> {
    let folder = shared.join("train");
    let scorer = folder.join("score_conllu.py");
    let mut table = Vec::new();
    for (set, corpus) in CORPORA {
        let report =
            super::python(&[&scorer, &folder.join(corpus), Path::new("--binary"), binary, Path::new("--json")])?;
        let report = serde_json::from_str(&report).with_context(|| format!("{}: no JSON", scorer.display()))?;
        table.extend(rows(set, &report));
    }
    for line in trees(&folder)?.lines() {
        table.extend(tree_rows(&serde_json::from_str(line).context("the trainer printed no JSON")?));
    }
    Ok(table)
}

/// What the trainer says of the embedded parser, from raw text: what the scorer of the field leaves out, a line of JSON a corpus.
fn trees(folder: &Path) -> anyhow::Result<String> {
    let mut command =
        crate::workspace::cargo(["run", "--quiet", "--release", "--package", "xtask-train", "--", "parser"]);
    let parser = crate::workspace::root().join("crates/data-parser/parser.bin");
    let output = command.arg("--score").arg(parser).arg("--json").arg("--data").arg(folder).output();
    let output = output.context("cannot run xtask-train")?;
    anyhow::ensure!(output.status.success(), "xtask-train: {}", String::from_utf8_lossy(&output.stderr).trim());
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The rows of one of those lines.
fn tree_rows(report: &Value) -> Vec<Row> {
    let Some((set, _)) = CORPORA.iter().find(|(set, _)| report["set"] == *set) else { return Vec::new() };
    [("attachment of content (CLAS)", "clas"), ("features (UFeats)", "features")]
        .map(|(measure, key)| Row { set, measure, values: [None, None, report[key].as_f64()] })
        .into()
}

/// The rows of one corpus: what its report holds. Where the answer has no heads, attachments were not tried: they are
/// 0 in the report, and no row.
fn rows(set: &'static str, report: &Value) -> Vec<Row> {
    let untried = report["uas"].as_f64() == Some(0.0);
    MEASURES
        .into_iter()
        .filter(|(_, key)| !(report[*key].is_null() || untried && matches!(*key, "uas" | "las")))
        .map(|(measure, key)| {
            let found = &report[key];
            let values = if found.is_object() {
                ["p", "r", "f1"].map(|name| found[name].as_f64())
            } else {
                [None, None, found.as_f64()]
            };
            Row { set, measure, values }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{rows, tree_rows};

    #[test]
    fn a_report_gives_rows_for_what_was_tried() {
        let report = json!({"sentences": {"p": 90.0, "r": 80.0, "f1": 84.7}, "xpos": 93.5, "uas": 0.0, "las": 0.0});
        let found: Vec<_> = rows("EWT dev", &report).into_iter().map(|row| (row.measure, row.values)).collect();
        assert_eq!(found, [("sentences", [Some(90.0), Some(80.0), Some(84.7)]), ("XPOS", [None, None, Some(93.5)])]);
        let report = json!({"uas": 84.0, "las": 80.0});
        assert_eq!(rows("GUM dev", &report).len(), 2);
    }

    #[test]
    fn what_the_trainer_says_of_trees_gives_two_rows() {
        let report = json!({"set": "EWT dev", "uas": 82.0, "clas": 73.5, "features": 94.0});
        let found: Vec<_> = tree_rows(&report).into_iter().map(|row| (row.set, row.values[2])).collect();
        assert_eq!(found, [("EWT dev", Some(73.5)), ("EWT dev", Some(94.0))]);
        assert!(tree_rows(&json!({"set": "another"})).is_empty());
    }
}
