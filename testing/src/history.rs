//! A long history: operation documents of five years.

use std::fmt::Write as _;

/// How many movements an item has.
const DEPTH: usize = 125;
const METHODS: [&str; 3] = ["fifo", "average", "standard"];

/// Returns how many items a history of so many movements has.
#[must_use]
pub const fn items(movements: usize) -> usize {
    movements.div_ceil(DEPTH)
}

/// Returns operation documents, a line each: items, deliveries, many sales, goods that come back, breakage and finds.
#[must_use]
pub fn documents(movements: usize) -> String {
    let items = items(movements);
    let mut documents = String::new();
    for item in 0..items {
        let _ = writeln!(
            documents,
            r#"{{"id":"I{item}","op":"item","date":"2020-01-01","item":"SKU-{item}","method":"{}","standard_cost":"{}.50"}}"#,
            METHODS[item % 3],
            5 + item % 40,
        );
    }
    let mut stock = vec![0; items];
    let mut sold = vec![None; items];
    let mut chance = Chance(7);
    for number in 0..movements {
        let item = chance.below(items);
        let day = number * 1800 / movements;
        let date = format!(
            "{}-{:02}-{:02}",
            2020 + day / 360,
            1 + day / 30 % 12,
            (1 + day % 30).min(28)
        );
        let (op, rest) = match (chance.below(100), sold[item].take()) {
            (_, _) if stock[item] < 8 => receive(&mut chance, &mut stock[item]),
            (0..12, _) => receive(&mut chance, &mut stock[item]),
            (88..95, Some((of, qty))) => {
                stock[item] += qty;
                let back = format!(r#""of":"M{of}","qty":"{qty}","disposition":"restock""#);
                ("customer_return", back)
            }
            (95..97, _) => {
                stock[item] -= 1;
                ("adjust", r#""qty":"-1","reason":"broken""#.to_owned())
            }
            (97.., _) => {
                stock[item] += 1;
                ("adjust", r#""qty":"1","reason":"found""#.to_owned())
            }
            _ => {
                let qty = 1 + chance.below(7);
                stock[item] -= qty;
                sold[item] = Some((number, qty));
                (
                    "ship",
                    format!(r#""qty":"{qty}","price":"{}.95""#, 9 + chance.below(80)),
                )
            }
        };
        let of = if op == "customer_return" {
            String::new()
        } else {
            format!(r#""item":"SKU-{item}","#)
        };
        let _ = writeln!(
            documents,
            r#"{{"id":"M{number}","op":"{op}","date":"{date}",{of}{rest}}}"#
        );
    }
    documents
}

fn receive(chance: &mut Chance, stock: &mut usize) -> (&'static str, String) {
    let qty = 20 + chance.below(70);
    *stock += qty;
    let cost = format!("{}.{:02}", 3 + chance.below(37), chance.below(100));
    ("receive", format!(r#""qty":"{qty}","cost":"{cost}""#))
}

/// Numbers that look random and are the same in every run (Numerical Recipes, a linear congruential generator).
struct Chance(u32);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (usize::try_from(self.0 >> 8).unwrap_or_default()) % limit
    }
}
