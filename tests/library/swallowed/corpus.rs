//! Labels as they are printed: an item with lot, expiry, serial number and quantity in any order, without a fault.

use binledger::scan::gs1::GS;
use chrono::{Days, NaiveDate};

/// Pseudo-random numbers, the same in every run.
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A random number below a bound.
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % most
    }

    /// A random index into a list of this length.
    fn place(&mut self, length: usize) -> usize {
        let length = u64::try_from(length).unwrap();
        usize::try_from(self.below(length)).unwrap()
    }

    /// Whether something of this probability, in percent, happens.
    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn of(&mut self, alphabet: &str, length: u64) -> String {
        let letters = alphabet.as_bytes();
        let pick = |dice: &mut Self| letters[dice.place(letters.len())];
        (0..length).map(|_| char::from(pick(self))).collect()
    }

    fn digits(&mut self, least: u64, most: u64) -> String {
        let length = least + self.below(most - least + 1);
        self.of("0123456789", length)
    }

    fn letters(&mut self, least: u64, most: u64) -> String {
        let length = least + self.below(most - least + 1);
        self.of("ABCDEFGHJKLMNPRSTUVWXYZ", length)
    }

    fn mixed(&mut self, least: u64, most: u64) -> String {
        let length = least + self.below(most - least + 1);
        self.of("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", length)
    }
}

/// The ways in which makers write lots.
pub const LOTS: [&str; 8] = [
    "letter-digits",
    "digits",
    "long-digits",
    "date",
    "dated",
    "mixed",
    "marked",
    "suffixed",
];

/// The ways in which they write serial numbers.
pub const SERIALS: [&str; 5] = ["digits", "twenty-digits", "mixed", "hexadecimal", "prefixed"];

fn lot(dice: &mut Dice, style: usize, today: NaiveDate) -> String {
    let made = today - Days::new(dice.below(500));
    match style {
        0 => dice.letters(1, 3) + &dice.digits(3, 6),
        1 => dice.digits(4, 8),
        2 => dice.digits(9, 12),
        3 => match dice.below(3) {
            0 => made.format("%y%m%d").to_string(),
            1 => made.format("%Y%m%d").to_string(),
            _ => made.format("%d%m%Y").to_string(),
        },
        4 => match dice.below(3) {
            0 => format!("{}{}", made.format("%y%m%d"), dice.letters(1, 1)),
            1 => format!("{}{}", dice.letters(1, 2), made.format("%y%m%d")),
            _ => format!("{}{}", made.format("%y%m%d"), dice.digits(2, 3)),
        },
        5 => dice.mixed(5, 10),
        6 => format!("{}-{}", dice.letters(1, 3), dice.digits(3, 6)),
        _ => dice.digits(4, 6) + &dice.letters(1, 2),
    }
}

fn serial(dice: &mut Dice, style: usize) -> String {
    match style {
        0 => dice.digits(6, 14),
        1 => dice.digits(20, 20),
        2 => dice.mixed(10, 20),
        3 => dice.of("0123456789ABCDEF", 20),
        _ => dice.letters(2, 3) + &dice.digits(5, 9),
    }
}

fn checked(mut digits: String) -> String {
    digits.push(char::from(binledger::scan::gtin::check_digit(digits.as_bytes())));
    digits
}

/// One label.
pub struct Made {
    /// As the scanner sends it, with every separator that is needed.
    pub raw: Vec<u8>,
    /// How its lot is written.
    pub lot: usize,
    /// How its serial number is written; none on a label without one.
    pub serial: Option<usize>,
}

/// Makes a label.
pub fn label(dice: &mut Dice, today: NaiveDate) -> Made {
    let (lot_style, serial_style) = (dice.place(LOTS.len()), dice.place(SERIALS.len()));
    let ahead = today + Days::new(30 + dice.below(1500));
    let best = if dice.chance(75) { "17" } else { "15" };
    let logistic = dice.chance(15);
    let mut fields = vec![(format!("10{}", lot(dice, lot_style, today)), true)];
    if dice.chance(85) {
        fields.push((format!("{best}{}", ahead.format("%y%m%d")), false));
    }
    if dice.chance(20) {
        let made = today - Days::new(dice.below(700));
        fields.push((format!("11{}", made.format("%y%m%d")), false));
    }
    let serial_style = (!logistic && dice.chance(45)).then_some(serial_style);
    if let Some(style) = serial_style {
        fields.push((format!("21{}", serial(dice, style)), true));
    }
    let most = if dice.chance(50) { 48 } else { 900 };
    let count = 1 + dice.below(most);
    if logistic || dice.chance(25) {
        fields.push((format!("{}{count}", if logistic { "37" } else { "30" }), true));
    }
    for at in (1..fields.len()).rev() {
        let other = dice.place(at + 1);
        fields.swap(at, other);
    }
    let item = checked(format!("0{}", dice.digits(12, 12)));
    let key = if logistic {
        format!("02{item}")
    } else {
        format!("01{item}")
    };
    let place = if dice.chance(80) {
        0
    } else {
        dice.place(fields.len() + 1)
    };
    fields.insert(place, (key, false));
    let mut raw = b"]d2".to_vec();
    let last = fields.len() - 1;
    for (n, (field, open)) in fields.iter().enumerate() {
        raw.extend_from_slice(field.as_bytes());
        if *open && n < last {
            raw.push(GS);
        }
    }
    Made {
        raw,
        lot: lot_style,
        serial: serial_style,
    }
}
