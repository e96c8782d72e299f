//! The pages of the ledger as a desk and a hand-held have them, in monochrome and ASCII.

use super::hand::Hand;
use super::ledger::{books, received};
use super::screen;
use binledger::flows::event::Job;

/// A page after these words were typed, at this size: columns, rows.
fn page(way: &[&str], size: (u16, u16)) -> String {
    let mut house = books();
    let mut later = house.request(received(4));
    later.date = "2026-03-03".parse().unwrap();
    house.send(&later);
    let mut cat = Hand::new(&mut house, "CAT", Job::Ledger);
    for code in way {
        cat.read(&mut house, code);
    }
    screen::shown(&cat.face(), size)
}

#[test]
fn a_desk_shows_every_line_that_sealing_freezes() {
    insta::assert_snapshot!(page(&["1", ""], (80, 24)), @r"
    Ledger 2026-03-02 MAIN

    Approve to seal 2026-03-02 at MAIN

      Pending  2 entries
      Becomes  ledger batch 1
    + Line     1100 1100, shipment

      Account  Name  Rule      Debit  Credit  Moves
    > 1100     1100  shipment  15.00              1
      1300     1300  receipt   20.00              1
      1300     1300  shipment           6.00      1
      2100     2100  receipt           20.00      1
      4000     4000  shipment          15.00      1
      5000     5000  shipment   6.00              1
               Sum             41.00   41.00





    >
    ");
}

#[test]
fn a_hand_held_shows_account_and_amount_first() {
    insta::assert_snapshot!(page(&["1", ""], (20, 16)), @r"
    Ledger 2026-03-02 M~
    Approve to seal
    2026-03-02 at MAIN
    Pending 2 entries
    Becomes ledger batch
    1  Line 1100 1100,
    shipment
      Acco~ Debit Credit
    > 1100  15.00
      1300  20.00
      1300          6.00
      2100         20.00
    v 3 more
    >
    ");
}

#[test]
fn an_entry_stands_step_by_step_down_to_the_scan() {
    insta::assert_snapshot!(page(&["2", "1300", "e2"], (80, 24)), @r"
    Ledger entry 2

    Choose a line, or BACK

      Posted  2026-03-02 at MAIN
    + D 1100  15.00 1100

      What       Says
    > D 1100     15.00 1100
      C 4000     15.00 4000
      D 5000     6.00 5000
      C 1300     6.00 1300
      Rule       shipment: what left is sold, and costs what its layers, its pool o~
    ! Batch      pending, not sealed yet
      Movement   2 shipment 3 A out of STORAGE
      Value      -6.00
      Layer      layer 1 of 2026-03-02 held 10 worth 20.00 and gives 3 worth 6.00
      Operation  49 ship id k49
      Who        scan
      When       2026-03-02, entered 2026-03-02T08:00:49.000+00:00

    >
    ");
}

#[test]
fn stock_value_is_a_chart_beside_its_days() {
    insta::assert_snapshot!(page(&["5", "all"], (80, 24)), @r"
    Ledger value of all stock
                                            |   Day        Change Value
    Look, then BACK                         | > 2026-03-03   8.00 22.00
                                            |   2026-03-02  14.00 14.00
                     22.00                  |
                                            |
                                            |
      Read  up to movement 3; go back and in|
            to read on                      |
    22.00|      ######                      |
         |      ######                      |
         |      ######                      |
         |############                      |
         |############                      |
         |############                      |
         |############                      |
     0.00|############                      |
    2026-03-02 to 2026-03-03                |
                                            |
                                            |
                                            |
    >
    ");
}

#[test]
fn a_hand_held_keeps_the_chart() {
    insta::assert_snapshot!(page(&["5", "all"], (20, 16)), @r"
    Ledger value of all~
    Look, then BACK
     22.00
    Read up to movement
    3; go back and in to
    22.00|......######
     0.00|############
    2026-03-02 to 2026-~
      Day        Value
    > 2026-03-03 22.00
      2026-03-02 14.00


    >
    ");
}

#[test]
fn the_list_before_closing_names_what_is_not_ok() {
    insta::assert_snapshot!(page(&["6", "2026-03"], (80, 24)), @r"
    Ledger close 2026-03
    Choose a line, or BACK
    + Check  the period is open: ok
      State   What
    > ok      the period is open
    X not ok  every day up to its end is sealed
    + ok      stock is worth what the ledger says
    + ok      sum layer value = sum ledger lines, per inventory account
    + ok      sum layer value = sum ledger lines, per inventory account and site
    + ok      the trial balance = sum journal lines, per account
    + ok      every account that a movement may post to is in the chart
    + ok      arrived <= sent, in quantity and value, equal when nothing is left
    + ok      goods in transit = sum open transfers
    + ok      issued to a work order = returned + spoilt + made + in process, in qu~
    + ok      work in process = sum open work orders
    + ok      what a movement did to a service accrual is what it billed, sold or c~
    + ok      services sold before they were billed = sum what their sales wait for
    + ok      billed - sold - credited = what is on the accrual, per service and si~
    + ok      service accrual = sum services billed and not sold, per account and s~
    + ok      no receipt, bill or voucher is settled beyond what it is
    v 13 more
    >
    ");
}
