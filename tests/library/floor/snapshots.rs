//! Transfers and the refilling of faces as they are seen on a hand-held and at a desk.

use super::bench::Bench;
use super::replenishing::faces;
use super::sites::{sent, two_sites};

#[test]
fn sending_and_taking_in_on_a_hand_held_and_at_a_desk() {
    let mut house = two_sites();
    let bench =
        Bench::new(&mut house, "T-1").scan(&["ANA", "SHOP", "STORAGE", "A", "4", "", "LOT", "L1", "2"]);
    insta::assert_snapshot!(bench.shown(20, 16), @r"
    Transfer TR-4
    Type the total, or
    Enter to send
     LOT
    To SHOP
    Paper TR-4, 1 line
    Bin STORAGE
    Item LOT  Lot L1
    Quantity 2 EA
      Goods  On hand
      A            6
    > LOT L1       6
      LOT L2       4
    >
    ");
    insta::assert_snapshot!(bench.shown(80, 24), @r"
    Transfer TR-4
                                            |   Goods  Name On hand Sent
    Type the total, or Enter to send        |   A      A          6
                                            | > LOT L1 LOT        6
                      LOT                   |   LOT L2 LOT        4
                                            | + A      A            4 EA
                                            |
    + To        SHOP                        |
    + Paper     TR-4, 1 line                |
    + Bin       STORAGE                     |
    + Item      LOT                         |
      Name      LOT                         |
    + Lot       L1                          |
    + Quantity  2 EA                        |
      On hand   6 EA                        |
                                            |
                                            |
                                            |
                                            |
                                            |
                                            |
    >
    ");
}

#[test]
fn what_arrives_on_a_hand_held_and_at_a_desk() {
    let mut house = two_sites();
    let paper = sent(&mut house);
    let bench = Bench::new(&mut house, "T-2").scan(&["LIV", &paper, "A", "4", "SHOP-1", "LOT", "L1"]);
    insta::assert_snapshot!(bench.shown(20, 16), @r"
    Transfer TR-4
    Scan its place, or
    Enter for SHOP-1
     LOT
    From MAIN  Item LOT
    Name LOT  Lot L1
    Quantity 1 EA
    To come 5 EA
    >Place
      Goods  To come
    + A            0
    > LOT L1       5
      LOT L2       1
    >
    ");
    insta::assert_snapshot!(bench.shown(80, 24), @r"
    Transfer TR-4
                                            |   Goods  Name To come Sent
    Scan its place, or Enter for SHOP-1     | + A      A          0 4 EA
                                            | > LOT L1 LOT        5 5 EA
                      LOT                   |   LOT L2 LOT        1 1 EA
                                            |
                                            |
      From      MAIN                        |
    + Item      LOT                         |
      Name      LOT                         |
    + Lot       L1                          |
    + Quantity  1 EA                        |
      To come   5 EA                        |
    > Place                                 |
                                            |
                                            |
                                            |
                                            |
                                            |
                                            |
                                            |
    >
    ");
}

#[test]
fn a_face_on_a_hand_held_and_at_a_desk() {
    let mut house = faces();
    let bench = Bench::new(&mut house, "T-1").scan(&["ANA", "$BL.REPLENISH"]);
    insta::assert_snapshot!(bench.shown(20, 16), @r"
    Replenish
    Press Enter for
    work, or scan a face
    Face Item Holds Note
    F-2  LOT    0/6
    F-1  A     2/10







    >
    ");
    let bench = bench.scan(&["", "STORAGE", "LOT", "L1"]);
    insta::assert_snapshot!(bench.shown(20, 16), @r"
    Replenish F-2
    1 of 4 EA: scan, or
    type the total
    From STORAGE
    Item LOT  Name LOT
    Lot L1
    Quantity 1 EA
    >Take 4 EA
    Holds 0 of 6 EA
      Reserve Lot Free
    > STORAGE L1  4 EA
      STORAGE L2  3 EA

    >
    ");
    insta::assert_snapshot!(bench.shown(80, 24), @r"
    Replenish F-2
                                            |   Reserve Lot Expiry     Free
    1 of 4 EA: scan, or type the total      | > STORAGE L1  2027-01-31 4 EA
                                            |   STORAGE L2  2027-02-28 3 EA
    + From      STORAGE                     |
    + Item      LOT                         |
      Name      LOT                         |
    + Lot       L1                          |
    + Quantity  1 EA                        |
    > Take      4 EA                        |
      Holds     0 of 6 EA                   |
                                            |
                                            |
                                            |
                                            |
                                            |
                                            |
                                            |
                                            |
                                            |
                                            |
    >
    ");
}
