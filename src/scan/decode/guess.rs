//! What a read that seems a plain text may have been before it was changed on its way.
//!
//! A foreign keyboard layout: the character in place of a leading `]` gives it away, and a label whose check digits
//! hold proves it. Separators that came as something else: elements that are whole once they are back prove them.

use super::{Decoded, How, Kind, Meaning, route};
use crate::scan::envelope;
use crate::scan::finding::{Finding, Flaw};
use crate::scan::gs1::Label;
use crate::scan::normalise::{self, Mended};
use crate::scan::profile::{Data, Layout};
use crate::scan::symbology::{Carries, Symbology};

/// Returns whether a read begins with a sign, as a garbled one does.
pub(super) fn may_be_due(raw: &[u8]) -> bool {
    raw.first()
        .is_some_and(|byte| !byte.is_ascii_alphanumeric() && !b" ]([".contains(byte))
}

/// Returns whether such a read may be garbled, being neither a GS1 label, a command nor a number.
pub(super) const fn is_due(decoded: &Decoded<'_>) -> bool {
    matches!(decoded.kind, Kind::Text | Kind::Hibc)
}

/// Tries every layout. If those that turn the read into a label agree, it is that label. If they disagree, it is
/// refused, because a lot would be misread. If none does, but some would make its beginning an identifier, a finding
/// says so.
pub(super) fn layout<'a>(decoded: Decoded<'a>, how: How<'_>) -> Decoded<'a> {
    let raw = decoded.raw;
    if how.options.data.layout != Layout::Us {
        return decoded;
    }
    let (mut proven, mut likely): (Vec<(Layout, Mended)>, Vec<Layout>) = (Vec::new(), Vec::new());
    for layout in Layout::ALL.into_iter().filter(|layout| *layout != Layout::Us) {
        let data = Data {
            layout,
            ..how.options.data.clone()
        };
        let Some(mended) = normalise::mend(raw, &data).filter(|text| begins_label(text)) else {
            continue;
        };
        likely.push(layout);
        if is_proof(&route::read(&mended, how)) {
            proven.push((layout, mended));
        }
    }
    let names = |layouts: &mut dyn Iterator<Item = Layout>| {
        let names: Vec<_> = layouts.map(Layout::name).collect();
        Flaw::LayoutUnsure(names.join(", "))
    };
    match &*proven {
        [] if likely.is_empty() || decoded.fields().is_some() => decoded,
        [] => decoded.warned(names(&mut likely.into_iter()), 0),
        [(layout, mended), others @ ..] if others.iter().all(|(_, other)| **other == **mended) => {
            let mut decoded = route::read(mended, how).of(raw, mended);
            for finding in &mut decoded.warnings {
                if matches!(finding.flaw, Flaw::Layout(_)) {
                    finding.flaw = Flaw::LayoutGuessed(layout.name());
                }
            }
            decoded
        }
        _ => {
            let flaw = names(&mut proven.iter().map(|(layout, _)| *layout));
            Decoded::new(raw, Kind::Gs1, Err(Finding::at(flaw, 0)))
        }
    }
}

/// Puts separators back where something may stand for them: what the profile names, a name in brackets, RS. If the
/// read is GS1 data then, every element whole, it is that.
pub(super) fn separators<'a>(decoded: Decoded<'a>, how: How<'_>) -> Decoded<'a> {
    let raw = decoded.raw;
    let is_gs1 = matches!(decoded.kind, Kind::Gs1 | Kind::Location) && decoded.mended.is_none();
    if decoded.symbology.is_some() || envelope::begins(raw) || !is_gs1 && decoded.kind != Kind::Text {
        return decoded;
    }
    let Some(mended) = normalise::separated(raw, how.options.data) else {
        return decoded;
    };
    let separated = route::read(&mended, how);
    if separated.label().is_none() {
        return decoded;
    }
    separated.of(raw, &mended)
}

/// Returns whether a text begins with the identifier of a label.
fn begins_label(text: &[u8]) -> bool {
    let id = Symbology::split(text).map(|(id, _)| id.carries());
    matches!(
        id,
        Some(Carries::ElementString | Carries::Retail | Carries::RetailWithAddOn)
    )
}

/// Returns whether it proves the layout: it is, or holds, a key whose check digit holds.
fn is_proof(decoded: &Decoded<'_>) -> bool {
    match &decoded.meaning {
        Ok(Meaning::Gs1(label)) => Label::has_key(label),
        Ok(Meaning::Gtin(_) | Meaning::InStore(_)) => true,
        _ => false,
    }
}
