//! A text with fields in their places, step by step from its beginning.
//!
//! Every part without a fixed text ends where the next fixed text first begins, so that a pattern fits in one way or in
//! none; the last one ends with the read.

use super::field::Named;
use std::borrow::Cow;

/// One step of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A text that stands there.
    Fixed(String),
    /// A field.
    Field(Named),
    /// Whatever stands there.
    Any,
}

/// Reads a pattern: a field stands in angle brackets, `…` or `...` for whatever may stand there, `\<` for an angle
/// bracket, `\\` for a backslash.
///
/// # Errors
///
/// A bracket that is not closed, an unknown field, no field at all, or two parts with no fixed text in between.
pub fn steps(pattern: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut fixed = String::new();
    let mut rest = pattern;
    while let Some(sign) = rest.chars().next() {
        let (step, used) = if let Some(inside) = rest.strip_prefix('<') {
            let closed = inside
                .find('>')
                .ok_or_else(|| format!("the bracket of {rest} is not closed"))?;
            (Some(Step::Field(inside[..closed].parse()?)), closed + 2)
        } else if rest.starts_with('…') || rest.starts_with("...") {
            (Some(Step::Any), 3)
        } else if let Some(shielded) = ["\\<", "\\\\"].into_iter().find(|it| rest.starts_with(it)) {
            fixed.push_str(&shielded[1..]);
            (None, 2)
        } else {
            fixed.push(sign);
            (None, sign.len_utf8())
        };
        rest = &rest[used..];
        let Some(step) = step else {
            continue;
        };
        if !fixed.is_empty() {
            steps.push(Step::Fixed(std::mem::take(&mut fixed)));
        }
        if matches!(steps.last(), Some(Step::Field(_) | Step::Any)) {
            return Err("a fixed text must stand between two fields".into());
        }
        steps.push(step);
    }
    if !fixed.is_empty() {
        steps.push(Step::Fixed(fixed));
    }
    if !steps.iter().any(|step| matches!(step, Step::Field(_))) {
        return Err("a pattern has a field, such as <item>".into());
    }
    Ok(steps)
}

/// Returns the value of each field; `None` if the pattern does not fit.
pub fn values<'a>(steps: &[Step], text: &'a str) -> Option<Vec<(Named, Cow<'a, str>)>> {
    let mut found = Vec::new();
    let mut rest = text;
    let mut steps = steps.iter().peekable();
    while let Some(step) = steps.next() {
        if let Step::Fixed(fixed) = step {
            rest = rest.strip_prefix(fixed.as_str())?;
            continue;
        }
        let ends = match steps.next() {
            Some(Step::Fixed(fixed)) if steps.peek().is_some() => (rest.find(fixed.as_str())?, fixed.len()),
            Some(Step::Fixed(fixed)) => (rest.strip_suffix(fixed.as_str())?.len(), fixed.len()),
            _ => (rest.len(), 0),
        };
        if let Step::Field(named) = step {
            found.push((named.clone(), rest[..ends.0].into()));
        }
        rest = &rest[ends.0 + ends.1..];
    }
    rest.is_empty().then_some(found)
}
