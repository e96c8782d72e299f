//! The texts of a document that people write: bounded, and nothing in them that can't be seen.

use crate::domain::code::{is_unseen, text_flaw};
use serde_json::{Map, Value};

/// What people write, where it is no code: the rules hold codes and names to what a label can carry.
const WRITTEN: [&str; 8] = [
    "operator",
    "approved_by",
    "reason",
    "document",
    "channel",
    "value",
    "why",
    "check_digits",
];

/// Returns the field that holds text that no label carries and no paper has, and why: a control character, which no
/// terminal should be sent, one that can't be seen, too many of them.
pub(super) fn unfit_text(id: &str, fields: &Map<String, Value>) -> Option<(String, String)> {
    fn unfit(name: &str, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => {
                let is_checked = text.contains(char::is_control) || !text.chars().any(is_unseen);
                text_flaw(text).filter(|_| is_checked || WRITTEN.contains(&name))
            }
            Value::Array(values) => values.iter().find_map(|value| unfit(name, value)),
            Value::Object(fields) => fields.iter().find_map(|(name, value)| unfit(name, value)),
            _ => None,
        }
    }
    if let Some(why) = text_flaw(id).filter(|_| id.chars().any(is_unseen)) {
        return Some(("id".to_owned(), why));
    }
    fields
        .iter()
        .find_map(|(name, value)| unfit(name, value).map(|why| (name.clone(), why)))
}
