//! Typed is not scanned: what the company does not take from the keyboard.

use crate::domain::refusal::Refusal;
use crate::flows::event::Context;
use crate::flows::scanned::Scanned;

/// Refuses a typed location if the company demands that locations are scanned.
pub(super) fn must_be_scanned(scanned: &Scanned, context: &Context) -> Option<Refusal> {
    let location = scanned
        .location()
        .filter(|_| scanned.typed && context.scan_locations)?;
    let (what, found) = ("location".into(), location.location.to_string());
    Some(Refusal::ScanNeeded { what, found })
}
