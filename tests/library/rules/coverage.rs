//! Nothing posts before everything that can post has its accounts.

use super::house::House;
use binledger::domain::company::{Account, Group, Method};
use binledger::domain::record::Record;
use binledger::operations::coverage::missing;
use binledger::operations::draft::Draft;
use binledger::store::Store;

/// What is missing once the account is taken out of the chart.
fn without(house: &House, code: &str) -> Vec<String> {
    let store: &dyn Store = &house.store;
    let found = store.read(|view| {
        let mut draft = Draft::new(view);
        let account: Option<Account> = view.find(&[&code.to_owned()])?;
        draft.remove(&account.expect("the house has the account"));
        missing(draft.view())
    });
    found.expect("the store works")
}

#[test]
fn a_house_with_all_its_accounts_may_start() {
    let house = House::new(Method::Fifo);
    let store: &dyn Store = &house.store;
    assert_eq!(
        store.read(missing).expect("the store works"),
        Vec::<String>::new()
    );
}

#[test]
fn a_missing_account_is_named_with_what_needs_it() {
    let house = House::new(Method::Fifo);
    assert_eq!(house.all::<Group>().len(), 1, "{} has one row", Group::TABLE.name);
    let told = without(&house, "5200").join("; ");
    assert!(
        told.contains("group 1 (all) has 5200 for count variance") && told.contains("counts"),
        "{told}"
    );
    let told = without(&house, "2100").join("; ");
    assert!(told.contains("company account grni is 2100"), "{told}");
}
