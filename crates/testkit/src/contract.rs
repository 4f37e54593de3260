//! What holds for the output of every document, whatever was found in it.

use std::collections::BTreeSet;

use serde_json::Value;

/// The fields that hold ids of other annotations, as paths.
const REFERENCES: [&str; 7] = ["quote", "said_in", "events", "place", "coreferent", "date.id", "range.with"];

/// One sentence for each way in which a document breaks the contract of the output.
pub(crate) fn breaches(document: &Value) -> Vec<String> {
    let text: Vec<char> = document["text"].as_str().unwrap_or_default().chars().collect();
    let annotations = document["annotations"].as_array().map_or(&[][..], Vec::as_slice);
    let mut breaches = Vec::new();
    let mut ids = BTreeSet::new();
    let mut before = None;
    for one in annotations {
        let id = one["id"].as_str().unwrap_or_default();
        if id.is_empty() || !ids.insert(id) {
            breaches.push(format!("the id {:?} is missing or not unique: {one}", one["id"]));
        }
        let [start, end] = ["start", "end"].map(|key| one[key].as_u64().unwrap_or(u64::MAX) as usize);
        match text.get(start..end).map(|span| span.iter().collect::<String>()) {
            None => breaches.push(format!("{id} stands outside the text: {start} to {end}")),
            Some(surface) if one["text"] != surface.as_str() => {
                breaches
                    .push(format!("{id} gives its text as {}, but text[{start}:{end}] is {surface:?}", one["text"]));
            }
            Some(_) => {}
        }
        let key = Some((start, end, one["kind"].as_str().unwrap_or_default()));
        if key < before {
            breaches.push(format!("{id} is not in order"));
        }
        before = key;
    }
    // Layers that only serve others are not written, and what points into them keeps its id.
    let is_written = |id: &str| ids.iter().any(|other| letters(other) == letters(id));
    for one in annotations {
        for path in REFERENCES {
            let value = path.split('.').fold(one, |value, key| &value[key]);
            let listed = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            let named = listed.iter().filter_map(Value::as_str);
            for lost in named.filter(|id| is_written(id) && !ids.contains(id)) {
                breaches.push(format!("`{path}` of {} leads to {lost}, which is not there", one["id"]));
            }
        }
    }
    breaches
}

/// The part of an id that tells its kind.
fn letters(id: &str) -> &str {
    id.trim_end_matches(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What is said of a document of one code point of two bytes and two letters, with these annotations.
    fn said(annotations: &Value) -> String {
        breaches(&json!({"text": "éab", "annotations": annotations})).join("\n")
    }

    #[test]
    fn a_right_document_breaks_nothing() {
        let quote = json!({"kind": "quote", "id": "q1", "start": 0, "end": 2, "text": "éa"});
        let tone = json!({"kind": "tone", "id": "t1", "start": 0, "end": 2, "text": "éa", "quote": "q1"});
        assert_eq!(said(&json!([quote, tone])), "");
    }

    #[test]
    fn bytes_for_code_points_are_noticed() {
        assert!(
            said(&json!([{"kind": "date", "id": "d1", "start": 2, "end": 3, "text": "a"}]))
                .contains("text[2:3] is \"b\"")
        );
        assert!(
            said(&json!([{"kind": "date", "id": "d1", "start": 2, "end": 4, "text": "ab"}]))
                .contains("outside the text")
        );
    }

    #[test]
    fn order_ids_and_references_are_noticed() {
        let at = |id: &str, start: usize| json!({"kind": "event", "id": id, "start": start, "end": start + 1, "text": "éab".chars().nth(start)});
        assert!(said(&json!([at("e1", 1), at("e2", 0)])).contains("e2 is not in order"));
        assert!(said(&json!([at("e1", 0), at("e1", 1)])).contains("not unique"));
        let mut lost = at("e1", 0);
        lost["date"] = json!({"id": "e7", "value": "2017"});
        assert!(said(&json!([lost])).contains("`date.id` of \"e1\" leads to e7"));
        lost["date"] = json!({"id": "d7", "value": "2017"});
        assert_eq!(said(&json!([lost])), "", "dates were not asked for");
    }
}
