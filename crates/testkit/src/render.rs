//! Shows what was found as the lines of a golden page.

use std::collections::BTreeMap;

use serde_json::Value;

/// The line of a document in which nothing was found.
pub(crate) const NOTHING: &str = "nothing";

/// What to show: the settings `kinds` and `fields` of a case.
pub(crate) struct Selection<'a> {
    /// The kinds, in no order; empty for all annotations.
    pub(crate) kinds: Vec<&'a str>,
    /// The paths of fields, in the order in which they are shown.
    pub(crate) fields: Vec<&'a str>,
}

/// One line for each chosen annotation of a document, as the output contract describes it; `nothing` when there is none.
pub(crate) fn lines(document: &Value, selection: &Selection<'_>) -> Vec<String> {
    let annotations = document["annotations"].as_array().map_or(&[][..], Vec::as_slice);
    let by_id = annotations.iter().filter_map(|one| Some((one["id"].as_str()?, one))).collect();
    let shower = Shower { text: document["text"].as_str().unwrap_or_default(), by_id, selection };
    let mut lines = Vec::new();
    for diagnostic in document["diagnostics"].as_array().into_iter().flatten() {
        let [severity, extractor, message] = ["severity", "extractor", "message"].map(|key| plain(&diagnostic[key]));
        lines.push(format!("! {severity} {extractor}: {message}"));
    }
    if selection.kinds.contains(&"document") {
        lines.push(shower.finish("document".to_owned(), document, None));
    }
    if selection.kinds.contains(&"region") {
        let regions = document["regions"].as_array().into_iter().flatten();
        lines.extend(regions.map(|region| shower.item(region, "region")));
    }
    for one in annotations {
        let kind = one["kind"].as_str().unwrap_or_default();
        if selection.kinds.is_empty() || selection.kinds.contains(&kind) {
            lines.push(shower.item(one, kind));
        }
    }
    if lines.is_empty() {
        lines.push(NOTHING.to_owned());
    }
    lines
}

struct Shower<'a> {
    text: &'a str,
    by_id: BTreeMap<&'a str, &'a Value>,
    selection: &'a Selection<'a>,
}

impl Shower<'_> {
    /// The line of something that has a place in the text.
    fn item(&self, item: &Value, kind: &str) -> String {
        let at = |key: &str| item[key].as_u64().and_then(|offset| byte_of(self.text, offset as usize));
        let surface = match (at("start"), at("end")) {
            (Some(start), Some(end)) if start < end => self.surface(start, end),
            (Some(start), Some(end)) if start == end => "(no text)".to_owned(),
            _ => format!("(outside the text: {} to {})", item["start"], item["end"]),
        };
        self.finish(surface, item, (self.selection.kinds.len() != 1).then_some(kind))
    }

    /// The text of a span, and which one it is when the same text stands before it.
    fn surface(&self, start: usize, end: usize) -> String {
        let text = &self.text[start..end];
        let earlier = (0..start).filter(|at| self.text.as_bytes()[*at..].starts_with(text.as_bytes())).count();
        let shown = text.replace('\n', "⏎").replace('\r', "␍");
        if earlier == 0 { shown } else { format!("{shown} #{}", earlier + 1) }
    }

    fn finish(&self, mut line: String, item: &Value, kind: Option<&str>) -> String {
        let fields = self.selection.fields.iter().filter_map(|path| {
            let value = self.field(item, path)?;
            Some(format!("{path}={value}"))
        });
        let parts: Vec<String> = kind.map(str::to_owned).into_iter().chain(fields).collect();
        if !parts.is_empty() {
            line.push_str(" -> ");
            line.push_str(&parts.join(" "));
        }
        line
    }

    /// The value at a path, or nothing when there is none.
    fn field(&self, item: &Value, path: &str) -> Option<String> {
        let (head, tail) = path.split_once('.').map_or((path, None), |(head, tail)| (head, Some(tail)));
        match (&item[head], tail) {
            (Value::Null, _) => None,
            (Value::Array(list), _) if list.is_empty() => None,
            (Value::Array(list), tail) => {
                let each = list.iter().map(|one| match tail {
                    Some(tail) => self.field(self.followed(one), tail).unwrap_or_else(|| "-".to_owned()),
                    None => shown(one),
                });
                Some(each.collect::<Vec<_>>().join(","))
            }
            (value, Some(tail)) => self.field(self.followed(value), tail),
            (value, None) => Some(shown(value)),
        }
    }

    /// The annotation that an id names; else the value itself.
    fn followed<'b>(&'b self, value: &'b Value) -> &'b Value {
        value.as_str().and_then(|id| self.by_id.get(id).copied()).unwrap_or(value)
    }
}

/// The byte at which a code point begins; the end of the text for the one after the last.
fn byte_of(text: &str, code_point: usize) -> Option<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(code_point)
}

/// A value on one line: words bare, everything else as JSON.
fn shown(value: &Value) -> String {
    match value.as_str() {
        Some(text) if !text.is_empty() && !text.contains([' ', '"', ',', '=', '\n', '\r', '\t', '\u{a0}']) => {
            text.to_owned()
        }
        _ => value.to_string(),
    }
}

fn plain(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown_with(kinds: &[&str], fields: &[&str]) -> Vec<String> {
        let document = json!({
            "text": "“Né”, he said in Né\nTown.", "headline": null, "language": "en",
            "regions": [{"kind": "body", "start": 0, "end": 25}],
            "annotations": [
                {"kind": "quote", "id": "q1", "start": 1, "end": 3, "type": "direct", "speaker": {"name": "J. B."}, "group": null},
                {"kind": "location", "id": "l1", "start": 17, "end": 24, "name": "Né Town", "lat": 4.5},
                {"kind": "statement", "id": "s1", "start": 1, "end": 3, "said_in": "l1", "about": [{"code": "RUS"}, {"code": "USA"}]},
            ],
            "diagnostics": [],
        });
        lines(&document, &Selection { kinds: kinds.to_vec(), fields: fields.to_vec() })
    }

    #[test]
    fn one_kind_needs_no_name_and_null_is_left_out() {
        assert_eq!(
            shown_with(&["quote"], &["type", "speaker.name", "group"]),
            ["Né -> type=direct speaker.name=\"J. B.\""]
        );
    }

    #[test]
    fn several_kinds_are_named_and_line_ends_are_seen() {
        assert_eq!(shown_with(&[], &["lat"]), ["Né -> quote", "Né⏎Town -> location lat=4.5", "Né -> statement"]);
    }

    #[test]
    fn paths_go_through_lists_and_references() {
        let fields = ["said_in.name", "about.code"];
        assert_eq!(shown_with(&["statement"], &fields), ["Né -> said_in.name=\"Né Town\" about.code=RUS,USA"]);
    }

    #[test]
    fn documents_and_regions_can_be_shown() {
        let found = shown_with(&["document", "region"], &["language", "headline"]);
        assert_eq!(found, ["document -> language=en", "“Né”, he said in Né⏎Town. -> region"]);
    }

    #[test]
    fn nothing_is_said_and_repeated_text_is_counted() {
        assert_eq!(shown_with(&["date"], &[]), ["nothing"]);
        let document = json!({"text": "May may May", "annotations": [{"kind": "date", "start": 8, "end": 11}]});
        assert_eq!(lines(&document, &Selection { kinds: vec!["date"], fields: vec![] }), ["May #2"]);
    }

    #[test]
    fn diagnostics_are_always_shown() {
        let document =
            json!({"text": "", "diagnostics": [{"severity": "error", "extractor": "date", "message": "lost"}]});
        assert_eq!(lines(&document, &Selection { kinds: vec!["date"], fields: vec![] }), ["! error date: lost"]);
    }
}
