//! Text codes of suppliers that follow no standard, read as the profile of a scanner says.
//!
//! A code is described in one of three forms: as a text with the fields in their places, as JSON with a pointer to each
//! field, or as fields between separators. The first description that a read fits gives its fields.

mod day;
mod field;
mod text;

use self::field::Named;
use self::text::Step;
use super::fields::{Field, Fields};
use super::finding::Finding;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A description as a profile writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    /// The text, each field in angle brackets, `…` for whatever may stand there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<String>,
    /// The pointer to each field (RFC 6901).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    json: BTreeMap<String, String>,
    /// What stands between the fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    separator: Option<String>,
    /// The fields between the separators, in their order; an empty name leaves one out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<String>,
}

/// The description of a text code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Code {
    written: Written,
    form: Form,
}

/// A description, ready to be held against reads.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    Text(Vec<Step>),
    Json(Vec<(Named, String)>),
    Delimited(String, Vec<Option<Named>>),
}

impl TryFrom<Written> for Code {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let form = match &written {
            Written {
                pattern: Some(pattern),
                separator: None,
                ..
            } if written.json.is_empty() && written.fields.is_empty() => Form::Text(text::steps(pattern)?),
            Written {
                pattern: None,
                separator: None,
                ..
            } if !written.json.is_empty() && written.fields.is_empty() => {
                Form::Json(pointers(&written.json)?)
            }
            Written {
                pattern: None,
                separator: Some(separator),
                ..
            } if written.json.is_empty() && !separator.is_empty() && written.fields.len() > 1 => {
                let named = |name: &String| (!name.is_empty()).then(|| name.parse()).transpose();
                let fields = written.fields.iter().map(named).collect::<Result<_, _>>()?;
                Form::Delimited(separator.clone(), fields)
            }
            _ => return Err("a code has pattern, or json, or separator and two fields or more".into()),
        };
        Ok(Self { written, form })
    }
}

impl From<Code> for Written {
    fn from(code: Code) -> Self {
        code.written
    }
}

/// Reads the pointers of a JSON code.
fn pointers(written: &BTreeMap<String, String>) -> Result<Vec<(Named, String)>, String> {
    let one = |(name, pointer): (&String, &String)| {
        if !pointer.starts_with('/') {
            return Err(format!("json.{name} must begin with /, found {pointer}"));
        }
        Ok((name.parse()?, pointer.clone()))
    };
    written.iter().map(one).collect()
}

impl Code {
    /// Returns the fields of a text; `None` if the description does not fit it. `at` is its position in the raw read,
    /// `today` decides the century of days.
    ///
    /// # Errors
    ///
    /// The first value that is no number, day or trade item number where one belongs.
    fn read<'a>(&self, text: &'a str, at: usize, today: NaiveDate) -> Option<Result<Fields<'a>, Finding>> {
        let values = match &self.form {
            Form::Text(steps) => text::values(steps, text)?,
            Form::Delimited(separator, fields) => {
                let parts: Vec<&str> = text.split(separator.as_str()).collect();
                if parts.len() != fields.len() {
                    return None;
                }
                let named = fields.iter().zip(parts);
                let value = |(field, part): (&Option<Named>, &'a str)| Some((field.clone()?, part.into()));
                named.filter_map(value).collect()
            }
            Form::Json(pointers) => {
                let json: Value = serde_json::from_str(text).ok()?;
                let value = |(field, pointer): &(Named, String)| {
                    let value = match json.pointer(pointer)? {
                        Value::String(text) => text.clone(),
                        Value::Number(number) => number.to_string(),
                        _ => return None,
                    };
                    Some((field.clone(), value.into()))
                };
                pointers.iter().filter_map(value).collect()
            }
        };
        fields(values, at, today)
    }
}

/// Returns values as fields, empty ones left out; `None` if nothing is left.
fn fields(
    values: Vec<(Named, Cow<'_, str>)>,
    at: usize,
    today: NaiveDate,
) -> Option<Result<Fields<'_>, Finding>> {
    let trimmed = values.into_iter().map(|(named, value)| (named, trimmed(value)));
    let told = trimmed.filter(|(_, value)| !value.is_empty());
    let fields: Result<Vec<Field<'_>>, Finding> =
        told.map(|(named, value)| named.field(value, at, today)).collect();
    match fields {
        Ok(fields) if fields.is_empty() => None,
        fields => Some(fields.map(Fields)),
    }
}

/// Returns a value without the blanks around it.
fn trimmed(value: Cow<'_, str>) -> Cow<'_, str> {
    match value {
        Cow::Borrowed(value) => value.trim().into(),
        Cow::Owned(value) => value.trim().to_owned().into(),
    }
}

/// Returns the fields of a text by the first description that it fits; `None` if it fits none.
///
/// # Errors
///
/// What is wrong with a value of a text that fits.
pub fn read<'a>(
    codes: &[Code],
    text: &'a str,
    at: usize,
    today: NaiveDate,
) -> Option<Result<Fields<'a>, Finding>> {
    codes.iter().find_map(|code| code.read(text, at, today))
}

#[cfg(test)]
mod tests;
