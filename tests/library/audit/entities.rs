//! What one legal entity sells another has to be posted on both sides, and nothing into books that are closed.

use super::{add, broken};
use crate::postings::books::Books;
use binledger::domain::record::Value as Cell;
use serde_json::{Value, json};

/// Ten pieces that cost 20.00 are sold to the shop's legal entity for 30.00, whose month is closed then.
fn traded() -> Books {
    let mut books = Books::new("2026-03-02", &[]);
    let define = |record: Value| json!({"op": "define", "master": record});
    for record in [
        json!({"record": "entity", "entity": "RETAIL", "name": "Retail"}),
        json!({"record": "site", "site": "SHOP", "name": "Shop", "entity": "RETAIL"}),
        json!({"record": "location", "location": "S-1", "site": "SHOP", "zone": "", "purpose": "storage",
            "sequence": 1}),
    ] {
        books.ok(&define(record));
    }
    for document in [
        json!({"op": "item", "item": "A", "method": "fifo"}),
        json!({"op": "receive", "item": "A", "qty": "10", "cost": "2.00"}),
        json!({"op": "transfer_out", "item": "A", "qty": "10", "from_site": "MAIN", "to_site": "SHOP",
            "price": "3.00", "id": "t"}),
        json!({"op": "transfer_in", "of": "t", "qty": "10"}),
        json!({"op": "seal", "day": "2026-03-02", "at": "SHOP"}),
        json!({"op": "close_period", "period": "2026-03", "entity": "RETAIL"}),
        json!({"op": "adjust", "item": "A", "qty": "-1", "at": "S-1"}),
    ] {
        books.ok(&document);
    }
    books
}

#[test]
fn a_sale_of_another_amount_or_without_an_entry_is_told() {
    let books = traded();
    assert!(broken(&books.store, "intercompany_sales", &|_| ()).is_empty());
    let cheaper = broken(&books.store, "entry_lines", &|rows| {
        let paid = rows.iter_mut().filter(|row| row[2] == Cell::Text("1150".into()));
        paid.for_each(|row| row[3] = Cell::Int(2900));
    });
    let both = "what one legal entity sells another is posted on both sides: operation";
    let told: Vec<&String> = cheaper.iter().filter(|row| row.starts_with(both)).collect();
    assert!(
        told.len() == 1 && told[0].ends_with("posts 49.00 with who sells; 50.00 is right"),
        "{cheaper:?}"
    );
    let dearer = broken(&books.store, "intercompany_sales", &|rows| add(rows, 0, 3, 100));
    let carried =
        "a transfer carries what its goods were worth, freight and late cost: transfer 2 carries 30.00";
    assert!(dearer.iter().any(|row| row.starts_with(carried)), "{dearer:?}");
    let gone = broken(&books.store, "intercompany_sales", &|rows| rows.clear());
    assert!(
        gone.iter().any(|row| row.contains("and sold nothing")),
        "{gone:?}"
    );
}

#[test]
fn what_is_posted_into_books_that_are_closed_is_told() {
    let books = traded();
    let late = broken(&books.store, "entries", &|rows| {
        let last = rows.len() - 1;
        rows[last][9] = Cell::Text("2026-03-31".into());
    });
    let told = "nothing is posted into a closed period: entry";
    assert!(late.iter().any(|row| row.starts_with(told)), "{late:?}");
}
