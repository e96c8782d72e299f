//! As much of JSON Schema as the files in `tests/program/schemas` use; any other word in one is a mistake.

use serde_json::Value;

/// Everything in which a value does not fit a schema, each with its place.
pub fn misfits(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    see(schema, value, "", &mut found);
    found
}

fn see(schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    for (word, rule) in schema.as_object().unwrap() {
        let length = || value.as_str().map_or(0, |text| text.chars().count() as u64);
        let number = || value.as_f64().unwrap_or(f64::NAN);
        let fits = match word.as_str() {
            "$schema" | "title" | "description" => true,
            "type" => kind(value) == rule.as_str().unwrap(),
            "const" => value == rule,
            "enum" => rule.as_array().unwrap().contains(value),
            "minLength" => length() >= rule.as_u64().unwrap(),
            "maxLength" => length() <= rule.as_u64().unwrap(),
            "minimum" => number() >= rule.as_f64().unwrap(),
            "exclusiveMinimum" => number() > rule.as_f64().unwrap(),
            "minItems" => value
                .as_array()
                .is_some_and(|items| items.len() as u64 >= rule.as_u64().unwrap()),
            "maxItems" => value
                .as_array()
                .is_some_and(|items| items.len() as u64 <= rule.as_u64().unwrap()),
            "required" => rule
                .as_array()
                .unwrap()
                .iter()
                .all(|name| value.get(name.as_str().unwrap()).is_some()),
            "additionalProperties" => {
                assert_eq!(rule, &Value::Bool(false));
                let known = &schema["properties"];
                value
                    .as_object()
                    .is_none_or(|fields| fields.keys().all(|name| known.get(name).is_some()))
            }
            "properties" => {
                for (name, inner) in rule.as_object().unwrap() {
                    if let Some(field) = value.get(name) {
                        see(inner, field, &format!("{at}/{name}"), found);
                    }
                }
                true
            }
            "items" => {
                for (place, item) in value.as_array().into_iter().flatten().enumerate() {
                    see(rule, item, &format!("{at}/{place}"), found);
                }
                true
            }
            other => panic!("the schema says {other}, which is not known here"),
        };
        if !fits {
            found.push(format!("{at}: {value} does not fit {word} {rule}"));
        }
    }
}

const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[test]
fn a_misfit_is_found_with_its_place() {
    let schema = serde_json::json!({"type": "object", "required": ["a"], "additionalProperties": false,
        "properties": {"a": {"type": "array", "items": {"type": "number", "exclusiveMinimum": 0}}}});
    assert_eq!(
        misfits(&schema, &serde_json::json!({"a": [1, 2.5]})),
        Vec::<String>::new()
    );
    let found = misfits(&schema, &serde_json::json!({"a": [1, 0, "x"], "b": 1}));
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(
        found
            .iter()
            .any(|misfit| misfit.starts_with("/a/1: 0 does not fit")),
        "{found:?}"
    );
}
