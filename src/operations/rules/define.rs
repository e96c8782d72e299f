//! Master data: records created, changed or checked.

use crate::operations::change::Halt;
use crate::operations::draft::Draft;
use crate::operations::request::{Master, Request};

/// Creates a record of master data, or changes it.
pub(super) fn record(
    draft: &mut Draft<'_>,
    _request: &Request,
    master: &Master,
) -> Result<Option<String>, Halt> {
    match master {
        Master::Policy(policy) => draft.put(policy),
        Master::Account(account) => draft.put(account),
        Master::Tax(tax) => draft.put(tax),
        Master::Group(group) => draft.put(group),
        Master::Uom(uom) => draft.put(uom),
        Master::Site(site) => draft.put(site),
        Master::Location(location) => draft.put(location),
        Master::Party(party) => draft.put(party),
        Master::Item(item) => draft.put(item.as_ref()),
        Master::Barcode(barcode) => draft.put(barcode),
        Master::User(user) => draft.put(user),
    }
    Ok(None)
}
