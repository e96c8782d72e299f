//! One line of master data or opening stock as a request.

use super::cells::Cells;
use super::dimensions::{dimension, dimension_value};
use super::entities::{entity, transfer_price};
use super::groups::{group, group_accounts};
use super::known::{Known, Refers};
use super::rates::{channel_fee, tax, taxes};
use super::spoiled;
use crate::cli::request::{define, request_of};
use crate::clock;
use crate::domain::amount::{Money, Price, Qty};
use crate::domain::catalog::{
    Barcode, Category, Item, Kit, Location, Party, PartyKind, PickFace, Purpose, Site, Tracking, Uom,
};
use crate::domain::code::{
    AccountCode, CategoryCode, EntityCode, ItemCode, LocationCode, Region, SiteCode, UomCode,
};
use crate::domain::company::{Account, AccountKind, Method, Policy};
use crate::domain::policy::CompanyAccount;
use crate::domain::user::{PIN_DIGITS, Role, User, is_of_digits};
use crate::operations::request::{Master, Opening, Request};
use crate::scan::Gtin;

/// Returns the request that a line makes.
pub(super) fn request(kind: &str, cells: &mut Cells<'_>, known: &mut Known, refers: &mut Refers) -> Request {
    if kind == "opening_stock" {
        return opening(cells, known, refers);
    }
    let (column, master) = match kind {
        "accounts" => ("account", account(cells, known)),
        "taxes" => ("tax", tax(cells, known)),
        "policies" => ("key", policy(cells, refers)),
        "groups" => ("group", group(cells, known, refers)),
        "group_accounts" => ("site", group_accounts(cells, refers)),
        "uoms" => ("uom", uom(cells, known)),
        "sites" => ("site", site(cells, known, refers)),
        "vendors" => ("vendor", party(cells, known, PartyKind::Vendor)),
        "customers" => ("customer", party(cells, known, PartyKind::Customer)),
        "categories" => ("category", category(cells, known)),
        "dimensions" => ("dimension", dimension(cells, known)),
        "dimension_values" => ("value", dimension_value(cells, refers)),
        "items" => ("item", item(cells, known, refers)),
        "locations" => ("location", location(cells, known, refers)),
        "barcodes" => ("barcode", barcode(cells, known, refers)),
        "kits" => ("component", kit(cells, refers)),
        "channel_fees" => ("since", channel_fee(cells)),
        "entities" => ("entity", entity(cells, known)),
        "transfer_prices" => ("since", transfer_price(cells, refers)),
        "pick_faces" => ("item", pick_face(cells, refers)),
        _ => ("badge", user(cells, refers)),
    };
    let mut name = cells.text(column).unwrap_or_default();
    if let Master::Kit(kit) = &master {
        name = format!("{}:{name}", kit.kit);
    }
    if let Master::PickFace(face) = &master {
        name = format!("{}:{name}", face.location);
    }
    if let Master::ChannelFee(fee) = &master {
        name = format!("{}:{name}", fee.channel);
    }
    if let Master::GroupAccounts(own) = &master {
        name = format!("{}:{name}", own.group_number);
    }
    if let Master::TransferPrice(price) = &master {
        name = format!("{}:{}:{}:{name}", price.seller, price.buyer, price.item);
    }
    if let Master::DimensionValue(value) = &master {
        name = format!("{}:{name}", value.dimension);
    }
    if known.is_repeated(kind, &name) {
        cells.complain(
            column,
            format!("expected each {column} once, found {name:?} again"),
        );
    }
    if let Some(whole) = known.with_zeros(kind, &name) {
        cells.complain(
            column,
            format!("expected {whole:?}, which is known, found {name:?}: a spreadsheet takes leading zeros"),
        );
    }
    define(known.key(kind, &[&name]), clock::today(), master)
}

fn account(cells: &mut Cells<'_>, known: &mut Known) -> Master {
    let account = AccountCode::from(cells.needed("account"));
    known.add("account", &account);
    Master::Account(Account {
        account,
        name: cells.needed("name"),
        kind: cells.must("type", AccountKind::Asset),
    })
}

fn policy(cells: &mut Cells<'_>, refers: &mut Refers) -> Master {
    let (key, value) = (cells.needed("key"), cells.needed("value"));
    if key.starts_with(CompanyAccount::PREFIX) {
        refers.to(cells, "value", "account", &value);
    }
    Master::Policy(Policy { key, value })
}

fn uom(cells: &mut Cells<'_>, known: &mut Known) -> Master {
    let uom = UomCode::from(cells.needed("uom"));
    known.add("unit", &uom);
    let decimals = cells.read("decimals").unwrap_or(6);
    if !(0..=6).contains(&decimals) {
        cells.complain(
            "decimals",
            format!("expected a whole number from 0 to 6, found {decimals}"),
        );
    }
    let name = cells.text("name").unwrap_or_else(|| uom.to_string());
    Master::Uom(Uom { uom, name, decimals })
}

fn site(cells: &mut Cells<'_>, known: &mut Known, refers: &mut Refers) -> Master {
    let site = SiteCode::from(cells.needed("site"));
    known.add("site", &site);
    let name = cells.text("name").unwrap_or_else(|| site.to_string());
    let entity = cells.text("entity").map(EntityCode::from);
    refers.to(
        cells,
        "entity",
        "legal entity",
        &entity.clone().unwrap_or_default(),
    );
    Master::Site(Site { site, name, entity })
}

fn party(cells: &mut Cells<'_>, known: &mut Known, kind: PartyKind) -> Master {
    let party = crate::domain::code::PartyCode::from(cells.needed(kind.word()));
    known.add(kind.word(), &party);
    let name = cells.text("name").unwrap_or_else(|| party.to_string());
    let min_life_days = cells.read("min_life_days");
    Master::Party(Party {
        kind,
        party,
        name,
        min_life_days,
        region: cells.text("region").map(Region::from),
    })
}

fn item(cells: &mut Cells<'_>, known: &mut Known, refers: &mut Refers) -> Master {
    let item = ItemCode::from(cells.needed("item"));
    let uom = UomCode::from(cells.text("uom").unwrap_or_else(|| "EA".to_owned()));
    let group_number = cells.read("group").unwrap_or(1);
    known.add("item", &item);
    known.units.insert(item.clone(), uom.clone());
    refers.to(cells, "group", "group", &group_number);
    refers.to(cells, "uom", "unit", &uom);
    let default = known
        .methods
        .get(&group_number)
        .copied()
        .unwrap_or(Method::Average);
    let method = cells.read("method").unwrap_or(default);
    let standard_cost: Option<Price> = cells.read("standard_cost");
    // Where the file says neither, the record keeps both, and a new one is refused by the rule book.
    let is_said = cells.has("method") || cells.has("standard_cost");
    if is_said && method == Method::Standard && standard_cost.is_none() {
        cells.complain(
            "standard_cost",
            "expected the cost of one base unit, because the method is standard, found nothing",
        );
    }
    let name = cells.text("name").unwrap_or_else(|| item.to_string());
    let [sales_tax, purchase_tax] = taxes(cells, refers);
    let category = cells.text("category").map(CategoryCode::from);
    refers.to(
        cells,
        "category",
        "category",
        &category.clone().unwrap_or_default(),
    );
    Master::Item(Box::new(Item {
        item,
        name,
        group_number,
        method,
        standard_cost,
        tracking: cells.read("tracking").unwrap_or(Tracking::None),
        uom,
        price: cells.read("price"),
        min_life_days: cells.read("min_life_days"),
        abc: cells.text("abc").unwrap_or_else(|| "C".to_owned()),
        weight: cells.read("weight"),
        service: cells.read("service").unwrap_or(false),
        supplier_code: cells.text("supplier_code"),
        sales_tax,
        purchase_tax,
        category,
    }))
}

fn category(cells: &mut Cells<'_>, known: &mut Known) -> Master {
    let category = CategoryCode::from(cells.needed("category"));
    known.add("category", &category);
    let name = cells.text("name").unwrap_or_else(|| category.to_string());
    Master::Category(Category { category, name })
}

fn location(cells: &mut Cells<'_>, known: &mut Known, refers: &mut Refers) -> Master {
    let location = LocationCode::from(cells.needed("location"));
    known.add("location", &location);
    let site = SiteCode::from(cells.needed("site"));
    refers.to(cells, "site", "site", &site);
    let fixed_item = cells.text("fixed_item").map(ItemCode::from);
    refers.to(
        cells,
        "fixed_item",
        "item",
        &fixed_item.clone().unwrap_or_default(),
    );
    let check_digits = cells.text("check");
    if check_digits.as_ref().is_some_and(|digits| digits.len() == 1) {
        let found = check_digits.clone().unwrap_or_default();
        cells.complain(
            "check",
            format!("expected two digits as on the sign, found {found:?}; a leading zero is lost"),
        );
    }
    Master::Location(Location {
        location,
        site,
        zone: cells.text("zone").unwrap_or_default(),
        purpose: cells.must("purpose", Purpose::Storage),
        sequence: cells.read("sequence").unwrap_or(0),
        capacity: cells.read("capacity"),
        check_digits,
        fixed_item,
    })
}

fn barcode(cells: &mut Cells<'_>, known: &mut Known, refers: &mut Refers) -> Master {
    let printed = cells.needed("barcode");
    let item = ItemCode::from(cells.needed("item"));
    refers.to(cells, "item", "item", &item);
    let is_number =
        printed.bytes().all(|byte| byte.is_ascii_digit()) && matches!(printed.len(), 8 | 12 | 13 | 14);
    let gtin = Gtin::read(printed.as_bytes());
    if is_number && gtin.is_none() {
        cells.complain(
            "barcode",
            format!("expected a GTIN with a right check digit, found {printed:?}"),
        );
    }
    if let Some(whole) = spoiled::without_zeros(&printed) {
        cells.complain(
            "barcode",
            format!(
                "expected {whole:?}, found {printed:?}, which a spreadsheet leaves of it; write all digits, or `post` \
                 a code that really has no more"
            ),
        );
    }
    let qty = cells.read("qty").unwrap_or(Qty::ONE);
    if qty <= Qty::ZERO {
        cells.complain("qty", format!("expected a quantity above zero, found {qty}"));
    }
    let base = known
        .units
        .get(&item)
        .cloned()
        .unwrap_or_else(|| UomCode::from("EA"));
    let uom = cells.text("uom").map_or(base, UomCode::from);
    refers.to(cells, "uom", "unit", &uom);
    let barcode = Barcode {
        barcode: gtin.map_or(printed, |gtin| gtin.as_str().to_owned()),
        item,
        qty,
        uom,
    };
    known.packs.add(&barcode);
    Master::Barcode(barcode)
}

fn kit(cells: &mut Cells<'_>, refers: &mut Refers) -> Master {
    let mut item = |column: &'static str| {
        let code = ItemCode::from(cells.needed(column));
        refers.to(cells, column, "item", &code);
        code
    };
    let (kit, component) = (item("kit"), item("component"));
    let qty = cells.must("qty", Qty::ONE);
    if qty <= Qty::ZERO {
        cells.complain("qty", format!("expected a quantity above zero, found {qty}"));
    }
    Master::Kit(Kit { kit, component, qty })
}

fn pick_face(cells: &mut Cells<'_>, refers: &mut Refers) -> Master {
    let location = LocationCode::from(cells.needed("location"));
    refers.to(cells, "location", "location", &location);
    let item = ItemCode::from(cells.needed("item"));
    refers.to(cells, "item", "item", &item);
    let (min, max) = (cells.must("min", Qty::ZERO), cells.must("max", Qty::ONE));
    if !PickFace::is_range(min, max) {
        cells.complain("max", format!("expected at least min, above zero, found {max}"));
    }
    Master::PickFace(PickFace {
        location,
        item,
        min,
        max,
    })
}

fn user(cells: &mut Cells<'_>, refers: &mut Refers) -> Master {
    let site = SiteCode::from(cells.needed("site"));
    refers.to(cells, "site", "site", &site);
    let roles = cells.text("roles").unwrap_or_default();
    for role in roles.split(';').map(str::trim).filter(|role| !role.is_empty()) {
        if let Err(why) = role.parse::<Role>() {
            cells.complain("roles", why);
        }
    }
    let pin_hash = cells.text("pin");
    if let Some(pin) = &pin_hash {
        if !is_of_digits(pin) {
            cells.complain("pin", "expected digits only, found something else");
        } else if !PIN_DIGITS.contains(&pin.len()) {
            let (least, most) = PIN_DIGITS.into_inner();
            cells.complain(
                "pin",
                format!("expected {least} to {most} digits, found {}", pin.len()),
            );
        }
    }
    Master::User(User {
        badge: cells.needed("badge").into(),
        name: cells.needed("name"),
        roles,
        pin_hash,
        site,
        failures: 0,
        locked: false,
    })
}

fn opening(cells: &mut Cells<'_>, known: &mut Known, refers: &mut Refers) -> Request {
    let item = ItemCode::from(cells.needed("item"));
    let location = LocationCode::from(cells.needed("location"));
    refers.to(cells, "item", "item", &item);
    refers.to(cells, "location", "location", &location);
    let today = clock::today();
    let date = cells.must("date", today);
    if today < date {
        cells.complain("date", format!("expected no day after today, found {date}"));
    }
    let qty = cells.must("qty", Qty::ONE);
    if qty <= Qty::ZERO {
        cells.complain("qty", format!("expected a quantity above zero, found {qty}"));
    }
    let value = cells.must("value", Money::ZERO);
    let (lot, serial) = (
        cells.text("lot").unwrap_or_default(),
        cells.text("serial").unwrap_or_default(),
    );
    let names = [item.as_str(), &lot, &serial, location.as_str(), &date.to_string()];
    let key = known.key("opening_stock", &names);
    let expiry = cells.read("expiry");
    let operation = Opening {
        item,
        qty,
        value,
        location,
        lot: Some(lot).filter(|lot| !lot.is_empty()).map(Into::into),
        expiry,
        serial: Some(serial).filter(|serial| !serial.is_empty()).map(Into::into),
    };
    request_of(key, date, operation.into())
}
