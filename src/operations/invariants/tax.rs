//! Tax that was noted by tax type, against the journal.

use super::{Check, Finding};
use crate::domain::amount::Money;
use crate::domain::entry::{Entry, EntryLine, Rule};
use crate::domain::movement::Movement;
use crate::domain::record::Fault;
use crate::domain::tax::{TaxLine, TaxSide};
use crate::operations::pages::{Pages, lines_of};
use crate::operations::view::View;

/// The rules that post tax with the movement that they value.
const POSTS: [Rule; 6] = [
    Rule::Shipment,
    Rule::SalesInvoice,
    Rule::Return,
    Rule::CreditNote,
    Rule::Invoice,
    Rule::SupplierReturn,
];

/// Checks that what is noted of tax is what the journal says, entry by entry, and that what takes it back negates it.
pub(super) fn check(view: &dyn View) -> Result<Finding, Fault> {
    let mut agrees = Check::of("tax noted by tax type = tax posted, and what takes it back negates it");
    let mut lines = Pages::<EntryLine>::of(view).peekable();
    for entry in Pages::<Entry>::of(view) {
        let entry = entry?;
        let own = lines_of(&mut lines, entry.entry)?;
        if !POSTS.contains(&entry.rule) {
            continue;
        }
        let Some(noted) = view.find::<TaxLine>(&[&entry.movement])? else {
            continue;
        };
        let posted = own.iter().filter(|line| line.account == noted.account);
        let posted: Money = posted.map(|line| line.amount).sum();
        let tax = match noted.side {
            TaxSide::Sales => -noted.tax,
            TaxSide::Purchases => noted.tax,
        };
        agrees.see(posted == tax, || {
            format!(
                "entry {} posts {posted} to {}, {tax} is noted",
                entry.entry, noted.account
            )
        });
    }
    for line in Pages::<TaxLine>::of(view) {
        let line = line?;
        let moved: Option<Movement> = view.find(&[&line.movement])?;
        let Some(back) = moved.and_then(|moved| moved.reverses) else {
            continue;
        };
        let first: Option<TaxLine> = view.find(&[&back])?;
        let negates = first.is_some_and(|first| first.negated(line.movement, line.posting) == line);
        agrees.see(negates, || {
            format!(
                "movement {} takes back other tax than {back} noted",
                line.movement
            )
        });
    }
    Ok(agrees.finish())
}
