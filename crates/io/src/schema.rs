//! The JSON Schema of the output, made from the schemas of the layers.

use dateline_core::{FieldSchema, PublishedFrom, RegionKind, Schema, Severity, Type};
use serde_json::{Map, Value, json};

/// The JSON Schema (draft 2020-12) of a document in the native format, with annotations of these kinds.
///
/// Fields that layers add later are allowed; a known field must be what it is said to be.
pub fn json_schema(kinds: &[&Schema]) -> Value {
    let (summaries, annotated): (Vec<&Schema>, Vec<&Schema>) =
        kinds.iter().filter(|kind| kind.is_written()).partition(|kind| kind.is_summary());
    let annotations: Vec<Value> = annotated.iter().map(|kind| annotation(kind)).collect();
    let names: Vec<&str> = annotated.iter().map(|kind| kind.kind).collect();
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A document as dateline writes it, version 1",
        "type": "object",
        "required": ["schema", "id", "language", "published", "published_from", "headline", "byline", "url", "dateline",
            "regions", "annotations", "diagnostics"],
        "properties": {
            "schema": {"const": "dateline/1"},
            "id": {"type": "string"},
            "text": {"type": "string", "description": "The text as it was given."},
            "language": {"type": "string"},
            "published": {"type": ["string", "null"], "description": "ISO 8601: a day, or a moment as far as it is known."},
            "published_from": names_or_null(PublishedFrom::NAMES),
            "headline": {"type": ["string", "null"]},
            "byline": {"type": ["string", "null"]},
            "url": {"type": ["string", "null"], "description": "The address that the input gave."},
            "dateline": {
                "type": ["object", "null"],
                "required": ["start", "end", "place", "agency", "date"],
                "properties": {
                    "start": offset(), "end": offset(),
                    "place": {"type": ["string", "null"]},
                    "agency": {"type": ["string", "null"]},
                    "date": {"type": ["string", "null"], "format": "date"},
                },
            },
            "regions": {"type": "array", "items": {
                "type": "object",
                "required": ["kind", "start", "end"],
                "properties": {"kind": {"enum": RegionKind::NAMES}, "start": offset(), "end": offset()},
            }},
            "annotations": {"type": "array", "items": {
                "type": "object",
                "required": ["kind", "id", "start", "end", "text"],
                "properties": {"kind": {"enum": names}, "id": {"type": "string"}, "why": why()},
                "oneOf": annotations,
            }},
            "diagnostics": {"type": "array", "items": {
                "type": "object",
                "required": ["severity", "extractor", "message"],
                "properties": {
                    "severity": {"enum": Severity::NAMES},
                    "extractor": {"type": "string"},
                    "message": {"type": "string"},
                    "start": offset(), "end": offset(),
                },
            }},
        },
    });
    for kind in summaries {
        schema["properties"][kind.kind] = summary(kind);
    }
    schema
}

/// A kind that sums the document up: a field of it.
fn summary(schema: &Schema) -> Value {
    let mut object = nullable(object(schema.fields.get(1..).unwrap_or_default(), false));
    object["description"] = json!(schema.doc.trim());
    object["properties"]["why"] = why();
    object
}

fn annotation(schema: &Schema) -> Value {
    let mut object = object(schema.fields, false);
    object["title"] = json!(schema.kind);
    object["description"] = json!(schema.doc.trim());
    object["properties"]["kind"] = json!({"const": schema.kind});
    object
}

fn object(fields: &[FieldSchema], nullable_span: bool) -> Value {
    let mut properties = Map::new();
    for field in fields {
        if field.name == "span" {
            let null = nullable_span.then_some("null");
            for name in ["start", "end"] {
                let types: Vec<&str> = ["integer"].into_iter().chain(null).collect();
                properties.insert(name.to_owned(), json!({"type": types, "minimum": 0}));
            }
            let types: Vec<&str> = ["string"].into_iter().chain(null).collect();
            properties.insert("text".to_owned(), json!({"type": types}));
        } else {
            let mut value = value(&field.ty);
            value["description"] = json!(field.doc.trim());
            properties.insert(field.name.to_owned(), value);
        }
    }
    let required: Vec<&String> = properties.keys().collect();
    json!({"type": "object", "required": required, "properties": properties})
}

fn value(ty: &Type) -> Value {
    match ty {
        Type::Flag => json!({"type": "boolean"}),
        Type::Count => json!({"type": "integer", "minimum": 0}),
        Type::Int => json!({"type": "integer"}),
        Type::Id => json!({"type": ["integer", "null"], "minimum": 1}),
        Type::Float => json!({"type": ["number", "null"]}),
        Type::Day => json!({"type": ["string", "null"], "format": "date"}),
        Type::Text | Type::Ascii(_) | Type::Ref(_) => json!({"type": ["string", "null"]}),
        Type::Code(names) => names_or_null(names),
        Type::List(of) => json!({"type": "array", "items": value(of)}),
        Type::Span => nullable(object(&[SPAN], false)),
        Type::Object(fields) => nullable(object(fields, true)),
    }
}

/// A span on its own is written as an object of one.
const SPAN: FieldSchema = FieldSchema::new("span", Type::Span, "Where it stands.");

fn nullable(mut object: Value) -> Value {
    object["type"] = json!(["object", "null"]);
    object
}

fn names_or_null(names: &[&str]) -> Value {
    let names: Vec<Option<&str>> = names.iter().copied().map(Some).chain([None]).collect();
    json!({"enum": names})
}

fn offset() -> Value {
    json!({"type": "integer", "minimum": 0})
}

fn why() -> Value {
    json!({"type": "array", "items": {
        "type": "object",
        "required": ["rule", "note", "evidence"],
        "properties": {
            "rule": {"type": ["string", "null"]},
            "note": {"type": ["string", "null"]},
            "evidence": {"type": "array", "items": object(&[SPAN], false)},
        },
    }})
}
