//! What the books know a read as, where something else is awaited.

use super::{Meaning, Scanned};
use crate::domain::refusal::Refusal;

impl Scanned {
    /// Returns what the books know the code as, in a clause: `SO-26101 is a sales order`.
    pub fn known_as(&self) -> String {
        match self.meanings.first() {
            Some(Meaning::Item { item, .. }) => format!("{} is an item", item.item),
            Some(Meaning::Location(location)) => format!("{} is a bin", location.location),
            Some(Meaning::Order(order)) => format!("{} is a {} order", order.order_no, order.kind),
            Some(Meaning::Plate(plate)) => format!("{} is a {}", plate.lpn, plate.kind),
            Some(Meaning::Badge(user)) => format!("{} is a badge", user.badge),
            Some(Meaning::Count(count)) => format!("{} is a count", count.count),
            Some(Meaning::Site(site)) => format!("{} is a site", site.site),
            Some(Meaning::Transfer(_)) => format!("{} is a transfer", self.text),
            Some(Meaning::Work(order)) => format!("{} is a work order", order.order_no),
            None if self.is_part() => "This label names no item".into(),
            None if !self.lots.is_empty() => format!("{} is a lot of {}", self.text, self.items_of_lot()),
            None => format!("{} is unknown", self.unknown_item().unwrap_or(&self.text)),
        }
    }

    /// Returns the items of which a lot has this code.
    fn items_of_lot(&self) -> String {
        let items: Vec<&str> = self.lots.iter().map(|(item, _)| item.item.as_str()).collect();
        items.join(" and ")
    }

    /// Returns the refusal of a read where `what` is awaited, by the kind that the books know it as; `None` if they
    /// don't know it.
    pub fn of_another_kind(&self, what: &str, need: String) -> Option<Refusal> {
        let found = format!("{}, not {what}", self.known_as());
        Some(match self.meanings.first()? {
            Meaning::Item { .. } => Refusal::ItemRead { need, found },
            Meaning::Location(_) => Refusal::BinRead { need, found },
            Meaning::Order(_) | Meaning::Work(_) => Refusal::OrderRead { need, found },
            Meaning::Plate(_) => Refusal::PlateRead { need, found },
            Meaning::Badge(_) => Refusal::BadgeRead { need, found },
            Meaning::Count(_) => Refusal::CountSheetRead { need, found },
            Meaning::Site(_) => Refusal::SiteRead { need, found },
            Meaning::Transfer(_) => Refusal::TransferRead { need, found },
        })
    }

    /// Returns the refusal of a read where `what` is awaited, known to the books or not.
    pub fn misread(&self, what: &str, need: impl Into<String>) -> Refusal {
        let need = need.into();
        let found = self.known_as();
        self.of_another_kind(what, need.clone())
            .unwrap_or(Refusal::NotExpected { need, found })
    }
}
