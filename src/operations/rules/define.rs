//! Master data: records created, changed, or checked against the records that they refer to.

pub(super) mod codes;
mod dimensions;
mod entity;
mod groups;
mod policy;
pub(super) mod user;

use self::codes::{free_as_barcode, free_as_code, no_barcode, no_line};
use super::books::{Books, Settings};
use super::currency::chargeable;
use super::described::{coded, same, shown};
use super::goods::positive;
use super::tax;
use crate::domain::amount::Price;
use crate::domain::catalog::{Barcode, Category, Item, Location, Party, Site, Tracking, Uom};
use crate::domain::code::UomCode;
use crate::domain::company::{Account, Group, Method, Tax};
use crate::domain::fee::ChannelFee;
use crate::domain::record::Range;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Balance;
use crate::domain::user::Role;
use crate::operations::change::Halt;
use crate::operations::log::HEEDED;
use crate::operations::masters;
use crate::operations::request::{DescribeItem, Master};

/// Creates a record of master data, or changes it.
pub(super) fn record(books: &mut Books<'_, '_>, master: &Master) -> Result<Option<String>, Halt> {
    books.need(&[Role::Administrator])?;
    let known = masters::known(books.view(), master)?;
    if known.is_none() && !is_of_known(books, master)? {
        coded(books, &masters::code_of(master))?;
    }
    if known.as_ref().map(name_of) != Some(name_of(master)) {
        shown(books, name_of(master))?;
    }
    let before = known.filter(|_| books.is_bounded());
    match master {
        Master::Policy(it) => policy::define(books, it)?,
        Master::Account(it) => books.draft.put::<Account>(it),
        Master::Tax(it) => {
            if !Tax::is_rate(it.rate_ppm) {
                let (need, found) = ("a tax rate from 0 to 100 percent".into(), percent(it.rate_ppm));
                return Err(Refusal::WrongWord { need, found }.into());
            }
            books.draft.put::<Tax>(it);
        }
        Master::Group(it) => groups::group(books, it)?,
        Master::GroupAccounts(it) => groups::at_site(books, it)?,
        Master::Uom(it) => books.draft.put::<Uom>(it),
        Master::Site(it) => entity::site(books, it)?,
        Master::Location(it) => location(books, it)?,
        Master::Party(it) => books.draft.put::<Party>(it),
        Master::Dimension(it) => dimensions::dimension(books, it)?,
        Master::DimensionValue(it) => dimensions::value(books, it)?,
        Master::Category(it) => books.draft.put::<Category>(it),
        Master::Item(it) => item(books, it)?,
        Master::Barcode(it) => barcode(books, it)?,
        Master::Kit(it) => super::kit::define(books, it)?,
        Master::PickFace(it) => super::replenish::define(books, it)?,
        Master::User(it) => user::define(books, it)?,
        Master::ChannelFee(it) => channel_fee(books, it)?,
        Master::Entity(it) => entity::define(books, it)?,
        Master::TransferPrice(it) => entity::transfer_price(books, it)?,
    }
    // The settings read so far may include what has just been changed.
    books.settings = Settings::default();
    let note = before
        .map(|before| masters::differences(&before, master))
        .transpose()?;
    Ok(note.map(|changed| masters::note(&changed)))
}

/// Sets the fees of a channel from a day on.
fn channel_fee(books: &mut Books<'_, '_>, fee: &ChannelFee) -> Result<(), Halt> {
    if !Tax::is_rate(fee.rate_ppm) {
        let (need, found) = ("a fee from 0 to 100 percent".into(), percent(fee.rate_ppm));
        return Err(Refusal::WrongWord { need, found }.into());
    }
    chargeable(fee.fixed, "a fixed fee")?;
    books.draft.put::<ChannelFee>(fee);
    Ok(())
}

/// Returns a rate in percent, as people write it.
fn percent(rate_ppm: i64) -> String {
    Price(rate_ppm.saturating_mul(100)).to_string()
}

/// Returns whether the record has the code of another one, which is known.
fn is_of_known(books: &Books<'_, '_>, master: &Master) -> Result<bool, Halt> {
    Ok(match master {
        Master::Kit(it) => books.view().find::<Item>(&[&it.kit])?.is_some(),
        Master::PickFace(it) => books.view().find::<Location>(&[&it.location])?.is_some(),
        Master::GroupAccounts(it) => books.view().find::<Group>(&[&it.group_number])?.is_some(),
        Master::TransferPrice(it) => it.item.is_empty() || books.view().find::<Item>(&[&it.item])?.is_some(),
        _ => false,
    })
}

/// Returns the name of the record for people; empty if it has none.
fn name_of(master: &Master) -> &str {
    match master {
        Master::Account(it) => &it.name,
        Master::Tax(it) => &it.name,
        Master::Group(it) => &it.name,
        Master::Uom(it) => &it.name,
        Master::Site(it) => &it.name,
        Master::Party(it) => &it.name,
        Master::Category(it) => &it.name,
        Master::Dimension(it) => &it.name,
        Master::DimensionValue(it) => &it.name,
        Master::Item(it) => &it.name,
        Master::User(it) => &it.name,
        Master::Location(it) => &it.zone,
        Master::Entity(it) => &it.name,
        Master::Policy(_)
        | Master::Barcode(_)
        | Master::Kit(_)
        | Master::PickFace(_)
        | Master::ChannelFee(_)
        | Master::GroupAccounts(_)
        | Master::TransferPrice(_) => "",
    }
}

/// Creates an item from a document, or checks that it is known as described.
pub(super) fn describe(books: &mut Books<'_, '_>, asked: &DescribeItem) -> Result<Option<String>, Halt> {
    books.need(&[Role::Administrator])?;
    let named = |name: &&String| !books.is_of(HEEDED) || !name.is_empty();
    let name = asked.name.as_ref().filter(named).cloned();
    let known: Option<Item> = books.view().find(&[&asked.item])?;
    if known.is_none() {
        coded(books, asked.item.as_str())?;
        shown(books, name.as_deref().unwrap_or_default())?;
    }
    let first = || -> Result<i64, Halt> {
        Ok(books
            .view()
            .list::<Group>(&Range::of::<Group>(&[]).first(1))?
            .pop()
            .map_or(1, |group| group.number))
    };
    let Some(known) = known else {
        let made = Item {
            item: asked.item.clone(),
            name: name.unwrap_or_else(|| asked.item.to_string()),
            group_number: asked.group.map_or_else(first, Ok)?,
            method: asked.method,
            standard_cost: asked.standard_cost,
            tracking: asked.tracking.unwrap_or(Tracking::None),
            uom: asked.uom.clone().unwrap_or_else(|| UomCode::from("EA")),
            price: None,
            min_life_days: None,
            abc: "C".into(),
            weight: None,
            service: false,
            supplier_code: None,
            sales_tax: None,
            purchase_tax: None,
            category: None,
        };
        item(books, &made)?;
        return Ok(None);
    };
    let what = format!("item {}", asked.item);
    same(&what, "method", &known.method, Some(&asked.method))?;
    same(&what, "name", &known.name, name.as_ref())?;
    same(&what, "group", &known.group_number, asked.group.as_ref())?;
    same(&what, "tracking", &known.tracking, asked.tracking.as_ref())?;
    same(&what, "uom", &known.uom, asked.uom.as_ref())?;
    if asked.standard_cost.is_some() {
        same_standard(&known, asked.standard_cost)?;
    }
    Ok(Some("known as described".into()))
}

/// Creates a location, or changes one as far as what lies there allows.
pub(super) fn location(books: &mut Books<'_, '_>, location: &Location) -> Result<(), Halt> {
    let site: Option<Site> = books.view().find(&[&location.site])?;
    site.ok_or_else(|| Refusal::UnknownSite {
        site: location.site.to_string(),
    })?;
    let known: Option<Location> = books.view().find(&[&location.location])?;
    if known.is_none() {
        no_barcode(books, location.location.as_str(), None)?;
        free_as_code::<Location>(books, location.location.as_str())?;
        no_line(books, location.location.as_str())?;
    }
    let here = Range::by(Balance::BY_LOCATION, &[&location.location]).first(1);
    if let Some(known) = known.filter(|known| known.site != location.site)
        && !books.view().list::<Balance>(&here)?.is_empty()
    {
        let what = format!("location {} holds goods and", location.location);
        same(&what, "site", &known.site, Some(&location.site))?;
    }
    books.draft.put(location);
    Ok(())
}

fn item(books: &mut Books<'_, '_>, item: &Item) -> Result<(), Halt> {
    let group: Option<Group> = books.view().find(&[&item.group_number])?;
    group.ok_or(Refusal::UnknownGroup {
        group: item.group_number,
    })?;
    let uom: Option<Uom> = books.view().find(&[&item.uom])?;
    uom.ok_or_else(|| Refusal::UnknownUom {
        uom: item.uom.to_string(),
    })?;
    if item.method == Method::Standard && item.standard_cost.is_none() {
        return Err(Refusal::NoStandard {
            item: item.item.to_string(),
        }
        .into());
    }
    if let Some(cost) = item.standard_cost.filter(|cost| cost.0 < 0) {
        let (need, found) = ("a standard cost from zero".into(), cost.to_string());
        return Err(Refusal::Unfit { need, found }.into());
    }
    for code in item.sales_tax.iter().chain(&item.purchase_tax) {
        tax::known(books, code)?;
    }
    if let Some(category) = &item.category
        && books.view().find::<Category>(&[category])?.is_none()
    {
        let category = category.to_string();
        return Err(Refusal::UnknownCategory { category }.into());
    }
    if item.service && books.is_kit(&item.item)? {
        let (need, found) = ("an item that is no kit".into(), item.item.to_string());
        return Err(Refusal::Unfit { need, found }.into());
    }
    let known: Option<Item> = books.view().find(&[&item.item])?;
    if let Some(known) = &known
        && (known.service, known.group_number) != (item.service, item.group_number)
    {
        groups::settled_service(books, known)?;
    }
    if known.is_none() {
        no_barcode(books, item.item.as_str(), Some(&item.item))?;
        free_as_code::<Item>(books, item.item.as_str())?;
        no_line(books, item.item.as_str())?;
    }
    if let Some(known) = known
        && books.was_in_stock(&known.item)?
    {
        let what = format!("item {} was in stock and", item.item);
        same(&what, "method", &known.method, Some(&item.method))?;
        same(&what, "tracking", &known.tracking, Some(&item.tracking))?;
        same(&what, "group", &known.group_number, Some(&item.group_number))?;
        same(&what, "service", &known.service, Some(&item.service))?;
        if books.is_bounded() {
            same(&what, "uom", &known.uom, Some(&item.uom))?;
        }
        same_standard(&known, item.standard_cost)?;
    }
    books.draft.put(item);
    Ok(())
}

/// Refuses a standard cost other than the known one if the item is valued at standard; otherwise it values no stock.
fn same_standard(known: &Item, found: Option<Price>) -> Result<(), Halt> {
    if known.standard_cost == found || known.method != Method::Standard {
        return Ok(());
    }
    let told = |cost: Option<Price>| cost.map_or_else(|| "none".to_owned(), |cost| cost.to_string());
    let (item, known) = (known.item.to_string(), told(known.standard_cost));
    let found = told(found);
    Err(Refusal::OtherStandard { item, known, found }.into())
}

fn barcode(books: &mut Books<'_, '_>, barcode: &Barcode) -> Result<(), Halt> {
    books.item(&barcode.item)?;
    positive(barcode.qty)?;
    let known: Option<Barcode> = books.view().find(&[&barcode.barcode])?;
    if known.is_none() {
        free_as_barcode(books, barcode)?;
    }
    books.draft.put(barcode);
    Ok(())
}
