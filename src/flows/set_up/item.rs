//! An item: its code, its name, what is recorded of each piece, its barcode.

use super::Standing;
use super::entry::{Draft, Taken, line, name, new_code};
use crate::domain::amount::Qty;
use crate::domain::catalog::{Barcode, Item, Tracking};
use crate::domain::code::{ItemCode, UomCode};
use crate::flows::goods::misread;
use crate::flows::scanned::Scanned;
use crate::operations::request::{Define, Master};
use crate::scan::Gtin;
use serde::{Deserialize, Serialize};

/// What can be recorded of each piece, in the words of the list.
pub const TRACKINGS: [(Tracking, &str); 4] = [
    (Tracking::None, "nothing"),
    (Tracking::Lot, "its lot"),
    (Tracking::Expiry, "lot and expiry"),
    (Tracking::Serial, "its serial number"),
];

/// An item, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemDraft {
    code: Option<ItemCode>,
    name: Option<String>,
    tracking: Option<Tracking>,
    /// Its unit, once it is made and only its barcode is missing.
    made: Option<UomCode>,
}

impl ItemDraft {
    /// Returns its code.
    pub const fn code(&self) -> Option<&ItemCode> {
        self.code.as_ref()
    }

    /// Returns its name.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns whether it is made and only its barcode is missing.
    pub const fn is_made(&self) -> bool {
        self.made.is_some()
    }

    /// Returns whether it is asked what is recorded of each piece.
    pub const fn asks_tracking(&self) -> bool {
        self.name.is_some() && self.made.is_none()
    }

    fn make(&mut self, tracking: Tracking, standing: &Standing) -> Taken {
        let (Some(code), Some(name)) = (&self.code, &self.name) else {
            return Taken::On;
        };
        let Some((group_number, method)) = standing.goods.group else {
            return Taken::wrong("Import groups.csv first", "There is no item group");
        };
        let uom = standing.goods.uom.clone();
        let item = Item {
            item: code.clone(),
            name: name.clone(),
            group_number,
            method,
            standard_cost: None,
            tracking,
            uom: uom.clone(),
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
        let told = format!("item {code} is made");
        self.tracking = Some(tracking);
        self.made = Some(uom);
        let master = Master::Item(Box::new(item));
        Taken::post(Define { master }, told)
    }
}

impl Draft for ItemDraft {
    fn prompt(&self, _standing: &Standing) -> String {
        match self {
            Self { code: None, .. } => "Type a short code for the item, such as TEA".into(),
            Self {
                code: Some(code),
                name: None,
                ..
            } => format!("Type the name of {code}"),
            Self { made: None, .. } => "Choose what each piece has on its label".into(),
            Self { .. } => "Scan its barcode, or Enter for none".into(),
        }
    }

    fn read(&mut self, scanned: &Scanned, standing: &Standing) -> Taken {
        let prompt = self.prompt(standing);
        match (&self.code, &self.name, &self.made) {
            (None, ..) => match new_code(scanned, "a new item", &prompt) {
                Ok(code) => {
                    self.code = Some(ItemCode::from(code));
                    Taken::On
                }
                Err(refused) => refused,
            },
            (Some(_), None, _) => match name(scanned, &prompt) {
                Ok(name) => {
                    self.name = Some(name);
                    Taken::On
                }
                Err(refused) => refused,
            },
            (Some(_), Some(_), None) => match line(scanned, TRACKINGS.len()) {
                Some(line) => self.make(TRACKINGS[line].0, standing),
                None => Taken::wrong(prompt, scanned.is_not("a line")),
            },
            (Some(code), Some(_), Some(uom)) => label(scanned, (code, uom), &prompt),
        }
    }

    fn enter(&mut self, _standing: &Standing) -> Taken {
        if self.made.is_some() {
            Taken::Done
        } else {
            Taken::On
        }
    }

    fn lines(&self, _standing: &Standing) -> usize {
        if self.asks_tracking() { TRACKINGS.len() } else { 0 }
    }

    fn choose(&mut self, line: usize, standing: &Standing) -> Taken {
        match TRACKINGS.get(line) {
            Some((tracking, _)) => self.make(*tracking, standing),
            None => Taken::On,
        }
    }

    fn answered(&mut self, applied: bool) -> bool {
        // The first post makes the item, the second its barcode.
        match (self.tracking.take(), applied) {
            (Some(_), true) => true,
            (Some(_), false) => {
                self.made = None;
                true
            }
            (None, applied) => !applied,
        }
    }

    fn back(&mut self) -> bool {
        self.made.is_none() && (self.name.take().is_some() || self.code.take().is_some())
    }
}

/// Gives the item a barcode of one piece.
fn label(scanned: &Scanned, (item, uom): (&ItemCode, &UomCode), need: &str) -> Taken {
    let other = scanned.item().is_none_or(|(known, ..)| known.item != *item);
    if !scanned.meanings.is_empty() && other {
        return Taken::Told(misread(scanned, "a new barcode", need));
    }
    let code = match scanned.item() {
        Some(_) => Ok(scanned.symbol.names().unwrap_or(&scanned.text).to_owned()),
        None => new_code(scanned, "a new barcode", need),
    };
    let printed = match code {
        Ok(code) => code,
        Err(refused) => return refused,
    };
    let gtin = Gtin::read(printed.as_bytes());
    let barcode = gtin.map_or(printed, |gtin| gtin.as_str().to_owned());
    let told = format!("{barcode} is one {uom} of {item}");
    let master = Master::Barcode(Barcode {
        barcode,
        item: item.clone(),
        qty: Qty::ONE,
        uom: uom.clone(),
    });
    Taken::post(Define { master }, told)
}
