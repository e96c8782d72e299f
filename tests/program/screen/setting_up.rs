//! From `init` to a shipped order of an own item, with nothing but what a hand-held and a terminal show.

use super::company::Company;
use super::station::Station;

const LABEL: &str = "4006381333931";

/// Answers one question after the other; each is what is typed, or nothing for Enter, and what the screen then says.
#[track_caller]
fn answer(station: &mut Station, answers: &[(&str, &str)]) {
    for (typed, said) in answers {
        station.scan(typed, said);
    }
}

/// What the list of Set up leads through.
const SET_UP: &[(&str, &str)] = &[
    ("EMP-1", "Type your name"),
    ("Ida Brandt", "Choose a PIN of 4 to 8 digits"),
    ("7391", "Type the new PIN again"),
    ("7391", "Enter for 1, Company"),
    ("", "Type the company's name"),
    ("Brandt & Co", "Type the currency, or Enter for USD"),
    ("EUR", "Type the name of site MAIN"),
    ("Hamburg", "Enter for 4, Bins"),
    ("", "Type first..last bin"),
    ("A-1..A-3", "3 bins from A-1 to A-3"),
    ("2", "Enter for 7"),
    ("", "CONFIRM makes 3 bins for storage"),
    ("$BL.CONFIRM", "Enter for 5, Item"),
    ("5", "Type a short code"),
    ("TEA", "Type the name of TEA"),
    ("Green tea", "Choose what each"),
    ("1", "Scan its barcode"),
    (LABEL, "Enter for 6, Purchase order"),
    ("6", "or Enter for PO-1"),
    ("", "Type the vendor's name"),
    ("Leaf & Co", "Scan the item"),
    ("TEA", "Type how many EA of TEA"),
    ("10", "Type the price of 1 EA in EUR"),
    ("3", "DONE places it"),
    ("$BL.DONE", "Enter for 7, First receipt"),
    ("7", "Enter opens PO-1"),
    ("", "Scan an item"),
    (LABEL, "Scan its place"),
    ("RECEIVING", "1 EA TEA received at RECEIVING"),
    ("$BL.UNDO", "Enter for 8, Sales order"),
    ("8", "or Enter for SO-1"),
    ("", "Type the customer's name"),
    ("Ada Byron", "Scan the item"),
    (LABEL, "Type how many EA of TEA"),
    ("4", "Type the price of 1 EA in EUR"),
    ("5", "DONE places it"),
    ("$BL.DONE", "Now receive: DONE, then type PO-1"),
];

/// What the jobs then ask, as the list names them.
const WORK: &[(&str, &str)] = &[
    ("$BL.DONE", "Scan anything"),
    ("PO-1", "PO-1 from Leaf & Co"),
    (LABEL, "Scan its place"),
    ("10", "10 EA TEA"),
    ("RECEIVING", "All is received"),
    ("$BL.SETUP", "Now put away: DONE, then Put away, then RECEIVING"),
    ("$BL.DONE", "Scan anything"),
    ("2", "Scan the dock"),
    ("RECEIVING", "Scan goods at RECEIVING"),
    (LABEL, "Bring it to A-1"),
    ("10", "10 EA TEA"),
    ("A-1", "RECEIVING is empty"),
    ("$BL.SETUP", "Now pick into TOTE-1: DONE, then type SO-1"),
    ("$BL.DONE", "Scan anything"),
    ("SO-1", "Go to A-1"),
    ("A-1", "Scan TEA"),
    (LABEL, "1 of 4 EA"),
    ("4", "Scan a tote"),
    ("TOTE-1", "SO-1 is picked"),
    ("$BL.SETUP", "Now pack: DONE, then Pack, then SO-1"),
    ("$BL.DONE", "Scan anything"),
    ("4", "Scan a tote or an order"),
    ("SO-1", "Enter for SO-1-P1"),
    ("", "Scan TEA"),
    ("$BL.DONE", "Scan the kind of carton"),
    ("", "Weigh it"),
    ("", "press Enter to close it"),
    ("", "SO-1-P1 is closed"),
    ("$BL.SETUP", "Now ship: DONE, then Ship, then SHIPPING"),
    ("$BL.DONE", "Scan anything"),
    ("5", "Go to the dock"),
    ("SHIPPING", "Scan a parcel, such as SO-1-P1"),
    ("SO-1-P1", "SO-1-P1 shipped"),
    ("$BL.SETUP", "All is set up"),
];

#[test]
fn somebody_who_has_never_seen_it_ships_an_order_of_an_own_item() {
    for size in [(80, 24), (20, 16)] {
        let company = Company::without_store();
        company.run(&["init"]).well();
        let mut station = company.sized("FIRST", size);
        station.wait_for("Nobody has a badge yet");
        answer(&mut station, SET_UP);
        answer(&mut station, WORK);
        let stock = company.rows("stock");
        assert_eq!(
            (stock.len(), stock[0]["on_hand"].as_str()),
            (1, Some("6")),
            "{stock:?}"
        );
        let audit = company.run(&["audit", "--replay"]);
        assert_eq!(audit.code, 0, "{}", audit.err);
    }
}

/// The files of a company of its own.
const FILES: [(&str, &str); 4] = [
    ("items.csv", "item,name\nTEA,Green tea\n"),
    (
        "locations.csv",
        "location,site,purpose\nA-1,MAIN,pick\nA-2,MAIN,storage\n",
    ),
    (
        "users.csv",
        "badge,name,roles,pin,site\nEMP-2,Bo Lind,picker,483913,MAIN\n",
    ),
    (
        "opening_stock.csv",
        "item,location,qty,value,date\nTEA,A-1,12,30.00,2026-01-05\n",
    ),
];

#[test]
fn files_beside_the_store_are_looked_at_and_imported_from_the_screen() {
    for size in [(80, 24), (20, 16)] {
        let company = Company::without_store();
        company.run(&["init"]).well();
        let mut station = company.sized("FIRST", size);
        station.wait_for("Nobody has a badge yet");
        answer(&mut station, &SET_UP[..4]);
        answer(&mut station, &[("9", "Put files into the folder")]);
        let folder = company.store().with_file_name("import");
        let named = folder.display().to_string();
        company.run(&["import", "--templates", &named]).well();
        station.scan("", "BAD FILE");
        std::fs::remove_dir_all(&folder).expect("a folder");
        std::fs::create_dir(&folder).expect("a folder");
        for (name, text) in FILES {
            std::fs::write(folder.join(name), text).expect("a file");
        }
        answer(
            &mut station,
            &[("", "CONFIRM imports 5"), ("$BL.CONFIRM", "imported: 5 new")],
        );
        let stock = company.rows("stock");
        let lies = |row: &serde_json::Value| (row["item"].clone(), row["on_hand"].clone());
        let lies: Vec<_> = stock.iter().map(lies).collect();
        assert_eq!(lies, [("TEA".into(), "12".into())], "{stock:?}");
        let audit = company.run(&["audit", "--replay"]);
        assert_eq!(audit.code, 0, "{}", audit.err);
    }
}
