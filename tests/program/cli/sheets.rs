//! Queries and reports as spreadsheets: what a cell is, and what a file may not be written over.

use super::workplace::Workplace;
use std::fs::File;
use std::io::Read;

/// A part of a spreadsheet as it lies in the file.
pub fn part(place: &Workplace, file: &str, name: &str) -> String {
    let file = File::open(place.path(file)).expect("a file");
    let mut whole = zip::ZipArchive::new(file).expect("a spreadsheet");
    let mut text = String::new();
    let mut part = whole.by_name(name).expect("a part");
    part.read_to_string(&mut text).expect("text");
    text
}

/// The cell at a place: its type and what it holds.
pub fn cell(sheet: &str, at: &str) -> String {
    let begin = sheet.find(&format!("<c r=\"{at}\"")).expect("a cell");
    let end = sheet[begin..].find("</c>").expect("its end");
    sheet[begin..begin + end].to_owned()
}

/// The number of the style of a cell.
pub fn style_of(sheet: &str, at: &str) -> String {
    let cell = cell(sheet, at);
    let begin = cell.find("s=\"").expect("a style") + 3;
    cell[begin..].split('"').next().expect("its number").to_owned()
}

/// An item that is called like a number and one that is called like a formula, of which some are there.
fn company() -> Workplace {
    let place = Workplace::new();
    let items = place.file(
        "items.csv",
        "item,name,group,method,tracking\n0042,=1+1,1,fifo,none\nB,Beans,1,fifo,none\n",
    );
    place.run(&["import", &items]).well();
    let received = r#"{"id":"r1","op":"receive","date":"2026-03-05","item":"0042","qty":"2.5","cost":"10.00"}
{"id":"r2","op":"receive","date":"2026-03-06","item":"B","qty":"3","cost":"9000000000000"}"#;
    place.feed(&["post", "-"], received).well();
    place
}

#[test]
fn amounts_are_numbers_days_are_days_and_codes_stay_texts() {
    let place = company();
    let path = place.path("stock.xlsx").display().to_string();
    let said = place
        .run(&["report", "valuation", "--by", "item", "--xlsx", &path])
        .well();
    assert_eq!(said.out, "");
    let sheet = part(&place, "stock.xlsx", "xl/worksheets/sheet1.xml");
    // kind, group, account, site, item, lot, name, qty, value
    assert!(
        cell(&sheet, "E2").ends_with("t=\"inlineStr\"><is><t>0042</t></is>"),
        "{sheet}"
    );
    assert!(cell(&sheet, "G2").ends_with("<is><t>=1+1</t></is>"), "{sheet}");
    assert!(!sheet.contains("<f>"), "{sheet}");
    assert!(cell(&sheet, "H2").ends_with("><v>2.5</v>"), "{sheet}");
    assert!(cell(&sheet, "I2").ends_with("><v>25</v>"), "{sheet}");
    // A spreadsheet keeps fifteen digits; what has more stays exact as a text.
    assert!(
        cell(&sheet, "I3").ends_with("<is><t>27000000000000.00</t></is>"),
        "{sheet}"
    );
    assert!(sheet.contains("<pane ySplit=\"1\" topLeftCell=\"A2\""), "{sheet}");
    let journal = place.path("journal.xlsx").display().to_string();
    place.run(&["journal", "--xlsx", &journal]).well();
    let sheet = part(&place, "journal.xlsx", "xl/worksheets/sheet1.xml");
    // The days since the end of 1899.
    assert!(cell(&sheet, "B2").ends_with("><v>46086</v>"), "{sheet}");
    assert!(cell(&sheet, "J2").ends_with("<is><t>1300</t></is>"), "{sheet}");
}

#[test]
fn totals_are_bold() {
    let place = company();
    let path = place.path("stock.xlsx").display().to_string();
    place.run(&["report", "valuation", "--xlsx", &path]).well();
    let sheet = part(&place, "stock.xlsx", "xl/worksheets/sheet1.xml");
    assert_eq!(
        style_of(&sheet, "A1"),
        style_of(&sheet, "A2"),
        "the name of a column, and a total"
    );
    let items = place.path("items.xlsx").display().to_string();
    place
        .run(&["report", "valuation", "--by", "item", "--xlsx", &items])
        .well();
    let rows = part(&place, "items.xlsx", "xl/worksheets/sheet1.xml");
    assert_ne!(
        style_of(&rows, "A1"),
        style_of(&rows, "A2"),
        "a row that is no total"
    );
}

#[test]
fn no_spreadsheet_is_written_over_a_store_or_half() {
    let place = company();
    let store = place.store().display().to_string();
    let said = place.run(&["stock", "--xlsx", &store]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("which belongs to a store"), "{}", said.err);
    let nowhere = place.path("none/stock.xlsx").display().to_string();
    let said = place.run(&["stock", "--xlsx", &nowhere]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("can't be written"), "{}", said.err);
    let said = place.run(&["stock", "--json", "--xlsx", "stock.xlsx"]);
    assert_eq!(said.code, 2);
    place.run(&["audit"]).well();
}
