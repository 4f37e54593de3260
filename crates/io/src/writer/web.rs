//! W3C Web Annotations: one a line, as JSON-LD.
//!
//! Each points into the text twice, by position in code points and by quoting it with what stands around it; so it is
//! found again where the text was changed a little. What was found stands in a body as JSON.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::convert::{Convert, Points, annotations};

/// How much is quoted around the words, in code points.
const AROUND: usize = 32;
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// Writes Web Annotations.
pub(super) struct WebAnnotations;

impl Convert for WebAnnotations {
    fn with_text(&self) -> bool {
        true
    }

    fn document(&self, document: &Map<String, Value>, out: &mut Vec<u8>) {
        let field = |name: &str| document.get(name).and_then(Value::as_str);
        let text = field("text").unwrap_or("");
        let points = Points::of(text);
        let name = format!("urn:dateline:{}", escaped(field("id").unwrap_or("")));
        let source = field("url").unwrap_or(&name);
        for annotation in annotations(document) {
            let Some((start, end)) = points.range(annotation) else { continue };
            let kind = annotation.get("kind").cloned().unwrap_or_default();
            let id = annotation.get("id").and_then(Value::as_str).unwrap_or("");
            let mut found = annotation.clone();
            found.retain(|field, value| {
                !["kind", "id", "start", "end", "text"].contains(&field.as_str()) && !value.is_null()
            });
            let (before, after) = (start.saturating_sub(AROUND), (end + AROUND).min(points.len()));
            let annotation = json!({
                "@context": CONTEXT,
                "id": format!("{name}#{}", escaped(id)),
                "type": "Annotation",
                "motivation": "describing",
                "body": [
                    {"type": "TextualBody", "purpose": "classifying", "format": "text/plain", "value": kind},
                    {"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": Value::Object(found).to_string()},
                ],
                "target": {
                    "source": source,
                    "selector": [
                        {"type": "TextPositionSelector", "start": start, "end": end},
                        {
                            "type": "TextQuoteSelector",
                            "exact": points.slice(text, start, end),
                            "prefix": points.slice(text, before, start),
                            "suffix": points.slice(text, end, after),
                        },
                    ],
                },
            });
            // Memory takes every line.
            let _ = serde_json::to_writer(&mut *out, &annotation);
            out.push(b'\n');
        }
    }
}

/// A name as a part of an address: what may not stand there, as percent signs and figures.
fn escaped(name: &str) -> String {
    let mut out = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // A string takes everything.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
