//! What vendors credit and what customers are credited, without goods.

use super::Case;

pub const CASES: &[Case] = &[
    (
        "E05 a price credit with goods kept, where differences are variances",
        "variance",
        "r1: receive 100 @ 10.00 vendor V-1, b1: bill r1 1000.00 tax 190.00",
        "c1: credit r1 400.00 document GS-1",
        [
            ("2000 476.00, 1400 -76.00, 5100 -400.00", "100 1000.00"),
            ("2000 476.00, 1400 -76.00, 5100 -400.00", "100 1000.00"),
            ("2000 476.00, 1400 -76.00, 5100 -400.00", "100 1050.00"),
        ],
    ),
    (
        "and where they follow the goods, of which 40 are sold",
        "capitalise",
        "r1: receive 100 @ 10.00, b1: bill r1 1000.00, s1: ship 40",
        "c1: credit b1 400.00 tax 0",
        [
            ("2000 400.00, 1300 -240.00, 5000 -160.00", "60 360.00"),
            ("2000 400.00, 1300 -240.00, 5000 -160.00", "60 360.00"),
            ("2000 400.00, 5100 -400.00", "60 630.00"),
        ],
    ),
    (
        "what went back takes no part in it",
        "capitalise",
        "r1: receive 100 @ 10.00, b1: bill r1 1000.00, x1: send-back r1 20",
        "c1: credit r1 80.00 qty 80",
        [
            ("2000 80.00, 1300 -80.00", "80 720.00"),
            ("2000 80.00, 1300 -80.00", "80 720.00"),
            ("2000 80.00, 5100 -80.00", "80 840.00"),
        ],
    ),
    (
        "what goes back behind it goes at what is owed for it by then: nothing is left",
        "variance",
        "r1: receive 10 @ 10.00, b1: bill r1 120.00 tax 12.00, c1: credit r1 30.00",
        "x1: send-back r1 10",
        [
            ("2000 99.00, 1400 -9.00, 5100 10.00, 1300 -100.00", "0 0.00"),
            ("2000 99.00, 1400 -9.00, 5100 10.00, 1300 -100.00", "0 0.00"),
            ("2000 99.00, 1400 -9.00, 5100 15.00, 1300 -105.00", "0 0.00"),
        ],
    ),
    (
        "in foreign currency: the price at the rate of the receipt, the rest to exchange differences",
        "capitalise",
        "r1: receive 10 = 100.00 in EUR rate 1.10, b1: bill r1 100.00 in EUR rate 1.20",
        "c1: credit r1 40.00 in EUR rate 1.25",
        [
            ("2000 50.00, 1300 -44.00, 5800 -6.00", "10 66.00"),
            ("2000 50.00, 1300 -44.00, 5800 -6.00", "10 66.00"),
            ("2000 50.00, 5100 -44.00, 5800 -6.00", "10 105.00"),
        ],
    ),
    (
        "E03 landed cost that was a credit",
        "variance",
        "r1: receive 10 @ 10.00, l1: freight r1 40.00, b1: bill l1 40.00, l2: freight r1 -15.00",
        "c1: credit l2 15.00 tax 3.00 vendor V-9 document GS-2",
        [
            ("2000 18.00, 1400 -3.00, 2150 -15.00", "10 125.00"),
            ("2000 18.00, 1400 -3.00, 2150 -15.00", "10 125.00"),
            ("2000 18.00, 1400 -3.00, 2150 -15.00", "10 105.00"),
        ],
    ),
    (
        "E04 which may be said as a bill below zero, and differ",
        "variance",
        "r1: receive 10 @ 10.00, l2: freight r1 -15.00",
        "c1: bill l2 -14.00",
        [
            ("2000 14.00, 5100 1.00, 2150 -15.00", "10 85.00"),
            ("2000 14.00, 5100 1.00, 2150 -15.00", "10 85.00"),
            ("2000 14.00, 5100 1.00, 2150 -15.00", "10 105.00"),
        ],
    ),
    (
        "in foreign currency, at another rate",
        "variance",
        "r1: receive 10 @ 10.00, l2: freight r1 -10.00 in EUR rate 1.10",
        "c1: credit l2 10.00 in EUR rate 1.20",
        [
            ("2000 12.00, 5800 -1.00, 2150 -11.00", "10 89.00"),
            ("2000 12.00, 5800 -1.00, 2150 -11.00", "10 89.00"),
            ("2000 12.00, 5800 -1.00, 2150 -11.00", "10 105.00"),
        ],
    ),
    (
        "as a bill below zero of goods",
        "variance",
        "r1: receive 100 @ 10.00, b1: bill r1 1000.00",
        "c1: bill r1 -400.00",
        [
            ("2000 400.00, 5100 -400.00", "100 1000.00"),
            ("2000 400.00, 5100 -400.00", "100 1000.00"),
            ("2000 400.00, 5100 -400.00", "100 1050.00"),
        ],
    ),
    (
        "a customer is credited without goods",
        "variance",
        "r1: receive 10 @ 10.00, s1: ship 4 @ 20.00",
        "c1: allow s1 8.00",
        [
            ("4000 8.00, 1100 -8.00", "6 60.00"),
            ("4000 8.00, 1100 -8.00", "6 60.00"),
            ("4000 8.00, 1100 -8.00", "6 63.00"),
        ],
    ),
    (
        "what comes back behind it comes at what was left to pay for it",
        "variance",
        "r1: receive 10 @ 10.00, s1: ship 4 @ 20.00, c1: allow s1 8.00",
        "k1: take-back s1 1 restock, k2: take-back s1 3 restock",
        [
            (
                "1100 -18.00, 1100 -54.00, 1300 10.00, 1300 30.00, 4000 18.00, 4000 54.00, 5000 -10.00, 5000 -30.00",
                "10 100.00",
            ),
            (
                "1100 -18.00, 1100 -54.00, 1300 10.00, 1300 30.00, 4000 18.00, 4000 54.00, 5000 -10.00, 5000 -30.00",
                "10 100.00",
            ),
            (
                "1100 -18.00, 1100 -54.00, 1300 10.50, 1300 31.50, 4000 18.00, 4000 54.00, 5000 -10.50, 5000 -31.50",
                "10 105.00",
            ),
        ],
    ),
    (
        "what was thrown away is credited for itself, and what comes back of the rest at its own price",
        "variance",
        "r1: receive 10 @ 10.00, s1: ship 4 @ 20.00, k1: take-back s1 1 scrap",
        "c1: allow k1 20.00, k2: take-back s1 3 restock",
        [
            (
                "1100 -20.00, 4000 20.00, 1100 -60.00, 1300 30.00, 4000 60.00, 5000 -30.00",
                "9 90.00",
            ),
            (
                "1100 -20.00, 4000 20.00, 1100 -60.00, 1300 30.00, 4000 60.00, 5000 -30.00",
                "9 90.00",
            ),
            (
                "1100 -20.00, 4000 20.00, 1100 -60.00, 1300 31.50, 4000 60.00, 5000 -31.50",
                "9 94.50",
            ),
        ],
    ),
];
