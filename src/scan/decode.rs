//! What a read means: repaired where a scanner or keyboard changed it, then routed by symbology identifier, by length
//! and check digit, by prefix.

mod guess;
mod route;

pub use super::decoded::{Decoded, Kind, Meaning};
pub use route::without_check_digit;

use super::framer::LONGEST;
use super::gs1::{Basis, Dictionary, Label};
use super::in_store::Patterns;
use super::normalise::{self, Look};
use super::profile::Data;
use super::swallowed;
use super::symbology::Symbology;
use chrono::NaiveDate;

/// How to decode.
#[derive(Debug, Clone, Copy)]
pub struct Options<'o> {
    /// Enforces what identifiers require of each other; right when a read is a whole label.
    pub strict: bool,
    /// How the source spells its codes.
    pub data: &'o Data,
    /// The patterns of in-store codes with a price or a weight.
    pub patterns: &'o Patterns,
    /// The known application identifiers.
    pub dictionary: &'static Dictionary,
}

impl Default for Options<'_> {
    /// Returns the options for one symbol of several, from a scanner that sends what it reads, without in-store codes.
    fn default() -> Self {
        Self {
            strict: false,
            data: Data::plain(),
            patterns: Patterns::none(),
            dictionary: Dictionary::builtin(),
        }
    }
}

/// Returns what a read means; `today` decides the century of dates. Positions in findings are positions in the raw
/// read.
///
/// Its steps are not inlined, so that the result is written in place and not copied from step to step.
pub fn decode<'a>(raw: &'a [u8], today: NaiveDate, options: Options<'_>) -> Decoded<'a> {
    if LONGEST < raw.len() {
        return Decoded::overlong(raw);
    }
    let options = &options;
    let how = How { today, options };
    let mut decoded = understood(raw, how);
    if matches!(decoded.kind, Kind::Gs1 | Kind::Location) {
        judge(&mut decoded, how);
    }
    decoded
}

/// Returns a read as the plain text that it is, whatever its characters might mean.
pub fn as_text(raw: &[u8]) -> Decoded<'_> {
    let data = Symbology::split(raw).map_or(raw, |(_, data)| data);
    route::text(raw, data)
}

/// Returns the trade items with an add-on beside them that the digits of a read may be, for the store to choose from.
pub fn with_add_on<'a>(raw: &'a [u8], today: NaiveDate, options: Options<'_>) -> Vec<Decoded<'a>> {
    let options = &options;
    route::beside_add_on(raw, How { today, options })
}

/// Refuses a whole label that lacks something, and warns of separators that may have been lost.
#[inline(never)]
fn judge(decoded: &mut Decoded<'_>, how: How<'_>) {
    if how.options.strict
        && let Some(finding) = decoded.label().and_then(Label::incomplete)
    {
        decoded.meaning = Err(finding);
    }
    if let Some(split) = swallowed::look(decoded, how.basis()) {
        decoded.warnings.push(split.finding());
    }
}

/// Undoes what was done to the read, then routes it; a clean symbol, as nearly every read is, is routed at once.
#[inline(never)]
fn understood<'a>(raw: &'a [u8], how: How<'_>) -> Decoded<'a> {
    let look = Look::at(raw);
    let clean = normalise::is_clean(raw, look, how.options.data);
    let garbled = guess::may_be_due(raw);
    if clean && look.is_one_symbol() && !garbled {
        return route::one(raw, how);
    }
    let mended = if clean {
        None
    } else {
        normalise::mend(raw, how.options.data)
    };
    let decoded = match mended {
        None => route::read(raw, how),
        Some(mended) => route::read(&mended, how).of(raw, &mended),
    };
    let decoded = if clean {
        decoded
    } else {
        guess::separators(decoded, how)
    };
    if garbled && guess::is_due(&decoded) {
        guess::layout(decoded, how)
    } else {
        decoded
    }
}

/// What routing needs to know besides the read.
#[derive(Debug, Clone, Copy)]
struct How<'o> {
    today: NaiveDate,
    options: &'o Options<'o>,
}

impl How<'_> {
    /// Returns the day and the dictionary by which element strings are checked.
    const fn basis(&self) -> Basis {
        Basis {
            today: self.today,
            dictionary: self.options.dictionary,
        }
    }
}

#[cfg(test)]
mod tests;
