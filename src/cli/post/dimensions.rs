//! What a document says of dimensions.

use crate::domain::dimension::Dimensions;
use serde_json::Value;

/// The field that says it.
pub(super) const FIELD: &str = "dimensions";

/// Returns what is said; what is said as nothing is not said.
///
/// # Errors
/// The field that is wrong, and why.
pub(super) fn said(found: Option<Value>) -> Result<Dimensions, (String, String)> {
    let mut said = Dimensions::default();
    let found = match found {
        None | Some(Value::Null) => return Ok(said),
        Some(Value::String(text)) if text.trim().is_empty() => return Ok(said),
        Some(Value::Object(found)) => found,
        Some(other) => {
            let reason = format!("expected an object of texts by dimension, found {other}");
            return Err((FIELD.to_owned(), reason));
        }
    };
    for (dimension, value) in found {
        match value {
            Value::Null => {}
            Value::String(text) if text.trim().is_empty() => {}
            Value::String(text) => said.say(dimension.as_str().into(), text.trim().into()),
            other => {
                return Err((
                    format!("{FIELD}.{dimension}"),
                    format!("expected a text, found {other}"),
                ));
            }
        }
    }
    Ok(said)
}
