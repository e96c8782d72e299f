//! Sales posted when they are billed: what was shipped waits, is billed, or comes back before.

mod credit;
mod lines;

use self::lines::Billed;
use super::books::Books;
use super::post::{About, Step, sale_accounts};
use super::stock::Goods;
use super::tax::{self, Charge, Priced};
use crate::domain::amount::{Money, Qty};
use crate::domain::code::AccountCode;
use crate::domain::entry::Rule;
use crate::domain::integration::Billing;
use crate::domain::movement::{MovementKind, Shipment};
use crate::domain::policy::{CompanyAccount, RevenueOn};
use crate::domain::record::Fault;
use crate::domain::tax::TaxSide;
use crate::domain::user::Role;
use crate::ledger::posting::{Sale, sales};
use crate::operations::buyer::Buyer;
use crate::operations::change::Halt;
use crate::operations::request::SalesInvoice;

/// Bills what left by one operation or several: everything still open, or lines of it. The bill is taxed as one
/// document.
pub(super) fn invoice(books: &mut Books<'_, '_>, asked: &SalesInvoice) -> Result<Option<String>, Halt> {
    books.need(&[Role::Controller, Role::Supervisor])?;
    let billed = lines::billed(books, asked)?;
    let priced: Vec<Priced> = billed.iter().map(|it| it.priced.clone()).collect();
    tax::at_most(&priced, asked.tax)?;
    for (billed, charge) in billed.iter().zip(tax::charges(priced, asked.tax)?) {
        books.says_line(billed.dimensions.as_ref())?;
        bill(books, billed, charge)?;
    }
    Ok(None)
}

/// Bills a part of one shipment, which is counted as billed already. Its movement says how many units; no goods move.
fn bill(books: &mut Books<'_, '_>, it: &Billed, Charge { sale, by }: Charge) -> Result<(), Halt> {
    let gone = books.moved(it.movement)?;
    books.site = gone.site.clone();
    books.after(&gone);
    let goods = Goods::of(books.item(&gone.item)?, &gone);
    let document = books.request.document.clone().or_else(|| gone.document.clone());
    let movement = books.movement(&Step {
        pool_before: books.pool(&gone.item, &gone.site)?.qty,
        document: document.clone(),
        order_line: gone.order_line,
        origin: Some(gone.seq),
        ..Step::new(MovementKind::SalesInvoice, &goods, it.qty, None, None)
    })?;
    let billing: Option<Billing> = books.view().find(&[&it.movement])?;
    let billing =
        billing.ok_or_else(|| Fault::new(format!("what shipment {} waits for is missing", it.movement)))?;
    let waiting = billing.account.clone();
    books.draft.put(&Billing {
        sales_billed: billing.sales_billed + sale.net,
        tax_billed: billing.tax_billed + sale.tax,
        tax_type: by.tax_type.clone(),
        rate_ppm: by.rate_ppm,
        ..billing
    });
    tax::note(books, (movement, Some(it.movement)), TaxSide::Sales, by, sale)?;
    let group = books.accounts(&goods.item, &gone.site)?;
    let lines = sales::billed(&group, &sale_accounts(books)?, &waiting, sale, it.cost);
    let about = About {
        rule: Rule::SalesInvoice,
        movement,
        site: gone.site.clone(),
        group: group.group,
        channel: Buyer::of(books.view(), &gone)?.channel,
        document,
        negates: None,
    };
    books.entry(about, lines)
}

/// Notes a shipment that waits for its bill, if sales are posted when they are billed.
pub(super) fn note(books: &mut Books<'_, '_>, shipment: &Shipment) -> Result<(), Halt> {
    if !is_later(books)? {
        return Ok(());
    }
    books.draft.add(&Billing {
        movement: shipment.movement,
        open: true,
        account: books.account(CompanyAccount::ShippedNotInvoiced)?,
        qty: shipment.qty,
        cost: shipment.cost,
        sales: shipment.sales,
        tax: shipment.tax,
        qty_billed: Qty::ZERO,
        sales_billed: Money::ZERO,
        tax_billed: Money::ZERO,
        qty_released: Qty::ZERO,
        tax_type: shipment.tax_type.clone(),
        rate_ppm: shipment.rate_ppm,
    });
    Ok(())
}

/// Returns whether sales are posted when they are billed.
pub(super) fn is_later(books: &Books<'_, '_>) -> Result<bool, Halt> {
    Ok(books.policies()?.revenue_on()? == RevenueOn::Invoice)
}

/// A part of a shipment that comes back: what of it was not billed, and what is credited for the rest.
#[derive(Clone, Debug)]
pub(super) enum Back {
    /// It was not billed: the account that it waited on, and the amount that this held for it.
    Unbilled(AccountCode, Money),
    /// It was billed, with the shipment or later: what it sold for.
    Billed(Sale),
}

/// Returns how many of the next `qty` of a shipment to come back were not billed yet: those come back first.
pub(super) fn unbilled(books: &Books<'_, '_>, shipment: &Shipment, qty: Qty) -> Result<Qty, Halt> {
    let billing: Option<Billing> = books.view().find(&[&shipment.movement])?;
    Ok(billing.map_or(Qty::ZERO, |billing| billing.open_qty().min(qty)))
}

/// Takes `qty` back, all of it billed or none; `full` is its sale if sales were posted with the shipment.
pub(super) fn release(
    books: &mut Books<'_, '_>,
    shipment: &Shipment,
    qty: Qty,
    full: Sale,
) -> Result<Back, Halt> {
    let billing: Option<Billing> = books.view().find(&[&shipment.movement])?;
    let Some(billing) = billing else {
        return Ok(Back::Billed(full));
    };
    if !billing.open {
        let back = shipment.qty_back - billing.qty_released;
        return Ok(Back::Billed(credit::of(books, &billing, back, qty)?));
    }
    let ([held, ..], account) = (billing.part(billing.done(), qty)?, billing.account.clone());
    let billing = Billing {
        qty_released: billing.qty_released + qty,
        ..billing
    };
    books.draft.put(&billing.settled());
    Ok(Back::Unbilled(account, held))
}

/// Puts back what [`release`] took when the return of `qty`, the last one of the shipment, is itself taken back;
/// returns what was credited then.
pub(super) fn take_back(
    books: &mut Books<'_, '_>,
    shipment: &Shipment,
    qty: Qty,
    full: Sale,
) -> Result<Sale, Halt> {
    let billing: Option<Billing> = books.view().find(&[&shipment.movement])?;
    let Some(billing) = billing else { return Ok(full) };
    let back = shipment.qty_back - billing.qty_released;
    if Qty::ZERO < back {
        return credit::of(books, &billing, back - qty, qty);
    }
    let billing = Billing {
        qty_released: billing.qty_released - qty,
        ..billing
    };
    books.draft.put(&billing.settled());
    Ok(Sale::default())
}
