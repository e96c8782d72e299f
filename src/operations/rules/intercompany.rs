//! Goods that go to a site of another legal entity are sold to it: at the price that the document names, else at the
//! transfer price of the day.

use super::books::Books;
use crate::domain::amount::{Money, Price, Qty};
use crate::domain::catalog::Item;
use crate::domain::code::{AccountCode, EntityCode, SiteCode};
use crate::domain::entity::{Entity, IntercompanySale};
use crate::domain::entry::Entry;
use crate::domain::policy::CompanyAccount;
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::ledger::transfers::SoldTo;
use crate::operations::change::Halt;
use crate::operations::entities;
use crate::operations::request::{Operation, TransferOut};
use std::collections::BTreeSet;

/// What one legal entity asks of another for goods.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    /// Who sells.
    pub seller: EntityCode,
    /// Who buys.
    pub buyer: EntityCode,
    /// The accounts of both sides.
    pub accounts: SoldTo,
    asks: Asks,
}

#[derive(Clone, Copy, Debug)]
enum Asks {
    /// A price for each base unit.
    Price(Price),
    /// Parts per million of the cost.
    OfCost(i64),
}

impl Terms {
    /// Notes that goods are sold with a movement, which cost so much, with their share of the freight; returns for what.
    pub fn sell(
        &self,
        books: &mut Books<'_, '_>,
        movement: i64,
        (qty, cost, freight): (Qty, Money, Money),
    ) -> Result<Money, Halt> {
        let amount = match self.asks {
            Asks::Price(price) => qty.at_unit(price)?,
            Asks::OfCost(ppm) => cost.rate_ppm(ppm)?,
        };
        books.draft.add(&IntercompanySale {
            movement,
            seller: self.seller.clone(),
            buyer: self.buyer.clone(),
            amount,
            freight,
            cost: self.accounts.cost.clone(),
            taken_back: false,
        });
        Ok(amount)
    }
}

/// Returns the terms on which goods of a transfer are sold; `None` if both sites are in the books of one legal entity.
pub(super) fn terms(books: &Books<'_, '_>, item: &Item, asked: &TransferOut) -> Result<Option<Terms>, Halt> {
    let seller = entities::of_site(books.view(), &asked.from_site)?;
    let buyer = entities::of_site(books.view(), &asked.to_site)?;
    if seller == buyer {
        return match asked.price {
            Some(_) => Err(Refusal::NotSaid {
                field: "price".into(),
                why: format!("both sites are in the books of {}", entities::named(&seller)),
            }
            .into()),
            None => Ok(None),
        };
    }
    let asks = if let Some(price) = asked.price {
        books.need(&[Role::Controller, Role::Supervisor])?;
        if price < Price::ZERO {
            let (need, found) = ("a price from zero".into(), price.to_string());
            return Err(Refusal::WrongWord { need, found }.into());
        }
        Asks::Price(price)
    } else {
        let both = (&seller, &buyer);
        let price = entities::transfer_price(books.view(), &item.item, both, books.request.date)?;
        let price = price.ok_or_else(|| entities::no_price(&item.item, &seller, &buyer))?;
        let of_cost = Asks::OfCost(price.rate_ppm.unwrap_or_default());
        price.price.map_or(of_cost, Asks::Price)
    };
    let accounts = SoldTo {
        receivable: books.account(CompanyAccount::IntercompanyReceivable)?,
        payable: books.account(CompanyAccount::IntercompanyPayable)?,
        sales: books.account(CompanyAccount::IntercompanySales)?,
        cost: books.account(CompanyAccount::IntercompanyCost)?,
    };
    Ok(Some(Terms {
        seller,
        buyer,
        accounts,
        asks,
    }))
}

/// Refuses a legal entity that is unknown; the company itself is known.
pub(super) fn known(books: &Books<'_, '_>, entity: &EntityCode) -> Result<(), Halt> {
    if entity.is_empty() || books.view().find::<Entity>(&[entity])?.is_some() {
        return Ok(());
    }
    let entity = entity.to_string();
    Err(Refusal::UnknownEntity { entity }.into())
}

/// Returns the account that took the cost of goods that left with a movement, if they were sold to another legal entity.
pub(super) fn cost_of(books: &Books<'_, '_>, movement: i64) -> Result<Option<AccountCode>, Halt> {
    let sold: Option<IntercompanySale> = books.view().find(&[&movement])?;
    Ok(sold.map(|sold| sold.cost))
}

/// Refuses a paper about what is in the books of several legal entities: a vendor bills one, and a customer owes one.
pub(super) fn one_entity(books: &Books<'_, '_>) -> Result<(), Halt> {
    let is_paper = matches!(
        books.request.operation,
        Operation::Invoice(_)
            | Operation::SalesInvoice(_)
            | Operation::LandedCost(_)
            | Operation::CreditNote(_)
    );
    if !is_paper {
        return Ok(());
    }
    let posted = books.draft.written::<Entry>()?;
    in_one_books(books, &posted.into_iter().map(|entry| entry.site).collect())
}

/// Refuses sites that are in the books of several legal entities.
pub(super) fn in_one_books(books: &Books<'_, '_>, sites: &BTreeSet<SiteCode>) -> Result<(), Halt> {
    if sites.len() < 2 {
        return Ok(());
    }
    let of = |site| entities::of_site(books.view(), site);
    let found: BTreeSet<EntityCode> = sites.iter().map(of).collect::<Result<_, _>>()?;
    let mut found = found.iter().map(entities::named);
    match (found.next(), found.next()) {
        (Some(entity), Some(other)) => Err(Refusal::OtherEntity { entity, other }.into()),
        _ => Ok(()),
    }
}
