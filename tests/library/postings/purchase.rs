//! What a purchase posts from receipt to bill and back to the vendor, to the cent, in every valuation method.
//!
//! Each sentence begins with the id of its document; "r1: receive 10 @ 10.00" and then "bill r1 112.50".

mod company;
mod credited;
mod differing;
mod random;
mod refused;
mod set_up;

use super::METHODS;
use company::Company;

/// Title, policy for price differences, what happened before, what is posted now, and what that makes with FIFO, average
/// and standard cost (10.50): the journal lines, then the stock.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    [(&'static str, &'static str); 3],
);

const CASES: &[Case] = &[
    (
        "V01b goods after their bill are valued at it",
        "variance",
        "b1: bill-ahead 10 112.50",
        "r1: receive 10 against b1",
        [
            ("1300 112.50, 2100 -112.50", "10 112.50"),
            ("1300 112.50, 2100 -112.50", "10 112.50"),
            ("1300 105.00, 5100 7.50, 2100 -112.50", "10 105.00"),
        ],
    ),
    (
        "a bill before its goods",
        "variance",
        "",
        "b1: bill-ahead 10 112.50 tax 22.50",
        [
            ("2100 112.50, 1400 22.50, 2000 -135.00", ""),
            ("2100 112.50, 1400 22.50, 2000 -135.00", ""),
            ("2100 112.50, 1400 22.50, 2000 -135.00", ""),
        ],
    ),
    (
        "deliveries of a bill add up to it",
        "variance",
        "b1: bill-ahead 3 10.00, r1: receive 1 against b1, r2: receive 1 against b1",
        "r3: receive 1 against b1",
        [
            ("1300 3.33, 2100 -3.33", "3 10.00"),
            ("1300 3.33, 2100 -3.33", "3 10.00"),
            ("1300 10.50, 5100 -7.17, 2100 -3.33", "3 31.50"),
        ],
    ),
    (
        "V02a a bill for more than was received at, 4 of 10 sold",
        "capitalise",
        "r1: receive 10 @ 10.00, s1: ship 4",
        "b1: bill r1 112.50",
        [
            ("2100 100.00, 1300 7.50, 5000 5.00, 2000 -112.50", "6 67.50"),
            ("2100 100.00, 1300 7.50, 5000 5.00, 2000 -112.50", "6 67.50"),
            ("2100 100.00, 5100 12.50, 2000 -112.50", "6 63.00"),
        ],
    ),
    (
        "the same where differences are variances",
        "variance",
        "r1: receive 10 @ 10.00, s1: ship 4",
        "b1: bill r1 112.50",
        [
            ("2100 100.00, 5100 12.50, 2000 -112.50", "6 60.00"),
            ("2100 100.00, 5100 12.50, 2000 -112.50", "6 60.00"),
            ("2100 100.00, 5100 12.50, 2000 -112.50", "6 63.00"),
        ],
    ),
    (
        "V02b two receipts, 4 sold, the first is billed for more",
        "capitalise",
        "r1: receive 10 @ 10.00, r2: receive 10 @ 12.00, s1: ship 4",
        "b1: bill r1 112.50",
        [
            ("2100 100.00, 1300 7.50, 5000 5.00, 2000 -112.50", "16 187.50"),
            ("2100 100.00, 1300 10.00, 5000 2.50, 2000 -112.50", "16 186.00"),
            ("2100 100.00, 5100 12.50, 2000 -112.50", "16 168.00"),
        ],
    ),
    (
        "V02c the residue of a difference goes to cost of sales",
        "capitalise",
        "r1: receive 7 @ 3.00, s1: ship 3",
        "b1: bill r1 21.10",
        [
            ("2100 21.00, 1300 0.06, 5000 0.04, 2000 -21.10", "4 12.06"),
            ("2100 21.00, 1300 0.06, 5000 0.04, 2000 -21.10", "4 12.06"),
            ("2100 21.00, 5100 0.10, 2000 -21.10", "4 42.00"),
        ],
    ),
    (
        "bills for parts of a receipt add up to it",
        "variance",
        "r1: receive 3 = 10.00, b1: bill r1 3.33 qty 1",
        "b2: bill r1 3.33 qty 1 tax 0.70, b3: bill r1 3.34",
        [
            (
                "2100 3.34, 5100 -0.01, 1400 0.70, 2000 -4.03, 2100 3.33, 5100 0.01, 2000 -3.34",
                "3 10.00",
            ),
            (
                "2100 3.34, 5100 -0.01, 1400 0.70, 2000 -4.03, 2100 3.33, 5100 0.01, 2000 -3.34",
                "3 10.00",
            ),
            (
                "2100 3.34, 5100 -0.01, 1400 0.70, 2000 -4.03, 2100 3.33, 5100 0.01, 2000 -3.34",
                "3 31.50",
            ),
        ],
    ),
    (
        "goods that came free are billed after all",
        "capitalise",
        "r1: receive 4 @ 0",
        "b1: bill r1 8.00",
        [
            ("1300 8.00, 2000 -8.00", "4 8.00"),
            ("1300 8.00, 2000 -8.00", "4 8.00"),
            ("5100 8.00, 2000 -8.00", "4 42.00"),
        ],
    ),
    (
        "V03a goods of the first of two receipts go back, not billed yet",
        "variance",
        "r1: receive 10 @ 10.00, r2: receive 10 @ 12.00",
        "x1: send-back r1 4",
        [
            ("2100 40.00, 1300 -40.00", "16 180.00"),
            ("2100 40.00, 5100 4.00, 1300 -44.00", "16 176.00"),
            ("2100 40.00, 5100 2.00, 1300 -42.00", "16 168.00"),
        ],
    ),
    (
        "goods of the second go back out of its own layer",
        "variance",
        "r1: receive 10 @ 10.00, r2: receive 10 @ 12.00",
        "x1: send-back r2 4",
        [
            ("2100 48.00, 1300 -48.00", "16 172.00"),
            ("2100 48.00, 5100 -4.00, 1300 -44.00", "16 176.00"),
            ("2100 48.00, 5100 -6.00, 1300 -42.00", "16 168.00"),
        ],
    ),
    (
        "what its layer no longer has comes out of the oldest",
        "variance",
        "r1: receive 10 @ 10.00, r2: receive 10 @ 12.00, s1: ship 9",
        "x1: send-back r1 3",
        [
            ("2100 30.00, 5100 4.00, 1300 -34.00", "8 96.00"),
            ("2100 30.00, 5100 3.00, 1300 -33.00", "8 88.00"),
            ("2100 30.00, 5100 1.50, 1300 -31.50", "8 84.00"),
        ],
    ),
    (
        "goods go back, of which some are billed",
        "variance",
        "r1: receive 10 @ 10.00, b1: bill r1 80.00 qty 8 tax 16.00",
        "x1: send-back r1 4",
        [
            ("2100 20.00, 2000 24.00, 1400 -4.00, 1300 -40.00", "6 60.00"),
            ("2100 20.00, 2000 24.00, 1400 -4.00, 1300 -40.00", "6 60.00"),
            (
                "2100 20.00, 2000 24.00, 1400 -4.00, 5100 2.00, 1300 -42.00",
                "6 63.00",
            ),
        ],
    ),
    (
        "goods that were billed before they came go back with their tax",
        "variance",
        "b1: bill-ahead 4 40.00 tax 8.00, r1: receive 4 against b1",
        "x1: send-back r1 1",
        [
            ("2000 12.00, 1400 -2.00, 1300 -10.00", "3 30.00"),
            ("2000 12.00, 1400 -2.00, 1300 -10.00", "3 30.00"),
            ("2000 12.00, 1400 -2.00, 5100 0.50, 1300 -10.50", "3 31.50"),
        ],
    ),
    (
        "a bill for freight clears what the freight was credited to",
        "variance",
        "r1: receive 10 @ 10.00, l1: freight r1 8.00",
        "b1: bill l1 9.00 tax 1.80 vendor V-9",
        [
            ("2150 8.00, 5100 1.00, 1400 1.80, 2000 -10.80", "10 108.00"),
            ("2150 8.00, 5100 1.00, 1400 1.80, 2000 -10.80", "10 108.00"),
            ("2150 8.00, 5100 1.00, 1400 1.80, 2000 -10.80", "10 105.00"),
        ],
    ),
    (
        "V23 another rate on the bill than on the receipt",
        "capitalise",
        "r1: receive 10 = 100.00 in EUR rate 1.10",
        "b1: bill r1 100.00 in EUR rate 1.12",
        [
            ("2100 110.00, 5800 2.00, 2000 -112.00", "10 110.00"),
            ("2100 110.00, 5800 2.00, 2000 -112.00", "10 110.00"),
            ("2100 110.00, 5800 2.00, 2000 -112.00", "10 105.00"),
        ],
    ),
    (
        "another rate and another price: the price at the receipt's rate",
        "variance",
        "r1: receive 10 = 100.00 in EUR rate 1.10",
        "b1: bill r1 104.00 in EUR rate 1.12",
        [
            ("2100 110.00, 5100 4.40, 5800 2.08, 2000 -116.48", "10 110.00"),
            ("2100 110.00, 5100 4.40, 5800 2.08, 2000 -116.48", "10 110.00"),
            ("2100 110.00, 5100 4.40, 5800 2.08, 2000 -116.48", "10 105.00"),
        ],
    ),
    (
        "and capitalised, 4 of 10 sold",
        "capitalise",
        "r1: receive 10 = 100.00 in EUR rate 1.10, s1: ship 4",
        "b1: bill r1 104.00 in EUR rate 1.12 tax 20.80",
        [
            (
                "2100 110.00, 1300 2.64, 5000 1.76, 5800 2.08, 1400 23.30, 2000 -139.78",
                "6 68.64",
            ),
            (
                "2100 110.00, 1300 2.64, 5000 1.76, 5800 2.08, 1400 23.30, 2000 -139.78",
                "6 68.64",
            ),
            (
                "2100 110.00, 5100 4.40, 5800 2.08, 1400 23.30, 2000 -139.78",
                "6 63.00",
            ),
        ],
    ),
    (
        "two currencies, each with its rate, know no common price",
        "variance",
        "r1: receive 10 = 100.00 in EUR rate 1.10",
        "b1: bill r1 90.00 in GBP rate 1.25",
        [
            ("2100 110.00, 5100 2.50, 2000 -112.50", "10 110.00"),
            ("2100 110.00, 5100 2.50, 2000 -112.50", "10 110.00"),
            ("2100 110.00, 5100 2.50, 2000 -112.50", "10 105.00"),
        ],
    ),
    (
        "foreign goods go back: the vendor owes them at the rate of the bill",
        "variance",
        "r1: receive 10 = 100.00 in EUR rate 1.10, b1: bill r1 100.00 in EUR rate 1.12",
        "x1: send-back r1 4",
        [
            ("2000 44.80, 5800 -0.80, 1300 -44.00", "6 66.00"),
            ("2000 44.80, 5800 -0.80, 1300 -44.00", "6 66.00"),
            ("2000 44.80, 5800 -0.80, 5100 -2.00, 1300 -42.00", "6 63.00"),
        ],
    ),
    (
        "foreign goods after their bill",
        "variance",
        "b1: bill-ahead 10 100.00 in EUR rate 1.12",
        "r1: receive 10 against b1",
        [
            ("1300 112.00, 2100 -112.00", "10 112.00"),
            ("1300 112.00, 2100 -112.00", "10 112.00"),
            ("1300 105.00, 5100 7.00, 2100 -112.00", "10 105.00"),
        ],
    ),
];

fn all() -> impl Iterator<Item = &'static Case> {
    CASES.iter().chain(differing::CASES).chain(credited::CASES)
}

fn sorted(lines: &str) -> Vec<String> {
    let mut lines: Vec<String> = lines.split(", ").map(str::to_owned).collect();
    lines.sort();
    lines
}

#[test]
fn every_case_posts_to_the_cent_in_every_method() {
    for (title, policy, before, now, expected) in all() {
        for (method, (journal, stock)) in METHODS.into_iter().zip(expected) {
            let mut company = Company::with_item(method, policy);
            company.play(before);
            let entries = company.entries();
            company.play(now);
            assert_eq!(
                sorted(&company.lines(entries).join(", ")),
                sorted(journal),
                "{title}, {method}"
            );
            assert_eq!(company.stock(), *stock, "{title}, {method}");
        }
    }
}

#[test]
fn every_case_is_sound_and_is_taken_back_without_a_trace() {
    for (title, policy, before, now, _) in all() {
        for method in METHODS {
            let mut company = Company::with_item(method, policy);
            company.play(before);
            let was = company.state();
            let ids = company.play(now);
            company.holds(title);
            assert_ne!(company.state(), was, "{title}, {method}");
            for id in ids.iter().rev() {
                company.play(&format!("u-{id}: undo {id}"));
            }
            assert_eq!(company.state(), was, "{title}, {method}");
            company.holds(title);
        }
    }
}
