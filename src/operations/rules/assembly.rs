//! Goods made of others, and taken apart again.

pub(super) mod worth;

use self::worth::Build;
use super::books::Books;
use super::goods::{new_serial, note_lot, positive};
use super::post::{About, Step};
use super::sources::Wanted;
use super::stock::{Goods, Place};
use super::{here, stated};
use crate::domain::amount::{Money, Price, Qty};
use crate::domain::catalog::{Item, Purpose};
use crate::domain::code::{AccountCode, Channel};
use crate::domain::entry::Rule;
use crate::domain::movement::{Movement, MovementKind};
use crate::domain::policy::CompanyAccount;
use crate::domain::refusal::Refusal;
use crate::domain::user::Role;
use crate::ledger::assembly::{AssemblyAccounts, assembly};
use crate::operations::change::Halt;
use crate::operations::request::{Build as Asked, Component, Unbuild};

/// Uses up components, the lot that expires first ahead, and puts what is made of them into stock at the cost of
/// components and labour.
pub(super) fn build(books: &mut Books<'_, '_>, asked: &Asked) -> Result<Option<String>, Halt> {
    books.need(&[Role::Picker, Role::Supervisor])?;
    positive(asked.qty)?;
    let item = books.stock_item(&asked.item)?;
    check_list(&item, &asked.components)?;
    let labour = labour_of(asked.labour, asked.qty)?;
    let bench = books.location_or(asked.at.as_ref(), Purpose::Storage)?;
    here::bin(books, &bench)?;
    books.site = bench.site.clone();
    let mut used = Vec::new();
    for component in &asked.components {
        let why = "a component that is used up has the expiry of its lot";
        stated::nothing(books, &[("expiry", component.expiry.is_some())], why)?;
        let wanted = books.stock_item(&component.item)?;
        let wanted = Wanted {
            item: &wanted,
            from: asked.at.as_ref(),
            lot: component.lot.as_ref(),
            serial: component.serial.as_ref(),
            used: true,
        };
        let (_, value) = take(
            books,
            &wanted,
            needed(component, asked.qty)?,
            (MovementKind::Build, None),
        )?;
        used.push((books.accounts(wanted.item, &bench.site)?.inventory, value));
    }
    let cost = used.iter().map(|(_, value)| *value).sum::<Money>() + labour;
    let goods = books.goods(item, asked.lot.as_ref(), asked.serial.as_ref(), asked.qty)?;
    let goods = note_lot(books, goods, asked.expiry)?;
    books.check_room(&bench, asked.qty)?;
    let kind = MovementKind::Build;
    let (movement, value) = bring(books, &goods, &Place::at(&bench), asked.qty, cost, kind)?;
    books.note_cost(&goods.item.item, &bench.site, asked.qty, cost)?;
    post(books, &goods.item, (Rule::Build, movement), value, &used, labour)?;
    Ok(None)
}

/// Takes goods apart: the components come back at what they are worth, and labour as far as it is taken back. What is left
/// of the value of the goods goes to assembly variance.
pub(super) fn unbuild(books: &mut Books<'_, '_>, asked: &Unbuild) -> Result<Option<String>, Halt> {
    books.need(&[Role::Picker, Role::Supervisor])?;
    positive(asked.qty)?;
    let item = books.stock_item(&asked.item)?;
    check_list(&item, &asked.components)?;
    let labour = labour_of(asked.labour, asked.qty)?;
    let bench = books.location_or(asked.at.as_ref(), Purpose::Storage)?;
    here::bin(books, &bench)?;
    books.site = bench.site.clone();
    let wanted = Wanted {
        item: &item,
        from: asked.at.as_ref(),
        lot: asked.lot.as_ref(),
        serial: asked.serial.as_ref(),
        used: true,
    };
    let build = asked.of.as_ref();
    let build = build.map(|id| Build::undone(books, id, &asked.item, asked.qty));
    let build = build.transpose()?;
    let of = build.as_ref().map(|build| build.movement);
    let (movement, value) = take(books, &wanted, asked.qty, (MovementKind::Unbuild, of))?;
    if value < labour {
        let need = format!("labour of at most {value}, which is what the goods are worth");
        let found = labour.to_string();
        return Err(Refusal::Unfit { need, found }.into());
    }
    let place = Place::at(&bench);
    let mut gained = Vec::new();
    let worth = worth::each(
        books,
        &asked.components,
        asked.qty,
        build.as_ref(),
        value - labour,
    )?;
    for (component, cost) in asked.components.iter().zip(worth) {
        let qty = needed(component, asked.qty)?;
        let item = books.stock_item(&component.item)?;
        let goods = books.goods(item, component.lot.as_ref(), component.serial.as_ref(), qty)?;
        let goods = note_lot(books, goods, component.expiry)?;
        books.check_room(&bench, qty)?;
        let (_, value) = bring(books, &goods, &place, qty, cost, MovementKind::Unbuild)?;
        gained.push((books.accounts(&goods.item, &bench.site)?.inventory, -value));
    }
    post(books, &item, (Rule::Unbuild, movement), -value, &gained, -labour)?;
    Ok(None)
}

/// Refuses an empty list of components, and goods that are their own component.
fn check_list(item: &Item, components: &[Component]) -> Result<(), Halt> {
    let need = "components, each another item than what they make".to_owned();
    let found = if components.is_empty() {
        "none".to_owned()
    } else if components.iter().any(|component| component.item == item.item) {
        format!("{} of {}", item.item, item.item)
    } else {
        return Ok(());
    };
    Err(Refusal::Unfit { need, found }.into())
}

fn labour_of(rate: Option<Price>, qty: Qty) -> Result<Money, Halt> {
    let rate = rate.unwrap_or_default();
    if rate.0 < 0 {
        let (need, found) = ("labour from zero".into(), rate.to_string());
        return Err(Refusal::Unfit { need, found }.into());
    }
    Ok(qty.at_unit(rate)?)
}

/// Returns how much of a component that many pieces take or give.
fn needed(component: &Component, pieces: Qty) -> Result<Qty, Halt> {
    let qty = component.qty.times(pieces)?;
    positive(component.qty)?;
    positive(qty)?;
    Ok(qty)
}

/// Takes goods out of stock and value, those of a build that is undone with its movement; returns the first movement and
/// what they were worth.
fn take(
    books: &mut Books<'_, '_>,
    wanted: &Wanted<'_>,
    qty: Qty,
    (kind, origin): (MovementKind, Option<i64>),
) -> Result<(i64, Money), Halt> {
    let (mut first, mut value) = (None, Money::ZERO);
    for part in books.gather(wanted, qty)? {
        let (item, site) = (&part.goods.item, &part.place.site);
        books.take_out(&part.goods, &part.place, part.qty, Qty::ZERO)?;
        let pool_before = books.pool(&item.item, site)?.qty;
        let seq = books.view().next::<Movement>()?;
        let lost = books.value_out(&part.goods, site, part.qty, seq)?;
        let step = Step::new(kind, &part.goods, part.qty, Some(&part.place), None);
        let movement = books.movement(&Step {
            value: -lost,
            pool_before,
            origin,
            ..step
        })?;
        first.get_or_insert(movement);
        value += lost;
    }
    Ok((first.unwrap_or_default(), value))
}

/// Puts goods into stock at a cost; returns the movement and what the stock gained.
fn bring(
    books: &mut Books<'_, '_>,
    goods: &Goods,
    place: &Place,
    qty: Qty,
    cost: Money,
    kind: MovementKind,
) -> Result<(i64, Money), Halt> {
    new_serial(books, goods)?;
    books.put_in(goods, place, qty)?;
    let pool_before = books.pool(&goods.item.item, &place.site)?.qty;
    let seq = books.view().next::<Movement>()?;
    let value = books.value_in(goods, &place.site, qty, cost, seq)?;
    let step = Step::new(kind, goods, qty, None, Some(place));
    let movement = books.movement(&Step {
        value,
        pool_before,
        ..step
    })?;
    Ok((movement, value))
}

/// Posts one entry for the whole job, in the group of what is made or taken apart.
fn post(
    books: &mut Books<'_, '_>,
    item: &Item,
    (rule, movement): (Rule, i64),
    value: Money,
    components: &[(AccountCode, Money)],
    labour: Money,
) -> Result<(), Halt> {
    let group = books.accounts(item, &books.site)?;
    let company = accounts(books)?;
    let lines = assembly(&group.inventory, value, components, labour, &company);
    let about = About {
        rule,
        movement,
        site: books.site.clone(),
        group: group.group,
        channel: Channel::default(),
        document: None,
        negates: None,
    };
    books.entry(about, lines)
}

/// Returns the company's accounts that assembly needs.
pub(super) fn accounts(books: &Books<'_, '_>) -> Result<AssemblyAccounts, Halt> {
    Ok(AssemblyAccounts {
        labour: books.account(CompanyAccount::AssemblyLabour)?,
        variance: books.account(CompanyAccount::AssemblyVariance)?,
    })
}
