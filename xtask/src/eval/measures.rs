//! Which figures of the scorers' reports stand in the table.

use serde_json::Value;

/// A row of the table.
#[derive(Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) set: &'static str,
    pub(crate) measure: &'static str,
    /// Precision, recall and F1 in percent; an accuracy stands alone in the last place.
    pub(crate) values: [Option<f64>; 3],
}

/// Set, measure, where it stands in the report, and what its figures are to be multiplied by.
const MEASURES: &[(&str, &str, &str, f64)] = &[
    ("date", "strict", "/strict", 100.0),
    ("date", "relaxed", "/relaxed", 100.0),
    ("date", "type", "/type", 100.0),
    ("date", "value", "/value", 100.0),
    ("location", "exact spans", "/all/recognition/exact", 100.0),
    ("location", "overlapping spans", "/all/recognition/overlap", 100.0),
    ("location", "end to end", "/all/end_to_end", 100.0),
    ("location", "accuracy at 161 km", "/all/resolution/accuracy_161km", 100.0),
    ("location", "right geonameid", "/all/resolution/geonameid", 100.0),
    ("quote", "quote and speaker", "/joint", 1.0),
    ("quote", "exact content", "/content_exact", 1.0),
    ("quote", "soft content", "/content_soft", 1.0),
    ("quote", "direct: quote and speaker", "/by_type/direct/joint", 1.0),
    ("quote", "mixed: quote and speaker", "/by_type/mixed/joint", 1.0),
    ("quote", "indirect: quote and speaker", "/by_type/indirect/joint", 1.0),
    ("quote", "speaker accuracy", "/speaker_accuracy", 1.0),
    ("quote", "cue accuracy", "/cue_accuracy", 1.0),
    ("quote", "resolved names", "/name_recall", 1.0),
    ("tone", "event sentences", "/HEADLINE/sentences", 100.0),
    ("tone", "CAMEO root", "/HEADLINE/root", 100.0),
    ("tone", "quad class, macro F1", "/HEADLINE/quad_macro", 100.0),
    ("tone", "dyad", "/HEADLINE/dyad", 100.0),
    ("tone", "triple", "/HEADLINE/triple", 100.0),
    ("tone", "root accuracy", "/HEADLINE/root_acc", 100.0),
    ("tone", "Goldstein rank correlation", "/HEADLINE/goldstein/spearman", 100.0),
    ("tone", "newsmtsc macro F1", "/newsmtsc/tone/macro_f1", 100.0),
    ("tone", "dse five-class macro F1", "/dse/tone5/macro_f1", 100.0),
];

/// The rows of one set; a figure that the report lacks leaves its place empty.
pub(crate) fn rows(set: &str, report: &Value) -> Vec<Row> {
    let of_set = MEASURES.iter().filter(|(of, ..)| *of == set);
    of_set
        .map(|(set, measure, path, factor)| {
            let found = report.pointer(path).unwrap_or(&Value::Null);
            let field = |names: [&str; 2]| names.iter().find_map(|name| found[*name].as_f64());
            let values = if found.is_object() {
                [field(["p", "precision"]), field(["r", "recall"]), field(["f1", "f"])]
            } else {
                [None, None, found.as_f64()]
            };
            Row { set, measure, values: values.map(|value| value.map(|value| value * factor)) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn figures_are_found_under_either_name_and_in_percent() {
        let report = json!({"strict": {"p": 0.5, "r": 0.25, "f1": 0.125}});
        let row = rows("date", &report).remove(0);
        assert_eq!((row.measure, row.values), ("strict", [Some(50.0), Some(25.0), Some(12.5)]));
        let report = json!({"all": {"recognition": {"exact": {"precision": 1.0, "recall": 0.5, "f1": 0.75}}}});
        assert_eq!(rows("location", &report)[0].values, [Some(100.0), Some(50.0), Some(75.0)]);
    }

    #[test]
    fn an_accuracy_stands_alone_and_what_is_missing_is_empty() {
        let rows = rows("quote", &json!({"speaker_accuracy": 71.5, "joint": null}));
        let values = |measure| rows.iter().find(|row| row.measure == measure).map(|row| row.values);
        assert_eq!(values("speaker accuracy"), Some([None, None, Some(71.5)]));
        assert_eq!(values("quote and speaker"), Some([None; 3]));
    }
}
