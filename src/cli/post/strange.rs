//! Fields that a document does not have.

use serde_json::Value;

/// Returns the place of a field that is no field of what the document says, and the fields that there are.
pub(super) fn strange(given: &Value, known: &Value, at: &str) -> Option<(String, String)> {
    match (given, known) {
        (Value::Object(given), Value::Object(known)) => given.iter().find_map(|(name, value)| {
            let path = if at.is_empty() {
                name.clone()
            } else {
                format!("{at}.{name}")
            };
            match known.get(name) {
                Some(known) => strange(value, known, &path),
                None if value.is_null() => None,
                None => Some((path, known.keys().cloned().collect::<Vec<_>>().join(", "))),
            }
        }),
        (Value::Array(given), Value::Array(known)) => {
            let mut pairs = given.iter().zip(known).enumerate();
            pairs.find_map(|(nth, (given, known))| strange(given, known, &format!("{at}[{nth}]")))
        }
        _ => None,
    }
}
