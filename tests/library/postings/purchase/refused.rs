//! What may not be billed, received or sent back, and what must be taken back first.

use super::company::{Company, fields};

/// Title, what happened before, what is refused, its code and what its message names.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
);

const CASES: &[Case] = &[
    (
        "more is billed than came",
        "r1: receive 10 @ 10.00, b1: bill r1 40.00 qty 4",
        "b2: bill r1 70.00 qty 7",
        "OVER_BILLED",
        &["r1", "6", "7"],
    ),
    (
        "all is billed",
        "r1: receive 10 @ 10.00, b1: bill r1 100.00",
        "b2: bill r1 1.00",
        "OVER_BILLED",
        &["r1", " 0 ", "10"],
    ),
    (
        "what went back before it was billed is not billed",
        "r1: receive 10 @ 10.00, x1: send-back r1 4",
        "b1: bill r1 100.00 qty 10",
        "OVER_BILLED",
        &["6", "10"],
    ),
    (
        "more arrives than was billed before",
        "b1: bill-ahead 5 50.00, r1: receive 3 against b1",
        "r2: receive 3 against b1",
        "OVER_ARRIVAL",
        &["b1", "2", "3"],
    ),
    (
        "more goes back than came",
        "r1: receive 10 @ 10.00, r2: receive 10 @ 10.00, x1: send-back r1 4",
        "x2: send-back r1 7",
        "OVER_SEND_BACK",
        &["r1", "6", "7"],
    ),
    (
        "goods that are not there go back",
        "r1: receive 10 @ 10.00, s1: ship 8",
        "x1: send-back r1 3",
        "NOT_ENOUGH",
        &["Only 2 of", "not 3"],
    ),
    (
        "goods go back from where they are not",
        "r1: receive 10 @ 10.00",
        "x1: send-back r1 3 from QUARANTINE",
        "NOT_ENOUGH",
        &["Only 0 of A at QUARANTINE"],
    ),
    (
        "a bill in another currency than the receipt",
        "r1: receive 10 = 100.00 in EUR rate 1.10",
        "b1: bill r1 110.00",
        "OTHER_CURRENCY",
        &["EUR", "USD"],
    ),
    (
        "a foreign bill without its rate",
        "r1: receive 10 = 100.00 in EUR rate 1.10",
        "b1: bill r1 110.00 in EUR",
        "WRONG_WORD",
        &["a rate for EUR, in USD", "none"],
    ),
    (
        "landed cost that is a credit is billed",
        "r1: receive 10 @ 10.00, l1: freight r1 -8.00",
        "b1: bill l1 8.00",
        "WRONG_WORD",
        &["a credit note for l1", "a bill"],
    ),
    (
        "a number that the vendor's other bill has",
        "r1: receive 10 @ 10.00 vendor V-1, r2: receive 10 @ 10.00 vendor V-1, b1: bill r1 100.00 document RE-7",
        "b2: bill r2 100.00 document RE-7",
        "NUMBER_TAKEN",
        &["V-1's bill RE-7", "as b1"],
    ),
    (
        "whatever it is for, and also where only the bill names the vendor",
        "r1: receive 10 @ 10.00 vendor V-1, b1: bill r1 100.00 document RE-7",
        "b2: bill-ahead 5 50.00 vendor V-1 document RE-7",
        "NUMBER_TAKEN",
        &["V-1's bill RE-7", "as b1"],
    ),
    (
        "more is credited than is owed",
        "r1: receive 10 @ 10.00, b1: bill r1 40.00 qty 4, c1: credit r1 15.00",
        "c2: credit r1 25.01",
        "OVER_CREDIT",
        &["25.01 is too much", "25.00 of r1"],
    ),
    (
        "what was not billed is credited",
        "r1: receive 10 @ 10.00",
        "c1: credit r1 1.00",
        "OVER_CREDIT",
        &["0.00 of r1", "left out of its bill"],
    ),
    (
        "more units are credited than were kept",
        "r1: receive 10 @ 10.00, b1: bill r1 100.00, x1: send-back r1 4",
        "c1: credit r1 1.00 qty 7",
        "UNFIT",
        &["at most 6", "7"],
    ),
    (
        "more tax is credited than was billed",
        "r1: receive 10 @ 10.00, b1: bill r1 100.00 tax 7.00",
        "c1: credit r1 50.00 tax 7.01",
        "OVER_CREDIT",
        &["7.00 of the tax of r1"],
    ),
    (
        "freight is credited that was never taken off",
        "r1: receive 10 @ 10.00, l1: freight r1 8.00, b1: bill l1 8.00",
        "c1: credit l1 8.00",
        "WRONG_WORD",
        &["a landed cost below zero", "landed cost l1"],
    ),
    (
        "nothing is credited",
        "r1: receive 10 @ 10.00, b1: bill r1 100.00",
        "c1: credit r1 0",
        "WRONG_WORD",
        &["an amount above zero"],
    ),
    (
        "a bill below zero for nothing",
        "",
        "c1: bill-ahead 4 -8.00",
        "WRONG_WORD",
        &["the id of what a bill below zero credits"],
    ),
    (
        "a vendor's credit note twice",
        "r1: receive 10 @ 10.00 vendor V-1, b1: bill r1 100.00 document 7, c1: credit r1 1.00 document 7",
        "c2: credit r1 1.00 document 7",
        "NUMBER_TAKEN",
        &["V-1's credit note 7", "as c1"],
    ),
    (
        "a customer is credited more than it was billed",
        "r1: receive 10 @ 10.00, s1: ship 4 @ 20.00, k1: take-back s1 1 restock, c1: allow s1 8.00",
        "c2: allow s1 52.01",
        "OVER_CREDIT",
        &["52.00 of s1"],
    ),
    (
        "what came back and was credited is credited again",
        "r1: receive 10 @ 10.00, s1: ship 4 @ 20.00, k1: take-back s1 1 restock",
        "c1: allow k1 8.00",
        "WRONG_WORD",
        &["a return that was thrown away", "customer return k1"],
    ),
    (
        "a bill is taken back that was credited since",
        "r1: receive 10 @ 10.00, b1: bill r1 100.00, c1: credit r1 8.00",
        "u1: undo b1",
        "NOT_REVERSIBLE",
        &["credit note c1 stands on it"],
    ),
    (
        "a credit is taken back behind which goods went back",
        "r1: receive 10 @ 10.00, b1: bill r1 100.00, c1: credit r1 8.00, x1: send-back r1 4",
        "u1: undo c1",
        "NOT_REVERSIBLE",
        &["supplier return x1 stands on it"],
    ),
    (
        "a shipment is taken back that was credited since",
        "r1: receive 10 @ 10.00, s1: ship 4 @ 20.00, c1: allow s1 8.00",
        "u1: undo s1",
        "NOT_REVERSIBLE",
        &["credit note c1 stands on it"],
    ),
    (
        "an allowance is taken back behind which goods came back",
        "r1: receive 10 @ 10.00, s1: ship 4 @ 20.00, c1: allow s1 8.00, k1: take-back s1 1 restock",
        "u1: undo c1",
        "NOT_REVERSIBLE",
        &["of the same shipment came after it"],
    ),
    (
        "a rate for nothing",
        "",
        "r1: receive 10 @ 1.00 rate 1.10",
        "WRONG_WORD",
        &["a currency", "1.1 alone"],
    ),
    (
        "the company's own currency at another rate than 1",
        "",
        "r1: receive 10 @ 1.00 in USD rate 1.10",
        "WRONG_WORD",
        &["the rate 1 for USD", "1.1"],
    ),
    (
        "no currency at all",
        "",
        "r1: receive 10 @ 1.00 in euro rate 1.10",
        "WRONG_WORD",
        &["a currency code", "euro"],
    ),
    (
        "a rate of nothing",
        "",
        "r1: receive 10 @ 1.00 in EUR rate 0",
        "WRONG_WORD",
        &["a rate above zero", "0"],
    ),
    (
        "an amount beyond all books",
        "",
        "b1: bill-ahead 1 80000000000000.00 in EUR rate 1000000",
        "TOO_LARGE",
        &["80000000000000.00"],
    ),
    (
        "an amount below zero, which is a credit, of what was not billed",
        "r1: receive 10 @ 10.00",
        "b1: bill r1 -1.00",
        "OVER_CREDIT",
        &["1.00 is too much", "0.00 of r1"],
    ),
    (
        "another vendor than the receipt's",
        "r1: receive 10 @ 10.00 vendor V-1",
        "b1: bill r1 100.00 vendor V-2",
        "DIFFERS",
        &["receipt r1", "V-1", "V-2"],
    ),
    (
        "another item than the receipt's",
        "r1: receive 10 @ 10.00",
        "b1: bill r1 100.00 item B",
        "DIFFERS",
        &["item A", "found B"],
    ),
    (
        "a bill for a shipment",
        "r1: receive 10 @ 10.00, s1: ship 1",
        "b1: bill s1 10.00",
        "WRONG_WORD",
        &["a receipt", "shipment s1"],
    ),
    (
        "a bill for nothing known",
        "",
        "b1: bill r1 10.00",
        "UNKNOWN_OPERATION",
        &["r1"],
    ),
    (
        "a bill for a receipt that was taken back",
        "r1: receive 10 @ 10.00, u1: undo r1",
        "b1: bill r1 10.00",
        "ALREADY_REVERSED",
        &["r1"],
    ),
    (
        "goods against a bill that was taken back",
        "b1: bill-ahead 5 50.00, u1: undo b1",
        "r1: receive 5 against b1",
        "ALREADY_REVERSED",
        &["b1"],
    ),
    (
        "goods against what is no bill before its goods",
        "r1: receive 10 @ 10.00, b1: bill r1 100.00",
        "r2: receive 5 against b1",
        "WRONG_WORD",
        &["came before its goods", "invoice b1"],
    ),
    (
        "goods against a bill, at another cost",
        "b1: bill-ahead 5 50.00",
        "r1: receive 5 against b1 cost 11.00",
        "WRONG_WORD",
        &["the cost that bill b1 gives"],
    ),
    (
        "goods against a bill, at another rate",
        "b1: bill-ahead 5 50.00 in EUR rate 1.10",
        "r1: receive 5 against b1 in EUR rate 1.20",
        "DIFFERS",
        &["rate 1.1", "found 1.2"],
    ),
    (
        "freight is billed twice",
        "r1: receive 10 @ 10.00, l1: freight r1 8.00, b1: bill l1 8.00",
        "b2: bill l1 1.00",
        "NOTHING_OPEN",
        &["l1"],
    ),
    (
        "freight is billed by the piece",
        "r1: receive 10 @ 10.00, l1: freight r1 8.00",
        "b1: bill l1 8.00 qty 1",
        "WRONG_WORD",
        &["the amount alone", "l1 is freight"],
    ),
    (
        "billed freight is taken back",
        "r1: receive 10 @ 10.00, l1: freight r1 8.00, b1: bill l1 8.00",
        "u1: undo l1",
        "NOT_REVERSIBLE",
        &["invoice b1", "take that back first"],
    ),
    (
        "a billed receipt is taken back",
        "r1: receive 10 @ 10.00, b1: bill r1 100.00",
        "u1: undo r1",
        "NOT_REVERSIBLE",
        &["invoice b1", "take that back first"],
    ),
    (
        "a receipt of which some went back is taken back",
        "r1: receive 10 @ 10.00, b1: bill r1 40.00 qty 4, x1: send-back r1 1",
        "u1: undo r1",
        "NOT_REVERSIBLE",
        &["x1", "take that back first"],
    ),
    (
        "a bill whose goods came is taken back",
        "b1: bill-ahead 5 50.00, r1: receive 3 against b1",
        "u1: undo b1",
        "NOT_REVERSIBLE",
        &["receipt r1", "take that back first"],
    ),
    (
        "a bill for goods that went back is taken back",
        "r1: receive 10 @ 10.00, b1: bill r1 100.00, x1: send-back r1 1",
        "u1: undo b1",
        "NOT_REVERSIBLE",
        &["supplier return x1", "take that back first"],
    ),
];

#[test]
fn what_is_refused_says_what_was_expected_and_found_and_changes_nothing() {
    for (title, before, now, code, words) in CASES {
        let mut company = Company::with_item("fifo", "variance");
        company.play(before);
        let was = company.state();
        let refusal = company.send(fields(now)).refusal;
        let refusal = refusal.unwrap_or_else(|| panic!("{title} is not refused"));
        assert_eq!(refusal.code(), *code, "{title}: {refusal}");
        for word in *words {
            assert!(
                refusal.to_string().contains(word),
                "{title}: {refusal} lacks {word}"
            );
        }
        assert_eq!(company.state(), was, "{title}");
    }
}

#[test]
fn what_stands_on_a_receipt_is_taken_back_first_and_then_the_receipt() {
    let mut company = Company::with_item("average", "capitalise");
    company.play("r1: receive 10 @ 10.00, b1: bill r1 60.00 qty 5, x1: send-back r1 6");
    company.play("u1: undo x1, u2: undo b1, u3: undo r1");
    company.holds("all is taken back");
    assert!(company.state().0.is_empty(), "{:?}", company.state().0);
}
