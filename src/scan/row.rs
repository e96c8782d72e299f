//! The `decode` row: what a scan means, as one JSON object.

use super::decode::{Decoded, Meaning};
use super::fields::Field;
use super::gs1::Element;
use super::in_store::InStore;
use serde::Serialize;
use serde::ser::{SerializeSeq, SerializeStruct, Serializer};

impl Serialize for Decoded<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut row = to.serialize_struct("Decoded", 11)?;
        row.serialize_field("read", &String::from_utf8_lossy(self.raw))?;
        row.serialize_field("kind", &self.kind)?;
        row.serialize_field("symbology", &self.symbology.map(|id| id.to_string()))?;
        row.serialize_field("elements", &Elements(self))?;
        row.serialize_field("gtin", &self.gtin())?;
        row.serialize_field("lot", &self.lot())?;
        row.serialize_field("expiry", &self.expiry().map(|day| day.to_string()))?;
        row.serialize_field("serial", &self.serial())?;
        row.serialize_field("quantity", &self.quantity().map(|quantity| quantity.to_string()))?;
        row.serialize_field("warnings", &self.warnings)?;
        row.serialize_field("error", &self.error())?;
        row.end()
    }
}

/// The elements of a row; a plain number appears as the single element it would be.
struct Elements<'d>(&'d Decoded<'d>);

impl Serialize for Elements<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.0.meaning {
            Ok(Meaning::Gs1(label)) => to.collect_seq(label.elements()),
            Ok(Meaning::Gtin(gtin)) => alone(to, "01", "GTIN", gtin.as_str()),
            Ok(Meaning::Sscc(sscc)) => alone(to, "00", "SSCC", sscc.as_str()),
            Ok(Meaning::InStore(code)) => in_store(to, code),
            Ok(Meaning::Fields(fields)) => to.collect_seq(&fields.0),
            _ => to.serialize_seq(Some(0))?.end(),
        }
    }
}

fn alone<S: Serializer>(to: S, ai: &str, title: &str, value: &str) -> Result<S::Ok, S::Error> {
    to.collect_seq([Item {
        ai,
        title,
        value,
        normal: value,
    }])
}

/// Serialises the number of an in-store code and its parts; `base` is the barcode of the item.
fn in_store<S: Serializer>(to: S, code: &InStore) -> Result<S::Ok, S::Error> {
    let amount = code.amount.to_string();
    let item = |ai, title, value| Item {
        ai,
        title,
        value,
        normal: value,
    };
    to.collect_seq([
        item("01", "GTIN", code.gtin.as_str()),
        item("item", "ITEM", &code.item),
        item(code.measure.name(), code.measure.title(), &amount),
        item("base", "BASE NUMBER", &code.base.as_str()[1..]),
    ])
}

/// One element as it appears in a row.
#[derive(Serialize)]
struct Item<'e> {
    ai: &'e str,
    title: &'e str,
    value: &'e str,
    normal: &'e str,
}

impl Serialize for Field<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let item = Item {
            ai: &self.id,
            title: self.title,
            value: &self.value,
            normal: &self.normal(),
        };
        item.serialize(to)
    }
}

impl Serialize for Element<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let item = Item {
            ai: &self.ai.to_string(),
            title: self.title(),
            value: &self.value,
            normal: &self.normal(),
        };
        item.serialize(to)
    }
}
