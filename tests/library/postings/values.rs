//! Stock below zero, sales posted on invoice, and stock that is in the ledger or not: to the cent, in every valuation
//! method.

mod as_of;
mod below;
mod billed;
mod company;
mod integration;

use company::Company;

/// One case: title, policies, what happened before, what is posted now, and what that makes in each method: the
/// journal lines (debit positive), then quantity and value of the stock.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static str,
    [(&'static str, &'static str); 3],
);

/// Posts every case in every method, and proves the books and their replay after each.
fn prove(cases: &[Case]) {
    for (title, policies, before, now, expected) in cases {
        for (method, (journal, stock)) in super::METHODS.iter().zip(expected) {
            let mut company = Company::new(method, policies);
            company.play(before);
            let entries = company.entries();
            company.play(now);
            let (mut posted, mut wanted) = (company.lines(entries), words(journal));
            posted.sort();
            wanted.sort();
            assert_eq!(posted, wanted, "{title}, {method}");
            assert_eq!(company.stock(), *stock, "{title}, {method}");
            company.holds(&format!("{title}, {method}"));
        }
    }
}

fn words(list: &str) -> Vec<String> {
    let words = list.split(", ").filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}
