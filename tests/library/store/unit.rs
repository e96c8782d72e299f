//! A process works on stores of one minor unit.

use binledger::cli::lay_down;
use binledger::domain::amount::unit;
use binledger::store::Store;
use binledger::store::memory::Memory;
use binledger::store::sqlite::Sqlite;

/// Lays a store in a currency down.
fn in_currency(store: &mut dyn Store, currency: &str) -> Result<(), String> {
    let policies = [("currency".to_owned(), currency.to_owned())];
    lay_down(store, &policies).map_err(|why| format!("{why:?}"))
}

#[test]
fn a_store_of_another_minor_unit_is_refused_and_not_read_as_if_it_were_of_this_one() {
    in_currency(&mut Memory::new(), "EUR").unwrap();
    assert_eq!(unit::decimals(), 2);
    let folder = tempfile::tempdir().unwrap();
    let mut file = Sqlite::create(&folder.path().join("store")).unwrap();
    for other in [&mut Memory::new() as &mut dyn Store, &mut file] {
        let why = in_currency(other, "KWD").unwrap_err();
        let told = "amounts of the store have 3 decimals, and this program works on one whose amounts have 2 decimals";
        assert!(why.contains(told), "{why}");
        assert_eq!(unit::decimals(), 2);
        in_currency(other, "USD").unwrap();
    }
}
