//! Holds a document to a JSON Schema.
//!
//! Only the words that the schema of the output uses are known, and any other is an error: so the check is complete for
//! that schema, and a general validator, with the many crates it takes, is not needed.

use serde_json::Value;

/// One sentence for each way in which a value is not what its schema says; `at` is where it stands.
pub(crate) fn violations(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let Some(words) = schema.as_object() else {
        return vec![format!("{at}: the schema is no object: {schema}")];
    };
    let mut found = Vec::new();
    for (word, says) in words {
        match word.as_str() {
            "type" => {
                let types = says.as_array().map_or(std::slice::from_ref(says), Vec::as_slice);
                if !types.iter().filter_map(Value::as_str).any(|name| is(name, value)) {
                    found.push(format!("{at} is no {says}: {value}"));
                }
            }
            "const" if says != value => found.push(format!("{at} is not {says}: {value}")),
            "enum" if !list(says).contains(value) => found.push(format!("{at} is none of {says}: {value}")),
            "const" | "enum" | "$schema" | "title" | "description" => {}
            "minimum" => {
                if value.as_f64().is_some_and(|number| Some(number) < says.as_f64()) {
                    found.push(format!("{at} is below {says}: {value}"));
                }
            }
            "format" if says == "date" => {
                if value.as_str().is_some_and(|text| !is_day(text)) {
                    found.push(format!("{at} is no day: {value}"));
                }
            }
            "required" => {
                let names = list(says).iter().filter_map(Value::as_str);
                let missing = names.filter(|name| value.is_object() && value.get(*name).is_none());
                found.extend(missing.map(|name| format!("{at} has no `{name}`")));
            }
            "properties" => {
                for (name, schema) in says.as_object().into_iter().flatten() {
                    if let Some(value) = value.get(name) {
                        found.extend(violations(schema, value, &format!("{at}.{name}")));
                    }
                }
            }
            "items" => {
                for (number, value) in list(value).iter().enumerate() {
                    found.extend(violations(says, value, &format!("{at}[{number}]")));
                }
            }
            "oneOf" => {
                let tried: Vec<_> = list(says).iter().map(|schema| violations(schema, value, at)).collect();
                if tried.iter().filter(|violations| violations.is_empty()).count() != 1 {
                    // The schema that fits best explains most.
                    found.extend(
                        tried.into_iter().filter(|tried| !tried.is_empty()).min_by_key(Vec::len).unwrap_or_default(),
                    );
                    found.push(format!("{at} is not one of {} kinds: {value}", list(says).len()));
                }
            }
            other => found.push(format!("the schema of {at} says `{other}: {says}`, which this check does not know")),
        }
    }
    found
}

fn is(name: &str, value: &Value) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Whether a text reads `2017-02-16`, in months of 31 days.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |part: &str, digits: usize| {
        let counts = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        counts.then(|| part.parse::<u32>().unwrap_or_default())
    };
    let within = |part: &str, most: u32| number(part, 2).is_some_and(|number| (1..=most).contains(&number));
    number(year, 4).is_some() && within(month, 12) && within(day, 31)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn broken(schema: &Value, value: &Value) -> usize {
        violations(schema, value, "it").len()
    }

    #[test]
    fn each_word_accepts_and_refuses() {
        let cases = [
            (json!({"type": ["string", "null"]}), json!(null), json!(1)),
            (json!({"type": "integer", "minimum": 1}), json!(1), json!(0)),
            (json!({"const": "date"}), json!("date"), json!("day")),
            (json!({"enum": ["a", null]}), json!(null), json!("b")),
            (json!({"type": "string", "format": "date"}), json!("2017-02-16"), json!("2017-13-16")),
            (json!({"required": ["a"]}), json!({"a": null}), json!({"b": 1})),
            (json!({"properties": {"a": {"type": "number"}}}), json!({"a": 0.5}), json!({"a": "0.5"})),
            (json!({"items": {"type": "boolean"}}), json!([true]), json!([true, 1])),
        ];
        for (schema, right, wrong) in cases {
            assert_eq!((broken(&schema, &right), broken(&schema, &wrong)), (0, 1), "{schema}");
        }
    }

    #[test]
    fn exactly_one_of_several_has_to_fit() {
        let kind = |name: &str| json!({"properties": {"kind": {"const": name}}, "required": ["kind"]});
        let schema = json!({"oneOf": [kind("date"), kind("quote")]});
        assert_eq!(violations(&schema, &json!({"kind": "date"}), "it"), [""; 0]);
        assert!(broken(&schema, &json!({"kind": "tone"})) > 0);
        assert!(broken(&json!({"oneOf": [{"type": "object"}, {"type": "object"}]}), &json!({})) > 0);
    }

    #[test]
    fn a_word_that_is_not_known_is_no_word_that_holds() {
        let said = violations(&json!({"maxItems": 3}), &json!([]), "it");
        assert_eq!(said, ["the schema of it says `maxItems: 3`, which this check does not know"]);
    }

    #[test]
    fn places_are_named() {
        let schema = json!({"properties": {"a": {"items": {"properties": {"b": {"type": "null"}}}}}});
        assert_eq!(violations(&schema, &json!({"a": [{}, {"b": 2}]}), "it"), ["it.a[1].b is no \"null\": 2"]);
    }
}
