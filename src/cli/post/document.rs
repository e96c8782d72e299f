//! One operation document: a JSON object on one line.

use super::once::Once;
use super::printed::{Printed, Said};
use super::strange::strange;
use super::text::unfit_text;
use super::{dimensions, exact, new_places, proof};
use crate::cli::{gl, import, init};
use crate::clock;
use crate::domain::code::{Badge, Key, SiteCode};
use crate::domain::movement::Source;
use crate::domain::policy::{LateBehindCount, PolicyKey};
use crate::operations::answer::Verdict;
use crate::operations::request::{Operation, Request, Requester};
use serde_json::{Map, Value};
use std::fmt::Display;
use std::io::Write;

/// What is wrong with a document.
#[derive(Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Its id, where it has one.
    id: Option<String>,
    field: String,
    reason: String,
    /// What it asks for, where nothing else is wrong with it, and whether it names its date.
    meant: Option<Box<(Request, bool)>>,
}

impl Wrong {
    /// Returns a complaint about a field, or about the document where no field is named.
    pub fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        let (field, reason) = (field.into(), reason.into());
        Self {
            id: None,
            field,
            reason,
            meant: None,
        }
    }

    /// Returns a complaint about the id of a document.
    pub fn of_id(meant: (Request, bool), reason: String) -> Self {
        Self {
            id: Some(meant.0.key.to_string()),
            meant: Some(Box::new(meant)),
            ..Self::new("id", reason)
        }
    }

    /// Returns what the document asks for, where nothing else is wrong with it, and whether it names its date.
    pub fn meant(&self) -> Option<&(Request, bool)> {
        self.meant.as_deref()
    }

    /// Prints the complaint as the answer to its document.
    pub fn tell(&self, out: &mut impl Write) -> std::io::Result<()> {
        let (code, message) = ("BAD_DOCUMENT", self.to_string());
        let answer = Printed {
            id: self.id.as_deref(),
            status: Verdict::Refused,
            movement: None,
            entry: None,
            refusal: Some(Said { code, message }),
            note: None,
        };
        answer.print(out)?;
        out.flush()
    }
}

impl Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.field.is_empty() {
            write!(f, "field {}: ", self.field)?;
        }
        write!(f, "{}", self.reason)
    }
}

/// Reads a document, and whether it names its date; `None` for an empty line.
///
/// # Errors
/// [`Wrong`] names the field, what was expected and what was found.
pub fn read(line: &str) -> Result<Option<(Request, bool)>, Wrong> {
    if line.trim().is_empty() {
        return Ok(None);
    }
    let Once(value) = serde_json::from_str(line).map_err(|why| no_json(&why))?;
    let Value::Object(mut fields) = value else {
        return Err(Wrong::new("", format!("expected a JSON object, found {value}")));
    };
    let id = word(&mut fields, "id").and_then(|id| {
        id.filter(|id| !id.trim().is_empty())
            .ok_or_else(|| Wrong::new("id", "expected a unique name, found nothing"))
    })?;
    let with_id = |wrong: Wrong| Wrong {
        id: Some(id.clone()),
        ..wrong
    };
    let unfit = unfit_text(&id, &fields).or_else(|| exact::unfit(line, &fields));
    let asked = request(&id, fields);
    let Some((name, reason)) = unfit else {
        return asked.map(Some).map_err(with_id);
    };
    Err(with_id(Wrong {
        meant: asked.ok().map(Box::new),
        ..Wrong::new(name, reason)
    }))
}

fn no_json(why: &serde_json::Error) -> Wrong {
    let said = why.to_string();
    let said = said.split(" at line").next().unwrap_or(&said);
    if why.is_data() {
        return Wrong::new("", said);
    }
    Wrong::new(
        "",
        format!(
            "expected a JSON object, found at column {} no JSON: {said}",
            why.column()
        ),
    )
}

fn request(id: &str, mut fields: Map<String, Value>) -> Result<(Request, bool), Wrong> {
    let date = word(&mut fields, "date")?;
    let day = match &date {
        Some(text) => text
            .parse()
            .map_err(|_| Wrong::new("date", exact::no_day(text)))?,
        None => clock::today(),
    };
    let operator = word(&mut fields, "operator")?.map(Badge::from);
    let request = Request {
        key: Key::from(id),
        requester: Requester::document(operator.unwrap_or_default()),
        source: Source::Import,
        at: clock::now().into(),
        date: day,
        asked_on: clock::day_beside_utc(),
        read: None,
        reason: word(&mut fields, "reason")?,
        document: word(&mut fields, "document")?,
        site: word(&mut fields, "site")?.map(SiteCode::from),
        approved_by: word(&mut fields, "approved_by")?.map(Badge::from),
        approved_by_pin: false,
        accepted: Vec::new(),
        late_behind_count: late_behind_count(&mut fields)?,
        dimensions: dimensions::said(fields.remove(dimensions::FIELD))
            .map_err(|(field, reason)| Wrong::new(field, reason))?,
        operation: operation(fields)?,
    };
    Ok((request, date.is_some()))
}

/// Takes the field that overrides the policy of the same name.
fn late_behind_count(fields: &mut Map<String, Value>) -> Result<Option<LateBehindCount>, Wrong> {
    let name = PolicyKey::LateBehindCount.key();
    let Some(found) = word(fields, name)? else {
        return Ok(None);
    };
    let wrong = |_| {
        Wrong::new(
            name,
            format!("expected {}, found {found}", LateBehindCount::WORDS.join(" or ")),
        )
    };
    found.parse().map(Some).map_err(wrong)
}

/// Takes a common field, which is a text.
fn word(fields: &mut Map<String, Value>, name: &str) -> Result<Option<String>, Wrong> {
    match fields.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(Wrong::new(name, format!("expected a text, found {other}"))),
    }
}

fn operation(mut fields: Map<String, Value>) -> Result<Operation, Wrong> {
    fields.retain(|_, value| !value.is_null());
    let known = |word: &str| Operation::WORDS.contains(&word) && !Operation::OWN.contains(&word);
    match fields.get("op") {
        Some(Value::String(word)) if known(word) => {}
        found => {
            let words: Vec<&str> = Operation::WORDS
                .iter()
                .copied()
                .filter(|word| known(word))
                .collect();
            let found = found.map_or_else(|| "nothing".to_owned(), ToString::to_string);
            return Err(Wrong::new(
                "op",
                format!("expected one of {}, found {found}", words.join(", ")),
            ));
        }
    }
    let operation = parsed(&fields).map_err(|why| blamed(&fields, why))?;
    let known = serde_json::to_value(&operation).map_err(|why| Wrong::new("", why.to_string()))?;
    match strange(&Value::Object(fields), &known, "") {
        Some((field, fields)) => Err(Wrong::new(field, format!("expected one of {fields}, found this"))),
        None => exact::too_fine(operation.word(), &known)
            .map_or(Ok(operation), |(field, why)| Err(Wrong::new(field, why))),
    }
}

/// Returns why only the program may give an operation this id; `None` if a document may.
pub fn reserved(id: &str) -> Option<String> {
    const LONGEST: usize = 200;
    if LONGEST < id.len() {
        return Some(format!("expected at most {LONGEST} bytes, found {}", id.len()));
    }
    let own = [import::KEY, new_places::KEY, proof::KEY]
        .into_iter()
        .chain(init::KEYS)
        .chain(gl::KEYS);
    if let Some(own) = own.into_iter().find(|own| id.starts_with(own)) {
        return Some(format!(
            "expected an id that the program doesn't give itself, found {own}…; begin it otherwise"
        ));
    }
    let (_, number) = id.rsplit_once(':')?;
    let is_read = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_read.then(|| {
        format!(
            "expected an id that no read of a terminal gets, which is NAME:number, found {id:?}; use - for :"
        )
    })
}

fn parsed(fields: &Map<String, Value>) -> Result<Operation, String> {
    serde_json::from_value(Value::Object(fields.clone())).map_err(|why| why.to_string())
}

/// Returns a complaint about the field that the parser rejects: the one without which its message changes.
fn blamed(fields: &Map<String, Value>, why: String) -> Wrong {
    for (name, found) in fields.iter().filter(|(name, _)| *name != "op") {
        if let Some(rest) = why.strip_prefix(&format!("unknown field `{name}`")) {
            return Wrong::new(
                name,
                format!("expected {}, found this", rest.trim_start_matches(", expected ")),
            );
        }
        let mut without = fields.clone();
        without.remove(name);
        let other = parsed(&without).err();
        if other.as_ref() != Some(&why)
            && !why.starts_with("missing field")
            && !why.starts_with("unknown field")
        {
            let reason = if why.contains("found") {
                why
            } else {
                format!("{why}, found {found}")
            };
            return Wrong::new(name, reason);
        }
    }
    match why
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next())
    {
        Some(name) => Wrong::new(name, "expected a value, found nothing"),
        None => Wrong::new("", why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(line: &str) -> String {
        read(line).unwrap_err().to_string()
    }

    #[test]
    fn ids_that_the_program_gives_are_its_own() {
        for id in [
            "DOCK-1:7",
            "DOCK-1:7:2",
            "a b:1",
            "import:items:A",
            "set:x",
            "init:site:MAIN",
            "create:site:MAIN",
            "approval:EMP-1:7:8",
            "close:2026-03",
            "export:1:csv:way:hash",
            "acknowledge:1::ref",
            "seal:2026-03-02:MAIN:x",
            "reverse-batch:1:x",
            &"x".repeat(201),
        ] {
            assert!(reserved(id).is_some(), "{id}");
        }
        for id in [
            "r1",
            "2026:ship",
            "a:b",
            ":",
            "1:",
            "urn:uuid:6ba7b810-9dad",
            &"x".repeat(200),
        ] {
            assert_eq!(reserved(id), None, "{id}");
        }
    }

    #[test]
    fn a_field_of_a_record_that_there_is_not_is_named() {
        for (line, field) in [
            (
                r#"{"id":"a","op":"define","master":{"record":"site","site":"S","name":"S","colour":"red"}}"#,
                "field master.colour: expected one of name, record, site, found this",
            ),
            (
                r#"{"id":"a","op":"place_order","order":{"kind":"sales","order_no":"S","party":"C","site":"MAIN",
                    "due":"2026-03-02","priority":5,"state":"open","channel":"","rush":true},"lines":[]}"#,
                "field order.rush: expected one of",
            ),
            (
                r#"{"id":"a","op":"place_order","order":{"kind":"sales","order_no":"S","party":"C","site":"MAIN",
                    "due":"2026-03-02","priority":5,"state":"open","channel":""},"lines":[{"kind":"sales",
                    "order_no":"S","line":1,"item":"A","qty":"1","price":"1","price_per":"1","lot":null,"done":"0",
                    "allocated":"0","picked":"0","packed":"0","short":"0","uom":"CS"}]}"#,
                "field lines[0].uom: expected one of",
            ),
        ] {
            let said = wrong(line);
            assert!(said.starts_with(field), "{said}");
        }
    }

    #[test]
    fn a_document_becomes_a_request() {
        let line =
            r#"{"id":"r1","op":"receive","date":"2026-03-02","item":"A","qty":"10","cost":10.5,"to":null}"#;
        let (request, dated) = read(line).unwrap().unwrap();
        assert!(dated && request.operation.word() == "receive" && request.key.as_str() == "r1");
        assert!(read("  ").unwrap().is_none());
    }

    #[test]
    fn what_is_wrong_is_named_by_field_with_expected_and_found() {
        let cases = [
            (
                r#"{"op":"ship"}"#,
                "field id: expected a unique name, found nothing",
            ),
            (r#"{"id":"a","op":"shop"}"#, "field op: expected one of"),
            (
                r#"{"id":"a","op":"ship","date":"2026-13-01"}"#,
                "field date: expected a day",
            ),
            (
                r#"{"id":"a","op":"move","item":"A","qty":"1","from":"B"}"#,
                "field to: expected a value",
            ),
            (
                r#"{"id":"a","op":"receive","item":"A","qty":"ten"}"#,
                "field qty: expected a quantity",
            ),
            (
                r#"{"id":"a","op":"receive","item":"A","qty":"1","qty":"2"}"#,
                "expected each field once, found \"qty\" twice",
            ),
            (
                r#"{"id":"a","op":"receive","item":"A","qty":9007199254740993}"#,
                "field qty: expected a quantity from -9223372036854.775807 to 9223372036854.775807, found",
            ),
            (
                r#"{"id":"a","op":"receive","item":"A","qty":"1","colour":"red"}"#,
                "field colour: expected one of",
            ),
            (
                r#"{"id":"a","op":"receive","item":7,"qty":"1"}"#,
                "field item: invalid type",
            ),
            (
                r#"{"id":"a","op":"receive","item":"A\u001b[31m","qty":"1"}"#,
                "field item: expected printable text, found a control character",
            ),
            (
                r#"{"id":"a\u0000","op":"receive","item":"A","qty":"1"}"#,
                "field id: expected printable text",
            ),
            ("[1]", "expected a JSON object, found [1]"),
            ("{", "expected a JSON object, found at column 1 no JSON: EOF"),
        ];
        for (line, expected) in cases {
            assert!(wrong(line).starts_with(expected), "{line}: {}", wrong(line));
        }
    }
}
