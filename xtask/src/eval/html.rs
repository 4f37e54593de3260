//! How well saved pages are read; the pages come with the project (`xtask/measure/tests/pages`).

use anyhow::{Context as _, bail};
use serde_json::Value;

use super::measures::Row;
use crate::workspace::cargo;

/// What the set is called.
pub(super) const NAME: &str = "html";

/// Measure, and where it stands in the report.
const MEASURES: [(&str, &str); 5] = [
    ("words of the main text", "text"),
    ("title", "title"),
    ("day of publication", "day"),
    ("day and how it was found", "day and source"),
    ("a wrong day", "day, wrong"),
];

/// Reads the pages, with dateline and with a plain reader.
pub(super) fn score() -> anyhow::Result<Vec<Row>> {
    let output = cargo(["run", "--quiet", "--package", "xtask-measure", "--", "html"])
        .output()
        .context("cannot run xtask-measure")?;
    if !output.status.success() {
        bail!("xtask-measure failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let report: Value = serde_json::from_slice(&output.stdout).context("xtask-measure did not print JSON")?;
    Ok(["html", "html, plain"].into_iter().flat_map(|set| rows(set, &report[set])).collect())
}

fn rows(set: &'static str, report: &Value) -> Vec<Row> {
    let row = |(measure, key): (&'static str, &str)| {
        let found = &report[key];
        let values = if found.is_object() {
            ["p", "r", "f1"].map(|name| found[name].as_f64())
        } else {
            [None, None, found.as_f64()]
        };
        Row { set, measure, values }
    };
    MEASURES.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::rows;

    #[test]
    fn a_report_gives_a_row_for_each_measure() {
        let report = json!({"text": {"p": 90.0, "r": 80.0, "f1": 84.7}, "title": 96.4});
        let rows = rows("html", &report);
        let found: Vec<_> = rows.iter().take(3).map(|row| (row.measure, row.values)).collect();
        let expected = [
            ("words of the main text", [Some(90.0), Some(80.0), Some(84.7)]),
            ("title", [None, None, Some(96.4)]),
            ("day of publication", [None; 3]),
        ];
        assert_eq!(found, expected);
    }
}
