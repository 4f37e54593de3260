//! Layers as JSON, for borders that columns cannot cross: other languages, and another version of a schema.
//!
//! Objects as in the output, with two differences: offsets are bytes, and there is no `text` of a span. A reference is
//! the position of the item in its layer.

use serde_json::{Map, Value, json};

use crate::field::Day;
use crate::item::{list_of, words_of_list};
use crate::layer::PoolView;
use crate::view::visit;
use crate::{Field, FieldSchema, Key, Layer, RawLayer, Schema, Span, Type, Visitor, visit_row};

/// A layer as a JSON array of objects.
pub fn layer_to_json(schema: &'static Schema, layer: RawLayer<'_>) -> String {
    let mut items = Vec::new();
    for row in layer.rows.chunks_exact(layer.stride) {
        let mut builder = Builder { open: vec![(Value::Object(Map::new()), None)] };
        visit_row(schema, row, layer.pool, &mut builder);
        items.extend(builder.open.pop().map(|(item, _)| item));
    }
    Value::Array(items).to_string()
}

/// Adds items that come as JSON, an object or an array of objects, to a layer. Unknown fields are refused.
///
/// # Errors
///
/// A sentence that names the item and the field, and what is wrong with it. The layer then holds the items before it.
pub fn push_json(layer: &mut Layer, json: &str) -> Result<(), String> {
    let value: Value = serde_json::from_str(json).map_err(|error| format!("it is no JSON: {error}"))?;
    let items = match value {
        Value::Array(items) => items,
        one => vec![one],
    };
    for (at, item) in items.iter().enumerate() {
        let mut row = Vec::new();
        read_fields(layer.schema().fields, item, layer, &mut row).map_err(|problem| format!("item {at}: {problem}"))?;
        layer.push_row(&row);
    }
    Ok(())
}

/// A record, such as the metadata of a document, as JSON. Its strings, if it has any, are not in a layer and are left out.
pub fn record_to_json<T: Field>(record: &T) -> Value {
    let mut builder = Builder { open: vec![(Value::Array(Vec::new()), None)] };
    visit(&const { T::TYPE }, words_of_list(std::slice::from_ref(record)), PoolView::EMPTY, &mut builder);
    match builder.open.pop() {
        Some((Value::Array(mut one), _)) => one.pop().unwrap_or_default(),
        _ => Value::Null,
    }
}

/// A record from JSON; what is null or missing is absent.
///
/// # Errors
///
/// A sentence that names the field, and what is wrong with it.
pub fn record_from_json<T: Field>(json: &Value) -> Result<T, String> {
    let schema: &'static Schema = &const { Schema { kind: "", prefix: "", doc: "", fields: &[] } };
    let mut words = Vec::new();
    read(&const { T::TYPE }, json, &mut Layer::new(schema), &mut words)?;
    list_of(&words).first().copied().ok_or_else(|| "it is incomplete".to_owned())
}

/// Builds one item; the parts that are open are a stack, each with the key that waits for its value.
struct Builder {
    open: Vec<(Value, Option<&'static str>)>,
}

impl Builder {
    fn put(&mut self, value: Value) {
        match self.open.last_mut() {
            Some((Value::Object(object), key)) => {
                object.insert(key.take().unwrap_or_default().to_owned(), value);
            }
            Some((Value::Array(array), _)) => array.push(value),
            _ => {}
        }
    }

    fn close(&mut self) {
        if let Some((value, _)) = self.open.pop() {
            self.put(value);
        }
    }
}

impl Visitor for Builder {
    fn null(&mut self) {
        self.put(Value::Null);
    }

    fn flag(&mut self, value: bool) {
        self.put(json!(value));
    }

    fn number(&mut self, value: i64) {
        self.put(json!(value));
    }

    fn float(&mut self, value: f32) {
        self.put(json!(value));
    }

    fn text(&mut self, value: &str) {
        self.put(json!(value));
    }

    fn day(&mut self, value: Day) {
        self.put(json!(value.to_string()));
    }

    fn span(&mut self, span: Option<Span>) {
        const ENDS: [Key; 2] = [Key::of("start"), Key::of("end")];
        for (key, value) in ENDS.iter().zip([span.map(|span| span.start), span.map(|span| span.end)]) {
            self.key(key);
            self.put(json!(value));
        }
    }

    fn reference(&mut self, _: &'static str, index: u32) {
        self.put(json!(index));
    }

    fn begin_object(&mut self) {
        self.open.push((Value::Object(Map::new()), None));
    }

    fn key(&mut self, key: &'static Key) {
        if let Some((_, waits)) = self.open.last_mut() {
            *waits = Some(key.name);
        }
    }

    fn end_object(&mut self) {
        self.close();
    }

    fn begin_list(&mut self) {
        self.open.push((Value::Array(Vec::new()), None));
    }

    fn end_list(&mut self) {
        self.close();
    }
}

fn read_fields(fields: &[FieldSchema], json: &Value, layer: &mut Layer, row: &mut Vec<u32>) -> Result<(), String> {
    let object = json.as_object().ok_or_else(|| format!("{json} is no object"))?;
    let known = |key: &str| {
        fields
            .iter()
            .any(|field| field.name == key || (field.name == "span" && matches!(key, "start" | "end" | "text")))
    };
    if let Some(key) = object.keys().find(|key| !known(key)) {
        return Err(format!(
            "there is no field \"{key}\": {}",
            crate::suggest(key, fields.iter().map(|field| field.name))
        ));
    }
    for field in fields {
        let value = if field.name == "span" { Some(json) } else { object.get(field.name) };
        read(&field.ty, value.unwrap_or(&Value::Null), layer, row)
            .map_err(|problem| format!("{}: {problem}", field.name))?;
    }
    Ok(())
}

/// Reads one value, which may be null or missing, to the end of `row`.
fn read(ty: &Type, json: &Value, layer: &mut Layer, row: &mut Vec<u32>) -> Result<(), String> {
    let number = |json: &Value| json.as_u64().and_then(|n| u32::try_from(n).ok());
    let wrong = |wanted: &str| Err(format!("{json} is not {wanted}"));
    if json.is_null() {
        push_none(ty, row);
        return Ok(());
    }
    match ty {
        Type::Flag => match json.as_bool() {
            Some(flag) => row.push(u32::from(flag)),
            None => return wrong("true or false"),
        },
        Type::Count | Type::Id | Type::Ref(_) => match number(json) {
            Some(number) => row.push(number),
            None => return wrong("a whole number from 0 to 4294967295"),
        },
        Type::Int => match json.as_i64().and_then(|n| i32::try_from(n).ok()) {
            Some(number) => row.push(number as u32),
            None => return wrong("a whole number of 32 bits"),
        },
        Type::Float => match json.as_f64() {
            Some(number) => row.push((number as f32).to_bits()),
            None => return wrong("a number"),
        },
        Type::Day => match json.as_str().and_then(day_of) {
            Some(day) => row.push(day),
            None => return wrong("a day such as \"2017-02-16\""),
        },
        Type::Span => match (&json["start"], &json["end"]) {
            (Value::Null, Value::Null) => push_none(ty, row),
            (start, end) => match (number(start), number(end)) {
                (Some(start), Some(end)) => row.extend([start, end]),
                _ => return wrong("a pair of offsets \"start\" and \"end\""),
            },
        },
        Type::Text => match json.as_str() {
            Some(text) => {
                let text = layer.pool_mut().intern(text);
                row.extend([text.start, text.len]);
            }
            None => return wrong("a string"),
        },
        Type::Ascii(words) => match json.as_str().filter(|text| text.is_ascii() && text.len() <= 4 * *words as usize) {
            Some(text) => {
                let mut bytes = text.bytes().chain(std::iter::repeat(0));
                row.extend((0..*words).map(|_| u32::from_ne_bytes(std::array::from_fn(|_| bytes.next().unwrap_or(0)))));
            }
            None => return wrong(&format!("ASCII text of {} letters or fewer", 4 * words)),
        },
        Type::Code(names) => match json.as_str().and_then(|text| names.iter().position(|name| *name == text)) {
            Some(at) => row.push(at as u32),
            None => return wrong(&format!("one of {}", names.join(", "))),
        },
        Type::List(of) => {
            let values = json.as_array().ok_or_else(|| format!("{json} is no array"))?;
            let mut words = Vec::new();
            for value in values {
                read(of, value, layer, &mut words)?;
            }
            let pool = &mut layer.pool_mut().words;
            row.extend([pool.len() as u32, values.len() as u32]);
            pool.extend(words);
        }
        Type::Object(fields) => read_fields(fields, json, layer, row)?,
    }
    Ok(())
}

fn push_none(ty: &Type, row: &mut Vec<u32>) {
    match ty {
        Type::Flag | Type::Count | Type::Int | Type::Id | Type::Day => row.push(0),
        Type::Float => row.push(f32::NAN.to_bits()),
        Type::Ref(_) | Type::Code(_) => row.push(u32::MAX),
        Type::Span => row.extend([u32::MAX, u32::MAX]),
        Type::Text => row.extend([u32::MAX, 0]),
        Type::List(_) => row.extend([0, 0]),
        Type::Ascii(words) => row.extend((0..*words).map(|_| 0)),
        Type::Object(fields) => fields.iter().for_each(|field| push_none(&field.ty, row)),
    }
}

fn day_of(text: &str) -> Option<u32> {
    let (date, day) = text.rsplit_once('-')?;
    let (year, month) = date.rsplit_once('-')?;
    let day = Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    day.is_plausible().then(|| day.word())
}
