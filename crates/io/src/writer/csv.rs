//! Tables: one row an annotation, with the same columns whatever was found.

use dateline_core::{FieldSchema, Item, Schema, Type};
use dateline_layers::{Event, Mention, Place, Quote, Statement, Temporal, Tone};
use serde_json::{Map, Value};

use super::convert::{Convert, annotations, cell};

/// What every row begins with: the document, then the annotation.
const OF_DOCUMENT: [(&str, &str); 3] = [("doc_id", "id"), ("published", "published"), ("headline", "headline")];
const OF_ANNOTATION: [&str; 5] = ["kind", "id", "start", "end", "text"];

/// The column that takes the fields of kinds that have no columns, as JSON.
const OTHER: &str = "other";

/// Writes a table. The columns are the fields of our own kinds, those of objects within as `speaker.name`; lists stand in
/// their cell as JSON, and the fields of any other kind in the last column.
pub(super) struct Table {
    columns: Vec<String>,
}

impl Table {
    pub(super) fn new() -> Table {
        Table { columns: of_kinds().into_iter().map(|(name, _)| name).collect() }
    }
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Text,
    /// A whole number.
    Count,
    Number,
    Flag,
}

/// All columns in their order.
#[cfg(feature = "parquet")]
pub(super) fn columns() -> Vec<(String, Cell)> {
    let of_annotation = OF_ANNOTATION.map(|name| match name {
        "start" | "end" => (name, Cell::Count),
        _ => (name, Cell::Text),
    });
    let first = OF_DOCUMENT.iter().map(|(name, _)| (*name, Cell::Text)).chain(of_annotation);
    let first = first.map(|(name, cell)| (name.to_owned(), cell));
    first.chain(of_kinds()).chain([(OTHER.to_owned(), Cell::Text)]).collect()
}

/// The columns of our own kinds. They share some: the first kind to name one says where it stands, and one that holds
/// this here and that there is text.
fn of_kinds() -> Vec<(String, Cell)> {
    let mut named = Vec::new();
    for schema in kinds() {
        name_columns(schema.fields, "", &mut named);
    }
    let mut columns: Vec<(String, Cell)> = Vec::new();
    for (name, cell) in named {
        match columns.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) if *known != cell => *known = Cell::Text,
            Some(_) => {}
            None => columns.push((name, cell)),
        }
    }
    columns
}

fn kinds() -> [&'static Schema; 7] {
    const KINDS: [&Schema; 7] = [
        &Temporal::SCHEMA,
        &Place::SCHEMA,
        &Quote::SCHEMA,
        &Event::SCHEMA,
        &Tone::SCHEMA,
        &Statement::SCHEMA,
        &Mention::SCHEMA,
    ];
    KINDS
}

/// The paths of the fields, in order.
fn name_columns(fields: &[FieldSchema], before: &str, columns: &mut Vec<(String, Cell)>) {
    for field in fields {
        let place = |name: &str, before: &str| {
            let cell = if name == "text" { Cell::Text } else { Cell::Count };
            (format!("{before}{name}"), cell)
        };
        match field.ty {
            Type::Span if field.name == "span" && before.is_empty() => {}
            Type::Span if field.name == "span" => {
                columns.extend(["start", "end", "text"].map(|name| place(name, before)));
            }
            Type::Span => {
                let before = format!("{before}{}.", field.name);
                columns.extend(["start", "end", "text"].map(|name| place(name, &before)));
            }
            Type::Object(inner) => name_columns(inner, &format!("{before}{}.", field.name), columns),
            ty => {
                let cell = match ty {
                    Type::Flag => Cell::Flag,
                    Type::Count | Type::Int | Type::Id => Cell::Count,
                    Type::Float => Cell::Number,
                    _ => Cell::Text,
                };
                columns.push((format!("{before}{}", field.name), cell));
            }
        }
    }
}

impl Convert for Table {
    fn begin(&self, out: &mut Vec<u8>) {
        let of_document = OF_DOCUMENT.iter().map(|(column, _)| *column);
        let names = of_document.chain(OF_ANNOTATION).chain(self.columns.iter().map(String::as_str)).chain([OTHER]);
        write_row(out, names);
    }

    fn document(&self, document: &Map<String, Value>, out: &mut Vec<u8>) {
        for annotation in annotations(document) {
            let kind = annotation.get("kind").and_then(Value::as_str).unwrap_or("");
            let known = kinds().iter().any(|schema| schema.kind == kind);
            let mut row: Vec<String> = OF_DOCUMENT.iter().map(|(_, field)| cell(document.get(*field))).collect();
            row.extend(OF_ANNOTATION.iter().map(|field| cell(annotation.get(*field))));
            row.extend(
                self.columns.iter().map(|path| if known { cell(at_path(annotation, path)) } else { String::new() }),
            );
            row.push(if known { String::new() } else { others(annotation) });
            write_row(out, row.iter().map(String::as_str));
        }
    }
}

fn at_path<'a>(annotation: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    match path.split_once('.') {
        None => annotation.get(path),
        Some((first, rest)) => at_path(annotation.get(first)?.as_object()?, rest),
    }
}

fn others(annotation: &Map<String, Value>) -> String {
    let mut others = annotation.clone();
    others.retain(|field, _| !OF_ANNOTATION.contains(&field.as_str()));
    Value::Object(others).to_string()
}

fn write_row<'a>(out: &mut Vec<u8>, cells: impl Iterator<Item = &'a str>) {
    let mut writer = csv::Writer::from_writer(out);
    // Memory takes every row.
    let _ = writer.write_record(cells);
}
