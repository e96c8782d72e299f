//! Bills that differ from what goods or freight were entered at, and what goes back of those goods.

use super::Case;

pub const CASES: &[Case] = &[
    (
        "E09 all goes back that was billed for more: nothing is owed, and the variance comes back",
        "variance",
        "r1: receive 10 @ 10.00, b1: bill r1 120.00 tax 24.00",
        "x1: send-back r1 10",
        [
            ("2000 144.00, 1400 -24.00, 5100 -20.00, 1300 -100.00", "0 0.00"),
            ("2000 144.00, 1400 -24.00, 5100 -20.00, 1300 -100.00", "0 0.00"),
            ("2000 144.00, 1400 -24.00, 5100 -15.00, 1300 -105.00", "0 0.00"),
        ],
    ),
    (
        "or for less, in parts that add up",
        "variance",
        "r1: receive 3 = 10.00, b1: bill r1 8.00 tax 1.00",
        "x1: send-back r1 1, x2: send-back r1 2",
        [
            (
                "2000 2.99, 1400 -0.33, 5100 0.67, 1300 -3.33, 2000 6.01, 1400 -0.67, 5100 1.33, 1300 -6.67",
                "0 0.00",
            ),
            (
                "2000 2.99, 1400 -0.33, 5100 0.67, 1300 -3.33, 2000 6.01, 1400 -0.67, 5100 1.33, 1300 -6.67",
                "0 0.00",
            ),
            (
                "2000 2.99, 1400 -0.33, 5100 7.84, 1300 -10.50, 2000 6.01, 1400 -0.67, 5100 15.66, 1300 -21.00",
                "0 0.00",
            ),
        ],
    ),
    (
        "where the difference was laid on them, they take it with them",
        "capitalise",
        "r1: receive 10 @ 10.00, b1: bill r1 120.00",
        "x1: send-back r1 4",
        [
            ("2000 48.00, 1300 -48.00", "6 72.00"),
            ("2000 48.00, 1300 -48.00", "6 72.00"),
            ("2000 48.00, 5100 -6.00, 1300 -42.00", "6 63.00"),
        ],
    ),
    (
        "foreign goods at another rate and price: the rates to exchange differences, the price to variance",
        "variance",
        "r1: receive 10 = 100.00 in EUR rate 1.10, b1: bill r1 200.00 in EUR rate 1.20 tax 20.00",
        "x1: send-back r1 10",
        [
            (
                "2000 264.00, 5800 -20.00, 1400 -24.00, 5100 -110.00, 1300 -110.00",
                "0 0.00",
            ),
            (
                "2000 264.00, 5800 -20.00, 1400 -24.00, 5100 -110.00, 1300 -110.00",
                "0 0.00",
            ),
            (
                "2000 264.00, 5800 -20.00, 1400 -24.00, 5100 -115.00, 1300 -105.00",
                "0 0.00",
            ),
        ],
    ),
    (
        "the same where the price was laid on them",
        "capitalise",
        "r1: receive 10 = 100.00 in EUR rate 1.10, b1: bill r1 120.00 in EUR rate 1.20",
        "x1: send-back r1 10",
        [
            ("2000 144.00, 5800 -12.00, 1300 -132.00", "0 0.00"),
            ("2000 144.00, 5800 -12.00, 1300 -132.00", "0 0.00"),
            ("2000 144.00, 5800 -12.00, 5100 -27.00, 1300 -105.00", "0 0.00"),
        ],
    ),
    (
        "foreign freight that is billed at another rate",
        "variance",
        "r1: receive 10 @ 10.00, l1: freight r1 10.00 in EUR rate 1.10",
        "b1: bill l1 10.00 in EUR rate 1.20 tax 1.00",
        [
            ("2150 11.00, 5800 1.00, 1400 1.20, 2000 -13.20", "10 111.00"),
            ("2150 11.00, 5800 1.00, 1400 1.20, 2000 -13.20", "10 111.00"),
            ("2150 11.00, 5800 1.00, 1400 1.20, 2000 -13.20", "10 105.00"),
        ],
    ),
    (
        "and at another price, which counts at the rate of the landed cost",
        "capitalise",
        "r1: receive 10 @ 10.00, l1: freight r1 10.00 in EUR rate 1.10",
        "b1: bill l1 12.00 in EUR rate 1.20",
        [
            ("2150 11.00, 5100 2.20, 5800 1.20, 2000 -14.40", "10 111.00"),
            ("2150 11.00, 5100 2.20, 5800 1.20, 2000 -14.40", "10 111.00"),
            ("2150 11.00, 5100 2.20, 5800 1.20, 2000 -14.40", "10 105.00"),
        ],
    ),
    (
        "foreign freight that is billed in another currency",
        "variance",
        "r1: receive 10 @ 10.00, l1: freight r1 10.00 in EUR rate 1.10",
        "b1: bill l1 12.00",
        [
            ("2150 11.00, 5100 1.00, 2000 -12.00", "10 111.00"),
            ("2150 11.00, 5100 1.00, 2000 -12.00", "10 111.00"),
            ("2150 11.00, 5100 1.00, 2000 -12.00", "10 105.00"),
        ],
    ),
];
