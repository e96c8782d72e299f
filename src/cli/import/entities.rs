//! Lines of files about legal entities: themselves, and what they ask of each other.

use super::cells::Cells;
use super::known::{Known, Refers};
use crate::clock;
use crate::domain::amount::Price;
use crate::domain::code::{EntityCode, ItemCode};
use crate::domain::entity::{Entity, TransferPrice};
use crate::operations::request::Master;

/// Returns a legal entity.
pub(super) fn entity(cells: &mut Cells<'_>, known: &mut Known) -> Master {
    let entity = EntityCode::from(cells.needed("entity"));
    known.add("legal entity", &entity);
    let name = cells.text("name").unwrap_or_else(|| entity.to_string());
    Master::Entity(Entity { entity, name })
}

/// Returns what one legal entity asks of another from a day on.
pub(super) fn transfer_price(cells: &mut Cells<'_>, refers: &mut Refers) -> Master {
    let [seller, buyer] = ["seller", "buyer"].map(|column| {
        let entity = EntityCode::from(cells.text(column).unwrap_or_default());
        refers.to(cells, column, "legal entity", &entity);
        entity
    });
    let item = ItemCode::from(cells.text("item").unwrap_or_default());
    refers.to(cells, "item", "item", &item);
    let percent: Option<Price> = cells.read("percent");
    if let Some(percent) = percent.filter(|percent| percent.0 % 100 != 0) {
        cells.complain(
            "percent",
            format!("expected percent with at most four decimals, found {percent}"),
        );
    }
    Master::TransferPrice(TransferPrice {
        seller,
        buyer,
        item,
        since: cells.must("since", clock::today()),
        price: cells.read("price"),
        rate_ppm: percent.map(|percent| percent.0 / 100),
    })
}
