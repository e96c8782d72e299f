//! Records of master data and orders as the store has them, and what a newer version of one changes.

use super::pages::Pages;
use super::request::{Define, Master, Operation, Request};
use super::view::View;
use crate::domain::catalog::{Barcode, Category, Item, Kit, Location, Party, PickFace, Site, Uom};
use crate::domain::company::{Account, Group, GroupAccounts, Tax};
use crate::domain::dimension::{Dimension, DimensionValue};
use crate::domain::entity::{Entity, TransferPrice};
use crate::domain::fee::ChannelFee;
use crate::domain::log::Logged;
use crate::domain::record::Fault;
use crate::domain::user::User;
use serde::Serialize;
use serde_json::{Map, Value};

/// Returns the record that the store has under the code of this one.
///
/// # Errors
/// A [`Fault`] if the store can't be read.
pub fn known(view: &dyn View, like: &Master) -> Result<Option<Master>, Fault> {
    Ok(match like {
        Master::Policy(it) => view.find(&[&it.key])?.map(Master::Policy),
        Master::Account(it) => view.find::<Account>(&[&it.account])?.map(Master::Account),
        Master::Tax(it) => view.find::<Tax>(&[&it.tax])?.map(Master::Tax),
        Master::Group(it) => view.find::<Group>(&[&it.number])?.map(Master::Group),
        Master::Uom(it) => view.find::<Uom>(&[&it.uom])?.map(Master::Uom),
        Master::Site(it) => view.find::<Site>(&[&it.site])?.map(Master::Site),
        Master::Location(it) => view.find::<Location>(&[&it.location])?.map(Master::Location),
        Master::Party(it) => view.find::<Party>(&[&it.kind, &it.party])?.map(Master::Party),
        Master::Dimension(it) => view.find::<Dimension>(&[&it.dimension])?.map(Master::Dimension),
        Master::DimensionValue(it) => view
            .find::<DimensionValue>(&[&it.dimension, &it.value])?
            .map(Master::DimensionValue),
        Master::Category(it) => view.find::<Category>(&[&it.category])?.map(Master::Category),
        Master::Item(it) => view
            .find::<Item>(&[&it.item])?
            .map(|item| Master::Item(Box::new(item))),
        Master::Barcode(it) => view.find::<Barcode>(&[&it.barcode])?.map(Master::Barcode),
        Master::Kit(it) => view.find::<Kit>(&[&it.kit, &it.component])?.map(Master::Kit),
        Master::PickFace(it) => view
            .find::<PickFace>(&[&it.location, &it.item])?
            .map(Master::PickFace),
        Master::User(it) => view.find::<User>(&[&it.badge])?.map(Master::User),
        Master::ChannelFee(it) => view
            .find::<ChannelFee>(&[&it.channel, &it.since])?
            .map(Master::ChannelFee),
        Master::GroupAccounts(it) => view
            .find::<GroupAccounts>(&[&it.group_number, &it.site])?
            .map(Master::GroupAccounts),
        Master::Entity(it) => view.find::<Entity>(&[&it.entity])?.map(Master::Entity),
        Master::TransferPrice(it) => view
            .find::<TransferPrice>(&[&it.seller, &it.buyer, &it.item, &it.since])?
            .map(Master::TransferPrice),
    })
}

/// Returns the code that a record is known by, or its number.
pub fn code_of(master: &Master) -> String {
    match master {
        Master::Policy(it) => it.key.clone(),
        Master::Account(it) => it.account.to_string(),
        Master::Tax(it) => it.tax.to_string(),
        Master::Group(it) => it.number.to_string(),
        Master::Uom(it) => it.uom.to_string(),
        Master::Site(it) => it.site.to_string(),
        Master::Location(it) => it.location.to_string(),
        Master::Party(it) => it.party.to_string(),
        Master::Category(it) => it.category.to_string(),
        Master::Dimension(it) => it.dimension.to_string(),
        Master::DimensionValue(it) => it.value.to_string(),
        Master::Item(it) => it.item.to_string(),
        Master::Barcode(it) => it.barcode.clone(),
        Master::Kit(it) => it.kit.to_string(),
        Master::PickFace(it) => it.location.to_string(),
        Master::User(it) => it.badge.to_string(),
        Master::ChannelFee(it) => it.channel.to_string(),
        Master::GroupAccounts(it) => it.group_number.to_string(),
        Master::Entity(it) => it.entity.to_string(),
        Master::TransferPrice(it) => it.item.to_string(),
    }
}

/// Returns the operations that made or changed the records and orders of a code, the oldest first. The whole log is
/// read.
///
/// # Errors
/// A [`Fault`] if the store can't be read.
pub fn history(view: &dyn View, code: &str) -> Result<Vec<Logged>, Fault> {
    let mut found = Vec::new();
    for logged in Pages::<Logged>::of(view) {
        let logged = logged?;
        // Most of a log is work on the floor, which is not read any further.
        if !["define", "add_bins", "place_order", "item"].contains(&logged.op.as_str()) {
            continue;
        }
        let request: Option<Request> = serde_json::from_str(&logged.request).ok();
        let is_of_it = request.is_some_and(|request| match &request.operation {
            Operation::Define(Define { master }) => code_of(master) == code,
            Operation::AddBins(asked) => asked.names(code),
            Operation::PlaceOrder(asked) => asked.order.order_no.as_str() == code,
            Operation::DescribeItem(asked) => asked.item.as_str() == code,
            _ => false,
        });
        if is_of_it {
            found.push(logged);
        }
    }
    Ok(found)
}

/// Returns the fields of a record, by their names.
///
/// # Errors
/// A [`Fault`] for what has no fields, which no record is.
pub fn fields(record: &impl Serialize) -> Result<Map<String, Value>, Fault> {
    let wrong = |why| Fault::caused("a record can't be written down", why);
    match serde_json::to_value(record).map_err(wrong)? {
        Value::Object(fields) => Ok(fields),
        other => Err(Fault::new(format!("a record has no fields: {other}"))),
    }
}

/// Returns the names of the fields that any of some records has: what a record has not is left out of it.
pub fn names_of<'f>(records: impl IntoIterator<Item = &'f Map<String, Value>>) -> Vec<&'f str> {
    let mut names: Vec<&str> = Vec::new();
    for name in records.into_iter().flat_map(Map::keys) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

/// Returns the value of a field; null where it is left out.
pub fn value_of<'f>(fields: &'f Map<String, Value>, name: &str) -> &'f Value {
    fields.get(name).unwrap_or(&Value::Null)
}

/// Returns what a newer version of a record says otherwise, a field each: what it says now, and what it said before.
///
/// # Errors
/// As [`fields`].
pub fn differences(before: &impl Serialize, after: &impl Serialize) -> Result<Vec<String>, Fault> {
    let (before, after) = (fields(before)?, fields(after)?);
    let names = names_of([&before, &after]);
    let changed = names
        .into_iter()
        .filter(|name| value_of(&before, name) != value_of(&after, name));
    let told = changed.map(|name| match name {
        "pin_hash" => "another PIN".to_owned(),
        name => format!(
            "{name} {}, was {}",
            shown(after.get(name)),
            shown(before.get(name))
        ),
    });
    Ok(told.collect())
}

/// Returns what there is to note of a record that was known before.
pub fn note(differences: &[String]) -> String {
    if differences.is_empty() {
        return UNCHANGED.to_owned();
    }
    format!("{CHANGED}{}", differences.join("; "))
}

/// What the note of a changed record begins with.
pub const CHANGED: &str = "changed: ";

/// The note of a record that says what it said before.
pub const UNCHANGED: &str = "nothing changed";

fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "nothing".to_owned(),
        Some(Value::String(text)) if text.is_empty() => "nothing".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_record_is_told_field_by_field_and_a_pin_never() {
        let user = User {
            badge: "E-1".into(),
            name: "Ann".to_owned(),
            roles: String::new(),
            pin_hash: Some("secret".to_owned()),
            site: "MAIN".into(),
            failures: 0,
            locked: false,
        };
        let other = User {
            name: "Anna".to_owned(),
            roles: "picker".to_owned(),
            pin_hash: None,
            locked: true,
            ..user.clone()
        };
        let told = note(&differences(&user, &other).unwrap());
        assert_eq!(
            told,
            "changed: locked true, was false; name Anna, was Ann; another PIN; roles picker, was nothing"
        );
        assert_eq!(note(&differences(&user, &user).unwrap()), "nothing changed");
    }
}
