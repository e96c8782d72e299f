//! The reference of documents, `docs/documents.md`, held to the program field by field.

use binledger::operations::declare::{Document, Field};
use binledger::operations::request::Operation;

const PAGE: &str = include_str!("../../docs/documents.md");

#[test]
fn every_document_stands_in_the_reference_with_all_its_fields() {
    for document in Operation::DOCUMENTS
        .iter()
        .filter(|it| !Operation::OWN.contains(&it.word))
    {
        let section = section(document);
        let table = table(document);
        assert!(
            section.contains(&table),
            "docs/documents.md: {} needs\n{table}",
            document.word
        );
        let about = document.about.trim();
        assert!(
            section.contains(about),
            "docs/documents.md: {} needs\n{about}",
            document.word
        );
        assert!(
            section.contains("```json"),
            "docs/documents.md: {} needs an example",
            document.word
        );
    }
}

#[test]
fn the_reference_has_no_document_that_is_gone() {
    for line in PAGE.lines() {
        if let Some(word) = line.strip_prefix("### `").and_then(|rest| rest.strip_suffix('`')) {
            assert!(
                Operation::WORDS.contains(&word),
                "docs/documents.md: there is no {word}"
            );
        }
    }
}

/// Returns what stands under the document's heading.
fn section(document: &Document) -> &'static str {
    let heading = format!("### `{}`\n", document.word);
    let (_, behind) = PAGE
        .split_once(&heading)
        .unwrap_or_else(|| panic!("docs/documents.md has no section {}", document.word));
    let end = ["\n### ", "\n## "]
        .iter()
        .filter_map(|next| behind.find(next))
        .min();
    &behind[..end.unwrap_or(behind.len())]
}

/// Returns the table of a document's fields.
fn table(document: &Document) -> String {
    let rows = document.fields.iter().map(row);
    let head = "| field | value | what it says |\n|---|---|---|".to_owned();
    [head].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

fn row(field: &Field) -> String {
    let optional = if field.required { "" } else { "?" };
    let about = field.about.trim();
    format!("| `{}`{optional} | {} | {about} |", field.name, value(field.kind))
}

/// Returns how the reference calls the values of a type.
fn value(kind: &str) -> &'static str {
    match kind {
        "AccountCode" => "account",
        "Badge" => "badge",
        "Basis" => "`quantity`, `value` or `weight`",
        "Channel" | "String" => "text",
        "ComponentAct" => "`issue`, `return` or `scrap`",
        "CountNo" => "count sheet",
        "Disposition" => "`restock`, `quarantine`, `damaged` or `scrap`",
        "Integration" => "`full` or `none`",
        "ItemCode" => "item",
        "Key" => "id of a document",
        "EntityCode" => "legal entity",
        "LocationCode" => "location",
        "LotCode" => "lot",
        "Lpn" => "licence plate",
        "Master" => "record",
        "Method" => "`fifo`, `average` or `standard`",
        "Amount" | "Money" => "amount",
        "MoveKind" => "`putaway` or `move`",
        "NaiveDate" => "day",
        "Order" => "order",
        "OrderNo" => "order number",
        "OutputAct" => "`stock` or `scrap`",
        "PartyCode" => "vendor or customer",
        "Price" => "price",
        "Purpose" => {
            "`receiving`, `storage`, `pick`, `packing`, `shipping`, `quarantine`, `returns` or `damaged`"
        }
        "Qty" => "quantity",
        "Serial" => "serial number",
        "Side" => "`supplier` or `customer`",
        "SiteCode" => "site",
        "Status" => "`available`, `quarantine`, `damaged` or `returned`",
        "TaxCode" => "tax type",
        "TaskKind" => "`pick`, `count` or `replenish`",
        "Tracking" => "`none`, `lot`, `expiry` or `serial`",
        "UomCode" => "unit of measure",
        "Vec<Component>" => "list of components",
        "Vec<Key>" => "list of ids",
        "Vec<OrderLine>" => "list of order lines",
        "Vec<BillLine>" | "Vec<InvoiceLine>" | "Vec<ShipLine>" => "list of lines",
        "Vec<i64>" => "list of numbers",
        "bool" => "`true` or `false`",
        "i64" => "whole number",
        other => panic!("say how docs/documents.md calls a value of type {other}"),
    }
}
