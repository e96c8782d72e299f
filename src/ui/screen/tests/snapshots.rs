//! Screens as an operator sees them.

use super::*;

#[test]
fn a_pick_is_complete_on_a_hand_held() {
    insta::assert_snapshot!(shown(&pick(), 20, 16), @r"
    Pick SO-1001
    Scan bin
     A-03-2
    Item 1001 Oat drink
    1 l  ▸Lot L-0417
    ▸Qty 12 EA
      Bin    Item Qty
    ✓ A-01-1 1004   4
    ▸ A-03-2 1001  12
    ✗ A-05-1 1002   6
    ✓ OK 4 EA 1004 put
    in TOTE-7
    ❯
    ok 11  refused 1
    F8 Undo  ^S Short
    ^K Skip  F1 Help
    ");
}

#[test]
fn a_pick_is_complete_on_a_vehicle() {
    insta::assert_snapshot!(shown(&pick(), 40, 8), @r"
    Pick SO-1001               ana  MAIN  T7
    Scan bin   A-03-2
    Item 1001 Oat drink 1 l  ▸Lot L-0417
    ▸Qty 12 EA
    ▸ A-03-2 1001 Oat drink 1 l  12
    ✓ OK 4 EA 1004 put in TOTE-7
    ❯
    F8 Undo  ^S Short  ^K Skip  F1 Help
    ");
}

#[test]
fn a_pick_is_comfortable_at_40x20() {
    insta::assert_snapshot!(shown(&pick(), 40, 20), @r"
    Pick SO-1001               ana  MAIN  T7

    Scan bin
     A-03-2

    ✓ Item    1001 Oat drink 1 l
    ▸ Lot     L-0417
    ▸ Qty     12 EA
      Expiry  2027-07-31, 252 days
      Next    A-05-1

      Bin    Item Name          Qty
    ✓ A-01-1 1004 Rye bread       4
    ▸ A-03-2 1001 Oat drink 1 l  12
    ✗ A-05-1 1002 Müsli           6
    ✓ OK 4 EA 1004 put in TOTE-7
    ❯
    scans 12  ok 11  refused 1
    F8 Undo  ^S Short  ^K Skip  ^F Full
    Esc Back  F1 Help
    ");
}

#[test]
fn a_pick_is_rich_at_80x24() {
    insta::assert_snapshot!(shown(&pick(), 80, 24), @r"
    Pick SO-1001                                                       ana  MAIN  T7
                                            │   Bin    Item Name          Qty
    Scan bin                                │ ✓ A-01-1 1004 Rye bread       4
                                            │ ▸ A-03-2 1001 Oat drink 1 l  12
                     A-03-2                 │ ✗ A-05-1 1002 Müsli           6
                                            │
                                            │
    ✓ Item    1001 Oat drink 1 l            │
    ▸ Lot     L-0417                        │
    ▸ Qty     12 EA                         │
      Expiry  2027-07-31, 252 days          │
      Next    A-05-1                        │
                                            │
                                            │
                                            │
                                            │
                                            │
                                            │
                                            │
                                            │
    ✓ OK 4 EA 1004 put in TOTE-7
    ❯
    F8 Undo  ^S Short  ^K Skip  ^F Full  Esc Back
    F1 Help                                               scans 12  ok 11  refused 1
    ");
}

#[test]
fn a_refusal_keeps_every_word_on_a_hand_held() {
    insta::assert_snapshot!(shown(&refused(), 20, 16), @r"
    Pick SO-1001
    Scan item or lot
     A-03-2
    Item 1001 Oat drink
    1 l  ▸Lot L-0417
    ▸Qty 12 EA
    ▸ A-03-2 1001  12
    ✗ WRONG LOT
    need L-0417, got
    L-0388 (expires
    later). Scan L-0417,
    or SHORT.
    ❯ L-03
    ok 11  refused 1
    F8 Undo  ^S Short
    ^K Skip  F1 Help
    ");
}

#[test]
fn a_refusal_keeps_every_word_on_a_vehicle() {
    insta::assert_snapshot!(shown(&refused(), 40, 8), @r"
    Pick SO-1001               ana  MAIN  T7
    Scan item or lot   A-03-2
    Item 1001 Oat drink 1 l  ▸Lot L-0417
    ▸Qty 12 EA
    ✗ WRONG LOT: need L-0417, got L-0388
    (expires later). Scan L-0417, or SHORT.
    ❯ L-03
    F8 Undo  ^S Short  ^K Skip  F1 Help
    ");
}

#[test]
fn a_refusal_is_a_banner_at_80x24() {
    insta::assert_snapshot!(shown(&refused(), 80, 24), @r"
    Pick SO-1001                                                       ana  MAIN  T7
                                            │   Bin    Item Name          Qty
    Scan item or lot                        │ ✓ A-01-1 1004 Rye bread       4
                                            │ ▸ A-03-2 1001 Oat drink 1 l  12
                     A-03-2                 │ ✗ A-05-1 1002 Müsli           6
                                            │
                                            │
    ✓ Item    1001 Oat drink 1 l            │
    ▸ Lot     L-0417                        │
    ▸ Qty     12 EA                         │
      Expiry  2027-07-31, 252 days          │
      Next    A-05-1                        │
                                            │
                                            │
                                            │
                                            │
                                            │
                                            │
                                            │
    ✗ WRONG LOT
    need L-0417, got L-0388 (expires later). Scan L-0417, or SHORT.
    ❯ L-03
    F8 Undo  ^S Short  ^K Skip  ^F Full  Esc Back
    F1 Help                                               scans 12  ok 11  refused 1
    ");
}

#[test]
fn a_pin_shows_as_dots() {
    insta::assert_snapshot!(shown(&pin(), 20, 16), @r"
    Sign in
    Type your PIN
    ✓ Badge  ana










    ❯ ••••
    Esc Back  F1 Help
    ");
}

#[test]
fn a_marked_row_stays_in_sight() {
    insta::assert_snapshot!(shown(&variances(), 40, 8), @r"
    Count differences
    Choose a line
      Bin  Item Diff Value
      A-16 1016  -16 16.50
      A-17 1017  -17 17.50
      A-18 1018  -18 18.50
    ❯
    ^A Approve  ^X Reject  F1 Help
    ");
}

#[test]
fn a_list_drops_what_matters_least() {
    insta::assert_snapshot!(shown(&variances(), 20, 16), @r"
    Count differences
    Choose a line
      Bin  Item Diff
      A-10 1010  -10
      A-11 1011  -11
      A-12 1012  -12
      A-13 1013  -13
      A-14 1014  -14
      A-15 1015  -15
      A-16 1016  -16
      A-17 1017  -17
      A-18 1018  -18
    ↑ 9  ↓ 12 more
    ❯
    ^A Approve
    ^X Reject  F1 Help
    ");
}

#[test]
fn a_poor_terminal_gets_plain_letters() {
    let theme = Theme::new(Palette::Mono, true);
    let screen = shown_with(&refused(), &theme, 40, 20);
    assert!(screen.is_ascii());
    insta::assert_snapshot!(screen, @r"
    Pick SO-1001               ana  MAIN  T7
    Scan item or lot
     A-03-2
    + Item    1001 Oat drink 1 l
    > Lot     L-0417
    > Qty     12 EA
      Expiry  2027-07-31, 252 days
      Next    A-05-1
      Bin    Item Name          Qty
    + A-01-1 1004 Rye bread       4
    > A-03-2 1001 Oat drink 1 l  12
    X A-05-1 1002 Musli           6

    X WRONG LOT
    need L-0417, got L-0388 (expires later).
    Scan L-0417, or SHORT.
    > L-03
    scans 12  ok 11  refused 1
    F8 Undo  ^S Short  ^K Skip  ^F Full
    Esc Back  F1 Help
    ");
}
