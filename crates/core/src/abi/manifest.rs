//! What an extractor says of itself across the border, as JSON.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{FieldSchema, LayerKey, Registration, RuleDoc, Schema, Type};

/// What an extractor says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// The package that it comes from.
    pub package: String,
    /// The version of that package.
    pub version: String,
    /// The plugin that it belongs to.
    pub plugin: String,
    /// Its name.
    pub name: String,
    /// The documentation of the plugin, Markdown.
    #[serde(default)]
    pub readme: String,
    /// What it writes: see [`schema_to_json`].
    pub schema: Value,
    /// Its options with their defaults.
    #[serde(default)]
    pub defaults: Value,
    /// The JSON Schema of its options.
    #[serde(default)]
    pub options: Value,
    /// Its rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RuleDoc>,
}

impl Manifest {
    /// What a linked extractor says of itself.
    pub fn of(registration: &Registration) -> Manifest {
        Manifest {
            package: registration.package.to_owned(),
            version: registration.version.to_owned(),
            plugin: registration.plugin.to_owned(),
            name: registration.name.to_owned(),
            readme: registration.readme.to_owned(),
            schema: schema_to_json(registration.schema),
            defaults: (registration.defaults)(),
            options: (registration.options)(),
            rules: (registration.rules)(),
        }
    }
}

/// A schema as JSON: `{"kind", "prefix", "doc", "fields": [{"name", "doc", "type"}]}`, where a type is a name ("span",
/// "text", "count", "int", "id", "float", "flag", "day") or one of `{"ascii": words}`, `{"code": [names]}`,
/// `{"ref": kind}`, `{"list": type}` and `{"object": [fields]}`.
pub fn schema_to_json(schema: &Schema) -> Value {
    json!({"kind": schema.kind, "prefix": schema.prefix, "doc": schema.doc.trim(), "fields": fields_to_json(schema.fields)})
}

fn fields_to_json(fields: &[FieldSchema]) -> Value {
    fields
        .iter()
        .map(|field| json!({"name": field.name, "doc": field.doc.trim(), "type": type_to_json(&field.ty)}))
        .collect()
}

fn type_to_json(ty: &Type) -> Value {
    match ty {
        Type::Flag => json!("flag"),
        Type::Count => json!("count"),
        Type::Int => json!("int"),
        Type::Id => json!("id"),
        Type::Float => json!("float"),
        Type::Day => json!("day"),
        Type::Span => json!("span"),
        Type::Text => json!("text"),
        Type::Ascii(words) => json!({"ascii": words}),
        Type::Code(names) => json!({"code": names}),
        Type::Ref(kind) => json!({"ref": kind}),
        Type::List(of) => json!({"list": type_to_json(of)}),
        Type::Object(fields) => json!({"object": fields_to_json(fields)}),
    }
}

/// A schema that came as JSON. It is never freed: a library that announced it is never unloaded.
///
/// # Errors
///
/// A sentence that says which part is not as [`schema_to_json`] describes it.
pub fn schema_from_json(json: &Value) -> Result<&'static Schema, String> {
    let kind = string(json, "kind")?;
    let fields = fields_from_json(&json["fields"], 0)?;
    match fields.first() {
        Some(first) if first.name == "span" && first.ty == Type::Span => {}
        _ => return Err("the first field is not \"span\" of type \"span\"".to_owned()),
    }
    let prefix = json["prefix"].as_str().unwrap_or(kind);
    let doc = json["doc"].as_str().unwrap_or_default();
    Ok(Box::leak(Box::new(Schema { kind, prefix: leak(prefix), doc: leak(doc), fields })))
}

/// How deep a type from outside may nest.
const DEEPEST: u32 = 16;

fn fields_from_json(json: &Value, depth: u32) -> Result<&'static [FieldSchema], String> {
    let fields = json.as_array().ok_or("\"fields\" is no array")?;
    let fields = fields.iter().map(|field| {
        let name = string(field, "name")?;
        let ty = type_from_json(&field["type"], depth).map_err(|problem| format!("{name}: {problem}"))?;
        Ok(FieldSchema::new(name, ty, leak(field["doc"].as_str().unwrap_or_default())))
    });
    Ok(Box::leak(fields.collect::<Result<Vec<_>, String>>()?.into_boxed_slice()))
}

fn type_from_json(json: &Value, depth: u32) -> Result<Type, String> {
    if depth > DEEPEST {
        return Err("the type nests too deeply".to_owned());
    }
    if let Some(name) = json.as_str() {
        let plain = [Type::Flag, Type::Count, Type::Int, Type::Id, Type::Float, Type::Day, Type::Span, Type::Text];
        return plain.into_iter().find(|ty| type_to_json(ty) == name).ok_or(format!("there is no type \"{name}\""));
    }
    let (name, of) = json.as_object().and_then(|object| object.iter().next()).ok_or("the type is missing")?;
    match name.as_str() {
        "ascii" => match of.as_u64() {
            Some(words @ 1..=64) => Ok(Type::Ascii(words as u32)),
            _ => Err("\"ascii\" takes a number of words from 1 to 64".to_owned()),
        },
        "code" => {
            let names = of.as_array().ok_or("\"code\" takes an array of names")?;
            let names: Option<Vec<&'static str>> = names.iter().map(|name| name.as_str().map(leak)).collect();
            Ok(Type::Code(Box::leak(names.ok_or("\"code\" takes an array of names")?.into_boxed_slice())))
        }
        "ref" => Ok(Type::Ref(leak(of.as_str().ok_or("\"ref\" takes the name of a layer")?))),
        "list" => Ok(Type::List(Box::leak(Box::new(type_from_json(of, depth + 1)?)))),
        "object" => Ok(Type::Object(fields_from_json(of, depth + 1)?)),
        name => Err(format!("there is no type \"{name}\"")),
    }
}

/// Requirements as JSON.
pub(crate) fn requires_to_json(keys: &[LayerKey]) -> Value {
    keys.iter().map(|key| json!({"name": key.name, "schema": format!("{:016x}", key.schema)})).collect()
}

/// Requirements that came as JSON.
pub(crate) fn requires_from_json(json: &Value) -> Result<Vec<LayerKey>, String> {
    let keys = json.as_array().ok_or("the requirements are no array")?;
    let key = |json: &Value| {
        let name = string(json, "name")?;
        let schema = json["schema"].as_str().unwrap_or("0");
        let schema = u64::from_str_radix(schema, 16).map_err(|_| format!("\"{schema}\" is no hash of a schema"))?;
        Ok(LayerKey { name, schema })
    };
    keys.iter().map(key).collect()
}

fn string(json: &Value, key: &str) -> Result<&'static str, String> {
    let text = json[key].as_str().filter(|text| !text.is_empty());
    text.map(leak).ok_or_else(|| format!("\"{key}\" is missing"))
}

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}
