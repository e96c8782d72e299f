//! What holds between the elements of a label: exclusion, repetition, and what one requires of the others.

use super::element::Element;
use crate::scan::ai::Ai;
use crate::scan::finding::{Finding, Flaw, Requirement};

/// Drops elements that repeat an earlier one, and refuses those that contradict another.
///
/// # Errors
///
/// [`Flaw::Repeated`] for the same identifier with two values, [`Flaw::Excluded`] for two that exclude each other,
/// [`Flaw::Unserialised`] for a signature over a key that names no single thing.
pub fn together(elements: &mut Vec<Element<'_>>) -> Result<(), Finding> {
    let stands_before = |at: usize| elements[..at].iter().any(|earlier| earlier.ai == elements[at].ai);
    if (1..elements.len()).any(stands_before) {
        drop_repeated(elements)?;
    }
    for element in elements.iter().filter(|element| !element.row.excludes.is_empty()) {
        let excluded = |other: &&Element<'_>| other.ai != element.ai && element.row.excludes.names(other.ai);
        if let Some(other) = elements.iter().find(excluded) {
            return Err(finding(Flaw::Excluded(other.ai), element));
        }
    }
    signature(elements)
}

fn drop_repeated(elements: &mut Vec<Element<'_>>) -> Result<(), Finding> {
    let mut at = 1;
    while at < elements.len() {
        let (earlier, later) = elements.split_at(at);
        match earlier.iter().find(|element| element.ai == later[0].ai) {
            Some(first) if first.value == later[0].value => drop(elements.remove(at)),
            Some(_) => return Err(finding(Flaw::Repeated, &later[0])),
            None => at += 1,
        }
    }
    Ok(())
}

/// Checks that a digital signature covers one thing: a document, coupon or returnable asset needs its serial number.
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

/// Returns the first element whose requirements the label does not meet.
pub fn incomplete(elements: &[Element<'_>]) -> Option<Finding> {
    let here = elements.iter().map(|element| element.ai);
    let lacking = elements
        .iter()
        .find(|element| !element.row.requires.is_met(&here))?;
    let lack = Requirement(lacking.row.requires.text());
    Some(finding(Flaw::Requires(lack), lacking))
}

fn finding(flaw: Flaw, element: &Element<'_>) -> Finding {
    Finding::about(flaw, element.ai, element.value.as_bytes(), element.at)
}
