//! What is asked of a company whose goods are worth one price.

use super::{Company, Draw, Prices, price, work};
use binledger::domain::amount::{Money, Qty};
use binledger::domain::purchase::Receipt;
use binledger::domain::stock::Layer;
use serde_json::{Value, json};

/// What a draw asks for.
pub(super) struct Asked {
    pub draw: Draw,
    pub kind: u16,
    pub item: &'static str,
    pub site: &'static str,
    pub other: &'static str,
    pub at: &'static str,
    pub qty: String,
    /// The day of the story.
    pub date: String,
    /// The day of the document.
    pub day: String,
}

/// Returns the kind of the next document: one of the others, or one about work orders.
const fn kind_of(draw: u16, prices: Prices) -> u16 {
    let others = if matches!(prices, Prices::Any) { 30 } else { 24 };
    let kind = draw % (others + work::KINDS);
    if kind < others {
        kind
    } else {
        Asked::WORK + kind - others
    }
}

impl Asked {
    /// From this kind on it is about work orders.
    pub const WORK: u16 = 100;

    pub fn of(step: usize, draw: &Draw, prices: Prices) -> Self {
        let [kind, item, site, qty, other, whether] = *draw;
        let date = format!("2026-03-{:02}", 2 + step / 4 % 26);
        let any_day = format!("2026-03-{:02}", 1 + other % 28);
        let is_east = site.is_multiple_of(3);
        Self {
            draw: *draw,
            kind: kind_of(kind, prices),
            item: ["P", "Q", "FG", "P"][usize::from(item) % 4],
            site: if is_east { "EAST" } else { "MAIN" },
            other: if is_east { "MAIN" } else { "EAST" },
            at: if is_east { "E-STORAGE" } else { "STORAGE" },
            qty: (1 + qty % 6).to_string(),
            day: if prices != Prices::Late && whether.is_multiple_of(5) {
                any_day
            } else {
                date.clone()
            },
            date,
        }
    }
}

impl Company {
    /// Goods that come, go, are made, taken apart, found or written off.
    pub(super) fn about_goods(&self, asked: &Asked) -> (&'static str, Value) {
        let Asked {
            item,
            site,
            at,
            qty,
            day,
            ..
        } = asked;
        let parts = json!([{"item": "P", "qty": "2"}, {"item": "Q", "qty": "1"}]);
        let d = asked.draw[4];
        match asked.kind {
            0..=4 => {
                let is_late = self.prices == Prices::Late;
                let item = if is_late && *item == "FG" { "P" } else { item };
                let cost = self.cost(item, d);
                let is_foreign = self.prices == Prices::Any && d.is_multiple_of(4);
                let (currency, rate) = (is_foreign.then_some("GBP"), is_foreign.then_some("1.17"));
                let earlier = format!("2026-03-{:02}", 1 + d % 28).min(asked.date.clone());
                let day = if asked.draw[5].is_multiple_of(3) {
                    &earlier
                } else {
                    &asked.date
                };
                let qty = (1 + asked.draw[3] % 12).to_string();
                (
                    "receive",
                    json!({"op": "receive", "site": site, "item": item, "qty": qty, "cost": cost, "date": day,
                        "currency": currency, "rate": rate}),
                )
            }
            5..=8 => (
                "ship",
                json!({"op": "ship", "site": site, "item": item, "qty": qty, "date": day}),
            ),
            15 | 16 => (
                "build",
                json!({"op": "build", "item": "FG", "qty": "1", "at": at, "labour": "1.00", "date": day,
                    "components": parts}),
            ),
            17 => (
                "unbuild",
                json!({"op": "unbuild", "item": "FG", "qty": "1", "at": at, "labour": "1.00", "date": day,
                    "components": parts}),
            ),
            18 => {
                let find = self.prices != Prices::Late && d.is_multiple_of(3);
                let qty = if find { qty.clone() } else { format!("-{qty}") };
                let cost = find.then(|| price(item));
                (
                    "adjust",
                    json!({"op": "adjust", "item": item, "qty": qty, "at": at, "cost": cost, "date": day}),
                )
            }
            27 if self.prices == Prices::Any && self.method != "replay" => (
                "revalue",
                json!({"op": "revalue", "site": site, "item": item, "percent": (i64::from(d % 60) - 30).to_string(), "date": asked.date,
                    "reason": "a year older"}),
            ),
            _ => (
                "count",
                json!({"op": "count", "item": item, "counted": qty, "at": at, "date": day}),
            ),
        }
    }

    /// What follows from an earlier document: returns, transfers, and whatever is taken back.
    pub(super) fn about_earlier(&self, asked: &Asked) -> Option<(&'static str, Value)> {
        let Asked {
            item,
            site,
            other,
            qty,
            day,
            ..
        } = asked;
        let [.., d, e] = asked.draw;
        Some(match asked.kind {
            9 | 10 => {
                let of = self.one(&["ship"], d)?;
                let what = ["restock", "restock", "quarantine", "scrap"][usize::from(e) % 4];
                (
                    "back",
                    json!({"op": "customer_return", "of": of, "qty": "1", "disposition": what, "date": day}),
                )
            }
            11 | 12 => (
                "send",
                json!({"op": "transfer_out", "item": item, "qty": qty, "from_site": site, "to_site": other,
                    "date": day, "freight": self.carriage(d), "price": self.asks(item, d)}),
            ),
            13 | 14 => {
                let of = self.one(&["send"], d)?;
                (
                    "arrive",
                    json!({"op": "transfer_in", "of": of, "qty": qty, "date": day}),
                )
            }
            15 => {
                let of = self.one(&["send"], d)?;
                (
                    "lose",
                    json!({"op": "transfer_close", "of": of, "reason": "lost", "date": day}),
                )
            }
            19 => {
                let is_late = self.prices == Prices::Late;
                let of = if is_late {
                    self.whole(d)
                } else {
                    self.one(&["receive"], d)
                };
                let qty = if is_late { "1" } else { qty };
                (
                    "return",
                    json!({"op": "supplier_return", "of": of?, "qty": qty, "date": day}),
                )
            }
            _ => (
                "reverse",
                json!({"op": "reverse", "of": self.last(d)?, "date": day}),
            ),
        })
    }

    /// What a unit is bought at.
    fn cost(&self, item: &str, draw: u16) -> String {
        match self.prices {
            Prices::One => price(item).to_owned(),
            Prices::Late => ["100.00", "650.00", "900.00"][usize::from(draw) % 3].to_owned(),
            Prices::Any => format!("{}.{:02}", draw % 1000, draw % 97),
        }
    }

    /// What one legal entity asks of the other.
    fn asks(&self, item: &str, draw: u16) -> Option<String> {
        let asked = match self.prices {
            Prices::Any => format!("{}.{:02}", draw % 900, draw % 83),
            Prices::One | Prices::Late => price(item).to_owned(),
        };
        self.sold.then_some(asked)
    }

    /// What it costs to send goods, which makes them worth more.
    fn carriage(&self, draw: u16) -> Option<String> {
        let costs = self.prices == Prices::Any && draw.is_multiple_of(3);
        costs.then(|| Money(i64::from(draw % 50) * 100 + i64::from(draw % 89)).to_string())
    }

    /// One of the last documents that may be taken back. What came in at moving average goes out again at what it
    /// brought, however the average is by then.
    fn last(&self, draw: u16) -> Option<String> {
        let kinds: &[&str] = match (self.prices, self.method) {
            (Prices::One, _) | (Prices::Any, "replay") => &[
                "ship",
                "back",
                "send",
                "arrive",
                "lose",
                "build",
                "unbuild",
                "adjust",
                "receive",
                "return",
                "issue",
                "give back",
                "spoil",
                "report",
                "close",
            ],
            (Prices::Any, _) => &[
                "ship",
                "back",
                "send",
                "arrive",
                "lose",
                "build",
                "unbuild",
                "adjust",
                "credit",
                "revalue",
                "issue",
                "give back",
                "spoil",
                "report",
                "close",
            ],
            (Prices::Late, "fifo" | "replay") => &["ship", "back", "send", "arrive", "lose", "build"],
            (Prices::Late, _) => &["ship", "send", "lose"],
        };
        let last = self.done.iter().rev().take(8);
        let last: Vec<&String> = last
            .filter(|(_, kind)| kinds.contains(kind))
            .map(|(id, _)| id)
            .collect();
        last.get(usize::from(draw) % last.len().max(1))
            .map(|id| (*id).clone())
    }

    /// A receipt of which some is still in its layer. Goods that go back at the average, or out of another layer, are a
    /// variance for good by what these cost until then.
    fn whole(&self, draw: u16) -> Option<String> {
        let mut layers = self.all::<Layer>();
        let by_layer = ["fifo", "replay"].contains(&self.method);
        layers.retain(|layer| by_layer && Qty::ZERO < layer.qty);
        let layer = layers.get(usize::from(draw) % layers.len().max(1))?;
        let is_receipt = self.all::<Receipt>().iter().any(|it| it.movement == layer.seq);
        self.id_of(layer.seq).filter(|_| is_receipt)
    }
}
