//! Brat standoff: for each document its text in one file and its annotations in another.
//!
//! What is written for a document is a row of files, each as its name, its length and its content
//! ([`BratFolder`](crate::BratFolder) puts them where they belong). Offsets are code points, as brat counts. An
//! annotation that runs over line breaks has a part for each line, since brat allows no other. Its fields stand in a note
//! beside it, as JSON; what refers to another annotation is a relation besides.

use std::collections::BTreeMap;
use std::io::Write as _;

use serde_json::{Map, Value};

use super::convert::{Convert, Points, annotations};

/// What every annotation has; the rest of its fields goes into the note.
const PLACE: [&str; 5] = ["kind", "id", "start", "end", "text"];
/// The longest that the name of a file may be, in bytes, without its ending.
const LONGEST_NAME: usize = 150;

/// Writes documents for brat.
pub(super) struct Brat {
    kinds: Vec<String>,
}

impl Brat {
    /// For annotations of these kinds.
    pub(super) fn new(layers: &[String]) -> Brat {
        Brat { kinds: layers.iter().map(|kind| word(kind)).collect() }
    }
}

impl Convert for Brat {
    fn with_text(&self) -> bool {
        true
    }

    /// The settings that a folder needs to be shown.
    fn begin(&self, out: &mut Vec<u8>) {
        let entities = self.kinds.join("\n");
        let settings = format!(
            "[entities]\n{entities}\n\n[relations]\n<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>\n\
             refers\tArg1:<ANY>, Arg2:<ANY>\n\n[events]\n\n[attributes]\n"
        );
        file(out, "annotation.conf", settings.as_bytes());
    }

    fn document(&self, document: &Map<String, Value>, out: &mut Vec<u8>) {
        let text = document.get("text").and_then(Value::as_str).unwrap_or("");
        let name = stem(document.get("id").and_then(Value::as_str).unwrap_or(""));
        file(out, &format!("{name}.txt"), text.as_bytes());
        file(out, &format!("{name}.ann"), &standoff(document, text));
    }
}

fn standoff(document: &Map<String, Value>, text: &str) -> Vec<u8> {
    let points = Points::of(text);
    let mut out = Vec::new();
    let mut numbers = BTreeMap::new();
    for (at, annotation) in annotations(document).enumerate() {
        if let Some(id) = annotation.get("id").and_then(Value::as_str) {
            numbers.insert(id, at + 1);
        }
    }
    let mut relations = 0;
    for (at, annotation) in annotations(document).enumerate() {
        let number = at + 1;
        let Some(range) = points.range(annotation) else { continue };
        let kind = word(annotation.get("kind").and_then(Value::as_str).unwrap_or(""));
        let parts = parts(text, &points, range);
        let places: Vec<String> = parts.iter().map(|(start, end, _)| format!("{start} {end}")).collect();
        let words: Vec<&str> = parts.iter().map(|(.., words)| *words).collect();
        // Memory takes every line.
        let _ = writeln!(out, "T{number}\t{kind} {}\t{}", places.join(";"), words.join(" "));
        let mut note = annotation.clone();
        note.retain(|field, value| !PLACE.contains(&field.as_str()) && !value.is_null());
        let _ = writeln!(out, "#{number}\tAnnotatorNotes T{number}\t{}", Value::Object(note));
        for (field, value) in annotation {
            let other = value.as_str().and_then(|id| numbers.get(id)).filter(|_| !PLACE.contains(&field.as_str()));
            if let Some(other) = other.filter(|other| **other != number) {
                relations += 1;
                let _ = writeln!(out, "R{relations}\t{} Arg1:T{number} Arg2:T{other}", word(field));
            }
        }
    }
    out
}

/// The parts of a stretch that stand on one line each, with their offsets; one at least.
fn parts<'t>(text: &'t str, points: &Points, (start, end): (usize, usize)) -> Vec<(usize, usize, &'t str)> {
    let mut parts = Vec::new();
    let mut from = start;
    for line in points.slice(text, start, end).split(['\n', '\r']) {
        let length = Points::count(line);
        if length > 0 {
            parts.push((from, from + length, line));
        }
        from += length + 1;
    }
    if parts.is_empty() {
        parts.push((start, end, ""));
    }
    parts
}

/// A name as brat allows it.
fn word(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '_' }).collect()
}

/// A name for the files of a document.
fn stem(id: &str) -> String {
    let id = id.strip_suffix(".txt").unwrap_or(id);
    let allowed = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
    let mut name: String = id.chars().map(allowed).collect();
    while name.len() > LONGEST_NAME {
        name.pop();
    }
    let name = name.trim_start_matches('.');
    if name.is_empty() { "document".to_owned() } else { name.to_owned() }
}

/// One file: its name and its length, each on a line, and its content.
fn file(out: &mut Vec<u8>, name: &str, content: &[u8]) {
    let _ = writeln!(out, "{name}\n{}", content.len());
    out.extend_from_slice(content);
}
