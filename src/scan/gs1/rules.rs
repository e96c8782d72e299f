//! What holds between the elements of a label: exclusion, repetition, and what one requires of the others.

use super::element::Element;
use super::row::Ai;
use crate::scan::finding::{Finding, Flaw, Requirement};

/// Drops elements that repeat an earlier one, and refuses those that contradict another.
///
/// # Errors
///
/// [`Flaw::Repeated`] for the same identifier with two values, [`Flaw::Excluded`] for two that exclude each other,
/// [`Flaw::Unserialised`] for a signature over a key that names no single thing.
pub fn together(elements: &mut Vec<Element<'_>>) -> Result<(), Finding> {
    let mut at = 1;
    while at < elements.len() {
        let (earlier, later) = elements.split_at(at);
        match earlier.iter().find(|element| element.ai == later[0].ai) {
            Some(first) if first.value == later[0].value => drop(elements.remove(at)),
            Some(_) => return Err(finding(Flaw::Repeated, &later[0])),
            None => at += 1,
        }
    }
    for element in &*elements {
        let excluded =
            |other: &&Element<'_>| other.ai != element.ai && any(element.row.excludes, ',', other.ai);
        if let Some(other) = elements.iter().find(excluded) {
            return Err(finding(Flaw::Excluded(other.ai), element));
        }
    }
    signature(elements)
}

/// A digital signature covers one thing: a document, coupon or returnable asset needs its serial number.
fn signature(elements: &[Element<'_>]) -> Result<(), Finding> {
    let Some(signature) = elements.iter().find(|element| element.ai == Ai(8030)) else {
        return Ok(());
    };
    let bare =
        |element: &&Element<'_>| matches!((element.ai.0, element.value.len()), (253 | 255, 13) | (8003, 14));
    elements
        .iter()
        .find(bare)
        .map_or(Ok(()), |key| Err(finding(Flaw::Unserialised(key.ai), signature)))
}

/// The first element whose requirements the label does not meet.
pub fn incomplete(elements: &[Element<'_>]) -> Option<Finding> {
    let here = elements.iter().map(|element| element.ai);
    let lacking = elements
        .iter()
        .find(|element| !is_met(element.row.requires, &here))?;
    Some(finding(
        Flaw::Requires(Requirement(lacking.row.requires)),
        lacking,
    ))
}

fn finding(flaw: Flaw, element: &Element<'_>) -> Finding {
    Finding::about(flaw, element.ai, element.value.as_bytes(), element.at)
}

fn any(patterns: &str, separator: char, ai: Ai) -> bool {
    !patterns.is_empty() && patterns.split(separator).any(|pattern| matches(pattern, ai))
}

/// Tells whether these identifiers are what a rule requires.
pub fn is_met(rule: &str, present: &(impl Iterator<Item = Ai> + Clone)) -> bool {
    let mut here = |pattern: &str| present.clone().any(|ai| matches(pattern, ai));
    rule.is_empty()
        || rule
            .split('&')
            .all(|either| either.split('|').any(|all| all.split('+').all(&mut here)))
}

/// Tells whether patterns name an identifier, however they are combined.
pub fn names(patterns: &str, ai: Ai) -> bool {
    patterns
        .split(['&', '|', '+', ','])
        .any(|pattern| matches(pattern, ai))
}

/// Tells whether an identifier fits a pattern such as `310n`.
fn matches(pattern: &str, ai: Ai) -> bool {
    let (mut rest, mut fits) = (ai.0, pattern.len() == ai.digits());
    for wanted in pattern.bytes().rev() {
        fits &= wanted == b'n' || u16::from(wanted & 0x0f) == rest % 10;
        rest /= 10;
    }
    fits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_stand_for_any_digit() {
        assert!(matches("310n", Ai(3103)) && matches("31nn", Ai(3103)) && matches("01", Ai(1)));
        assert!(!matches("310n", Ai(3113)) && !matches("01", Ai(10)) && !matches("31nn", Ai(310)));
    }
}
