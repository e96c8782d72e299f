//! What becomes of GS, RS and EOT.

use super::{Understood, Work, shown};
use crate::scan::calibration::advice::Advice;
use crate::scan::calibration::align::Atom;

const GS: u8 = 0x1d;
const RS: u8 = 0x1e;
const EOT: u8 = 0x04;

impl Work {
    /// Derives what stands for GS from the element strings, and what becomes of RS and EOT from the envelope.
    pub(super) fn separators(&mut self, understood: &[Understood<'_>]) {
        if let Some(found) = understood.iter().find(|it| it.symbol.gs1) {
            let stand_in = found.found.between.first().copied().unwrap_or_default();
            self.facts.push(("GS (FNC1)", shown(stand_in)));
            self.separator(stand_in);
        }
        if let Some(envelope) = understood.iter().find(|it| it.symbol.data.contains(&RS)) {
            self.envelope(envelope);
        }
    }

    fn separator(&mut self, stand_in: &[Atom]) {
        match stand_in {
            [Atom::Control(GS)] => {}
            [Atom::Keypad(GS)] => self.advise(Advice::separator_on_keypad()),
            [] => self.advise(Advice::separator_lost(self.candidate.layout)),
            [first, ..] if first.is_terminator() => self.advise(Advice::separator_ends_the_read()),
            [Atom::Key(key)] => {
                self.profile.data.separator_key = Some(key.to_string());
                self.advise(Advice::separator_is_a_key(key));
            }
            other => {
                self.profile
                    .data
                    .separator
                    .push(self.meant(other).as_slice().into());
                self.advise(Advice::separator_stands_in(&shown(other)));
            }
        }
    }

    /// Returns what stands for GS as a profile writes it down: with the keyboard layout undone.
    fn meant(&self, atoms: &[Atom]) -> Vec<u8> {
        let one = |atom: &Atom| match atom.printable() {
            Some(_) => self.candidate.text(std::slice::from_ref(atom)).into_bytes(),
            None => atom.bytes(),
        };
        atoms.iter().flat_map(one).collect()
    }

    /// Tells whether RS and EOT arrive: the envelope should end with both, before what follows every code.
    fn envelope(&mut self, envelope: &Understood<'_>) {
        let found = &envelope.found;
        let first = found.between.first().copied().unwrap_or_default();
        let is = |atom: &Atom, byte: u8| *atom == Atom::Control(byte) || *atom == Atom::Keypad(byte);
        let inside = matches!(first, [atom] if is(atom, RS));
        let behind = matches!(envelope.found.tail, [rs, eot, ..] if is(rs, RS) && is(eot, EOT));
        let found = if inside && behind {
            "RS EOT".to_owned()
        } else {
            let place = if inside { envelope.found.tail } else { first };
            let controls: Vec<Atom> = place
                .iter()
                .filter(|atom| !atom.is_terminator())
                .cloned()
                .collect();
            let found = shown(&controls);
            self.advise(Advice::envelope_lost(&found));
            found
        };
        self.facts.push(("RS, EOT", found));
    }
}
