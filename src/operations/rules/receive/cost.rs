//! What received goods cost: as given, by the order, or by a bill that came before them.

use crate::domain::amount::{Amount, Money, Price, Qty};
use crate::domain::code::{AccountCode, Key, PartyCode, SiteCode};
use crate::domain::order::{Order, OrderKind, OrderLine};
use crate::domain::policy::CompanyAccount;
use crate::domain::purchase::{Bill, Receipt, Settlement, part};
use crate::domain::refusal::Refusal;
use crate::operations::change::Halt;
use crate::operations::nouns::noun;
use crate::operations::request::Receive;
use crate::operations::rules::books::Books;
use crate::operations::rules::currency::Terms;
use crate::operations::rules::intercompany::in_one_books;
use crate::operations::rules::invoice::{made_by, same};
use crate::operations::rules::stock::{Goods, Place};
use std::collections::BTreeSet;

/// What goods cost, and by which paper.
pub(super) struct Paid {
    /// In company currency.
    pub cost: Money,
    /// In the currency of the price.
    price: Amount,
    /// That currency.
    terms: Terms,
    /// The bill that came before them.
    bill: Option<Bill>,
}

impl Paid {
    /// Returns the cost of the goods that are asked for, which come to a site.
    pub fn of(
        books: &Books<'_, '_>,
        (asked, site): (&Receive, &SiteCode),
        line: Option<&OrderLine>,
    ) -> Result<Self, Halt> {
        if let Some(id) = &asked.invoice {
            return billed(books, (asked, site), id);
        }
        let terms = Terms::of(books, asked.currency.as_ref(), asked.rate)?;
        let price = price_of(books, asked, line, &terms)?;
        Ok(Self {
            cost: terms.in_company(price)?,
            price,
            terms,
            bill: None,
        })
    }

    /// Returns the account that stands for goods received and not invoiced.
    pub fn account(&self, books: &Books<'_, '_>) -> Result<AccountCode, Halt> {
        match &self.bill {
            Some(bill) if !bill.account.is_empty() => Ok(bill.account.clone()),
            _ => books.account(CompanyAccount::Grni),
        }
    }

    /// Notes what is open on the receipt, and deducts it from the bill that came before it.
    pub fn note(
        self,
        books: &mut Books<'_, '_>,
        movement: i64,
        goods: &Goods,
        place: &Place,
        asked: &Receive,
        line: Option<&OrderLine>,
    ) -> Result<(), Halt> {
        let (zero, none) = (Qty::ZERO, Money::ZERO);
        let account = match self.cost {
            Money::ZERO => AccountCode::default(),
            _ => self.account(books)?,
        };
        let price = self.terms.minor_units(books, self.price)?;
        let receipt = Receipt {
            movement,
            open: true,
            vendor: vendor(books, asked, self.bill.as_ref(), line)?,
            order_no: line.map(|line| line.order_no.clone()).unwrap_or_default(),
            order_line: line.map_or(0, |line| line.line),
            item: goods.item.item.clone(),
            site: place.site.clone(),
            lot: goods.lot.clone(),
            received: books.request.date,
            bill: self.bill.as_ref().map(|bill| bill.movement),
            account,
            qty: asked.qty,
            cost: self.cost,
            currency: self.terms.currency,
            rate: self.terms.rate,
            price,
            qty_billed: zero,
            cost_billed: none,
            exchange: none,
            tax: none,
            qty_back: zero,
            cost_back: none,
            qty_released: zero,
            cost_released: none,
            difference: none,
            decimals: self.terms.decimals,
        };
        let Some(bill) = self.bill else {
            books.draft.add(&receipt);
            return Ok(());
        };
        let done = bill.qty_received;
        let tax = part(
            bill.tax,
            bill.qty,
            done,
            bill.tax.share(done, bill.qty)?,
            asked.qty,
        )?;
        let receipt = Receipt {
            qty_billed: asked.qty,
            cost_billed: self.cost,
            tax,
            ..receipt
        };
        books.draft.add(&receipt.settled());
        books.draft.add(&Settlement {
            movement,
            settles: bill.movement,
            qty: asked.qty,
            cost: self.cost,
            payable: none,
            exchange: none,
            tax,
            difference: none,
        });
        let bill = Bill {
            qty_received: bill.qty_received + asked.qty,
            cost_received: bill.cost_received + self.cost,
            ..bill
        };
        books.draft.put(&bill.settled());
        Ok(())
    }
}

/// Returns the vendor named, else that of the bill, else that of the order.
fn vendor(
    books: &Books<'_, '_>,
    asked: &Receive,
    bill: Option<&Bill>,
    line: Option<&OrderLine>,
) -> Result<PartyCode, Halt> {
    let named = asked
        .vendor
        .clone()
        .or_else(|| bill.map(|bill| bill.vendor.clone()));
    match (named, line) {
        (Some(vendor), _) => Ok(vendor),
        (None, Some(line)) => {
            let order: Option<Order> = books.view().find(&[&OrderKind::Purchase, &line.order_no])?;
            Ok(order.map(|order| order.party).unwrap_or_default())
        }
        (None, None) => Ok("".into()),
    }
}

/// Returns the price as given, or the order's. Part deliveries of a line add up to the price of the whole.
fn price_of(
    books: &Books<'_, '_>,
    asked: &Receive,
    line: Option<&OrderLine>,
    terms: &Terms,
) -> Result<Amount, Halt> {
    let at = |qty: Qty, price: Price, per: Qty| Amount::at_price(qty, price, per, terms.decimals);
    match (asked.cost, asked.value, line) {
        (Some(price), None, _) if 0 <= price.0 => Ok(at(asked.qty, price, Qty::ONE)?),
        (None, Some(value), _) if !value.is_negative() => Ok(terms.amount(terms.minor_units(books, value)?)),
        (None, None, Some(line)) => {
            let after = at(line.done + asked.qty, line.price, line.price_per)?;
            Ok(after - at(line.done, line.price, line.price_per)?)
        }
        (None, None, None) => Err(Refusal::CostOrValue {
            found: "neither".into(),
        }
        .into()),
        (Some(_), Some(_), _) => Err(Refusal::CostOrValue { found: "both".into() }.into()),
        _ => Err(Refusal::CostOrValue {
            found: "one below zero".into(),
        }
        .into()),
    }
}

/// Returns the share of the bill that came before the goods: `round(cost × k / n)` less what arrived before.
fn billed(books: &Books<'_, '_>, (asked, site): (&Receive, &SiteCode), id: &Key) -> Result<Paid, Halt> {
    if asked.cost.is_some() || asked.value.is_some() {
        let (need, found) = (format!("the cost that bill {id} gives"), "another one".into());
        return Err(Refusal::WrongWord { need, found }.into());
    }
    let logged = made_by(books, id)?;
    let bill: Option<Bill> = match logged.movement {
        Some(movement) => books.view().find(&[&movement])?,
        None => None,
    };
    let bill = bill.ok_or_else(|| Refusal::WrongWord {
        need: "the id of a bill that came before its goods".into(),
        found: format!("{} {id}", noun(&logged.op)),
    })?;
    let what = format!("bill {id}");
    same(&what, "item", bill.item.as_str(), Some(asked.item.as_str()))?;
    let vendor = asked.vendor.as_ref().map(PartyCode::as_str);
    same(&what, "vendor", bill.vendor.as_str(), vendor)?;
    in_one_books(books, &BTreeSet::from([bill.site.clone(), site.clone()]))?;
    let terms = Terms::of_bill(&bill);
    if asked.currency.is_some() || asked.rate.is_some() {
        let named = Terms::of(books, asked.currency.as_ref(), asked.rate)?;
        let (code, rate) = (named.code(books)?, terms.rate_or_par().to_string());
        same(&what, "currency", &terms.code(books)?, Some(&code))?;
        same(&what, "rate", &rate, Some(&named.rate_or_par().to_string()))?;
    }
    let left = bill.open_qty();
    if left < asked.qty {
        let (id, found) = (id.to_string(), asked.qty);
        return Err(Refusal::OverArrival { id, left, found }.into());
    }
    let done = bill.qty_received;
    Ok(Paid {
        cost: part(bill.cost, bill.qty, done, bill.cost_received, asked.qty)?,
        price: bill.price_of(asked.qty)?,
        terms,
        bill: Some(bill),
    })
}
